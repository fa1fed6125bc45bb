"""A small disk of its own: mounted where that is allowed, and otherwise a folder in memory."""
import os, pathlib, shutil, subprocess

import needles


class Disk:
    """with Disk(folder, megabytes) as disk: disk.path ...; then disk.search()."""

    def __init__(self, folder, megabytes=256):
        self.folder = pathlib.Path(folder)
        self.image = self.folder / "image"
        self.path = self.folder / "mounted"
        self.megabytes = megabytes
        self.how = None

    def _run(self, *command):
        return shutil.which(command[0]) and subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def __enter__(self):
        self.path.mkdir(parents=True)
        with open(self.image, "wb") as file:
            file.truncate(self.megabytes << 20)
        os.environ["PATH"] += ":/usr/sbin:/sbin"
        # No bytes of this machine in the journal's corners, and no table made later in the background.
        if os.environ.get("STELE_DISK") == "folder":  # as on a machine where none of the rest is allowed
            self.how = "folder"
        elif not self._run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0",
                         str(self.image)):
            self.how = "folder"
        elif self._run("mount", "-o", "loop", str(self.image), str(self.path)):
            self.how = "loop"
        elif self._run("fuse2fs", "-o", "rw,fakeroot", str(self.image), str(self.path)):
            self.how = "fuse2fs"
        else:
            self.how = "folder"
        return self

    def __exit__(self, *ignored):
        self.unmount()

    def unmount(self):
        if self.how == "loop":
            subprocess.run(["umount", str(self.path)], check=True)
        elif self.how == "fuse2fs":
            subprocess.run(["fusermount", "-u", str(self.path)], check=True)
        self.how = {"folder": "folder", None: None}.get(self.how, "unmounted")

    def search(self, wanted=None):
        """Where needles stand: in the whole image, deleted files and the journal too; in a folder, in the files that
        are left and in their names."""
        if self.how != "folder":
            return [(what, form, "byte %d of the image" % at)
                    for what, form, at in needles.search(self.image, wanted)]
        found = []
        names = self.folder / "names"
        for path in sorted(p for p in self.path.rglob("*")):
            names.write_bytes(os.fsencode(str(path.relative_to(self.path))))
            found += [(what, form, "the name " + str(path)) for what, form, _ in needles.search(names, wanted)]
            if path.is_file():
                found += [(what, form, str(path)) for what, form, _ in needles.search(path, wanted)]
        names.unlink(missing_ok=True)
        return found
