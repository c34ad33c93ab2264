#!/usr/bin/env python3
"""Scores what search finds for laypeople's questions, whole and by halves, and by class of law beside plain BM25.
The scorer comes with the answers; the rates in ratchet.tsv may only rise.

Usage: retrieval.py WANGFA RETRIEVAL   (RETRIEVAL is the program of retrieval.c, which asks in process)
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from shared import CORPUS, GOLD, hold, records, run, score, write_rows
from tap import Tap, skip_all

QUESTIONS = os.path.join(GOLD, "retrieval", "queries.dev.jsonl")
LISTS = {"typed": "as typed", "national": "of the whole country", "plain": "plain BM25",
         "plain_national": "plain BM25 of the whole country"}
SAMPLE = 12         # questions asked through the command too
LEAST_PAIRS = 30    # a class with fewer pairs of question and answer says nothing


def key(name):
    """An id as the scorer compares it: title without signs, day, number of the article; "" = no article."""
    work, _, rest = name.partition("#")
    work = re.sub(r"~[^@]*", "", work).replace("中华人民共和国", "")
    number = re.match(r"(?:art_)?([0-9]+(?:-[0-9]+)?)", rest)
    return re.sub(r"[^0-9A-Za-z一-鿿@-]", "", work) + "#" + number[1] if number else ""


def rates(table):
    """{"R@10": …} of the line that the scorer prints."""
    return {name: float(value) for name, value in re.findall(r"(\w+@\d+)=([0-9.]+)", table)}


def rated(folder, questions, rows):
    answers, found = os.path.join(folder, "gold.jsonl"), os.path.join(folder, "pred.jsonl")
    write_rows(answers, questions)
    write_rows(found, rows)
    return rates(score("retrieval", answers, found))


def top(row, k):
    return list(dict.fromkeys(filter(None, map(key, row["hits"]))))[:k]


def by_class(questions, rows, level):
    """{level: [pairs, pairs whose answer is among the first ten]}; a pair is a question and one answer."""
    first, table = {row["query_id"]: set(top(row, 10)) for row in rows}, {}
    for question in questions:
        for answer in map(key, question["gold"]):
            cell = table.setdefault(level.get(answer.partition("#")[0], "?"), [0, 0])
            cell[0] += 1
            cell[1] += answer in first.get(question["query_id"], ())
    return table


def levels(wangfa, kb):
    """{"title@date": level} of every text held."""
    return {key(f"{work['work']}@{text['date']}#1").partition("#")[0]: work["level"]
            for work in records(run(wangfa, kb, "ls", "--json")) for text in work["expressions"]}


def same_as_command(tap, wangfa, kb, questions, rows):
    """The driver asks in process: for some questions the command must print the very same provisions."""
    listed, odd = {row["query_id"]: row["hits"] for row in rows}, []
    for question in questions[::max(1, len(questions) // SAMPLE)]:
        done = run(wangfa, kb, "search", question["query"], "--limit", "100", "--json")
        got = [row["id"] for row in records(done) if "#" in row["id"] and "#fact_" not in row["id"]]
        if got != listed[question["query_id"]]:
            odd.append(f"{question['query_id']}: {got[:3]} … and {listed[question['query_id']][:3]} …")
    tap.check(not odd, "the command prints what the driver found", "\n".join(odd))


def classes(tap, questions, lists, level, found):
    """By class of law: share of pairs found among ten beside plain BM25; the worst distance, with and without the
    filter."""
    worst = 1.0
    for asked, beside in (("typed", "plain"), ("national", "plain_national")):
        ours, plain = (by_class(questions, lists[name], level) for name in (asked, beside))
        for name in sorted(ours, key=lambda name: -ours[name][0]):
            pairs = ours[name][0]
            got, floor = ours[name][1] / pairs, plain[name][1] / pairs
            tap.measured(f"{LISTS[asked]}, {name}: {pairs} pairs, {got:.4f} found among ten, plain BM25 {floor:.4f}")
            if pairs >= LEAST_PAIRS:
                worst = min(worst, got - floor)
            if (asked, name) == ("typed", "司法解释"):
                found["interpretations"] = got
    found["worst_class_over_plain"] = worst


def main():
    wangfa, program = sys.argv[1:]
    if not os.path.isdir(CORPUS) or not os.path.exists(QUESTIONS):
        skip_all(f"no corpus or questions beside the repository ({CORPUS})")
    tap, found, tables = Tap(), {}, []
    with open(QUESTIONS, encoding="utf-8") as file:
        questions = [json.loads(line) for line in file if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        kb = os.path.join(folder, "kb")
        run(wangfa, kb, "build", CORPUS)
        asked = subprocess.run([program, kb, QUESTIONS], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if not tap.check(asked.returncode == 0, "every question is asked", asked.stderr.decode()):
            tap.leave()
        tap.measured(asked.stderr.decode().strip())
        lists = {name: [] for name in LISTS}
        for line in asked.stdout.decode("utf-8").splitlines():
            row = json.loads(line)
            lists[row.pop("list")].append(row)
        for name, about in LISTS.items():
            for half, take in (("all", (0, 1)), ("odd", (1,)), ("even", (0,))):
                rate = rated(folder, [row for row in questions if row["query_id"] % 2 in take], lists[name])
                tables.append(f"{about}, {half}: " + " ".join(f"{of} {value:.4f}" for of, value in rate.items()))
                if name in ("typed", "national"):
                    found.update({f"{name}_{half}_{of}": value for of, value in rate.items()})
        tap.measured("\n".join(tables))
        classes(tap, questions, lists, levels(wangfa, kb), found)
        same_as_command(tap, wangfa, kb, questions, lists["typed"])
    found.update({"recall_10": found["typed_all_R@10"], "recall_100": found["typed_all_R@100"],
                  "mrr_10": found["typed_all_MRR@10"], "ndcg_10": found["typed_all_nDCG@10"],
                  "halves_agree": 1 - abs(found["typed_odd_R@10"] - found["typed_even_R@10"])})
    hold(tap, "retrieval", found, "\n".join(tables))
    tap.leave()


main()
