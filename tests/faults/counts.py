#!/usr/bin/env python3
"""Whether fault.so sees every call: strace counts the same commands, and must come to the same numbers. TAP.

    counts.py BUILD
"""
import collections, pathlib, re, shutil, subprocess, sys, tempfile

import scenarios
from sweep import CHANGE, OPEN, READ
from world import World

SYSCALLS = {"open64": "openat", "openat64": "openat", "open": "openat", "ftruncate64": "ftruncate", "readdir64": None}
TRACED = ("openat,creat,read,pread64,readv,preadv,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,syncfs,"
          "msync,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,"
          "symlinkat,ftruncate,truncate,fallocate,copy_file_range,sendfile,splice")

def below(root, where, name):
    path = name if name.startswith("/") else f"{where}/{name}"
    return path == root or path.startswith(root + "/")

def traced(root, path):
    """Calls about files below root. -y shows the path of every descriptor, AT_FDCWD among them."""
    counts = collections.Counter()
    for line in path.read_text(errors="replace").splitlines():
        call = re.match(r"(?:\d+ +)?(\w+)\((.*)", line)
        if not call or "resumed>" in line[:40]:
            continue
        name, rest = call.groups()
        descriptor = re.match(r"(?:\d+|AT_FDCWD)<([^>]*)>(?:\([^)]*\))?(?:, \"([^\"]*)\")?", rest)
        bare = re.match(r"\"([^\"]*)\"", rest)
        if descriptor:
            where, last = descriptor.groups()
            is_path = name.endswith("at") and last is not None
            counts[name] += below(root, where, last if is_path else where)
        elif bare:
            counts[name] += below(root, root, bare.group(1))
    return +counts

def seen(log):
    counts = collections.Counter()
    for line in log.read_text().splitlines():
        name = line.split("\t")[1]
        if SYSCALLS.get(name, name):
            counts[SYSCALLS.get(name, name)] += 1
    return counts

def compare(scenario, template, scratch):
    world = template.copy_to(scratch / "world")
    log, trace = scratch / "log", scratch / "trace"
    log.unlink(missing_ok=True)
    fault = world.fault(FAULT_LOG=log, FAULT_CALLS=CHANGE | OPEN | READ)
    arguments = scenario.arguments(world)
    command = arguments if arguments[0].startswith("/") else [world.stele, *arguments]
    given = [word for name, value in fault.items() for word in ("-E", f"{name}={value}")]
    done = subprocess.run(["strace", "-f", "-qq", "-y", "-s", "4096", "-o", trace, "-e", "trace=" + TRACED, *given,
                           *command], cwd=world.folder, env=world.environment, capture_output=True, text=True)
    if done.returncode:
        return [f"status {done.returncode}: {done.stderr[-300:]}"]
    ours, theirs = seen(log), traced(str(world.folder), trace)
    return [f"{name}: strace counts {theirs[name]}, fault.so {ours[name]}"
            for name in sorted(ours | theirs) if ours[name] != theirs[name] or sum(theirs.values()) < 10]

def may_trace():
    try:
        return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    except OSError:
        return False

def main(build):
    if not may_trace():
        print("1..0 # SKIP strace is missing or may trace nothing here")
        return 0
    scratch = pathlib.Path(tempfile.mkdtemp(prefix="stele-counts-"))
    failed = count = 0
    try:
        build = pathlib.Path(build).resolve()
        for scenario in (s for s in scenarios.known(str(build / "src/stele")) if not s.kinds):
            template = World(scratch / f"template-{count}", build)
            scenario.prepare(template)
            differences = compare(scenario, template, scratch)
            count += 1
            print(f"{'not ok' if differences else 'ok'} {count} - {scenario.name}: as many calls as strace counts")
            print("".join(f"# {d}\n" for d in differences), end="", flush=True)
            failed += bool(differences)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"1..{count}")
    return 1 if failed else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
