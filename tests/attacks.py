#!/usr/bin/env python3
"""Archives with sealed statements, written from the description of the format alone (Debian's age seals them), and what
an attacker does to them: see tests/cli/attacks.bats.

    attacks.py make FOLDER            FOLDER/archive, FOLDER/state (the writer's), FOLDER/key.txt (the compartment's secret);
                                      prints shell assignments: feed= person= ...
    attacks.py give FOLDER MEMBERKEY  the compartment's secret for a member of this machine, sealed to their key
    attacks.py ATTACK FOLDER          one of the functions below whose name begins with attack_"""
import base64, pathlib, shutil, struct, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from newer import Newer, MEMBER, genesis
from reader_test import ALPHABET, canonical, sha, short_id



def id_of(number):
    """A number as an id with its check character (format.md 4.6)."""
    values = [number >> (5 * (15 - i)) & 31 for i in range(16)]
    check = 0
    for value in values:
        check = (check ^ value) << 1
        check ^= 0b100101 if check & 32 else 0
    return "".join(ALPHABET[v] for v in values + [check])


RECORDER, COMPARTMENT, PERSON, OTHER = (id_of(n) for n in (41, 42, 43, 44))
FIRST, SECOND = "Aldermire Quosk", "Bexlorin Tavish"


def padded(length):
    """Padmé, word for word."""
    e = length.bit_length() - 1
    k = e - ((e.bit_length() - 1) + 1)
    return length if k <= 0 else (length + (1 << k) - 1) >> k << k


def age(recipient, plain):
    return subprocess.run(["age", "-r", recipient], input=plain, capture_output=True, check=True).stdout


class Sealing(Newer):
    def seal(self, recipient, kind, **members):
        """A statement as format.md 4.2 seals it; returns what stands in the frame."""
        index = len(self.frames)
        salt = self.random.randbytes(32)
        said = canonical({"feed": self.id, "index": index, "kind": kind, "at": "2022-09-16T08:00:00Z", "by": MEMBER,
                          "compartment": COMPARTMENT, **members})
        plain = salt + struct.pack(">I", len(said)) + said
        plain += b"\0" * (max(512, padded(len(plain))) - len(plain))
        return self.put_sealed(sha(salt + said), age(recipient, plain))

    def put_sealed(self, commitment, stored):
        self.frames.append(b"s" + struct.pack(">I", len(stored)) + commitment + stored)
        self.entries.append(f"ev1 {commitment.hex()} {sha(stored).hex()}\n".encode())
        self.commitments.append(commitment)
        return commitment, stored

    def replace(self, index, stored):
        """Other bytes for one statement, and the log made anew over them."""
        commitment = self.commitments[index]
        self.frames[index] = b"s" + struct.pack(">I", len(stored)) + commitment + stored
        self.entries[index] = f"ev1 {commitment.hex()} {sha(stored).hex()}\n".encode()

    def keep_state(self, state, archive):
        mine = state / archive / self.id
        mine.mkdir(parents=True, mode=0o700)
        key = base64.b64encode(b"\1" + bytes([self.seed]) * 32).decode()
        (mine / "key").write_text(f"PRIVATE+KEY+{self.origin}+{self.key_id.hex()}+{key}\n")
        (mine / "head").write_bytes(self.notes[-1])


def feed_of(folder, archive, seed):
    feed = Sealing(archive, seed, folder)
    feed.seed = seed
    return feed


def key_of(folder):
    """The compartment's key, made at the first call."""
    secret = folder / "key.txt"
    if not secret.exists():
        subprocess.run(["age-keygen", "-o", secret], capture_output=True, check=True)
    return subprocess.run(["age-keygen", "-y", secret], capture_output=True, check=True, text=True).stdout.strip()


def founded(folder, archive, recipient, more=()):
    """The founding feed: a compartment, two sealed persons, a source in clear; then `more`, each a function of the feed."""
    feed = feed_of(folder, archive, 7)
    genesis(feed, format=1)
    feed.say("compartment", id=COMPARTMENT, epoch=1, key=recipient, name="witnesses", default=True)
    feed.person = feed.seal(recipient, "entity", id=PERSON, entity="person", label=FIRST)
    feed.other = feed.seal(recipient, "entity", id=OTHER, entity="person", label=SECOND)
    for step in more:
        step(feed)
    return feed


def finish(folder, archive, feed, others=()):
    feed.sign()
    name = short_id(feed.commitments[0])
    facts = {"archive": name, "feed": feed.id, "format": 1, "name": "newer"}
    archive.mkdir(parents=True, exist_ok=True)
    (archive / "stele.json").write_bytes(canonical(facts) + b"\n")
    for one in (feed, *others):
        one.write_tail(b"")
    return name


