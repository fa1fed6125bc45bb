#include "record/query_access.h"

#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT access.n, did, command, words, why, recipient, made_at, made_by FROM access" \
    " JOIN statement ON statement.n = access.n WHERE "

struct reader {
    struct index *index;
    struct arena *arena;
    const struct access_filter *filter;
    struct access_list *list;
    size_t cap;
    uint32_t limit;
};

static bool matches(const struct access_filter *f, const struct access_row *row)
{
    /* What has no time may have been then: better one too many. */
    return (f->member.len == 0 || str_equal(f->member, row->by)) &&
           (!f->has_since || !row->has_time || row->at_s >= f->since_s);
}

static enum err_code read_row(void *context, struct scan_row *at, struct err *err)
{
    struct reader *r = context;
    struct db_query *query = at->query;
    void *items = r->list->items;
    struct access_row row = {.ref = column_ref(query, 0),
                             .has_time = !db_is_null(query, 6),
                             .at_s = db_column_int(query, 6)};
    struct access_row *kept;
    enum err_code code =
        columns_named(r->index, r->arena, query,
                      (const struct name_column[]){{&row.did, 1, NAME_WORD},
                                                   {&row.command, 2, NAME_WORD},
                                                   {&row.by, 7, NAME_IDENT}},
                      3, err);

    if (code != ERR_OK || !matches(r->filter, &row))
        return code;
    if (r->list->count == r->limit) {
        r->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    row.words = column_text(r->arena, query, 3);
    row.why = column_text(r->arena, query, 4);
    row.recipient = column_text(r->arena, query, 5);
    kept = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *kept);
    r->list->items = items;
    *kept = row;
    return ERR_OK;
}

struct named {
    struct arena *arena;
    struct access_row *row;
    size_t of_cap;
    size_t entity_cap;
};

static void keep_named(struct named *named, struct db_query *query, struct str entity)
{
    struct access_row *row = named->row;
    void *of = row->of;
    void *entities = row->entities;

    if (!db_is_null(query, 0)) {
        *(struct ref *)list_add(&of, &row->of_count, &named->of_cap, named->arena,
                                sizeof *row->of) = column_ref(query, 0);
        row->of = of;
    } else if (entity.len > 0) {
        *(struct str *)list_add(&entities, &row->entity_count, &named->entity_cap,
                                named->arena, sizeof *row->entities) = entity;
        row->entities = entities;
    }
}

static enum err_code read_named(struct access_row *row, struct arena *arena,
                                struct index *index, struct err *err)
{
    struct named named = {.arena = arena, .row = row};
    struct db_query *query = NULL;
    bool has_row = true;
    enum err_code code = index_take(&query, index,
                                    "SELECT target, entity FROM accessed WHERE n = $1"
                                    " ORDER BY target, entity",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, row->ref.n);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        struct str entity = STR("");

        code =
            columns_named(index, arena, query,
                          (const struct name_column[]){{&entity, 1, NAME_IDENT}}, 1, err);
        if (code != ERR_OK)
            break;
        keep_named(&named, query, entity);
    }
    index_give(index, query);
    return code;
}

static enum err_code choose(struct scan *scan, struct index *index,
                            const struct access_filter *f, struct err *err)
{
    int64_t number = 0;
    enum err_code code;

    scan->after = f->after;
    if (ref_is_asked(f->item)) {
        scan->sql = COLUMNS "access.n IN (SELECT n FROM accessed WHERE target = $1)"
                            " AND access.n >= $2 AND access.n < $3 ORDER BY access.n";
        scan_key_number(scan, f->item.n);
        return ERR_OK;
    }
    if (f->entity.len == 0) {
        scan->sql = COLUMNS "access.n >= $1 AND access.n < $2 ORDER BY access.n";
        return ERR_OK;
    }
    code = index_find_ident(&number, index, f->entity, err);
    scan->sql = COLUMNS
        "access.n IN (SELECT n FROM accessed WHERE entity = $1"
        " UNION SELECT accessed.n FROM claim JOIN accessed ON accessed.target = claim.n"
        " WHERE claim.about = $1"
        " UNION SELECT accessed.n FROM entity JOIN accessed ON accessed.target = entity.n"
        " WHERE entity.entity = $1"
        " UNION SELECT accessed.n FROM passage JOIN accessed"
        " ON accessed.target = passage.n WHERE passage.source = $1"
        " UNION SELECT accessed.n FROM chain JOIN accessed"
        " ON accessed.target = chain.passage WHERE chain.who = $1)"
        " AND access.n >= $2 AND access.n < $3 ORDER BY access.n";
    scan_key_number(scan, number);
    return code;
}

enum err_code query_accesses(struct access_list *out, struct arena *arena,
                             struct index *index, struct view view,
                             const struct access_filter *filter, struct err *err)
{
    struct access_list list = {0};
    struct reader reader = {.index = index,
                            .arena = arena,
                            .filter = filter,
                            .list = &list,
                            .limit = limit_or_default(filter->limit)};
    struct scan scan = {0};
    enum err_code code = choose(&scan, index, filter, err);

    if (code == ERR_OK)
        code = query_scan(index, view, &scan, read_row, &reader, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = read_named(&list.items[i], arena, index, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}
