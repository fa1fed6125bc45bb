#include "record/query_newest.h"

#include <stdlib.h>

#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT n, kind, made_at, made_by, frame_at, frame_len, commitment FROM statement "

struct newest {
    struct index *index;
    struct arena *arena;
    struct statement_row *items;
    size_t count;
    size_t cap;
    size_t feed_count; /* of the feed that is being read */
    size_t looked_at;
    uint32_t limit;
};

static enum err_code read_statement(struct statement_row *s, struct newest *newest,
                                    struct db_query *row, struct err *err)
{
    *s = (struct statement_row){.ref = column_ref(row, 0),
                                .has_time = !db_is_null(row, 2),
                                .at_s = db_column_int(row, 2),
                                .frame_at = (uint32_t)db_column_int(row, 4),
                                .frame_len = (uint32_t)db_column_int(row, 5),
                                .commitment = db_column_int(row, 6)};
    return columns_named(
        newest->index, newest->arena, row,
        (const struct name_column[]){{&s->kind, 1, NAME_WORD}, {&s->by, 3, NAME_IDENT}},
        2, err);
}

static enum err_code add_newest(void *context, struct scan_row *at, struct err *err)
{
    struct newest *newest = context;
    void *items = newest->items;
    struct statement_row *s;

    at->is_enough = ++newest->looked_at >= NEWEST_LOOKED_AT;
    if (db_column_int(at->query, 1) == KIND_ACCESS)
        return ERR_OK;
    s = list_add(&items, &newest->count, &newest->cap, newest->arena, sizeof *s);
    newest->items = items;
    at->is_enough |= ++newest->feed_count >= newest->limit;
    return read_statement(s, newest, at->query, err);
}

/* The view of one feed alone. */
static struct view only(struct view view, uint32_t feed, struct arena *arena)
{
    uint64_t *sizes = ARENA_ARRAY(arena, uint64_t, view.count);

    sizes[feed] = view.sizes[feed];
    return (struct view){sizes, view.count};
}

/* No clock decides anything: this is only the order in which things are shown. */
static int newest_first(const void *a, const void *b)
{
    const struct statement_row *x = a;
    const struct statement_row *y = b;

    if (x->has_time != y->has_time)
        return x->has_time ? -1 : 1;
    if (x->at_s != y->at_s)
        return x->at_s > y->at_s ? -1 : 1;
    return x->ref.n > y->ref.n ? -1 : x->ref.n < y->ref.n;
}

static enum err_code scan_feeds(struct newest *newest, const struct scan *scan,
                                struct view view, row_reader read, struct err *err)
{
    enum err_code code = ERR_OK;

    for (uint32_t feed = 0; feed < view.count && code == ERR_OK; feed++) {
        newest->feed_count = 0;
        newest->looked_at = 0;
        code = query_scan(newest->index, only(view, feed, newest->arena), scan, read,
                          newest, err);
    }
    return code;
}

enum err_code query_newest(struct statement_list *out, struct arena *arena,
                           struct index *index, struct view view, struct str kind,
                           uint32_t limit, struct err *err)
{
    struct newest newest = {.index = index, .arena = arena, .limit = limit};
    struct scan scan = {.sql = COLUMNS "WHERE n >= $1 AND n < $2 ORDER BY n DESC"};
    enum err_code code = ERR_OK;
    int64_t number = 0;

    if (kind.len > 0) {
        scan.sql =
            COLUMNS "WHERE kind = $1 AND kind > 3 AND n >= $2 AND n < $3 ORDER BY n DESC";
        code = index_find_word(&number, index, kind, err);
        scan_key_number(&scan, number);
    }
    if (code == ERR_OK)
        code = scan_feeds(&newest, &scan, view, add_newest, err);
    if (code != ERR_OK)
        return code;
    if (newest.count > 0)
        qsort(newest.items, newest.count, sizeof *newest.items, newest_first);
    *out = (struct statement_list){
        newest.items, newest.count < limit ? newest.count : limit, newest.count > limit};
    return ERR_OK;
}

/* Assessments. */

struct assessments {
    struct arena *arena;
    struct index *index;
    struct view view;
    struct open_assessment *items;
    size_t count;
    uint32_t limit;
    struct ref *seen; /* what the newer ones were of */
    size_t seen_count;
    size_t seen_cap;
};

static bool is_new(struct assessments *a, struct ref of)
{
    void *items = a->seen;

    for (size_t i = 0; i < a->seen_count; i++)
        if (a->seen[i].n == of.n)
            return false;
    *(struct ref *)list_add(&items, &a->seen_count, &a->seen_cap, a->arena, sizeof of) =
        of;
    a->seen = items;
    return true;
}

struct opinion {
    struct index *index;
    struct arena *arena;
    struct str status;
    struct str note;
};

