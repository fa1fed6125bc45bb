#!/usr/bin/env python3
"""Every archive in tests/archives/ must be read by the program of today as it was by the one that made it, and be
written on by a copy. TAP on standard output.

    archives.py BUILD

What was answered then stands in NAME.json. Today's answer may say more (members, lines), never less or other."""
import hashlib, json, os, pathlib, re, shutil, subprocess, sys, tarfile, tempfile

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE / "archives"
GOCODE = pathlib.Path("/usr/share/gocode")


class Wrong(Exception):
    pass


class Skipped(Exception):
    pass


def need(holds, said):
    if not holds:
        raise Wrong(said)


class Fixture:
    """One archive, unpacked anew for whoever asks."""

    def __init__(self, path, scratch, build):
        self.name = path.name.removesuffix(".tar.xz")
        self.path, self.scratch, self.build = path, scratch, build
        self.expected = json.loads((FIXTURES / f"{self.name}.json").read_text(encoding="utf-8"))
        self.copies = 0

    def unpack(self):
        self.copies += 1
        folder = self.scratch / f"{self.name}-{self.copies}"
        with tarfile.open(self.path) as tar:
            tar.extractall(folder)
        return folder / self.name

    def run(self, folder, *arguments, state=None):
        """stele, as on a machine that knows nothing of the archive unless a state is given."""
        return subprocess.run([self.build / "src" / "stele", *arguments], cwd=folder, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL,
                              env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8",
                                   "STELE_STATE": str(state or folder / "no-state"), "XDG_CACHE_HOME": str(folder / "cache"),
                                   "STELE_NOW": "2031-02-03T04:05:06Z"})

    def verify(self, folder):
        done = self.run(folder, "-C", "archive", "verify", "--json")
        lines = done.stdout.splitlines()
        return done.returncode, json.loads(lines[-1]) if lines else {}

    def summary(self):
        return next(a["lines"][-1] for a in self.expected["answers"] if a["ask"][0] == "verify")

    def feed(self, folder):
        return folder / "archive" / "feeds" / self.expected["feed"]


