#ifndef STORE_STORE_H
#define STORE_STORE_H

/*
 * Where the bytes of an archive live: its folder, and what this machine knows
 * about it outside the folder (format.md 4.1, 4.3, 4.5, 4.8).
 *
 *   FOLDER/                            copied freely, holds no key
 *   $XDG_STATE_HOME/stele/<archive>/   keys, heads, notes; STELE_STATE sets another place
 *   $XDG_CACHE_HOME/stele/<archive>-<hash of the folder's device and inode>/   index
 *
 * No path, descriptor or rename leaks above this folder; reads are ranges, lists
 * are whole. Opening writes nothing: read-only media are read like any other.
 *
 * One thread owns a store, but for object.h, which says otherwise.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

struct store;

enum { STORE_ID_LEN = 26, STORE_FACTS_MAX = 4096, STORE_NOTE_MAX = 1 << 20 };

/* The format this program writes, and the newest it reads wholly (docs/versions.md). */
enum { STORE_FORMAT = 1 };
/*
 * A folder that `stele copy` has begun to fill and not ended carries this folder, with
 * its files in the making and a text that says so. It is written by nobody else, and read
 * like any other archive if it has a stele.json.
 */
#define STORE_UNFINISHED_COPY "unfinished-copy"
#define STORE_UNFINISHED_TEXT STORE_UNFINISHED_COPY "/README.txt"

/* What stele.json says. Borrowed from the store. */
struct store_facts {
    struct str archive; /* its id, STORE_ID_LEN characters */
    struct str feed;    /* the founding feed */
    struct str name;
    struct str text; /* the file as it stands, newline included */
    int64_t format;  /* STORE_FORMAT, or a newer one, of which the above was understood */
};

/* The nearest folder at or above start that holds an archive. ERR_NOT_FOUND if none. */
MUST_USE enum err_code store_find(struct str *folder, struct arena *arena,
                                  const char *start, struct err *err);

/*
 * A new archive for a folder that is missing or empty, with facts as its stele.json
 * (canonical JSON and a newline), and a place for it in this machine's state. It is
 * built beside the folder under another name: store_settle() gives it the right one
 * once the first statements are acknowledged, so that no half-made archive is ever
 * found there. What an earlier, killed creation left beside it is removed.
 */
MUST_USE enum err_code store_create(struct store **out, const char *folder,
                                    struct str facts, struct err *err);

MUST_USE enum err_code store_settle(struct store *store, struct err *err);

/* The archive in exactly this folder. ERR_NOT_FOUND when there is none. */
MUST_USE enum err_code store_open(struct store **out, const char *folder,
                                  struct err *err);
void store_close(struct store *store);

const struct store_facts *store_facts(const struct store *store);

/* What statement 0 says of the format counts too: the larger of the two holds. */
void store_know_format(struct store *store, int64_t format);

/* Made by a newer program, in a format of its own: what this one does not know in it is
 * no damage, and nothing here is written to (store_writable() says so). */
bool store_is_newer(const struct store *store);

/* The folder as the user named it: for messages only. */
struct str store_folder(const struct store *store);

/* Where this machine keeps its keys, and its indexes, of all archives; empty where the
 * environment names no place. NUL-terminated, borrowed from arena or the environment. */
struct str store_state_home(struct arena *arena);
struct str store_cache_home(struct arena *arena);

/*
 * Every file below the folder but those in objects/, as paths relative to it and
 * sorted by byte: to find what nothing accounts for. Links are listed, not followed.
 */
MUST_USE enum err_code store_list_files(struct str **paths, size_t *count,
                                        struct arena *arena, struct store *store,
                                        struct err *err);

/* The bytes of one of those files. */
MUST_USE enum err_code store_file_read(struct str *out, struct arena *arena,
                                       struct store *store, struct str path, size_t limit,
                                       struct err *err);

/* What the lock tells others while we hold it: "stele preserve". The default is the
 * program's name. */
void store_set_command(struct store *store, struct str command);

/* How long store_lock() waits for others; 30 s unless set. */
void store_set_patience(struct store *store, int64_t wait_ms);

/*
 * The write lock: the archive's folder first, then the feed's head in this
 * machine's state, since two copies of one folder share one head (format.md 4.5).
 * *was_interrupted: the holder before us did not come to its end. ERR_CONFLICT,
 * naming process and command, when others hold it too long; ERR_DENIED where
 * this folder cannot be written (permissions, read-only media, FAT).
 */
MUST_USE enum err_code store_lock(bool *was_interrupted, struct store *store,
                                  struct str feed, struct err *err);

/* is_clean: all went well, so the next holder need not look for leftovers. */
void store_unlock(struct store *store, bool is_clean);

/* ERR_DENIED with the reason when nobody here can write in the folder, or this program
 * must not: FAT, a newer format. */
MUST_USE enum err_code store_writable(const struct store *store, struct err *err);

/* Everything that lies in the archive and in this machine's state of it is on the disk.
 */
MUST_USE enum err_code store_sync(const struct store *store, struct err *err);

/* Bytes free for the archive; ask before a long write. */
MUST_USE enum err_code store_free_space(uint64_t *out, const struct store *store,
                                        struct err *err);

/* The name of the user whom the folder belongs to, in arena; empty when it is ourselves.
 */
struct str store_stranger(const struct store *store, struct arena *arena);

/*
 * Larger files of this machine's cache of the archive folder, which may vanish at any
 * time. Names as of notes. Replacing is atomic. ERR_NOT_FOUND when there is none.
 */
MUST_USE enum err_code store_cache_read(struct str *out, struct arena *arena,
                                        struct store *store, const char *name,
                                        struct err *err);
MUST_USE enum err_code store_cache_write(struct store *store, const char *name,
                                         struct str bytes, struct err *err);
MUST_USE enum err_code store_cache_remove(struct store *store, const char *name,
                                          struct err *err);

/*
 * Notes: small named texts that this machine keeps about the archive, outside its
 * folder (the run in progress, settings). Names are of [a-z0-9_.-]. Replacing is
 * atomic and durable. ERR_NOT_FOUND when there is none.
 */
MUST_USE enum err_code store_note_read(struct str *out, struct arena *arena,
                                       struct store *store, const char *name,
                                       struct err *err);
MUST_USE enum err_code store_note_write(struct store *store, const char *name,
                                        struct str text, struct err *err);
/* Whether this machine keeps anything about the archive; writing a note makes it so. */
bool store_is_known_here(const struct store *store);
MUST_USE enum err_code store_note_remove(struct store *store, const char *name,
                                         struct err *err);

/*
 * For erasure: this machine's copies of what lies in the archive. Everything in the
 * cache folder, index.db and its logs only with drops_index; and the notes whose names
 * begin with one of the prefixes, which end with an empty one.
 */
MUST_USE enum err_code store_forget(struct store *store, const struct str *prefixes,
                                    bool drops_index, struct err *err);

/*
 * Anchors: evidence that came from elsewhere or outlives its place (cosignatures,
 * timestamps, a head that no longer fits). They lie in the archive's folder and
 * never change: putting the same name again with other bytes is ERR_CONFLICT.
 */
MUST_USE enum err_code store_anchor_put(struct store *store, const char *name,
                                        struct str bytes, struct err *err);
MUST_USE enum err_code store_anchor_list(struct str **names, size_t *count,
                                         struct arena *arena, struct store *store,
                                         struct err *err);
MUST_USE enum err_code store_anchor_read(struct str *out, struct arena *arena,
                                         struct store *store, const char *name,
                                         struct err *err);

#endif
