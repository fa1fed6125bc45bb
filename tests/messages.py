#!/usr/bin/env python3
"""Under a language in which every sentence of the catalogue stands in ⟦brackets⟧, go through
the commands and look for words outside of them that are neither data nor names: those are
sentences that nobody could translate. Prints TAP, one test a part of the tour."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASE = os.path.join(ROOT, "examples/kharkiv-2022")

# What is not for the catalogue: names of options, commands, keys and files; dates, whose
# words format/edtf_words.c has itself; what libc's getopt says.
NAMES = re.compile(r"""
    (?<!\w)--?[a-z][a-z-]*(=\S+)? | [A-Z][A-Z0-9_]{2,}\S* | \b(stele(-[a-z]+)?|UTC|SHA-256)\b |
    \S*[/_]\S* | \S+\.(?:jpg|png|txt|csv|json|map|bin|sha256|vkey|pem)\b |
    \b[0-9a-z]{4}-[0-9a-z]{4}(-[0-9a-z]{4}-[0-9a-z]{5})?\b | \b[0-9a-z]{16,}\b |
    \b[0-9a-z]{6}\.[0-9]+\b |
    unrecognized\ option | option\ requires\ an\ argument | invalid\ option
    """, re.X)

SEPARATORS = re.compile(r"[\0:;,()\[\]→≠–|=]+")
KINDS = "archive assess claim decide derived entity import object passage withdraw".split()
DATES = """January February March April May June July August September October November
    December about between and on in since until or later earlier before some time unknown of
    given zone uncertain approximate""".split()


def run(*arguments):
    ran = subprocess.run([STELE, *arguments], capture_output=True, text=True, timeout=120)
    return ran.stdout + ran.stderr


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts_of(item)


class Known:
    """What may stand outside of the brackets: the words of the example, whole; the labels of
    the schema, words of dates, kinds and commands, one behind the other."""

    def __init__(self, commands):
        texts = []
        self.phrases = set(DATES + KINDS + commands)
        for name in glob.glob(os.path.join(ROOT, "schema", "**", "*.json"), recursive=True):
            with open(name, encoding="utf-8") as file:
                self.add_pieces(texts_of(json.load(file)))
        for name in glob.glob(os.path.join(CASE, "*.*")):
            with open(name, encoding="utf-8") as file:
                if name.endswith(".json"):
                    texts += texts_of(json.load(file))
                    self.add_pieces(texts)
                elif name.endswith((".csv", ".map")):
                    texts.append(file.read())
        self.text = "\n".join(" ".join(text.split()) for text in texts)

    def add_pieces(self, texts):
        for text in texts:
            self.phrases |= {piece.strip(" .") for piece in SEPARATORS.split(text)}

    def holds(self, part):
        return part in self.text or self.covers(part.split())

    def covers(self, words):
        """Whether phrases, perhaps with numbers between them, make up these words."""
        reached = {0}
        for at in range(len(words)):
            if at not in reached:
                continue
            if not re.search("[A-Za-z]{2}", words[at]):
                reached.add(at + 1)
            for end in range(at + 1, min(len(words), at + 9) + 1):
                if " ".join(words[at:end]) in self.phrases:
                    reached.add(end)
        return len(words) in reached


def left_over(said, known):
    """Words that are neither ours, bracketed, nor known."""
    said = re.sub(r"[“„«][^“”«»]*[”“»]", " ", said)  # quoted, so it is somebody else's
    said = re.sub(r"⟦[^⟦⟧]*⟧", "\0", said)
    said = re.sub(r'"[^"\n]*"', "\0", said)
    said = NAMES.sub("\0", re.sub(r"\s+", " ", said))
    left = []
    for part in SEPARATORS.split(said):
        part = part.strip(" .'…\"`")
        if re.search(r"[A-Za-z]{3}", part) and not known.holds(part):
            left.append(part)
    return left


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def test(self, name, left):
        self.count += 1
        if left:
            self.failed += 1
        print("%sok %d - %s" % ("not " if left else "", self.count, name))
        for part in sorted(set(left))[:30]:
            print("#   not from the catalogue: %s" % part)


def commands_of():
    return [line.split()[0] for line in run("--help").split("\n")
            if line.startswith("  ") and "⟦" in line and not line.strip().startswith("-")]


def helps(known):
    said = run("--help") + run() + run("nonsense")
    for command in commands_of() + ["add entity", "add passage", "add claim"]:
        said += run(*command.split(), "--help") + run(*command.split(), "--nonsense")
    return left_over(said, known)


def writing(known, archive):
    said = run("init", archive, "--name", "Tour", "--synthetic")
    said += run("init", archive)
    said += run("-C", archive, "preserve", CASE)
    said += run("-C", archive, "preserve", CASE) + run("-C", archive, "preserve", "--check", CASE)
    said += run("-C", archive, "preserve", "--check", ROOT + "/docs")
    added = run("-C", archive, "add", CASE + "/statements.json")
    for table in ("places", "bodies"):
        given = (CASE + "/%s.csv" % table, "--map", CASE + "/%s.map" % table)
        for again in ((), ("--dry-run",), ()):
            said += run("-C", archive, "import", *given, *again)
    recorded = re.sub(r"^\S+\t\w+", "", added, flags=re.M)  # local id and kind are data
    return left_over(said + recorded, known), added


def asking(known, archive, added):
    entities = re.findall(r"entity (\S+)", added)
    references = re.findall(r"[0-9a-z]{6}\.\d+", added)
    said = "".join(run("-C", archive, "show", *entities[i:i + 40])
                   for i in range(0, len(entities), 40))
    said += "".join(run("-C", archive, "show", *references[i:i + 40])
                    for i in range(0, len(references), 40))
    for reference in references[::10]:
        said += run("-C", archive, "history", reference)
    for i in range(0, len(entities) - 1, 8):
        said += run("-C", archive, "compare", entities[i], entities[i + 1])
    said += run("-C", archive, "find", "Izium") + run("-C", archive, "find", "--kind", "place")
    said += run("-C", archive, "show", "--as-of", "2020-01-01", entities[0])
    return left_over(said, known)


def judging(known, archive, added):
    claims = re.findall(r"claim\t.*?([0-9a-z]{6}\.\d+)", added)
    said = run("-C", archive, "assess", claims[0], claims[1], "--status", "conflict",
               "--public-note", "“both”", "--standard", "clear_and_convincing", "--rule", "“r”")
    said += run("-C", archive, "decide", claims[0], claims[1], "--prefer", claims[0], "--rule",
                "nearest_to_speaker", "--reason", "“why”")
    said += run("-C", archive, "withdraw", claims[2], "--reason", "typing_error")
    said += run("-C", archive, "show", *claims[:3]) + run("-C", archive, "history", claims[2])
    return left_over(said, known)


def errors(known, archive, folder):
    def draft(text):
        path = os.path.join(folder, "draft.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return run("-C", archive, "add", path)

    def mapping(text, table="a,b\n1,2\n"):
        for name, content in (("m.map", text), ("t.csv", table)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        return run("-C", archive, "import", folder + "/t.csv", "--map", folder + "/m.map")

    head = 'list "L"\nkey a\n'
    said = draft("[") + draft("{") + draft('{"kind":"claim"}') + draft('{"kind":"nonsense"}')
    said += draft('{"kind":"entity","entity":"source","id":7}')
    said += draft('{"kind":"entity","entity":"nonsense"}')
    said += draft('{"kind":"entity","entity":"person","class":"private","label":"x"}')
    said += draft('{"kind":"passage","source":"nobody"}') + draft("7") + draft("")
    said += draft('{"kind":"claim","about":"x","property":"name","value":{"a":1}}')
    said += mapping("") + mapping("nonsense\n") + mapping('list "L" class x\n')
    said += mapping(head + "entity e\n") + mapping(head + "entity e nonsense\n")
    said += mapping(head + "entity e place\n  name: a as nonsense\n")
    said += mapping(head + "entity e place\n  name a as nonsense\n")
    said += mapping(head + "entity e place\n  name c\n")
    said += mapping(head + "entity e place\n  name a\n", "a,b\n1\n2,3\n1,4\n")
    said += run("-C", archive, "add", "claim", "x", "name", "y")
    said += run("-C", archive, "find", "--from", "2022-13") + run("-C", archive, "find", "zzzzz")
    said += run("-C", archive, "find", "--limit", "x") + run("-C", archive, "find", "--kind", "x")
    said += run("-C", archive, "show", "nonsense") + run("-C", folder, "verify")
    said += run("-C", archive, "show", "--as-of", "then", "x")
    for command in ("show", "compare", "history", "prove", "publish", "import", "preserve",
                    "add", "init", "assess", "withdraw", "decide"):
        said += run("-C", archive, command)
    return left_over(said, known)


def giving(known, archive, added, folder):
    reference = re.findall(r"[0-9a-z]{6}\.\d+", added)[0]
    proof, log = os.path.join(folder, "proof"), os.path.join(folder, "log")
    said = run("-C", archive, "prove", reference, "-o", proof)
    said += run("-C", archive, "prove", reference, "-o", proof)
    said += run("prove", "--check", proof)
    with open(os.path.join(proof, "statement.json"), "a", encoding="utf-8") as file:
        file.write(" ")
    said += run("prove", "--check", proof)
    said += run("-C", archive, "publish", log) + run("-C", archive, "publish", log)
    said += run("-C", archive, "reindex")
    return left_over(said, known)


def damage(known, archive):
    said = run("-C", archive, "verify")
    objects = sorted(p for p in glob.glob(archive + "/objects/*/*"))
    with open(objects[0], "r+b") as file:
        file.write(b"x")
    os.remove(objects[1])
    shutil.copy(objects[2], archive + "/objects/stray")
    for tile in glob.glob(archive + "/feeds/*/tile/0/*"):
        with open(tile, "r+b") as file:
            file.write(b"x")
    for pack in glob.glob(archive + "/feeds/*/pack/*"):
        with open(pack, "r+b") as file:
            file.seek(1000)
            file.write(b"xxxx")
    return left_over(said + run("-C", archive, "verify"), known)


def main():
    global STELE
    build = os.path.abspath(sys.argv[1])
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        locale = os.path.join(folder, "share/locale/xx/LC_MESSAGES")
        os.makedirs(locale)
        os.makedirs(os.path.join(folder, "bin"))
        STELE = os.path.join(folder, "bin/stele")
        shutil.copy(os.path.join(build, "src/stele"), STELE)
        subprocess.run([ROOT + "/tools/messages", "pseudo", locale + "/stele.mo"], check=True)
        os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="xx", HOME=folder + "/home",
                          XDG_STATE_HOME=folder + "/state", XDG_CACHE_HOME=folder + "/cache")
        os.chdir(folder)
        archive, known = os.path.join(folder, "archive"), Known(commands_of() + ["nonsense", "Tour"])
        tap.test("help", helps(known))
        left, added = writing(known, archive)
        tap.test("writing into an archive", left)
        tap.test("asking it", asking(known, archive, added))
        tap.test("judging claims", judging(known, archive, added))
        tap.test("errors", errors(known, archive, folder))
        tap.test("giving away", giving(known, archive, added, folder))
        tap.test("damage", damage(known, archive))
    print("1..%d" % tap.count)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
