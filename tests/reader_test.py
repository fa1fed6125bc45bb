#!/usr/bin/env python3
"""tools/read-archive.py against a second implementation: this file writes small archives from the description
of the format alone, damages them in one place at a time, and expects to be told which place. Prints TAP."""
import base64, hashlib, json, pathlib, random, shutil, struct, subprocess, sys, tempfile

READER = pathlib.Path(__file__).resolve().parent.parent / "tools" / "read-archive.py"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
DASH = "\u2014"


def sha(data):
    return hashlib.sha256(data).digest()


def short_id(data):
    """130 bits in base32, one character at a time: written differently from the reader on purpose."""
    bits = "".join(f"{byte:08b}" for byte in data)[:130]
    return "".join(ALPHABET[int(bits[i:i + 5], 2)] for i in range(0, 130, 5))


def tree(leaves):
    """MTH of RFC 6962, section 2.1, word for word."""
    if len(leaves) == 0:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\x01" + tree(leaves[:k]) + tree(leaves[k:]))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Feed:
    """One device's log: statements go in, files come out."""

    def __init__(self, archive, seed, scratch):
        self.archive, self.random = archive, random.Random(seed)
        self.scratch = scratch
        der = bytes.fromhex("302e020100300506032b657004220420") + bytes([seed]) * 32
        self.key_file = scratch / f"key{seed}"
        self.key_file.write_bytes(der)
        public = subprocess.run(["openssl", "pkey", "-inform", "DER", "-in", self.key_file, "-pubout", "-outform", "DER"],
                                capture_output=True, check=True).stdout[-32:]
        self.id = short_id(sha(b"stele feed v1\n" + public))
        self.origin = "stele.invalid/feed/" + self.id
        blob = b"\x01" + public
        self.key_id = sha(self.origin.encode() + b"\n" + blob)[:4]
        self.vkey = f"{self.origin}+{self.key_id.hex()}+{base64.b64encode(blob).decode()}"
        self.folder = archive / "feeds" / self.id
        self.frames, self.entries, self.commitments, self.notes = [], [], [], []

    def add(self, kind, form="o", **members):
        index = len(self.frames)
        salt = self.random.randbytes(32)
        statement = {"feed": self.id, "index": index, "kind": kind, "at": "2022-09-16T08:00:00Z", "by": "m1", **members}
        stored = salt + canonical(statement)
        c = sha(stored)
        hashes = b""
        if form == "s":     # the reader has no key: any bytes stand for the encrypted ones
            stored, hashes = b"age-encryption.org/v1\n" + self.random.randbytes(700), c
        h = sha(stored)
        if form == "e":
            stored, hashes = b"", c + h
        self.frames.append(form.encode() + struct.pack(">I", len(stored)) + hashes + stored)
        self.entries.append(f"ev1 {c.hex()} {h.hex()}\n".encode())
        self.commitments.append(c)
        return {"c": c.hex(), "s": f"{self.id}.{index}"}

    def sign(self):
        root = tree([sha(b"\0" + e) for e in self.entries])
        text = f"{self.origin}\n{len(self.entries)}\n{base64.b64encode(root).decode()}\n".encode()
        (self.scratch / "text").write_bytes(text)
        signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-keyform", "DER", "-inkey", self.key_file, "-rawin",
                                    "-in", self.scratch / "text"], capture_output=True, check=True).stdout
        line = f"\n{DASH} {self.origin} {base64.b64encode(self.key_id + signature).decode()}\n"
        self.notes.append(text + line.encode())

    def put(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def write(self):
        full = len(self.frames) // 256
        leaves = [sha(b"\0" + e) for e in self.entries]
        for n in range(full):
            part = slice(n * 256, n * 256 + 256)
            self.put(f"pack/{n:03d}", b"".join(self.frames[part]))
            self.put(f"tile/entries/{n:03d}", b"".join(struct.pack(">H", len(e)) + e for e in self.entries[part]))
            self.put(f"tile/0/{n:03d}", b"".join(leaves[part]))
        if full:
            self.put(f"tile/1/000.p/{full}", b"".join(tree(leaves[n * 256:n * 256 + 256]) for n in range(full)))
        # bytes behind the checkpoint: a commit that never came to its end
        self.put(f"tail-{full}", b"".join(self.frames[full * 256:]) + b"o\0\0\0\x40unfinished")
        self.put("checkpoints", b"".join(self.notes))
        self.put("checkpoint", self.notes[-1])


def write_archive(archive, scratch, erasers=("m1", "m2"), stranger_erases=False):
    feed = Feed(archive, 7, scratch)
    first = feed.add("archive", format=1, name="Приклад", key=feed.vkey, member="m1", synthetic=True)
    feed.add("member", id="m1", roles=["admin"])
    feed.add("device", of=feed.id, key=feed.vkey, members=["m1"], **{"from": 0})
    feed.sign()
    photograph = b"not a real photograph"
    name = hashlib.sha256(photograph).hexdigest()
    (archive / "objects" / name[:2]).mkdir(parents=True)
    (archive / "objects" / name[:2] / name[2:]).write_bytes(photograph)
    feed.add("object", sha256=name, stored=name, size=len(photograph), name="фото.jpg", type="image/jpeg")
    feed.add("entity", id="e1", entity="people", label="the dead of a town")
    words = feed.add("passage", source="e1", words='at least 1,000\n\u202e"quoted"', lang="en")["s"]
    wrong = feed.add("claim", about="e1", property="number", value={"exact": 1000}, passage=words)
    feed.add("claim", about="e1", property="number", value={"lower": 1000}, passage=words, supersedes=wrong)
    feed.add("claim", form="s", about="e1", property="name", value="hidden", passage=words)
    erased = feed.add("claim", form="e", about="e1", property="name", value="gone", passage=words)
    for by in erasers:
        feed.add("erase", of=erased, ground="consent withdrawn", by=by)
    other = Feed(archive, 9, scratch)
    feed.add("device", of=other.id, key=other.vkey, members=["m2"], **{"from": 0})
    stranger = Feed(archive, 11, scratch)
    for n in range(600):
        last = feed.add("claim", about="e1", property="note", mode="negated", value=f"запис {n}", row=n + 1)
        if n == 300:
            feed.sign()
    feed.add("claim", about="e1", property="note", value="it follows", premises=[words, last["s"]])
    feed.add("withdraw", of=last, reason="typing_error")
    feed.sign()
    feed.write()
    archive_id = short_id(feed.commitments[0])
    for device in (other, stranger):
        device.add("device", archive=archive_id, of=device.id, key=device.vkey, members=["m2"])
        if device is stranger:
            device.add("claim", about="e1", property="note", value="a lie")
        if stranger_erases and device is stranger:
            device.add("erase", of=erased, ground="none of theirs", by="m2")
        device.sign()
        device.write()
    (archive / "stele.json").write_bytes(
        canonical({"archive": archive_id, "feed": feed.id, "format": 1, "name": "Приклад"}) + b"\n")
    assert first["s"] == f"{feed.id}.0"
    return feed, stranger, archive_id, name


def run(archive, *more):
    done = subprocess.run([sys.executable, READER, *more[1:], archive, *more[:1]], capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


count = failed = 0


def ok(true, name, output=""):
    global count, failed
    count += 1
    failed += not true
    print(("ok" if true else "not ok"), count, "-", name)
    if not true:
        print("".join(f"# {line}\n" for line in output.splitlines()[-30:]), end="")


def flip(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        scratch = pathlib.Path(temporary)
        whole = scratch / "whole"
        feed, stranger, archive_id, photograph = write_archive(whole, scratch)
        ok(feed.id == "psqz2nfrr54h0sv8qh42ysypj9", "the feed id of the known key is the published vector")
        status, text = run(whole, archive_id)
        ok(status == 0 and "FAIL" not in text, "a whole archive is found whole", text)
        ok("1 sealed (no key here), 1 erased" in text, "sealed and erased statements are counted", text)
        ok('at least 1,000\\u000a\\u202e' in text and "\u202e" not in text,
           "words are printed with nothing in them that turns the text round", text)
        ok(f"{feed.id}.6   SUPERSEDED by {feed.id}.7\n" in text, "a superseded claim is marked", text)
        ok(f"{feed.id}.612   WITHDRAWN by {feed.id}.614\n" in text, "a withdrawn claim is marked", text)
        ok('the dead of a town | number | {"lower": 1000}' in text, "claims are listed with the label and the value", text)
        ok('{"mode": "negated", "row": 600}' in text and '{"premises": ["' in text, "claims are listed with mode, row and premises", text)
        ok(f"erased: {feed.id}.9, as said in {feed.id}.10, {feed.id}.11\n" in text, "an erased statement is listed with what erased it", text)
        ok(f"feed {stranger.id}: 2 statements, 0 sealed (no key here), 0 erased, NOT ADMITTED" in text
           and text.count("NOT ADMITTED") == 1 and "a lie" not in text, "a feed that no other admitted is named, and its claims left out", text)
        status, text = run(whole, archive_id[:4] + "-" + archive_id[4:].upper(), "--no-claims")
        ok(status == 0 and "it follows" not in text, "the archive id is read in any case and grouping; claims can be left out", text)
        status, text = run(whole, "0" * 26)
        ok(status == 1 and "archive id is the commitment of statement 0" in text, "another archive id is a difference", text)
        status, text = run(scratch / "nothing")
        ok(status == 2 and "usage" in text, "a folder without stele.json is wrong use", text)

        sub = f"feeds/{feed.id}/"
        damages = [
            ("one bit of an open statement", lambda a: flip(a / sub / "pack/001", 5000), "Merkle roots are those"),
            ("one bit of the tail", lambda a: flip(a / sub / "tail-2", 60), "Merkle roots are those"),
            ("one bit of a sealed statement", lambda a: flip(a / sub / "pack/000", find(a / sub / "pack/000", b"age-enc") + 99), "Merkle roots are those"),
            ("one bit of an erased frame", lambda a: flip(a / sub / "pack/000", find(a / sub / "pack/000", b"e\0\0\0\0") + 9), "Merkle roots are those"),
            ("one bit of a tile", lambda a: flip(a / sub / "tile/0/001", 31), "tiles hold their hashes"),
            ("one bit of a bundle of entries", lambda a: flip(a / sub / "tile/entries/000", 100), "bundles hold the entries"),
            ("a missing tile", lambda a: (a / sub / "tile/0/000").unlink(), "tiles hold their hashes"),
            ("a missing tail", lambda a: (a / sub / "tail-2").unlink(), "statements are all there"),
            ("one bit of a signature", lambda a: spoil_signature(a / sub), "signatures (openssl)"),
            ("a checkpoint that is in no list", lambda a: flip(a / sub / "checkpoint", -10), "list of checkpoints is whole"),
            ("an earlier checkpoint of another root", lambda a: spoil_root(a / sub), "Merkle roots are those"),
            ("one bit of an object", lambda a: flip(a / "objects" / photograph[:2] / photograph[2:], 3), "SHA-256 that is their name"),
            ("a missing object", lambda a: (a / "objects" / photograph[:2] / photograph[2:]).unlink(), "objects that statements name"),
            ("one letter of stele.json", lambda a: flip(a / "stele.json", -5), "stele.json follows from statement 0"),
            ("a feed under another name", lambda a: (a / "feeds" / stranger.id).rename(a / "feeds" / ("0" * 26)), "0" * 26),
        ]
        for name, damage, expected in damages:
            damaged = scratch / "damaged"
            shutil.copytree(whole, damaged)
            damage(damaged)
            status, text = run(damaged, archive_id)
            found = [line for line in text.splitlines() if line.startswith("difference:") and expected in line]
            ok(status == 1 and found and "Traceback" not in text, f"{name} is found", text)
            shutil.rmtree(damaged)

        for erasers, outside, name in (((), False, "an erased statement that no other names is damage"),
                                       ((), True, "a feed that no other admitted does not explain an erased statement")):
            lone = scratch / "lone"
            write_archive(lone, scratch, erasers, outside)
            status, text = run(lone)
            ok(status == 1 and "erased statements are named by others" in text and "this is damage" in text, name, text)
            shutil.rmtree(lone)

        earlier = scratch / "earlier"
        shutil.copytree(whole, earlier)
        lines = (earlier / sub / "checkpoints").read_bytes().splitlines(keepends=True)
        (earlier / sub / "checkpoint").write_bytes(b"".join(lines[-10:-5]))
        status, text = run(earlier, archive_id)
        ok(status == 0 and f"notice: {feed.id} lists checkpoints newer" in text, "a checkpoint put back to an earlier one is noticed", text)

        for form, name in (((b",", b", "), "in another form than the canonical"), ((b'"x"', b"1.5"), "with a fraction in it")):
            status, text, where = odd_statement(scratch, form)
            ok(status == 1 and f"canonical, in their place: {where}" in text, f"a signed statement {name} is found", text)
    print(f"1..{count}")
    return 1 if failed else 0


def odd_statement(scratch, form):
    """An archive whose second statement is signed, but not as the format wants it."""
    odd = scratch / "odd"
    device = Feed(odd, 7, scratch)
    device.add("archive", format=1, name="odd", key=device.vkey)
    stored = b"s" * 32 + canonical({"feed": device.id, "index": 1, "kind": "note", "value": "x"}).replace(*form)
    device.frames.append(b"o" + struct.pack(">I", len(stored)) + stored)
    device.entries.append(f"ev1 {sha(stored).hex()} {sha(stored).hex()}\n".encode())
    device.sign()
    device.write()
    card = {"archive": short_id(device.commitments[0]), "feed": device.id, "format": 1, "name": "odd"}
    (odd / "stele.json").write_bytes(canonical(card) + b"\n")
    status, text = run(odd)
    shutil.rmtree(odd)
    return status, text, f"{device.id}.1"


def find(path, needle):
    at = path.read_bytes().find(needle)
    assert at >= 0
    return at


def spoil_signature(folder):
    """The same character changed in both files, so that only the signature can tell."""
    for name in ("checkpoint", "checkpoints"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-20] + (b"A" if data[-20:-19] != b"A" else b"B") + data[-19:])


def spoil_root(folder):
    data = (folder / "checkpoints").read_bytes()
    lines = data.split(b"\n")
    lines[2] = base64.b64encode(bytes(32))
    (folder / "checkpoints").write_bytes(b"\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
