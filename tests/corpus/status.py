#!/usr/bin/env python3
"""Scores the days and repeals wangfa finds in the corpus against the hand-made answers.
The scorer comes with the answers; the rates in ratchet.tsv may only rise.

Usage: status.py WANGFA
"""
import json
import os
import re
import sys
import tempfile

from shared import CORPUS, GOLD, hold, records, run, score, write_rows
from tap import Tap, skip_all

ANSWERS = os.path.join(GOLD, "status", "lawrefbook.dev.jsonl")
PREFIX = "corpus/lawrefbook/"


def predict(wangfa, kb):
    """One row a file: the days of its expression, in the answers' terms."""
    for work in records(run(wangfa, kb, "ls", "--json")):
        for expression in work["expressions"]:
            row = {name: expression[name] for name in ("promulgated", "repealed_by")}
            row["effective"] = expression["effective_from"]
            for source in expression["sources"]:
                yield {"path": source["file"].removeprefix(PREFIX), **row}


def rates(table):
    """The rates named in ratchet.tsv, out of what the scorer printed."""
    found = {}
    for name in ("promulgated", "effective"):
        match = re.search(rf"^{name} accuracy ([0-9.]+)", table, re.M)
        if match:
            found[name] = float(match[1])
    match = re.search(r"^repealed .*F1=([0-9.]+)", table, re.M)
    if match:
        found["repealed_f1"] = float(match[1])
    return found


def misses(rows):
    """A line for each answer that is not met."""
    by_path = {row["path"]: row for row in rows}
    for line in open(ANSWERS, encoding="utf-8"):
        answer = json.loads(line)
        row = by_path.get(answer["path"], {})
        for name in ("promulgated", "effective"):
            if answer.get(name) and answer[name] != row.get(name):
                yield f"{answer['path']}: {name} {answer[name]}, got {row.get(name)}"
        if bool(answer.get("repealed_by")) != bool(row.get("repealed_by")):
            yield f"{answer['path']}: repealed_by {answer.get('repealed_by')}, got {row.get('repealed_by')}"


def main():
    if not os.path.isdir(CORPUS) or not os.path.exists(ANSWERS):
        skip_all(f"no corpus or answers beside the repository ({CORPUS})")
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        kb, path = os.path.join(folder, "kb"), os.path.join(folder, "pred.jsonl")
        run(sys.argv[1], kb, "build", CORPUS)
        rows = list(predict(sys.argv[1], kb))
        write_rows(path, rows)
        table = score("status", ANSWERS, path)
    tap.measured(table)
    for line in misses(rows):
        tap.measured(line)
    found = rates(table)
    hold(tap, "status", found, table)
    tap.check(len(found) == 3, "every rate was measured", table)
    tap.leave()


main()
