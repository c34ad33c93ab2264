#!/usr/bin/env python3
"""Types 500 titles and short names of the corpus by rules, exactly and with slips, and counts first results.
Judges titles only, no provisions; the rates in ratchet.tsv may only rise.

The rules: exact forms are the title, 《…》 around it, without 中华人民共和国, without the issuer and 关于, and the
initials and full pinyin of that. Damaged forms are short forms (管理条例 -> 条例 and the like) and one slip: a
character of the same sound, one that looks alike, one dropped, two swapped.
Counted as right is the work sampled, or one whose own name typed by the same rule gives the same words (two works
do share initials), if the work sampled is among the first ten too. The rate without this is printed beside each.
Left out, because the slip makes another right name of it: slips that give a name which exists, that change a number,
or that put another place of data/places.tsv in front, and short forms that more than one work has.
Lay questions of the answers beside the corpus must have no hit that is fit for "did you mean".

Usage: known_item.py WANGFA KNOWN_ITEM [--kb KB] [--misses] [--sample N]
"""
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from shared import CORPUS, GOLD, ROOT, hold, run
from tap import Tap, skip_all

COUNTRY, DAY, WANTED = "中华人民共和国", 20260101, 500
SHORTER = [(r"适用法律若干问题的解释", "解释"), (r"适用法律若干问题的规定", "规定"), (r"适用法律问题的解释", "解释"),
           (r"若干问题的规定", "规定"), (r"若干问题的解释", "解释"), (r"（(试行|暂行)）$", ""), (r"暂行条例", "条例"),
           (r"暂行办法", "办法"), (r"暂行规定", "规定"), (r"管理条例$", "条例"), (r"管理办法$", "办法"),
           (r"保护条例$", "条例"), (r"若干规定$", "规定"), (r"实施细则$", "细则"), (r"管理规定$", "规定")]
ISSUER = re.compile(r"^[^《〈]{0,30}?(法院|检察院|委员会|国务院|代表大会|人民政府|办公厅|总局|总署|部|中央军委)关于|^关于")
ALIKE = ["己已", "未末", "土士", "网纲", "络洛", "安按", "例列", "规现", "管菅", "理埋", "保堡", "护沪", "条务", "民氏", "人入",
         "大太", "国园", "动劝", "合台", "业亚", "农衣", "电甩", "水永", "法洁", "产立", "办为", "工土", "市布", "城诚", "环坏",
         "境镜", "施拖", "设没", "治冶", "防肪", "险捡", "会公", "计汁", "建健", "房旁", "地他", "交文", "通涌", "学字", "教救",
         "师帅", "职识", "消销", "费赞", "者著", "权杈", "益盖", "商商", "标杯", "专传", "利和", "价介", "格洛", "税锐", "收攻",
         "财材", "政攻", "预顶", "算箕", "监盐", "督睿", "审宙", "查杳", "诉拆", "讼讼", "判刹", "执热", "行衍", "解触", "释择"]
WORDS = [("银行", "yin hang"), ("重庆", "chong qing"), ("行政", "xing zheng"), ("会计", "kuai ji"), ("厦门", "xia men"),
         ("长江", "chang jiang"), ("长春", "chang chun"), ("长沙", "chang sha"), ("重大", "zhong da"), ("传染", "chuan ran"),
         ("传播", "chuan bo"), ("调解", "tiao jie"), ("调整", "tiao zheng"), ("调查", "diao cha"), ("行业", "hang ye"),
         ("市长", "shi zhang"), ("降低", "jiang di"), ("西藏", "xi zang"), ("收藏", "shou cang"), ("音乐", "yin yue"),
         ("畜牧", "xu mu"), ("畜禽", "chu qin"), ("朝阳", "chao yang"), ("省", "sheng"), ("率", "lv"), ("长期", "chang qi")]


def rank_of():
    rows = [line.split("\t") for line in open(os.path.join(ROOT, "data/levels.tsv"), encoding="utf-8")
            if line.strip() and not line.startswith("#")]
    return {row[0]: int(row[2]) for row in rows}


