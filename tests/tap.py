"""Prints test results as TAP (testanything.org). Decides nothing about what is tested."""
import sys


class Tap:
    """Counts checks; leave() prints the plan and ends the program."""

    def __init__(self):
        self.ran = 0
        self.bad = 0

    def check(self, good, name, detail=""):
        """One result line; detail explains a failure, one comment line per line."""
        self.ran += 1
        self.bad += 0 if good else 1
        print(f"{'ok' if good else 'not ok'} {self.ran} - {name}")
        if not good:
            for line in str(detail).splitlines():
                print(f"# {line}")
        sys.stdout.flush()
        return bool(good)

    def skip(self, name, reason):
        """One check that cannot run here."""
        self.ran += 1
        print(f"ok {self.ran} - {name} # SKIP {reason}", flush=True)

    def measured(self, text):
        """A line that the runner shows to people although nothing failed."""
        for line in text.splitlines():
            print(f"#: {line}", flush=True)

    def leave(self):
        print(f"1..{self.ran}", flush=True)
        sys.exit(1 if self.bad else 0)


def skip_all(reason):
    """The whole suite cannot run here: says why and ends well."""
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)
