#!/usr/bin/env python3
"""Makes a C file that holds data files as byte strings.

Usage: embed.py OUT.c NAME=FILE…   ->   const char wf_data_NAME[]; const size_t wf_data_NAME_n;
"""
import sys


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("/* Made from files of data/. */\n#include <stddef.h>\n")
        for pair in sys.argv[2:]:
            name, path = pair.split("=", 1)
            data = open(path, "rb").read()
            out.write(f"extern const char wf_data_{name}[];\nextern const size_t wf_data_{name}_n;\n"
                      f"const char wf_data_{name}[] = {{\n")
            for at in range(0, len(data), 24):
                out.write("\t" + ",".join(str(b - 256 if b > 127 else b) for b in data[at:at + 24]) + ",\n")
            out.write(f"\t0 }};\nconst size_t wf_data_{name}_n = {len(data)};\n")


main()
