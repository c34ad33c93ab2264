#!/usr/bin/env python3
"""Runs command line sessions written down as files. Knows no command: all expectations are rows.

Usage: session.py WANGFA SESSION…
A session runs in an empty folder with a copy of examples/ in it; its lines:
  file PATH … end     writes a file, the lines between being its content
  remove PATH         removes it
  link PATH TO        makes a symbolic link, maybe to nothing
  badname FOLDER      writes a text there whose name is no UTF-8
  big PATH MIB        writes a file of so many MiB and one byte
  run WORD…           runs wangfa with these words (shell quoting); then, about what it said:
  stdin TEXT          (before run) what it reads
  exit N              status; every run needs one
  out TEXT            standard output holds TEXT          no TEXT   neither output nor error does
  err TEXT            standard error holds TEXT
  rec PATH JSON       some JSON line has this value at PATH (a.b.0.c); "*" as JSON: is there
  row PATH JSON …     some one JSON line has all of these pairs
  recs N              so many JSON lines, the {"summary":…} line left out
"""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap

MISSING = object()


def at_path(value, path):
    for step in path.split("."):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, ValueError, TypeError):
            return MISSING
    return value


class Session:
    def __init__(self, tap, wangfa, name, folder):
        self.tap, self.wangfa, self.name, self.folder = tap, wangfa, name, folder
        self.done, self.words, self.input = None, "", ""
        self.asked_exit = True

    def check(self, good, what):
        said = f"stdout: {self.out[:3000]}\nstderr: {self.err[:2000]}\nexit: {self.done.returncode}"
        self.tap.check(good, f"{self.name}: {self.words}: {what}", said)

    def records(self):
        rows = []
        for line in self.out.splitlines():
            try:
                rows.append(json.loads(line))
            except ValueError:
                self.check(False, f"no JSON: {line[:80]}")
        return [row for row in rows if "summary" not in row]

    def rows(self):
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def run(self, text):
        self.words = text
        env = dict(os.environ, WANGFA_KB=os.path.join(self.folder, "kb"), NO_COLOR="1")
        self.done = subprocess.run([self.wangfa] + shlex.split(text), cwd=self.folder, env=env,
                                   input=self.input.encode(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, timeout=120)
        self.out = self.done.stdout.decode("utf-8", "replace")
        self.err = self.done.stderr.decode("utf-8", "replace")
        self.input, self.asked_exit = "", False

    def expect(self, verb, text):
        if verb == "exit":
            self.asked_exit = True
            self.check(self.done.returncode == int(text), f"exit {text}")
        elif verb == "out":
            self.check(text in self.out, f"out {text}")
        elif verb == "err":
            self.check(text in self.err, f"err {text}")
        elif verb == "no":
            self.check(text not in self.out and text not in self.err, f"no {text}")
        elif verb == "recs":
            self.check(len(self.records()) == int(text), f"recs {text}")
        else:
            pairs = self.pairs(text)
            held = any(all(self.holds(row, *pair) for pair in pairs) for row in self.rows())
            self.check(held, f"{verb} {text}")

    @staticmethod
    def pairs(text):
        decoder, pairs = json.JSONDecoder(), []
        while text:
            path, _, rest = text.partition(" ")
            if rest.startswith("*"):
                value, end = "*", 1
            else:
                value, end = decoder.raw_decode(rest)
            pairs.append((path, value))
            text = rest[end:].strip()
        return pairs

    @staticmethod
    def holds(row, path, value):
        found = at_path(row, path)
        return found is not MISSING if value == "*" else found == value and type(found) == type(value)


def play(tap, wangfa, path):
    name = os.path.basename(path).rsplit(".", 1)[0]
    with tempfile.TemporaryDirectory() as folder, open(path, encoding="utf-8") as lines:
        shutil.copytree(os.path.join(ROOT, "examples"), os.path.join(folder, "examples"))
        session, target = Session(tap, wangfa, name, folder), None
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            verb, _, text = line.strip().partition(" ")
            if target is not None:
                if line == "end":
                    target.close()
                    target = None
                else:
                    target.write(line + "\n")
            elif verb == "file":
                place = os.path.join(folder, text)
                os.makedirs(os.path.dirname(place), exist_ok=True)
                target = open(place, "w", encoding="utf-8")
            elif verb == "remove":
                os.remove(os.path.join(folder, text))
            elif verb == "link":
                os.symlink(text.split()[1], os.path.join(folder, text.split()[0]))
            elif verb == "badname":
                with open(os.path.join(folder, text).encode() + b"/\xd6\xd0.md", "wb") as file:
                    file.write("# 示例乙办法\n\n第一条 一。\n\n第二条 二。\n".encode())
            elif verb == "big":
                with open(os.path.join(folder, text.split()[0]), "wb") as file:
                    file.truncate((int(text.split()[1]) << 20) + 1)
            elif verb == "stdin":
                session.input = text + "\n"
            elif verb == "run":
                if not session.asked_exit:
                    tap.check(False, f"{name}:{number}: the run before has no exit row")
                session.run(text)
            elif verb in ("exit", "out", "err", "no", "rec", "row", "recs"):
                session.expect(verb, text)
            elif line and not line.startswith("#"):
                tap.check(False, f"{name}:{number}: unknown row: {line}")
        tap.check(session.done is not None and session.asked_exit, f"{name} ran to its end")


def main():
    tap = Tap()
    for path in sys.argv[2:]:
        play(tap, sys.argv[1], path)
    tap.leave()


main()
