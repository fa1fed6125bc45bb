#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT n, kind, made_at, made_by, frame_at, frame_len, commitment FROM statement "

struct reader {
    struct index *index;
    struct arena *arena;
    struct statement_list *list;
    size_t cap;
    uint32_t limit;
};

static enum err_code read_statement(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct reader *r = context;
    void *items = r->list->items;
    struct statement_row *s;

    if (r->list->count == r->limit) {
        r->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    s = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *s);
    r->list->items = items;
    *s = (struct statement_row){.ref = column_ref(row, 0),
                                .has_time = !db_is_null(row, 2),
                                .at_s = db_column_int(row, 2),
                                .frame_at = (uint32_t)db_column_int(row, 4),
                                .frame_len = (uint32_t)db_column_int(row, 5),
                                .commitment = db_column_int(row, 6)};
    return columns_named(
        r->index, r->arena, row,
        (const struct name_column[]){{&s->kind, 1, NAME_WORD}, {&s->by, 3, NAME_IDENT}},
        2, err);
}

static enum err_code read_statements(struct statement_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     const struct scan *scan, uint32_t limit,
                                     struct err *err)
{
    struct statement_list list = {0};
    struct reader reader = {
        .index = index, .arena = arena, .list = &list, .limit = limit_or_default(limit)};
    enum err_code code = query_scan(index, view, scan, read_statement, &reader, err);

    if (code == ERR_OK)
        *out = list;
    return code;
}

bool statement_is_of(const struct statement_row *row, const struct digest *commitment)
{
    return memcmp(&row->commitment, commitment->bytes, sizeof row->commitment) == 0;
}

enum err_code query_statement(struct statement_row *out, struct arena *arena,
                              struct index *index, struct ref ref, struct err *err)
{
    struct scan scan = {.sql = COLUMNS "WHERE n = $1 AND n >= $2 AND n < $3"};
    struct statement_list list;
    enum err_code code;

    scan_key_number(&scan, ref.n);
    code = read_statements(&list, arena, index, view_of_one(arena, index, ref), &scan, 1,
                           err);
    if (code != ERR_OK)
        return code;
    if (list.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such statement");
    *out = list.items[0];
    return ERR_OK;
}

enum err_code query_statements(struct statement_list *out, struct arena *arena,
                               struct index *index, struct view view, struct str kind,
                               struct ref after, uint32_t limit, struct err *err)
{
    struct scan scan = {.after = after};
    int64_t number = 0;
    enum err_code code = index_find_word(&number, index, kind, err);

    if (code != ERR_OK)
        return code;
    if (number < 0) { /* of a kind that no statement is of there is nothing to look for */
        *out = (struct statement_list){0};
        return ERR_OK;
    }
    /* The index by kind leaves out the kinds that are most of the archive. */
    scan.sql = number > KIND_PASSAGE ? COLUMNS
                   "WHERE kind = $1 AND kind > 3 AND n >= $2 AND n < $3 ORDER BY n"
                                     : COLUMNS
                   "WHERE kind = $1 AND n >= $2 AND n < $3 ORDER BY n";
    scan_key_number(&scan, number);
    return read_statements(out, arena, index, view, &scan, limit, err);
}

struct tally {
    struct index *index;
    struct arena *arena;
    struct kind_count *items;
    size_t count;
    size_t cap;
};

static enum err_code tally_kind(struct tally *t, int64_t kind, uint64_t count,
                                struct err *err)
{
    struct str name;
    void *items = t->items;
    struct kind_count *new_kind;
    enum err_code code = index_word_text(&name, t->arena, t->index, kind, err);

    if (code != ERR_OK || count == 0)
        return code;
    for (size_t i = 0; i < t->count; i++)
        if (str_equal(t->items[i].kind, name)) {
            t->items[i].count += count;
            return ERR_OK;
        }
    new_kind = list_add(&items, &t->count, &t->cap, t->arena, sizeof *new_kind);
    t->items = items;
    *new_kind = (struct kind_count){name, count};
    return ERR_OK;
}

static enum err_code tally_row(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    return tally_kind(context, db_column_int(row, 0), (uint64_t)db_column_int(row, 1),
                      err);
}

static int by_kind(const void *a, const void *b)
{
    return str_compare(((const struct kind_count *)a)->kind,
                       ((const struct kind_count *)b)->kind);
}

/* The large kinds have tables of their own, and a count that is kept for the whole feed.
 */
static const struct {
    int64_t kind;
    int column;
    const char *sql;
} large_kinds[] = {
    {KIND_CLAIM, 1, "SELECT count(*) FROM claim WHERE n >= $1 AND n < $2"},
    {KIND_ENTITY, 2, "SELECT count(*) FROM entity WHERE n >= $1 AND n < $2"},
    {KIND_PASSAGE, 3, "SELECT count(*) FROM passage WHERE n >= $1 AND n < $2"},
};
enum { LARGE_KINDS = sizeof large_kinds / sizeof large_kinds[0] };

/* A view of one feed as it was earlier has to be counted. */
static enum err_code tally_earlier(struct tally *t, struct view view, uint32_t feed,
                                   struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < LARGE_KINDS && code == ERR_OK; i++) {
        struct db_query *query = NULL;
        bool has_row = false;

        code = index_take(&query, t->index, large_kinds[i].sql, err);
        if (code != ERR_OK)
            return code;
        db_bind_int(query, 1, ref_of(feed, 0).n);
        db_bind_int(query, 2, ref_of(feed, view.sizes[feed]).n);
        code = db_step(&has_row, query, err);
        if (code == ERR_OK)
            code = tally_kind(t, large_kinds[i].kind, (uint64_t)db_column_int(query, 0),
                              err);
        index_give(t->index, query);
    }
    return code;
}

