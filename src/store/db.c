#include "store/db.h"

#include <assert.h>

#include "base/buf.h"
#include "base/message.h"
#include "store/db_file.h"

struct db_query {
    struct db *db;
    sqlite3_stmt *statement;
};

enum err_code db_fail(struct db *db, int result, const char *doing, struct err *err)
{
    const char *path = db->beside ? db->beside : db->path;
    const char *reason = db->sqlite ? sqlite3_errmsg(db->sqlite) : sqlite3_errstr(result);

    switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_CONFLICT,
                       "\"%s\": %s: another process is writing; try again", path,
                       _(doing));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(err, ERR_CORRUPT,
                       "\"%s\": %s: the index is damaged (%s); rebuild it "
                       "with stele reindex",
                       path, _(doing), reason);
    case SQLITE_READONLY:
        return err_set(err, ERR_DENIED, "\"%s\": %s: the index is read-only", path,
                       _(doing));
    case SQLITE_TOOBIG:
        return err_set(err, ERR_LIMIT, "\"%s\": %s: %s", path, _(doing), reason);
    case SQLITE_CONSTRAINT:
        return err_set(err, ERR_CONFLICT, "\"%s\": %s: %s", path, _(doing), reason);
    case SQLITE_ERROR:
        return err_set(err, ERR_INVALID, "\"%s\": %s: %s", path, _(doing), reason);
    default:
        return err_set(err, ERR_IO, "\"%s\": %s: %s", path, _(doing), reason);
    }
}

/*
 * Only "INTEGER PRIMARY KEY" makes the column SQLite's own row number; with BIGINT
 * every table would keep a second tree.
 */
static void translate(struct buf *out, const char *sql)
{
    static const struct str shared = STR_INIT("BIGINT PRIMARY KEY");
    struct str rest = str_from_c(sql);

    while (rest.len > 0) {
        size_t at = str_find_str(rest, shared);

        buf_append(out, str_prefix(rest, at));
        if (at < rest.len)
            buf_append(out, STR("INTEGER PRIMARY KEY"));
        rest = str_after(rest, at + shared.len);
    }
    buf_char(out, '\0');
}

enum err_code db_script(struct db *db, const char *sql, struct err *err)
{
    struct buf own = {0};
    int result;

    translate(&own, sql);
    result = sqlite3_exec(db->sqlite, own.ptr, NULL, NULL, NULL);
    buf_release(&own);
    return result == SQLITE_OK ? ERR_OK
                               : db_fail(db, result, "could not run script", err);
}

enum err_code db_begin(struct db *db, struct err *err)
{
    int result;

    assert(!db->in_transaction);
    /* Taking the write lock at once: a transaction that starts by reading and is then
     * refused the lock would have to be done over. */
    result = sqlite3_exec(db->sqlite, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (result != SQLITE_OK)
        return db_fail(db, result, "could not begin", err);
    db->in_transaction = true;
    return ERR_OK;
}

enum err_code db_commit(struct db *db, struct err *err)
{
    int result = sqlite3_exec(db->sqlite, "COMMIT", NULL, NULL, NULL);

    if (result != SQLITE_OK)
        return db_fail(db, result, "could not commit", err);
    db->in_transaction = false;
    return ERR_OK;
}

void db_rollback(struct db *db)
{
    if (!db->in_transaction)
        return;
    /* SQLite rolls back by itself after some failures; a second one is then refused. */
    (void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
    db->in_transaction = false;
}

enum err_code db_prepare(struct db_query **out, struct db *db, const char *sql,
                         struct err *err)
{
    struct db_query *query = calloc(1, sizeof *query);
    int result;

    if (!query)
        out_of_memory(sizeof *query);
    query->db = db;
    result = sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                &query->statement, NULL);
    if (result != SQLITE_OK) {
        free(query);
        return db_fail(db, result, "could not prepare", err);
    }
    *out = query;
    return ERR_OK;
}

void db_query_close(struct db_query *query)
{
    if (!query)
        return;
    (void)sqlite3_finalize(query->statement);
    free(query);
}

enum err_code db_begin_reading(bool *begun, struct db *db, struct err *err)
{
    int result = SQLITE_OK;

    *begun = sqlite3_get_autocommit(db->sqlite) != 0;
    if (*begun)
        result = sqlite3_exec(db->sqlite, "BEGIN", NULL, NULL, NULL);
    return result == SQLITE_OK ? ERR_OK : db_fail(db, result, "could not begin", err);
}

/* Nothing was written: there is nothing that ending could fail to keep. */
void db_end_reading(struct db *db, bool begun)
{
    if (begun)
        (void)sqlite3_exec(db->sqlite, "COMMIT", NULL, NULL, NULL);
}

/* A parameter that does not exist is a mistake in our own SQL. */
static void bound(int result)
{
    assert(result == SQLITE_OK);
}

void db_bind_int(struct db_query *query, int parameter, int64_t value)
{
    bound(sqlite3_bind_int64(query->statement, parameter, value));
}

void db_bind_text(struct db_query *query, int parameter, struct str text)
{
    bound(sqlite3_bind_text64(query->statement, parameter, text.len > 0 ? text.ptr : "",
                              text.len, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_blob(struct db_query *query, int parameter, struct str bytes)
{
    bound(sqlite3_bind_blob64(query->statement, parameter, bytes.len > 0 ? bytes.ptr : "",
                              bytes.len, SQLITE_STATIC));
}

void db_bind_null(struct db_query *query, int parameter)
{
    bound(sqlite3_bind_null(query->statement, parameter));
}

enum err_code db_step(bool *has_row, struct db_query *query, struct err *err)
{
    int result = sqlite3_step(query->statement);

    if (result == SQLITE_ROW) {
        *has_row = true;
        return ERR_OK;
    }
    if (result == SQLITE_DONE) {
        *has_row = false;
        db_reset(query);
        return ERR_OK;
    }
    (void)db_fail(query->db, result, "could not read or write", err);
    db_reset(query);
    return err->code;
}

enum err_code db_run(struct db_query *query, struct err *err)
{
    bool has_row = false;
    enum err_code code = db_step(&has_row, query, err);

    if (code == ERR_OK && has_row)
        db_reset(query);
    return code;
}

void db_reset(struct db_query *query)
{
    (void)sqlite3_reset(query->statement);
}

bool db_is_null(struct db_query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int64_t db_column_int(struct db_query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

struct str db_column_text(struct db_query *query, int column)
{
    const void *bytes = sqlite3_column_blob(query->statement, column);
    int len = sqlite3_column_bytes(query->statement, column);

    return bytes && len > 0 ? (struct str){bytes, (size_t)len} : STR("");
}

const char *db_library_version(void)
{
    return sqlite3_libversion();
}
