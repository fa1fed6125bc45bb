#ifndef STORE_DB_FILE_H
#define STORE_DB_FILE_H

/* What db.c, db_file.c and db_fixed.c share: a connection and how its file came to be. */

#include <sqlite3.h>

#include "store/db.h"

struct db {
    sqlite3 *sqlite;
    char *path;   /* where the index is, or will be after db_switch() */
    char *beside; /* the file being loaded; NULL for the current index */
    bool in_transaction;
};

/* Fill err from SQLite's result; its message names no file, so `doing` says what for. */
enum err_code db_fail(struct db *db, int result, const char *doing, struct err *err);

/* ERR_DENIED when a file system of this type (statfs) is shared by several machines. */
enum err_code db_check_filesystem(const char *path, unsigned long type, struct err *err);

/*
 * 8 MiB of page cache keeps the inner nodes of a million claims; the operating
 * system's own cache does the rest. A bulk load touches more pages at once.
 */
#define DB_PRAGMAS_COMMON                                                                \
    "PRAGMA cache_size = -8192;"                                                         \
    "PRAGMA temp_store = MEMORY;"                                                        \
    "PRAGMA trusted_schema = OFF;"                                                       \
    "PRAGMA cell_size_check = ON;"
#define DB_PRAGMAS_BULK                                                                  \
    "PRAGMA page_size = 4096;"                                                           \
    "PRAGMA journal_mode = OFF;"                                                         \
    "PRAGMA synchronous = OFF;"                                                          \
    "PRAGMA locking_mode = EXCLUSIVE;"                                                   \
    "PRAGMA cache_size = -65536;"                                                        \
    "PRAGMA temp_store = FILE;"

struct db *db_new(const char *path);

/* flags are SQLite's; query is what follows the path in a file: URI. */
int db_connect(struct db *db, const char *path, int flags, const char *query);

enum err_code db_pragmas(struct db *db, const char *sql, struct err *err);

/* On the heap: path with suffix, and the folder that holds path ("." for a bare name). */
char *db_path_with(const char *path, const char *suffix);
char *db_folder_of(const char *path);

/* What lies at path is on the disk; flags are O_DIRECTORY for a folder. */
enum err_code db_sync_path(const char *path, int flags, struct err *err);

#endif
