#!/usr/bin/env python3
"""Prints the paths of all fuzz seeds: those of fuzz/seeds and the inputs of the golden cases."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = ["fuzz/seeds", "tests/golden/cases"]
print("\n".join(os.path.join(ROOT, folder, name) for folder in FOLDERS
                for name in sorted(os.listdir(os.path.join(ROOT, folder)))
                if not name.endswith((".want", ".tree", ".findings", ".facts"))), end="")
