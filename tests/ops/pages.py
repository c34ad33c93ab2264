#!/usr/bin/env python3
"""Reads the pages and tables of diff with a parser of the HTML standard and holds them against --json.
Checks escaping, completeness and contrast; knows nothing of how articles were aligned.

Usage: pages.py WANGFA
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.path.append("/usr/lib/python3/dist-packages")   # a Python of one's own does not look into Debian's packages
import html5lib
from tap import Tap

# Words that would be markup somewhere, in title, heading, text and file name.
HEAD = "# 云川省示例<甲>办法\n\n2010年1月5日 云川省人民政府令第1号公布\n\n{}<!-- INFO END -->\n\n"
OLD = HEAD.format("") + """## 第一章 总则 <b>&

第一条 为了|管理*甲*，制定本办法。

第二条 不得写入<script>alert(1)</script>或者"x"&amp;'y'。

~~第二款~~也是如此，`码`与[链接](u)相同。

第三条 桥梁的养护单位应当每月检查桥梁，并将检查结果记入桥梁档案，桥梁档案保存二十年。

载重超过二十吨的车辆通过木桥前，应当向养护单位报告车辆的重量和通过的时间。

第四条 禁止在桥上停放车辆，因故障停放的应当立即移走。

第五条 禁止在桥下五十米以内采挖砂石或者堆放易燃物品。

第六条 每年三月为植树月，单位和个人应当参加植树活动。

第七条 路灯损坏的，应当在三日内修复。

第八条 本办法自2010年3月1日起施行。
"""
NEW = HEAD.format("2020年6月1日 云川省人民政府令第9号修订\n\n") + """## 第一章 总则 <b>&

第一条 为了|管理*甲*、**乙**，制定本办法。

第二条 不得写入</div><script>alert(2)</script>或者"x"&lt;'y'。

~~第二款~~也是如此，`码`与[链接](v)相同。

第三条 桥梁的养护单位应当每月检查桥梁，并将检查结果记入桥梁档案，桥梁档案保存二十年。

第四条 载重超过二十吨的车辆通过木桥前，应当向养护单位报告车辆的重量和通过的时间。

第五条 禁止下列行为：

（一）在桥上停放车辆，因故障停放的应当立即移走；

（二）在桥下五十米以内采挖砂石或者堆放易燃物品。

第六条 任何人有权举报损坏街道设施的行为，接到举报的机关应当及时处理并答复。

第七条 路灯损坏的，应当在三日内修复。

