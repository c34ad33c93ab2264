#!/usr/bin/env python3
"""Checks rules of the house that no compiler knows: layers, sizes, words, lists that must agree.
Reads the sources as text; compiles nothing.

Usage: lint.py [--root DIR]
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap

ROOT = os.path.dirname(os.path.dirname(HERE))
# DESIGN 2.2: the layer of each folder of src/; a folder sees itself and lower layers.
LAYER = {"base": 0, "text": 1, "read": 2, "law": 2, "cite": 3, "rule": 3, "fact": 4, "out": 4,
         "store": 5, "search": 5, "engine": 6, "ops": 7, "page": 8, "face": 9}
# Which folders may include which outside library.
OUTSIDE = {"jansson.h": set(LAYER), "nettle/": {"base"}, "utf8proc.h": {"text"}, "iconv.h": {"text"},
           "sqlite3.h": {"store"}, "libxml/": {"read", "rule", "out"}, "zip.h": {"read", "out"},
           "pcre2.h": {"cite"}, "microhttpd.h": {"face"}, "zlib.h": {"face"}}
LINES, COLUMNS, FUNCTION = 1000, 100, 60
WORDS = [(re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "unfinished work"),
         (re.compile(r"(?<![\w.])/(work|root|home|tmp)/\w"), "a path of this machine")]


def listed():
    """Files that are, or would be, in the repository."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout
    names = [name for name in out.decode().split("\0") if name]
    if not names:                   # a release archive has no .git
        for folder, _, files in os.walk(ROOT):
            if "/build" not in folder and "/." not in folder[len(ROOT):]:
                names += [os.path.relpath(os.path.join(folder, name), ROOT) for name in files]
    return sorted(name for name in set(names) if os.path.isfile(os.path.join(ROOT, name)))


def text(name):
    with open(os.path.join(ROOT, name), encoding="utf-8", errors="replace") as file:
        return file.read()


def code(source):
    """Source without comments and strings' contents, same number of lines."""
    def blank(match):
        word = match[0]
        return '""' if word[0] == '"' else "''" if word[0] == "'" else " " + "\n" * word.count("\n")
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, source, flags=re.S)


def layers(tap, sources):
    bad = []
    for name in sources:
        folder = name.split("/")[1]
        if folder not in LAYER:
            bad.append(f"{name}: folder {folder} has no layer in DESIGN 2.2")
            continue
        for kind, header in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text(name), re.M):
            other = header.split("/")[0] if "/" in header else folder
            if kind == '"' and other in LAYER and other != folder and LAYER[other] >= LAYER[folder]:
                bad.append(f"{name}: includes {header} of layer {LAYER[other]}, is in {LAYER[folder]}")
            if kind == '"' and "/" in header and other in LAYER and header.endswith("_int.h") and other != folder:
                bad.append(f"{name}: includes the private header {header}")
            for library, folders in OUTSIDE.items():
                if kind == "<" and header.startswith(library) and folder not in folders:
                    bad.append(f"{name}: includes <{header}>, allowed in {', '.join(sorted(folders))}")
    tap.check(not bad, "a folder includes itself and lower layers, and its own libraries", "\n".join(bad))


def sizes(tap, names):
    long_files = [f"{name}: {text(name).count(chr(10))} lines" for name in names
                  if name.endswith((".c", ".h", ".py")) and text(name).count("\n") > LINES]
    tap.check(not long_files, f"no file over {LINES} lines", "\n".join(long_files))
    wide = []
    for name in names:
        if name.endswith((".c", ".h")):
            for number, line in enumerate(text(name).splitlines(), 1):
                width = sum(2 if ord(c) > 0x2e7f else 1 for c in line.expandtabs(8))
                if width > COLUMNS + 10 and not re.search(r'"|/\*|^\s*\*|//', line):
                    wide.append(f"{name}:{number}: {width} columns")
    tap.check(not wide, f"no line of code far over {COLUMNS} columns", "\n".join(wide))
    long_functions = []
    for name in names:
        if not name.endswith(".c"):
            continue
        start = None
        for number, line in enumerate(code(text(name)).splitlines(), 1):
            if line == "{":
                start = number
            elif line == "}" and start is not None:
                if number - start - 1 > FUNCTION:
                    long_functions.append(f"{name}:{start}: {number - start - 1} lines")
                start = None
    tap.check(not long_functions, f"no function over {FUNCTION} lines", "\n".join(long_functions))


def words(tap, names):
    bad = []
    for name in names:
        if name == "tests/lint/lint.py" or name.startswith("tests/golden/cases/"):
            continue
        for number, line in enumerate(text(name).splitlines(), 1):
            bad += [f"{name}:{number}: {what}: {line.strip()[:80]}" for rule, what in WORDS if rule.search(line)]
    tap.check(not bad, "no unfinished work, no path of one machine", "\n".join(bad))


def first_comments(tap, sources):
    bad = [name for name in sources if name.endswith(".c") and not text(name).startswith("/*")]
    tap.check(not bad, "every C file begins with what it does and what it does not do", "\n".join(bad))


