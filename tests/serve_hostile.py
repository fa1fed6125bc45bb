#!/usr/bin/env python3
"""Requests that no browser of ours sends, over plain sockets: each is refused, the refusal is logged without what was
sent, and the server goes on. usage: serve_hostile.py STELE. Prints TAP."""
import contextlib, json, pathlib, re, socket, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from serve_testing import STATUS, Tap, encode, serve

tap = Tap()
check = tap.check
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def answers(s, what, within=10):
    began = time.monotonic()
    reply = s.get("/")
    while reply.status == 0 and time.monotonic() - began < within:  # every place was taken
        time.sleep(0.2)
        reply = s.get("/")
    took = time.monotonic() - began
    check(reply.status == 200 and took < within, f"then a page still comes: {what}", f"status {reply.status} after {took:.1f} s")


def statuses(raw):
    return [int(n) for n in STATUS.findall(raw)]


def post_with(s, headers, body=b""):
    return s.head("POST", "/record", [FORM, ("Origin", s.origin), *headers], body)


def smuggling(s):
    """Two readings of where a request ends. One answer and an end, whatever hides behind."""
    hidden = s.head("GET", "/e/hidden")
    five = b"a=b&c"
    chunked = b"5\r\n" + five + b"\r\n0\r\n\r\n"
    cases = {
        "two lengths": post_with(s, [("Content-Length", 5), ("Content-Length", 6)], five),
        "the same length twice": post_with(s, [("Content-Length", 5), ("Content-Length", 5)], five),
        "a length and chunks": post_with(s, [("Content-Length", 5), ("Transfer-Encoding", "chunked")], chunked),
        "chunks and a length": post_with(s, [("Transfer-Encoding", "chunked"), ("Content-Length", 5)], chunked),
        "chunks twice": post_with(s, [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "identity")], chunked),
        "chunks by another name": post_with(s, [("Transfer-Encoding", "xchunked")], chunked),
        "chunks in a list": post_with(s, [("Transfer-Encoding", "gzip, chunked")], chunked),
        "a length with a sign": post_with(s, [("Content-Length", "+5")], five),
        "a length in hex": post_with(s, [("Content-Length", "0x5")], five),
        "two lengths in one": post_with(s, [("Content-Length", "5, 5")], five),
        "a length beyond 64 bits": post_with(s, [("Content-Length", "18446744073709551621")], five),
        "no length at all of a length": post_with(s, [("Content-Length", "")], five),
        "a blank before the colon": post_with(s, [("Content-Length ", 5)], five),
        "a folded line": s.head("POST", "/record", [FORM, ("X", "a\r\n Content-Length: 5")], five),
        "a body of a GET": s.head("GET", "/", [("Content-Length", 5)], five),
        "chunks of a GET": s.head("GET", "/", [("Transfer-Encoding", "chunked")], chunked),
        "chunks of 1.0": post_with(s, [("Transfer-Encoding", "chunked")], chunked).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
        "a return in a header": s.head("GET", "/", [("X", "a\rContent-Length: 5")]),
        "a chunk of a bad size": post_with(s, [("Transfer-Encoding", "chunked")], b"5;\0\r\nxx"),
        "a chunk size that wraps": post_with(s, [("Transfer-Encoding", "chunked")], b"FFFFFFFFFFFFFFFF5\r\nabcde"),
        "a chunk with a sign": post_with(s, [("Transfer-Encoding", "chunked")], b"-5\r\nabcde\r\n0\r\n\r\n"),
        "a chunk in 0x": post_with(s, [("Transfer-Encoding", "chunked")], b"0x5\r\nabcde\r\n0\r\n\r\n"),
        "another version": s.head("GET", "/").replace(b"HTTP/1.1", b"HTTP/9.9", 1),
        "no version": b"GET /\r\n\r\n",
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 60 + b"\r\n\r\n",
        "a header without a colon": s.head("GET", "/").replace(b"\r\n\r\n", b"\r\nnothing\r\n\r\n"),
    }
    for what, request in cases.items():
        got = statuses(s.raw_bytes(request + hidden, timeout=2))
        # The library writes some of its own refusals twice, and then closes.
        check(len(set(got)) <= 1 and all(400 <= n < 600 and n != 404 for n in got), f"{what}: refused, and nothing behind it is answered", got)
    # The library ends a header at a NUL, and nothing tells us: it is the same to us as if it ended there.
    got = statuses(s.raw_bytes(post_with(s, [("Content-Length", "5\0 6")], five) + hidden, timeout=2))
    check(got in ([403], [400], []), "a NUL in a length: one reading", got)
    answers(s, "after two readings")


