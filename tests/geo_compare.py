#!/usr/bin/env python3
"""Compares geo/ with GeographicLib (Debian's geographiclib-tools) on random points.

    geo_compare.py BUILD [COUNT] [SEED]

Distances and azimuths with GeodSolve; UTM and MGRS, both ways, with GeoConvert. GeoConvert
is told to cut digits off as the grid demands, and reads a square as its middle.
"""

import math
import random
import subprocess
import sys


def ask(command, lines):
    text = "\n".join(lines) + "\n"
    out = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    answer = out.stdout.splitlines()
    if len(answer) != len(lines):
        raise SystemExit(f"Bail out! {command[0]} answered {len(answer)} of {len(lines)} lines")
    return answer


def clamp(value, limit):
    return max(-limit, min(limit, value))


def round_longitude(lon):
    return (lon + 180) % 360 - 180


def pairs(count):
    """Anywhere, close together, almost opposite, and on poles, equator and antimeridian."""
    for i in range(count):
        lat, lon = random.uniform(-90, 90), random.uniform(-180, 180)
        if i % 4 == 0:
            yield lat, lon, random.uniform(-90, 90), random.uniform(-180, 180)
        elif i % 4 == 1:
            yield lat, lon, clamp(lat + random.gauss(0, 0.5), 90), \
                clamp(lon + random.gauss(0, 0.5), 180)
        elif i % 4 == 2:
            yield lat, lon, clamp(-lat + random.gauss(0, 0.4), 90), \
                round_longitude(lon + 180 + random.gauss(0, 0.4))
        else:
            yield (random.choice([0, 0, 90, -90, 45]), random.choice([0, 180, -180, 30]),
                   random.choice([0, -45, 90, -90, 45, 0.3]),
                   random.choice([0, 180, -180, -150, 179.5]))


def points(count):
    """Half of them in Ukraine and its surroundings; some on the lines of zones and bands."""
    for i in range(count):
        if i % 2:
            yield random.uniform(43, 53), random.uniform(21, 41)
        elif i % 8 == 0:
            yield random.choice([56, 64, 72, 80, 84, -80, 0, 8, 48, -8]), random.uniform(-180, 180)
        elif i % 8 == 2:
            yield random.uniform(56, 84), random.uniform(0, 42)
        elif i % 8 == 4:
            lines = [-180, 180, 0, 3, 6, 9, 12, 36, 33, 21, 42, -177]
            yield random.uniform(-80, 84), random.choice(lines)
        else:
            yield random.uniform(-80, 84), random.uniform(-180, 180)


def degrees(values):
    return " ".join(f"{v:.9f}" for v in values)


def metres_apart(a, b):
    north = (a[0] - b[0]) * 111320
    east = ((a[1] - b[1] + 180) % 360 - 180) * 111320 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


class Report:
    def __init__(self):
        self.number = 0
        self.failed = 0

    def result(self, good, what):
        self.number += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.number} - {what}")


def compare_ways(tool, report, count):
    lines = [degrees(p) for p in pairs(count)]
    ours = ask(tool, [f"way {line}" for line in lines])
    theirs = ask(["GeodSolve", "-i", "-p", "6"], lines)
    worst = fast = turned = 0
    for mine, other in zip(ours, theirs):
        length, start, end, quick = map(float, mine.split())
        azimuth1, azimuth2, metres = map(float, other.split())
        worst = max(worst, abs(length - metres))
        if 1000 < metres < 18.4e6:
            fast = max(fast, abs(quick - metres) / metres)
        if 1000 < metres < 15e6 and abs(float(other.split()[0])) < 180:
            for a, b in ((start, azimuth1), (end, azimuth2)):
                turned = max(turned, abs((a - b + 180) % 360 - 180))
    report.result(worst < 0.0002, f"{count} ways are exact: {worst * 1000:.3f} mm at most")
    report.result(fast < 1.3e-5, f"the fast formula is within 0.0013 %: {fast * 100:.5f} %")
    report.result(turned < 1e-5, f"azimuths agree: {turned:.2e} degrees at most")


