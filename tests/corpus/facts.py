#!/usr/bin/env python3
"""Scores what wangfa reads out of the yearly report against the hand-made answers, and clicks through every
fact: the words at its place must hold its name or figure. The questions about the report are typed into the box,
the whole corpus beside it: what they ask must stand in the first three results, none longer than 300 characters.
The rates in ratchet.tsv may only rise.

Usage: facts.py WANGFA
"""
import json
import os
import re
import sys
import tempfile

from shared import CORPUS, GOLD, hold, records, run, score, write_rows
from tap import Tap, skip_all

ANSWERS = os.path.join(GOLD, "report2024")
SCORED = {"outline": "outline.jsonl", "instruments": "instruments.dev.jsonl", "events": "events.dev.jsonl",
          "statistics": "statistics.dev.jsonl", "campaigns": "campaigns.dev.jsonl",
          "agencies": "agencies.dev.jsonl"}
# Half-width marks as the view writes them.
WIDE = str.maketrans(",;:()!?", "，；：（）！？")


def bare(text):
    return re.sub(r"\s+", "", text or "").translate(WIDE)


def names(fact):
    return [bare(name) for name in [fact.get("name"), fact.get("title"), *(fact.get("aliases") or [])] if name]


def digits(fact):
    """Ways to write the figure: 31000 as 31000, 3.1万, 三万一千 is left to the number in Chinese."""
    value = fact["value"]
    ways = {f"{value:g}", f"{value:,}", str(value)}
    for unit, size in (("万", 1e4), ("亿", 1e8), ("千", 1e3), ("百", 1e2)):
        ways.add(f"{value / size:.10g}{unit}")
        ways.add(f"{value / size:.10g}余{unit}")
    return ways


def within(name, words):
    """True when the characters of the name stand in the words in their order, 关于 and 的 left out."""
    rest = iter(words)
    return all(letter in rest for letter in re.sub("关于|的", "", name))


def clicks(fact, raw):
    """True when the span holds what the fact says; raw is the text that start and end count in."""
    words = bare(raw[fact["start"]:fact["end"]])
    if words != bare(fact["evidence"]):
        return False
    kind = fact["fact"]
    if kind == "statistics":
        return any(way in words for way in digits(fact)) or re.search("[一二三四五六七八九十百千万亿两半数几]", words)
    if kind == "events":
        day = [str(int(part)) for part in re.findall("[0-9]+", fact["date"] or "")]
        return (bare(fact["object"]) in words if fact["object"] else False) or \
            any(bare(actor) in words for actor in fact["actors"]) or bool(day) and all(d in words for d in day)
    if kind in ("instruments", "campaigns"):
        own = re.sub("[“”《》（）]", "", words)
        return any(re.sub("[“”《》（）]", "", name)[:6] in own or own in re.sub("[“”《》（）]", "", name)
                   or within(re.sub("[“”《》（）]", "", name), own) for name in names(fact))
    return any(name in words or words in name for name in names(fact))


def words(record):
    """What a reader sees of a result, white space out."""
    seen = [record.get(key) for key in ("text", "snippet", "evidence", "name", "date", "effective", "value", "label")]
    return bare(" ".join(str(word) for word in seen if word is not None))


def answered(wangfa, kb, question):
    """True when each string that the answer needs stands in one of the first three results."""
    rows = [r for r in records(run(wangfa, kb, "search", question["question"], "--limit", "3", "--json"))
            if "rank" in r]
    if any(len(r["snippet"]) > 300 or len(r.get("text", "")) > 300 for r in rows if "fact" in r):
        return False
    return all(any(bare(need) in words(row) for row in rows) for need in question["accept_all"])


def main():
    if not os.path.isdir(CORPUS) or not os.path.isdir(ANSWERS):
        skip_all(f"no corpus or answers beside the repository ({CORPUS})")
    tap, found, tables = Tap(), {}, ""
    with tempfile.TemporaryDirectory() as folder:
        kb, path = os.path.join(folder, "kb"), os.path.join(folder, "pred.jsonl")
        run(sys.argv[1], kb, "build", CORPUS)
        for kind, gold in SCORED.items():
            rows = records(run(sys.argv[1], kb, "facts", "--kind", kind, "--json"))
            write_rows(path, rows)
            table = score("report", os.path.join(ANSWERS, gold), path)
            tables += table
            found[kind + "_f1"] = float(re.search(r"F1=([0-9.]+)", table)[1])
            dates = re.search(r"dates right on ([0-9.]+)", table)
            if dates:
                found["instruments_dates"] = float(dates[1])
        facts = records(run(sys.argv[1], kb, "facts", "--json"))
        report = os.path.join(CORPUS, "report2024")
        raw = open(os.path.join(report, os.listdir(report)[0]), encoding="utf-8", newline="").read()
        lost = [fact for fact in facts if not clicks(fact, raw)]
        found["click_through"] = 1 - len(lost) / max(1, len(facts))
        asked = [json.loads(line) for line in open(os.path.join(ANSWERS, "questions.dev.jsonl"), encoding="utf-8")]
        failed = [q for q in asked if not answered(sys.argv[1], kb, q)]
        found["questions"] = 1 - len(failed) / len(asked)
        tables += "".join(f"not answered: {q['question']}\n" for q in failed)
        shown = [records(run(sys.argv[1], kb, "show", fact["id"], "--json"))[0] for fact in facts[::25]]
        tap.check(all(one["evidence"] == fact["evidence"] for one, fact in zip(shown, facts[::25])),
                  "show of a fact gives its words")
    tap.measured("\n".join(line for line in tables.splitlines() if "F1=" in line or "dates" in line))
    table = tables + "\n".join(f"lost: {fact['fact']} {fact['line']} {fact['evidence'][:60]!r}" for fact in lost)
    hold(tap, "facts", found, table)
    tap.leave()


main()