def paths(s):
    for target in ("/..", "/../etc/passwd", "/e/../../x", "/%2e%2e/", "/e/%2e%2e%2fx", "/a%2fb", "/a%5c..%5cb", "/a%00.html", "/%0d%0aX:y",
                   "/%", "/%4", "/%zz", "/%c0%ae%c0%ae/", "/%ff", "//evil.example/", "/./", "/a//b", "\\..\\", "*", "http://evil.example/",
                   f"http://{s.host}/", "/\x7f", "/a|b", "/?a=%00", "/?a=%ff", "/?a=%"):
        got = s.raw(s.head("GET", target)).status
        check(got in (400, 404), f"target {target!r}: refused", got)
    got = s.raw_bytes(b"GET /a\0b HTTP/1.1\r\nHost: " + s.host.encode() + b"\r\nCookie: " + s.cookie.encode() + b"\r\n\r\n", timeout=2)
    check(statuses(got) in ([400], []), "a NUL in the target: refused", got[:80])
    check(s.raw(s.head("GET", "/" + "a" * 100_000)).status in (414, 431, 400), "a target of 100,000 bytes: refused")
    check(s.raw(s.head("GET", "/?" + "&".join(["a=1"] * 2500))).status in (0, 400, 414), "a query of 10,000 bytes: refused")
    reply = s.get("/%3Cscript%3Ealert(1)%3C/script%3E")
    check(reply.status == 404 and b"alert(1)" not in reply.body, "a script in the path is not shown")
    answers(s, "after paths")


def hosts(s):
    for host in ("evil.example", f"evil.example:{s.port}", "127.0.0.1", f"127.0.0.1:{s.port + 1}", f"{s.host}.evil.example", f"{s.host}@evil",
                 "[::1]", "0.0.0.0:80", f"127.1:{s.port}"):
        got = s.raw(s.head("GET", "/", host=host)).status
        check(got in (400, 421), f"host {host}: another name is refused (DNS rebinding)", got)
    request = s.head("GET", "/")
    line = f"Host: {s.host}\r\n".encode()
    check(s.raw(request.replace(line, b"")).status == 400, "no host: refused")
    check(s.raw(request.replace(line, line + line)).status == 400, "two hosts: refused")
    check(s.raw(request.replace(line, line + b"Host: evil.example\r\n")).status == 400, "a second, foreign host: refused")
    check(s.raw(s.head("GET", "/", host=f"LOCALHOST:{s.port}", cookie=False)).status == 303, "localhost is ours, however it is written")


def forgery(s):
    drafts = '[{"kind":"entity","entity":"source","class":"web_page","label":"x"}]'
    own = [("Origin", s.origin)]
    for what, headers, token, cookie, status in (
        ("no token", own, "", True, 403),
        ("another token", own, "A" * 43, True, 403),
        ("a foreign origin", [("Origin", "http://evil.example")], None, True, 403),
        ("an origin that begins with ours", [("Origin", s.origin + ".evil.example")], None, True, 403),
        ("another port's origin", [("Origin", "http://127.0.0.1:1")], None, True, 403),
        ("no origin known", [("Origin", "null")], None, True, 403),
        ("from another site", own + [("Sec-Fetch-Site", "cross-site")], None, True, 403),
        ("from a site beside", own + [("Sec-Fetch-Site", "same-site")], None, True, 403),
        ("without origin, from another site", [("Sec-Fetch-Site", "cross-site")], None, True, 403),
        ("two origins", own + own, None, True, 400),
        ("no session", own, None, False, 403),
        ("our own page", own + [("Sec-Fetch-Site", "same-origin")], None, True, 200),
        ("our own page with referrers off", [("Origin", "null"), ("Sec-Fetch-Site", "same-origin")], None, True, 200),
        ("an old browser with the token", [], None, True, 200),
    ):
        got = s.post("/record", {"drafts": drafts}, headers, token, cookie).status
        check(got == status, f"a form, {what}: {status}", got)
    body = encode({"token": s.token, "drafts": drafts})
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/json", ""):
        got = s.raw(s.head("POST", "/record", [("Content-Type", kind), ("Origin", s.origin), ("Content-Length", len(body))], body)).status
        check(got == 415, f"a form of type {kind!r}: refused", got)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "PROPFIND", "G" * 200):
        got = s.raw(s.head(method, "/")).status
        check(got in (405, 400, 501), f"method {method[:10]}: refused", got)
    check(s.get("/record").status == 405, "what only records cannot be asked for")
    check(s.raw(s.head("POST", "/", [FORM, ("Origin", s.origin), ("Content-Length", 0)])).status == 405, "what only shows takes no form")
    for cookie in ("", "x=y", s.cookie + "A", s.cookie[:-1], f"{s.cookie}; {s.cookie}", s.cookie.upper()):
        got = s.raw(s.head("GET", "/", [("Cookie", cookie)] if cookie else [], cookie=False)).status
        check(got == 303, f"with a cookie that is not one: to the sign-in ({len(cookie)} bytes)", got)
    for back in ("//evil.example", "/\\evil.example", "http://evil.example/", "/%0d%0aX: y", "/\r\nX: y", "javascript:alert(1)", "/a/../b"):
        reply = s.get("/language?to=en&back=" + "".join(f"%{b:02x}" for b in back.encode()))
        check(reply.headers.get("location", "/") == "/" and "x" not in reply.headers, f"sent back to {back!r}: to our own start", reply.headers)
    answers(s, "after forms of others")


