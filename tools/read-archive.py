#!/usr/bin/env python3
"""Read and check a Stele archive without Stele:   read-archive.py [--no-claims] FOLDER [ARCHIVE-ID]

For an expert who wants to see with their own eyes what the files say. It knows docs/formats.md and nothing of our code,
needs Python 3 and the openssl command, writes nothing into the archive, asks no network. The archive id, told by
telephone or on paper, fixes all the rest. Exit status: 0 everything agrees, 1 a difference was found, 2 wrong use,
3 a newer format: some of it could not be looked at.

A statement S (a line of JSON) is stored behind 32 random bytes r. Its commitment is C = SHA-256(r || S). Stored bytes
B = r || S, or S encrypted ("sealed"), or nothing any more ("erased"); H = SHA-256(B). Its entry in the log of its
device ("feed") is "ev1 hex(C) hex(H)\\n"; the entries are the leaves of a Merkle tree (RFC 6962), whose root is signed."""
import base64, hashlib, json, pathlib, re, subprocess, sys, tempfile

tally = {}
unread = []     # feeds that go on in a form that is not known here

def check(what, agrees, where):
    tally.setdefault(what, [0, 0])[0 if agrees else 1] += 1
    if not agrees:
        print("difference:", show(f"{what}: {where}"))

def show(value):
    """One line with nothing in it that a terminal would obey or that turns the text round."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)

def sha(data): return hashlib.sha256(data).digest()
def read(path): return path.read_bytes() if path.is_file() else b""
def canonical(value): return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def base32(data):
    """The first 130 bits, in 26 characters."""
    bits = int.from_bytes(data, "big") >> (len(data) * 8 - 130)
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[bits >> shift & 31] for shift in range(125, -1, -5))

def number_path(n):
    """1234067 -> x001/x234/067"""
    return re.sub(r"(\d{3})(?=\d)", r"x\1/", str(n).zfill(-(-len(str(n)) // 3) * 3))

def merkle_roots(leaves, sizes):
    """{n: root of the first n leaves}, for n in sizes. The stack holds the roots of whole subtrees, the largest first."""
    roots, stack = {}, []
    for n, leaf in enumerate(leaves, 1):
        stack.append(leaf)
        for _ in range((n & -n).bit_length() - 1):
            stack[-2:] = [sha(b"\1" + stack[-2] + stack[-1])]
        if n in sizes:
            roots[n] = stack[-1]
            for left in stack[-2::-1]:
                roots[n] = sha(b"\1" + left + roots[n])
    return roots

def signed(key, text, signature):
    """Does openssl say that this is the Ed25519 signature of text by key?"""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in ("key", bytes.fromhex("302a300506032b6570032100") + key), ("text", text), ("sig", signature):
            pathlib.Path(folder, name).write_bytes(data)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"
        return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0

def frames(data, bundle):
    """(form, C, H, B) of each frame: a letter, the length of B in four bytes, hashes, B. Stops at a torn one, and at one
    of a letter that a newer format brought unless the bundle of entries tells where its B lies: there its hash is H."""
    at = n = 0
    while at + 5 <= len(data):
        form, length, entry = data[at:at + 1], int.from_bytes(data[at + 1:at + 5], "big"), bundle[n * 136 + 2:n * 136 + 135]
        n += 1
        for width in {b"o": (0,), b"s": (32,), b"e": (64,)}.get(form, range(0, 160, 32)):
            hashes, stored = data[at + 5:at + 5 + width], data[at + 5 + width:at + 5 + width + length]
            if form in b"ose" or sha(stored).hex().encode() == entry[69:]:
                break
        else:
            return
        if form not in b"ose":
            yield "?", bytes.fromhex(entry[4:68].decode()), sha(stored), stored
        elif len(stored) == length:
            yield form.decode(), hashes[:32] or sha(stored), hashes[32:] or sha(stored), stored
        at += 5 + width + length

def parse(stored, name):
    """S of an open frame, if it is JSON in its one canonical form, without fractions, and names its own place."""
    try:
        s = json.loads(stored[32:], parse_float=lambda _: None, parse_constant=lambda _: None)
        return s if canonical(s) == stored[32:] and f"{s['feed']}.{s['index']}" == name else None
    except (ValueError, LookupError, TypeError, RecursionError):
        return None

NOTE = re.compile(rb"(([^\n]+)\n([0-9]{1,16})\n([A-Za-z0-9+/=]{44})\n)\n\xe2\x80\x94 ([^ \n]+) ([A-Za-z0-9+/=]{92})\n")

def read_feed(folder, is_newer):
    """Check one log up to its checkpoint (in a newer format: as far as it is known here). {name: (form, C in hex, S or None)} of its statements."""
    feed, origin = folder.name, f"stele.invalid/feed/{folder.name}".encode()
    last, others = re.subn(rb"(?m)^\xe2\x80\x94 (?!%s ).*\n" % re.escape(origin), b"", read(folder / "checkpoint"))
    listed, behind, newer = read(folder / "checkpoints").partition(last)
    notes = [note for note in NOTE.finditer(listed + last) if note[2] == note[5] == origin]
    check("the list of checkpoints is whole", behind and b"".join(note[0] for note in notes) == listed + last, feed)
    if others:
        print(f"notice: {feed}: {others} signatures of others stand on its checkpoint, and are left out here")
    if newer:
        print(f"notice: {feed} lists checkpoints newer than its own: interrupted, copied while written, or cut off since")
    sizes, raw = [int(note[3]) for note in notes], []
    for n in range(-(-sizes[-1] // 256)):       # statement i stands in pack i/256, or in the tail of that number
        data = read(folder / "pack" / number_path(n)) or read(folder / f"tail-{n}")
        raw += list(frames(data, read(folder / "tile/entries" / number_path(n)) if is_newer else b""))[:min(256, sizes[-1] - n * 256)]
        if is_newer and len(raw) < min(sizes[-1], n * 256 + 256):
            print(f"notice: {feed} goes on at {len(raw)} in a form that is not known here: only what stands before it was looked at")
            unread.append(feed)
            break
    if is_newer:
        sizes, notes = [s for s in sizes if s <= len(raw)], [note for note in notes if int(note[3]) <= len(raw)]
    check("statements are all there", is_newer or len(raw) == sizes[-1], f"{feed}: {len(raw)} of {sizes[-1:]}")
    said = {}
    for i, (form, c, _, stored) in enumerate(raw):
        name = f"{feed}.{i}"
        said[name] = form, c.hex(), parse(stored, name) if form == "o" else None
        check("open statements are canonical, in their place", form != "o" or said[name][2], name)
    entries = [f"ev1 {c.hex()} {h.hex()}\n".encode() for _, c, h, _ in raw]
    leaves = [sha(b"\0" + entry) for entry in entries]
    for n in range(len(raw) // 256):
        path, part = number_path(n), slice(n * 256, n * 256 + 256)
        bundle = b"".join(b"\0\x86" + entry for entry in entries[part])      # each 134 bytes long
        check("bundles hold the entries", read(folder / "tile/entries" / path) == bundle, f"{feed} {path}")
        check("tiles hold their hashes", read(folder / "tile/0" / path) == b"".join(leaves[part]), f"{feed} {path}")
    key = base64.b64decode(said[f"{feed}.0"][2]["key"].split("+", 2)[2])    # "name+id+base64", of 1 and the public key
    check("feed id is the hash of the key in statement 0", base32(sha(b"stele feed v1\n" + key[1:])) == feed, feed)
    check("checkpoints only grow", sizes == sorted(set(sizes)), feed)
    roots, key_id = merkle_roots(leaves, set(sizes)), sha(origin + b"\n" + key)[:4]
    for size, note in zip(sizes, notes):
        root, signature, where = base64.b64decode(note[4]), base64.b64decode(note[6]), f"{feed}, checkpoint of size {size}"
        check("Merkle roots are those of the statements", roots.get(size) == root, where)
        check("signatures (openssl)", signature[:4] == key_id and signed(key[1:], note[1], signature[4:]), where)
    return said

def replacements(feeds, admitted):
    """(feed, old feed, size): feeds that go on for a feed that counts, as that feed's own key has signed."""
    for feed, said in feeds.items():
        new = (said[f"{feed}.0"][2] or {}).get("replaces", {})
        if new.get("feed") in admitted and "sig" in new:
            text = f"stele replaces v1\n{new['feed']}\n{feed}\n{new['size']}\n{new['root']}\n".encode()
            old = base64.b64decode(feeds[new["feed"]][f"{new['feed']}.0"][2]["key"].split("+", 2)[2])
            if signed(old[1:], text, base64.b64decode(new["sig"])):
                yield feed, new["feed"], new["size"]

