/* Rows that may pass, found through an index: for filters that leave few. */

#include <stdlib.h>

#include "record/query_table_inside.h"

/* The smallest set so far. Of entities, numbers of what the claims are about. */
struct near {
    struct table_wanted *w;
    struct ref *items;
    size_t count;
    bool is_few;
};

/* One filter's. */
struct gathering {
    struct near *near;
    struct ref *items;
    size_t count;
    bool is_many;
};

static int by_ref(const void *a, const void *b)
{
    int64_t x = ((const struct ref *)a)->n;
    int64_t y = ((const struct ref *)b)->n;

    return (x > y) - (x < y);
}

/* A SELECT of about and n, with one to three keys; it need not know the view, because
 * every row is looked at again. */
static enum err_code gather(struct gathering *g, const char *sql, const int64_t *keys,
                            int key_count, struct err *err)
{
    struct table_wanted *w = g->near->w;
    struct db_query *query = NULL;
    int column = w->filter->of == TABLE_CLAIMS ? 1 : 0;
    bool has_row = true;
    enum err_code code = index_take(&query, w->index, sql, err);

    if (code != ERR_OK)
        return code;
    for (int i = 0; i < key_count; i++)
        db_bind_int(query, i + 1, keys[i]);
    while (!g->is_many) {
        code = db_step(&has_row, query, err);
        if (code != ERR_OK || !has_row)
            break;
        if (db_is_null(query, column))
            continue;
        g->is_many = g->count == TABLE_NEAR_MAX;
        if (!g->is_many)
            g->items[g->count++] = column_ref(query, column);
    }
    index_give(w->index, query);
    return code;
}

static void begin(struct gathering *g, struct near *near)
{
    *g = (struct gathering){
        .near = near, .items = ARENA_ARRAY(near->w->arena, struct ref, TABLE_NEAR_MAX)};
}

static void end(struct gathering *g)
{
    struct near *near = g->near;

    if (g->is_many || (near->is_few && near->count <= g->count))
        return;
    near->items = g->items;
    near->count = g->count;
    near->is_few = true;
}

static enum err_code near_property(struct near *near, struct err *err)
{
    struct table_wanted *w = near->w;
    const int64_t keys[] = {w->property, w->term};
    struct gathering g;
    enum err_code code;

    if (w->property <= 0)
        return ERR_OK;
    begin(&g, near);
    if (w->term > 0)
        code = gather(&g, "SELECT about, n FROM claim WHERE property = $1 AND term = $2",
                      keys, 2, err);
    else
        code = gather(&g, "SELECT about, n FROM claim WHERE property = $1", keys, 1, err);
    end(&g);
    return code;
}

static enum err_code near_place(struct near *near, struct err *err)
{
    struct table_wanted *w = near->w;
    struct gathering g;
    enum err_code code = ERR_OK;

    if (w->place_count == 0)
        return ERR_OK;
    begin(&g, near);
    for (size_t i = 0; i < w->place_count && code == ERR_OK && !g.is_many; i++) {
        /* A place lies within itself. */
        if (w->filter->of == TABLE_ENTITIES && g.count < TABLE_NEAR_MAX)
            g.items[g.count++] = (struct ref){w->places[i]};
        code = gather(&g, "SELECT about, n FROM claim WHERE entity = $1", &w->places[i],
                      1, err);
    }
    end(&g);
    return code;
}

static enum err_code near_source(struct near *near, struct err *err)
{
    struct table_wanted *w = near->w;
    struct gathering g;
    enum err_code code;

    if (w->source <= 0)
        return ERR_OK;
    begin(&g, near);
    code = gather(&g, "SELECT about, n FROM claim WHERE entity = $1", &w->source, 1, err);
    for (size_t i = 0; i < w->base_count && code == ERR_OK && !g.is_many; i++)
        code = gather(&g, "SELECT about, n FROM claim WHERE basis = $1", &w->bases[i], 1,
                      err);
    end(&g);
    return code;
}

static enum err_code near_days(struct near *near, struct err *err)
{
    const struct table_filter *filter = near->w->filter;
    const int64_t keys[] = {filter->first_day, filter->last_day};
    struct gathering g;
    enum err_code code;

    if (!filter->has_days)
        return ERR_OK;
    begin(&g, near);
    code =
        gather(&g, "SELECT about, n FROM claim WHERE last_day >= $1 AND first_day <= $2",
               keys, 2, err);
    end(&g);
    return code;
}

/* What was assessed so: claims, and what they are about; or an entity itself. */
static enum err_code near_status(struct near *near, struct err *err)
{
    struct table_wanted *w = near->w;
    const int64_t keys[] = {KIND_ASSESS, w->status, ROLE_OF};
    struct gathering g;
    enum err_code code;

    if (w->status <= 0)
        return ERR_OK;
    begin(&g, near);
    code = gather(&g,
                  "SELECT about, claim.n FROM statement JOIN review ON review.n ="
                  " statement.n JOIN edge ON edge.source = review.n JOIN claim ON"
                  " claim.n = edge.target WHERE statement.kind = $1 AND"
                  " review.status = $2 AND edge.role = $3",
                  keys, 3, err);
    if (code == ERR_OK && w->filter->of == TABLE_ENTITIES)
        code = gather(&g,
                      "SELECT entity.entity FROM statement JOIN review ON review.n ="
                      " statement.n JOIN edge ON edge.source = review.n JOIN entity ON"
                      " entity.n = edge.target WHERE statement.kind = $1 AND"
                      " review.status = $2 AND edge.role = $3",
                      keys, 3, err);
    end(&g);
    return code;
}

/* What makes the entity of this number, in the view. */
static enum err_code made_by(struct ref *out, struct table_wanted *w, int64_t number,
                             struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = true;
    enum err_code code = index_take(
        &query, w->index, "SELECT n FROM entity WHERE entity = $1 ORDER BY n", err);

    *out = REF_NONE;
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, number);
    while (code == ERR_OK && has_row && ref_is_none(*out)) {
        code = db_step(&has_row, query, err);
        if (code == ERR_OK && has_row && view_has(w->view, column_ref(query, 0)))
            *out = column_ref(query, 0);
    }
    index_give(w->index, query);
    return code;
}

static size_t sort_once(struct ref *items, size_t count)
{
    size_t kept = 0;

    if (count > 0)
        qsort(items, count, sizeof *items, by_ref);
    for (size_t i = 0; i < count; i++)
        if (!ref_is_none(items[i]) && (kept == 0 || items[i].n != items[kept - 1].n))
            items[kept++] = items[i];
    return kept;
}

/* Numbers become references. */
static enum err_code to_refs(struct near *near, struct err *err)
{
    enum err_code code = ERR_OK;

    near->count = sort_once(near->items, near->count);
    for (size_t i = 0; i < near->count && code == ERR_OK; i++)
        code = made_by(&near->items[i], near->w, near->items[i].n, err);
    return code;
}

enum err_code table_near(struct ref **out, size_t *count, bool *is_few,
                         struct table_wanted *w, struct err *err)
{
    struct near near = {.w = w};
    enum err_code code = near_property(&near, err);

    if (code == ERR_OK)
        code = near_place(&near, err);
    if (code == ERR_OK)
        code = near_source(&near, err);
    if (code == ERR_OK)
        code = near_days(&near, err);
    if (code == ERR_OK)
        code = near_status(&near, err);
    if (code == ERR_OK && w->filter->of == TABLE_ENTITIES)
        code = to_refs(&near, err);
    *out = near.items;
    *count = sort_once(near.items, near.count);
    *is_few = near.is_few;
    return code;
}
