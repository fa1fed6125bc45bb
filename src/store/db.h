#ifndef STORE_DB_H
#define STORE_DB_H

/*
 * The index database: the only face of SQLite in the program. SQL is written in
 * record/, in the subset that SQLite and PostgreSQL share: BIGINT keys,
 * ON CONFLICT, RETURNING, window functions, partial indexes, $1 parameters
 * numbered in order of first use. A BIGINT PRIMARY KEY becomes SQLite's own row
 * number here (an INTEGER PRIMARY KEY), which costs no extra index.
 *
 * One thread owns one connection.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct store;
struct db;
struct db_query;

enum db_mode {
    DB_READ, /* fails with ERR_NOT_FOUND when there is no index yet */
    DB_WRITE /* created when missing; WAL, synchronous=NORMAL (format.md 4.3, step 6) */
};

/* "3.40.1": of the library that was loaded. */
const char *db_library_version(void);

/* The current index of this archive folder on this machine. */
MUST_USE enum err_code db_open(struct db **out, struct store *store, enum db_mode mode,
                               struct err *err);

/*
 * An empty index beside the current one, tuned for bulk loading (nobody reads it yet).
 * db_switch() makes it the current one: closes it, puts it in the old one's place and
 * syncs; whoever has the old one open keeps reading it. db_close() without a switch
 * removes it. Only the holder of db_lock() may do this.
 */
MUST_USE enum err_code db_open_beside(struct db **out, struct store *store,
                                      struct err *err);
MUST_USE enum err_code db_switch(struct db **db, struct err *err);

/* Whether another file was put in the place of the one that is open here. */
bool db_is_replaced(struct db *db);

/*
 * One process at a time makes this index or brings it up to date; the others wait here
 * and then find it done. Readers need no lock.
 */
struct db_lock;
MUST_USE enum err_code db_lock(struct db_lock **out, struct store *store,
                               struct err *err);
void db_unlock(struct db_lock *lock);

/*
 * The same on a file of the caller's choice, whose folder exists. Network file systems
 * are refused: several machines cannot share a write-ahead log. On read-only media a
 * database without a write-ahead log is read as it stands.
 */
MUST_USE enum err_code db_open_file(struct db **out, const char *path, enum db_mode mode,
                                    struct err *err);
MUST_USE enum err_code db_open_file_beside(struct db **out, const char *path,
                                           struct err *err);

/*
 * A file that never changes once it is whole, only makes room for another: no locks, no
 * log, any file system, read-only media too. It is written under a name of its own, which
 * db_close() removes; db_fixed_switch() closes it and puts it in the old one's place in
 * one step: whoever has the old one open keeps reading that. The caller keeps other
 * writers away.
 */
MUST_USE enum err_code db_fixed_make(struct db **out, const char *path, struct err *err);
MUST_USE enum err_code db_fixed_switch(struct db **db, struct err *err);
MUST_USE enum err_code db_fixed_open(struct db **out, const char *path, struct err *err);

/*
 * A database in memory only: empty, or with the pages that db_pages() gave, which are
 * copied. It is gone with db_close().
 */
MUST_USE enum err_code db_open_memory(struct db **out, struct str pages, struct err *err);
MUST_USE enum err_code db_pages(struct buf *out, struct db *db, struct err *err);

void db_close(struct db *db);

/* One or more statements without parameters: the schema. */
MUST_USE enum err_code db_script(struct db *db, const char *sql, struct err *err);

MUST_USE enum err_code db_begin(struct db *db, struct err *err);
MUST_USE enum err_code db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* Everything read until then is of one state, and the lock is taken once. Where one is
 * open already, or writing, nothing happens: *begun is false. */
MUST_USE enum err_code db_begin_reading(bool *begun, struct db *db, struct err *err);
void db_end_reading(struct db *db, bool begun);

/* Prepared once, used often; dies with db_query_close() or its db. */
MUST_USE enum err_code db_prepare(struct db_query **out, struct db *db, const char *sql,
                                  struct err *err);
void db_query_close(struct db_query *query);

/* Parameters are numbered from 1. Text and blobs are borrowed until the next reset. */
void db_bind_int(struct db_query *query, int parameter, int64_t value);
void db_bind_text(struct db_query *query, int parameter, struct str text);
void db_bind_blob(struct db_query *query, int parameter, struct str bytes);
void db_bind_null(struct db_query *query, int parameter);

/* *has_row tells whether a row came; without one the query is reset and may be bound
 * anew. */
MUST_USE enum err_code db_step(bool *has_row, struct db_query *query, struct err *err);

/* Run a query that gives no rows, then reset it. */
MUST_USE enum err_code db_run(struct db_query *query, struct err *err);

void db_reset(struct db_query *query);

/* Columns are numbered from 0. Text lives until the next step or reset. */
bool db_is_null(struct db_query *query, int column);
int64_t db_column_int(struct db_query *query, int column);
struct str db_column_text(struct db_query *query, int column);

/* Size of the index on disk in bytes, journal included. */
MUST_USE enum err_code db_size(uint64_t *out, struct db *db, struct err *err);

#endif
