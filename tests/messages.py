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
# words format/edtf_words.c has itself; what libc and libarchive say.
NAMES = re.compile(r"""
    (?<!\w)--?[a-z][a-z-]*(=\S+)? | [A-Z][A-Z0-9_]{2,}\S* | \b(stele(-[a-z]+)?(?!\.)|UTC|SHA-256)\b |
    \S*[/_]\S* | \S+\.(?:jpg|png|txt|csv|json|map|bin|sha256|vkey|pem|tsr|tsq|crl|pdf|py)\b |
    \b[0-9a-f]{8}(\ [0-9a-f]{8})+\b | \bchmod\ [0-7]+\b | \bstele\ [a-z]+\ [a-z]+\b |
    \b[0-9a-z]{4}-[0-9a-z]{4}(-[0-9a-z]{4}-[0-9a-z]{5})?\b | \b[0-9a-z]{16,}\b |
    \b[0-9a-z]{6}\.[0-9]+\b |
    unrecognized\ option | option\ requires\ an\ argument | invalid\ option |
    No\ such\ file\ or\ directory | Unrecognized\ archive\ format |
    \bdecompression\ failed
    """, re.X)

SEPARATORS = re.compile(r"[\0:;,()\[\]→≠–|=]+")
KINDS = "archive assess claim decide derived entity import object passage withdraw".split()
# Further words of the command line, and names of programs, packages and file systems.
NAMED = """accept admit combine diff drill due end field give keep list meet new off on
passphrase receipt request role rotate show skip split take core chromium exiftool ffmpeg ffprobe firefox firefox-esr fontconfig
    libimage-exiftool-perl libvips-tools openssl pdftotext poppler-utils python3 tesseract
    tesseract-ocr vips ext4 tmpfs overlay xfs btrfs""".split() + ["end ID", "role ID"]
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
        self.phrases = set(DATES + KINDS + NAMED + commands)
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

    def add(self, *phrases):
        """What an example of our own says."""
        self.phrases |= set(phrases)

    def add_feeds(self):
        """Feeds are called by the first characters of their ids."""
        self.phrases |= {os.path.basename(feed)[:6]
                         for feed in glob.glob("**/feeds/*", recursive=True)}

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
    known.add_feeds()
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


def devices(known, folder):
    """Machines, copies put back, and feeds that went two ways."""
    archive, state = os.path.join(folder, "machines"), os.environ["XDG_STATE_HOME"]
    draft = os.path.join(folder, "source.json")

    def on(state_folder, where, *arguments):
        os.environ["XDG_STATE_HOME"] = os.path.join(folder, state_folder)
        said = run("-C", where, *arguments)
        os.environ["XDG_STATE_HOME"] = state
        return said

    def all_of(where, *commands):
        return "".join(on("state", where, *command.split()) for command in commands)

    with open(draft, "w", encoding="utf-8") as file:
        json.dump([{"kind": "entity", "id": "a", "entity": "source", "class": "web_page",
                    "label": "Tour"}], file)
    run("init", archive, "--name", "Tour", "--synthetic")
    said = all_of(archive, "device", "device old", "device new", "device list x", "device list",
                  "device new --member nobody", "device list --member x")
    shutil.copytree(archive, archive + "-week")
    run("-C", archive, "add", draft)
    shutil.copytree(archive, archive + "-day")
    shutil.rmtree(archive)
    shutil.copytree(archive + "-week", archive)
    said += re.sub(r"^a\t.*\n", "", all_of(archive, "add " + draft, "find Tour", "device list",
                                           "device new", "device list", "verify"), flags=re.M)
    run("-C", archive, "add", draft)
    first = on("state", archive, "device", "list", "--json").split('"feed":"')[1][:26]
    said += all_of(archive, "prove %s.0 -o %s-proof" % (first, archive),
                   "prove %s.9 -o %s-none" % (first, archive))
    proof = run("prove", "--check", archive + "-proof")
    for chain in glob.glob(archive + "-proof/chain/*"):
        os.remove(chain)
    said += proof + run("prove", "--check", archive + "-proof")
    # Another machine, and the history that the restore left behind.
    on("there", archive + "-week", "device", "new")
    said += on("there", archive + "-week", "device", "list")
    said += on("there", archive + "-week", "verify") + on("there", archive + "-week", "find")
    said += on("nowhere", archive + "-week", "find", "Tour")
    said += on("nowhere", archive + "-week", "add", "entity", "place", "--label", "“x”")
    for feed in glob.glob(archive + "-day/feeds/*"):
        shutil.rmtree(os.path.join(archive, "feeds", os.path.basename(feed)), True)
        shutil.copytree(feed, os.path.join(archive, "feeds", os.path.basename(feed)))
    said += all_of(archive, "verify", "find", "device list", "add entity place --label “x”")
    return left_over(said, known)


