#!/usr/bin/env python3
"""Makes the C file that holds the files pages ask for: style, scripts, icon; plain and in gzip.
Joins the style sheets and takes what scripts/web left in web/dist; bundles nothing itself.

Usage: gen_assets.py WEB-FOLDER OUT.c DEPFILE
"""
import glob
import gzip
import hashlib
import os
import sys

MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".svg": "image/svg+xml", "": "text/plain; charset=utf-8"}


def collect(web):
    """(role, bytes) of each file that is there, and the paths that a change of would show in."""
    styles = [os.path.join(web, "page.css"), *sorted(glob.glob(os.path.join(web, "style", "*.css")))]
    single = [(role, os.path.join(web, path)) for role, path in
              (("app.js", "dist/app.js"), ("charts.js", "dist/charts.js"), ("icon.svg", "icon.svg"),
               ("NOTICE", "dist/NOTICE"))]
    single = [(role, path) for role, path in single if os.path.exists(path)]
    folders = [web] + [path for path in (os.path.join(web, "style"), os.path.join(web, "dist"))
                       if os.path.isdir(path)]
    files = [("site.css", b"\n".join(read(path) for path in styles))]
    files += [(role, read(path)) for role, path in single]
    # A folder is newer when a file in it appears or goes; so a new style sheet makes the program anew.
    return files, folders + styles + [path for _, path in single]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def array(name, data):
    rows = (",".join(map(str, data[at:at + 32])) for at in range(0, len(data), 32))
    return f"static const unsigned char {name}[] = {{\n" + ",\n".join(rows) + "\n};\n"


def source(files):
    parts = ["/* Made by scripts/gen_assets.py. */\n#include \"page/asset.h\"\n\n"
             "extern const struct wf_asset wf_asset_row[];\nextern const size_t wf_asset_nrow;\n\n"]
    rows = []
    for i, (role, data) in enumerate(files):
        stem, end = os.path.splitext(role)
        small = gzip.compress(data, 9, mtime=0)
        name = f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}{end}"
        parts += [array(f"plain_{i}", data), array(f"gz_{i}", small)]
        rows.append(f"\t{{ \"{name}\", \"{role}\", \"{MEDIA[end]}\", plain_{i}, sizeof(plain_{i}), "
                    f"gz_{i}, sizeof(gz_{i}) }},\n")
    parts.append("\nconst struct wf_asset wf_asset_row[] = {\n" + "".join(rows) + "};\n"
                 "const size_t wf_asset_nrow = sizeof(wf_asset_row) / sizeof(wf_asset_row[0]);\n")
    return "".join(parts)


def escaped(path):
    return path.replace("\\", "/").replace(" ", "\\ ").replace("$", "$$")


def main():
    web, out, depfile = sys.argv[1:]
    files, seen = collect(web)
    made = source(files)
    if not os.path.exists(out) or read(out) != made.encode():
        with open(out, "w", encoding="utf-8") as file:
            file.write(made)
    with open(depfile, "w", encoding="utf-8") as file:
        file.write(f"{escaped(out)}: {' '.join(map(escaped, seen))}\n")


main()
