"""What a disk may hold after a power cut.

fault.so records every change (FAULT_RECORD). Played back here, each file and folder has a part that was synced and is
there, and changes that were not, of which any may be there: bytes page by page (kept, lost, torn, or zeros where the
file grew), names one by one. A rename is kept or not, and never loses both names. Archive, state and cache are taken
for three file systems: syncfs() of one says nothing about the others.
"""
import hashlib, os, pathlib, re, shutil

PAGE, SECTOR = 4096, 512

class File:
    def __init__(self, data=b"", home=None):
        self.synced = data
        self.now = bytearray(data)
        self.changes = []   # (offset, length) written since the last sync; (None, size) cut or made longer
        self.home = home    # the folder in which it was made

    def write(self, at, data):
        self.now[len(self.now):at] = bytes(max(0, at - len(self.now)))
        self.now[at:at + len(data)] = data
        self.changes.append((at, len(data)))

    def truncate(self, size):
        self.now[size:] = bytes(max(0, size - len(self.now)))
        self.changes.append((None, size))

    def sync(self):
        self.synced = bytes(self.now)
        self.changes = []

    def pages(self):
        """The pages in which what is now differs from what was synced, or was written."""
        touched = set()
        for at, length in self.changes:
            if at is None:
                touched.update(range(length // PAGE, (max(len(self.synced), len(self.now)) + PAGE - 1) // PAGE))
            elif length:
                touched.update(range(at // PAGE, (at + length - 1) // PAGE + 1))
        return sorted(touched)

    def torn(self, choose, size):
        """Of this size; each page that was not synced as choose() says: 'new', 'old' or the sectors that are new."""
        old = self.synced[:size].ljust(size, b"\0")
        new = bytes(self.now[:size]).ljust(size, b"\0")
        data = bytearray(old)
        for page in self.pages():
            kept = choose()
            begin = page * PAGE
            end = min(begin + {"old": 0, "new": PAGE}.get(kept, kept), size) if kept != "old" else begin
            if end > begin:
                data[begin:end] = new[begin:end]
        return bytes(data)

class Folder:
    def __init__(self, home=None):
        self.synced = {}
        self.now = {}
        self.home = home

class Name:
    """A change of names that its folder has not synced yet: node (or nothing) at (folder, name), and where a rename
    took it from."""

    def __init__(self, folder, name, node, source=None):
        self.folder, self.name, self.node, self.source = folder, name, node, source

    def apply(self, entries):
        """entries(folder) gives the names that it has."""
        if self.node is None:
            entries(self.folder).pop(self.name, None)
            return
        entries(self.folder)[self.name] = self.node
        if self.source and entries(self.source[0]).get(self.source[1]) is self.node:
            del entries(self.source[0])[self.source[1]]

class Disk:
    def __init__(self, root):
        """Everything that lies in root now is synced."""
        self.nodes = {}
        self.pending = []
        self.root = self.scan(pathlib.Path(root), None)

    def scan(self, path, home):
        folder = Folder(home)
        self.nodes[path.stat().st_ino] = folder
        for entry in os.scandir(path):
            if entry.is_dir(follow_symlinks=False):
                node = self.scan(pathlib.Path(entry.path), folder)
            else:
                node = File(pathlib.Path(entry.path).read_bytes(), folder)
                self.nodes[entry.inode()] = node
            folder.now[entry.name] = folder.synced[entry.name] = node
        return folder

    def group(self, node):
        """Which of the file systems it lies on."""
        path = []
        while node is not self.root:
            name = next((n for n, child in node.home.now.items() if child is node), "")
            path.append(name)
            node = node.home
        return path[-1] if path and path[-1] in ("state", "cache") else "archive"

    def change_name(self, name):
        name.apply(lambda folder: folder.now)
        if name.node is not None:
            name.node.home = name.folder
        self.pending.append(name)

    def commit_names(self, folders):
        """What a sync of these folders makes lasting, in the order in which it was done."""
        left = []
        for name in self.pending:
            if name.folder in folders:
                name.apply(lambda f: f.synced)
                if name.source:  # moved before its first name was lasting: that one never comes back
                    left = [n for n in left if (n.folder, n.name, n.node) != (*name.source, name.node)]
            else:
                left.append(name)
        self.pending = left

    def sync(self, node):
        if isinstance(node, File):
            node.sync()
        else:
            self.commit_names([node])

    def sync_all(self, node):
        group = self.group(node)
        nodes = [other for other in set(self.nodes.values()) if self.group(other) == group]
        for file in nodes:
            if isinstance(file, File):
                file.sync()
        self.commit_names([other for other in nodes if isinstance(other, Folder)])

    def play(self, event):
        what, words, data = event
        nodes = self.nodes
        if what in ("create", "mkdir"):
            home = nodes[int(words[1])]
            node = nodes[int(words[0])] = File() if what == "create" else Folder()
            node.home = home
            self.change_name(Name(home, words[2], node))
        elif what == "bytes":
            nodes[int(words[0])].write(int(words[1]), data)
        elif what == "truncate":
            nodes[int(words[0])].truncate(int(words[1]))
        elif what == "sync":
            self.sync(nodes[int(words[0])])
        elif what == "sync all":
            self.sync_all(nodes[int(words[0])])
        elif what in ("rename", "link"):
            source = nodes[int(words[0])], words[1]
            node = source[0].now[source[1]]
            self.change_name(Name(nodes[int(words[2])], words[3], node, source if what == "rename" else None))
        elif what == "unlink":
            self.change_name(Name(nodes[int(words[0])], words[1], None))

    def tree(self, kept_names, content):
        """Path: bytes, or None for a folder, as the disk has it when these names and contents were kept."""
        entries = {}

        def names_of(folder):
            return entries.setdefault(id(folder), dict(folder.synced))

        for name in kept_names:
            name.apply(names_of)
        paths = {}

        def walk(folder, prefix):
            for name, node in names_of(folder).items():
                paths[prefix + name] = content(node) if isinstance(node, File) else None
                if isinstance(node, Folder):
                    walk(node, prefix + name + "/")

        walk(self.root, "")
        return paths

    def after_cut(self, kind, random):
        """One of the states that a power cut now may leave."""
        pending = list(self.pending)
        if kind == "nothing":
            return self.tree([], lambda f: f.synced)
        if kind == "names":
            return self.tree(pending, lambda f: f.synced)
        if kind == "zeros":
            return self.tree(pending, lambda f: f.torn(lambda: "old", len(f.now)))
        if kind == "bytes":
            return self.tree([], lambda f: bytes(f.now))

        def page():
            return random.choice(["new", "new", "old", SECTOR * random.randrange(1, PAGE // SECTOR)])

        def content(f):
            if not f.changes:
                return f.synced
            sizes = sorted({len(f.synced), len(f.now)})
            between = [p * PAGE for p in f.pages() if sizes[0] < p * PAGE < sizes[-1]]
            return f.torn(page, random.choice(sizes + between))

        if random.randrange(2):
            pending = pending[:random.randint(0, len(pending))]
        else:
            pending = [name for name in pending if random.randrange(3)]
        return self.tree(pending, content)

def read_record(path):
    """The events, in their order; what was said to the person among them."""
    data = pathlib.Path(path).read_bytes()
    at, events = 0, []
    while at < len(data):
        end = data.index(b"\n", at)
        what, *words = data[at:end].decode().split("\t")
        at, body = end + 1, b""
        if what in ("bytes", "say"):
            length = int(words[-1])
            body, at = data[at:at + length], at + length + 1
        if what == "say" or words[0] != "0":
            events.append((what, words, body))
    return events

def fingerprint(tree):
    hashed = hashlib.sha256()
    for path in sorted(tree):
        # Its process id is in the name of a folder being made.
        hashed.update(re.sub(r"unfinished-\d+", "unfinished", path).encode() + b"\0")
        hashed.update(b"/" if tree[path] is None else hashlib.sha256(tree[path]).digest())
    return hashed.digest()

def write_tree(tree, folder, kept):
    """In the place of what was in the folder, but for what is kept there."""
    for entry in folder.iterdir():
        if entry.name != kept:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for path in sorted(tree):
        if path.split("/")[0] == kept:
            continue
        if tree[path] is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(tree[path])
