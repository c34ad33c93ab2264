#!/usr/bin/env python3
"""Makes a C file that names the code by the SHA-256 of every file that decides what a build yields.

Usage: code_id.py OUT.c OUT.d FOLDER…   ->   const char wf_code_id[];
A parsed document in a cache is believed only by the code that wrote it.
"""
import hashlib
import pathlib
import sys


def main():
    out, deps, folders = sys.argv[1], sys.argv[2], sys.argv[3:]
    files = sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*")
                   if path.suffix in (".c", ".h", ".tsv", ".sql", ".build", ".py"))
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    with open(out, "w", encoding="utf-8") as file:
        file.write("/* Made from the sources. */\nextern const char wf_code_id[];\n"
                   f"const char wf_code_id[] = \"{total.hexdigest()[:16]}\";\n")
    with open(deps, "w", encoding="utf-8") as file:
        file.write(f"{out}: " + " ".join(str(path).replace(" ", "\\ ") for path in files) + "\n")


main()
