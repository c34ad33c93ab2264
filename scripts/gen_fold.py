#!/usr/bin/env python3
"""Makes fold_gen.c: traditional -> simplified and pinyin, from ICU's transliterators and data/pinyin.tsv.

Usage: gen_fold.py UCONV fold_gen.c pinyin.tsv
Of the simplified forms only mappings of one character to one character are kept.
"""
import subprocess
import sys
import unicodedata

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


def plain(reading):
    """A reading without its tone: lüè -> lve; "" when it is no syllable."""
    marked = unicodedata.normalize("NFD", reading).lower().replace("u\u0308", "v")
    letters = "".join(c for c in marked if not unicodedata.combining(c))
    return letters if letters.isascii() and letters.isalpha() else ""


def readings(uconv, chars, table):
    """Every reading of a character, the usual one first; ü is also typed as u."""
    first = transliterate(uconv, "Han-Latin", chars)
    every = {c: [plain(r)] if plain(r) else [] for c, r in zip(chars, first)}
    for line in open(table, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            char, more = line.rstrip("\n").split("\t")
            every[char] += more.split("|")
    for char, found in every.items():
        found += [r.replace("v", "u") for r in found if "v" in r]
        every[char] = list(dict.fromkeys(found))
    return every


def write_pinyin(out, every, chars):
    syllables = [""] + sorted({r for found in every.values() for r in found})
    number = {s: i for i, s in enumerate(syllables)}
    out.write("const char wf_pinyin_syllable[][WF_PINYIN_BYTES] = {\n")
    out.write("".join(f'\t"{s}",\n' for s in syllables) + "};\n")
    array(out, "uint16_t", "wf_pinyin_first", [number[every[c][0]] if every[c] else 0 for c in chars])
    more = [(c, found[1:]) for c, found in every.items() if len(found) > 1]
    if max(len(found) for _, found in more) > 3:
        sys.exit("a character has more than four readings: WF_PINYIN_MOST")
    out.write("const uint16_t wf_pinyin_more[][4] = {\n")
    for char, found in sorted(more):
        out.write("\t{ " + ", ".join(str(n) for n in [ord(char)] + [number[r] for r in found]) + " },\n")
    out.write(f"}};\nconst size_t wf_pinyin_nmore = {len(more)};\n")


def main():
    uconv, path, table = sys.argv[1:4]
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
        write_pinyin(out, readings(uconv, chars, table), chars)


main()
