#!/usr/bin/env python3
"""Draw the photographs of the example: no camera, no place and no person is in them.

    make-photographs.py [FOLDER]

Each is a word on a coloured ground, with EXIF fields of the kind that a telephone writes, so that intake has
something to read: times with and without a zone, positions on both sides of zero, one clock that was never set,
names in three scripts. The same run gives the same bytes.
"""
import pathlib, struct, sys, zlib

# Letters of five by seven points; one row is five bits, the highest on the left.
FONT = {"S": "0f10100e01011e", "Y": "11110a04040404", "N": "11191513111111", "T": "1f040404040404", "H": "1111111f111111",
        "E": "1f10101e10101f", "I": "0e04040404040e", "C": "0e11101010110e", "1": "040c040404040e", "2": "0e11010204081f",
        "3": "1f02040201110e", "4": "02060a121f0202", "5": "1f101e0101110e", "6": "0608101e11110e", " ": "00000000000000"}

#        name                        number, colour (luma, blue, red), taken at, zone, position
PHOTOS = [("Ізюм, площа.jpg", "1", (90, -20, 30), "2022:09:16 09:14:07", "+03:00", (49.21, 37.25)),
          ("Балаклія (копія).jpg", "2", (70, 30, -30), "2022:09:11 17:40:55", "+03:00", (49.46, 36.85)),
          ("hrakove-field.jpg", "3", (110, -30, -10), "2022:09:10 12:00:00", None, None),
          ("خاركيف ١.jpg", "4", (60, 10, 40), "2022:09:12 08:31:19", "+03:00", (50.0, 36.2)),
          ("clock-never-set.jpg", "5", (80, 0, 0), "1980:01:01 00:00:31", None, (-33.9, -18.4)),
          ("Куп’янськ.png", "6", (100, 20, 20), "2022:09:14 19:05:42", "+03:00", (49.71, 37.61))]
DESCRIPTION = "SYNTHETIC: drawn by a program for an example; shows nothing and nobody"


def points(text):
    """The rows of points of a text, with a border of two points."""
    rows = [[0] * (len(text) * 6 + 3) for _ in range(11)]
    for at, letter in enumerate(text):
        for y, byte in enumerate(bytes.fromhex(FONT[letter])):
            for x in range(5):
                rows[y + 2][at * 6 + x + 2] = byte >> (4 - x) & 1
    return rows


def directory(offset, entries):
    """One TIFF directory at this offset: entries of (tag, type, count, bytes); longer values follow it."""
    head, tail = struct.pack("<H", len(entries)), b""
    after = offset + 2 + 12 * len(entries) + 4
    for tag, kind, many, data in sorted(entries):
        if len(data) > 4:
            where = struct.pack("<I", after + len(tail))
            tail += data + b"\0" * (len(data) % 2)
        else:
            where = data.ljust(4, b"\0")
        head += struct.pack("<HHI", tag, kind, many) + where
    return head + b"\0\0\0\0" + tail


def text_entry(tag, text):
    data = text.encode("ascii") + b"\0"
    return tag, 2, len(data), data


def degrees(value):
    """Degrees, minutes and hundredths of seconds as three fractions, in whole numbers."""
    hundredths = round(abs(value) * 360000)
    return struct.pack("<6I", hundredths // 360000, 1, hundredths // 6000 % 60, 1, hundredths % 6000, 100)


def exif(taken, zone, position):
    """A TIFF block: directory 0, then the one of the camera's fields, then the one of the position."""
    first = [text_entry(0x010e, DESCRIPTION), text_entry(0x010f, "SYNTHETIC"), text_entry(0x0110, "no camera"),
             text_entry(0x0131, "make-photographs.py")]
    camera = [text_entry(0x9003, taken)] + ([text_entry(0x9011, zone)] if zone else [])
    place = position and [(0, 1, 4, b"\2\3\0\0"), text_entry(1, "N" if position[0] >= 0 else "S"), (2, 5, 3, degrees(position[0])),
                          text_entry(3, "E" if position[1] >= 0 else "W"), (4, 5, 3, degrees(position[1]))]
    pointers = [(0x8769, 4, 1, b"\0\0\0\0")] + ([(0x8825, 4, 1, b"\0\0\0\0")] if place else [])
    camera_at = 8 + len(directory(8, first + pointers))     # a pointer's value does not change the length
    place_at = camera_at + len(directory(camera_at, camera))
    pointers = [(tag, 4, 1, struct.pack("<I", at)) for (tag, *_), at in zip(pointers, (camera_at, place_at))]
    return b"II*\0\x08\0\0\0" + directory(8, first + pointers) + directory(camera_at, camera) + \
        (directory(place_at, place) if place else b"")


def segment(marker, data):
    return struct.pack(">HH", marker, len(data) + 2) + data


def jpeg(rows, colour, tiff):
    """Baseline JPEG (ITU-T T.81) in which every point is one block of 8 by 8 of one brightness: then only the first
    coefficient of a block is not zero, and the table of the others needs no code but "end of block"."""
    bits, before = "", [0, 0, 0]
    for row in rows:
        for point in row:
            levels = (230 - 128, 0, 0) if point else (colour[0] - 128, colour[1], colour[2])
            for part, level in enumerate(levels):
                step, before[part] = level - before[part], level    # quantised by 8, so the coefficient is the level
                size = abs(step).bit_length()
                bits += f"{size:04b}" + (f"{step if step > 0 else step + (1 << size) - 1:0{size}b}" if size else "") + "0"
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    first = bytes([0, 0, 0, 0, 12] + [0] * 12) + bytes(range(12))     # twelve codes of four bits: sizes 0 to 11
    others = bytes([0x10, 1] + [0] * 15) + b"\0"                      # one code of one bit: end of block
    frame = struct.pack(">BHHB", 8, len(rows) * 8, len(rows[0]) * 8, 3) + b"".join(bytes([n, 0x11, 0]) for n in (1, 2, 3))
    return b"\xff\xd8" + segment(0xffe1, b"Exif\0\0" + tiff) + segment(0xfffe, DESCRIPTION.encode()) + \
        segment(0xffdb, b"\0" + b"\x08" * 64) + segment(0xffc0, frame) + segment(0xffc4, first) + segment(0xffc4, others) + \
        segment(0xffda, b"\3\1\0\2\0\3\0\0\x3f\0") + scan + b"\xff\xd9"


def png(rows, colour, tiff):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    pixels = b"".join((b"\0" + b"".join(bytes([230 if p else colour[0]]) * 8 for p in row)) * 8 for row in rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]) * 8, len(rows) * 8, 8, 0, 0, 0, 0)) + \
        chunk(b"eXIf", tiff) + chunk(b"tEXt", b"Description\0" + DESCRIPTION.encode()) + \
        chunk(b"IDAT", zlib.compress(pixels, 9)) + chunk(b"IEND", b"")


def main(arguments):
    folder = pathlib.Path(arguments[0]) if arguments else pathlib.Path(__file__).resolve().parent / "photographs"
    folder.mkdir(parents=True, exist_ok=True)
    for name, number, colour, taken, zone, position in PHOTOS:
        draw = png if name.endswith(".png") else jpeg
        (folder / name).write_bytes(draw(points("SYNTHETIC " + number), colour, exif(taken, zone, position)))


if __name__ == "__main__":
    main(sys.argv[1:])
