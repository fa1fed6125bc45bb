#ifndef STORE_TEXT_INDEX_H
#define STORE_TEXT_INDEX_H

/*
 * Words of texts, and in which rows they stand: SQLite's FTS5 behind a face of our own.
 * What a word is, is not decided here: tokens come prepared, several may stand at one
 * place (the word as written, and the keys by which it is found too), and a query is made
 * of the same tokens. No text is kept, only where tokens stand.
 *
 * Beside it an ordered set of short byte strings, for finding tokens by how they begin.
 *
 * A token is any bytes from 1 to 255 but TEXT_NEXT and TEXT_SAME. Rows are numbered by
 * the caller and are best put in ascending order: within one transaction, each step
 * backwards costs a page.
 */

#include "base/buf.h"
#include "store/db.h"

enum text_table {
    TEXT_NAMES, /* what things are called */
    TEXT_SAID,  /* what is said of them */
    TEXT_PAGES, /* pages of documents */
    TEXT_TABLES
};

enum { TEXT_NEXT = 0x1e, TEXT_SAME = 0x1f, TEXT_TOKEN_MAX = 240 };

struct text_index;

/* The tables, in a new database; with is_loading tuned for much at once, until
 * text_index_finish() makes one sorted run of each. */
MUST_USE enum err_code text_index_make(struct db *db, bool is_loading, struct err *err);
MUST_USE enum err_code text_index_finish(struct text_index *index, struct err *err);

/* Of a database that has them; closed before its db. */
MUST_USE enum err_code text_index_open(struct text_index **out, struct db *db,
                                       struct err *err);
void text_index_close(struct text_index *index);

/* Add a token to a prepared text: at the next place, or at the place of the one before.
 * Empty tokens are left out, longer ones cut. */
void text_add(struct buf *prepared, struct str token, bool is_same_place);

MUST_USE enum err_code text_index_put(struct text_index *index, enum text_table table,
                                      int64_t row, struct str prepared, struct err *err);

/* --- asking --- */

/* Tokens one behind the other; at each place one of several. With is_beginning the last
 * place has words that begin so. */
struct text_phrase {
    struct str prepared;
    bool is_beginning;
};

/* One of these phrases. */
struct text_clause {
    const struct text_phrase *phrases;
    size_t count;
};

/* All of the first, none of the others. */
struct text_query {
    const struct text_clause *all;
    size_t all_count;
    const struct text_clause *none;
    size_t none_count;
};

/* A row in which the query's words stand. */
struct text_row {
    int64_t number;
    uint32_t count; /* how many of the phrases asked for there are, each time counted */
    uint32_t span;  /* the fewest places that hold one of each of those that are there */
};

typedef enum err_code (*text_row_visitor)(void *context, const struct text_row *row,
                                          bool *is_enough, struct err *err);

/* The rows from `from` to below `to`, ascending. A query without a clause in `all` has no
 * row. */
MUST_USE enum err_code text_index_find(struct text_index *index, enum text_table table,
                                       const struct text_query *query, int64_t from,
                                       int64_t to, text_row_visitor visit, void *context,
                                       struct err *err);

/* --- the set --- */

/* Added when it is not there yet. */
MUST_USE enum err_code text_index_enter(struct text_index *index, struct str entry,
                                        struct err *err);

typedef enum err_code (*text_entry_visitor)(void *context, struct str entry,
                                            bool *is_enough, struct err *err);

/* Those that begin so, in the order of bytes. The entry lives until visit returns. */
MUST_USE enum err_code text_index_entries(struct text_index *index, struct str beginning,
                                          text_entry_visitor visit, void *context,
                                          struct err *err);

/* --- for comparing two indexes --- */

/* Every token of every row of a table, ordered. */
typedef enum err_code (*text_token_visitor)(void *context, struct str token, int64_t row,
                                            int64_t place, struct err *err);
MUST_USE enum err_code text_index_tokens(struct text_index *index, enum text_table table,
                                         text_token_visitor visit, void *context,
                                         struct err *err);

#endif
