"""One archive with its state and cache in a folder of its own, and what must hold of it."""
import base64, hashlib, json, os, pathlib, shutil, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HASH_BYTES = {ord("o"): 0, ord("s"): 32, ord("e"): 64}
CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz")

class Wrong(Exception):
    pass

class World:
    def __init__(self, folder, build):
        self.folder, self.build = pathlib.Path(folder), pathlib.Path(build)
        self.stele = str(self.build / "src/stele")
        self.archive = self.folder / "archive"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "LC_ALL": "C.UTF-8",
                            "STELE_STATE": str(self.folder / "state"), "XDG_CACHE_HOME": str(self.folder / "cache")}

    def fault(self, **more):
        """What makes fault.so act in a command: FAULT_AT and the like."""
        return {"LD_PRELOAD": str(self.build / "tests/fault.so"), "FAULT_ROOT": str(self.folder),
                **{name: str(value) for name, value in more.items()}}

    def start(self, arguments, more=None, before=None):
        """A command of stele, or of another program where the first word is a path."""
        command = list(arguments) if arguments[0].startswith("/") else [self.stele, *arguments]
        return subprocess.Popen(command, cwd=self.folder, env={**self.environment, **(more or {})}, preexec_fn=before,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)

    def finish(self, arguments, more=None, before=None):
        process = self.start(arguments, more, before)
        out, err = (b.decode("utf-8", "replace") for b in process.communicate(timeout=60))
        return process.returncode, out, err

    def run(self, *arguments, expect=(0,)):
        status, out, err = self.finish(arguments)
        if status not in expect:
            raise Wrong(f"stele {' '.join(arguments)}: status {status}: {err.strip()} {out.strip()[-400:]}")
        return status, out

    def adopt_cache(self):
        """The index belongs to the folder's device and inode; in a copied world they are others."""
        st = self.archive.stat() if self.archive.exists() else None
        name = hashlib.sha256(f"{st.st_dev} {st.st_ino}".encode()).digest()[:10] if st else b""
        for folder in (self.folder / "cache/stele").glob("*-*") if st else ():
            hashed = base64.b32encode(name).translate(CROCKFORD).decode()
            folder.rename(folder.with_name(folder.name.split("-")[0] + "-" + hashed))

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, symlinks=True)
        world = World(folder, self.build)
        world.adopt_cache()
        return world

    def findings(self):
        """What verify says: its summary and the lines before it."""
        _, out = self.run("-C", "archive", "verify", "--json", expect=(0, 1))
        lines = [json.loads(line) for line in out.splitlines()]
        return lines[-1], lines[:-1]

    def verify(self, expect_unfinished=None):
        summary, lines = self.findings()
        if summary["wrong"]:
            raise Wrong(f"verify: {lines}")
        if expect_unfinished is not None and summary["unfinished"] != expect_unfinished:
            raise Wrong(f"{summary['unfinished']} things unfinished after the next command: {lines}")

    def notes(self):
        """Every signed (origin, size, root) that lies anywhere: of one size there may be one root only."""
        texts = [*self.archive.glob("feeds/*/checkpoint*"), *self.archive.glob("anchors/*"),
                 *(self.folder / "state").glob("*/*/head")]
        for path in texts:
            lines = path.read_bytes().split(b"\n")
            for i, line in enumerate(lines):
                if line.startswith(b"stele.invalid/feed/") and i + 2 < len(lines) and lines[i + 2].endswith(b"="):
                    yield line, int(lines[i + 1]), lines[i + 2]

    def check_heads(self):
        """Nothing may be published before this machine knows for certain that it signed it."""
        for head in (self.folder / "state").glob("*/*/head"):
            checkpoint = self.archive / "feeds" / head.parent.name / "checkpoint"
            sizes = [int(p.read_bytes().split(b"\n")[1]) if p.exists() and p.stat().st_size else 0
                     for p in (head, checkpoint)]
            if sizes[0] < sizes[1]:
                raise Wrong(f"{sizes[1]} statements are published, and this machine remembers {sizes[0]}")

    def statements(self):
        """Feed: the stored bytes of every statement that its checkpoint covers, by an independent walk over the
        frames."""
        feeds = self.archive / "feeds"
        return {feed.name: self.frames(feed) for feed in feeds.iterdir()} if feeds.exists() else {}

    def count(self):
        return sum(len(frames) for frames in self.statements().values())

    def frames(self, feed):
        checkpoint = feed / "checkpoint"
        size = int(checkpoint.read_bytes().split(b"\n")[1]) if checkpoint.exists() else 0
        frames = []
        for n in range(size // 256 + 1):
            part = feed / (f"pack/{n:03d}" if n < size // 256 else f"tail-{n}")
            if n * 256 == size:
                break
            data, at = part.read_bytes(), 0
            while at < len(data) and len(frames) < min(size, (n + 1) * 256):
                head = 5 + HASH_BYTES[data[at]]
                length = int.from_bytes(data[at + 1:at + 5], "big")
                frames.append(data[at + head:at + head + length])
                at += head + length
        if len(frames) != size:
            raise Wrong(f"the checkpoint names {size} statements, {len(frames)} are there")
        return frames

    def read_independently(self):
        done = subprocess.run([sys.executable, ROOT / "tools/read-archive.py", "--no-claims", self.archive],
                              capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise Wrong("read-archive.py: " + done.stdout[-600:] + done.stderr[-600:])

    def read_with_go(self, checker):
        """Publish the log and let Go's own packages read it."""
        shutil.rmtree(self.folder / "published", ignore_errors=True)
        self.run("-C", "archive", "publish", "published")
        for tree in (self.folder / "published").iterdir():
            done = subprocess.run([checker, "tiles", tree, (tree / "key.vkey").read_text().strip()],
                                  capture_output=True, text=True, timeout=60)
            if done.returncode:
                raise Wrong("Go's packages: " + done.stdout[-600:] + done.stderr[-600:])
        shutil.rmtree(self.folder / "published")

class Roots:
    """Of one size and feed only one root may ever be signed."""

    def __init__(self):
        self.seen = {}

    def collect(self, world):
        for origin, size, root in world.notes():
            if self.seen.setdefault((origin, size), root) != root:
                raise Wrong(f"two roots of size {size} were signed")

def look(scenario, world, said, thorough=()):
    """What must hold after a fault, and after the next command."""
    promised = scenario.acknowledged(said)
    roots = Roots()
    before = {}
    if world.archive.exists():
        scenario.verify(world)
        before = world.statements()
    scenario.holds(world, said)
    world.check_heads()
    roots.collect(world)
    scenario.again(world)
    scenario.verify(world, expect_unfinished=0)
    roots.collect(world)
    after = world.statements()
    for feed, frames in before.items():
        later = after.get(feed, [])[:len(frames)]
        differ = {i for i, frame in enumerate(frames) if i >= len(later) or later[i] != frame}
        if differ - scenario.changed(world):
            raise Wrong("a statement that was committed before the fault is another one now")
    for (feed, index), word in promised.items():
        frames = before.get(feed, [])
        if index >= len(frames) or word.encode() not in frames[index]:
            raise Wrong(f"statement {index} was acknowledged before the fault and is not there")
    if any((world.archive / "anchors").glob("*.note")):
        raise Wrong("recovery believes in an older copy or a fork")
    for reader in scenario.readers(thorough):
        reader(world)
