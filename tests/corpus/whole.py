#!/usr/bin/env python3
"""Builds the whole corpus several ways: all files accounted for, the same bytes each time, and an
old knowledge base that survives a killed build.  Does not look at what is in the texts.

Usage: whole.py WANGFA
"""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from shared import CORPUS, files_under, records, run
from tap import Tap, skip_all

WANGFA = sys.argv[1]
ASKED = ["网络安全法第二十一条", "网络数据安全管理条例#art_35", "刑法第二百五十三条之一"]


def fingerprint(kb):
    """Names and hashes of the record and of the index that it names; an older index may lie beside."""
    with open(os.path.join(kb, "wangfa.db"), "rb") as file:
        record = file.read()
    found = [("wangfa.db", hashlib.sha256(record).hexdigest())]
    for name in sorted(os.listdir(kb)):
        if name.startswith("index-") and name.encode() in record:
            with open(os.path.join(kb, name), "rb") as file:
                found.append((name, hashlib.sha256(file.read()).hexdigest()))
    return found


def summary(done):
    """The one record of a build."""
    rows = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    last = rows[-1] if rows else {}
    return last.get("summary", last)


def accounted(tap, kb, built):
    count = len(files_under(CORPUS))
    tap.check(built.get("files") == count, f"build takes all {count} files", built)
    tap.check(built.get("law", 0) + built.get("nolaw", 0) + built.get("unread", 0) == count,
              "files are law, no law or not read", built)
    listed = {source["file"] for work in records(run(WANGFA, kb, "ls", "--json"))
              for expression in work["expressions"] for source in expression["sources"]}
    tap.check(len(listed) == built.get("law"), f"ls names every law file ({len(listed)})", built)
    odd = {row.get("file") or row.get("source", {}).get("file")
           for row in records(run(WANGFA, kb, "doctor", "--json"))}
    base = os.path.dirname(CORPUS.rstrip("/"))
    silent = [path for path in files_under(CORPUS) if os.path.relpath(path, base) not in listed | odd]
    tap.check(not silent, "a file that is no law is named by doctor", "\n".join(silent[:20]))


def timings(tap, kb):
    for asked in ASKED:
        best = 1e9
        for _ in range(7):
            began = time.monotonic()
            done = run(WANGFA, kb, "show", asked, "--json")
            best = min(best, time.monotonic() - began)
        rows = records(done)
        tap.check(done.returncode == 0 and rows and rows[0].get("text") and rows[0]["source"].get("sha256"),
                  f"show {asked} gives its text and source", done.stdout.decode()[:500])
        tap.measured(f"show {asked}: {best * 1000:.1f} ms (aim: under 10)")


def verbatim(tap, kb):
    """What show quotes is what the file holds between start and end, marks of Markdown left out."""
    row = records(run(WANGFA, kb, "show", ASKED[0], "--json"))[0]
    path = os.path.join(os.path.dirname(CORPUS.rstrip("/")), row["source"]["file"])
    with open(path, encoding="utf-8", newline="") as file:
        raw = file.read()
    held = raw[row["source"]["start"]:row["source"]["end"]]
    strip = str.maketrans("", "", "*\r​")
    tap.check(row["text"].translate(strip) in held.translate(strip), "show quotes the file verbatim", held)
    with open(path, "rb") as file:
        tap.check(hashlib.sha256(file.read()).hexdigest() == row["source"]["sha256"], "and names its sha256")


def change(folder):
    """Edits, adds, renames and removes a few files of a copy of the corpus."""
    texts = sorted(path for path in files_under(folder) if path.endswith(".md"))
    with open(texts[len(texts) // 3], "a", encoding="utf-8") as file:
        file.write("\n\n第九百九十九条 本条由测试添加。\n")
    with open(os.path.join(folder, "示例新增条例(2024-01-01).md"), "w", encoding="utf-8") as file:
        file.write("# 示例新增条例\n\n第一条 本条例由测试添加。\n\n第二条 本条例自2024年2月1日起施行。\n")
    os.remove(texts[len(texts) // 2])
    os.rename(texts[len(texts) // 4], texts[len(texts) // 4] + ".moved.md")


def incremental(tap, folder, kb):
    copy = os.path.join(folder, "corpus")
    shutil.copytree(CORPUS, copy, copy_function=shutil.copyfile)
    old = os.path.join(folder, "incremental")
    first = summary(run(WANGFA, old, "build", copy, "--json"))
    tap.check(fingerprint(old) == fingerprint(kb), "a copy of the sources gives the same bytes")
    for path in files_under(copy):
        os.chmod(path, 0o644)
    for place, _, _ in os.walk(copy):
        os.chmod(place, 0o755)
    change(copy)
    began = time.monotonic()
    again = summary(run(WANGFA, old, "build", "--json"))
    tap.measured(f"a build with four changed files: {time.monotonic() - began:.1f} s, {again.get('parsed')} parsed")
    tap.check(0 < again.get("parsed", 0) < 10 and again.get("reused", 0) >= first["files"] - 10,
              "only changed files are read again", again)
    clean = os.path.join(folder, "clean")
    run(WANGFA, clean, "build", copy)
    tap.check(fingerprint(old) == fingerprint(clean), "an incremental build equals a clean one")
    tap.check(fingerprint(old) != fingerprint(kb), "and differs from the one before the changes")



def killed(tap, folder, kb, seconds):
    """A build killed at several moments leaves the old knowledge base answering (the new one, whole, if it was
    in place by then), and the next one works."""
    before, after = fingerprint(kb), fingerprint(os.path.join(folder, "clean"))
    for step in range(1, 5):
        moment = seconds * step / 5
        env = {name: value for name, value in os.environ.items() if name != "WANGFA_KB"}
        shutil.rmtree(os.path.join(kb, "cache"), ignore_errors=True)
        other = os.path.join(folder, "corpus")
        child = subprocess.Popen([WANGFA, "--kb", kb, "build", other], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, env=env)
        time.sleep(moment)
        child.send_signal(signal.SIGKILL)
        ended = child.wait()
        if ended == 0:
            tap.skip(f"killed after {moment:.1f} s", "the build was done before")
            break
        done = run(WANGFA, kb, "show", ASKED[0], check=False)
        same = [row for row in fingerprint(kb) if row in before] == before or fingerprint(kb) == after
        tap.check(done.returncode == 0 and same, f"killed after {moment:.1f} s: the old knowledge base answers",
                  done.stderr.decode())
    done = run(WANGFA, kb, "build", CORPUS)
    tap.check(done.returncode == 0 and fingerprint(kb) == before, "the next build is whole", done.stderr.decode())


def main():
    if not os.path.isdir(CORPUS):
        skip_all(f"no corpus beside the repository ({CORPUS})")
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        kb = os.path.join(folder, "kb")
        began = time.monotonic()
        built = summary(run(WANGFA, kb, "build", CORPUS, "--json"))
        seconds = time.monotonic() - began
        tap.measured(f"built {built.get('files')} files, {built.get('articles')} articles in {seconds:.1f} s")
        tap.check(len(fingerprint(kb)) == 2, "the record names its index", os.listdir(kb))
        accounted(tap, kb, built)
        timings(tap, kb)
        verbatim(tap, kb)
        incremental(tap, folder, kb)
        killed(tap, folder, kb, seconds)
    tap.leave()


main()