def sizes(s):
    check(s.raw(s.head("GET", "/", [("X", "a" * 200_000)])).status in (400, 413, 431), "a header of 200,000 bytes: refused")
    check(s.raw(s.head("GET", "/", [(f"X-{i}", "a") for i in range(20_000)])).status in (400, 413, 431), "20,000 headers: refused")
    own = [FORM, ("Origin", s.origin)]
    check(s.raw(s.head("POST", "/record", own + [("Content-Length", 2 << 20)])).status == 413, "a form of 2 MB: refused before it comes")
    check(s.raw(s.head("POST", "/record", own + [("Content-Length", 2 << 20), ("Expect", "100-continue")])).status == 413,
          "who asks before sending 2 MB is told no")
    piece = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    got = statuses(s.raw_bytes(s.head("POST", "/record", own + [("Transfer-Encoding", "chunked")], piece * 64 + b"0\r\n\r\n"), timeout=5))
    check(got in ([413], []), "2 MB in chunks: refused", got)
    for what, body in (("5,000 fields", b"&".join([b"a=1"] * 5000)), ("bytes that are no text", b"token=%ff"), ("a NUL", b"token=a%00b"),
                       ("a percent sign alone", b"token=%")):
        got = s.raw(s.head("POST", "/record", own + [("Content-Length", len(body))], body)).status
        check(got in (400, 413), f"a form with {what}: refused", got)
    deep = b"token=" + s.token.encode() + b"&drafts=" + b"%5B" * 20_000
    check(s.raw(s.head("POST", "/record", own + [("Content-Length", len(deep))], deep)).status in (400, 413), "JSON 20,000 deep: refused")
    answers(s, "after sizes")


def ends(s):
    own = [FORM, ("Origin", s.origin), ("Content-Length", 100)]
    for what, data in (("half a head", s.head("GET", "/")[:30]), ("nothing", b""), ("half a form", s.head("POST", "/record", own, b"token=x")),
                       ("half a chunk", s.head("POST", "/record", [FORM, ("Transfer-Encoding", "chunked")], b"64\r\nab"))):
        for half in (True, False):
            with contextlib.closing(s.connect(3)) as c:
                c.sendall(data)
                if half:
                    c.shutdown(socket.SHUT_WR)
                    got = statuses(s.all_of(c))
                    check(not any(n < 400 for n in got), f"{what}, and then no more: not taken for whole", got)
    with contextlib.closing(s.connect()) as c: # several in one go, read slowly
        c.sendall(s.head("GET", "/") * 20)
        time.sleep(0.3)
        got = b""
        c.settimeout(3)
        with contextlib.suppress(TimeoutError):
            while len(statuses(got)) < 20 and (piece := c.recv(1000)):
                got += piece
        check(statuses(got) == [200] * 20, "twenty at once are answered in order", len(statuses(got)))
    answers(s, "after connections that end anyhow")


