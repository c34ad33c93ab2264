#!/usr/bin/env python3
"""Makes a C table of the interface's messages from data/messages.tsv.

Usage: gen_messages.py messages.tsv OUT.c   ->   wf_message_table[], wf_message_table_n, in order of key
"""
import json
import sys


def c(text):
    return json.dumps(text, ensure_ascii=False)


def main():
    rows = {}
    for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or cells[0] in rows:
            sys.exit(f"{sys.argv[1]}:{number}: expected 3 cells and a key of its own")
        if sorted(set(t for t in "123456789" if f"{{{t}}}" in cells[1])) != \
                sorted(set(t for t in "123456789" if f"{{{t}}}" in cells[2])):
            sys.exit(f"{sys.argv[1]}:{number}: the two languages fill in different words")
        rows[cells[0]] = cells
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write('/* Made from data/messages.tsv. */\n#include "out_int.h"\n\n'
                  "const struct wf_message wf_message_table[] = {\n")
        for key in sorted(rows):
            out.write("\t{ " + ", ".join(c(cell) for cell in rows[key]) + " },\n")
        out.write("};\nconst size_t wf_message_table_n = "
                  "sizeof(wf_message_table) / sizeof(wf_message_table[0]);\n")


main()
