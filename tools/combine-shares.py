#!/usr/bin/env python3
"""Put a key together from its shares without Stele (docs/recovery.md, docs/formats.md).

    tools/combine-shares.py SHEET.txt... >KEYFILE     then: age -d -i KEYFILE FILE

Reads what stands on the sheets or in their QR codes. Needs Python alone. The key is
printed in the clear."""
import hashlib
import sys

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MARKER = "STELE-SHARE"
LINES, LINE = 6, 20


def times_alpha(v):
    """In GF(32) with x^5 + x^2 + 1."""
    return (v << 1) ^ 0x25 if v & 16 else v << 1


def checked(number, line):
    """The 18 characters of a line whose last two check them and its number."""
    line = "".join({"I": "1", "L": "1", "O": "0"}.get(c, c) for c in line.upper() if c not in " -\t\r")
    if len(line) != LINE or any(c not in DIGITS for c in line):
        sys.exit("line %d: not %d digits and letters other than U: %s" % (number, LINE, line))
    first = second = number
    for c in line[:-2]:
        first = times_alpha(first ^ DIGITS.index(c))
        second = times_alpha(times_alpha(second ^ DIGITS.index(c)))
    if line[-2:] != DIGITS[first] + DIGITS[second]:
        sys.exit("line %d has a wrong character: %s" % (number, line))
    return line[:-2]


def read(lines):
    text = "".join(checked(i + 1, line) for i, line in enumerate(lines))
    bits = "".join("{:05b}".format(DIGITS.index(c)) for c in text)
    raw = bytes(int(bits[i:i + 8], 2) for i in range(0, 67 * 8, 8))
    if hashlib.sha256(raw[:64]).digest()[:3] != raw[64:]:
        sys.exit("these six lines are not of one share")
    return {"version": raw[0] >> 4, "set": raw[:23], "needed": raw[22], "x": raw[23], "y": raw[24:64],
            "kind": raw[0] & 15, "archive": text32(raw[1:6]), "owner": text32(raw[6:16]),
            "epoch": raw[16:18], "id": raw[18:22]}


def text32(raw):
    bits = "".join("{:08b}".format(b) for b in raw)
    return "".join(DIGITS[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5)).lower()


def shares_in(text):
    """Six lines that begin with 1: to 6:, or what stands behind STELE-SHARE."""
    lines = []
    for line in text.replace("\f", "\n").split("\n"):
        at = line.upper().find(MARKER)
        if at >= 0:
            run = "".join(line[at + len(MARKER):].split())
            yield read([run[i:i + LINE] for i in range(0, LINES * LINE, LINE)])
        elif line.strip()[:1] in tuple("123456") and line.strip()[1:2] == ":":
            lines.append(line.strip()[2:])
            if len(lines) == LINES:
                yield read(lines)
                lines = []


def multiply(a, b):
    """In GF(256) with x^8 + x^4 + x^3 + x^2 + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11d if a & 128 else 0)
        b >>= 1
    return product


def divide(a, b):
    return multiply(a, next(i for i in range(256) if multiply(i, b) == 1))


def interpolate(shares):
    """The polynomials' value at 0 (Lagrange)."""
    secret = bytearray(len(shares[0]["y"]))
    for one in shares:
        factor = 1
        for other in shares:
            if other is not one:
                factor = multiply(factor, divide(other["x"], other["x"] ^ one["x"]))
        for i, y in enumerate(one["y"]):
            secret[i] ^= multiply(factor, y)
    return bytes(secret)


def check_digit(owner):
    s = 0
    for c in owner.upper():
        s = times_alpha(s ^ DIGITS.index(c))
    return DIGITS[s].lower()


def bech32(prefix, raw):
    alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join("{:08b}".format(b) for b in raw)
    bits += "0" * (-len(bits) % 5)
    data = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]

    def polymod(values):
        check = 1
        for v in values:
            top = check >> 25
            check = (check & 0x1ffffff) << 5 ^ v
            for i, g in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
                check ^= g if top >> i & 1 else 0
        return check

    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = polymod(expanded + data + [0] * 6) ^ 1
    return prefix + "1" + "".join(alphabet[d] for d in data + [check >> 5 * (5 - i) & 31 for i in range(6)])


def main():
    shares = {}
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            for share in shares_in(file.read()):
                shares.setdefault(share["set"], {})[share["x"]] = share
    if not shares:
        sys.exit(__doc__)
    found = list(max(shares.values(), key=len).values())
    needed = found[0]["needed"]
    if len(found) < needed:
        sys.exit("%d of the %d shares that are needed are here" % (len(found), needed))
    one = found[0]
    secret = interpolate(found[:needed])
    owner = one["owner"] + check_digit(one["owner"])
    bound = b"stele share v1\n" + bytes([one["kind"]]) + one["epoch"] + bytes([needed])
    bound += one["archive"].encode() + owner.encode() + one["id"]
    if hashlib.sha256(bound + secret[:32]).digest()[:8] != secret[32:]:
        sys.exit("the shares do not fit together: at least one of them is wrong")
    sys.stderr.write("the key of %s %s, epoch %d\n" % (("compartment", "member")[one["kind"]], owner,
                                                       int.from_bytes(one["epoch"], "big")))
    print(bech32("age-secret-key-", secret[:32]).upper())


main()