def anchoring(known, archive):
    known.add("Test authority", "Own authority", "Expired authority", "Test intermediate")
    for name, text in (("authorities", "authorities"),
                       ("request", "stamp tsa request/*.tsq reply.tsr && stamp own request/*.tsq "
                        "own.tsr && stamp old request/*.tsq old.tsr && "
                        "stamp tsa request/*.tsq bare.tsr no-chain && "
                        "openssl ca -batch -config ca.cnf -gencrl -cert middle.pem "
                        "-keyfile middle.key -out good.crl && "
                        "openssl ca -batch -config ca.cnf -revoke tsa.pem -crl_reason keyCompromise "
                        "-cert middle.pem -keyfile middle.key && "
                        "openssl ca -batch -config ca.cnf -gencrl -cert middle.pem "
                        "-keyfile middle.key -out list.crl && resign reply.tsr web web.tsr")):
        if name == "request":
            said = run("-C", archive, "anchor", "request", "-o", "request")
        made = subprocess.run(["bash", "-c", ". %s/tests/cli/authority.bash; %s" % (ROOT, text)],
                              capture_output=True, text=True, timeout=120)
        if made.returncode != 0:
            return ["the authorities could not be made " + made.stderr[-200:]]
    paper = run("-C", archive, "anchor", "-o", "paper.pdf")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", paper).group()
    said += paper + run("-C", archive, "anchor", "-o", "paper.pdf")
    said += run("-C", archive, "anchor", "-o", archive + "/paper.pdf")
    said += run("-C", archive, "anchor", "request", "-o", "request")
    said += run("-C", archive, "anchor", "request", "-o", "later", "--checkpoint", "1")
    said += run("-C", archive, "anchor", "request") + run("-C", archive, "anchor", "nonsense")
    said += run("-C", archive, "anchor", "list", "x") + run("-C", archive, "anchor", "accept")
    said += run("-C", archive, "anchor", "list") + run("-C", archive, "verify")
    for reply in ("old.tsr", "bare.tsr", "web.tsr", "own.tsr", "reply.tsr", "root.pem", "none"):
        said += run("-C", archive, "anchor", "accept", reply)
    for more in (("--trust", "root.pem"), ("--trust", "reply.tsr"), ("--crl", "root.pem"),
                 ("--ocsp", "root.pem"), ("--crl", "good.crl"), ("--crl", "list.crl"),
                 ("--request", "reply.tsr"), ("--chain", "root.pem")):
        said += run("-C", archive, "anchor", "accept", "reply.tsr", *more)
    for more in ((), ("--trust", "root.pem"), ("--trust", "own.pem")):
        said += run("-C", archive, "anchor", "list", *more) + run("-C", archive, "verify", *more)
    said += run("-C", archive, "verify", "--anchor", code)
    said += run("-C", archive, "verify", "--anchor", "0123-4567-89AB-CDEF", "--anchor", "01")
    said += run("-C", archive, "verify", "--anchor", "0123-4567-89AB-CDEF")
    shutil.copytree(archive, archive + "-anchored")
    archive += "-anchored"
    for kept in sorted(glob.glob(archive + "/anchors/*")):
        with open(kept, "ab") as file:
            file.write(b"x")
    for name in ("nonsense", "half.new", "paper-9-0123456789ABCDEF-0123456789abcdef.json"):
        shutil.copy(ROOT + "/LICENSE", os.path.join(archive, "anchors", name))
    return left_over(said + run("-C", archive, "anchor", "list") + run("-C", archive, "verify"), known)


def clocks(known, archive):
    said = run("-C", archive, "clock")
    for more in ((), ("--reads", "10:00"), ("--reads", "2026-11-25T10:00:30Z"), ("x",)):
        said += run("-C", archive, "clock", *more)
    shown = ""
    for more in (("satellite", "--uncertainty", "2", "--who", "“a guard”", "--note", "“n”"),
                 ("phone", "--uncertainty", "0.5"), ("sundial",), ("phone", "--uncertainty", "much")):
        shown += run("-C", archive, "clock", "--reads", "2026-11-25T10:00:30Z", "--against", *more)
    for reference in re.findall(r"[0-9a-z]{6}\.\d+", shown):
        shown += run("-C", archive, "show", reference) + run("-C", archive, "history", reference)
    os.environ["STELE_NOW"] = "2020-01-01T00:00:00Z"
    said += run("-C", archive, "add", "entity", "place", "--label", "“x”")
    del os.environ["STELE_NOW"]
    return left_over(said + shown, known)


