#include "record/query_log.h"

#include "record/query_scan.h"

struct turning {
    struct index *index;
    const struct log_filter *filter;
    struct log_page page;
    int64_t kind;
    int64_t by;
    uint32_t limit;
    uint32_t looked_at;
    bool is_done;
};

static bool passes(const struct turning *t, struct db_query *row)
{
    const struct log_filter *f = t->filter;
    int64_t kind = db_column_int(row, 1);

    if (t->kind == 0 && kind == KIND_ACCESS)
        return false;
    if (t->by > 0 && db_column_int(row, 3) != t->by)
        return false;
    return !f->has_days || (!db_is_null(row, 2) && db_column_int(row, 2) >= f->from_s &&
                            db_column_int(row, 2) < f->until_s);
}

static void take(struct turning *t, struct db_query *row)
{
    struct log_page *page = &t->page;
    struct ref ref = column_ref(row, 0);

    if (++t->looked_at > LOG_LOOKED_AT) {
        page->has_more = t->is_done = true;
        return;
    }
    if (!passes(t, row)) {
        page->next = ref;
        return;
    }
    if (page->count == t->limit) {
        page->has_more = t->is_done = true;
        return;
    }
    page->items[page->count++] = ref;
    page->next = ref;
}

#define LOG_ROWS "SELECT n, kind, made_at, made_by FROM statement WHERE "

/* Claims, entities and passages are too many to be found by their kind. */
static const char *sql_of(const struct turning *t)
{
    if (t->kind == 0)
        return LOG_ROWS "n >= $1 AND n < $2 ORDER BY n DESC";
    if (t->kind > KIND_PASSAGE)
        return LOG_ROWS "n >= $1 AND n < $2 AND kind = $3 AND kind > 3 ORDER BY n DESC";
    return LOG_ROWS "n >= $1 AND n < $2 AND +kind = $3 ORDER BY n DESC";
}

static enum err_code walk(struct turning *t, struct view view, struct err *err)
{
    const struct log_filter *f = t->filter;
    int64_t to = ref_of(f->feed, view.sizes[f->feed]).n;
    struct db_query *query = NULL;
    bool has_row = true;
    enum err_code code = index_take(&query, t->index, sql_of(t), err);

    if (code != ERR_OK)
        return code;
    if (ref_is_asked(f->before) && f->before.n < to)
        to = f->before.n;
    db_bind_int(query, 1, ref_of(f->feed, t->index->feeds[f->feed].bounds.from).n);
    db_bind_int(query, 2, to);
    if (t->kind > 0)
        db_bind_int(query, 3, t->kind);
    while (code == ERR_OK && !t->is_done) {
        code = db_step(&has_row, query, err);
        if (code != ERR_OK || !has_row)
            break;
        take(t, query);
    }
    index_give(t->index, query);
    return code;
}

enum err_code query_log(struct log_page *out, struct arena *arena, struct index *index,
                        struct view view, const struct log_filter *filter,
                        struct err *err)
{
    struct turning t = {
        .index = index, .filter = filter, .limit = limit_or_default(filter->limit)};
    enum err_code code = ERR_OK;

    t.page.items = ARENA_ARRAY(arena, struct ref, t.limit);
    t.page.next = filter->before;
    if (filter->kind.len > 0)
        code = index_find_word(&t.kind, index, filter->kind, err);
    if (code == ERR_OK && filter->by.len > 0)
        code = index_find_ident(&t.by, index, filter->by, err);
    if (code == ERR_OK && t.kind >= 0 && t.by >= 0 && filter->feed < view.count)
        code = walk(&t, view, err);
    if (code == ERR_OK)
        *out = t.page;
    return code;
}
