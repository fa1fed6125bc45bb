"""What is interrupted: commands on small archives, and how each of them is gone on with."""
import json, random, shutil, subprocess, sys

from world import ROOT, Wrong

class Scenario:
    """A command on an archive that holds something already."""
    name = ""
    before = 0
    writes = True       # else only its reading can fail
    kinds = None        # the kinds of fault that it is for; None: all
    kept = ""           # a folder that no power cut touches
    every_cut = 1       # of a long sweep's power cuts one in so many is made

    def prepare(self, world):
        world.folder.mkdir()
        world.run("init", "--synthetic", "--name", "faults", "archive")
        if self.before:
            (world.folder / "before.json").write_text(json.dumps(self.drafts(self.before, "before")))
            world.run("-C", "archive", "add", "before.json")
        self.lay_out(world)

    def lay_out(self, world):
        """The files that the command reads."""

    def drafts(self, count, word):
        return [{"kind": "entity", "id": f"{word}{i}", "entity": "source", "class": "web_page", "label": f"{word} {i}"}
                for i in range(count)]

    def arguments(self, world):
        raise NotImplementedError

    def commands(self, world):
        """What is run, one after the other, before a power cut."""
        return [self.arguments(world)]

    def acknowledged(self, said):
        """References that were printed, and what the statement must hold."""
        found = {}
        for line in said.splitlines(keepends=True):
            if line.startswith("{") and line.endswith("\n"):
                about = json.loads(line)
                ref = about.get("ref") or about.get("statement")
                if isinstance(ref, str):
                    feed, index = ref.split(".")
                    found[feed, int(index)] = about.get("entity") or about["sha256"]
        return found

    def verify(self, world, expect_unfinished=None):
        world.verify(expect_unfinished)

    def changed(self, world):
        """Statements whose stored bytes the command may have changed, by index."""
        return set()

    def holds(self, world, said):
        """What else must hold directly after the fault."""

    def may_be_done(self, call, path):
        """Whether the command may end with success although this call failed. After a failed sync nobody knows what
        is on the disk; only the index may lag."""
        return "sync" not in call or path.startswith("cache/")

    def may_end(self, status, call, path, err):
        """Whether this status is an answer to a call that failed on this path."""
        if path.startswith("cache/") and "the index is damaged" in err:
            return status == 1  # what SQLite makes of a page that cannot be read
        return status == 3

    def readers(self, readers):
        """Which of a stranger's programs may look at the result."""
        return readers

    def again(self, world):
        """The next command goes on."""
        world.run(*self.arguments(world))

class Init(Scenario):
    name = "init"

    def prepare(self, world):
        # There already, so that nobody syncs the folder above for their sake.
        (world.folder / "state").mkdir(parents=True)
        (world.folder / "cache/stele").mkdir(parents=True)

    def arguments(self, world):
        return ["init", "--synthetic", "--name", "faults", "archive"]

    def again(self, world):
        """Made before the fault, or to be made now: nothing between."""
        status, _ = world.run(*self.arguments(world), expect=(0, 3))
        if status == 3 and not (world.archive / "stele.json").exists():
            raise Wrong("init refuses a folder that holds no archive")
        left = [p.name for p in world.folder.iterdir() if p.name.startswith("archive.")]
        if status == 0 and left:
            raise Wrong(f"what an interrupted init left is still there: {left}")
        if status == 3:
            (world.folder / "next.json").write_text(json.dumps(self.drafts(1, "next")))
            world.run("-C", "archive", "add", "next.json")

    def holds(self, world, said):
        if "made in" in said and not (world.archive / "stele.json").exists():
            raise Wrong("init said that the archive was made, and it is not there")

class AddOne(Scenario):
    name = "add of one statement"
    before = 5
    times = 3

    def lay_out(self, world):
        for i in range(self.times):
            (world.folder / f"{i}.json").write_text(json.dumps(self.drafts(1, f"one{i}-")))

    def arguments(self, world):
        return ["-C", "archive", "add", "--json", "0.json"]

    def commands(self, world):
        return [["-C", "archive", "add", "--json", f"{i}.json"] for i in range(self.times)]

