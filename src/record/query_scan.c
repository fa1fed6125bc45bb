#include "record/query_scan.h"

#include <assert.h>

#include "format/canon.h"

enum err_code query_begin(bool *begun, struct index *index, struct err *err)
{
    return db_begin_reading(begun, index->db, err);
}

void query_done(struct index *index, bool begun)
{
    db_end_reading(index->db, begun);
}

void scan_key_number(struct scan *scan, int64_t number)
{
    assert(scan->key_count < SCAN_KEYS_MAX);
    scan->keys[scan->key_count++] = (struct scan_key){.number = number};
}

void scan_key_text(struct scan *scan, struct str text)
{
    assert(scan->key_count < SCAN_KEYS_MAX);
    scan->keys[scan->key_count++] = (struct scan_key){.is_text = true, .text = text};
}

/* The references of one feed that the view holds and that come after `after`. */
static bool bind_scan(struct db_query *query, const struct index *index,
                      const struct scan *scan, struct view view, uint32_t feed)
{
    int64_t from = ref_of(feed, index->feeds[feed].bounds.from).n;
    int64_t to = ref_of(feed, view.sizes[feed]).n;

    if (ref_is_asked(scan->after) && from <= scan->after.n)
        from = scan->after.n + 1;
    if (from >= to)
        return false;
    for (int i = 0; i < scan->key_count; i++)
        if (scan->keys[i].is_text)
            db_bind_text(query, i + 1, scan->keys[i].text);
        else
            db_bind_int(query, i + 1, scan->keys[i].number);
    db_bind_int(query, scan->key_count + 1, from);
    db_bind_int(query, scan->key_count + 2, to);
    return true;
}

enum err_code query_scan(struct index *index, struct view view, const struct scan *scan,
                         row_reader read, void *context, struct err *err)
{
    struct db_query *query = NULL;
    struct scan_row at = {0};
    enum err_code code = index_take(&query, index, scan->sql, err);

    if (code != ERR_OK)
        return code;
    at.query = query;
    for (uint32_t feed = 0; feed < view.count && code == ERR_OK && !at.is_enough;
         feed++) {
        bool has_row = bind_scan(query, index, scan, view, feed);

        while (has_row && code == ERR_OK && !at.is_enough) {
            code = db_step(&has_row, query, err);
            if (code == ERR_OK && has_row)
                code = read(context, &at, err);
        }
        db_reset(query);
    }
    index_give(index, query);
    return code;
}

struct view view_of_one(struct arena *arena, const struct index *index, struct ref ref)
{
    uint64_t *sizes;
    uint32_t feed;

    if (ref_is_none(ref) || ref_feed(ref) >= index->feed_count ||
        ref_index(ref) >= index->feeds[ref_feed(ref)].bounds.until)
        return (struct view){0};
    feed = ref_feed(ref);
    sizes = ARENA_ARRAY(arena, uint64_t, feed + 1U);
    sizes[feed] = ref_index(ref) + 1;
    return (struct view){sizes, feed + 1U};
}

static enum err_code add_count(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    uint64_t *sum = context;

    (void)err;
    *sum += (uint64_t)db_column_int(row, 0);
    return ERR_OK;
}

enum err_code query_scan_count(uint64_t *out, struct index *index, struct view view,
                               const struct scan *scan, struct err *err)
{
    uint64_t sum = 0;
    enum err_code code = query_scan(index, view, scan, add_count, &sum, err);

    if (code == ERR_OK)
        *out = sum;
    return code;
}

void *list_add(void **items, size_t *count, size_t *cap, struct arena *arena, size_t size)
{
    if (*count == *cap) {
        size_t wanted = *cap > 0 ? 2 * *cap : 16;
        char *more = arena_alloc(arena, wanted, size);

        if (*count > 0)
            memcpy(more, *items, *count * size);
        *items = more;
        *cap = wanted;
    }
    return (char *)*items + (*count)++ * size;
}

struct ref column_ref(struct db_query *row, int column)
{
    return db_is_null(row, column) ? REF_NONE : (struct ref){db_column_int(row, column)};
}

struct str column_text(struct arena *arena, struct db_query *row, int column)
{
    return arena_str(arena, db_column_text(row, column));
}

const struct value *column_value(struct arena *arena, struct db_query *row, int column)
{
    struct str text = column_text(arena, row, column);
    struct value *value = ARENA_NEW(arena, struct value);
    struct err ignored;

    if (text.len == 0 || canon_parse(value, arena, text, &ignored) != ERR_OK)
        return NULL;
    return value;
}

enum err_code columns_named(struct index *index, struct arena *arena,
                            struct db_query *row, const struct name_column *columns,
                            size_t count, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        int64_t number = db_column_int(row, columns[i].column);

        if (columns[i].kind == NAME_WORD)
            code = index_word_text(columns[i].out, arena, index, number, err);
        else
            code = index_ident_text(columns[i].out, arena, index, number, err);
    }
    return code;
}

uint32_t limit_or_default(uint32_t limit)
{
    return limit > 0 ? limit : QUERY_LIMIT;
}
