#!/usr/bin/env python3
"""Make the program fail at each step of its way, then look at what is left: nothing acknowledged is lost, nothing
damaged passes for whole, and the next command goes on. TAP on standard output.

    sweep.py BUILD [every] [KIND...] [--only=SCENARIO] [--show] [--first] [--count] [--stride=N]

Without "every", thirty chosen cases of every kind and scenario, and moments at random. With it all of them, two at a
time; KINDs are those of `KINDS` below. --show prints every problem, --first ends at the first of them; --count only
counts; --stride=N makes one case in N.
"""
import multiprocessing, os, pathlib, random, re, resource, shutil, signal, subprocess, sys, tempfile, time

import power_cut, scenarios
from world import ROOT, World, Wrong, look

SEED = 20220910
CHOSEN = 30
CHANGE, ROOM, CLOSE, OPEN, READ, LOOK = 1, 2, 4, 8, 16, 32

# What happens, and to which of the calls (fault.h).
FAULTS = {
    "killed": ("KILL", CHANGE),
    "torn": ("TORN", ROOM),
    "eio": ("EIO", CHANGE | CLOSE | OPEN | READ | LOOK),
    "enospc": ("ENOSPC", CHANGE),
    "full": ("FULL", ROOM),
    "short": ("SHORT", ROOM),
    "emfile": ("EMFILE", CHANGE | OPEN),
}
MEMORY = {"no memory once": {}, "no memory any more": {"FAULT_MALLOC_LASTS": 1}}
CUTS = ["nothing", "names", "zeros", "bytes", "any", "any"]
SPACES = range(6, 60)  # MiB of address space
KINDS = [*FAULTS, *MEMORY, "little memory", "cut", "cut after kill", "random"]
MEMORY_CASES = {"no memory once": 150, "no memory any more": 60}  # evenly over thousands of allocations
PROBLEMS = (Wrong, OSError, ValueError, KeyError, subprocess.TimeoutExpired, StopIteration, IndexError)

