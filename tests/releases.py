#!/usr/bin/env python3
"""Five releases of a real list, imported one after another, have the differences that they really have.

    releases.py STELE DATA ARCHIVE

ARCHIVE holds the releases already. What should differ is computed here from the files alone; what the program says
differs comes from `lists diff`; what it recorded is read from the archive's own bytes. Prints what is wrong, if anything."""
import json, pathlib, subprocess, sys
from collections import Counter, defaultdict

STELE, DATA, ARCHIVE = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
RELEASES = ["2022-04-05", "2022-09-18", "2022-10-25", "2022-12-19", "2023-05-28"]
wrong = 0


def check(is_right, *words):
    global wrong
    if not is_right:
        wrong += 1
        print(*words)


def cell(value):
    """A cell as a table has it: trimmed text; an array of one is its item, of none is empty, of more is JSON."""
    if isinstance(value, list):
        return "" if not value else cell(value[0]) if len(value) == 1 else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return value.strip()


def read(release):
    """The rows in their order, each with its number and its name: the key, and which of those that share it."""
    rows = [{k: cell(v) for k, v in row.items()} for row in json.loads((DATA / f"bellingcat-events-{release}.json").read_text(encoding="utf-8"))]
    return [(n, row) for n, row in enumerate(rows, 1)]


def pairs(before, after):
    """The rows that are one another's: by key; where rows share it, those that say the same first, then in order."""
    groups = defaultdict(lambda: ([], []))
    for side, rows in enumerate((before, after)):
        for row in rows:
            groups[row[1]["id"]][side].append(row)
    for old, new in groups.values():
        same = []
        for b in new:
            a = next((a for a in old if all(a[1].get(k) == v for k, v in b[1].items() if k in a[1])), None) if len(old) + len(new) > 2 else None
            if a:
                old.remove(a)
                same.append(b)
                yield a, b
        rest = [b for b in new if b not in same]
        for i in range(max(len(old), len(rest))):
            yield old[i] if i < len(old) else None, rest[i] if i < len(rest) else None


def expected(releases, i):
    before, after = releases[i], releases[i + 1]
    earlier = {row["id"] for rows in releases[:i] for _, row in rows}
    found = Counter()
    columns = ({c for _, r in before for c in r}, {c for _, r in after for c in r})
    for a, b in pairs(before, after):
        if b is None:
            found["vanished", a[1]["id"], a[0], None, None, None] += 1
        elif a is None:
            found["came_back" if b[1]["id"] in earlier else "new", b[1]["id"], b[0], None, None, None] += 1
        else:
            for column in columns[0] & columns[1]:
                old, new = a[1].get(column, ""), b[1].get(column, "")
                if old != new:
                    found["changed", b[1]["id"], b[0], column, old, new] += 1
    for column in columns[1] - columns[0]:
        found["column_added", None, None, column, None, None] += 1
    for column in columns[0] - columns[1]:
        found["column_dropped", None, None, column, None, None] += 1
    return found


def said(a, b):
    out = subprocess.run([STELE, "-C", ARCHIVE, "lists", "diff", a, b, "--json"], capture_output=True, check=True).stdout.decode()
    lines = [json.loads(line) for line in out.splitlines()]
    return Counter((l["kind"], l.get("key"), l.get("row"), l.get("column"), l.get("old"), l.get("new")) for l in lines[:-1]), lines[-1]


def statements():
    """Every statement of the one feed, from packs and tail."""
    found = {}
    for path in ARCHIVE.glob("feeds/*/pack/**/*"):
        if path.is_file():
            take(found, path.read_bytes())
    for path in ARCHIVE.glob("feeds/*/tail-*"):
        take(found, path.read_bytes())
    return found


def take(found, data):
    """Open frames: the letter o, a length, 32 random bytes, the statement (docs/formats.md)."""
    at = 0
    while data[at:at + 1] == b"o":
        end = at + 5 + int.from_bytes(data[at + 1:at + 5], "big")
        s = json.loads(data[at + 37:end])
        found[f"{s['feed']}.{s['index']}"] = s
        at = end


def recorded(releases):
    """What stands for each row is what the last release that has it says."""
    all_said = statements()
    gone = {s["supersedes"]["s"] for s in all_said.values() if s["kind"] == "claim" and "supersedes" in s}
    gone |= {s["of"]["s"] for s in all_said.values() if s["kind"] == "withdraw"}
    lists = {s["id"]: s["label"] for s in all_said.values() if s["kind"] == "entity" and s["entity"] == "list" and "label" in s}
    events = {s["row"]: s["id"] for s in all_said.values() if s["kind"] == "entity" and lists.get(s.get("list")) == "TimeMap events" and s["entity"] == "event"}
    rows_of = {s["id"]: s["row"] for s in all_said.values() if s["kind"] == "entity" and lists.get(s.get("list")) in ("TimeMap sources", "TimeMap associations")}
    stands = defaultdict(set)
    for ref, s in all_said.items():
        if s["kind"] == "claim" and ref not in gone:
            value = s["value"]
            words = value if isinstance(value, str) else value.get("words") or value.get("text") or value.get("edtf") or f"{value.get('lat')} {value.get('lon')}"
            stands[s["about"], s["property"]].add(rows_of.get(words, words))
    last = {}
    for rows in releases:
        shared = {k for k, n in Counter(row["id"] for _, row in rows).items() if n > 1}
        last.update((row["id"], row) for _, row in rows if row["id"] not in shared)
        for key in shared:
            last.pop(key, None)
    known = set(rows_of.values())
    for key, row in last.items():
        id = events[key]
        items = lambda c: set(json.loads(row[c]) if row[c].startswith("[") else [row[c]] if row[c] else [])
        check(stands[id, "description"] == {row["description"]}, key, "description", stands[id, "description"])
        check(stands[id, "reported_in"] == items("sources") & known, key, "sources", stands[id, "reported_in"], items("sources"))
        check(stands[id, "part_of"] == items("associations"), key, "associations", stands[id, "part_of"])
        check(len(stands[id, "when"]) == (row["date"] != ""), key, "date", stands[id, "when"])
    return len(last)


releases = [read(release) for release in RELEASES]
vanished = set()
for i, (a, b) in enumerate(zip(RELEASES, RELEASES[1:])):
    ours, (theirs, summary) = expected(releases, i), said(a, b)
    for d in (ours - theirs).keys():
        check(False, a, b, "is not said:", d)
    for d in (theirs - ours).keys():
        check(False, a, b, "is said and is not so:", d)
    counts = Counter(d[0] for d in ours.elements())
    for kind in ("vanished", "came_back", "new"):
        check(summary[kind] == counts[kind], a, b, kind, summary[kind], counts[kind])
    check(summary["columns"] == dict(Counter(d[3] for d in ours.elements() if d[0] == "changed")), a, b, summary["columns"])
    if b == "2022-12-19":
        vanished = {d[1] for d in ours if d[0] == "vanished"}
        check(len(vanished) == 161, len(vanished), "rows vanish")
    if a == "2022-12-19":
        back = {d[1] for d in ours if d[0] == "came_back"}
        check(len(back & vanished) == 48, len(back & vanished), "of them come back")
print(recorded(releases), "rows stand as the last release that has them says")
sys.exit(1 if wrong else 0)
