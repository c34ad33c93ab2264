#!/usr/bin/env python3
"""Scores the alignment of articles against the hand-made answers.
The scorer comes with the answers; the rates in ratchet.tsv may only rise.

Usage: diff.py WANGFA DIFF   (DIFF is the program of diff.c, which prints the rows of a comparison)
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from shared import CORPUS, GOLD, hold, run, score, write_rows
from tap import Tap, skip_all

# Which texts the answers compare: file of the answers -> ids.
PAIRS = {
    "网络安全法_2016_2025": ("网络安全法@2016-11-07", "网络安全法@2025-10-28"),
    "反不正当竞争法_2019_2025": ("反不正当竞争法@2019-04-23", "反不正当竞争法@2025-06-27"),
    "保守国家秘密法实施条例_2014_2024": ("保守国家秘密法实施条例@2014-01-17", "保守国家秘密法实施条例@2024-07-10"),
}
FLAGS = ("renumbered", "crossref_only")     # the answers say nothing of punctuation


def answers_of(name):
    return os.path.join(GOLD, "diff", name + ".jsonl")


def key(row):
    return tuple(row["old"]), tuple(row["new"])


def rates(table):
    """The rates named in ratchet.tsv, out of what the scorer printed."""
    found = {}
    for name, row in (("links_f1", "links"), ("rows_f1", r"rows\+status")):
        match = re.search(rf"^{row}\s.*F1=([0-9.]+)", table, re.M)
        if match:
            found[name] = float(match[1])
    return found


def misses(answers, rows):
    """A line for each answer that is not met, and for each row without an answer."""
    got = {key(row): row for row in rows}
    want = {key(row): row for row in answers}
    for pair, row in want.items():
        if pair not in got:
            yield f"missing: {row['old']} -> {row['new']} {row['status']}"
    for pair, row in got.items():
        if pair not in want:
            yield f"unwanted: {row['old']} -> {row['new']} {row['status']}"


def flags_right(answers, rows):
    """Share of the rows found whose status and flags are the answer's."""
    got = {key(row): row for row in rows}
    both = [(row, got[key(row)]) for row in answers if key(row) in got]
    right = sum(all(bool(a.get(flag)) == b[flag] for flag in FLAGS) and a["status"] == b["status"] for a, b in both)
    return right / max(1, len(both))


def main():
    wangfa, program = sys.argv[1:]
    if not os.path.isdir(CORPUS) or not all(os.path.exists(answers_of(name)) for name in PAIRS):
        skip_all(f"no corpus or answers beside the repository ({CORPUS})")
    tap, found, tables = Tap(), {}, ""
    with tempfile.TemporaryDirectory() as folder:
        kb, path = os.path.join(folder, "kb"), os.path.join(folder, "pred.jsonl")
        run(wangfa, kb, "build", CORPUS)
        for name, ids in PAIRS.items():
            printed = subprocess.run([program, kb, *ids], stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
            rows = [json.loads(line) for line in printed.splitlines()]
            answers = [json.loads(line) for line in open(answers_of(name), encoding="utf-8")]
            write_rows(path, rows)
            table = score("diff", answers_of(name), path)
            tables += f"{name}\n{table}"
            for line in misses(answers, rows):
                tap.measured(f"{name}: {line}")
            for rate, value in rates(table).items():
                found[f"{name}_{rate}"] = value
            found[f"{name}_flags"] = flags_right(answers, rows)
    tap.measured(tables)
    hold(tap, "diff", found, tables)
    tap.check(len(found) == 3 * len(PAIRS), "every rate was measured", tables)
    tap.leave()


main()
