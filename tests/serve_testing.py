"""A server of a made-up archive, for the tests that talk to it over plain sockets."""
import contextlib, json, os, pathlib, re, shutil, signal, socket, subprocess, tempfile, time, urllib.parse

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


class Reply:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        found = STATUS.match(head)
        self.status = int(found.group(1)) if found else 0
        self.headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            self.headers.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("latin-1"))


def encode(fields):
    return urllib.parse.urlencode(fields).encode()


class Server:
    """serve() makes one; .get() and .post() use one kept connection, .raw() a fresh one."""

    def __init__(self, stele, root, options=()):
        self.root = pathlib.Path(root)
        self.archive = self.root / "archive"
        self.stele = os.path.abspath(stele)
        self.env = dict(os.environ, LC_ALL="C.UTF-8", HOME=str(self.root / "home"), XDG_STATE_HOME=str(self.root / "state"),
                        XDG_CACHE_HOME=str(self.root / "cache"), STELE_PASSPHRASE_COST="least")
        for name in ("LANGUAGE", "STELE_STATE", "STELE_NOW", "STELE_MEMBER", "STELE_PASSPHRASE_FILE"):
            self.env.pop(name, None)
        (self.root / "home").mkdir()
        self.run("init", "--synthetic", "--name", "test", str(self.archive), at=False)
        self.options = list(options)
        self.connection = None

    def run(self, *words, at=True):
        where = ["-C", str(self.archive)] if at else []
        return subprocess.run([self.stele, *where, *words], env=self.env, check=True, capture_output=True, text=True).stdout

    def start(self):
        self.log = open(self.root / "log", "a+b")
        self.out = open(self.root / "out", "w+b")
        self.process = subprocess.Popen([self.stele, "-C", str(self.archive), "serve", "--port", "0", "--json", *self.options],
                                        env=self.env, stdout=self.out, stderr=self.log, stdin=subprocess.DEVNULL)
        for _ in range(400):
            said = (self.root / "out").read_text().splitlines()
            if said:
                break
            if self.process.poll() is not None:
                raise RuntimeError((self.root / "log").read_text())
            time.sleep(0.05)
        first = json.loads(said[0])
        self.port = int(re.search(r":(\d+)/", first["address"]).group(1))
        self.host = f"127.0.0.1:{self.port}"
        self.origin = f"http://{self.host}"
        self.cookie = ""
        if "sign_in" in first:
            reply = self.raw(self.head("GET", "/" + first["sign_in"].split("/", 3)[3]))
            self.cookie = reply.headers["set-cookie"].split(";")[0]
            self.token = self.find_token()

    def find_token(self):
        return re.search(rb'name="token" value="([^"]*)"', self.get("/").body).group(1).decode()

    def stop(self):
        self.close()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=60)
        self.log.close()
        self.out.close()
        return status

    def log_text(self):
        return (self.root / "log").read_text(errors="replace")

    def memory(self, what="VmHWM"):
        """Most memory so far, in MB."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(what + r":\s*(\d+)", text).group(1)) / 1024

    # --- talking to it ---

    def connect(self, timeout=60):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return s

    def head(self, method, target, headers=(), body=b"", host=None, cookie=True):
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or self.host}"]
        if cookie and getattr(self, "cookie", ""):
            lines.append(f"Cookie: {self.cookie}")
        lines += [f"{name}: {value}" for name, value in headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def all_of(self, s):
        """Everything until the other side ends, or nothing comes for a while."""
        got = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while piece := s.recv(65536):
                got += piece
        return got

    def raw_bytes(self, data, timeout=5, half_close=False):
        with contextlib.closing(self.connect(timeout)) as s:
            with contextlib.suppress(ConnectionError):
                s.sendall(data)
                if half_close:
                    s.shutdown(socket.SHUT_WR)
            return self.all_of(s)

    def raw(self, data):
        """One answer, read by its length."""
        with contextlib.closing(self.connect()) as s:
            with contextlib.suppress(ConnectionError):
                s.sendall(data)
            return read_reply(s, data.startswith(b"HEAD"))

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, target, headers=(), cookie=True):
        return self.raw(self.head("GET", target, headers, cookie=cookie))

    def post(self, target, fields, headers=None, token=None, cookie=True):
        body = encode({"token": self.token if token is None else token, **fields})
        if headers is None:
            headers = [("Origin", self.origin), ("Sec-Fetch-Site", "same-origin")]
        headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", len(body)), *headers]
        return self.raw(self.head("POST", target, headers, body, cookie=cookie))


def read_reply(s, is_head=False):
    got = b""
    try:
        while b"\r\n\r\n" not in got:
            piece = s.recv(65536)
            if not piece:
                return Reply(got)
            got += piece
        reply = Reply(got)
        length = 0 if is_head else int(reply.headers.get("content-length", "0"))
        while len(reply.body) < length:
            piece = s.recv(262144)
            if not piece:
                break
            reply.body += piece
        return reply
    except (TimeoutError, ConnectionError):
        return Reply(got)


@contextlib.contextmanager
def serve(stele, options=()):
    root = tempfile.mkdtemp(prefix="stele-serve-")
    server = Server(stele, root, options)
    try:
        server.start()
        yield server
    finally:
        if getattr(server, "process", None) and server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        shutil.rmtree(root, ignore_errors=True)


class Tap:
    def __init__(self):
        self.count = 0
        self.bad = 0

    def check(self, is_right, what, more=""):
        self.count += 1
        self.bad += not is_right
        print(f"{'ok' if is_right else 'not ok'} {self.count} {what}", flush=True)
        if not is_right and more:
            print("# " + str(more).replace("\n", "\n# "), flush=True)

    def end(self):
        print(f"1..{self.count}")
        raise SystemExit(1 if self.bad else 0)
