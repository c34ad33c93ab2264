#!/usr/bin/env python3
"""Scores the references wangfa finds, and its verdicts on documents, against the hand-made answers, and
breaks the accounting on every file if it can. The rates in ratchet.tsv may only rise.

Usage: cite.py WANGFA CITES_PROGRAM
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from shared import CORPUS, GOLD, hold, run, score, write_rows
from tap import Tap, skip_all

CITATIONS = os.path.join(GOLD, "citations.dev.jsonl")
CITECHECK = os.path.join(GOLD, "citecheck.dev.jsonl")
# eId words and those of the answers.
STEPS = {"book": "part", "subbook": "subpart", "chp": "chapter", "sec": "section"}


def provision(eid):
    """art_5__item_2 as art:5/item:2."""
    steps = [step.split("_", 1) for step in eid.split("__")]
    return "/".join(f"{STEPS.get(word, word)}:{number}" for word, number in steps)


def stands_at(row):
    """What --as says of a passage: a report or a case is no provision."""
    if row["stratum"] in ("report", "case"):
        return []
    title = row["doc_title"].replace("《", "〈").replace("》", "〉")
    place = ""
    if row["article"]:
        number, _, sub = str(row["article"]).partition("-")
        place = f"第{number}条" + (f"之{sub}" if sub else "")
        place += f"第{row['para']}款" if row["para"] else ""
    return ["--as", f"《{title}》{place}"]


def answers(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def lines(done):
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [row for row in rows if "summary" not in row and row["state"] != "rejected"]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def citations(wangfa, kb, folder):
    for row in answers(CITATIONS):
        words = ["cite", write(folder, "passage.txt", row["passage"]), "--json"] + stands_at(row)
        if row["context_before"]:
            words += ["--before", write(folder, "before.txt", row["context_before"])]
        refs = []
        for found in lines(run(wangfa, kb, *words)):
            eids = [target["eid"] for target in found["targets"] if target.get("eid")]
            refs.append({"start": found["start"], "end": found["end"], "kind": found["form"],
                         "target": found["targets"][0]["work_title"],
                         "provisions": [provision(eid) for eid in eids]})
        yield {"id": row["id"], "refs": refs}


def verdicts(wangfa, kb, folder):
    for row in answers(CITECHECK):
        words = ["check", write(folder, "brief.txt", row["text"]), "--at", row["as_of"], "--json"]
        found = lines(run(wangfa, kb, *words))
        yield {"id": row["id"], "citations": [{k: f[k] for k in ("start", "end", "verdict")} for f in found]}


def f1(table, name):
    match = re.search(rf"^{name}.*F1=([0-9.]+)", table, re.M)
    return float(match[1]) if match else 0.0


def main():
    if not os.path.isdir(CORPUS) or not os.path.exists(CITATIONS):
        skip_all(f"no corpus or answers beside the repository ({CORPUS})")
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        kb, path = os.path.join(folder, "kb"), os.path.join(folder, "pred.jsonl")
        run(sys.argv[1], kb, "build", CORPUS)
        write_rows(path, citations(sys.argv[1], kb, folder))
        table = score("citations", CITATIONS, path)
        write_rows(path, verdicts(sys.argv[1], kb, folder))
        second = score("citecheck", CITECHECK, path)
        done = subprocess.run([sys.argv[2], kb, CORPUS], stdout=subprocess.PIPE)
    tap.measured(table + second)
    precision = re.search(r"error detection P=([0-9.]+)", second)
    accuracy = re.search(r"verdict accuracy ([0-9.]+)", second)
    found = {"reference_f1": f1(table, "reference"), "provision_f1": f1(table, "single provision"),
             "error_f1": f1(second, "error detection"),
             "error_precision": float(precision[1]) if precision else 0.0,
             "verdicts_right": float(accuracy[1]) if accuracy else 0.0}
    hold(tap, "cite", found, table + second)
    for line in done.stdout.decode("utf-8").splitlines():
        if line.startswith("#: "):
            tap.measured(line[3:])
        elif re.match("(not )?ok ", line):
            tap.check(line.startswith("ok"), line.split(" - ", 1)[-1])
    tap.check(done.returncode == 0, "the accounting ran to its end")
    tap.leave()


main()
