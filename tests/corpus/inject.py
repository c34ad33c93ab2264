#!/usr/bin/env python3
"""Makes citations out of real articles, right ones and ones with each kind of error, and counts what
check says of them. The texts are made when the test runs; none is kept.

Usage: inject.py WANGFA [SEED]
"""
import json
import os
import random
import re
import sys
import tempfile

from shared import CORPUS, hold, records, run
from tap import Tap, skip_all

TODAY = "2026-11-01"
WANTED = 500
LEVELS = ("法律", "行政法规", "司法解释", "部门规章", "地方性法规")
FRAMES = ["根据《{t}》{p}，{w}", "{w}，见《{t}》{p}。", "我们认为，依照《{t}》{p}的规定，{w}"]
QUOTES = ["《{t}》{p}规定：“{w}”", "根据《{t}》{p}，“{w}”。", "“{w}”（《{t}》{p}）"]
DIGITS = "零一二三四五六七八九"


def han(n):
    """120 as 一百二十."""
    out, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            out += ("零" if zero and out else "") + DIGITS[digit] + word
            zero = False
        else:
            zero = True
    return out[1:] if out.startswith("一十") else out


def article_number(eid):
    match = re.fullmatch(r"art_(\d+)(?:-(\d+))?", eid)
    return match and f"第{han(int(match[1]))}条" + (f"之{han(int(match[2]))}" if match[2] else "")


def articles(nodes):
    for node in nodes:
        if node["kind"] == "article" and article_number(node["eid"]):
            yield node
        elif node["kind"] != "annex":
            yield from articles(node["children"])


def words(text):
    """The first sentence that is long enough to mean something, one line, without quotations."""
    for part in re.split(r"[。；\n]", text):
        part = part.strip("　 （）一二三四五六七八九十、")
        if 14 <= len(part) <= 90 and not re.search(r"[“”《》：第]|前款|前条|本条|本法|本条例|本办法|本规定|本解释", part):
            return part
    return None


def altered(rng, text):
    """The words with two characters in a row replaced."""
    at = rng.randrange(2, len(text) - 4)
    return text[:at] + rng.choice(["适当", "书面", "三年", "公安", "可以", "五日"]) + text[at + 2:]


class Maker:
    """Lines of a document and the verdict each is to get."""

    def __init__(self, wangfa, kb, rng):
        self.wangfa, self.kb, self.rng = wangfa, kb, rng
        self.lines = []
        self.shown = {}

    def tree(self, expression):
        if expression not in self.shown:
            self.shown[expression] = records(run(self.wangfa, self.kb, "show", expression, "--json"))[0]["nodes"]
        return self.shown[expression]

    def add(self, verdict, day, line):
        self.lines.append((verdict, day, line.replace("\n", "")))

    def one(self, work):
        """Right citations of a work in force, and wrong ones."""
        rng, title = self.rng, work["work_title"]
        now = next((e for e in work["expressions"] if e["status"] == "in_force"), None)
        if now is None:
            return
        found = [(a, words(a["text"])) for a in articles(self.tree(f"{work['work']}@{now['date']}"))]
        found = [(a, w) for a, w in found if w]
        if len(found) < 6:
            return
        article, said = rng.choice(found)
        number = article_number(article["eid"])
        self.add("ok", TODAY, rng.choice(FRAMES).format(t=title, p=number, w=said))
        self.add("ok", TODAY, rng.choice(QUOTES).format(t=title, p=number, w=said))
        self.add("misquote", TODAY, rng.choice(QUOTES).format(t=title, p=number, w=altered(rng, said)))
        last = max(int(a["eid"].split("_")[1].split("-")[0]) for a, _ in found)
        self.add("nonexistent_article", TODAY, f"依照《{title}》第{han(last + 150)}条的规定处理。")
        many = [c for c in article["children"] if c["kind"] == "paragraph"]
        self.add("wrong_paragraph_or_item", TODAY, f"依照《{title}》{number}第{han(len(many) + 7)}款的规定处理。")
        self.siblings(title, found)
        start = len("中华人民共和国") if title.startswith("中华人民共和国") else 0
        if len(title) - start > 7 and work["level"] in ("法律", "行政法规"):
            at = rng.randrange(start + 1, len(title) - 3)
            self.add("wrong_title", TODAY, f"依照《{title[:at]}某{title[at + 1:]}》{number}的规定处理。")
        if now["effective_basis"] == "text":
            year = int(now["effective_from"][:4])
            stated = "{}年{}月{}日".format(*[int(x) for x in now["effective_from"].split("-")])
            self.add("ok", TODAY, f"《{title}》自{stated}起施行。")
            self.add("wrong_effective_date", TODAY, f"《{title}》自{year + 1}年13月1日起施行。".replace("13月", "2月"))

    def siblings(self, title, found):
        """The words of one paragraph under the number of another."""
        for article, _ in self.rng.sample(found, len(found)):
            paras = [c for c in article["children"] if c["kind"] == "paragraph" and not c.get("inferred")]
            said = [words(c["text"]) for c in paras]
            if len(paras) > 1 and said[0] and said[1] and not set(said[0][:8]) & set(said[1][:8]):
                number = article_number(article["eid"])
                self.add("wrong_paragraph_or_item", TODAY, f"根据《{title}》{number}第一款，{said[1]}。")
                self.add("ok", TODAY, f"根据《{title}》{number}第二款，{said[1]}。")
                return

    def past(self, work):
        """What was not yet, or is no longer, in force; and numbers of an earlier text."""
        title, texts = work["work_title"], work["expressions"]
        first, last = texts[0], texts[-1]
        kept = [(a, words(a["text"])) for a in articles(self.tree(f"{work['work']}@{last['date']}"))]
        good = [(a, w) for a, w in kept if w]
        if not good:
            return
        number, said = article_number(good[0][0]["eid"]), good[0][1]
        if last["status"] == "repealed" and last["effective_to"]:
            self.add("repealed", TODAY, f"根据《{title}》{number}，{said}。")
            return
        if len(texts) > 1 and last["status"] == "in_force":
            for row in records(run(self.wangfa, self.kb, "diff", f"{work['work']}@{texts[-2]['date']}",
                                   f"{work['work']}@{last['date']}", "--json")):
                if row["status"] not in ("unchanged", "modified") or not row["renumbered"]:
                    continue
                old = next((a for a in articles(self.tree(f"{work['work']}@{texts[-2]['date']}"))
                            if a["eid"] == row["old"][0]), None)
                said = old and words(old["text"])
                if said and row["old"][0] in {a["eid"] for a, _ in kept} and self.rng.random() < 0.3:
                    self.add("superseded_numbering", TODAY,
                             f"根据《{title}》{article_number(old['eid'])}，{said}。")