def write(folder, more=(), others=lambda feed: ()):
    archive = folder / "archive"
    archive.mkdir(parents=True)
    feed = founded(folder, archive, key_of(folder), more)
    name = finish(folder, archive, feed, others(feed))
    feed.keep_state(folder / "state", name)
    return feed


def tell(feed, **more):
    for name, value in {"feed": feed.id, "first": f"{feed.id}.4", "second": f"{feed.id}.5", "person": PERSON, "other": OTHER,
                        **more}.items():
        print(f"{name}={value}")


def make(folder):
    tell(write(folder))


def attack_resigned(folder):
    """A peer's device, admitted: the ciphertext of another feed stands in its own as if it had written it."""
    other = feed_of(folder, folder / "archive", 11)
    recorder = {"of": other.id, "key": other.vkey, "members": [MEMBER], "from": 0}

    def others(feed):
        other.say("device", archive=short_id(feed.commitments[0]), of=other.id, key=other.vkey, members=[MEMBER])
        other.put_sealed(*feed.person)                       # stripped of its signature, and signed anew
        other.put_sealed(sha(b"another"), feed.person[1])    # with a commitment of the thief's own
        other.sign()
        return (other,)
    feed = write(folder, more=[lambda feed: feed.say("device", **recorder)], others=others)
    tell(feed, stolen=f"{other.id}.1", claimed=f"{other.id}.2")


def attack_swapped(folder):
    """The device's own key, after a theft: two ciphertexts have changed places, and the log is signed over it."""
    def swap(feed):
        (c, one), (d, two) = feed.person, feed.other
        for index, commitment, stored in ((4, d, two), (5, c, one)):
            feed.commitments[index] = commitment
            feed.replace(index, stored)
    tell(write(folder, more=[swap]))


def attack_swapped_on_disk(folder):
    """Without any key: two frames change places in the file."""
    feed = write(folder)
    feed.frames[4], feed.frames[5] = feed.frames[5], feed.frames[4]
    feed.put("tail-0", b"".join(feed.frames))
    tell(feed)


def attack_replayed(folder):
    """Into another archive whose compartment has the same key: the feed as a whole, and one ciphertext in a feed of its
    own."""
    victim = write(folder / "victim")
    shutil.copy(folder / "victim/key.txt", folder / "key.txt")

    archive = folder / "archive"
    archive.mkdir(parents=True)
    feed = feed_of(folder, archive, 13)
    genesis(feed, format=1)
    feed.say("compartment", id=COMPARTMENT, epoch=1, key=key_of(folder), name="witnesses", default=True)
    feed.put_sealed(*victim.person)
    name = finish(folder, archive, feed)
    feed.keep_state(folder / "state", name)
    shutil.copytree(folder / "victim/archive/feeds" / victim.id, archive / "feeds" / victim.id)
    tell(feed, replayed=f"{victim.id}.4", victim=victim.id)


def attack_announced(folder):
    """A recorder announces a later epoch of the compartment, with a key of their own."""
    theirs = folder / "theirs.txt"
    subprocess.run(["age-keygen", "-o", theirs], capture_output=True, check=True)
    key = subprocess.run(["age-keygen", "-y", theirs], capture_output=True, check=True, text=True).stdout.strip()

    def announce(feed):
        feed.say("member", id=RECORDER, roles=["recorder"])
        feed.add("compartment", by=RECORDER, id=COMPARTMENT, epoch=2, key=key, name="witnesses", default=True)
    tell(write(folder, more=[announce]))


def attack_truncated(folder):
    """Signed by the device that wrote it: the ciphertext lacks its end."""
    tell(write(folder, more=[lambda feed: feed.replace(4, feed.person[1][:-40])]))


def attack_altered(folder):
    """Signed by the device that wrote it: one bit of the ciphertext is another."""
    def alter(feed):
        stored = bytearray(feed.person[1])
        stored[-20] ^= 1
        feed.replace(4, bytes(stored))
    tell(write(folder, more=[alter]))


def attack_altered_on_disk(folder):
    feed = write(folder)
    tail = bytearray(b"".join(feed.frames))
    tail[sum(map(len, feed.frames[:5])) - 20] ^= 1
    feed.put("tail-0", bytes(tail))
    tell(feed)


def give(folder, member_key, state=None):
    secret = [line for line in (folder / "key.txt").read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")][0]
    archive = state or next((folder / "state").iterdir())
    (archive / "notes").mkdir(mode=0o700, exist_ok=True)
    (archive / f"notes/key.{COMPARTMENT}.1.{MEMBER}").write_bytes(age(member_key, secret.encode() + b"\n"))


if __name__ == "__main__":
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    if what == "give":
        give(folder, sys.argv[3])
    else:
        globals()[what if what == "make" else "attack_" + what](folder)