第八条 本办法自2020年9月1日起施行。
"""
WORK = "云川省示例<甲>办法"


class Place:
    def __init__(self, wangfa, root):
        self.wangfa, self.kb, laws = wangfa, os.path.join(root, "kb"), os.path.join(root, "laws")
        os.makedirs(laws)
        for name, words in (("旧<i>&.txt", OLD), ("新\"'.txt", NEW)):
            with open(os.path.join(laws, name), "w", encoding="utf-8") as file:
                file.write(words.replace("<!-- INFO END -->\n\n", "").replace("# 云", "云", 1).replace("## ", ""))
        self.run("build", laws, os.path.join(ROOT, "examples", "laws"))

    def run(self, *words):
        done = subprocess.run([self.wangfa, *words, "--kb", self.kb], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.stdout.decode()

    def rows(self, *words):
        return [row for row in map(json.loads, self.run("diff", *words, "--json").splitlines()) if "summary" not in row]


def words_of(element):
    """The text of an element; a line break is one."""
    return "".join(element.itertext())


def with_class(element, name):
    return [e for e in element.iter() if name in (e.get("class") or "").split()]


def runs(element):
    """(operation, words) of what stands in a cell."""
    found = [("=", element.text or "")]
    for child in element:
        found += [({"del": "-", "ins": "+"}[child.tag], words_of(child)), ("=", child.tail or "")]
    return [(op, words) for op, words in found if words]


def spell(found, without):
    return "".join(words for op, words in found if op != without)


def check_row(tap, name, article, row, before):
    old, new = with_class(article, "old")[0], with_class(article, "new")[0]
    again = row["status"] == "merged" and before and before["new"] == row["new"]
    want_old, want_new = "\n".join(row["old_text"]), "\n".join(row["new_text"])
    tap.check(words_of(old) == want_old, f"{name}: the old words, complete", f"{words_of(old)}\n{want_old}")
    tap.check(words_of(new) == ("↑" if again else want_new), f"{name}: the new words, complete", words_of(new))
    tap.check(not old.findall("ins") and not new.findall("del"), f"{name}: each side marks its own")
    inline = runs(with_class(article, "inline")[0])
    if row["status"] != "merged":
        tap.check(spell(inline, "+") == want_old and spell(inline, "-") == want_new,
                  f"{name}: in one text, both can be read", inline)
    else:
        tap.check(spell(inline, "+") == want_old, f"{name}: in one text, what it gave", inline)
    changed = {edit["op"] for edit in row["edits"]} - {"=", "+" if row["status"] == "merged" else ""}
    marked = any(op != "=" for op, _ in inline)
    tap.check(marked == (row["status"] in ("inserted", "deleted") or bool(changed)), f"{name}: marked when changed")


def page(tap, place, *words):
    rows, raw = place.rows(*words), place.run("diff", *words, "--format", "html")
    name = "page " + " ".join(words)
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(raw)
    tap.check(raw.startswith("<!DOCTYPE html>") and root.get("lang"), f"{name}: a page with its language")
    tags = {element.tag for element in root.iter()}
    tap.check(not tags & {"script", "iframe", "img", "object", "link", "b", "i", "form"}, f"{name}: no foreign tags", tags)
    loads = [e for e in root.iter() if set(e.attrib) & {"src", "href", "style", "onclick", "action"}]
    tap.check(not loads and "url(" not in raw and "@import" not in raw, f"{name}: loads nothing, runs nothing", loads)
    policy = [e for e in root.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    tap.check(len(policy) == 1 and "default-src 'none'" in policy[0].get("content"), f"{name}: says so to the browser")
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    tap.check(len(ids) == len(set(ids)), f"{name}: ids stand once", ids)
    labels = {e.get("for") for e in root.iter("label")}
    tap.check({e.get("id") for e in root.iter("input")} == labels and len(labels) == 2, f"{name}: two labelled views")
    articles = list(root.iter("article"))
    tap.check(len(articles) == len(rows), f"{name}: an article a row", f"{len(articles)} {len(rows)}")
    for at, (article, row) in enumerate(zip(articles, rows)):
        check_row(tap, f"{name}: {row['status']} {row['old_no']} {row['new_no']}", article, row, rows[at - 1] if at else None)
    folded = [a for details in root.iter("details") for a in details.iter("article")]
    tap.check(len(folded) == sum(row["status"] == "unchanged" for row in rows), f"{name}: unchanged ones are folded")


def unmarked(cell):
    """The words of a Markdown cell: signs and escapes off."""
    cell = re.sub(r"(?<!\\)(\*\*|~~)|(?<!\\)</?(ins|del)(?<!\\)>", "", cell.replace("<br>", "\n"))
    return re.sub(r"\\(.)", r"\1", cell)


def table(tap, place, *words):
    rows = place.rows(*words)
    lines = place.run("diff", *words, "--format", "md", "--all").splitlines()
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("|")][2:]
    tap.check(len(cells) == len(rows) and all(len(row) == 2 for row in cells), "md: two cells a row", cells)
    before = None
    for cell, row in zip(cells, rows):
        for side, text in zip(("old", "new"), cell):
            label = "、".join(c.split("》")[-1] for c in row[side + "_citation"])
            want = " ".join([label, "\n".join(row[side + "_text"])]) if label else ""
            if side == "new" and row["status"] == "merged" and before == row["new"]:
                want = label + " ↑"
            squeeze = lambda s: re.sub(r"\s+", "", s)
            tap.check(squeeze(unmarked(text)) == squeeze(want), f"md: {side} words of {row['status']} {label}",
                      f"{unmarked(text)}\n{want}")
        before = row["new"]


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(tap):
    """WCAG 2.2, 1.4.3, for every pair of text and ground, light and dark."""
    with open(os.path.join(ROOT, "web", "page.css"), encoding="utf-8") as file:
        blocks = re.findall(r":root \{(.*?)\}", file.read(), re.S)
    tap.check(len(blocks) == 2, "style: light and dark")
    for scheme, block in zip(("light", "dark"), blocks):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        pairs = [(text, text.replace("text", "ground", 1)) for text in colours if text.startswith("text")]
        for text, ground in pairs + [("text-muted", "ground-head")]:
            dark, light = sorted((luminance(colours[text]), luminance(colours[ground])))
            ratio = (light + 0.05) / (dark + 0.05)
            tap.check(ratio >= 4.5, f"style: {scheme}: {text} on {ground}: {ratio:.1f} to 1")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as root:
        place = Place(os.path.abspath(sys.argv[1]), root)
        statuses = {row["status"] for row in place.rows(WORK)}
        tap.check(statuses == {"unchanged", "modified", "inserted", "deleted", "split", "merged"}, "every status is met", statuses)
        for words in ((WORK,), ("云川省公共数据条例@2018-03-28", "云川省公共数据条例@2024-11-20"), (WORK, "--lang", "zh")):
            page(tap, place, *words)
        table(tap, place, WORK)
        table(tap, place, "云川省公共数据条例@2018-03-28", "云川省公共数据条例@2024-11-20")
    contrast(tap)
    tap.leave()


main()
