#!/usr/bin/env python3
"""Write pairs of a Latin and a native spelling for bench/name_costs, beside NETransliteration.

usage: name-pairs.py settlements GAZETTEER.tsv    Ukrainian names as romanised officially (KMU 2010)
       name-pairs.py russian GAZETTEER.tsv        as they are written by way of Russian (made by rules)
       name-pairs.py given src/names/given_arabic.txt

GAZETTEER.tsv has the English name in its second column and the Ukrainian one in its third.
A line of the output is the Latin name, a tab, the native one.
"""
import re
import sys

# Endings of Ukrainian names as Russian has them; then sounds.
RUSSIAN = [
    (r"івка\b", "овка"), (r"ївка\b", "евка"), (r"ів\b", "ов"), (r"їв\b", "ев"), (r"ів", "ов"),
    (r"ове\b", "ово"), (r"[еє]ве\b", "ево"), (r"(н|л|р)е\b", r"\1ое"), (r"(к|г|х)е\b", r"\1ое"),
    (r"(к|г|х)ий\b", r"\1ий"), (r"ий\b", "ый"), (r"ці\b", "цы"), (r"([жнлтдсзш])\1я", r"\1ье"),
    (r"є", "е"), (r"[ії]", "и"), (r"ґ", "г"), (r"[’'ʼ]", "ъ"),
]
LATIN = dict(zip("абвгдезийклмнопрстуфъыьэ", "abvgdeziyklmnoprstuf*y*e"))
LATIN.update({"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"})


def by_russian(name):
    word = name.lower()
    for pattern, russian in RUSSIAN:
        word = re.sub(pattern, russian, word)
    word = re.sub(r"(?<![бвгджзйклмнпрстфхцчшщ])е", "йе", word)
    return "".join(LATIN.get(letter, letter) for letter in word).replace("*", "")


def of_gazetteer(path, latin_of):
    with open(path, encoding="utf-8") as file:
        next(file)
        rows = (line.split("\t") for line in file)
        return {(latin_of(row), row[2]) for row in rows}


def of_given(path):
    pairs = set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line[0] not in "mfe":
                continue
            forms = line.split()[1:]
            native = [form for form in forms if re.match("[\u0600-\u06ff]", form)]
            latin = [form for form in forms if re.match("[A-Z]", form)]
            pairs.update((a, b) for a in latin for b in native)
    return pairs


what, path = sys.argv[1:]
if what == "given":
    found = of_given(path)
else:
    found = of_gazetteer(path, (lambda row: row[1]) if what == "settlements" else lambda row: by_russian(row[2]))
for latin, native in sorted(found):
    print(f"{latin}\t{native}")
