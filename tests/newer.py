#!/usr/bin/env python3
"""Write archives as a newer version of Stele might: signed properly, with what this version does not know in them.

    newer.py WHAT FOLDER      FOLDER/archive and FOLDER/state (the writer's own, so that writing is refused for the right
                              reason); prints the feed's id

    kinds   this format; kinds, members, properties, values and additions to the schema that nobody here knows
    format  format 2; frames of two unknown forms in a full pack, files nobody here knows, more in statement 0 and stele.json
    tail    format 2; a frame of an unknown form in the unfinished group, where nothing tells how long it is
    lost    format 2; a frame of an unknown form in a pack, its bytes not those of its hash
    strange format 2; nothing in stele.json by which this version could find its way"""
import base64, pathlib, struct, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from reader_test import Feed, canonical, sha, short_id

MEMBER, PERSON, PAGE = "000g40r40m30e209j", "00000000000000000", "zzzzzzzzzzzzzzzzm"


class Newer(Feed):
    def say(self, kind, **members):
        return self.add(kind, by=MEMBER, **members)

    def of_form(self, form, hashes, whole=True):
        """A statement stored in a form that does not exist yet: more hashes before its bytes."""
        stored = self.random.randbytes(90)
        c, h = sha(b"of " + form + stored), sha(stored if whole else b"other bytes")
        self.frames.append(form + struct.pack(">I", len(stored)) + c + b"\7" * 32 * (hashes - 1) + stored)
        self.entries.append(f"ev1 {c.hex()} {h.hex()}\n".encode())
        self.commitments.append(c)

    def write_tail(self, torn):
        full = len(self.frames) // 256
        self.write()
        self.put(f"tail-{full}", b"".join(self.frames[full * 256:]) + torn)


def genesis(feed, **more):
    feed.say("archive", name="newer", key=feed.vkey, member=MEMBER, synthetic=True, **more)
    feed.say("member", id=MEMBER, roles=["admin"])
    feed.say("device", of=feed.id, key=feed.vkey, members=[MEMBER], **{"from": 0})


def known(feed):
    """What every version knows: a page, a person, what the one says of the other."""
    feed.say("entity", id=PAGE, entity="source", **{"class": "web_page"}, label="a made-up page")
    feed.say("entity", id=PERSON, entity="people", label="made-up people")
    words = feed.say("passage", source=PAGE, words="four of them", lang="en", locator={"paragraph": 1},
                     chain=[{"who": "not_stated", "knows": "not_stated", "link": "stated"}])["s"]
    return feed.say("claim", about=PERSON, property="number", value={"exact": 4, "unit": "person"}, mode="asserted", passage=words)


def unknown(feed, claim):
    """Kinds, members, properties, values and additions that nobody here knows."""
    feed.say("sighting", of=PERSON, seen_by=PAGE, note="they were seen", where={"cell": [1, 2], "of": "grid"})
    feed.say("tally", among=[claim], sum=4)
    feed.say("claim", about=PERSON, property="posture", value={"stance": {"angle": "12"}}, mode="asserted", passage=claim["s"])
    feed.say("claim", about=PERSON, property="number", value={"between": [4, 5], "scale": "log"}, mode="asserted", certainty="0.4",
             passage=claim["s"])
    feed.say("entity", id="2000000000000000k", entity="satellite", label="a made-up satellite", orbit={"apogee_km": 500})
    feed.say("schema", add="process", key="weathering", en="weathering", uk="вивітрювання", definition={"over": ["stone"]})
    feed.say("schema", add="property", key="albedo", en="albedo", uk="альбедо", definition={"about": ["people"], "values": ["spectrum"]})
    feed.say("claim", about=PERSON, property="albedo", value={"spectrum": [1, 2]}, mode="asserted", passage=claim["s"])


def fill_up(feed, size):
    while len(feed.frames) < size:
        feed.say("tally", sum=len(feed.frames))


def write(what, folder):
    archive, state = folder / "archive", folder / "state"
    archive.mkdir(parents=True)
    feed = Newer(archive, 7, folder)
    facts, torn = {"feed": feed.id, "format": 1 if what == "kinds" else 2, "name": "newer"}, b""
    genesis(feed, format=facts["format"], **({} if what == "kinds" else {"quorum": {"of": 3}}))
    unknown(feed, known(feed))
    if what == "format":
        feed.of_form(b"z", 1)
        feed.of_form(b"\x80", 3)
        fill_up(feed, 300)
    if what == "lost":
        feed.of_form(b"z", 1, whole=False)
        fill_up(feed, 300)
    if what == "tail":
        fill_up(feed, 258)
        feed.sign()
        feed.of_form(b"z", 1)
        fill_up(feed, 262)
    feed.sign()
    feed.write_tail(torn)
    facts["archive"] = short_id(feed.commitments[0])
    if what != "kinds":
        facts["epoch"] = {"began": "2031-01-01"}
        (archive / "lantern").mkdir()
        (archive / "lantern" / "0001").write_bytes(b"what a newer version keeps here")
        feed.put("spans/000", b"spans")
    (archive / "replica").mkdir()
    (archive / "replica" / "checkpoint").write_bytes(b"the log of a replica")
    if what == "strange":
        facts = {"format": 2, "root": "elsewhere"}
    (archive / "stele.json").write_bytes(canonical(facts) + b"\n")
    mine = state / short_id(feed.commitments[0]) / feed.id
    mine.mkdir(parents=True, mode=0o700)
    key = base64.b64encode(b"\1" + bytes([7]) * 32).decode()
    (mine / "key").write_text(f"PRIVATE+KEY+{feed.origin}+{feed.key_id.hex()}+{key}\n")
    (mine / "head").write_bytes(feed.notes[-1])
    print(feed.id)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: newer.py WHAT FOLDER")
    write(sys.argv[1], pathlib.Path(sys.argv[2]))
