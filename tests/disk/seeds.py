"""Files with names and numbers in them, made where the disk under test is not."""
import json, os, pathlib, struct, subprocess

from needles import NEEDLES as N

# The smallest grey JPEG that exiftool takes for one.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "08" * 64 +
    "ffc0000b080001000101011100ffc4001400010000000000000000000000000000000"
    "9ffc40014100100000000000000000000000000000000ffda0008010100003f0054ffd9")


def photograph(path):
    path.write_bytes(JPEG)
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-Artist=" + N["photographer, in EXIF"],
                    "-ImageDescription=call " + N["telephone, in EXIF"],
                    "-XPAuthor=" + N["photographer, in EXIF"],  # kept as UTF-16
                    "-GPSLatitude=49.19", "-GPSLatitudeRef=N", str(path)], check=True)


def sound(path):
    """A second of silence with an ID3 tag in UTF-16 and a RIFF tag in UTF-8."""
    def frame(name, text):
        body = b"\x01" + text.encode("utf-16")
        return name + struct.pack(">IH", len(body), 0) + body
    who = N["speaker, in an audio file's tag"]
    number = N["telephone, in an audio file's tag"]
    frames = frame(b"TPE1", who) + frame(b"TXXX", "\0" + number)
    size = len(frames)
    tag = b"ID3\x03\0\0" + bytes((size >> shift) & 0x7f for shift in (21, 14, 7, 0)) + frames
    samples = b"\0" * 16000
    info = b"INFOIART" + struct.pack("<I", len(who) + 1) + who.encode() + b"\0" * (2 - len(who) % 2)
    chunks = (b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) +
              b"LIST" + struct.pack("<I", len(info)) + info +
              b"id3 " + struct.pack("<I", len(tag)) + tag + b"\0" * (len(tag) % 2) +
              b"data" + struct.pack("<I", len(samples)) + samples)
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)


def table(path):
    rows = ["number,name,telephone"]
    rows += ["%d,%s %d,%s" % (i, N["name in a list"], i, N["telephone in a list"]) for i in range(1, 40)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


MAPPING = """list    "people of the block"
format  csv
key     number
entity person person
  label   "{name}"
  name    name
"""


def testimony():
    """Drafts as a form at the door of a cellar would send them down a pipe."""
    number = N["telephone, in testimony"]
    latin = N["name of a witness, in Latin letters"]
    return json.dumps([
        {"kind": "entity", "id": "w", "entity": "person", "label": N["name of a witness, in testimony"]},
        {"kind": "entity", "id": "i", "entity": "interview", "label": "interview with " + N["label of an interview"]},
        {"kind": "entity", "id": "s", "entity": "source", "class": "witness_statement", "label": latin},
        {"kind": "passage", "id": "q", "source": "s", "lang": "en", "locator": {"page": 1},
         "words": N["words of testimony"] + ", says " + latin + ", " + number,
         "chain": [{"who": "w", "knows": "observed", "link": "stated"}]},
        {"kind": "claim", "about": "w", "property": "name", "passage": "q",
         "value": {"written": N["name of a witness, in testimony"]}},
        {"kind": "claim", "about": "w", "property": "contact", "passage": "q", "value": number},
    ], ensure_ascii=False)


def make(folder):
    """A card and a table as they come from the field."""
    folder = pathlib.Path(folder)
    card = folder / "card" / N["folder name"]
    card.mkdir(parents=True)
    photograph(card / "IMG_0001.jpg")
    sound(card / "REC_0001.wav")
    (card / (N["file name"] + ".txt")).write_text("notes\n")
    crash = folder / N["folder that a crash met"]
    crash.mkdir()
    for i in range(200):
        (crash / ("%03d.txt" % i)).write_text("%d\n" % i + (N["name in a file that a crash met"] + "\n") * 2000)
    table(folder / "people.csv")
    (folder / "people.map").write_text(MAPPING)
    return folder
