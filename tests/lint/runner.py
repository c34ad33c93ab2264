#!/usr/bin/env python3
"""Tests the test runner: what it counts of a stream of TAP. Runs no suite.

Usage: runner.py
"""
import importlib.machinery
import importlib.util
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap

# what a suite printed, how it ended -> passed, skipped, failed, skipped as a whole
ROWS = [
    ("1..2\nok 1 - a\nok 2 - b\n", 0, (2, 0, 0, False)),
    ("ok 1 - a\nnot ok 2 - b\n1..2\n", 1, (1, 0, 1, False)),
    ("1..1\nok 1 - a\n1..2\nok 1 - b\nok 2 - c\n", 0, (3, 0, 0, False)),     # two cmocka groups
    ("1..2\nok 1 - a\n", 0, (1, 0, 1, False)),                              # one check went missing
    ("ok 1 - a\n", 0, (1, 0, 1, False)),                                    # no plan
    ("", 0, (0, 0, 1, False)),                                              # nothing at all
    ("1..0\n", 0, (0, 0, 1, False)),                                        # an empty suite
    ("1..0 # SKIP no corpus\n", 0, (0, 0, 0, True)),
    ("1..1\nok 1 - a # SKIP no disk\n", 0, (0, 1, 0, False)),
    ("1..1\nok 1 - a\n", 1, (1, 0, 1, False)),                              # a bad end nobody explains
    ("1..1\nok 1 - a\n", -11, (1, 0, 1, False)),                            # a crash after the last check
    ("1..3\nok 1 - a\n", -11, (1, 0, 2, False)),                            # a crash in the middle
    ("1..1\nnot ok 1 - a # SKIP\n", 1, (0, 0, 1, False)),                   # a failure is no skip
    ("ok, says the program\n1..1\nok 1 - a\n", 0, (1, 0, 0, False)),
]


def main():
    loader = importlib.machinery.SourceFileLoader("runner", os.path.join(ROOT, "scripts", "test"))
    runner = importlib.util.module_from_spec(importlib.util.spec_from_loader("runner", loader))
    loader.exec_module(runner)
    tap = Tap()
    for stream, status, want in ROWS:
        passed, skipped, failed, reason = runner.judge(stream, status)
        got = (passed, skipped, len(failed), reason is not None)
        tap.check(got == want, repr((stream, status)).replace("#", "no."), f"want {want}, got {got}: {failed}")
    tap.leave()


main()