static enum err_code tally_large(struct tally *t, struct view view, uint32_t feed,
                                 struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    bool is_whole = false;
    enum err_code code = index_take(
        &query, t->index,
        "SELECT size, claims, entities, passages FROM feed WHERE number = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, feed);
    code = db_step(&has_row, query, err);
    is_whole = code == ERR_OK && has_row &&
               (uint64_t)db_column_int(query, 0) == view.sizes[feed];
    for (size_t i = 0; i < LARGE_KINDS && is_whole && code == ERR_OK; i++)
        code = tally_kind(t, large_kinds[i].kind,
                          (uint64_t)db_column_int(query, large_kinds[i].column), err);
    index_give(t->index, query);
    return code == ERR_OK && !is_whole ? tally_earlier(t, view, feed, err) : code;
}

enum err_code query_kind_counts(struct kind_count **out, size_t *count,
                                struct arena *arena, struct index *index,
                                struct view view, struct err *err)
{
    struct tally t = {.index = index, .arena = arena};
    struct scan scan = {.sql = "SELECT kind, count(*) FROM statement WHERE kind > 3 AND"
                               " +n >= $1 AND +n < $2 GROUP BY kind"};
    uint64_t readable = 0;
    uint64_t all = 0;
    enum err_code code = query_scan(index, view, &scan, tally_row, &t, err);

    for (uint32_t feed = 0; feed < view.count && code == ERR_OK; feed++)
        code = tally_large(&t, view, feed, err);
    for (size_t i = 0; i < t.count; i++)
        readable += t.items[i].count;
    for (uint32_t feed = 0; feed < view.count; feed++)
        all += view.sizes[feed];
    if (code == ERR_OK && all > readable)
        code = tally_kind(&t, KIND_UNREADABLE, all - readable, err);
    if (code != ERR_OK)
        return code;
    if (t.count > 0)
        qsort(t.items, t.count, sizeof *t.items, by_kind);
    *out = t.items;
    *count = t.count;
    return ERR_OK;
}

enum err_code query_history(struct statement_list *out, struct arena *arena,
                            struct index *index, struct view view, struct str id,
                            struct ref after, uint32_t limit, struct err *err)
{
    /* A UNION removes duplicates; the second step takes what was said about those. */
    struct scan scan = {
        .sql = "WITH touched (n) AS ("
               " SELECT n FROM entity WHERE entity = $1"
               " UNION SELECT n FROM claim WHERE about = $1"
               " UNION SELECT n FROM claim WHERE entity = $1"
               " UNION SELECT n FROM mention WHERE entity = $1"
               " UNION SELECT n FROM passage WHERE source = $1"
               " UNION SELECT passage FROM chain WHERE who = $1)" COLUMNS
               "WHERE n IN (SELECT n FROM touched UNION SELECT edge.source FROM touched"
               " JOIN edge ON edge.target = touched.n) AND +n >= $2 AND +n < $3"
               " ORDER BY n",
        .after = after};
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, id, err);

    scan_key_number(&scan, number);
    if (code != ERR_OK)
        return code;
    return read_statements(out, arena, index, view, &scan, limit, err);
}

struct edge_reader {
    struct index *index;
    struct arena *arena;
    struct edge_list *list;
    size_t cap;
};

static enum err_code read_edge(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct edge_reader *r = context;
    void *items = r->list->items;
    struct edge_row *edge;

    edge = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *edge);
    r->list->items = items;
    *edge = (struct edge_row){.source = column_ref(row, 0), .target = column_ref(row, 2)};
    return columns_named(r->index, r->arena, row,
                         (const struct name_column[]){{&edge->role, 1, NAME_WORD},
                                                      {&edge->source_kind, 3, NAME_WORD}},
                         2, err);
}

static enum err_code read_edges(struct edge_list *out, struct arena *arena,
                                struct index *index, struct view view, const char *sql,
                                struct ref key, struct err *err)
{
    struct edge_list list = {0};
    struct edge_reader reader = {.index = index, .arena = arena, .list = &list};
    struct scan scan = {.sql = sql};
    enum err_code code;

    scan_key_number(&scan, key.n);
    code = query_scan(index, view, &scan, read_edge, &reader, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

#define EDGES                                                                            \
    "SELECT edge.source, edge.role, edge.target, statement.kind FROM edge JOIN "         \
    "statement"                                                                          \
    " ON statement.n = edge.source WHERE "

enum err_code query_edges_to(struct edge_list *out, struct arena *arena,
                             struct index *index, struct view view, struct ref target,
                             struct err *err)
{
    return read_edges(out, arena, index, view,
                      EDGES
                      "edge.target = $1 AND +edge.source >= $2 AND +edge.source < $3"
                      " ORDER BY edge.source, edge.role",
                      target, err);
}

enum err_code query_edges_from(struct edge_list *out, struct arena *arena,
                               struct index *index, struct view view, struct ref source,
                               struct err *err)
{
    return read_edges(out, arena, index, view,
                      EDGES
                      "edge.source = $1 AND +edge.source >= $2 AND +edge.source < $3"
                      " ORDER BY edge.target, edge.role",
                      source, err);
}
