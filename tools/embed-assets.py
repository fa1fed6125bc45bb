#!/usr/bin/env python3
"""Write files as the C table of web/assets.h.

usage: embed-assets.py OUT.c FILE…
"""
import hashlib
import pathlib
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}

out, *names = sys.argv[1:]
files = sorted((pathlib.Path(name) for name in names), key=lambda path: path.name)
with open(out, "w", encoding="ascii") as c:
    c.write('#include "web/assets.h"\n')
    for number, path in enumerate(files):
        data = path.read_bytes()
        if not data:
            sys.exit(f'embed-assets.py: "{path}" is empty')
        c.write(f"\nstatic const unsigned char bytes_{number}[] = {{")
        for at in range(0, len(data), 16):
            c.write("\n    " + " ".join(f"{byte}," for byte in data[at:at + 16]))
        c.write("\n};\n")
    c.write("\nconst struct asset assets[] = {\n")
    for number, path in enumerate(files):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        c.write(f'    {{"{path.name}", "/assets/{digest}/{path.name}", '
                f'"{TYPES[path.suffix]}", bytes_{number}, sizeof bytes_{number}}},\n')
    c.write("};\nconst size_t asset_count = sizeof assets / sizeof assets[0];\n")
