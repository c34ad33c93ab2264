#!/usr/bin/env python3
"""Reads laws that are at hand as web page, DOCX and PDF, and compares them with their plain text.
Compares words of articles, and how they are cut into 款; says nothing of typography.

Usage: formats.py WANGFA
"""
import difflib
import json
import os
import re
import sys
import tempfile
import unicodedata

from shared import CORPUS, SHARED, hold, records, run
from tap import Tap, skip_all

FORMATS = os.path.join(SHARED, "formats")
# file under formats/ -> the plain text of the same expression under corpus/lawrefbook/
PAIRS = [
    ("html/chinatax_company_law_2023.html", "民法商法/公司法(2023-12-29).md"),
    ("html/sipf_company_law_2018.html", "民法商法/公司法(2018-10-26).md"),
    ("docx/中华人民共和国公司法.docx", "民法商法/公司法(2023-12-29).md"),
    ("docx/中华人民共和国国旗法.docx", "宪法相关法/国旗法(2020-10-17).md"),
    ("pdf/中华人民共和国公司法.pdf", "民法商法/公司法(2023-12-29).md"),
    ("pdf/中华人民共和国国旗法.pdf", "宪法相关法/国旗法(2020-10-17).md"),
]
# the same law in two formats
AMONG = [
    ("docx/中华人民共和国公司法.docx", "pdf/中华人民共和国公司法.pdf"),
    ("docx/中华人民共和国公司法.docx", "html/chinatax_company_law_2023.html"),
    ("docx/中华人民共和国国旗法.docx", "pdf/中华人民共和国国旗法.pdf"),
]
SHOWN = 8           # differences listed of one pair


def folded(text):
    """As WF_FOLD_NAME does for these texts: width, white space and punctuation out."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower()
                   if not c.isspace() and unicodedata.category(c)[0] not in "PSZC")


def articles(nodes):
    """Outside annexes, in order: number, text, count of 款."""
    for node in nodes:
        if node["kind"] == "article":
            number = node["eid"].split("__")[-1].removeprefix("art_")
            parts = sum(child["kind"] == "paragraph" for child in node.get("children", []))
            yield number, node["text"], parts
        elif node["kind"] != "annex":
            yield from articles(node.get("children", []))


def read(wangfa, folder, path):
    """One file through the whole program: its row in ls, its articles, what was said of it."""
    kb = os.path.join(folder, re.sub(r"\W", "_", path))
    built = run(wangfa, kb, "build", path, "--json")
    rows = records(run(wangfa, kb, "ls", "--json"))
    if not rows:
        return None, [], built.stdout.decode()
    expression = f"{rows[0]['work']}@{rows[0]['expressions'][0]['date']}"
    shown = records(run(wangfa, kb, "show", expression, "--json"))
    return rows[0], [row for one in shown for row in articles(one["nodes"])], built.stdout.decode()


def differing(mine, other):
    """Articles of one number whose words differ, each as the pieces that do."""
    words = {number: text for number, text, _ in other}
    for number, text, _ in mine:
        a, b = folded(text), folded(words.get(number, text))
        if a != b:
            pieces = [(a[i:j], b[k:m]) for tag, i, j, k, m in
                      difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes() if tag != "equal"]
            yield f"{number}: " + "; ".join(f"“{x}” for “{y}”" for x, y in pieces[:4])


def compare(tap, name, mine, other):
    """Numbers and words must agree; numbers of 款 are measured, for publishers cut them differently."""
    got, want = [row[0] for row in mine], [row[0] for row in other]
    hits = len(set(got) & set(want))
    f1 = 2 * hits / (len(got) + len(want)) if got and want else 0.0
    tap.check(f1 == 1.0 and got == want, f"{name}: article numbers, F1 {f1:.4f}",
              f"missing {sorted(set(want) - set(got))[:20]}, extra {sorted(set(got) - set(want))[:20]}")
    unlike = list(differing(mine, other))
    tap.check(not unlike, f"{name}: words of {len(mine)} articles", "\n".join(unlike[:SHOWN]))
    parts = {number: count for number, _, count in other}
    cut = [number for number, _, count in mine if parts.get(number, count) != count]
    tap.measured(f"{name}: {len(mine)} articles, {len(unlike)} with other words, 款 cut differently in {len(cut)}"
                 + (f" ({', '.join(cut[:SHOWN])})" if cut else ""))
    return f1, 1 - len(unlike) / max(1, len(mine))


def main():
    if not os.path.isdir(FORMATS) or not os.path.isdir(CORPUS):
        skip_all(f"no formats or corpus beside the repository ({FORMATS})")
    tap, texts, rates = Tap(), {}, []
    with tempfile.TemporaryDirectory() as folder:
        for path, plain in PAIRS:
            for name in (os.path.join(FORMATS, path), os.path.join(CORPUS, "lawrefbook", plain)):
                if name not in texts:
                    texts[name] = read(sys.argv[1], folder, name)
            row, mine, said = texts[os.path.join(FORMATS, path)]
            plain_row, other, _ = texts[os.path.join(CORPUS, "lawrefbook", plain)]
            if not tap.check(row is not None, f"{path} is a legal text", said):
                continue
            rates.append(compare(tap, path, mine, other))
            head = [(row["work"], row["expressions"][0]["date"]) for row in (row, plain_row)]
            if head[0] != head[1]:
                tap.measured(f"{path}: read as {'@'.join(head[0])}, the plain text is {'@'.join(head[1])}")
        for path, second in AMONG:
            mine, other = (texts[os.path.join(FORMATS, name)][1] for name in (path, second))
            compare(tap, f"{path} and {second}", mine, other)
    found = {"article_numbers_f1": min((rate[0] for rate in rates), default=0.0),
             "article_text": min((rate[1] for rate in rates), default=0.0)}
    hold(tap, "formats", found, json.dumps(found))
    tap.leave()


main()
