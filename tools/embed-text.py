#!/usr/bin/env python3
"""Write a text file as a C constant.

usage: embed-text.py IN OUT.c NAME HEADER
"""
import sys

source, out, name, header = sys.argv[1:]
with open(source, "rb") as file:
    data = file.read()
if not data or b"\0" in data:
    sys.exit(f'embed-text.py: "{source}" is empty or holds a zero byte')
with open(out, "w", encoding="ascii") as file:
    file.write(f'#include "{header}"\n\nconst unsigned char {name}[] = {{')
    for at, byte in enumerate(data):
        file.write("\n    " if at % 16 == 0 else " ")
        file.write(f"{byte},")
    file.write(f"\n}};\nconst size_t {name}_len = {len(data)};\n")