class AddOften(AddOne):
    """So often that the list of notes, which is not synced each time, fills more than a page."""
    name = "add of one statement, often"
    times = 40
    kinds = ("cut",)
    every_cut = 9

class AddMany(AddOne):
    """Fills a group that has a tail, and two more."""
    name = "add of 600 statements"
    before = 120

    def lay_out(self, world):
        for i in range(self.times):
            (world.folder / f"{i}.json").write_text(json.dumps(self.drafts(600, f"many{i}-")))

class Preserve(Scenario):
    name = "preserve"
    before = 240
    files = 24
    kept = "card"       # what it has stated is known by inode and times: these stay as they are

    def lay_out(self, world):
        (world.folder / "card").mkdir()
        for i in range(self.files):
            (world.folder / "card" / f"photo {i}.jpg").write_bytes(random.Random(i).randbytes(3000 + 500 * i))

    def arguments(self, world):
        return ["-C", "archive", "preserve", "--json", "card"]

    def may_end(self, status, call, path, err):
        if path.startswith("card/"):
            return status in (1, 3)  # this file is refused, the others are preserved
        return super().may_end(status, call, path, err)

    def again(self, world):
        super().again(world)
        for file in (world.folder / "card").iterdir():
            stored = [p for p in (world.archive / "objects").glob("??/*") if p.stat().st_size == file.stat().st_size]
            if not any(p.read_bytes() == file.read_bytes() for p in stored):
                raise Wrong(f"{file.name} is not in the archive")
        named = [json.loads(s[32:])["sha256"] for frames in world.statements().values() for s in frames
                 if b'"kind":"object"' in s]
        if len(named) != len(set(named)) or len(named) != self.files:
            raise Wrong(f"{self.files} files, {len(named)} object statements, {len(set(named))} different")
        world.run("-C", "archive", "add", "before.json")  # where all was stated, nobody mended the list of notes

class Import(Scenario):
    """A table of 150 rows, read to the end however often it was begun: no row twice, none missing."""
    name = "import"
    before = 3
    expected = None

    def lay_out(self, world):
        subprocess.run([sys.executable, ROOT / "bench/make-rows.py", "150", world.folder / "table.csv"], check=True)
        shutil.copy(ROOT / "bench/rows.map", world.folder / "rows.map")
        whole = world.copy_to(world.folder.with_name(world.folder.name + "-whole"))
        whole.run(*self.arguments(whole))
        self.expected = self.told(whole)
        shutil.rmtree(whole.folder)

    def arguments(self, world):
        return ["-C", "archive", "import", "--json", "--map", "rows.map", "table.csv"]

    def acknowledged(self, said):
        return {}

    def told(self, world):
        """What the statements say, without what differs from run to run."""
        said = [json.loads(s[32:]) for frames in world.statements().values() for s in frames]
        facts = [(s["kind"], s.get("entity"), s.get("label"), s.get("property"), s.get("row"))
                 for s in said if s["kind"] in ("entity", "claim", "object")]
        return sorted(repr(fact) for fact in facts)

    def again(self, world):
        super().again(world)
        told = self.told(world)
        if told != self.expected:
            lost, more = set(self.expected) - set(told), len(told) - len(self.expected)
            raise Wrong(f"the import says something else than an undisturbed one: {more} more, lost {sorted(lost)[:3]}")
        world.run("-C", "archive", "add", "before.json")  # where nothing was left to import, nobody cleaned up

class Reindex(Scenario):
    name = "reindex"
    before = 300

    def arguments(self, world):
        return ["-C", "archive", "reindex"]

    def acknowledged(self, said):
        return {}

    def again(self, world):
        super().again(world)
        world.run("-C", "archive", "add", "before.json")

