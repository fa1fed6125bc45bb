/* Databases that never touch a disk: what was opened of sealed statements. */

#include <stdlib.h>
#include <string.h>

#include "store/db_file.h"

/* A name for messages; there is no file. */
#define NO_FILE "(memory)"

static struct db *memory_new(void)
{
    struct db *db = calloc(1, sizeof *db);

    if (!db)
        out_of_memory(sizeof *db);
    db->path = strdup(NO_FILE);
    if (!db->path)
        out_of_memory(sizeof NO_FILE);
    return db;
}

/* SQLite takes the copy over and frees it, also when it refuses it. */
static int take_pages(struct db *db, struct str pages)
{
    unsigned char *copy = sqlite3_malloc64(pages.len);

    if (!copy)
        out_of_memory(pages.len);
    memcpy(copy, pages.ptr, pages.len);
    return sqlite3_deserialize(
        db->sqlite, "main", copy, (sqlite3_int64)pages.len, (sqlite3_int64)pages.len,
        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
}

enum err_code db_open_memory(struct db **out, struct str pages, struct err *err)
{
    /* The limit of a deserialized database is 1 GiB unless told otherwise. */
    sqlite3_int64 limit = INT64_C(1) << 40;
    struct db *db = memory_new();
    int result = sqlite3_open_v2(
        ":memory:", &db->sqlite,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

    if (result == SQLITE_OK && pages.len > 0)
        result = take_pages(db, pages);
    if (result == SQLITE_OK && pages.len > 0)
        (void)sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit);
    if (result == SQLITE_OK)
        result = sqlite3_exec(db->sqlite,
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA trusted_schema = OFF;"
                              "PRAGMA cell_size_check = ON;",
                              NULL, NULL, NULL);
    if (result != SQLITE_OK) {
        (void)db_fail(db, result, "could not open", err);
        db_close(db);
        return err->code;
    }
    *out = db;
    return ERR_OK;
}

enum err_code db_pages(struct buf *out, struct db *db, struct err *err)
{
    sqlite3_int64 len = 0;
    unsigned char *pages = sqlite3_serialize(db->sqlite, "main", &len, 0);

    if (!pages)
        return err_set(err, ERR_LIMIT, "out of memory");
    buf_bytes(out, pages, (size_t)len);
    /* It may hold what was sealed. */
    explicit_bzero(pages, (size_t)len);
    sqlite3_free(pages);
    return ERR_OK;
}
