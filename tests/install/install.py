#!/usr/bin/env python3
"""Installs into an empty folder and uses what is there. Does not touch the system.

Usage: install.py BUILD-DIRECTORY
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["meson", "install", "-C", sys.argv[1], "--no-rebuild", "--destdir", folder],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        tap.check(done.returncode == 0, "meson install", done.stdout.decode())
        found = {name: os.path.join(place, name) for place, _, names in os.walk(folder) for name in names}
        tap.check("wangfa" in found and os.access(found["wangfa"], os.X_OK), "the program is installed", sorted(found))
        page = open(found["wangfa.1"], encoding="utf-8").read() if "wangfa.1" in found else ""
        tap.check(all(word in page for word in (".TH", "show", "search", "doctor")), "the manual page is installed", page)
        kb = os.path.join(folder, "kb")
        built = subprocess.run([found.get("wangfa", "false"), "--kb", kb, "build", "examples/laws"], cwd=ROOT,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        tap.check(built.returncode == 0, "it builds a knowledge base", built.stdout.decode("utf-8", "replace"))
        shown = subprocess.run([found.get("wangfa", "false"), "--kb", kb, "show", "云川省公共数据条例1"], cwd="/",
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        tap.check("制定本条例" in shown.stdout.decode("utf-8", "replace"), "and answers from another folder",
                  shown.stdout.decode("utf-8", "replace"))
    tap.leave()


main()