class Erase(Scenario):
    """The second of two members confirms: a statement in a pack, one in the tail, a file. Once that is recorded the
    next command that writes destroys what is still there."""
    name = "erase"
    before = 300
    second = "000g40r40m30e209j"
    secrets = (b"before 7\"", b"before 290\"", b"the bytes of a photograph that must go")

    def lay_out(self, world):
        say = str(world.build / "tests/say")
        there = {"STELE_STATE": str(world.folder / "elsewhere"), "XDG_CACHE_HOME": str(world.folder / "elsewhere-cache")}
        def at(where, *arguments):
            status, out, err = world.finish(arguments, where)
            if status != 0:
                raise Wrong(f"{arguments}: {err}")
            return out
        (world.folder / "photo.jpg").write_bytes(self.secrets[2])
        world.run("-C", "archive", "preserve", "photo.jpg")
        (world.folder / "photo.jpg").unlink()
        at({}, say, "archive", json.dumps({"kind": "member", "id": self.second, "roles": ["recorder"]}))
        made = json.loads(at(there, "-C", "archive", "device", "new", "--member", self.second, "--json"))
        at({}, say, "archive", json.dumps({"kind": "device", "of": made["feed"], "key": made["key"],
                                           "members": [self.second], "from": 0}))
        feed = json.loads((world.archive / "stele.json").read_text())["feed"]
        asked = at(there, "-C", "archive", "erase", f"{feed}.10", f"{feed}.293", "photo.jpg", "--alone", "--ground", "asked",
                   "--json")
        self.requests = [line["asked"] for line in map(json.loads, asked.splitlines()) if "asked" in line]
        for name in ("elsewhere", "elsewhere-cache"):
            shutil.rmtree(world.folder / name)

    def arguments(self, world):
        return ["-C", "archive", "erase", "--confirm", "--alone", "--json", *self.requests]

    def acknowledged(self, said):
        return {}

    def changed(self, world):
        return {10, 293}

    def left(self, world):
        """Which of the secrets any file of archive, state and cache still holds."""
        files = [p for name in ("archive", "state", "cache") for p in (world.folder / name).rglob("*") if p.is_file()]
        held = [p.read_bytes() for p in files]
        return [s for s in self.secrets if any(s in b for b in held)]

    def holds(self, world, said):
        if '"erased"' in said and self.left(world):
            raise Wrong(f"it was said to be erased, and is still there: {self.left(world)}")

    def again(self, world):
        # Recorded before the fault, or to be confirmed now; the lock alone finishes the rest.
        status, out, err = world.finish(self.arguments(world))
        if status != 0 and "erased already" not in err:
            raise Wrong(f"the erasure cannot be gone on with: {err}")
        (world.folder / "next.json").write_text(json.dumps(self.drafts(1, "next")))
        world.run("-C", "archive", "add", "next.json")
        if self.left(world):
            raise Wrong(f"the next commands did not destroy {self.left(world)}")

class RewritePack(Scenario):
    """What an erasure does to a pack. Nobody asked for this one, and verify must say just that."""
    name = "a pack written anew"
    before = 300
    erased = 7

    def lay_out(self, world):
        pack = next(world.archive.glob("feeds/*/pack/000"))
        self.old = pack.read_bytes()

    def arguments(self, world):
        return [str(world.build / "tests/rewrite_pack"), "archive", str(self.erased)]

    def acknowledged(self, said):
        return {}

    def changed(self, world):
        return {self.erased}

    def readers(self, readers):
        return []  # they rightly refuse an erasure that nobody asked for

    def state(self, world):
        pack = next(world.archive.glob("feeds/*/pack/000")).read_bytes()
        return "old" if pack == self.old else "new" if len(pack) < len(self.old) else "another"

    def verify(self, world, expect_unfinished=None):
        summary, lines = world.findings()
        expected = {"old": [], "new": [f"statement {self.erased}: its content was destroyed"]}
        said = [line["what"] for line in lines if line["finding"] != "unfinished"]
        wanted = expected.get(self.state(world))
        if wanted is None or len(said) != len(wanted) or any(w not in s for w, s in zip(wanted, said)):
            raise Wrong(f"the pack is {self.state(world)} and verify says {lines}")
        if expect_unfinished is not None and summary["unfinished"] != expect_unfinished:
            raise Wrong(f"{summary['unfinished']} things unfinished after the next command: {lines}")

    def holds(self, world, said):
        if "written anew" in said and self.state(world) != "new":
            raise Wrong("the pack was said to be written anew, and is the old one")

    def again(self, world):
        world.run(*self.arguments(world))
        if self.state(world) != "new":
            raise Wrong("the pack is not written anew by the next run")
        world.run("-C", "archive", "add", "before.json")

