#!/usr/bin/env python3
"""The example case keeps its promises: every word quoted stands in its account, every reference points
backwards, nothing needs a seal, and what has to be seen in it is there. Prints TAP."""
import csv, hashlib, json, pathlib, re, shutil, subprocess, sys, tempfile

CASE = pathlib.Path(__file__).resolve().parent.parent / "examples" / "kharkiv-2022"
# Names of private persons whom the retold publication names, as the first 16 digits of the SHA-256 of the word in
# small letters, so that they do not stand here either; none may come back by an edit.
PRIVATE = {"06b95ae50eeacc86", "0f6e3ec3e12dbf5e", "102e5617f97aae90", "4a65ca54539e2b75",
           "5789d96ec47a3b9a", "63bc14b63bdae95f", "640fe651ccadf507", "6914f6450fd6d7f7",
           "768c68a5d5585f60", "a82ed121ea4a32f9", "bf2dcc81043cb77a", "f42432253690936b"}
count = failed = 0


def ok(faults, name):
    """Passes when the list of faults is empty."""
    global count, failed
    count += 1
    failed += bool(faults)
    print("not ok" if faults else "ok", count, "-", name)
    for fault in list(faults)[:10]:
        print("#", fault)


def paragraphs(name):
    blocks = (CASE / name).read_text(encoding="utf-8").strip().split("\n\n")
    return {int(number): text for number, text in (block.split(". ", 1) for block in blocks)}


def references(s):
    """Every local id that a draft names."""
    found = [s.get(m) for m in ("source", "about", "passage", "chain_as", "supersedes", "prefer")]
    found += s.get("premises", []) + s.get("of", []) + s.get("among", []) + [hand["who"] for hand in s.get("chain", [])]
    value = s.get("value")
    found += [value.get(m) for m in ("anchor", "territory", "place", "more_than", "on")] if isinstance(value, dict) else []
    found += [v for k, v in s.get("qualifiers", {}).items() if k in ("by", "during")]
    return [f for f in found if f is not None and f != "not_stated"]


