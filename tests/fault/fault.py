#!/usr/bin/env python3
"""Breaks builds on purpose: killed, no room, no permission, two at once, files damaged.
Checks that the old knowledge base answers and that a damaged file is noticed, never believed.

Usage: fault.py WANGFA
"""
import contextlib
import fcntl
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from tap import Tap

TEXTS = 400         # enough that a build can be met in the middle
NOBODY = 65534      # a user who may not write what root made


def law(number, words):
    articles = "\n\n".join(f"第{n}条 {words}{number}之{n}，应当登记，不得隐瞒。" for n in "一二三四五六七八九十")
    return (f"# 云川省示例{number}号办法\n\n2020年1月2日 云川省人民政府令第{number}号公布\n\n"
            f"<!-- INFO END -->\n\n{articles}\n\n第十一条 本办法自2020年3月1日起施行。\n")


def write_laws(folder, words, count=TEXTS):
    os.makedirs(folder, exist_ok=True)
    for number in range(1, count + 1):
        with open(os.path.join(folder, f"{number}.md"), "w", encoding="utf-8") as file:
            file.write(law(number, words))


class Place:
    """A folder with laws and a knowledge base."""

    def __init__(self, tap, wangfa, root):
        self.tap, self.wangfa = tap, wangfa
        self.laws, self.kb = os.path.join(root, "laws"), os.path.join(root, "kb")

    def start(self, *words, **how):
        return subprocess.Popen([self.wangfa, *words, "--kb", self.kb], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, **how)

    def run(self, *words, **how):
        process = self.start(*words, **how)
        out, err = process.communicate(timeout=120)
        return process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")

    def build(self, **how):
        return self.run("build", self.laws, **how)

    def database(self):
        with open(os.path.join(self.kb, "wangfa.db"), "rb") as file:
            return file.read()

    def said(self):
        """What the knowledge base gives for one provision."""
        status, out, err = self.run("show", "云川省示例7号办法1", "--json")
        return out if status == 0 else f"exit {status}\n{out}\n{err}"

    def answers(self, words, what):
        """The knowledge base gives the text that was built last."""
        out = self.said()
        self.tap.check(f"{words}7之一" in out, what, out[:800])

    def clean(self):
        """The record that a build of the same sources from nothing gives."""
        root = tempfile.mkdtemp(dir=os.path.dirname(self.kb))
        other = Place(self.tap, self.wangfa, root)
        other.laws = self.laws
        other.build()
        return other.database()


def kill_in_time(place, seconds):
    process = place.start("build", place.laws)
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def kill_while_writing(place, seconds):
    """Kills a build some time after it began to write the new record."""
    process = place.start("build", place.laws)
    while process.poll() is None and not os.path.exists(os.path.join(place.kb, "wangfa.db.new")):
        pass
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def killed(tap, place):
    write_laws(place.laws, "甲")
    began = time.monotonic()
    place.build()
    whole = time.monotonic() - began
    words, kills = "甲", 0
    for turn, (kill, wait) in enumerate([(kill_in_time, whole * part / 10) for part in range(10)] +
                                        [(kill_while_writing, part / 1000) for part in (0, 0, 2, 5, 10)]):
        write_laws(place.laws, f"乙{turn}号")
        kills += kill(place, wait)
        out = place.said()
        # a kill may come after the one rename that counts: then the new text stands, whole
        if f"乙{turn}号7之一" in out:
            words = f"乙{turn}号"
        tap.check(f"{words}7之一" in out, f"turn {turn}: after a kill the old or the new text answers", out[:800])
    tap.check(kills >= 5, "builds were met in the middle", f"{kills} kills")
    write_laws(place.laws, "丙")
    status, _, err = place.build()
    tap.check(status == 0, "the next build ends well", err)
    place.answers("丙", "and its text answers")
    left = sorted(os.listdir(place.kb))
    tap.check(not [name for name in left if ".new" in name], "nothing half-made is left", left)
    tap.check(place.clean() == place.database(), "it equals a clean build")


