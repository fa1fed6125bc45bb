#!/usr/bin/env python3
"""Fifty readers and ten writers at one server: no error, nothing lost that was acknowledged, the archive verifies.
usage: serve_load.py STELE SECONDS. Prints TAP, and what was measured as remarks."""
import contextlib, json, os, pathlib, re, sys, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from serve_testing import Tap, encode, read_reply, serve

READERS, WRITERS = 50, 10
recorded = []  # by any writer
FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Client(threading.Thread):
    def __init__(self, server, until, number):
        super().__init__()
        self.server, self.until, self.number = server, until, number
        self.times, self.errors, self.refs = [], [], []
        self.refused = 0
        self.connection = None

    def ask(self, data):
        """On a kept connection, which the server may have ended when it was idle."""
        began = time.perf_counter()
        for _ in range(2):
            if not self.connection:
                self.connection = self.server.connect()
            with contextlib.suppress(ConnectionError):
                self.connection.sendall(data)
                reply = read_reply(self.connection)
                if reply.status:
                    self.times.append(time.perf_counter() - began)
                    if reply.headers.get("connection") == "close":
                        self.connection.close()
                        self.connection = None
                    return reply
            self.connection.close()
            self.connection = None
        return reply

    def run(self):
        turn = 0
        try:
            while time.monotonic() < self.until:
                self.turn(turn)
                turn += 1
        except Exception as error:  # whatever it is, it is found
            self.errors.append(repr(error))
        if self.connection:
            self.connection.close()


class Reader(Client):
    """Goes around: the usual pages, and what writers have just been told is recorded."""

    pages = ("/", "/e/", "/find?q=writer", "/s/", "/log", "/nothing", "/e/", "/table/", "/enter", "/sign-in")

    def turn(self, turn):
        page = self.pages[(turn + self.number) % len(self.pages)]
        status = 404 if page == "/nothing" else 200
        if page in ("/e/", "/s/"):
            if not recorded:
                return
            page += recorded[-1 - (turn + self.number) % min(len(recorded), 50)][page]
        reply = self.ask(self.server.head("GET", page))
        if reply.status != status:
            self.errors.append(f"{page}: {reply.status}")
        time.sleep(0.01)  # a person would take longer


class Writer(Client):
    def turn(self, turn):
        is_bad = turn % 7 == 6
        draft = {"kind": "entity", "entity": "source", "class": "no_such_class" if is_bad else "web_page",
                 "label": f"writer {self.number} turn {turn}"}
        body = encode({"token": self.server.token, "drafts": json.dumps([draft])})
        reply = self.ask(self.server.head("POST", "/record", [FORM, ("Origin", self.server.origin), ("Content-Length", len(body))], body))
        if is_bad:
            self.refused += 1
            if reply.status != 400:
                self.errors.append(f"a bad draft: {reply.status}")
        elif reply.status == 200:
            line = json.loads(reply.body)
            self.refs.append(line["ref"])
            recorded.append({"/e/": line["entity"], "/s/": line["ref"]})
        else:
            self.errors.append(f"/record: {reply.status}")


def middle(times, share):
    times = sorted(times)
    return 1000 * times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def shown(server, refs):
    """How many of them `stele show` knows: one call for each would take longer than the load; verify reads them all, and show is
    asked for some of every writer, the first and the last always."""
    missing = []
    for ref in refs:
        try:
            server.run("show", ref)
        except Exception:
            missing.append(ref)
    return missing


def main():
    seconds = float(sys.argv[2])
    tap = Tap()
    with serve(sys.argv[1]) as s:
        until = time.monotonic() + seconds
        clients = [Reader(s, until, n) for n in range(READERS)] + [Writer(s, until, n) for n in range(WRITERS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        errors = [error for client in clients for error in client.errors]
        refs = [ref for client in clients for ref in client.refs]
        reads = [t for client in clients[:READERS] for t in client.times]
        writes = [t for client in clients[READERS:] for t in client.times]
        tap.check(not errors, f"{READERS} readers and {WRITERS} writers for {seconds:.0f} s: no error", errors[:5])
        tap.check(len(reads) > 100 and len(refs) > 100, "there was a load", f"{len(reads)} pages, {len(refs)} records")
        tap.check(len(set(refs)) == len(refs), "every acknowledgement is of a statement of its own")
        peak = s.memory()
        tap.check(peak < 300, f"memory stayed below 300 MB ({peak:.0f} MB)")
        print(f"# {len(reads) / seconds:.0f} pages/s, median {middle(reads, .5):.1f} ms, 99 % {middle(reads, .99):.1f} ms; "
              f"{len(refs) / seconds:.0f} records/s, median {middle(writes, .5):.1f} ms, 99 % {middle(writes, .99):.1f} ms; {peak:.0f} MB")
        tap.check(s.stop() == 0, "the server ends cleanly")
        some = [ref for client in clients[READERS:] for ref in (client.refs[:1] + client.refs[len(client.refs) // 2:][:1] + client.refs[-1:])]
        missing = shown(s, some)
        tap.check(not missing, "stele show knows what was acknowledged", missing[:5])
        verified = s.run("verify", "--json")
        text = s.run("verify")
        size = max(int(n.replace(",", "")) for n in re.findall(r"([\d,]+) statements", text))
        highest = max(int(ref.rsplit(".", 1)[1]) for ref in refs)
        # Three statements begin every archive; what was refused has left none.
        tap.check(size == len(refs) + 3 and highest == size - 1, "nothing is lost and nothing is there twice",
                  f"{size} statements, {len(refs)} acknowledged, highest {highest}")
        tap.check('"damaged"' not in verified, "the archive verifies", verified[:300])
    tap.end()


main()
