#!/usr/bin/env python3
"""Worsens the way to the disk in one place at a time, and demands that a test of ours notices. TAP.

    mutations.py [NAME...]

Each mutation is a piece of the source, what it becomes, and who must notice: a unit test, or a sweep of faults. The
source is copied; a mutation whose piece is no longer there fails, so that the list keeps up with the code.
"""
import pathlib, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMIT, FILE, WRITE = "src/store/store_commit.c", "src/base/file.c", "src/log/feed_write.c"
LOCK, RECOVER = "src/store/store_lock.c", "src/log/feed_recover.c"
ADD, MANY, OFTEN = "add of one statement", "add of 600 statements", "add of one statement, often"

def sweep(scenario, *kinds):
    return ["sweep", scenario, *kinds]

MUTATIONS = {
    "no sync of the tail": (
        COMMIT, """    code = file_write(fd, path.text, commit->tail_bytes, err);
    if (code == ERR_OK)
        code = file_sync(fd, path.text, err);""", """    code = file_write(fd, path.text, commit->tail_bytes, err);""",
        sweep(ADD, "cut")),
    "no sync of a new tail's folder": (
        COMMIT, "return is_new ? file_sync_dir(store->dir, directory_of(&path).text, err) : ERR_OK;",
        "return ERR_OK;", sweep(MANY, "cut")),
    "no sync of packs and tiles": (
        COMMIT, "code = file_sync(fds[i], path.text, err);", "code = ERR_OK;", sweep(MANY, "cut")),
    "no sync of the folders of packs and tiles": (
        COMMIT, "if (file_sync_dir(store->dir, parent.text, err) != ERR_OK)", "if (parent.text[0] == 0)",
        sweep(MANY, "cut")),
    "no sync of a replaced file": (
        FILE, """        code = file_sync(fd, path, err);
    if (file_close""", """        code = ERR_OK;
    if (file_close""", sweep(ADD, "cut")),
    "no sync of the folder of a replaced file": (
        FILE, """        return err->code;
    }
    return file_sync_parent(dir, path, err);""", """        return err->code;
    }
    return ERR_OK;""", sweep(ADD, "cut")),
    "no sync of the folder in which a folder was made": (
        FILE, """could not create");
    return file_sync_parent(dir, path, err);""", """could not create");
    return ERR_OK;""", sweep("init", "cut")),
    "no sync above a new archive": (
        "src/store/store_create.c", "return file_sync_parent(AT_FDCWD, folder.ptr, err);", "return ERR_OK;",
        sweep("init", "cut")),
    "no sync of objects": (
        "src/store/object.c", "if (file_sync_all(store->dir, err) != ERR_OK) {", "if (store->dir < 0) {",
        sweep("preserve", "cut")),
    "no sync of what is given away": (
        "src/share/outdir.c", "if (file_sync_all(dir->fd, err) != ERR_OK)", "if (dir->fd < 0)", sweep("publish", "cut")),
    "no sync of the pages of the list of notes": (
        COMMIT, "return sync_filled_page(fd, path, keep, err);", "(void)sync_filled_page; return ERR_OK;",
        sweep(OFTEN, "cut")),
    "no sync of what a dead writer made": (
        RECOVER, "if (feed->was_interrupted && store_sync(feed->store, err) != ERR_OK)", "if (feed->store == NULL)",
        sweep(MANY, "cut after kill")),
    "the checkpoint before the head": (
        COMMIT, """        store_head_write(store, commit->feed, commit->note, err) != ERR_OK ||
        store_feed_publish(store, commit->feed, commit->old_head, commit->note, err) !=
            ERR_OK)""", """        store_feed_publish(store, commit->feed, commit->old_head, commit->note, err) !=
            ERR_OK ||
        store_head_write(store, commit->feed, commit->note, err) != ERR_OK)""", sweep(ADD, "killed")),
    "the head before the statements": (
        COMMIT, """        write_statements(store, commit, err) != ERR_OK ||
        store_head_write(store, commit->feed, commit->note, err) != ERR_OK ||""",
        """        store_head_write(store, commit->feed, commit->note, err) != ERR_OK ||
        write_statements(store, commit, err) != ERR_OK ||""", sweep(ADD, "killed")),
    "the old tail removed before the commit": (
        COMMIT, """    if (check_head(store, commit, err) != ERR_OK ||
        write_statements""", """    remove_superseded(store, commit);
    if (check_head(store, commit, err) != ERR_OK ||
        write_statements""", sweep(MANY, "killed")),
    "no lock": (
        LOCK, "while (flock(fd, LOCK_EX | LOCK_NB) < 0) {", "while (fd < 0) {", ["store_store"]),
    "no comparison before the head is swapped": (
        COMMIT, "if (code == ERR_OK && !str_equal(head, commit->old_head))", "if (code == ERR_OK && !head.ptr)",
        ["store_store"]),
    "a failed write ignored": (
        FILE, """        if (n < 0)
            return file_error(err, path, "could not write");
        bytes = """, """        if (n < 0)
            break;
        bytes = """, sweep(ADD, "enospc")),
    "a failed sync ignored": (
        FILE, "if (file_step_fails(FILE_SYNC, path) || fdatasync(fd) < 0)",
        "if (file_step_fails(FILE_SYNC, path) || (fdatasync(fd) < 0 && !path))", sweep(ADD, "eio")),
    "cleaning cuts the tail short of the checkpoint": (
        "src/store/store_clean.c", "code = file_truncate(fd, path, len, err);",
        "code = file_truncate(fd, path, len - 1, err);", sweep(ADD, "killed")),
    "cleaning begins before the checkpoint": (
        "src/store/store_clean.c", "uint64_t first = tile_full_count(size, 0);",
        "uint64_t first = tile_full_count(size, 0) > 0 ? tile_full_count(size, 0) - 1 : 0;", sweep(MANY, "killed")),
    "published before its files are looked at": (
        RECOVER, "    if (!has_root || ahead) {", "    if (ahead) {", ["log_feed_recover"]),
    "a torn note left in the list": (
        COMMIT, "if (keep < size && file_truncate(fd, path, keep, err) != ERR_OK)", "if (size < keep)",
        ["log_feed_recover"]),
    "an object believed by its length": (
        "src/store/object.c", "return digest_equal(&digest, name);", "(void)digest; return true;",
        sweep("preserve", "cut")),
    "files acknowledged before they are recorded": (
        "src/intake/preserve_run.c", """    if (findings_commit(findings, work->archive, work->run->id, &work->obtained, err) !=
        ERR_OK)
        return err->code;
    for (size_t i = 0; i < findings->count; i++)
        acknowledge(work, &findings->items[i]);""", """    for (size_t i = 0; i < findings->count; i++)
        acknowledge(work, &findings->items[i]);
    if (findings_commit(findings, work->archive, work->run->id, &work->obtained, err) !=
        ERR_OK)
        return err->code;""", sweep("preserve", "eio")),
    "a folder read half-way taken for a small one": (
        "src/store/store_state.c", """    if (errno != 0)
        return false;
    if (used > 0)""", """    if (used > 0)""", sweep("verify", "eio")),
    "a feed that cannot be looked up taken for none": (
        "src/store/store_feed.c", "(errno != ENOENT && errno != ENOTDIR);", "errno == 0;", sweep(ADD, "eio")),
}

