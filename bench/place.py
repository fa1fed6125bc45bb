#!/usr/bin/env python3
"""How good is `stele place` on real place strings? See bench/README.md.

    bench/place.py STELE EVENTS.csv [--all] [--misses N]

Every row of the event table with a town and the country "Ukraine" (5,847) is asked, once with
nothing but the town, once with the row's district, province and country as other places. A
candidate is right when it lies within 15 km of the row's coordinates, which are used for nothing
else. Rows whose entry id hashes to an odd number were held out when the points of
places/candidates.h were chosen.
"""
import argparse
import collections
import csv
import hashlib
import json
import math
import resource
import subprocess
import sys
import time

RIGHT_KM = 15.0


def km(lat1, lon1, lat2, lon2):
    lat1, lon1, lat2, lon2 = map(math.radians, (lat1, lon1, lat2, lon2))
    h = (math.sin((lat2 - lat1) / 2) ** 2
         + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2)
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def flat(text):
    return ' '.join(text.split())


def read_rows(path, everywhere):
    with open(path, encoding='utf-8-sig', newline='') as file:
        for row in csv.DictReader(file):
            if not row['town/city'].strip() or not row['lat'] or not row['lon']:
                continue
            if everywhere or row['country'] == 'Ukraine':
                yield row


def ask(stele, rows, with_others):
    lines = []
    for row in rows:
        fields = [flat(row['town/city'])]
        if with_others:
            fields += [flat(row[name]) for name in ('district', 'province', 'country')]
        lines.append('\t'.join(fields))
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([stele, 'place', '--file', '-', '--json', '--limit', '1000'],
                          input='\n'.join(lines) + '\n', capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (time.monotonic() - start,
               after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return [json.loads(line) for line in done.stdout.splitlines()], seconds


def rank_of_right(row, candidates):
    """Its rank from 0; None: none is right."""
    for rank, candidate in enumerate(candidates):
        if 'lat' in candidate and km(float(row['lat']), float(row['lon']), float(candidate['lat']),
                                     float(candidate['lon'])) <= RIGHT_KM:
            return rank
    return None


def is_held_out(row):
    return hashlib.sha256(row['entry'].encode()).digest()[0] & 1 == 1


def measure(rows, answers):
    counts = collections.defaultdict(collections.Counter)
    misses = collections.Counter()
    for row, answer in zip(rows, answers):
        rank = rank_of_right(row, answer['candidates'])
        for part in ('all', 'held out' if is_held_out(row) else 'tuned'):
            count = counts[part]
            count['rows'] += 1
            count['any'] += rank is not None
            count['five'] += rank is not None and rank < 5
            count['first'] += rank == 0
            count['one'] += len(answer['candidates']) == 1
        if rank != 0 and not is_held_out(row):
            first = [(c['name_en'], c.get('region', ''), c['cost']) for c in answer['candidates'][:3]]
            misses[(row['town/city'], row['district'], row['province'], rank, str(first))] += 1
    return counts, misses


def report(name, counts, seconds):
    for part in ('all', 'tuned', 'held out'):
        c = counts[part]
        n = c['rows']
        print(f'{name:14} {part:9} {n:5} rows: right among the candidates {100 * c["any"] / n:6.2f} %,'
              f' among the first five {100 * c["five"] / n:6.2f} %, first {100 * c["first"] / n:6.2f} %'
              f' ({c["first"]}), one candidate {100 * c["one"] / n:5.2f} %')
    wall, cpu = seconds
    print(f'{name:14} {wall:.2f} s, of the processor {cpu:.2f} s: {1000 * cpu / counts["all"]["rows"]:.2f} ms a text')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('stele')
    parser.add_argument('events')
    parser.add_argument('--all', action='store_true', help='rows of every country')
    parser.add_argument('--every', type=int, default=1, help='only each n-th row')
    parser.add_argument('--misses', type=int, default=0, help='print so many')
    parser.add_argument('--least', metavar='ANY,FIVE,FIRST',
                        help='fail when with the other places one is less, in percent')
    args = parser.parse_args()
    rows = list(read_rows(args.events, args.all))[::args.every]
    is_less = False
    for name, with_others in (('alone', False), ('with the row', True)):
        answers, seconds = ask(args.stele, rows, with_others)
        counts, misses = measure(rows, answers)
        report(name, counts, seconds)
        for miss, count in misses.most_common(args.misses if with_others else 0):
            print(count, *miss, sep=' | ')
        if args.least and with_others:
            c = counts['all']
            least = dict(zip(('any', 'five', 'first'), map(float, args.least.split(','))))
            is_less = any(100 * c[key] / c['rows'] < value for key, value in least.items())
    sys.exit(1 if is_less else 0)


if __name__ == '__main__':
    main()
