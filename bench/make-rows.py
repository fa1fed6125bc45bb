#!/usr/bin/env python3
"""Write a table of made-up incidents for measuring imports.

    make-rows.py N OUT.csv

Every row is synthetic and says so in its id. The rows have what real lists have: dates of every precision (EDTF),
two scripts, commas, quotation marks and line ends inside fields, counts with and without an upper bound, empty cells,
links that many rows share. The same N gives the same bytes, and a smaller N is the beginning of a larger one.
"""
import csv, random, sys

HEADER = ["synthetic_id", "date", "place", "lat", "lon", "killed_min", "killed_max", "injured", "cause", "civilian",
          "victim_name", "age", "description", "source_link", "entered"]
FIRST = ["Бо", "Ве", "Гра", "До", "Зе", "Ка", "Ли", "Ми", "Но", "Пе", "Ру", "Сте", "Ту", "Хо", "Че", "Шу"]
MIDDLE = ["ло", "ри", "ма", "не", "ко", "ста", "ві", "ду"]
LAST = ["вка", "не", "ськ", "єве", "ри", "ль", "чі", "поль"]
LATIN = dict(zip("абвгдезиклмнопрстухчшіє", "a b v h d e z y k l m n o p r s t u kh ch sh i ie".split()), ь="")
GIVEN = ["Олена", "Іван", "Марія", "Петро", "Ганна", "Андрій", "Ніна", "Юрій"]
CAUSES = ["shelling", "air_strike", "mine", "small_arms", "missile", "drone", "undetermined", ""]
TEXTS = ["Reported by residents", "Two accounts, one of them second hand", 'The caption says "market"', "За словами мешканців",
         "Photographs show damage;\nno date is visible", "Named in a later list", ""]


def latin(name):
    return "".join(LATIN.get(letter, letter) for letter in name.lower()).capitalize()


def places(source):
    """1,500 made-up settlements: Ukrainian and Latin spelling, position. Some names are shared, as real ones are."""
    found = []
    for _ in range(1500):
        name = source.choice(FIRST) + source.choice(MIDDLE) + source.choice(LAST)
        found.append((name, latin(name), f"{source.randint(46000000, 52000000) / 1e6:.6f}", f"{source.randint(24000000, 39000000) / 1e6:.6f}"))
    return found


def edtf(source):
    """Exact in two rows of three; otherwise about, uncertain, a month, a year, an unknown day, an interval."""
    month, day, pick = source.randint(1, 12), source.randint(1, 28), source.random()
    exact = f"2022-{month:02d}-{day:02d}"
    forms = [exact + "~", exact + "?", exact + "%", exact[:7], "2022", exact[:7] + "-XX", f"{exact[:7]}/2022-12", f"{exact}/{exact[:7]}-28", "../" + exact, ""]
    return exact if pick < 2 / 3 else forms[int((pick - 2 / 3) * 3 * len(forms)) % len(forms)]


def row(source, n, settlements):
    uk, en, lat, lon = settlements[int(source.random() ** 2 * len(settlements))]    # a few places have most rows
    killed = int(source.random() ** 6 * 30)
    upper = killed + source.randint(1, 5) if source.random() < 0.2 else (killed if source.random() < 0.8 else "")
    named = source.random() < 0.4
    return [f"SYN-{n:07d}", edtf(source), uk if source.random() < 0.5 else en, lat, lon, killed, upper,
            source.randint(0, 9) if source.random() < 0.5 else "", source.choice(CAUSES), source.choice(["yes", "yes", "no", "unknown"]),
            f"{source.choice(GIVEN)} {source.choice(FIRST)}{source.choice(MIDDLE)}енко" if named else "", source.randint(0, 95) if named else "",
            source.choice(TEXTS), f"https://example.invalid/post/{source.randint(1, 40_000)}",
            f"2022-12-{source.randint(1, 28):02d}T{source.randint(0, 23):02d}:00:00Z"]


def main(arguments):
    if len(arguments) != 2 or not arguments[0].isdecimal():
        print("usage: make-rows.py N OUT.csv", file=sys.stderr)
        return 2
    source = random.Random(20220910)
    settlements = places(source)
    with open(arguments[1], "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerows(row(source, n, settlements) for n in range(1, int(arguments[0]) + 1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
