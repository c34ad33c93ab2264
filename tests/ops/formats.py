#!/usr/bin/env python3
"""Reads what wangfa prints for other programs with libraries of other authors, and holds it against --json.
Checks calendars, feeds and tables; knows nothing of how the acts were found.

Usage: formats.py WANGFA
"""
import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, ".."))
sys.path.append("/usr/lib/python3/dist-packages")   # a Python of one's own does not look into Debian's packages
import icalendar
from tap import Tap

ATOM = "{http://www.w3.org/2005/Atom}"
# Characters that mean something to the formats, in title, evidence and file name; a date known in part.
TEXTS = {
    "甲;乙,丙.md": "# 云川省示例<甲>&“乙”办法\n\n2019年1月2日 云川省人民政府令第1号公布\n\n<!-- INFO END -->\n\n"
                "第一条 甲。\n\n第二条 本办法自2019年3月1日起施行；\"A\\B\",C;D & <E>。《云川省旧示例规定》同时废止。\n",
    "旧.md": "# 云川省旧示例规定\n\n2009年1月2日 云川省人民政府令第9号公布\n\n<!-- INFO END -->\n\n"
            "第一条 旧。\n\n第二条 本规定自2009年2月1日起施行。\n",
    "月.md": "---\ntitle: 云川省示例月办法\nissued: 2022-06\neffective: 2022-07\n---\n\n第一条 月。\n",
}


class Place:
    def __init__(self, wangfa, root):
        self.wangfa, self.kb = wangfa, os.path.join(root, "kb")
        laws = os.path.join(root, "laws")
        os.makedirs(laws)
        for name, words in TEXTS.items():
            with open(os.path.join(laws, name), "w", encoding="utf-8") as file:
                file.write(words)
        self.run("build", laws, os.path.join(ROOT, "examples", "laws"))

    def run(self, *words):
        done = subprocess.run([self.wangfa, *words, "--kb", self.kb], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        return done.stdout, done.stderr.decode()

    def rows(self, *words):
        out = self.run("timeline", "--json", *words)[0].decode()
        return [row for row in map(json.loads, out.splitlines()) if "summary" not in row]


def day(text):
    return datetime.date(*map(int, text.split("-")))


def calendar(tap, place, rows, *words):
    """The events of a calendar are those acts whose day is known."""
    raw, said = place.run("timeline", "--format", "ics", *words)
    name = "ics " + " ".join(words)
    lines = raw.split(b"\r\n")
    tap.check(lines[-1] == b"" and b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines),
              f"{name}: lines end with CRLF")
    tap.check(max(map(len, lines)) <= 75, f"{name}: no line over 75 octets", max(map(len, lines)))
    cut = [line for line in lines if line.decode("utf-8", "replace").count("\ufffd")]
    tap.check(not cut, f"{name}: no character is cut by a fold", cut)
    parsed = icalendar.Calendar.from_ical(raw)
    tap.check(parsed["version"] == "2.0" and parsed["prodid"], f"{name}: version and product")
    first = [index for index, line in enumerate(lines) if line == b"BEGIN:VEVENT"]
    after = [line for line in lines[first[0]:] if line.startswith((b"X-WR", b"VERSION", b"PRODID"))]
    tap.check(not after, f"{name}: properties of the calendar stand before its events", after)
    events = parsed.walk("VEVENT")
    whole = [row for row in rows if row["date_precision"] == "day"]
    tap.check(len(events) == len(whole), f"{name}: an event an act", f"{len(events)} {len(whole)}")
    for event, row in zip(events, whole):
        held = (event.decoded("dtstart") == day(row["date"]) and event["x-wangfa-id"] == row["id"]
                and event["x-wangfa-kind"] == row["kind"] and row["citation"] in event["summary"]
                and row["text"] in event["description"]
                and (row["source"] or {"file": ""})["file"] in event["description"])
        tap.check(held, f"{name}: {row['date']} {row['kind']} {row['id']}", event)
    uids = [str(event["uid"]) for event in events]
    tap.check(len(set(uids)) == len(uids), f"{name}: each event has a name of its own")
    now = datetime.datetime.now(datetime.timezone.utc).date()
    tap.check(all(event.decoded("dtstamp").date() < now for event in events), f"{name}: no stamp of the clock")
    left = len(rows) - len(whole)
    tap.check((str(left) in said) if left else not said, f"{name}: what is left out is said", said)
    return dict(zip(uids, [event.to_ical() for event in events]))


