#!/usr/bin/env python3
"""Compares how each case is read with its golden files. Knows no law: the expectations are files.

Usage: golden.py PROGRAM [--bless] [CASE…]
For the input cases/X.md there are
  X.want      lines a person wrote: each must stand in the output, in this order; "|line" at the
              start of a line (that is, at this depth of the tree), "-line" nowhere
  X.tree      the whole output of PROGRAM but the findings
  X.findings  the findings
  X.facts     what it says, where it is a report
--bless rewrites .tree, .findings and .facts of cases whose .want holds, and never .want: what a lawyer
expects is not blessed away.
"""
import difflib
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases")
GOLDEN = (".want", ".tree", ".findings", ".facts")


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def unmet(wanted, output):
    """The hand-written lines that do not hold."""
    lines, at, missing = output.splitlines(), 0, []
    for want in wanted.splitlines():
        if want.startswith("-"):
            missing += [f"must not stand: {line}" for line in lines if want[1:] in line]
            continue
        if want.startswith("|"):
            here = [line.startswith(want[1:]) for line in lines]
        else:
            here = [want.strip() in line for line in lines]
        found = next((i for i in range(at, len(lines)) if here[i]), None)
        if found is None:
            missing.append(f"not found in order: {want}")
        else:
            at = found + 1
    return missing


def compare(tap, path, got, bless):
    if bless:
        with open(path, "w", encoding="utf-8") as file:
            file.write(got)
    name = os.path.basename(path)
    diff = difflib.unified_diff(read(path).splitlines(), got.splitlines(), name, "now", lineterm="")
    tap.check(os.path.exists(path) and read(path) == got, name, "\n".join(diff) or "no golden file")


def main():
    words = [word for word in sys.argv[1:] if word != "--bless"]
    bless, program, chosen = "--bless" in sys.argv, words[0], words[1:]
    tap = Tap()
    for name in sorted(os.listdir(CASES)):
        stem, extension = os.path.splitext(name)
        if extension in GOLDEN or (chosen and stem not in chosen):
            continue
        done = subprocess.run([program, os.path.join(CASES, name)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        output = done.stdout.decode("utf-8", "replace")
        tap.check(done.returncode == 0, f"{name} is read", output)
        tree, _, rest = output.partition("== findings\n")
        findings, _, facts = rest.partition("== facts\n")
        tap.check("broken invariant" not in tree, f"{name} keeps the invariants", tree)
        want = read(os.path.join(CASES, stem + ".want"))
        missing = unmet(want, output) if want else ["no .want file"]
        tap.check(not missing, f"{stem}.want", "\n".join(missing))
        compare(tap, os.path.join(CASES, stem + ".tree"), tree, bless and not missing)
        compare(tap, os.path.join(CASES, stem + ".findings"), findings, bless and not missing)
        if facts or os.path.exists(os.path.join(CASES, stem + ".facts")):
            compare(tap, os.path.join(CASES, stem + ".facts"), facts, bless and not missing)
    tap.leave()


main()