def check_objects(archive, statements):
    stored = set()
    for path in sorted(p for p in (archive / "objects").glob("??/*") if p.is_file()):
        digest, name = hashlib.sha256(), path.parent.name + path.name
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        check("objects have the SHA-256 that is their name", digest.hexdigest() == name, name)
        stored.add(name)
    # Asked for by one member and confirmed by another; of several reseals of one statement the last one counts.
    erased = {s["of"]["object"]: name for name, s in statements.items()
              if s["kind"] == "erase" and "confirms" in s and "object" in s["of"]}
    sealed = {s["of"]["c"]: s["stored"] for s in statements.values() if s["kind"] == "reseal"}
    gone = {s["of"]["c"] for s in statements.values() if s["kind"] == "erase" and "confirms" in s and "c" in s["of"]}
    for name, s in statements.items():
        if s["kind"] == "reseal" and (s["of"]["c"] in gone or sealed[s["of"]["c"]] != s["stored"]):
            continue
        if "stored" in s and s["stored"] in erased and s["stored"] not in stored:
            print(f"erased: object {s['stored']} of {name}, as said in {erased[s['stored']]}")
        elif "stored" in s:
            check("objects that statements name are there", s["stored"] in stored, f"{name} {s['stored']}")

def print_claims(statements, commitments):
    labels = {s["id"]: s.get("label") or s.get("class") or s["entity"] for s in statements.values() if s["kind"] == "entity"}
    later = {s["supersedes"]["c"]: f"   SUPERSEDED by {name}" for name, s in statements.items()
             if isinstance(s.get("supersedes"), dict)}
    later |= {s["of"]["c"]: f"   WITHDRAWN by {name}" for name, s in statements.items() if s["kind"] == "withdraw"}
    for name, s in statements.items():
        if s["kind"] != "claim":
            continue
        about, value = (labels.get(v, v) if isinstance(v, str) else v for v in (s["about"], s["value"]))
        words = statements.get(s.get("passage"), {}).get("words")
        rest = {m: s[m] for m in ("mode", "premises", "import", "row", "passage") if m in s}
        print(f"{name}{later.get(commitments[name], '')}\n    {show(about)} | {show(s['property'])} | {show(value)}")
        print("    " + (f'"{show(words)}" ' if words else "") + show(rest))