static enum err_code read_opinion(void *context, struct scan_row *at, struct err *err)
{
    struct opinion *opinion = context;

    opinion->note = column_text(opinion->arena, at->query, 1);
    return columns_named(opinion->index, opinion->arena, at->query,
                         (const struct name_column[]){{&opinion->status, 0, NAME_WORD}},
                         1, err);
}

static enum err_code find_opinion(struct opinion *out, struct assessments *a,
                                  struct ref ref, struct err *err)
{
    struct scan scan = {.sql = "SELECT status, note FROM review "
                               "WHERE n = $1 AND n >= $2 AND n < $3"};

    *out = (struct opinion){.index = a->index, .arena = a->arena};
    scan_key_number(&scan, ref.n);
    return query_scan(a->index, a->view, &scan, read_opinion, out, err);
}

static enum err_code is_decided(bool *out, struct assessments *a, struct ref of,
                                struct err *err)
{
    struct edge_list edges = {0};
    enum err_code code = query_edges_to(&edges, a->arena, a->index, a->view, of, err);

    *out = false;
    for (size_t i = 0; i < edges.count && code == ERR_OK && !*out; i++) {
        bool is_undone = false;

        if (!str_equal(edges.items[i].source_kind, STR("decide")))
            continue;
        code = query_is_undone(&is_undone, a->index, a->view, edges.items[i].source, err);
        *out = !is_undone;
    }
    return code;
}

static enum err_code take_target(struct assessments *a, const struct statement_row *said,
                                 const struct opinion *opinion, struct ref of,
                                 struct err *err)
{
    bool is_closed = false;

    if (!is_new(a, of) || a->count == a->limit)
        return ERR_OK;
    if (!str_equal(opinion->status, STR("conflict")) &&
        !str_equal(opinion->status, STR("work_needed")))
        return ERR_OK;
    if (is_decided(&is_closed, a, of, err) != ERR_OK)
        return err->code;
    if (!is_closed)
        a->items[a->count++] =
            (struct open_assessment){*said, of, opinion->status, opinion->note};
    return ERR_OK;
}

static enum err_code take_assessment(struct assessments *a,
                                     const struct statement_row *said, struct err *err)
{
    struct edge_list edges = {0};
    struct opinion opinion;
    bool is_undone = false;
    enum err_code code = query_is_undone(&is_undone, a->index, a->view, said->ref, err);

    if (code != ERR_OK || is_undone)
        return code;
    code = find_opinion(&opinion, a, said->ref, err);
    if (code == ERR_OK)
        code = query_edges_from(&edges, a->arena, a->index, a->view, said->ref, err);
    for (size_t i = 0; i < edges.count && code == ERR_OK; i++)
        if (str_equal(edges.items[i].role, STR("of")))
            code = take_target(a, said, &opinion, edges.items[i].target, err);
    return code;
}

enum err_code query_open_assessments(struct open_assessments *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     uint32_t limit, struct err *err)
{
    struct assessments a = {.arena = arena, .index = index, .view = view, .limit = limit};
    struct statement_list said = {0};
    enum err_code code =
        query_newest(&said, arena, index, view, STR("assess"), NEWEST_LOOKED_AT, err);

    a.items = ARENA_ARRAY(arena, struct open_assessment, limit);
    for (size_t i = 0; i < said.count && code == ERR_OK && a.count < limit; i++)
        code = take_assessment(&a, &said.items[i], err);
    if (code == ERR_OK)
        *out = (struct open_assessments){a.items, a.count};
    return code;
}

enum err_code query_entity_count_bounded(uint64_t *out, bool *is_more,
                                         struct index *index, struct view view,
                                         struct str kind, struct err *err)
{
    struct scan scan = {.sql = "SELECT count(*) FROM (SELECT 1 FROM entity WHERE "
                               "kind = $1 AND kind IS NOT NULL AND n >= $2 AND n < $3 "
                               "LIMIT 10000)"};
    int64_t number = 0;
    uint64_t count = 0;
    enum err_code code = index_find_word(&number, index, kind, err);

    scan_key_number(&scan, number);
    if (code == ERR_OK)
        code = query_scan_count(&count, index, view, &scan, err);
    if (code != ERR_OK)
        return code;
    *out = count;
    *is_more = count >= COUNT_UP_TO;
    return ERR_OK;
}

enum err_code query_unchecked_texts(uint64_t *out, struct index *index, struct view view,
                                    struct err *err)
{
    struct scan scan = {.sql = "SELECT count(*) FROM (SELECT tool, reviewer FROM text "
                               "WHERE n >= $1 AND n < $2 ORDER BY n DESC LIMIT 10000) t "
                               "WHERE tool IS NOT NULL AND reviewer IS NULL"};

    return query_scan_count(out, index, view, &scan, err);
}