class Bench:
    def __init__(self, folder):
        self.source, self.build = folder / "source", folder / "source/build"
        listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                capture_output=True, check=True).stdout
        for name in listed.decode().split("\0"):
            if name and (ROOT / name).is_file():
                (self.source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.source / name)
        subprocess.run(["meson", "setup", "-Dwerror=false", self.build, self.source], check=True, capture_output=True)

    def compile(self, targets):
        return subprocess.run(["ninja", "-C", self.build, *targets], capture_output=True, text=True)

    def notices(self, who):
        """What the first test or sweep that fails says, or nothing."""
        if who[0] == "sweep":
            command = [sys.executable, self.source / "tests/faults/sweep.py", self.build, "every", "--first",
                       f"--only={who[1]}", *who[2:]]
        else:
            command = [self.build / f"src/{who[0]}_test"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.source)
        told = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("# ", "[  FAILED", "not ok"))]
        return (told or [f"status {done.returncode}"]) if done.returncode else []

    def targets(self, who):
        return ["src/stele", "tests/fault.so", "tests/rewrite_pack", "tests/say"] if who[0] == "sweep" else [f"src/{who[0]}_test"]

    def judge(self, mutation):
        """Why the mutation was not caught; nothing when it was."""
        path, piece, instead, who = mutation
        file = self.source / path
        whole = file.read_text()
        if whole.count(piece) != 1:
            return f"{path} holds this {whole.count(piece)} times:\n{piece}", ""
        file.write_text(whole.replace(piece, instead))
        try:
            done = self.compile(self.targets(who))
            if done.returncode:
                return "it does not compile:\n" + done.stdout[-800:], ""
            said = self.notices(who)
            return ("" if said else f"{' '.join(who)} does not notice"), (said[-1] if len(said) == 1 else said[1] if said else "")
        finally:
            file.write_text(whole)

def main(wanted):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="stele-mutations-"))
    survived = count = 0
    try:
        bench = Bench(folder)
        for name, mutation in MUTATIONS.items():
            if wanted and name not in wanted:
                continue
            count += 1
            why, said = bench.judge(mutation)
            print(f"{'not ok' if why else 'ok'} {count} - {name}", flush=True)
            print("# " + (why or said[:200]).replace("\n", "\n# "), flush=True)
            survived += bool(why)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{count}\n# {count} mutations, {survived} not caught")
    return 1 if survived else 0

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
