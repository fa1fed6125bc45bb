#!/usr/bin/env python3
"""Write the files that preserving is measured on: 2,000 of 0.1 to 1.5 MB (mean 0.8) and 20 of 15 MB, about 1.9 GB,
which no compression makes smaller.

    make-files.py FOLDER [SHARE]

FOLDER must not exist yet. SHARE (default 1) is the part of the number of files to write: 0.01 gives twenty and one
to try things with. The same run gives the same bytes; each file has its own seed, so a part is the same part.
"""
import pathlib, random, sys

SMALL, LARGE = 2000, 20
SMALLEST, LARGEST, HUGE = 100_000, 1_500_000, 15_000_000


def main(arguments):
    try:
        folder, share = pathlib.Path(arguments[0]), float(arguments[1]) if len(arguments) > 1 else 1.0
        if len(arguments) > 2 or not 0 < share <= 1:
            raise ValueError
    except (IndexError, ValueError):
        print("usage: make-files.py FOLDER [SHARE]   (SHARE above 0, at most 1)", file=sys.stderr)
        return 2
    if folder.exists():
        print(f'make-files.py: "{folder}" exists already; name a folder that does not', file=sys.stderr)
        return 2
    small, large = round(SMALL * share), max(1, round(LARGE * share))
    total = 0
    for n in range(small + large):
        source = random.Random(1_000_003 * (n if n < small else SMALL + n - small) + 17)
        size = source.randint(SMALLEST, LARGEST) if n < small else HUGE
        path = folder / f"{n // 100:02d}" / (f"file-{n:04d}.bin" if n < small else f"large-{n - small:02d}.bin")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.randbytes(size))
        total += size
    print(f"{small + large} files, {total} bytes in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
