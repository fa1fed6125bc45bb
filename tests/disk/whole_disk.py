"""The whole-disk test: after field work, a search, a crash and a lock, does any name stand on the disk?

A disk of its own holds home, state, cache, temporary files and the archive. The card that is preserved, the table and
the pipe lie elsewhere. A control run without sealing must find every needle that was recorded, or the search itself
would prove nothing."""
import hashlib, json, os, pathlib, re, shutil, signal, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import attacks, needles, seeds  # noqa: E402
from disk import Disk  # noqa: E402

N = needles.NEEDLES
PASSPHRASE = "seven old boats in the reeds of spring"
# What the steps below leave nowhere in clear of a record that is not sealed either.
NOT_IN_CONTROL = {"words searched for", "why somebody read", "name of the member"}


class Machine:
    """Somebody's computer: everything it writes lies in its root, which is the disk."""

    def __init__(self, build, root, sources):
        self.build = build
        self.stele = str(pathlib.Path(build).resolve() / "src/stele")
        self.root = root
        self.sources = sources
        for name in ("home", "state", "cache", "tmp", "work"):
            (self.root / name).mkdir(exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.root / "home"),
            "XDG_STATE_HOME": str(self.root / "state"), "XDG_CACHE_HOME": str(self.root / "cache"),
            "XDG_CONFIG_HOME": str(self.root / "home"), "TMPDIR": str(self.root / "tmp")}

    def start(self, *arguments, given=None, more=None):
        return subprocess.Popen(
            [self.stele, "-C", str(self.root / "archive"), *arguments], cwd=self.root / "work",
            env={**self.environment, **(more or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE, start_new_session=True)

    def run(self, *arguments, given=None, expect=(0,), more=None):
        process = self.start(*arguments, given=given, more=more)
        said, _ = process.communicate(given.encode() if given is not None else None, timeout=120)
        said = said.decode("utf-8", "replace")
        if process.returncode not in expect:
            raise RuntimeError("stele %s: status %s\n%s" % (" ".join(arguments), process.returncode, said))
        return said

    def init(self):
        subprocess.run([self.stele, "init", "--synthetic", "--name", "field", str(self.root / "archive")],
                       env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def objects(self):
        return sum(len(files) for _, _, files in os.walk(self.root / "archive/objects"))

    def references(self, text):
        return sorted(set(re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{5}", text)))

    def kill_after(self, seconds, *arguments, given=None):
        process = self.start(*arguments, given=given)
        if given is not None:
            process.stdin.write(given.encode())
            process.stdin.close()
            process.stdin = None
        time.sleep(seconds)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def kill(self, objects, *arguments):
        """Killed in the middle, once so many objects more are there: nothing is cleaned up."""
        before = self.objects()
        process = self.start(*arguments)
        end = time.monotonic() + 20
        while process.poll() is None and self.objects() < before + objects and time.monotonic() < end:
            time.sleep(0.001)
        was_running = process.poll() is None
        if was_running:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return was_running


def intake(machine):
    """What comes in: testimony down a pipe, a card, a table."""
    machine.run("add", "-", given=seeds.testimony())
    machine.run("preserve", str(machine.sources / "card"))
    machine.run("import", "-m", str(machine.sources / "people.map"), str(machine.sources / "people.csv"))


def transcribe(machine):
    """The text of a file of the card, down a pipe."""
    file = min((machine.sources / "card").rglob("*.*"))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    machine.run("derive", sha256, "-", "--how", "transcript", "--by", "a typist", "--as", "typist", "--lang", "en",
                given="A first page.\f" + N["words of a transcript"] + "\n")
    return sha256


def crash(machine):
    """At three moments in the middle of the work; how many of them were."""
    return sum(machine.kill(objects, "preserve", str(machine.sources / N["folder that a crash met"])) for objects in (1, 7, 40))


def control(machine):
    machine.init()
    intake(machine)
    transcribe(machine)
    if crash(machine) == 0:
        raise RuntimeError("nothing was killed in the middle of its work")
    for form, pattern in sorted(needles.patterns(N["words searched for"])):
        # Every form of one needle, at an odd place: the search must know each.
        with open(machine.root / "forms", "ab") as file:
            file.write(b"xyz" + pattern + b"\0")


def office(machine):
    """What the office made before: an archive with a compartment, whose secret lies elsewhere; this machine may write."""
    archive, away = machine.root / "archive", machine.sources
    feed = attacks.feed_of(away, archive, 7)
    attacks.genesis(feed, format=1)
    feed.say("compartment", id=attacks.COMPARTMENT, epoch=1, key=attacks.key_of(away), name="witnesses", default=True)
    name = attacks.finish(away, archive, feed)
    feed.keep_state(machine.root / "state/stele", name)
    machine.notes = machine.root / "state/stele" / name / "notes"


def field(machine):
    """Somebody's laptop on the road: it writes what it cannot read, and is searched at a checkpoint."""
    office(machine)
    machine.run("seal", "field", "on")
    intake(machine)
    for words in (N["words searched for"], N["name of a witness, in testimony"], N["telephone, in EXIF"]):
        said = machine.run("find", words, expect=(0, 1))
        if words.split()[0] in said:
            raise RuntimeError("a field device told what it must not be able to read: " + said)
    if crash(machine) == 0:
        raise RuntimeError("nothing was killed in the middle of its work")
    machine.run("lock")
    read_elsewhere(machine)


def read_elsewhere(machine):
    """Nothing was lost instead: whoever holds the key, on another machine, has all of it."""
    away = pathlib.Path(tempfile.mkdtemp(dir=machine.sources))
    for name in ("archive", "state"):
        shutil.copytree(machine.root / name, away / name, symlinks=True)
    reader = Machine(machine.build, away, machine.sources)
    reader.notes = away / machine.notes.relative_to(machine.root)
    reader.run("seal", "field", "off")
    sign_in(reader)
    for what in ("name of a witness, in testimony", "telephone, in testimony", "words of testimony", "file name",
                 "label of an interview", "name in a list"):
        reader.run("find", N[what])
    for file in sorted((machine.sources / "card").rglob("*.*")):
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        reader.run("unseal", sha256, "-o", str(away / sha256))
        if (away / sha256).read_bytes() != file.read_bytes():
            raise RuntimeError("not what was preserved: " + file.name)
    if N["telephone in a list"] not in reader.run("lists", "show", "people of the block", "--csv"):
        raise RuntimeError("the sealed table is not shown to whoever holds its key")


def sign_in(machine):
    """The member's passphrase, and the compartment's secret, which the office kept, sealed to the member's key."""
    attacks.give(machine.sources, set_passphrase(machine), machine.notes.parent)


def set_passphrase(machine):
    file = machine.sources / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    said = json.loads(machine.run("member", "passphrase", "--json", "-n", str(file)))
    machine.environment["STELE_PASSPHRASE_FILE"] = str(file)
    machine.environment["STELE_WHY"] = N["why somebody read"]
    return said["key"]


def desk(machine):
    """Where testimony is read: somebody signs in, takes testimony down, searches, reads, is interrupted, and locks."""
    machine.init()
    set_passphrase(machine)
    machine.run("seal", "new", "witnesses") # its secret is made on this disk
    machine.run("add", "-", given=seeds.testimony())
    machine.run("add", "-", given=member_name())
    machine.run("preserve", "--seal", str(machine.sources / "card"))
    machine.run("import", "-m", str(machine.sources / "people.map"), str(machine.sources / "people.csv"))
    machine.run("lists", "show", "people of the block")
    file = transcribe(machine)
    if N["words of a transcript"] not in machine.run("show", file, "--page", "2"):
        raise RuntimeError("the reading machine does not show a page of what it took down")
    if "page 2" not in machine.run("find", *N["words of a transcript"].split()):
        raise RuntimeError("the reading machine does not find a page of what it took down")
    found = machine.run("find", N["name of a witness, in Latin letters"])
    if "witness statement" not in found:
        raise RuntimeError("the reading machine does not find what it may read: " + found)
    machine.run("find", N["words searched for"], expect=(1,))
    machine.run("access")
    for reference in machine.references(found):
        machine.run("show", reference)
        machine.run("history", reference)
    for seconds in (0.05, 0.2, 0.4, 0.6, 0.8, 1.0):
        machine.kill_after(seconds, "find", N["name of a witness, in testimony"])
        machine.kill_after(seconds, "add", "-", given=seeds.testimony())
    machine.run("lock")


def member_name():
    """The real name of a member is a sealed claim about the entity of the same id."""
    return json.dumps([{"kind": "entity", "id": "m", "entity": "person", "label": N["name of the member"]}])


class Report:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def say(self, good, what, more=()):
        self.count += 1
        self.failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, what))
        for line in list(more)[:60]:
            print("# " + line)
        sys.stdout.flush()


def check_control(report, disk):
    found = disk.search()
    wanted = set(N) - NOT_IN_CONTROL
    missed = wanted - {what for what, _, _ in found}
    report.say(not missed, "a record that is not sealed is found on the disk: %d of %d needles" %
               (len(wanted) - len(missed), len(wanted)), sorted(missed))
    forms = {form for form, _ in needles.patterns(N["words searched for"])}
    seen = {form for what, form, _ in found if what == "words searched for"}
    report.say(forms <= seen, "the search knows every form: " + ", ".join(sorted(forms)), sorted(forms - seen))


def secrets(sources):
    """What opens it all must not lie there either."""
    secret = (sources / "key.txt").read_text().split()[-1]
    return {"secret key of the compartment": secret, "any secret key": "AGE-SECRET-KEY-1", "passphrase": PASSPHRASE}


def check_sealed(report, disk, what, sources):
    found = disk.search({**N, **secrets(sources)})
    report.say(not found, "%s: no name stands on the disk, in any form" % what,
               ["%s, as %s, at %s" % hit for hit in found])


def main(build):
    report = Report()
    work = pathlib.Path(tempfile.mkdtemp(prefix="stele-disk-"))
    try:
        sources = seeds.make(work / "sources")
        with Disk(work / "control") as disk:
            if disk.how == "folder":
                print("# no file system could be made here: the files are searched, and what was deleted is not")
            control(Machine(build, disk.path, sources))
            disk.unmount()
            check_control(report, disk)
        for name, work_of, what in (("field", field, "a field device"), ("desk", desk, "a machine that reads")):
            with Disk(work / name) as disk:
                work_of(Machine(build, disk.path, sources))
                disk.unmount()
                check_sealed(report, disk, what, sources)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("1..%d" % report.count)
    return report.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