def places():
    found = []
    for line in open(os.path.join(ROOT, "data/places.tsv"), encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            found += [place for place in re.split(r"[\t|]", line.strip()) if place != "-"]
    return tuple(sorted(found, key=len, reverse=True))


def prior(held, force, rank):
    """As wf_title_prior."""
    return (0 if held else 512) + (0 if force else 256) + min(rank, 255)


class Names:
    """Every name of a knowledge base: rows for the program, titles by work, works by folded name."""

    def __init__(self, path):
        db, rank = sqlite3.connect(path), rank_of()
        force = {work for work, in db.execute(
            "select work from expr where effective_from <= ? and (effective_to = 0 or effective_to > ?)", (DAY, DAY))}
        self.rows, self.title, level = [], {}, {}
        for work, title, of in db.execute("select id, title, level from work order by id"):
            self.title[work] = re.sub(r"\s", "", title)
            level[work] = prior(True, work in force, rank.get(of, 99))
            self.rows.append((self.title[work], work, 0, level[work]))
        for name, kind, work in db.execute("select folded, rank, work from name order by folded, rank, work"):
            self.rows.append((name, work, min(kind, 2), level[work]))
        for name, work in db.execute("select name, work from former order by name, work"):
            self.rows.append((re.sub(r"\s", "", name), work, 2, level[work]))
        for work, title, of, ended in db.execute("select id, title, level, repealed_by from named order by id"):
            self.title[-work] = re.sub(r"\s", "", title)
            self.rows.append((self.title[-work], -work, 0, prior(False, not ended, rank.get(of, 99))))
        self.alias = sorted((name, work) for name, work in db.execute(
            "select folded, work from name where rank = 1"))
        self.works = {}
        for name, work, _, _ in self.rows:
            self.works.setdefault(fold(name), set()).add(work)


def fold(name):
    return re.sub(r"[\W_]", "", name.replace("〇", "零")).lower()


def draw(words, of):
    """A number that only the words decide."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, words)).encode()).digest()[:8], "big") % of


def sample(names, wanted):
    """Of each 500: 400 titles of works held, 60 short names, 40 titles known by name only."""
    held = [(title, work) for work, title in names.title.items() if work > 0]
    other = [(title, work) for work, title in names.title.items()
             if work < 0 and re.search(r"[\u4e00-\u9fff]{3}", title) and not re.search(r"第\d+号$", title)]
    picked = []
    for rows, count in ((held, wanted * 4 // 5), (names.alias, wanted * 3 // 25), (other, wanted * 2 // 25)):
        picked += sorted(rows, key=lambda row: hashlib.sha256(row[0].encode()).digest())[:count]
    return picked


def bare(title):
    return title.replace(COUNTRY, "")


def no_issuer(title):
    return ISSUER.sub("", bare(title))


def shorter(title):
    """The first usual short form that fits, of the title without country and issuer."""
    for long, short in SHORTER:
        form = re.sub(long, short, no_issuer(title))
        if form != no_issuer(title) and len(form) > 3:
            return form
    return None


def icu(rule, lines):
    done = subprocess.run(["uconv", "-f", "UTF-8", "-t", "UTF-8", "-x", rule], input="\n".join(lines).encode(),
                          stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\n")


class Pinyin:
    """Readings by ICU, a character at a time; words that people read otherwise come first."""

    def __init__(self, titles):
        chars = sorted({char for title in titles for char in title})
        self.char = dict(zip(chars, icu("Han-Latin; Latin-ASCII", chars)))

    def syllables(self, title):
        out, at = [], 0
        while at < len(title):
            word = next((w for w, _ in WORDS if title.startswith(w, at)), None)
            reading = dict(WORDS)[word].split() if word else [self.char[title[at]].lower()]
            out += [r for r in reading if re.fullmatch(r"[a-z]+|\d", r)]
            at += len(word) if word else 1
        return out

    def initials(self, title):
        return "".join(s[0] for s in self.syllables(title))

    def full(self, title):
        return "".join(self.syllables(title))


def sounds(names):
    """Characters of titles by their reading with its tone, the most frequent first."""
    count = {}
    for title in names.title.values():
        for char in title:
            if "\u4e00" <= char <= "\u9fff":
                count[char] = count.get(char, 0) + 1
    chars = sorted(count, key=lambda c: (-count[c], c))
    of = dict(zip(chars, icu("Han-Latin", chars)))
    groups = {}
    for char in chars:
        groups.setdefault(of[char], []).append(char)
    return {char: [c for c in groups[of[char]] if c != char] for char in chars}


NUMBER = re.compile(r"[\d一二三四五六七八九十百千万零两]")


def slips(title, sound):
    """One slip of each kind, at a place that the title decides: (kind, words)."""
    alike = {}
    for a, b in ALIKE:
        alike.setdefault(a, b)
        alike.setdefault(b, a)
    spots = [i for i, c in enumerate(title) if "\u4e00" <= c <= "\u9fff" and not NUMBER.match(c)]
    if len(spots) < 4:
        return
    heard = [i for i in spots if sound.get(title[i])]
    if heard:
        i = heard[draw((title, "heard"), len(heard))]
        yield "homophone", title[:i] + sound[title[i]][draw((title, i), min(3, len(sound[title[i]])))] + title[i + 1:]
    seen = [i for i in spots if alike.get(title[i], title[i]) != title[i]]
    if seen:
        i = seen[draw((title, "seen"), len(seen))]
        yield "alike", title[:i] + alike[title[i]] + title[i + 1:]
    i = spots[draw((title, "dropped"), len(spots))]
    yield "dropped", title[:i] + title[i + 1:]
    pairs = [i for i in spots if i + 1 in spots and title[i] != title[i + 1]]
    if pairs:
        i = pairs[draw((title, "swapped"), len(pairs))]
        yield "swapped", title[:i] + title[i + 1] + title[i] + title[i + 2:]


def other_right_name(typed, title, names, place):
    if fold(typed) in names.works or fold(COUNTRY + typed) in names.works:
        return True
    begins = next((p for p in place if typed.startswith(p)), None)
    return begins is not None and begins not in title


def questions(picked, names):
    """(class, kind, typed, work, works that share the form)."""
    place, sound = places(), sounds(names)
    pinyin = Pinyin([name for name, *_ in names.rows])
    share = {}
    for name, work, _, _ in names.rows:
        for form in {bare(name), no_issuer(name)}:
            for kind, typed in (("initials", pinyin.initials(form)), ("pinyin", pinyin.full(form)),
                                ("bare", fold(form)), ("short", fold(shorter(name) or ""))):
                share.setdefault((kind, typed), set()).add(work)
            share.setdefault(("short", fold(form)), set()).add(work)
    for title, work in picked:
        yield "exact", "title", title, work, names.works[fold(title)]
        yield "exact", "quoted", f"《{title}》", work, names.works[fold(title)]
        for kind, form in (("country", bare(title)), ("issuer", no_issuer(title))):
            if form != title and len(form) > 1:
                yield "exact", kind, form, work, share[("bare", fold(form))]
        form = no_issuer(title)
        if re.fullmatch(r"[\u4e00-\u9fff《》〈〉（）、]+", form):
            yield "exact", "initials", pinyin.initials(form), work, share[("initials", pinyin.initials(form))]
            yield "exact", "pinyin", pinyin.full(form), work, share[("pinyin", pinyin.full(form))]
        short = shorter(title)
        if short and share[("short", fold(short))] == {work}:
            yield "damaged", "short", short, work, {work}
        for kind, typed in slips(bare(title), sound):
            if not other_right_name(typed, title, names, place):
                yield "damaged", kind, typed, work, names.works[fold(title)]


def ask(program, kb, typed):
    """First results of each: [(work, how)], those by words left out; and the figures of the last line."""
    given = "".join(f"{t}\n" for t in typed)
    done = subprocess.run([program, kb], input=given.encode(), stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().split("\n")
    hits = [[(int(h.split(":")[0]), h.split(":")[1]) for h in line.split("\t") if h and not h.endswith(":words")]
            if line != "-" else [] for line in lines[:len(typed)]]
    return hits, lines[len(typed)].split("\t")


def lay_questions():
    path = os.path.join(GOLD, "retrieval", "queries.dev.jsonl")
    if not os.path.exists(path):
        return []
    return [" ".join(json.loads(line)["query"].split()) for line in open(path, encoding="utf-8")]


def tell(tap, counted):
    """Rates by class and by kind."""
    found = {}
    for name, marks in sorted(counted.items()):
        found[name] = sum(right for right, _ in marks) / len(marks)
        strict = sum(right and not shared for right, shared in marks) / len(marks)
        tap.measured(f"{name}: {found[name]:.4f} of {len(marks)}; without works that share the form {strict:.4f}")
    return found


def main():
    if not os.path.isdir(CORPUS) or shutil.which("uconv") is None:
        skip_all(f"no corpus beside the repository ({CORPUS}), or no uconv")
    wangfa, program, tap = sys.argv[1], sys.argv[2], Tap()
    with tempfile.TemporaryDirectory() as folder:
        kb = sys.argv[sys.argv.index("--kb") + 1] if "--kb" in sys.argv else os.path.join(folder, "kb")
        if "--kb" not in sys.argv:
            run(wangfa, kb, "build", CORPUS)
        names = Names(os.path.join(kb, "wangfa.db"))
        wanted = int(sys.argv[sys.argv.index("--sample") + 1]) if "--sample" in sys.argv else WANTED
        rows, lay = list(questions(sample(names, wanted), names)), lay_questions()
        hits, figures = ask(program, kb, [row[2] for row in rows] + lay)
    counted, misses = {}, []
    for (of, kind, typed, work, share), got in zip(rows, hits):
        works = [hit[0] for hit in got]
        right = bool(works) and works[0] in share and work in works
        for name in (of, f"{of}_{kind}"):
            counted.setdefault(name, []).append((right, right and works[0] != work))
        if not right:
            misses.append(f"{of} {kind}: {typed} ({names.title[work]}): " +
                          ", ".join(f"{names.title[w]} {how}" for w, how in got[:3]))
    taken = [(q, got[0]) for q, got in zip(lay, hits[len(rows):]) if got]
    if "--misses" in sys.argv:
        print("\n".join("#: " + line for line in misses + [f"lay: {q}: {names.title[h[0]]} {h}" for q, h in taken]))
    found = tell(tap, counted)
    if lay:
        found["lay_left_alone"] = 1 - len(taken) / len(lay)
    tap.measured("block of titles %s bytes, looked up in %s / %s / %s µs (median, 99 %%, most)"
                 % tuple(figures))
    hold(tap, "known-item", found, "\n".join(misses[:40]))
    tap.leave()


main()
