#!/usr/bin/env python3
"""Turn a table of costs of letter groups into C.

usage: name-costs.py IN.txt OUT.c SCRIPT

A line reads "LATIN NATIVE COST NATIVE COST ...": a group of 0 to 3 Latin letters, and groups of
0 to 2 native ones with the cost of their standing for it, in sixteenths of a natural logarithm.
"-" is the empty group, ^ and $ are the name's two ends. # begins a comment.
"""
import math
import sys

NATIVE = {
    "cyrillic": [chr(c) for c in range(0x430, 0x450)] + list("іїєґёў"),
    "arabic": [chr(c) for c in list(range(0x621, 0x63B)) + list(range(0x641, 0x64B))],
}
LATIN = [chr(c) for c in range(ord("a"), ord("z") + 1)]
START, END, NEVER = 62, 63, 255


def numbers(text, alphabet):
    if text == "-":
        return ()
    ends = {"^": START, "$": END}
    return tuple(ends.get(c) or alphabet.index(c) + 1 for c in text)


def fits(key, cost):
    return 0 < cost < NEVER and len(key[0]) <= 3 and len(key[1]) <= 2


def read(path, alphabet):
    costs = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            words = line.split("#")[0].split()
            if not words:
                continue
            try:
                latin = numbers(words[0], LATIN)
                row = {(latin, numbers(native, alphabet)): int(cost)
                       for native, cost in zip(words[1::2], words[2::2], strict=True)}
            except ValueError:
                sys.exit(f"name-costs.py: {path}:{number}: not LATIN NATIVE COST ...")
            if row.keys() & costs.keys() or not all(fits(*item) for item in row.items()):
                sys.exit(f"name-costs.py: {path}:{number}: twice, or out of range")
            costs.update(row)
    return costs


def numbered(groups):
    """Groups as numbers from 1, shortest first; 0 is the empty group."""
    return {group: at for at, group in enumerate(sorted(groups | {()}, key=lambda g: (len(g), g)))}


def whole(costs, side, groups):
    """What a group costs whatever stands on the other side: the sum of the chances."""
    chance = {}
    for key, cost in costs.items():
        chance[key[side]] = chance.get(key[side], 0) + math.exp(-cost / 16)
    chance.pop((), None)
    return [min(NEVER - 1, round(-16 * math.log(chance[g]))) if g in chance else NEVER for g in groups]


def chain(groups):
    """Rows of a tree: next[node][letter] is the node of the longer group, 0 where there is none."""
    nodes = {(): 0}
    for group in groups:
        for end in range(1, len(group) + 1):
            nodes.setdefault(group[:end], len(nodes))
    rows = [[0] * 64 for _ in nodes]
    for group, node in nodes.items():
        if group:
            rows[nodes[group[:-1]]][group[-1]] = node
    return nodes, rows


def comb(costs, sides):
    """The rows of a sparse table pushed into one another: entry [start[a] + b] is row a's if it says so."""
    rows = [[] for _ in sides[0]]
    for (a, b), cost in costs.items():
        rows[sides[0][a]].append((sides[1][b], cost))
    start, used = [0] * len(rows), {}
    for a in sorted(range(len(rows)), key=lambda a: -len(rows[a])):
        while any(start[a] + b in used for b, _ in rows[a]):
            start[a] += 1
        used.update({start[a] + b: (a, cost) for b, cost in rows[a]})
    size = max(start) + len(sides[1])
    return start, [used.get(at, (0, NEVER)) for at in range(size)]


def array(out, kind, name, values):
    out.write(f"static const {kind} {name}[] = {{")
    for at, value in enumerate(values):
        out.write("\n    " if at % 20 == 0 else " ")
        out.write(f"{value},")
    out.write("\n};\n\n")


def main():
    source, target, script = sys.argv[1:]
    costs = read(source, NATIVE[script])
    sides = [numbered({key[side] for key in costs}) for side in (0, 1)]
    with open(target, "w", encoding="ascii") as out:
        out.write('#include "names/cross_costs.h"\n\n')
        for side, name in enumerate(("latin", "native")):
            nodes, rows = chain(sides[side])
            array(out, "uint16_t", name + "_next", [node for row in rows for node in row])
            array(out, "uint16_t", name + "_group", [sides[side].get(group, 0) for group in nodes])
            array(out, "uint8_t", name + "_whole", whole(costs, side, sides[side]))
        start, entries = comb(costs, sides)
        array(out, "uint16_t", "pair_start", start)
        array(out, "struct cross_pair", "pair", [f"{{{a}, {cost}}}" for a, cost in entries])
        out.write(f"const struct cross_costs cross_costs_{script} = {{\n"
                  "    {latin_next, latin_group, latin_whole},\n"
                  "    {native_next, native_group, native_whole},\n"
                  "    pair_start,\n    pair,\n};\n")


main()
