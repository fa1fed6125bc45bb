#!/usr/bin/env python3
"""Read and check a Stele archive without Stele.

    read-archive.py [--no-claims] FOLDER [ARCHIVE-ID]

Written from the description of the format alone, for an expert who wants to see with their own eyes what
the files say. It needs Python 3 and the openssl command, writes nothing into the archive, asks no network.
Give the archive id that you were told by telephone or on paper: it fixes all the rest. Exit status: 0 all
that was checked agrees, 1 a difference was found, 2 used wrongly.

One statement = r (32 random bytes) followed by S (JSON).      C = SHA-256(r || S), its commitment
Stored bytes B = r || S, or S encrypted with age ("sealed").   H = SHA-256(B)
Log entry = "ev1 " + hex(C) + " " + hex(H) + "\\n"               Merkle tree over the entries: RFC 6962
"""
import base64, hashlib, json, os, pathlib, re, struct, subprocess, sys, tempfile

differences, notices, tally = [], [], {}

def sha(data): return hashlib.sha256(data).digest()

def check(what, agrees, where=""):
    """Count one comparison; remember it where it fails."""
    good, bad = tally.get(what, (0, 0))
    tally[what] = (good + bool(agrees), bad + (not agrees))
    if not agrees:
        differences.append(f"{what}: {where}")
    return bool(agrees)

def base32(data):
    """The first 130 bits in Crockford's alphabet, lower case: 26 characters."""
    bits = int.from_bytes(data, "big") >> (len(data) * 8 - 130)
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[bits >> s & 31] for s in range(125, -1, -5))

def tile_path(n):
    """1234067 -> x001/x234/067"""
    path = f"{n % 1000:03d}"
    while n > 999:
        n //= 1000
        path = f"x{n % 1000:03d}/{path}"
    return path

def node(left, right): return sha(b"\x01" + left + right)

def merkle_roots(leaves, sizes):
    """The RFC 6962 root of the first n leaves, for each n of sizes. The stack holds whole subtrees, largest first."""
    roots, stack = {0: sha(b"")}, []
    for n, leaf in enumerate(leaves, 1):
        stack.append(leaf)
        for _ in range((n & -n).bit_length() - 1):
            right = stack.pop()
            stack.append(node(stack.pop(), right))
        if n in sizes:
            root = stack[-1]
            for left in reversed(stack[:-1]):
                root = node(left, root)
            roots[n] = root
    return roots

def read(path): return path.read_bytes() if path.is_file() else b""

def key_of(vkey, origin):
    """The 32 key bytes of "name+id+base64(0x01 || key)", and the four bytes of its id."""
    name, key_id, blob = str(vkey).split("+", 2)
    blob = base64.b64decode(blob)
    expected = sha(origin.encode() + b"\n" + blob)[:4]
    if name != origin or bytes.fromhex(key_id) != expected or len(blob) != 33 or blob[0] != 1:
        raise ValueError("the key does not belong to this origin")
    return blob[1:], expected

def signed(key, text, signature):
    """openssl says whether this Ed25519 signature is of this text by this key."""
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, name) for name in ("key", "text", "sig")]
        for name, data in zip(files, (bytes.fromhex("302a300506032b6570032100") + key, text, signature)):
            pathlib.Path(name).write_bytes(data)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files[0],
                               "-rawin", "-in", files[1], "-sigfile", files[2]], capture_output=True).returncode == 0

def frames(data):
    """(form, C, H, B) of each frame of a pack or tail; stops at a torn last one."""
    at = 0
    while at + 5 <= len(data):
        form, length = data[at:at + 1], struct.unpack(">I", data[at + 1:at + 5])[0]
        extra = {b"o": 0, b"s": 32, b"e": 64}.get(form)
        start = at + 5 + (extra or 0)
        if extra is None or start + length > len(data):
            return
        hashes, stored, at = data[at + 5:start], data[start:start + length], start + length
        h = hashes[32:] if form == b"e" else sha(stored)
        yield form.decode(), hashes[:32] if extra else h, h, stored

