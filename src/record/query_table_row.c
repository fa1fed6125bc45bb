/* What the cells of a row are read from. */

#include "record/query_scan.h"
#include "record/query_table.h"

struct toucher {
    struct arena *arena;
    struct table_touched_list *list;
    size_t cap;
};

static enum err_code add_touched(void *context, struct scan_row *at, struct err *err)
{
    struct toucher *t = context;
    void *items = t->list->items;
    struct table_touched *touched =
        list_add(&items, &t->list->count, &t->cap, t->arena, sizeof *touched);

    (void)err;
    t->list->items = items;
    *touched = (struct table_touched){
        column_ref(at->query, 0), .is_about = db_column_int(at->query, 1) == ROLE_ABOUT};
    return ERR_OK;
}

enum err_code query_table_touched(struct table_touched_list *out, struct arena *arena,
                                  struct index *index, struct view view, struct str about,
                                  struct err *err)
{
    struct table_touched_list list = {0};
    struct toucher toucher = {.arena = arena, .list = &list};
    struct scan scan = {
        .sql = "SELECT edge.target, edge.role FROM claim CROSS JOIN edge ON"
               " edge.target = claim.n WHERE claim.about = $1 AND +edge.source >= $2 AND"
               " +edge.source < $3"};
    int64_t number = -1;
    enum err_code code = index_find_ident(&number, index, about, err);

    scan_key_number(&scan, number);
    if (code == ERR_OK && number > 0)
        code = query_scan(index, view, &scan, add_touched, &toucher, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

/* One row of numbers, or nothing. */
static enum err_code one_row(int64_t *out, int columns, struct index *index,
                             const char *sql, int64_t key, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, index, sql, err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, key);
    code = db_step(&has_row, query, err);
    for (int i = 0; i < columns && code == ERR_OK; i++)
        out[i] = has_row ? db_column_int(query, i) : 0;
    index_give(index, query);
    return code;
}

static enum err_code read_passage(struct table_basis *out, struct arena *arena,
                                  struct index *index, struct ref basis, struct err *err)
{
    int64_t said[2] = {0};
    int64_t who = 0;
    enum err_code code =
        one_row(said, 2, index, "SELECT source, chain_as FROM passage WHERE n = $1",
                basis.n, err);

    if (code == ERR_OK)
        code = one_row(&who, 1, index,
                       "SELECT who FROM chain WHERE passage = $1 ORDER BY place LIMIT 1",
                       said[1] > 0 ? said[1] : basis.n, err);
    if (code == ERR_OK)
        code = index_ident_text(&out->source, arena, index, said[0], err);
    if (code == ERR_OK)
        code = index_ident_text(&out->who, arena, index, who, err);
    if (str_equal(out->who, STR("not_stated")))
        out->who = STR("");
    return code;
}

enum err_code query_table_basis(struct table_basis *out, struct arena *arena,
                                struct index *index, struct ref basis, bool is_import,
                                struct err *err)
{
    int64_t list = 0;
    enum err_code code;

    *out = (struct table_basis){0};
    if (ref_is_none(basis))
        return ERR_OK;
    if (!is_import)
        return read_passage(out, arena, index, basis, err);
    code = one_row(&list, 1, index, "SELECT list FROM import WHERE n = $1", basis.n, err);
    if (code == ERR_OK)
        code = index_ident_text(&out->list, arena, index, list, err);
    return code;
}

enum err_code query_table_passages(uint64_t *out, struct index *index, struct view view,
                                   struct str source, struct err *err)
{
    struct scan scan = {
        .sql = "SELECT count(*) FROM passage WHERE source = $1 AND n >= $2 AND n < $3"};
    int64_t number = -1;
    enum err_code code = index_find_ident(&number, index, source, err);

    *out = 0;
    scan_key_number(&scan, number);
    if (code == ERR_OK && number > 0)
        code = query_scan_count(out, index, view, &scan, err);
    return code;
}
