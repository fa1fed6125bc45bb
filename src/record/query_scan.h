#ifndef RECORD_QUERY_SCAN_H
#define RECORD_QUERY_SCAN_H

/*
 * How the query*.c files read rows: a SELECT whose first parameters are keys and whose
 * last two bound the references, run once for each feed of the view, so that a frontier
 * costs nothing and rows come in order.
 */

#include "record/index_inside.h"
#include "record/query.h"

struct scan_key {
    bool is_text;
    int64_t number;
    struct str text;
};

enum { SCAN_KEYS_MAX = 5 };

struct scan {
    const char *sql; /* a literal, ending in: … n >= $k AND n < $k+1 ORDER BY n */
    struct scan_key keys[SCAN_KEYS_MAX];
    int key_count;
    struct ref after;
};

/* One row as it is handed over. Its texts live until the next; is_enough ends the scan.
 */
struct scan_row {
    struct db_query *query;
    bool is_enough;
};

typedef enum err_code (*row_reader)(void *context, struct scan_row *at, struct err *err);

MUST_USE enum err_code query_scan(struct index *index, struct view view,
                                  const struct scan *scan, row_reader read, void *context,
                                  struct err *err);

/* Of one statement that is known by its reference, whatever is shown of its feed: it asks
 * nothing of the feeds' sizes and nothing of other feeds. In arena. */
struct view view_of_one(struct arena *arena, const struct index *index, struct ref ref);

/* The sum of a SELECT count(*) over all feeds. */
MUST_USE enum err_code query_scan_count(uint64_t *out, struct index *index,
                                        struct view view, const struct scan *scan,
                                        struct err *err);

void scan_key_number(struct scan *scan, int64_t number);
void scan_key_text(struct scan *scan, struct str text);

/* Room for one more item in an arena's array that doubles; returns where it goes. */
void *list_add(void **items, size_t *count, size_t *cap, struct arena *arena,
               size_t size);

/* Columns. */
struct ref column_ref(struct db_query *row, int column);
struct str column_text(struct arena *arena, struct db_query *row, int column);

/* NULL gives NULL; text that is not canonical cannot be there, and gives NULL too. */
const struct value *column_value(struct arena *arena, struct db_query *row, int column);

/* Several numbers of a row to texts at once. */
enum name_kind { NAME_WORD, NAME_IDENT };
struct name_column {
    struct str *out;
    int column;
    enum name_kind kind;
};
MUST_USE enum err_code columns_named(struct index *index, struct arena *arena,
                                     struct db_query *row,
                                     const struct name_column *columns, size_t count,
                                     struct err *err);

uint32_t limit_or_default(uint32_t limit);

/* A statement's kind and whether anything in the view takes it back. */
MUST_USE enum err_code query_is_undone(bool *out, struct index *index, struct view view,
                                       struct ref ref, struct err *err);

#endif
