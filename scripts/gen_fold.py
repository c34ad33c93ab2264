#!/usr/bin/env python3
"""Makes fold_gen.c: traditional -> simplified and pinyin initials, from ICU's transliterators.

Usage: gen_fold.py UCONV fold_gen.c
Only mappings of one character to one character are kept.
"""
import subprocess
import sys

FIRST, LAST = 0x3400, 0x9FFF  # ICU maps nothing beyond (72.1)


def transliterate(uconv, rule, chars):
    """What each character becomes; one line each, so that none sees its neighbours."""
    given = "".join(c + "\n" for c in chars).encode()
    run = subprocess.run([uconv, "-f", "UTF-8", "-t", "UTF-8", "-x", rule, "-b", str(1 << 24)],
                         input=given, stdout=subprocess.PIPE, check=True)
    lines = run.stdout.decode().split("\n")[:-1]
    if len(lines) != len(chars):
        sys.exit(f"{uconv} -x '{rule}': {len(chars)} lines in, {len(lines)} out")
    return lines


def array(out, kind, name, values):
    out.write(f"const {kind} {name}[] = {{\n")
    for at in range(0, len(values), 16):
        out.write("\t" + ",".join(str(v) for v in values[at:at + 16]) + ",\n")
    out.write("};\n")


def main():
    uconv, path = sys.argv[1:3]
    chars = [chr(c) for c in range(FIRST, LAST + 1)]
    simple = dict(zip(chars, transliterate(uconv, "Traditional-Simplified", chars)))
    initial = transliterate(uconv, "Han-Latin; Latin-ASCII", chars)
    if simple["網"] != "网" or initial[ord("法") - FIRST] != "fa":
        sys.exit(f"{uconv} does not transliterate Chinese; is ICU's data installed?")
    simple = {a: b for a, b in simple.items() if a != b and len(b) == 1 and ord(b) <= 0xFFFF}
    end = {a: simple.get(b, b) for a, b in simple.items()}  # a -> b -> c becomes a -> c
    with open(path, "w", encoding="utf-8") as out:
        out.write('/* Made by scripts/gen_fold.py from ICU. */\n#include "text/fold_table.h"\n\n')
        array(out, "uint16_t", "wf_fold_simple", [ord(end[c]) if c in end else 0 for c in chars])
        array(out, "char", "wf_fold_initial",
              [ord(i[0].lower()) if i[:1].isascii() and i[:1].isalpha() else 0 for i in initial])


main()
