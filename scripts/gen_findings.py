#!/usr/bin/env python3
"""Makes findings_gen.h and findings_gen.c from data/findings.tsv.

Usage: gen_findings.py findings.tsv findings_gen.h findings_gen.c
"""
import json
import sys

LEVELS = {"info": "WF_INFO", "warning": "WF_WARNING", "error": "WF_ERROR"}


def rows(path):
    seen_code, seen_name, last = set(), set(), 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 7 or cells[1] not in LEVELS:
            sys.exit(f"{path}:{number}: expected 7 cells and a level, got {len(cells)}")
        code = int(cells[0])
        if code in seen_code or cells[2] in seen_name or code < last:
            sys.exit(f"{path}:{number}: code or name used twice, or out of order")
        seen_code.add(code), seen_name.add(cells[2])
        last = code
        yield code, cells


def c(text):
    return json.dumps("" if text == "-" else text, ensure_ascii=False)


def main():
    tsv, header, source = sys.argv[1:4]
    table = list(rows(tsv))
    with open(header, "w", encoding="utf-8") as out:
        out.write("/* Made from data/findings.tsv. */\n#ifndef WF_FINDINGS_GEN_H\n#define WF_FINDINGS_GEN_H\nenum {\n")
        for code, cell in table:
            out.write(f"\tWF_D_{cell[2].upper()} = {code},\n")
        out.write("};\n#endif\n")
    with open(source, "w", encoding="utf-8") as out:
        out.write('/* Made from data/findings.tsv. */\n#include "findings_table.h"\n\n'
                  "const struct wf_finding_def wf_finding_table[] = {\n")
        for code, cell in table:
            out.write(f"\t{{ {code}, {LEVELS[cell[1]]}, {c(cell[2])},\n\t  {c(cell[3])}, {c(cell[4])},\n"
                      f"\t  {c(cell[5])}, {c(cell[6])} }},\n")
        out.write("};\nconst size_t wf_finding_table_n = sizeof(wf_finding_table) / sizeof(wf_finding_table[0]);\n")


main()