def refuse(number): raise ValueError(f"{number} is not an integer")

def parse(stored, feed, index):
    """S of an open frame: JSON in its one canonical form, without fractions, which names its own feed and index."""
    try:
        s = json.loads(stored[32:].decode(), parse_float=refuse, parse_constant=refuse)
        again = json.dumps(s, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        whole = again == stored[32:] and (s["feed"], s["index"]) == (feed, index) and isinstance(s["kind"], str)
        return s if whole else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None

NOTE = re.compile(rb"(([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/=]{44})\n)\n\xe2\x80\x94 ([^ \n]+) ([A-Za-z0-9+/=]{92})\n")

def parse_note(note):
    """(signed text, origin, size, root, key id, signature) of a checkpoint of five lines, or None."""
    found = NOTE.fullmatch(note)
    if not found or found[2] != found[5]:
        return None
    blob = base64.b64decode(found[6])
    return found[1], found[2].decode("utf-8", "replace"), int(found[3]), base64.b64decode(found[4]), blob[:4], blob[4:]

def check_tiles(folder, feed, entries, leaves):
    """Every tile is recomputed; every full one has to be there."""
    for n in range(len(entries) // 256):
        bundle = b"".join(struct.pack(">H", len(e)) + e for e in entries[n * 256:n * 256 + 256])
        check("bundles of entries", read(folder / "tile/entries" / tile_path(n)) == bundle, f"{feed} tile/entries/{tile_path(n)}")
    level, hashes = 0, leaves
    while hashes:
        for n in range(len(hashes) // 256):
            check("tiles of hashes", read(folder / f"tile/{level}" / tile_path(n)) == b"".join(hashes[n * 256:n * 256 + 256]),
                  f"{feed} tile/{level}/{tile_path(n)}")
        rest = len(hashes) % 256
        if level and rest:      # level 0 keeps no partial tile: the tail has it
            path = folder / f"tile/{level}" / f"{tile_path(len(hashes) // 256)}.p/{rest}"
            check("tiles of hashes", read(path) == b"".join(hashes[-rest:]), f"{feed} {path.relative_to(folder)}")
        groups = [hashes[i:i + 256] for i in range(0, len(hashes) - rest, 256)]
        level, hashes = level + 1, [merkle_roots(g, {256})[256] for g in groups]

def read_frames(folder, size):
    """The first `size` frames: statement i stands in pack i/256, else in the tail of that number."""
    found = []
    for n in range(-(-size // 256)):
        pack = folder / "pack" / tile_path(n)
        data = read(pack) if pack.is_file() else read(folder / f"tail-{n}")
        found += list(frames(data))[:min(256, size - n * 256)]
        if len(found) < min(size, n * 256 + 256):
            break
    return found

def read_feed(folder):
    """Check one device's log up to its checkpoint: [(form, C, S or None)]."""
    feed, origin, latest = folder.name, "stele.invalid/feed/" + folder.name, read(folder / "checkpoint")
    lines = read(folder / "checkpoints").splitlines(keepends=True)
    notes = [b"".join(lines[i:i + 5]) for i in range(0, len(lines), 5)]
    if not check("checkpoint well formed, in the list of all", parse_note(latest) and latest in notes, feed):
        return []
    size = parse_note(latest)[2]
    raw = read_frames(folder, size)
    check("statements all there", len(raw) == size, f"{feed}: {len(raw)} of {size}")
    found = [(form, c, parse(stored, feed, i) if form == "o" else None) for i, (form, c, _, stored) in enumerate(raw)]
    for i, (form, _, s) in enumerate(found):
        check("open statements canonical, in their place", form != "o" or s, f"{feed}.{i}")
    entries = [f"ev1 {c.hex()} {h.hex()}\n".encode() for _, c, h, _ in raw]
    leaves = [sha(b"\x00" + entry) for entry in entries]
    check_tiles(folder, feed, entries, leaves)
    try:
        key, key_id = key_of(found[0][2]["key"], origin)
    except (LookupError, ValueError, TypeError):
        check("feed id is the hash of its key", False, f"{feed}: statement 0 gives no key of this feed")
        return found
    check("feed id is the hash of its key", base32(sha(b"stele feed v1\n" + key)) == feed, feed)
    parsed = [parse_note(note) for note in notes[:notes.index(latest) + 1]]
    if len(notes) > len(parsed):
        notices.append(f"{feed} has {len(notes) - len(parsed)} checkpoints newer than the one it ends with: a commit was interrupted, "
                       "the copy was made during writing, or statements were cut off")
    roots = merkle_roots(leaves, {p[2] for p in parsed if p})
    for number, p in enumerate(parsed):
        where = f"{feed}, checkpoint {number}"
        if check("checkpoints well formed", p and p[1] == origin, where):
            check("Merkle root of the statements at each checkpoint", roots.get(p[2]) == p[3], f"{where}, size {p[2]}")
            check("signatures of checkpoints (openssl)", p[4] == key_id and signed(key, p[0], p[5]), where)
    check("checkpoints only grow", all(a and b and a[2] < b[2] for a, b in zip(parsed, parsed[1:])), feed)
    return found

def target(s, member):
    """(commitment, reference) that {"c": ..., "s": ...} names: the commitment, so that a fork cannot change what was meant."""
    pair = s.get(member)
    return (pair.get("c"), pair.get("s")) if isinstance(pair, dict) else (None, None)

def check_erased(feeds, inside):
    """An erased frame is explained by the erase statements of two members in admitted feeds, or by a reseal; else it is damage."""
    members, resealed = {}, set()
    for feed in inside:
        for _, _, s in feeds[feed]:
            if s and s["kind"] == "erase":
                members.setdefault(target(s, "of")[0], set()).add(s.get("by"))
            if s and s["kind"] == "reseal":
                resealed.add(target(s, "of")[0])
    explained = resealed | {c for c, who in members.items() if len(who) >= 2}
    for feed, found in feeds.items():
        for index, (form, c, _) in enumerate(found):
            if form == "e":
                check("erased frames explained by two members", c.hex() in explained, f"{feed}.{index}")
    return explained

def check_objects(archive, feeds, explained):
    """A stored object's name is the SHA-256 of its bytes; each one that a readable statement names is there."""
    stored = {}
    for path in sorted(p for p in (archive / "objects").glob("??/*") if p.is_file()):
        name = path.parent.name + path.name
        stored[name] = path.stat().st_size
        digest = hashlib.sha256()
        with path.open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        check("objects have the hash that is their name", digest.hexdigest() == name, name)
    named = set()
    for feed, found in feeds.items():
        for index, (_, c, s) in enumerate(found):
            name = s.get("stored") if s and c.hex() not in explained else None
            if isinstance(name, str):
                named.add(name)
                right_size = name != s.get("sha256") or s.get("size") == stored.get(name)
                check("objects that statements name are there", name in stored and right_size, f"{feed}.{index} {name}")
    return len(stored), len(set(stored) - named)

def admitted(feeds, founding):
    """Feeds that an admin's device statement, in a feed already admitted, names with their key."""
    inside, more = set(), {founding} & set(feeds)
    while more - inside:
        inside |= more
        open_ones = [s for feed in inside for _, _, s in feeds.get(feed, []) if s]
        admins = {s.get("id") for s in open_ones if s["kind"] == "member" and "admin" in s.get("roles", [])}
        more = {s["of"] for s in open_ones if s["kind"] == "device" and s.get("by") in admins and s.get("of") in feeds
                and feeds[s["of"]] and (feeds[s["of"]][0][2] or {}).get("key") == s.get("key")}
    return inside

def printable(value):
    """One line, nothing in it that a terminal would obey or that turns the direction of the text."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)

def print_claims(feeds):
    said = {f"{feed}.{i}": s for feed, found in feeds.items() for i, (_, _, s) in enumerate(found) if s}
    labels = {s["id"]: s.get("label") or f"{s.get('class') or ''} {s['entity']}".strip()
              for s in said.values() if s["kind"] == "entity" and "id" in s}
    gone = {target(s, "supersedes")[1] for s in said.values()} | {target(s, "of")[1] for s in said.values() if s["kind"] == "withdraw"}
    for ref, s in said.items():
        if s["kind"] == "claim":
            about, value = (labels.get(v, v) if isinstance(v, str) else v for v in (s.get("about"), s.get("value")))
            mode = "" if s.get("mode", "asserted") == "asserted" else f" ({s['mode']})"
            later = "   (corrected or withdrawn later)" if ref in gone else ""
            print(printable(about), "|", printable(s.get("property")) + mode, "|", printable(value) + later)
            words = said.get(str(s.get("passage")), {}).get("words")
            rests = json.dumps(words, ensure_ascii=False) if words else \
                next((f"{m} {printable(s[m])}" for m in ("premises", "row", "passage") if m in s), "nothing")
            print(f"    {ref} rests on {printable(rests)}")

def main(arguments):
    show = "--no-claims" not in arguments
    arguments = [a for a in arguments if a != "--no-claims"]
    if len(arguments) not in (1, 2) or not (pathlib.Path(arguments[0]) / "stele.json").is_file():
        print("usage: read-archive.py [--no-claims] FOLDER [ARCHIVE-ID]   (FOLDER holds stele.json)", file=sys.stderr)
        return 2
    archive = pathlib.Path(arguments[0])
    try:
        card = json.loads(read(archive / "stele.json"))
        founding = card["feed"]
    except (ValueError, LookupError, TypeError):
        print('difference: "stele.json" is not the description of an archive')
        return 1
    feeds = {f.name: read_feed(f) for f in sorted((archive / "feeds").iterdir()) if f.is_dir()}
    _, c0, first = (feeds.get(founding) or [("", b"", None)])[0]
    archive_id = base32(c0) if c0 else "none"
    told = arguments[1].lower().replace("-", "") if len(arguments) == 2 else archive_id
    check("archive id is the hash of statement 0", archive_id == told == card.get("archive"), f"files give {archive_id}")
    derived = {"archive": archive_id, "feed": founding, "format": 1, "name": (first or {}).get("name")}
    check("stele.json follows from statement 0", first and first.get("kind") == "archive" and read(archive / "stele.json") ==
          json.dumps(derived, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n", "stele.json")
    inside = admitted(feeds, founding)
    explained = check_erased(feeds, inside)
    objects, unnamed = check_objects(archive, feeds, explained)
    if show:
        print_claims(feeds)
    print(f"\narchive {archive_id}  {printable(card.get('name'))}" + ("" if len(arguments) == 2 else "   (compare this id with the one you were told)"))
    for feed, found in feeds.items():
        forms = [f for f, _, _ in found]
        print(f"feed {feed}: {len(found)} statements, {forms.count('s')} sealed (no key here), {forms.count('e')} erased"
              + ("" if feed in inside else ", NOT ADMITTED by an admin's device statement"))
    print(f"objects: {objects}, of which {unnamed} are named by no statement that can be read here")
    for what, (good, bad) in tally.items():
        print(f"{'ok  ' if not bad else 'FAIL'} {what}: {good}" + (f", {bad} differ" if bad else ""))
    for line in differences:
        print("difference:", printable(line))
    for line in notices:
        print("notice:", printable(line))
    anchors = len([p for p in (archive / "anchors").rglob("*") if p.is_file()])
    print(f"not checked: {anchors} files in anchors/, the log of the replica, endings of devices, one feed's replacement by another,\n"
          "    who was allowed to erase, sealed content; and nothing can check here whether what is said is true")
    print("shown by this: the record is whole as its keys signed it; not when it was made, unless something outside fixes it")
    return 1 if differences else 0

if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as problem:
        print("difference: a file or statement has a shape that the format does not allow:", repr(problem))
        sys.exit(1)