def copying(known, archive, folder):
    out = os.path.join(folder, "out")
    said = run("-C", archive, "copy") + run("-C", archive, "copy", "a", "b")
    said += run("-C", archive, "copy", out, "--dry-run") + run("-C", archive, "copy", out)
    said += run("-C", archive, "copy", out) + run("-C", archive, "copy", archive + "/in")
    said += run("-C", archive, "copy", folder) + run("-C", archive, "copy", ROOT + "/LICENSE")
    said += run("-C", archive, "copy", os.path.join(folder, "machines"))
    for pattern in ("feeds/*/tail-0", "feeds/*/pack/*", "objects/*/*", "stele.json",
                    "feeds/*/tile/0/*", "anchors/*", "feeds/*/checkpoint"):
        for path in glob.glob(os.path.join(out, pattern))[:2]:
            os.chmod(path, 0o600)
            with open(path, "r+b") as file:
                file.write(b"x")
    said += run("-C", archive, "copy", out, "--check", "--dry-run")
    said += run("-C", archive, "copy", out, "--check")
    damaged = archive + "-damaged"
    shutil.copytree(archive, damaged)
    harm(damaged)
    for path in glob.glob(damaged + "/feeds/*/tail-*"):
        with open(path, "r+b") as file:
            file.write(b"x" * 2000)
    with open(damaged + "/stele.json", "ab") as file:
        file.write(b" ")
    said += run("-C", damaged, "copy", out) + run("-C", damaged, "copy", out + "-new")
    with open(out + "/objects/stray", "w", encoding="utf-8"):
        pass
    for folder_of_feed in glob.glob(archive + "-week/feeds/*"):
        shutil.copytree(folder_of_feed, out + "/feeds/" + os.path.basename(folder_of_feed))
    os.makedirs(os.path.join(damaged, "feeds", "0" * 25 + "m"))
    return left_over(said + run("-C", archive, "copy", out) + run("-C", damaged, "verify"), known)


def releases(known, folder):
    """Several releases of one list, and sheets of workbooks."""
    archive = os.path.join(folder, "releases")
    run("init", archive, "--name", "Tour", "--synthetic")
    with open("dead.map", "w", encoding="utf-8") as file:
        file.write('list "Dead" class casualty_list\nformat csv\nkey id\n'
                   'entity hit event class incident label "{id}"\n  when date as date\n'
                   "  description note\n  killed dead unit person\n")
    head, rows = "id,date,note,dead\n", ["1,2022-03-01,first,2", "2,2022-03-02,second,1",
                                         "3,2022-03-03,third,x"]
    versions = {"v1": rows, "v2": ["1,2022-03-01,first,3", "2,2022-03-02,other,1"],
                "v3": ["2,2022-03-02,other,1", "4,2022-04-01,fourth,7"]}
    known.add("Dead", "first", "second", "other", "fourth", "v1", "v2", "v3", "dead", "note", "Nobody",
              "Old", "Sources", "adults", "share", "blanks at both ends", "two lines",
              "said by an older release", "imported after a newer one")  # the last two: recorded
    said = run("-C", archive, "lists")
    for name, lines in versions.items():
        with open(name + ".csv", "w", encoding="utf-8") as file:
            file.write(head + "\n".join(lines) + "\n")
    release = lambda name, *more: run("-C", archive, "import", name + ".csv", "--map", "dead.map",
                                      "--release", *more)
    said += release("v1", "v1", "--dry-run") + release("v1", "v1") + release("v2", "v2", "--dry-run")
    said += release("v2", "v2") + release("v3", "v3") + release("v3", "v3") + release("v1", "v9")
    said += release("v1", "v0", "--before", "v2") + release("v2", "v3")
    said += run("-C", archive, "import", "v1.csv", "--map", "dead.map")
    said += run("-C", archive, "import", "v1.csv.rejected.csv", "--map", "dead.map")
    for words in ("", "show", "show Dead", "show Dead --as-of-version v1", "show Dead --as-of-version x",
                  "show Nobody", "diff Dead", "diff Dead v1 v2", "diff Dead v1 v9", "diff v1 v2",
                  "diff v2 v1", "diff", "diff a b c d", "nonsense", "--as-of x", "show Dead --as-of 2020",
                  "--as-of-version v1"):
        said += run("-C", archive, "lists", *words.split())
    rows = run("-C", archive, "lists", "show", "Dead", "--as-of-version", "v1", "--json")
    said += run("-C", archive, "show", *re.findall(r'"entity":"(\w+)"', rows))
    if subprocess.run(["/usr/bin/python3", "-c", "import openpyxl, odf"], capture_output=True).returncode == 0:
        said += sheets(archive)
    return left_over(said, known)