def state(tap, sources):
    """File-level variables that are neither const nor thread-local."""
    bad = []
    for name in sources:
        for number, line in enumerate(code(text(name)).splitlines(), 1):
            if re.match(r"static\s+(?!const\b|inline\b|_Thread_local\b|_Noreturn\b)[\w\s*]+\w(\[[^]]*\])*\s*(=|;)", line) \
                    and "(" not in line and " const " not in line:
                bad.append(f"{name}:{number}: {line.strip()}")
    tap.check(not bad, "no global mutable state", "\n".join(bad))


def headers(tap, sources):
    """Every function that a folder's header declares is defined in the folder, and the other way."""
    undefined, undeclared = [], []
    for folder in sorted({name.split("/")[1] for name in sources}):
        mine = [name for name in sources if name.startswith(f"src/{folder}/")]
        declared, defined = set(), set()
        for name in mine:
            plain = code(text(name))
            if name.endswith(".h"):
                plain = re.sub(r"^#(?:.*\\\n)*.*$", "", plain, flags=re.M)
                plain = re.sub(r"\{[^{}]*\}", ";", re.sub(r"\{[^{}]*\}", ";", plain))
                for statement in plain.split(";"):
                    match = re.search(r"\b(wf_\w+)\s*\(", statement)
                    if match and not re.search(r"\b(typedef|inline)\b", statement):
                        declared.add(match[1])
            else:
                for match in re.finditer(r"^(?:(?!static)[a-z][^\n;={}]*\n)(wf_\w+)\([^;{]*\)\n\{", plain, re.M):
                    defined.add(match[1])
        undefined += [f"src/{folder}: {name} is declared, not defined" for name in sorted(declared - defined)]
        undeclared += [f"src/{folder}: {name} is defined, not declared" for name in sorted(defined - declared)]
    tap.check(not undefined, "every function of a header is defined in its folder", "\n".join(undefined))
    tap.check(not undeclared, "every exported function stands in a header", "\n".join(undeclared))


def findings(tap, names):
    """Every finding is produced by a golden case, a session or a unit test, and by the program."""
    rows = [line.split("\t") for line in text("data/findings.tsv").splitlines()
            if line and not line.startswith("#")]
    tested = "".join(text(name) for name in names
                     if name.startswith("tests/") and name.endswith((".findings", ".session", ".want", ".c", ".py"))
                     and name != "tests/lint/lint.py")
    made = "".join(text(name) for name in names if name.startswith("src/") and name.endswith((".c", ".h")))
    never = [f"W{int(row[0]):04} {row[2]}: no test produces it" for row in rows
             if not re.search(rf"\bW{int(row[0]):04}\b|\b{row[2]}\b|\bWF_D_{row[2].upper()}\b",
                              re.sub(rf'^(-|no ).*$', "", tested, flags=re.M))]
    tap.check(not never, "every finding of data/findings.tsv has a test that produces it", "\n".join(never))
    unused = [f"WF_D_{row[2].upper()} is never added" for row in rows if f"WF_D_{row[2].upper()}" not in made]
    tap.check(not unused, "every finding of data/findings.tsv is produced in src/", "\n".join(unused))


def packages(tap):
    rows = [line.split("\t") for line in text("scripts/packages.tsv").splitlines()
            if line and not line.startswith("#")]
    for readme in ("README.md", "README.zh.md"):
        if not os.path.exists(os.path.join(ROOT, readme)):
            tap.check(False, f"{readme} exists")
            continue
        lines = text(readme).splitlines()
        bad = [f"{row[1]}: in {count} table rows" for row in rows
               for count in [sum(line.startswith("|") and f"`{row[1]}`" in line for line in lines)] if count != 1]
        tap.check(not bad, f"{readme} lists every package once, with its reason", "\n".join(bad))


def listed_tests(tap, names):
    meson = text("tests/meson.build")
    missing = [name for name in names if os.path.basename(name) != "shared.py" and re.match(r"tests/(unit|fault|corpus|golden|hard)/[a-z_0-9]+\.(c|py)$", name)
               and os.path.basename(name) not in meson
               and os.path.splitext(os.path.basename(name))[0] not in re.findall(r"'([\w./-]+)'", meson)]
    tap.check(not missing, "every test program stands in tests/meson.build", "\n".join(missing))
    cases = {os.path.splitext(os.path.basename(name)) for name in names if name.startswith("tests/golden/cases/")}
    stems = {stem for stem, end in cases if end in (".md", ".txt", ".html", ".docx", ".pdf")}
    stray = [stem + end for stem, end in cases if stem not in stems]
    tap.check(not stray, "every golden file has its input", "\n".join(stray))


def main():
    tap, names = Tap(), listed()
    sources = [name for name in names if re.match(r"src/\w+/\w+\.[ch]$", name)]
    tap.check(sources, "there are sources")
    layers(tap, sources)
    sizes(tap, names)
    words(tap, names)
    first_comments(tap, sources)
    state(tap, sources)
    headers(tap, sources)
    findings(tap, names)
    packages(tap)
    listed_tests(tap, names)
    tap.leave()


main()
