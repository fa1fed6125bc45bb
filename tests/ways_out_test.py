#!/usr/bin/env python3
"""Every command and every page, and how what is recorded can leave by it: src/cli/ways_out.c held against
src/cli/commands.c and against what the commands do; the pages against src/web/leaving.h. Prints TAP."""
import pathlib, re

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLI = ROOT / "src" / "cli"
KINDS = {"WAY_INSIDE", "WAY_ASKS", "WAY_COMMITMENTS", "WAY_WHOLE", "WAY_OWN"}
# An option that names what is written, or the module that writes folders for others.
WRITES = re.compile(r'\{"(?:output|out|export)",|#include "share/outdir\.h"')
WEB = ROOT / "src" / "web"
# What makes an answer something else than a page of ours: a name to save it under, data, somebody's bytes.
GIVES = re.compile(r"->download\b|\.download\b|\bREPLY_DATA\b|\bREPLY_EVIDENCE\b|bytes\.read\b")
# Sources that answer so and give nothing away, each with why. Whoever adds one answers for it.
NOT_GIVEN = {
    "server.c": "sends what a page answered",
    "exchange.c": "keeps the archive open while a page's bytes are sent",
    "page_record.c": "answers with the references of what was just recorded",
    "object_bytes.c": "opens the bytes that page_object.c has asked for",
    "upload_parts.c": "answers with the reference and the digest of what was just received",
    "page_enter_form.c": "answers our own script with what the page itself would show",
    "headers.c": "writes the headers that go with what a page answered",
    "reply.c": "makes what a page answered",
}
results = []


def check(is_right, what):
    results.append(bool(is_right))
    print(f"{'ok' if is_right else 'not ok'} {len(results)} {what}")


def text(path):
    return path.read_text(encoding="utf-8")


def sources(command):
    """Those of a command: NAME.c and NAME_*.c."""
    return [text(path) for path in sorted(CLI.glob("*.c")) if path.stem == command or path.stem.startswith(command + "_")]


commands = re.findall(r'\{"([a-z]+)", cmd_', text(CLI / "commands.c"))
ways = dict(re.findall(r'\{"([a-z]+)", (WAY_[A-Z]+)\}', text(CLI / "ways_out.c")))

check(len(commands) > 15, "the commands are found")
for command in commands:
    check(command in ways, f"{command}: src/cli/ways_out.c says how what is recorded can leave by it")
check(set(ways) <= set(commands), "ways_out.c lists no command that there is not")
check(set(ways.values()) <= KINDS, "every kind is one of those that this test knows")
for command, kind in ways.items():
    code = "\n".join(sources(command))
    check(code, f"{command}: has a source")
    if kind == "WAY_ASKS":
        check(re.search(r"gate_pass(_given)?\(", code) and "&gate_argp" in code, f"{command}: asks the gate, and has --purpose and --for")
    elif kind == "WAY_INSIDE":
        check(not WRITES.search(code), f"{command}: is inside, and writes nothing that the user names")
    elif kind == "WAY_OWN":
        page = text(ROOT / "docs" / "consent.md")
        check(f"`{command}" in page, f"{command}: docs/consent.md says what leaves by it")
check("prove" in ways and ways["prove"] == "WAY_ASKS", "a proof is given to strangers")

pages = {path.name: text(path) for path in sorted(WEB.glob("*.c")) if not path.name.endswith(("_test.c", "_fuzz.c"))}
check(pages, "the pages are found")
for name, code in pages.items():
    if GIVES.search(code) and name not in NOT_GIVEN:
        check("leaving_pass(" in code, f"{name}: answers with more than a page, and asks leaving_pass() for all of it first")
check("giving_end(" in pages.get("leaving.c", ""), "leaving.c asks the gate")
for name in NOT_GIVEN:
    check(name not in pages or "leaving_pass(" not in pages[name], f"{name}: is listed as giving nothing, and asks nothing")
print(f"1..{len(results)}")
raise SystemExit(0 if all(results) else 1)
