#!/usr/bin/env python3
"""Runs the examples of README.md and README.zh.md and compares what they say with what the documents show.
Reads only blocks marked ```console; a line "$ …" there is a command of the shell.

Usage: readme.py WANGFA [--write]
"""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap

DOCUMENTS = {"README.md": "C.UTF-8", "README.zh.md": "zh_CN.UTF-8"}
BLOCK = re.compile(r"```console\n(.*?)```", re.S)
# Times differ on every machine, the knowledge base's hash with every version.
FLEETING = re.compile(r'\d+(\.\d+)?(?= ?(s|ms|秒|毫秒)\b)|(?<="hash": ")[0-9a-f]{64}|(?<="hash":")[0-9a-f]{64}')


def run(command, folder, wangfa, language):
    path = os.path.dirname(wangfa) + ":" + os.environ["PATH"]
    env = dict(os.environ, PATH=path, LC_ALL=language, NO_COLOR="1")
    env.pop("WANGFA_KB", None)
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.stdout.decode("utf-8", "replace").rstrip("\n")


def play(block, folder, wangfa, language):
    """The block as it would be today."""
    lines = []
    for line in block.splitlines():
        if line.startswith("$ "):
            lines += [line] + ([said] if (said := run(line[2:], folder, wangfa, language)) else [])
    return "\n".join(lines) + "\n"


def main():
    wangfa, write, tap = os.path.abspath(sys.argv[1]), "--write" in sys.argv, Tap()
    for name, language in DOCUMENTS.items():
        path = os.path.join(ROOT, name)
        with open(path, encoding="utf-8") as file:
            document = file.read()
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(os.path.join(ROOT, "examples"), os.path.join(folder, "examples"))
            blocks = BLOCK.findall(document)
            tap.check(len(blocks) >= 5, f"{name} shows five examples or more", len(blocks))
            for block in blocks:
                now = play(block, folder, wangfa, language)
                if write:
                    document = document.replace(block, now)
                    block = now
                diff = difflib.unified_diff(FLEETING.sub("N", block).splitlines(), FLEETING.sub("N", now).splitlines(),
                                            name, "now", lineterm="", n=1)
                tap.check(FLEETING.sub("N", block) == FLEETING.sub("N", now),
                          f"{name}: {block.splitlines()[0]}", "\n".join(diff))
        if write:
            with open(path, "w", encoding="utf-8") as file:
                file.write(document)
    tap.leave()


main()