def main():
    drafts = json.loads((CASE / "statements.json").read_text(encoding="utf-8"))
    accounts = {path.name: paragraphs(path.name) for path in CASE.glob("account-*.txt")}
    ok([n for n, p in accounts.items() if list(p) != list(range(1, len(p) + 1))], "paragraphs are numbered from one")
    ids = [s["id"] for s in drafts]
    ok([i for i in ids if ids.count(i) > 1], "no id is given twice")
    known, faults = set(), []
    for s in drafts:
        faults += [f"{s['id']} names {r}" for r in references(s) if r not in known]
        known.add(s["id"])
    ok(faults, "references point backwards")
    values = [s for s in drafts if s["kind"] == "claim" and isinstance(s["value"], str)]
    ok([s["id"] for s in values if s["value"] not in known and s["property"] != "publisher"], "a bare value is a reference to something in the case")

    by_id = {s["id"]: s for s in drafts}
    passages = [s for s in drafts if s["kind"] == "passage"]
    ok([p["id"] for p in passages if p["words"] not in accounts[p["locator"]["file"]][p["locator"]["paragraph"]]],
       "the words of a passage stand in the paragraph it names")
    preserved = {s["about"]: s["value"]["file"] for s in drafts if s.get("property") == "preserved_as"}
    ok([p["id"] for p in passages if preserved.get(p["source"]) != p["locator"]["file"]], "a passage quotes the file that its source is preserved as")
    ok(set(accounts) - set(preserved.values()), "every account is preserved for a source")
    claims = [s for s in drafts if s["kind"] == "claim"]
    ok([c["id"] for c in claims if not c.get("passage") and not c.get("premises")], "no claim rests on nothing")

    ok([s["id"] for s in drafts if "seal" in s], "nothing needs a seal")
    people = [s for s in drafts if s.get("entity") == "person"]
    ok([s["id"] for s in people if s.get("class") not in ("role", "public_official")], "a person is a role or a public official")
    officials = {s["id"] for s in people if s["class"] == "public_official"}
    ok([c["id"] for c in claims if c["property"] == "name" and by_id[c["about"]]["entity"] != "place" and c["about"] not in officials],
       "nobody but a public official is named")
    roles = {s["id"] for s in people if s["class"] == "role"}
    ok([p["id"] for p in passages if not p.get("roles_only") and roles & {hand["who"] for hand in p.get("chain", [])}],
       "a passage from a private person's mouth says that it has roles only")
    found = [path.name for path in CASE.glob("*.*") if path.suffix in (".txt", ".json", ".csv", ".md")
             for word in re.findall(r"\w+", path.read_text(encoding="utf-8").lower())
             if hashlib.sha256(word.encode()).hexdigest()[:16] in PRIVATE]
    ok(found, "no private person's name stands in the case")
    child = [c["id"] for c in claims if "v_child" in (c["about"], c["value"]) and c["property"] in ("origin", "located_in", "name")]
    ok(child, "the child has no home town")

    ok([] if any(len(p.get("chain", [])) == 5 for p in passages) else ["none"], "one sentence came through five hands")
    ok([] if any("supersedes" in c and c.get("reason") for c in claims) else ["none"], "one claim is corrected, with a reason")
    stances = {c["value"]["term"] for c in claims if c["property"] == "stance"}
    ok({"denies", "declines", "confirms"} - stances, "there is a denial, a refusal to say, and an echo")
    ok([s["id"] for s in drafts if s["kind"] == "assess" and s.get("status") == "conflict" and not s.get("note_public")], "a conflict has its public note")
    subjects = {c["about"]: c for c in claims if c["property"] == "counted"}
    dead, six = subjects["p_izium_dead"]["value"], subjects["p_six"]["value"]
    ok([m for m in ("unit", "territory", "criterion") if dead[m] == six[m]], "the two figures of Izium and of the area differ in unit, territory and criterion")
    causes = {c["value"]["term"] for c in claims if c["about"] == "p_son_wife" and c["property"] == "cause"}
    ok({"small_arms", "shelling"} ^ causes, "two dead of Bohorodychne are shot in one account and shelled in another")
    parts = sum(c["value"]["exact"] for c in claims if c["property"] == "number" and c["about"].startswith("p_site_"))
    ok([] if parts == 447 else [parts], "the parts of the 447 add up")

    for name in ("bodies.csv", "places.csv"):
        with (CASE / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        column = "number_words" if name == "bodies.csv" else "as_written"
        ok([r["row"] for r in rows if r[column] not in accounts[r["file"]][int(r["paragraph"])]] +
           [r["row"] for n, r in enumerate(rows, 1) if r["row"] != str(n)], f"every row of {name} quotes its account")
    kept = {path.name: path.read_bytes() for path in (CASE / "photographs").iterdir() if path.suffix in (".jpg", ".png")}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, CASE / "make-photographs.py", folder], check=True)
        drawn = {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}
    ok([name for name in kept.keys() | drawn.keys() if kept.get(name) != drawn.get(name)], "the photographs are what the program draws")
    if shutil.which("exiftool"):
        out = subprocess.run(["exiftool", "-json", "-n", "-ImageDescription", "-DateTimeOriginal", "-GPSLatitude", CASE / "photographs"],
                             capture_output=True, check=True).stdout
        fields = {pathlib.Path(f["SourceFile"]).name: f for f in json.loads(out)}
        ok([n for n in kept if not fields[n]["ImageDescription"].startswith("SYNTHETIC") or not fields[n]["DateTimeOriginal"]],
           "every photograph says in its fields that it is synthetic, and when")
        ok([] if abs(fields["clock-never-set.jpg"]["GPSLatitude"] + 33.9) < 1e-6 and "GPSLatitude" not in fields["hrakove-field.jpg"]
           else [fields["clock-never-set.jpg"]], "positions are read as they were written")
    else:
        ok([], "the photographs' fields are read # SKIP exiftool is not installed")
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
