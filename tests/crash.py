#!/usr/bin/env python3
"""Kill the program, then look at what is left: nothing acknowledged is lost, nothing damaged passes for whole,
and the next command goes on. TAP on standard output.

    crash.py BUILD          seeded random moments, and a sample of the steps to the disk
    crash.py BUILD every    every single step, whole writes and torn ones (tests/long)
"""
import importlib.util, json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
SEED = 20220910
RANDOM_KILLS = 100

class Wrong(Exception):
    pass

def load_reader():
    """tools/read-archive.py, whose reading of the files owes nothing to the program."""
    spec = importlib.util.spec_from_file_location("read_archive", HERE.parent / "tools/read-archive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

class World:
    """One archive with its state and cache, in a folder of its own."""

    def __init__(self, folder, stele, shim):
        self.folder, self.stele, self.shim = folder, stele, shim
        self.archive = folder / "archive"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8",
                            "STELE_STATE": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}

    def start(self, *arguments, **more):
        return subprocess.Popen([self.stele, *arguments], cwd=self.folder, env={**self.environment, **more},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

    def run(self, *arguments, expect=(0,), **more):
        process = self.start(*arguments, **more)
        out, err = (b.decode("utf-8", "replace") for b in process.communicate(timeout=60))
        if process.returncode not in expect:
            raise Wrong(f"stele {' '.join(arguments)}: status {process.returncode}: {err.strip()} {out.strip()[-400:]}")
        return process.returncode, out

    def verify(self, expect_unfinished=None):
        _, out = self.run("-C", "archive", "verify", "--json")
        summary = json.loads(out.splitlines()[-1])
        if summary["wrong"]:
            raise Wrong(f"verify: {out}")
        if expect_unfinished is not None and summary["unfinished"] != expect_unfinished:
            raise Wrong(f"{summary['unfinished']} things unfinished after the next command: {out}")

    def notes(self):
        """Every signed (size, root) that lies anywhere: of one size there may be one root only."""
        texts = [*self.archive.glob("feeds/*/checkpoint*"), *self.archive.glob("anchors/*"),
                 *(self.folder / "state").glob("*/*/head")]
        for path in texts:
            lines = path.read_bytes().split(b"\n")
            for i, line in enumerate(lines):
                if line.startswith(b"stele.invalid/feed/") and i + 2 < len(lines) and lines[i + 2].endswith(b"="):
                    yield line, int(lines[i + 1]), lines[i + 2]

    def statements(self):
        """The stored bytes of every statement that a checkpoint covers, by an independent walk over the frames."""
        feed = next((self.archive / "feeds").iterdir())
        checkpoint = feed / "checkpoint"
        size = int(checkpoint.read_bytes().split(b"\n")[1]) if checkpoint.exists() else 0
        frames = []
        for n in range(size // 256 + 1):
            part = feed / (f"pack/{n:03d}" if n < size // 256 else f"tail-{n}")
            if n * 256 == size:
                break
            data, at = part.read_bytes(), 0
            while at < len(data) and len(frames) < size and len(frames) < (n + 1) * 256:
                length = int.from_bytes(data[at + 1:at + 5], "big")
                frames.append(data[at + 5:at + 5 + length])
                at += 5 + length
        if len(frames) != size:
            raise Wrong(f"the checkpoint names {size} statements, {len(frames)} are there")
        return frames

class Init:
    name = "init"

    def prepare(self, world):
        world.folder.mkdir()

    def arguments(self):
        return ["init", "--synthetic", "--name", "crash", "archive"]

    def acknowledged(self, out):
        return {}

    def before_kills(self, world):
        """Look at what the command does undisturbed."""

    def again(self, world):
        """Made before the kill, or to be made now: nothing between."""
        status, _ = world.run(*self.arguments(), expect=(0, 3))
        if status == 3 and not (world.archive / "stele.json").exists():
            raise Wrong("init refuses a folder that holds no archive")
        left = [p.name for p in world.folder.iterdir() if p.name.startswith("archive.")]
        if status == 0 and left:
            raise Wrong(f"what a killed init left is still there: {left}")

class Existing:
    """A command on an archive that holds something already."""
    before = 0

    def prepare(self, world):
        world.folder.mkdir()
        world.run("init", "--synthetic", "--name", "crash", "archive")
        if self.before:
            (world.folder / "before.json").write_text(json.dumps(self.drafts(self.before, "before")))
            world.run("-C", "archive", "add", "before.json")
        self.lay_out(world.folder)

    def lay_out(self, folder):
        pass

    def drafts(self, count, word):
        return [{"kind": "entity", "id": f"{word}{i}", "entity": "source", "class": "web_page", "label": f"{word} {i}"}
                for i in range(count)]

    def acknowledged(self, out):
        """References that were printed, and what the statement must hold."""
        found = {}
        for line in out.splitlines(keepends=True):
            if line.endswith("\n"):
                said = json.loads(line)
                if "ref" in said or "statement" in said:
                    ref = said.get("ref") or said["statement"]
                    found[int(ref.split(".")[1])] = said.get("entity") or said["sha256"]
        return found

    def before_kills(self, world):
        pass

    def again(self, world):
        world.run(*self.arguments())

class AddOne(Existing):
    name = "add of one statement"
    before = 5

    def arguments(self):
        return ["-C", "archive", "add", "--json", "one.json"]

    def lay_out(self, folder):
        (folder / "one.json").write_text(json.dumps(self.drafts(1, "one")))

class AddMany(AddOne):
    """Fills a group that has a tail, and another."""
    name = "add of 600 statements"
    before = 120

    def lay_out(self, folder):
        (folder / "one.json").write_text(json.dumps(self.drafts(600, "many")))

class Preserve(Existing):
    name = "preserve"
    before = 240

    def arguments(self):
        return ["-C", "archive", "preserve", "--json", "card"]

    def lay_out(self, folder):
        (folder / "card").mkdir()
        for i in range(24):
            (folder / "card" / f"photo {i}.jpg").write_bytes(random.Random(i).randbytes(3000 + 500 * i))

    def again(self, world):
        world.run(*self.arguments())
        for file in (world.folder / "card").iterdir():
            stored = [p for p in (world.archive / "objects").glob("??/*") if p.stat().st_size == file.stat().st_size]
            if not any(p.read_bytes() == file.read_bytes() for p in stored):
                raise Wrong(f"{file.name} is not in the archive")
        named = [json.loads(s[32:])["sha256"] for s in world.statements() if b'"kind":"object"' in s]
        if len(named) != len(set(named)) or len(named) != 24:
            raise Wrong(f"24 files, {len(named)} object statements, {len(set(named))} different")

class Reindex(Existing):
    name = "reindex"
    before = 300

    def arguments(self):
        return ["-C", "archive", "reindex"]

    def acknowledged(self, out):
        return {}

class Import(Existing):
    """A table of 150 rows, read to the end however often it was begun: no row twice, none missing."""
    name = "import"
    before = 3
    expected = None

    def arguments(self):
        return ["-C", "archive", "import", "--json", "--map", str(HERE.parent / "bench/rows.map"), "table.csv"]

    def lay_out(self, folder):
        subprocess.run([sys.executable, HERE.parent / "bench/make-rows.py", "150", folder / "table.csv"], check=True)

    def acknowledged(self, out):
        return {}

    def told(self, world):
        """What the statements say, without what differs from run to run."""
        said = [json.loads(s[32:]) for s in world.statements()]
        facts = [(s["kind"], s.get("entity"), s.get("label"), s.get("property"), s.get("row"))
                 for s in said if s["kind"] in ("entity", "claim", "object")]
        return sorted(repr(fact) for fact in facts)

    def again(self, world):
        world.run(*self.arguments())
        told = self.told(world)
        self.expected = self.expected or told
        if told != self.expected:
            lost, more = set(self.expected) - set(told), len(told) - len(self.expected)
            raise Wrong(f"the import says something else than an undisturbed one: {more} more, lost {sorted(lost)[:3]}")
        world.run("-C", "archive", "add", "before.json")  # where nothing was left to import, nobody cleaned up

    def before_kills(self, world):
        self.again(world)

class Runner:
    def __init__(self, build):
        self.stele = str(pathlib.Path(build).resolve() / "src/stele")
        self.shim = str(pathlib.Path(build).resolve() / "tests/kill_at.so")
        self.reader = load_reader()
        self.random = random.Random(SEED)
        self.count = self.failed = 0
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="stele-crash-"))
        self.templates = {}

    def template(self, scenario):
        """Prepared once, copied for every kill: state and cache are copied with it."""
        if scenario.name not in self.templates:
            folder = self.scratch / f"template-{len(self.templates)}"
            scenario.prepare(World(folder, self.stele, self.shim))
            self.templates[scenario.name] = folder
        return self.templates[scenario.name]

    def world(self, scenario):
        folder = self.scratch / "world"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template(scenario), folder, symlinks=True)
        return World(folder, self.stele, self.shim)

    def measure(self, scenario):
        """How long the command takes, and how many steps it makes."""
        scenario.before_kills(self.world(scenario))
        world = self.world(scenario)
        count = world.folder / "count"
        begun = time.monotonic()
        world.run(*scenario.arguments())
        took = time.monotonic() - begun
        world = self.world(scenario)
        world.run(*scenario.arguments(), LD_PRELOAD=self.shim, KILL_COUNT=str(count))
        return took, int(count.read_text())

    def look(self, scenario, world, out, is_thorough):
        """What must hold after a kill, and after the next command."""
        promised = scenario.acknowledged(out.decode())
        roots, frames = {}, []
        if world.archive.exists():
            world.verify()
            frames = world.statements()
        self.collect(roots, world)
        scenario.again(world)
        world.verify(expect_unfinished=0)
        self.collect(roots, world)
        later = world.statements()
        if later[:len(frames)] != frames:
            raise Wrong("a statement that was committed before the kill is another one now")
        for index, word in promised.items():
            if index >= len(frames) or word.encode() not in frames[index]:
                raise Wrong(f"statement {index} was acknowledged before the kill and is not there")
        if any((world.archive / "anchors").glob("*")):
            raise Wrong("recovery believes in an older copy or a fork")
        if is_thorough:
            self.read(world)

    def collect(self, roots, world):
        for origin, size, root in world.notes():
            if roots.setdefault((origin, size), root) != root:
                raise Wrong(f"two roots of size {size} were signed")

    def read(self, world):
        done = subprocess.run([sys.executable, HERE.parent / "tools/read-archive.py", "--no-claims", world.archive],
                              capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Wrong("read-archive.py: " + done.stdout[-600:] + done.stderr[-600:])

    def after(self, scenario, delay):
        """Killed from outside, after a delay."""
        world = self.world(scenario)
        process = world.start(*scenario.arguments())
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        return world, process.communicate()[0]

    def at(self, scenario, step, torn):
        """Killed in the middle of one step."""
        world = self.world(scenario)
        more = {"KILL_TORN": "1"} if torn else {}
        process = world.start(*scenario.arguments(), LD_PRELOAD=self.shim, KILL_AT=str(step), **more)
        return world, process.communicate()[0]

    def report(self, name, problems):
        self.count += 1
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}", flush=True)
        for problem in problems[:5]:
            print("# " + problem.replace("\n", "\n# "))
        self.failed += bool(problems)

    def sweep(self, scenario, name, kills):
        problems = []
        for number, (where, kill) in enumerate(kills):
            world, out = kill()
            try:
                self.look(scenario, world, out, is_thorough=number % 10 == 0)
            except (Wrong, OSError, ValueError, subprocess.TimeoutExpired, StopIteration) as problem:
                problems.append(f"{scenario.name}, killed {where}: {problem!r}")
        self.report(f"{name} ({len(kills)} kills)", problems)

    def random_kills(self, scenario, count, took):
        delays = [self.random.uniform(0, took) for _ in range(count)]
        return [(f"after {1000 * d:.1f} ms", lambda d=d: self.after(scenario, d)) for d in delays]

    def exact_kills(self, scenario, steps, every):
        chosen = range(1, steps + 1) if every else sorted(self.random.sample(range(1, steps + 1), min(12, steps)))
        kinds = (False, True) if every else (False,)
        return [(f"at step {n} of {steps}{', torn' if torn else ''}", lambda n=n, t=torn: self.at(scenario, n, t))
                for torn in kinds for n in chosen]

    def scenarios(self):
        listed = subprocess.run([self.stele, "--help"], capture_output=True, text=True).stdout
        known = [Init(), AddOne(), AddMany(), Preserve(), Reindex(), Import()]
        return [s for s in known if f"\n  {s.name.split()[0]} " in listed]

    def all(self, every):
        scenarios = self.scenarios()
        for i, scenario in enumerate(scenarios):
            took, steps = self.measure(scenario)
            share = RANDOM_KILLS // len(scenarios) + (i < RANDOM_KILLS % len(scenarios))
            if not every:
                self.sweep(scenario, f"{scenario.name}, killed at random moments", self.random_kills(scenario, share, took))
            self.sweep(scenario, f"{scenario.name}, killed at {'every step' if every else 'chosen steps'}",
                       self.exact_kills(scenario, steps, every))

def main(arguments):
    runner = Runner(arguments[0])
    try:
        runner.all(every=arguments[1:] == ["every"])
    finally:
        shutil.rmtree(runner.scratch, ignore_errors=True)
    print(f"1..{runner.count}")
    return 1 if runner.failed else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
