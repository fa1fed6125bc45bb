/* Databases that are made once and then only read or replaced. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/db_file.h"

/* Reading never asks for a lock, and looks at no log. */
#define FIXED "?immutable=1"

enum err_code db_fixed_make(struct db **out, const char *path, struct err *err)
{
    struct db *db = db_new(path);
    enum err_code code;
    int result;

    db->beside = db_path_with(path, ".new");
    /* What a killed maker left behind is of no use to anybody. */
    if (unlink(db->beside) < 0 && errno != ENOENT) {
        code = err_set_errno(err, "\"%s\": could not remove", db->beside);
        db_close(db);
        return code;
    }
    result = db_connect(db, db->beside, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "");
    code = result == SQLITE_OK ? db_pragmas(db, DB_PRAGMAS_COMMON DB_PRAGMAS_BULK, err)
                               : db_fail(db, result, "could not open", err);
    if (code != ERR_OK)
        db_close(db);
    else
        *out = db;
    return code;
}

static enum err_code put_in_place(const char *path, const char *beside, struct err *err)
{
    char *folder = db_folder_of(path);
    enum err_code code = db_sync_path(beside, 0, err);

    if (code == ERR_OK && rename(beside, path) != 0)
        code = err_set_errno(err, "\"%s\": could not rename to \"%s\"", beside, path);
    if (code == ERR_OK)
        code = db_sync_path(folder, O_DIRECTORY, err);
    free(folder);
    return code;
}

enum err_code db_fixed_switch(struct db **out, struct err *err)
{
    struct db *db = *out;
    int result = sqlite3_close(db->sqlite);
    enum err_code code;

    *out = NULL;
    if (result == SQLITE_OK) {
        db->sqlite = NULL;
        code = put_in_place(db->path, db->beside, err);
    } else {
        code = db_fail(db, result, "could not close", err);
    }
    db_close(db);
    return code;
}

enum err_code db_fixed_open(struct db **out, const char *path, struct err *err)
{
    struct stat info;
    struct db *db;
    enum err_code code;
    int result;

    if (stat(path, &info) != 0)
        return errno == ENOENT
                   ? err_set(err, ERR_NOT_FOUND, "\"%s\": there is no such file", path)
                   : err_set_errno(err, "\"%s\": could not examine", path);
    db = db_new(path);
    result = db_connect(db, path, SQLITE_OPEN_READONLY, FIXED);
    code = result == SQLITE_OK ? db_pragmas(db, DB_PRAGMAS_COMMON, err)
                               : db_fail(db, result, "could not open", err);
    if (code != ERR_OK)
        db_close(db);
    else
        *out = db;
    return code;
}
