#!/usr/bin/env python3
"""Write a table of made-up persons with three spellings of each name, for measuring search.

    make-persons.py N OUT.csv

Every row is synthetic and says so in its id. Given and family names fall off as in real lists (few are borne by many), about one name in twenty
has a spelling error. The same N gives the same bytes, and a smaller N is the beginning of a larger one.
"""
import random, sys

from made_names import People


def main(arguments):
    if len(arguments) != 2 or not arguments[0].isdecimal():
        print("usage: make-persons.py N OUT.csv", file=sys.stderr)
        return 2
    people = People(random.Random(20220910))
    with open(arguments[1], "w", encoding="utf-8", newline="") as file:
        file.write("synthetic_id,name_uk,name_ru,name_latin\n")
        file.writelines(f"SYN-P{n:07d},{uk},{ru},{latin}\n" for n, (uk, ru, latin) in ((n, people.person()) for n in range(1, int(arguments[0]) + 1)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