def sheets(archive):
    os.makedirs("workbooks")
    for kind in ("same", "features", "hostile"):
        subprocess.run(["/usr/bin/python3", ROOT + "/tests/workbooks/make.py", kind, "workbooks"], check=True)
    with open("features.map", "w", encoding="utf-8") as file:
        file.write('list "Dead" class incident_list\nformat xlsx sheet "Dead" header 3 to 4\nkey id\n'
                   "entity area place\n  key oblast\n  name oblast as name\n"
                   'entity hit event class incident\n  when date as date "DD.MM.YYYY"\n'
                   '  happened_at the area\n  killed "killed / children" unit person\n')
    said = ""
    for book in sorted(glob.glob("workbooks/*")):
        for more in ((), ("--sheet", "“none”"), ("--dry-run",)):
            said += run("-C", archive, "import", book, "--map", "features.map", *more)
            said += run("-C", archive, "import", book, "--map", "dead.map", *more)
    return said


def machine(known, archive, folder):
    said = run("doctor") + run("-C", archive, "doctor") + run("-C", folder, "doctor")
    said += run("-C", os.path.join(folder, "machines"), "doctor") + run("doctor", "x")
    said += run("-C", os.path.join(folder, "machines-week"), "doctor")
    os.environ["PATH"], path = "/nonexistent", os.environ["PATH"]
    said += run("-C", archive + "-damaged", "doctor")
    os.environ["PATH"] = path
    return left_over(said, known)


def newer(known, folder):
    said, state = "", os.environ.get("STELE_STATE")
    known.add("newer", "quorum", "synthetic", "albedo", "sighting", "tally", "orbit", "posture", "dragon",
              "key", "uk", "true", "weathering", "process definition", "they were seen", "of")
    for what in ("kinds", "format", "tail", "lost", "strange"):
        made = os.path.join(folder, "newer-" + what)
        feed = subprocess.run([sys.executable, ROOT + "/tests/newer.py", what, made], check=True,
                              capture_output=True, text=True).stdout.strip()
        os.environ["STELE_STATE"] = made + "/state"
        for words in (["verify"], ["find", "made-up"], ["show", "0000-0000-0000-00000"],
                      ["history", "0000-0000-0000-00000"], ["find", "--property", "dragon"],
                      ["show"] + ["%s.%d" % (feed, n) for n in range(16)], ["doctor"],
                      ["device", "list"], ["copy", made + "/copy"], ["lists"], ["reindex"],
                      ["add", "entity", "place", "--label", "“x”"], ["anchor", "list"],
                      ["prove", feed + ".7", "-o", made + "/proof"]):
            said += run("-C", made + "/archive", *words)
    os.environ.pop("STELE_STATE")
    if state:
        os.environ["STELE_STATE"] = state
    return left_over(said, known)


def harm(archive):
    objects = sorted(p for p in glob.glob(archive + "/objects/*/*"))
    os.chmod(objects[0], 0o600)
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


def damage(known, archive):
    said = run("-C", archive, "verify")
    harm(archive)
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
        for program in ("stele", "stele-workbook", "stele-sheet"):
            shutil.copy(os.path.join(build, "src", program), os.path.dirname(STELE))
        subprocess.run([ROOT + "/tools/messages", "pseudo", locale + "/stele.mo"], check=True)
        os.environ.update(SSL_CERT_FILE="/dev/null", SSL_CERT_DIR="/nonexistent", LC_ALL="C.UTF-8", LANGUAGE="xx", HOME=folder + "/home",
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
        tap.test("machines, and copies put back", devices(known, folder))
        tap.test("clocks", clocks(known, archive))
        tap.test("anchors", anchoring(known, archive))
        tap.test("copies", copying(known, archive, folder))
        tap.test("releases and workbooks", releases(known, folder))
        tap.test("the machine", machine(known, archive, folder))
        tap.test("newer archives", newer(known, folder))
        tap.test("damage", damage(known, archive))
    print("1..%d" % tap.count)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