class Sweep:
    def __init__(self, build, scratch):
        self.build = pathlib.Path(build).resolve()
        self.scratch = scratch
        self.checker = None
        self.scenarios = scenarios.known(str(self.build / "src/stele"))
        self.templates, self.calls, self.counts, self.took = {}, {}, {}, {}
        self.looked = 0
        self.cut_world = None  # whose files lie in the folder for power cuts

    def prepare(self, wanted):
        self.scenarios = [s for s in self.scenarios if wanted in (None, s.name)]
        for i, scenario in enumerate(self.scenarios):
            self.templates[scenario.name] = World(self.scratch / f"template-{i}", self.build)
            scenario.prepare(self.templates[scenario.name])
            self.measure(scenario)

    def world(self, scenario, place="world"):
        return self.templates[scenario.name].copy_to(self.scratch / f"{place}-{os.getpid()}")

    def measure(self, scenario):
        """Which calls the command makes, how often it allocates, what it leaves when nothing disturbs it."""
        world = self.world(scenario)
        begun = time.monotonic()
        self.expect_done(world, scenario)
        self.took[scenario.name] = time.monotonic() - begun
        self.counts[scenario.name] = world.count()
        for kind, (_, mask) in FAULTS.items():
            self.calls[scenario.name, kind] = self.log(scenario, FAULT_CALLS=mask)
        count = self.scratch / "count"
        self.expect_done(self.world(scenario), scenario, FAULT_MALLOC_COUNT=count)
        self.calls[scenario.name, "memory"] = int(count.read_text())
        count.unlink()

    def log(self, scenario, **more):
        log = self.scratch / f"log-{os.getpid()}"
        self.expect_done(self.world(scenario), scenario, FAULT_LOG=log, **more)
        calls = [line.split("\t", 1)[1] for line in log.read_text().splitlines()]
        log.unlink()
        return calls

    def expect_done(self, world, scenario, **more):
        arguments = scenario.arguments(world)
        status, out, err = world.finish(arguments, world.fault(**more) if more else None)
        if status != 0:
            raise Wrong(f"{arguments}: {status} {out} {err}")
        return out

    # --- the cases of a kind: (scenario, kind, number) ---

    def cases(self, scenario, kind):
        if scenario.kinds and kind not in scenario.kinds:
            return []
        if kind in FAULTS:
            reads_only = kind in ("eio", "emfile")
            count = len(self.calls[scenario.name, kind]) if scenario.writes or reads_only else 0
            return range(1, count + 1)
        if kind in MEMORY:
            count = self.calls[scenario.name, "memory"]
            return range(1, count + 1, max(1, count // MEMORY_CASES[kind]))
        if kind == "little memory":
            return SPACES
        if not scenario.writes or kind == "random":
            return []
        if kind == "cut":
            whats = [event[0] for event in self.events(scenario)]
            return [k for k, what in enumerate([*whats, "end"]) if what != "say"][::scenario.every_cut]
        return range(1, len(self.calls[scenario.name, "killed"]) + 1)

    def run(self, case):
        """How many states were looked at, and what was wrong with them."""
        scenario = next(s for s in self.scenarios if s.name == case[0])
        kind, number = case[1], case[2]
        try:
            if kind == "cut":
                return self.cut(scenario, number)
            if kind == "cut after kill":
                return self.cut_after_kill(scenario, number)
            if kind == "random":
                self.kill_after(scenario, number)
            elif kind == "little memory":
                limit = number << 20
                self.without_memory(scenario, {}, lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            elif kind in MEMORY:
                self.without_memory(scenario, {"FAULT_MALLOC_AT": number, **MEMORY[kind]}, None)
            else:
                self.fail_at(scenario, kind, number)
        except PROBLEMS as problem:
            return 1, [f"{scenario.name}, {self.describe(case)}: {problem!r}"]
        return 1, []

    def describe(self, case):
        scenario, kind, number = case
        if kind in FAULTS and number <= len(self.calls[scenario, kind]):
            return f"{kind} at {number}: {' '.join(self.calls[scenario, kind][number - 1].split())}"
        return f"{kind} at {number}"

    def readers(self):
        """A stranger's program now and then: they are slow."""
        self.looked += 1
        readers = [World.read_independently] if self.looked % 40 == 1 else []
        if self.checker and self.looked % 200 == 2:
            readers.append(lambda world: world.read_with_go(self.checker))
        return readers

    def fail_at(self, scenario, kind, number):
        world = self.world(scenario)
        fault, mask = FAULTS[kind]
        log = self.scratch / f"log-{os.getpid()}"
        log.unlink(missing_ok=True)
        status, out, err = world.finish(scenario.arguments(world), world.fault(
            FAULT=fault, FAULT_AT=number, FAULT_CALLS=mask, FAULT_LOG=log))
        calls = log.read_text().splitlines()
        if fault not in ("KILL", "TORN") and len(calls) >= number:
            self.check_answer(scenario, world, fault, calls[number - 1], (status, out, err))
        look(scenario, world, out, self.readers())

    def check_answer(self, scenario, world, fault, call, answer):
        """Done, and then all of it is there; or a sentence that names the file, and status 3."""
        status, out, err = answer
        _, name, path = call.split("\t")
        told = f"{name} {path}: status {status}: {out[-200:]} {err}"
        if status == 0:
            if fault != "SHORT" and not scenario.may_be_done(name, path):
                raise Wrong(f"done, though a call failed: {told}")
            if scenario.writes and world.count() != self.counts[scenario.name]:
                raise Wrong(f"done, and {world.count()} statements for {self.counts[scenario.name]}: {told}")
            return
        if fault == "SHORT" or not scenario.may_end(status, name, path, err):
            raise Wrong(told)
        parts = pathlib.PurePath(world.folder.name, os.path.normpath(path)).parts
        named = [re.split(r"\.(?:new|unfinished)|-(?:wal|shm|journal)", part)[0] for part in parts[-2:]]
        named += ["the folder it lies in", "the folder above", "the file system"]
        if path == "./":
            named.append(path)
        if fault == "FULL":
            named += ["No space left", "full"]  # whatever met it next
        if not any(name in (err if status == 3 else err + out) for name in named):
            raise Wrong(f"the sentence does not name the file: {told}")

    def without_memory(self, scenario, fault, limit):
        """A sentence and an end, no more; nothing that was said to be done is lost."""
        world = self.world(scenario)
        status, out, err = world.finish(scenario.arguments(world), world.fault(**fault) if fault else None, limit)
        loader = status == 127 and "error while loading" in err
        if status not in (0, 3, -signal.SIGABRT) and not loader and not scenario.may_end(status, "", "", err):
            raise Wrong(f"status {status}: {out[-300:]} {err}")
        if status != 0 and not err.strip():
            raise Wrong(f"status {status} without a sentence")
        if status == 0 and scenario.writes and world.count() != self.counts[scenario.name]:
            raise Wrong(f"status 0, and {world.count()} statements for {self.counts[scenario.name]}: {err}")
        if scenario.writes:
            look(scenario, world, out, self.readers())

    def kill_after(self, scenario, microseconds):
        world = self.world(scenario)
        process = world.start(scenario.arguments(world))
        time.sleep(microseconds / 1e6)
        process.send_signal(signal.SIGKILL)
        look(scenario, world, process.communicate()[0].decode(), self.readers())

    # --- power cuts ---

    def record(self, scenario, world, commands, **more):
        record = self.scratch / f"record-{os.getpid()}"
        disk = power_cut.Disk(world.folder)
        for arguments in commands:
            world.finish(arguments, world.fault(FAULT_RECORD=record, **more))
            more = {}
        events = power_cut.read_record(record)
        record.unlink()
        return disk, events

    def events(self, scenario):
        """Recorded once a process: a disk as it was before, and what was done to it."""
        if ("cut", scenario.name) not in self.calls:
            world = self.world(scenario, "cut")
            recorded = self.record(scenario, world, scenario.commands(world))
            if not any(what == "say" for what, _, _ in recorded[1]):
                raise Wrong("nothing that was said was heard: no acknowledgement could be missed")
            self.calls["cut", scenario.name] = recorded
        return self.calls["cut", scenario.name][1]

    def disk_at(self, scenario, step):
        """The disk after so many events; played on from the last one that was asked for."""
        self.events(scenario)
        kept = self.calls.get(("disk", scenario.name))
        if not kept or kept[0] > step or self.cut_world != scenario.name:
            world = self.world(scenario, "cut")
            disk, events = self.record(scenario, world, scenario.commands(world))
            kept = [0, disk, events, "", kept[4] if kept else set()]
            self.cut_world = scenario.name
        for event in kept[2][kept[0]:step]:
            if event[0] == "say":
                kept[3] += event[2].decode()
            else:
                kept[1].play(event)
        kept[0] = step
        self.calls["disk", scenario.name] = kept
        return kept[1], kept[3], kept[4]

    def cut(self, scenario, step):
        disk, said, seen = self.disk_at(scenario, step)
        return self.look_at_cuts(scenario, disk, said, seen, step, CUTS)

    def cut_after_kill(self, scenario, step):
        """Killed; the next command goes on; and then the power goes, with nothing kept that was not synced."""
        world = self.world(scenario, "cut")
        arguments = scenario.arguments(world)
        self.cut_world = None
        disk, events = self.record(scenario, world, [arguments, arguments],
                                   FAULT="KILL", FAULT_AT=step, FAULT_CALLS=CHANGE)
        said = "".join(body.decode() for what, _, body in events if what == "say")
        for event in events:
            if event[0] != "say":
                disk.play(event)
        return self.look_at_cuts(scenario, disk, said, set(), step, ["nothing", "any"])

    def look_at_cuts(self, scenario, disk, said, seen, step, kinds):
        looked, problems = 0, []
        for draw, kind in enumerate(kinds):
            tree = disk.after_cut(kind, random.Random(f"{SEED} {scenario.name} {step} {draw}"))
            mark = power_cut.fingerprint(tree), said
            if mark in seen:
                continue
            seen.add(mark)
            looked += 1
            world = World(self.scratch / f"cut-{os.getpid()}", self.build)
            power_cut.write_tree(tree, world.folder, scenario.kept)
            world.adopt_cache()
            try:
                look(scenario, world, said, self.readers())
            except PROBLEMS as problem:
                problems.append(f"{scenario.name}, power cut after event {step}, {kind} kept ({draw}): {problem!r}")
        return looked, problems

def build_checker(scratch):
    """Go's own packages, where they are installed."""
    source, go = ROOT / "tests/go/main.go", shutil.which("go")
    if not go:
        return None
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "",
                   "GOCACHE": str(scratch / "go-cache")}
    done = subprocess.run([go, "build", "-o", scratch / "verify", source], env=environment, capture_output=True)
    return str(scratch / "verify") if done.returncode == 0 else None

SWEEP = None
ENOUGH = multiprocessing.Value("b", False)  # with --first: something was found
FIRST = "--first" in sys.argv

def run_case(case):
    if FIRST and ENOUGH.value:
        return case, 0, []
    looked, problems = SWEEP.run(case)
    ENOUGH.value = ENOUGH.value or bool(problems)
    return case, looked, problems

def begin_worker():
    """A worker measures anew what belongs to its own world."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for key in [k for k in SWEEP.calls if k[0] in ("cut", "disk")]:
        del SWEEP.calls[key]

def chosen(sweep):
    """Thirty cases of every kind and scenario, the rest of them moments at random."""
    draw = random.Random(SEED)
    pairs = [(s, kind) for kind in KINDS if kind != "random" for s in sweep.scenarios]
    pairs = [(s, kind, sweep.cases(s, kind)) for s, kind in draw.sample(pairs, len(pairs))]
    pairs = [pair for pair in pairs if len(pair[2])][:CHOSEN]
    for scenario, kind, numbers in pairs:
        yield f"{scenario.name}, {kind}", [(scenario.name, kind, draw.choice(numbers))]
    for scenario in (s for s in sweep.scenarios if not s.kinds):
        longest = int(1e6 * sweep.took[scenario.name])
        yield (f"{scenario.name}, killed at random moments",
               [(scenario.name, "random", draw.randrange(longest)) for _ in range(5)])

def everything(sweep, kinds, stride):
    """All cases of these kinds, or one in so many of them."""
    for kind in kinds or [k for k in KINDS if k != "random"]:
        for scenario in sweep.scenarios:
            numbers = sweep.cases(scenario, kind)[::stride]
            if len(numbers):
                yield f"{scenario.name}, {kind}", [(scenario.name, kind, n) for n in numbers]

def report(count, name, looked, problems, show):
    print(f"{'not ok' if problems else 'ok'} {count} - {name} ({looked} looked at)", flush=True)
    for problem in problems if show else problems[:5]:
        print("# " + problem.replace("\n", "\n# "), flush=True)

def count_cases(sweep):
    """How many there are, without making them."""
    for kind in KINDS:
        numbers = {s.name: len(sweep.cases(s, kind)) for s in sweep.scenarios}
        print(f"{kind}: {sum(numbers.values())}: {numbers}")

def main(arguments):
    global SWEEP
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and leave nothing behind
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="stele-faults-"))
    show, every = "--show" in arguments, "every" in arguments
    only = next((a.split("=")[1] for a in arguments if a.startswith("--only=")), None)
    kinds = [a for a in arguments[1:] if a in KINDS]
    stride = next((int(a.split("=")[1]) for a in arguments if a.startswith("--stride=")), 1)
    count = failed = total = losses = 0
    by_kind = {}
    try:
        SWEEP = Sweep(arguments[0], scratch)
        SWEEP.prepare(only)
        if "--count" in arguments:
            count_cases(SWEEP)
            return 0
        SWEEP.checker = build_checker(scratch) if every else None
        groups = list(everything(SWEEP, kinds, stride) if every else chosen(SWEEP))
        with multiprocessing.get_context("fork").Pool(2, begin_worker) as pool:
            jobs = [(name, pool.map_async(run_case, cases, chunksize=max(1, min(16, len(cases) // 4))))
                    for name, cases in groups]
            for name, job in jobs:
                results = job.get()
                looked = sum(r[1] for r in results)
                problems = [p for r in results for p in r[2]]
                count, total, losses = count + 1, total + looked, losses + len(problems)
                kind = results[0][0][1]
                by_kind[kind] = by_kind.get(kind, 0) + looked
                report(count, name, looked, problems, show)
                failed += bool(problems)
                if failed and FIRST:
                    break
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"1..{count}")
    print(f"# {total} injections, {losses} losses: " + ", ".join(f"{n} {kind}" for kind, n in by_kind.items()))
    return 1 if failed else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