class Publish(Scenario):
    name = "publish"
    before = 300

    def arguments(self, world):
        return ["-C", "archive", "publish", "given"]

    def acknowledged(self, said):
        return {}

    def given(self, world):
        files = [p for p in (world.folder / "given").rglob("*") if p.is_file()]
        return {p.relative_to(world.folder): p.read_bytes() for p in files}

    def lay_out(self, world):
        whole = world.copy_to(world.folder.with_name(world.folder.name + "-whole"))
        whole.run(*self.arguments(whole))
        self.expected = self.given(whole)
        shutil.rmtree(whole.folder)

    def holds(self, world, said):
        if "the log of" in said and self.given(world) != self.expected:
            raise Wrong("publish said that it was done, and files are missing or differ")

    def again(self, world):
        world.run(*self.arguments(world))
        if self.given(world) != self.expected:
            raise Wrong("the next publish does not finish what was begun")
        world.run("-C", "archive", "add", "before.json")

class Verify(Scenario):
    """Reads every file: where one cannot be read nothing may be called whole."""
    name = "verify"
    before = 300
    writes = False

    def lay_out(self, world):
        (world.folder / "photo.jpg").write_bytes(random.Random(0).randbytes(20000))
        world.run("-C", "archive", "preserve", "photo.jpg")

    def arguments(self, world):
        return ["-C", "archive", "verify"]

    def acknowledged(self, said):
        return {}

    def may_be_done(self, call, path):
        return "stat" in call or "access" in call  # what it is told by reading it does not look up

    def may_end(self, status, call, path, err):
        """A finding that names the file, or no answer; no answer where it does not know what there is."""
        return status == 3 or (status == 1 and call != "readdir64")

    def again(self, world):
        world.run("-C", "archive", "add", "before.json")

class Copy(Scenario):
    """The folder as it is when copied: a copy that was begun is gone on with or begun anew."""
    name = "copy"
    before = 300

    def lay_out(self, world):
        (world.folder / "photo.jpg").write_bytes(random.Random(0).randbytes(20000))
        world.run("-C", "archive", "preserve", "photo.jpg")

    def arguments(self, world):
        return ["-C", "archive", "copy", "replica"]

    def acknowledged(self, said):
        return {}

    def again(self, world):
        status, _ = world.run(*self.arguments(world), expect=(0, 3))
        if status == 3:
            shutil.rmtree(world.folder / "replica", ignore_errors=True)
            world.run(*self.arguments(world))
        world.run("-C", "replica", "verify")
        world.run("-C", "archive", "add", "before.json")

class NewDevice(Scenario):
    """A folder that came from another machine: this one starts a feed of its own."""
    name = "device new"
    before = 5

    def lay_out(self, world):
        shutil.rmtree(world.folder / "state")

    def arguments(self, world):
        return ["-C", "archive", "device", "new"]

    def acknowledged(self, said):
        return {}

    def again(self, world):
        world.run(*self.arguments(world), expect=(0, 3))
        world.run("-C", "archive", "add", "before.json")

ALL = [Init, AddOne, AddOften, AddMany, Preserve, Import, Reindex, Erase, RewritePack, Publish, Verify, Copy, NewDevice]

def known(stele):
    """The scenarios whose command this program has."""
    listed = subprocess.run([stele, "--help"], capture_output=True, text=True).stdout
    return [s() for s in ALL if s is RewritePack or f"\n  {s.name.split()[0]} " in listed]
