#!/usr/bin/env python3
"""Feeds wangfa documents made to hurt it: each must end in bounded time, answered or refused, never crash.
Says nothing of what is found in them.

Usage: hard.py WANGFA
"""
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from tap import Tap

MIB = 1 << 20
SECONDS = 120           # generous: the machine may be busy, a quadratic loop is not saved by it
MEMORY = 4 << 30        # bytes of address space

LABELS = ["第{}编", "第{}分编", "第{}章", "第{}节", "第{}条", "（{}）", "{}、", "1.", "（1）", "①", "a."]


def deep(times):
    return "# 示例\n\n" + "".join(label.format("一") + "\n" for _ in range(times) for label in LABELS)


# name, content, a word that must stand in what doctor says
CASES = [
    ("million-lines", lambda: "# 示例\n" + "一行。\n" * 1_000_000, ""),
    ("million-blank-lines", lambda: "# 示例\n" + "\n" * 1_000_000 + "第一条 一。\n", ""),
    ("all-di", lambda: "第" * (4 * MIB), ""),
    ("all-di-lines", lambda: "第\n" * 500_000, ""),
    ("all-digits", lambda: "第" + "九" * (2 * MIB) + "条 一。", ""),
    ("all-brackets", lambda: "《" * MIB + "（" * MIB + "“" * MIB, ""),
    ("all-marks", lambda: "*" * (4 * MIB) + "#" * (4 * MIB) + "<!--" * MIB, ""),
    ("open-comment", lambda: "# 示例\n<!-- " + "第一条 一。\n" * 200_000, ""),
    ("open-front-matter", lambda: "---\n" + "title: 示例\n" * 200_000, ""),
    ("deep", lambda: deep(10_000), ""),
    ("one-long-line", lambda: "# 示例\n" + "第一条 " + "长" * (20 * MIB - 100), ""),
    ("articles-on-one-line", lambda: "# 示例\n" + "".join(f"第{n}条 一。" for n in range(1, 100_001)), ""),
    ("articles-on-lines", lambda: "# 示例\n" + "".join(f"第{n}条 一。\n" for n in range(1, 100_001)), ""),
    ("same-article", lambda: "# 示例\n" + "第一条 一。\n" * 100_000, ""),
    ("items", lambda: "# 示例\n第一条 下列：\n" + "".join(f"（{n}）一；\n" for n in range(1, 50_001)), ""),
    ("headings", lambda: "".join("#" * (1 + n % 6) + f" 第{n}章 一\n" for n in range(1, 50_001)), ""),
    ("quotes", lambda: "# 关于修改《示例》的决定\n一、修改为：“" + "第一条 一。\n“" * 100_000, ""),
    ("repeals", lambda: "# 示例\n第一条 " + "《甲》、" * 200_000 + "同时废止。\n", ""),
    ("references", lambda: "# 示例法\n" + "第一条 依照本法第一条、《示例法》第二条和前款，《旧法》第三条。\n" * 50_000, ""),
    ("ranges", lambda: "# 示例法\n" + "".join(f"第{n}条 依照本法第一条至第二万条。\n" for n in range(1, 20_001)), ""),
    ("short-names", lambda: "# 示例\n第一条 " + "".join(f"《甲{n}法》（以下简称甲{n}），" for n in range(20_000)), ""),
    ("numbers-in-notes", lambda: "# 示例\n第一条 《甲法》" + "（〔2020〕1号）" * 100_000 + "。\n", ""),
    ("commences", lambda: "# 示例\n第一条 " + "自2020年1月1日起施行，" * 100_000 + "\n", ""),
    ("dates", lambda: "# 示例\n" + "2020年1月1日通过 " * 100_000 + "\n\n第一条 一。\n", ""),
    ("table", lambda: "# 示例\n" + "|甲|乙|\n" * 200_000 + "<table><tr><td>" * 100_000, ""),
    ("nul-bytes", lambda: b"# \xe7\xa4\xba\n" + b"\0" * (4 * MIB), ""),
    ("random-high-bytes", lambda: bytes(range(128, 256)) * 20_000, ""),
    ("utf16", lambda: ("\ufeff# 示例\n" + "第一条 一。\n" * 10_000).encode("utf-16-le"), ""),
    ("private-use", lambda: "# 示例\n" + "\ue000" * MIB, ""),
    ("zero-width", lambda: "# 示例\n第一条 " + "\u200b" * MIB + "一。", ""),
    ("empty", lambda: "", "no_law"),
    ("one-byte", lambda: "第", ""),
    ("million-nodes", lambda: "# 示例\n第一条 一\n" + "款。\n" * 1_100_000, ""),
    ("sixty-megabytes-one-line", lambda: "# 示例\n第一条 " + "长" * (20 * MIB), ""),
    ("just-too-large", lambda: b"a" * (64 * MIB + 1), "too_large"),
]


def limited():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(words, folder):
    env = {name: value for name, value in os.environ.items() if name != "WANGFA_KB"}
    sanitized = "asan" in words[0]
    try:
        return subprocess.run(words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=SECONDS, preexec_fn=None if sanitized else limited)
    except subprocess.TimeoutExpired:
        return None


def ask(tap, wangfa, folder, name, word):
    began = time.monotonic()
    kb = os.path.join(folder, "kb")
    done = run([wangfa, "--kb", kb, "build", name + ".md", "--json"], folder)
    seconds = time.monotonic() - began
    tap.check(done and done.returncode in (0, 3), f"{name}: builds or refuses",
              "took too long" if done is None else f"exit {done.returncode} {done.stderr.decode('utf-8', 'replace')[-2000:]}")
    if done is None or done.returncode != 0:
        return
    for words in (["doctor", "--json"], ["ls", "--json"], ["stats"], ["search", "一 长", "--limit", "3"]):
        asked = run([wangfa, "--kb", kb] + words, folder)
        tap.check(asked and asked.returncode in (0, 1), f"{name}: {words[0]}",
                  "took too long" if asked is None else f"exit {asked.returncode} {asked.stderr.decode('utf-8', 'replace')[-1000:]}")
        if word and words[0] == "doctor" and asked:
            tap.check(word in asked.stdout.decode("utf-8"), f"{name}: doctor says {word}", asked.stdout.decode()[:500])
    tap.measured(f"{name}: build {seconds:.2f} s")


def main():
    tap = Tap()
    chosen = sys.argv[2:]
    for name, make, word in CASES:
        if chosen and name not in chosen:
            continue
        with tempfile.TemporaryDirectory() as folder:
            body = make()
            with open(os.path.join(folder, name + ".md"), "wb") as file:
                file.write(body if isinstance(body, bytes) else body.encode("utf-8"))
            del body
            ask(tap, sys.argv[1], folder, name, word)
    tap.leave()


main()
