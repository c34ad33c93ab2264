"""Where the corpus and the gold answers lie, and how to ask wangfa. Tests nothing itself."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("WANGFA_SHARED", os.path.join(ROOT, "..", "shared"))
CORPUS = os.path.join(SHARED, "corpus")
GOLD = os.path.join(SHARED, "gold")
sys.path.insert(0, os.path.join(HERE, ".."))


def run(wangfa, kb, *words, check=True):
    """One command against one knowledge base; its completed process."""
    env = {name: value for name, value in os.environ.items() if name != "WANGFA_KB"}
    done = subprocess.run([wangfa, "--kb", kb, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    if check and done.returncode not in (0, 1):
        raise SystemExit(f"not ok - wangfa {' '.join(words)}: exit {done.returncode}: {done.stderr.decode()}")
    return done


def records(done):
    """JSON lines of a command, the summary left out."""
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return [row for row in rows if "summary" not in row]


def files_under(folder):
    return [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]


def hold(tap, suite, found, table):
    """Holds the rates found against the suite's rows in ratchet.tsv; each must be measured."""
    for line in open(os.path.join(HERE, "ratchet.tsv"), encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        of, name, least = line.split()
        if of != suite:
            continue
        got = found.get(name, 0.0)
        tap.check(got >= float(least), f"{name} {got:.4f} >= {least}", table)
        if got > float(least):
            tap.measured(f"{name}: {got:.4f} is above the ratchet of {least}: raise it")


def score(kind, answers, rows):
    """What the scorer that comes with the answers prints."""
    return subprocess.run([sys.executable, os.path.join(GOLD, "score.py"), kind, answers, rows],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode("utf-8")


def write_rows(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
