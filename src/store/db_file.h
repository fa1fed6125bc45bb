#ifndef STORE_DB_FILE_H
#define STORE_DB_FILE_H

/* What db.c and db_file.c share: a connection and how its file came to be. */

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

#endif