def two_at_once(tap, place):
    write_laws(place.laws, "甲")
    place.build()
    # Whoever holds the lock stands for a build in progress.
    with open(os.path.join(place.kb, "lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, _, err = place.build()
        tap.check(status == 3 and "another build" in err, "a second build at the same time ends with 3",
                  f"{status} {err}")
        place.answers("甲", "reading goes on meanwhile")
    status, _, err = place.build()
    tap.check(status == 0, "afterwards a build goes through", err)


def spoil(path, rng, cut):
    with open(path, "r+b") as file:
        data = bytearray(file.read())
        at = rng.randrange(len(data))
        if cut:
            file.truncate(at)
        else:
            data[at] ^= 1 << rng.randrange(8)
            file.seek(0)
            file.write(data)


def damaged(tap, place):
    write_laws(place.laws, "甲", 40)
    place.build()
    rng = random.Random(1)
    for turn, (what, cut) in enumerate([(".docs", False), (".docs", False), (".docs", True), ("manifest", False),
                                        ("manifest", True), ("", False)]):
        cached = [os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(place.kb, "cache"))
                  for name in names]
        tap.check(len(cached) > 2, f"turn {turn}: the cache holds texts and a manifest", cached)
        for path in cached:
            if path.endswith(what):
                spoil(path, rng, cut)
        write_laws(place.laws, f"甲{turn}号", 1)     # so that the record must be written anew
        status, _, err = place.build()
        tap.check(status == 0 and place.database() == place.clean(),
                  f"turn {turn}: over {'cut' if cut else 'damaged'} {what or 'files'} a build equals a clean one", err)


def damaged_record(tap, place):
    """A store that is cut or holds turned bits says so or is right; it never crashes."""
    write_laws(place.laws, "甲", 20)
    place.build()
    rng = random.Random(2)
    good = place.database()
    path = os.path.join(place.kb, "wangfa.db")
    bad = []
    for turn in range(40):
        data = bytearray(good)
        if turn < 4:
            data = data[:rng.randrange(len(data))]
        else:
            for _ in range(3):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        with open(path, "wb") as file:
            file.write(data)
        for words in (("ls", "--json"), ("show", "云川省示例7号办法1", "--json")):
            status, out, err = place.run(*words)
            if status not in (0, 1, 3) or (status == 3 and not err.strip()):
                bad.append(f"turn {turn} {words}: exit {status} {err[:300]}")
    tap.check(not bad, "a damaged record ends in an answer or in a message", "\n".join(bad))
    status, _, err = place.build()
    tap.check(status == 0 and place.database() == good, "a build makes it whole again", err)


def damaged_index(tap, place):
    """An index that is gone, cut, or holds turned bits is noticed and made anew, never believed."""
    write_laws(place.laws, "甲", 20)
    place.build()
    path = next(entry.path for entry in os.scandir(place.kb) if entry.name.startswith("index-"))
    with open(path, "rb") as file:
        good = file.read()
    ask = ("search", "登记 隐瞒", "--limit", "40", "--json")
    _, right, _ = place.run(*ask)
    rng, bad, mended = random.Random(3), [], 0
    for turn in range(60):
        data = bytearray(good)
        if turn == 0:
            os.unlink(path)
        elif turn < 6:
            data = data[:rng.randrange(len(data))]
        else:   # the second half of the file is lists, which are checked when they are read
            at = rng.randrange(len(data)) if turn % 2 else len(data) - 1 - rng.randrange(len(data) // 2)
            data[at] ^= 1 << rng.randrange(8)
        if turn:
            with open(path, "wb") as file:
                file.write(data)
        status, out, err = place.run(*ask)
        rows = [line for line in out.splitlines() if '"rank"' in line]
        if status != 0 or rows != [line for line in right.splitlines() if '"rank"' in line]:
            bad.append(f"turn {turn}: exit {status} {err[:200]}")
        if '"index_made_anew":true' in out:
            mended += 1
            with open(path, "rb") as file:
                if file.read() != good:
                    bad.append(f"turn {turn}: made anew, but other bytes")
    tap.check(not bad, "a damaged index changes no answer", "\n".join(bad))
    tap.check(mended > 25, "and is made anew, byte for byte", f"{mended} times")
    if os.geteuid() == 0:
        os.unlink(path)
        os.chmod(place.kb, 0o555)
        os.chmod(os.path.dirname(place.kb), 0o755)
        status, _, err = place.run(*ask, user=NOBODY, group=NOBODY)
        os.chmod(place.kb, 0o755)
        tap.check(status == 3 and path in err, "where nothing may be written it ends with 3 and names the file",
                  f"{status} {err}")


def no_permission(tap, place):
    write_laws(place.laws, "甲", 20)
    place.build()
    how = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    os.chmod(place.kb, 0o555)
    try:
        os.chmod(os.path.dirname(place.kb), 0o755)
        status, _, err = place.build(**how)
    except (PermissionError, subprocess.SubprocessError) as error:
        tap.skip("a folder that may not be written", f"cannot run as another user: {error}")
        return
    finally:
        os.chmod(place.kb, 0o755)
    tap.check(status == 3 and place.kb in err, "a folder that may not be written ends with 3 and names it",
              f"{status} {err}")
    place.answers("甲", "and the old text answers")
    secret = os.path.join(place.laws, "3.md")
    os.chmod(secret, 0)
    for folder, _, names in os.walk(place.kb):
        for name in [folder] + [os.path.join(folder, name) for name in names]:
            if os.geteuid() == 0:
                os.chown(name, NOBODY, NOBODY)
    status, out, err = place.build(**how)
    os.chmod(secret, 0o644)
    tap.check(status == 0, "a text that may not be read does not stop the others", f"{status} {err}")
    status, out, _ = place.run("doctor", "--json")
    tap.check("unreadable" in out, "and doctor names it", out[:500])


@contextlib.contextmanager
def small_disk(path, size):
    os.makedirs(path)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
                          stderr=subprocess.PIPE, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", path], check=False)


def full_disk(tap, place):
    if os.geteuid() != 0:
        tap.skip("a full disk", "only root can mount a small one")
        return
    with small_disk(place.kb, "1m") as mounted:
        if not mounted:
            tap.skip("a full disk", "this machine does not let us mount one")
            return
        write_laws(place.laws, "甲", 20)
        status, _, err = place.build()
        tap.check(status == 0, "a small knowledge base fits a small disk", err)
        write_laws(place.laws, "乙" * 200, 300)
        status, _, err = place.build()
        tap.check(status == 3 and err.strip(), "a full disk ends with 3 and a message", f"{status} {err}")
        place.answers("甲", "and the old text answers")


def main():
    tap = Tap()
    wangfa = os.path.abspath(sys.argv[1])
    for fault in (killed, two_at_once, damaged, damaged_record, damaged_index, no_permission, full_disk):
        with tempfile.TemporaryDirectory(prefix="wangfa-fault-") as root:
            fault(tap, Place(tap, wangfa, root))
    tap.leave()


main()