def headers(s):
    wanted = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
              "cross-origin-resource-policy": "same-origin"}
    asset = re.search(rb'href="(/assets/[^"]*\.css)"', s.get("/").body).group(1).decode()
    for what, reply in (("a page", s.get("/")), ("not found", s.get("/nothing")), ("refused", s.get("/%00")), ("a redirect", s.get("/", cookie=False)),
                        ("a style sheet", s.get(asset)), ("the sign-in", s.get("/sign-in", cookie=False)), ("another method", s.raw(s.head("PUT", "/"))),
                        ("a forged form", s.post("/record", {}, token="x")), ("HEAD", s.raw(s.head("HEAD", "/")))):
        missing = [name for name, value in wanted.items() if reply.headers.get(name) != value]
        policy = reply.headers.get("content-security-policy", "")
        check(not missing and "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors" in policy and
              "permissions-policy" in reply.headers and "x-frame-options" in reply.headers and not ({"server", "date"} & set(reply.headers)),
              f"{what}: every header stands there", reply.headers)
        kept = reply.headers.get("cache-control")
        check(kept == ("public, max-age=31536000, immutable" if what == "a style sheet" else "no-store"), f"{what}: kept as it may be", kept)
    cookie = s.raw(s.head("GET", "/language?to=uk&back=/")).headers.get("set-cookie", "")
    check("HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie, "a cookie is for this site alone", cookie)


def ranges(s):
    """A preserved file in parts, and what is made of requests for too many of them."""
    large = s.root / "large.bin"
    large.write_bytes(bytes(range(256)) * (40 << 12))  # 40 MB
    small = s.root / "small.txt"
    small.write_text("0123456789")
    found = {}
    for path in (small, large):
        for line in map(json.loads, s.run("preserve", "--json", str(path)).splitlines()):
            if "statement" in line:
                found[line["size"]] = f"/o/{line['statement']}/bytes"
    target, big = found.get(10), found.get(40 << 20)
    check(target and big, "two preserved files are found", found)
    if not (target and big):
        return
    for header, status, body in (("bytes=2-4", 206, b"234"), ("bytes=-3", 206, b"789"), ("bytes=8-99", 206, b"89"), ("bytes=10-", 416, b""),
                                 ("bytes=-0", 416, b""), ("bytes=5-2", 200, b"0123456789"), ("bytes=0-1,4-5", 200, b"0123456789"),
                                 ("bytes=" + ",".join(["0-"] * 1300), 200, b"0123456789"), ("lines=1-2", 200, b"0123456789"),
                                 ("bytes=0-18446744073709551616", 200, b"0123456789")):
        reply = s.get(target, [("Range", header)])
        check(reply.status == status and reply.body == body, f"range {header[:30]}: {status}", (reply.status, reply.body[:20]))
    reply = s.get(target, [("Range", "bytes=2-4"), ("If-Range", '"x"')])
    check(reply.status == 200 and reply.body == b"0123456789", "a range on a condition that is not met: the whole")
    policy = reply.headers.get("content-security-policy", "")
    check(policy.startswith("sandbox") and "default-src 'none'" in policy and reply.headers.get("x-content-type-options") == "nosniff",
          "somebody's bytes come sandboxed", policy)
    big = big.replace("/bytes", "/download")  # of no kind that is shown
    reply = s.get(big, [("Range", "bytes=41943030-")])
    check(reply.status == 206 and len(reply.body) == 10, "the end of a large file", (reply.status, len(reply.body)))
    held = []
    for _ in range(20):  # asked for, and not read
        c = s.connect()
        c.sendall(s.head("GET", big))
        held.append(c)
    answers(s, "beside twenty large files that nobody reads", within=5)
    for c in held:
        c.close()
    answers(s, "after they were given up")


def slow(s):
    """Connections that hold a place and give nothing: they are ended, and meanwhile others are answered."""
    held = []
    for _ in range(200):
        c = s.connect()
        c.sendall(b"GET / HTTP/1.1\r\nHost: ")
        held.append(c)
    began = time.monotonic()
    answers(s, "beside 200 slow ones", within=5)
    open_now = list(held)
    while open_now and time.monotonic() - began < 40:
        time.sleep(1)
        for c in list(open_now):
            try:
                c.sendall(b"1")
                c.settimeout(0.001)
                if c.recv(100) == b"":
                    open_now.remove(c)
            except TimeoutError:
                pass
            except ConnectionError:
                open_now.remove(c)
    check(not open_now, "a head that comes byte by byte is ended within 40 s", len(open_now))
    for c in held:
        c.close()
    many = []
    with contextlib.suppress(OSError):
        for _ in range(400):
            many.append(s.connect(2))
    answers(s, "with 400 that say nothing", within=30)
    for c in many:
        c.close()
    answers(s, "after slow ones")


def main():
    with serve(sys.argv[1]) as s:
        secrets = [s.cookie.split("=")[1], s.token, "evil", "alert", "etc/passwd", "hidden"]
        for part in (smuggling, paths, hosts, forgery, sizes, ends, headers, ranges, slow):
            part(s)
        log = s.log_text()
        lines = log.splitlines()
        check(len(lines) > 100 and all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ event=\w+ ", line) for line in lines),
              "every refusal is one line of the log", [line for line in lines if "event=" not in line][:3])
        check(not [word for word in secrets if word in log], "the log holds nothing of what was sent")
        check(s.memory() < 300, f"memory stayed below 300 MB ({s.memory():.0f} MB)")
        check(s.stop() == 0, "the server ends cleanly")
        check("damaged" not in s.run("verify"), "the archive is whole")
    tap.end()


main()