def calendars(tap, place):
    everything = place.rows("--kind", "commenced", "--kind", "part_commenced", "--kind", "repealed", "--kind",
                            "expired")
    tap.check(len(everything) > 6, "there are acts to compare", len(everything))
    all_events = calendar(tap, place, everything)
    fits = [row for row in everything if "2019-01-01" <= row["date"] <= "2021-12-31"]
    some = calendar(tap, place, fits, "--from", "2019", "--to", "2021-12")
    tap.check(some and all(all_events.get(uid) == event for uid, event in some.items()),
              "ics: an event is the same in every calendar")
    calendar(tap, place, everything, "--lang", "zh", "--at", "2019-01-01")
    calendar(tap, place, place.rows("--kind", "promulgated"), "--kind", "promulgated")
    raw = place.run("timeline", "--format", "ics")[0]
    place.run("build")
    tap.check(raw == place.run("timeline", "--format", "ics", "--at", "1999-09-09")[0],
              "ics: same texts, same bytes, whatever the day")
    empty = place.run("timeline", "--format", "ics", "--from", "1900", "--to", "1901")[0]
    tap.check(len(icalendar.Calendar.from_ical(empty).walk("VEVENT")) == 0, "ics: a calendar without events is one")


def feed(tap, place):
    rows = place.rows()
    root = ElementTree.fromstring(place.run("timeline", "--format", "atom")[0])
    tap.check(root.tag == ATOM + "feed", "atom: a feed")
    moment = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z$")
    for name in ("id", "title", "updated"):
        tap.check(len(root.findall(ATOM + name)) == 1, f"atom: one {name}")
    tap.check(root.find(f"{ATOM}author/{ATOM}name") is not None, "atom: an author")
    entries = root.findall(ATOM + "entry")
    tap.check(len(entries) == len(rows), "atom: an entry an act", f"{len(entries)} {len(rows)}")
    for entry, row in zip(entries, rows):
        held = (all(len(entry.findall(ATOM + name)) == 1 for name in ("id", "title", "updated", "content"))
                and entry.find(ATOM + "title").text.startswith(f"{row['date']} {row['citation']}")
                and entry.find(ATOM + "category").get("term") == row["kind"]
                and moment.match(entry.find(ATOM + "updated").text)
                and entry.find(ATOM + "updated").text.startswith(row["date"])
                and row["text"] in entry.find(ATOM + "content").text)
        tap.check(held, f"atom: {row['date']} {row['kind']} {row['id']}", ElementTree.tostring(entry, "unicode"))
    ids = [entry.find(ATOM + "id").text for entry in entries]
    tap.check(len(set(ids)) == len(ids) and all(i.startswith("urn:uuid:") for i in ids), "atom: ids are unique")
    updated = [entry.find(ATOM + "updated").text for entry in entries]
    tap.check(root.find(ATOM + "updated").text == max(updated), "atom: as new as its newest entry")
    other = ElementTree.fromstring(place.run("timeline", "云川省公共数据条例", "--format", "atom")[0])
    tap.check(other.find(ATOM + "id").text != root.find(ATOM + "id").text, "atom: another question, another feed")


def table(tap, place):
    rows = place.rows()
    raw = place.run("timeline", "--format", "csv")[0]
    tap.check(raw.decode().endswith("\r\n") and not raw.startswith(b"\xef\xbb\xbf"), "csv: CRLF, no BOM")
    cells = list(csv.DictReader(io.StringIO(raw.decode(), newline=""), strict=True))
    tap.check(len(cells) == len(rows), "csv: a row an act", f"{len(cells)} {len(rows)}")
    for cell, row in zip(cells, rows):
        source = row["source"] or {}
        flat = {name: row.get(name, source.get(name)) for name in cell}
        flat["issuers"] = "、".join(row["issuers"])
        want = {name: "" if value is None else str(value) for name, value in flat.items()}
        tap.check(cell == want, f"csv: {row['date']} {row['kind']} {row['id']}", f"{cell}\n{want}")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as root:
        place = Place(os.path.abspath(sys.argv[1]), root)
        calendars(tap, place)
        feed(tap, place)
        table(tap, place)
    tap.leave()


main()
