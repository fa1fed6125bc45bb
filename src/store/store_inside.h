#ifndef STORE_STORE_INSIDE_H
#define STORE_STORE_INSIDE_H

/* What an open store holds: for the files of store/ only. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/file.h"
#include "store/store.h"

enum { STORE_FILE_MODE = 0644, STORE_DIR_MODE = 0755, STATE_FILE_MODE = 0600 };
enum { STATE_DIR_MODE = 0700, STORE_PATH_MAX = 256 };

struct store {
    struct arena arena;
    struct str folder; /* as the user named it; NUL-terminated */
    int dir;           /* the archive's folder; the lock is on it */
    struct str
        building; /* while it is made: its name beside the folder, NUL-terminated */
    struct store_facts facts;
    struct str state_path; /* <state home>/stele/<archive>; NUL-terminated */
    int state;             /* its descriptor, -1 while it does not exist */
    int head_lock;         /* descriptor of head.lock while we hold the lock, else -1 */
    struct str command;
    int64_t patience_ms;
    atomic_bool has_unsynced; /* objects kept since the last object_sync() */
};

/* Paths shorter than STORE_PATH_MAX, ended by NUL, relative to dir or state. */
struct store_path {
    char text[STORE_PATH_MAX];
};

struct store_path store_path_of(const char *fmt, ...) PRINTF_LIKE(1, 2);

#define FACTS_FILE "stele.json"

/* A store that has nothing open yet. store_close() frees it. */
struct store *store_new(const char *folder);

/* The facts decide where the state lies, so nothing but the exact form is taken. */
MUST_USE enum err_code store_parse_facts(struct store *store, struct str text,
                                         struct err *err);

/* ERR_DENIED in an archive whose format is newer than this program. */
MUST_USE enum err_code store_refuse_newer(const struct store *store, struct err *err);

/* Open the state folder where there is one; none is no error. */
MUST_USE enum err_code store_open_state(struct store *store, struct err *err);

/* Where this machine's state of the archive lies, if anywhere; fills state_path. */
void store_state_find(struct store *store);

/* The state folder, made and opened when it is missing. */
MUST_USE enum err_code store_state_make(struct store *store, struct err *err);

/* The state folder's descriptor; ERR_NOT_FOUND while this machine keeps nothing. */
MUST_USE enum err_code store_state_dir(int *out, struct store *store, struct err *err);

/*
 * Absolute path of a file in this folder's cache on this machine, in arena and ended
 * by NUL; the directories are made when make is true.
 */
MUST_USE enum err_code store_cache_path(struct str *out, struct arena *arena,
                                        struct store *store, const char *name, bool make,
                                        struct err *err);

/* True when text is a feed's or archive's id: 26 characters of base32. */
bool store_id_is_valid(struct str text);

/* The names in a directory, sorted, without those that begin with a point. */
MUST_USE enum err_code store_list_dir(struct str **names, size_t *count,
                                      struct arena *arena, int dir, const char *path,
                                      struct err *err);

#endif