def main(arguments):
    with_claims, arguments = "--no-claims" not in arguments, [a for a in arguments if a != "--no-claims"]
    archive = pathlib.Path(*arguments[:1])
    if len(arguments) not in (1, 2) or not (archive / "stele.json").is_file():
        print("usage: read-archive.py [--no-claims] FOLDER [ARCHIVE-ID]   (FOLDER holds stele.json)", file=sys.stderr)
        return 2
    card = json.loads(read(archive / "stele.json"))
    newer = card["format"] > 1
    if newer:
        print(f"notice: format {card['format']} is newer than this script, which knows 1: what it does not know is left out")
    feeds = {folder.name: read_feed(folder, newer) for folder in sorted((archive / "feeds").iterdir()) if read(folder / "checkpoint")}
    admitted, more, ends = set(), {card["feed"]} & set(feeds), {}
    while more:             # a feed counts if a feed that counts names it, or goes on as it
        admitted |= more
        said = [s for feed in admitted for _, _, s in feeds[feed].values() if s]
        more = {s["of"] for s in said if s["kind"] == "device"} & set(feeds) - admitted
        for s in said:      # a device statement that ends a feed
            if s["kind"] == "device" and "until" in s:
                ends[s["of"]] = min(s["until"]["size"], ends.get(s["of"], 1 << 53))
        for feed, old, size in replacements(feeds, admitted):
            more, ends[old] = more | {feed} - admitted, min(size, ends.get(old, size))
    commitments = {name: c for said in feeds.values() for name, (_, c, _) in said.items()}
    statements = {name: s for feed in sorted(admitted) for name, (_, _, s) in feeds[feed].items()
                  if s and s["index"] < ends.get(feed, 1 << 53)}
    first = f"{card['feed']}.0"
    archive_id = base32(bytes.fromhex(commitments[first]))
    told = arguments[1].lower().replace("-", "") if len(arguments) == 2 else archive_id
    check("archive id is the commitment of statement 0", archive_id == told, f"the files give {archive_id}")
    derived = {"archive": archive_id, "feed": card["feed"], "format": statements[first]["format"], "name": statements[first]["name"]}
    if newer:       # it may say more
        derived = card | derived
    check("stele.json follows from statement 0", read(archive / "stele.json") == canonical(derived) + b"\n", "stele.json")
    check_objects(archive, statements)
    if with_claims:
        print_claims(statements, commitments)
    print(f"\narchive {archive_id}  {show(card['name'])}{'' if len(arguments) == 2 else '   (is this the id you were told?)'}")
    for feed, said in feeds.items():
        forms = [form for form, _, _ in said.values()]
        print(f"feed {feed}: {len(said)} statements, {forms.count('s')} sealed (no key here), {forms.count('e')} erased"
              + (f", {forms.count('?')} of an unknown form" if "?" in forms else "")
              + ("" if feed in admitted else ", NOT ADMITTED: what it says is left out")
              + (f", ended at {ends[feed]}: what follows is left out" if feed in ends else ""))
        for name, c in [(name, c) for name, (form, c, _) in said.items() if form == "e"]:
            by = [n for n, s in statements.items() if s["kind"] in ("erase", "reseal") and s["of"].get("c") == c]
            check("erased statements are named by others", by, name)
            print(f"erased: {name}, as said in {', '.join(by) or 'no statement: this is damage'}")
    for what, (good, bad) in tally.items():
        print(f"{'FAIL' if bad else 'ok  '} {what}: {good}" + (f", {bad} differ" if bad else ""))
    print("not checked: anchors/, upper tiles, who was allowed to admit, withdraw or erase, what is sealed.\n"
          "shown by this: the record is whole as its keys signed it; not that it is true, nor when it was made")
    return 1 if any(bad for _, bad in tally.values()) else 3 if unread else 0

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError, OSError) as problem:
        sys.exit(f"difference: a file cannot be read, or has a shape that the format does not allow: {problem!r}")