def holds(wanted, found):
    """Everything that was said then is said today: members by name, list items in their order."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and holds(value, found[key]) for key, value in wanted.items())
    if isinstance(wanted, list):
        rest = iter(found) if isinstance(found, list) else iter(())
        return all(any(holds(one, other) for other in rest) for one in wanted)
    return wanted == found


def is_found(wanted, lines):
    """Order and the text that met may become better; what was found is found, a name claim by its entity."""
    same = {key: wanted[key] for key in ("found", "statement", "id", "source", "about") if key in wanted}
    return any(holds(same, line) or ("about" in wanted and line.get("id") == wanted["about"]) for line in lines)


def is_still_said(ask, wanted, lines):
    if ask[0] == "find" and "--json" in ask:
        return all(is_found(line, lines) for line in wanted)
    if ask[0] == "show" and "--json" in ask:  # what is missing may stand in another order: it is not said
        gaps = [line for line in wanted if line.get("type") == "missing"]
        return holds([line for line in wanted if line not in gaps], lines) and all(holds([gap], lines) for gap in gaps)
    return holds(wanted, lines)


def is_unchanged(f):
    need(hashlib.sha256(f.path.read_bytes()).hexdigest() == f.expected["sha256"], "a fixture is never changed: put it back")
    need(f.expected["synthetic"] is True, "it is not marked as synthetic")


def verifies(f):
    status, found = f.verify(f.unpack())
    wanted = f.summary()
    need(status == 0, f"exit status {status}: {found}")
    for key, value in wanted.items():
        need(found.get(key) == value, f"{key} was {value}, is {found.get(key)}")


def answers_as_then(f):
    folder = f.unpack()
    need(len(f.expected["answers"]) > 1, "nothing was asked")
    for wanted in f.expected["answers"]:
        ask = wanted["ask"]
        done = f.run(folder, "-C", "archive", *ask)
        lines = [json.loads(line) for line in done.stdout.splitlines()] if "--json" in ask else done.stdout.splitlines()
        need(done.returncode == wanted["status"], f"stele {' '.join(ask)}: exit status {done.returncode}: {done.stderr}")
        missing = next((line for line in wanted["lines"] if not is_still_said(ask, [line], lines)), None)
        need(is_still_said(ask, wanted["lines"], lines), f"stele {' '.join(ask)}: no longer says, or says otherwise: {missing}")


def is_read_by_the_script(f):
    done = subprocess.run([sys.executable, HERE.parent / "tools" / "read-archive.py", f.unpack() / "archive", f.expected["archive"]],
                          capture_output=True, text=True)
    need(done.returncode == 0, (done.stdout + done.stderr)[-600:])
    counts = [int(n) for n in re.findall(r"^feed \w+: (\d+) statements", done.stdout, re.M)]
    need(sum(counts) == f.summary()["statements"], f"it counts other statements: {counts}")


def go_program(scratch):
    """tests/go, built once; None where Go or its packages are missing."""
    program = scratch / "verify-go"
    if not program.exists() and shutil.which("go") and (GOCODE / "src/golang.org/x/mod/sumdb").is_dir():
        subprocess.run(["go", "build", "-o", program, HERE / "go" / "main.go"], check=True, capture_output=True,
                       env={**os.environ, "GO111MODULE": "off", "GOPATH": str(GOCODE), "GOCACHE": str(scratch / "go"), "GOFLAGS": ""})
    return program if program.exists() else None


def is_accepted_by_go(f):
    go = go_program(f.scratch)
    if not go:
        raise Skipped("needs golang-go and its packages for logs and notes")
    folder = f.unpack()
    done = f.run(folder, "-C", "archive", "publish", "log")
    need(done.returncode == 0, done.stderr)
    first = f.run(folder, "-C", "archive", "show", "--raw", f"{f.expected['feed']}.0").stdout
    key = json.loads(first.splitlines()[-1])["key"]
    done = subprocess.run([go, "tiles", folder / "log" / f.expected["feed"], key], capture_output=True, text=True)
    need(done.returncode == 0, done.stdout + done.stderr)


def goes_on(f):
    """A copy with its state is written to; what was signed and not published is published first."""
    folder = f.unpack()
    state = folder / "state"
    before = f.summary()["statements"]
    signed, published = (int(path.read_bytes().split(b"\n")[1])
                         for path in (state / f.expected["archive"] / f.expected["feed"] / "head", f.feed(folder) / "checkpoint"))
    unpublished = signed - published
    done = f.run(folder, "-C", "archive", "add", "entity", "place", "--label", "added by a later version", state=state)
    need(done.returncode == 0, done.stderr)
    status, found = f.verify(folder)
    need(status == 0 and found["wrong"] == 0 and found["unfinished"] == 0, found)
    need(found["statements"] == before + unpublished + 1, f"{found['statements']} statements after {before}, {unpublished}, 1")
    hit = f.run(folder, "-C", "archive", "find", "--json", "later version", state=state)
    need(hit.returncode == 0 and "added by a later version" in hit.stdout, hit.stdout + hit.stderr)


def flipped_bits_are_found(f):
    whole = f.unpack()
    feed = f.feed(whole)
    paths = sorted(p for pattern in ("pack/*", "tile/0/*", "tile/1/*.p/*", "tile/entries/*", "checkpoint", "checkpoints", "tail-*")
                   for p in feed.glob(pattern)) + sorted((whole / "archive" / "objects").rglob("*"))[-1:] + [whole / "archive" / "stele.json"]
    paths = [path for path in paths if path.is_file() and path.stat().st_size > 0]
    need(len(paths) >= 4, "too few files")
    for path in paths:
        data = bytearray(path.read_bytes())
        kept = bytes(data)
        # Within what the checkpoint covers, and in no place that only says how far a torn writer came.
        data[len(data) // 3] ^= 1
        path.write_bytes(data)
        status, _ = f.verify(whole)
        path.write_bytes(kept)
        need(status == 1, f"a flipped bit of {path.relative_to(whole)} was not found (exit status {status})")
    need(f.verify(whole)[0] == 0, "put back, it is not whole again")


TESTS = [("is unchanged", is_unchanged), ("verifies with the same counts", verifies), ("answers as then", answers_as_then),
         ("is read by tools/read-archive.py", is_read_by_the_script), ("is accepted by Go's own packages", is_accepted_by_go),
         ("is written on by a copy", goes_on), ("has flipped bits found in it", flipped_bits_are_found)]


def main(arguments):
    if len(arguments) != 1:
        print("usage: archives.py BUILD", file=sys.stderr)
        return 2
    count = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(FIXTURES.glob("*.tar.xz")):
            fixture = Fixture(path, pathlib.Path(scratch), pathlib.Path(arguments[0]).resolve())
            for name, test in TESTS:
                count += 1
                try:
                    test(fixture)
                    print(f"ok {count} - {fixture.name}: {name}")
                except Skipped as why:
                    print(f"ok {count} - {fixture.name}: {name} # SKIP {why}")
                except (Wrong, LookupError, ValueError, OSError, subprocess.CalledProcessError) as why:
                    failed += 1
                    print(f"not ok {count} - {fixture.name}: {name}")
                    print("\n".join(f"# {line}" for line in str(why).splitlines()))
    print(f"1..{count}")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