def score(lines, verdicts):
    """(recall by class, precision over all) out of (wanted, got) pairs."""
    table = {}
    accused = right = 0
    for (want, _, _), got in zip(lines, verdicts):
        hit, all_ = table.get(want, (0, 0))
        table[want] = (hit + (got == want), all_ + 1)
        if got not in ("ok", "unchecked", "not_in_corpus", "ambiguous", "none"):
            accused += 1
            right += want != "ok"
    return table, right / max(1, accused)


def ask(wangfa, kb, folder, lines):
    """The verdict of the first reference of each line."""
    found = ["none"] * len(lines)
    for day in {day for _, day, _ in lines}:
        path = os.path.join(folder, "brief.txt")
        mine = [i for i, (_, d, _) in enumerate(lines) if d == day]
        with open(path, "w", encoding="utf-8") as out:
            out.write("\n\n".join(lines[i][2] for i in mine) + "\n")
        for row in records(run(wangfa, kb, "check", path, "--at", day, "--json")):
            i = mine[(row["line"] - 1) // 2]
            if found[i] == "none" or found[i] == "ok":
                found[i] = row["verdict"]
    return found


def main():
    if not os.path.isdir(CORPUS):
        skip_all(f"no corpus beside the repository ({CORPUS})")
    tap, rng = Tap(), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20261123)
    with tempfile.TemporaryDirectory() as folder:
        kb = os.environ.get("WANGFA_TEST_KB") or os.path.join(folder, "kb")
        if not os.environ.get("WANGFA_TEST_KB"):
            run(sys.argv[1], kb, "build", CORPUS)
        works = [w for w in records(run(sys.argv[1], kb, "ls", "--json", "--at", TODAY))
                 if w["level"] in LEVELS and not w["draft_of"]]
        maker = Maker(sys.argv[1], kb, rng)
        for work in rng.sample(works, WANTED):
            maker.one(work)
        for work in works:
            if len(work["expressions"]) > 1 or work["expressions"][0]["status"] == "repealed":
                maker.past(work)
        got = ask(sys.argv[1], kb, folder, maker.lines)
    table, precision = score(maker.lines, got)
    for want, (hit, count) in sorted(table.items()):
        tap.measured(f"{want}: {hit} of {count} = {hit / count:.4f}")
    for (want, day, line), verdict in zip(maker.lines, got):
        if verdict != want:
            tap.measured(f"{want}, got {verdict}: {line[:140]}")
    wrong = [(hit, count) for want, (hit, count) in table.items() if want != "ok"]
    found = {"recall": sum(h for h, _ in wrong) / max(1, sum(c for _, c in wrong)), "precision": precision}
    hold(tap, "inject", found, "")
    tap.check(len(table) >= 8, f"{len(table)} kinds of citation were made")
    tap.leave()


main()
