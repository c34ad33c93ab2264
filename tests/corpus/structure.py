#!/usr/bin/env python3
"""Scores the structure wangfa finds in the corpus against the hand-made answers.
The scorer comes with the answers; the rates in ratchet.tsv may only rise.

Usage: structure.py WANGFA
"""
import hashlib
import json
import os
import re
import sys
import tempfile

from shared import CORPUS, GOLD, hold, records, run, score, write_rows
from tap import Tap, skip_all

ANSWERS = os.path.join(GOLD, "structure", "lawrefbook.dev.jsonl")
PREFIX = "corpus/lawrefbook/"


def articles_of(nodes, file):
    """Articles of one file, outside annexes, in document order."""
    for node in nodes:
        if node["kind"] == "annex":
            continue
        if node["kind"] == "article" and node["source"]["file"] == file:
            number = re.sub(r"~\d+$", "", node["eid"].split("__")[-1]).removeprefix("art_")
            bare = re.sub(r"\s", "", node["text"])
            yield {"no": number, "sha1": hashlib.sha1(bare.encode("utf-8")).hexdigest()}
        else:
            yield from articles_of(node.get("children", []), file)


def places(wangfa, kb):
    """file -> (id of its expression, its own counts)."""
    found = {}
    for work in records(run(wangfa, kb, "ls", "--json")):
        for expression in work["expressions"]:
            for source in expression["sources"]:
                found[source["file"]] = (f"{work['work']}@{expression['date']}", source["counts"])
    return found


def predict(wangfa, kb):
    where = places(wangfa, kb)
    for line in open(ANSWERS, encoding="utf-8"):
        path = json.loads(line)["path"]
        if PREFIX + path not in where:
            continue
        expression, counts = where[PREFIX + path]
        shown = records(run(wangfa, kb, "show", expression, "--json"))
        articles = [a for row in shown for a in articles_of(row["nodes"], PREFIX + path)]
        yield {"path": path, "counts": counts, "articles": articles,
               "article_numbers": [article["no"] for article in articles]}


def rates(table):
    """The rates named in ratchet.tsv, out of what the scorer printed."""
    found = {}
    for name, row in (("article_numbers_f1", "article numbers"), ("article_text_f1", "article text")):
        match = re.search(rf"^{row}\s.*F1=([0-9.]+)", table, re.M)
        if match:
            found[name] = float(match[1])
    docs, right = re.search(r"'docs': (\d+)", table), re.search(r"'doc_all_ok': (\d+)", table)
    if docs and right:
        found["documents_all_right"] = int(right[1]) / int(docs[1])
    return found


def main():
    if not os.path.isdir(CORPUS) or not os.path.exists(ANSWERS):
        skip_all(f"no corpus or answers beside the repository ({CORPUS})")
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        kb, rows = os.path.join(folder, "kb"), os.path.join(folder, "pred.jsonl")
        run(sys.argv[1], kb, "build", CORPUS)
        write_rows(rows, predict(sys.argv[1], kb))
        table = score("structure", ANSWERS, rows)
    tap.measured(table)
    found = rates(table)
    hold(tap, "structure", found, table)
    tap.check(len(found) == 3, "every rate was measured", table)
    tap.leave()


main()