def compare_utm(tool, report, lines):
    ours = ask(tool, [f"utm {line}" for line in lines])
    theirs = ask(["GeoConvert", "-u", "-p", "9"], lines)
    worst = 0
    wrong = []
    for line, mine, other in zip(lines, ours, theirs):
        a, b = mine.split(), other.split()
        if mine == "refused":
            # The polar grid, which GeographicLib has and geo/ does not.
            if b[0] not in "ns" or -80 <= float(line.split()[0]) < 84:
                wrong.append(f"{line}: {mine}")
        elif a[0] != b[0].lstrip("0"):
            wrong.append(f"{line}: {mine} and {other}")
        else:
            worst = max(worst, abs(float(a[1]) - float(b[1])), abs(float(a[2]) - float(b[2])))
    report.result(not wrong, f"{len(lines)} points have the same zone {wrong[:3]}")
    report.result(worst < 1e-3, f"and the same UTM: {worst * 1e6:.4f} micrometres at most")
    return theirs


def compare_utm_back(tool, report, utm):
    utm = [u for u in utm if u[0] not in "ns"]
    words = [w.replace("n ", " north ").replace("s ", " south ") for w in utm]
    ours = ask(tool, [f"read {w}" for w in words])
    theirs = ask(["GeoConvert", "-g", "-p", "9"], utm)
    worst = 0
    wrong = []
    for word, mine, other in zip(words, ours, theirs):
        if mine.startswith("refused"):
            wrong.append(f"{word}: {mine}")
        else:
            here = [float(v) for v in mine.split()[:2]]
            worst = max(worst, metres_apart(here, [float(v) for v in other.split()]))
    report.result(not wrong and worst < 1e-3,
                  f"and back: {worst * 1e6:.4f} micrometres at most {wrong[:3]}")


def compare_mgrs(tool, report, lines):
    for digits in range(6):
        ours = ask(tool, [f"mgrs {digits} {line}" for line in lines])
        theirs = ask(["GeoConvert", "-m", "-p", str(digits - 5)], lines)
        polar = [a == "refused" and b[0] in "ABYZ" for a, b in zip(ours, theirs)]
        wrong = [f"{p}: {a} and {b}" for p, a, b, is_polar in zip(lines, ours, theirs, polar)
                 if a != b and not is_polar]
        report.result(not wrong, f"MGRS of {digits} digits is the same {wrong[:3]}")
        theirs = [b for b in theirs if b[0] not in "ABYZ"]
        back = ask(tool, [f"read {reference}" for reference in theirs])
        centres = ask(["GeoConvert", "-g", "-p", "9"], theirs)
        worst = 0
        wrong = []
        for reference, mine, other in zip(theirs, back, centres):
            if mine.startswith("refused"):
                # The middle of a large square at the rim of the grid may lie beyond it.
                if "beyond" not in mine:
                    wrong.append(f"{reference}: {mine}")
                continue
            here = [float(v) for v in mine.split()[:2]]
            worst = max(worst, metres_apart(here, [float(v) for v in other.split()]))
        report.result(not wrong and worst < 1e-3,
                      f"and is read as the same middle: {worst * 1e6:.4f} micrometres {wrong[:3]}")


def main():
    build = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    random.seed(int(sys.argv[3]) if len(sys.argv) > 3 else 20220910)
    tool = [f"{build}/tests/geo_points"]
    report = Report()
    lines = [degrees(p) for p in points(count)]
    print("TAP version 13")
    try:
        compare_ways(tool, report, count)
        utm = compare_utm(tool, report, lines)
        compare_utm_back(tool, report, utm)
        compare_mgrs(tool, report, lines)
    except FileNotFoundError as missing:
        print(f"1..0 # SKIP {missing.filename} is not there: tools/deps check installs it")
        return 0
    print(f"1..{report.number}")
    return 1 if report.failed else 0


sys.exit(main())
