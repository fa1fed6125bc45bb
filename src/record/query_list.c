#include "record/query_list.h"

#include "record/query_scan.h"

struct entity_reader {
    struct index *index;
    struct arena arena;
    entity_visitor visit;
    void *context;
};

static enum err_code read_entity(void *context, struct scan_row *at, struct err *err)
{
    struct entity_reader *r = context;
    struct db_query *row = at->query;
    struct entity_row e;
    enum err_code code;

    arena_reset(&r->arena);
    e = (struct entity_row){.ref = column_ref(row, 0),
                            .label = column_text(&r->arena, row, 4),
                            .row = column_text(&r->arena, row, 5)};
    code = columns_named(r->index, &r->arena, row,
                         (const struct name_column[]){{&e.id, 1, NAME_IDENT},
                                                      {&e.kind, 2, NAME_WORD},
                                                      {&e.class_, 3, NAME_WORD}},
                         3, err);
    return code == ERR_OK ? r->visit(r->context, &e, err) : code;
}

enum err_code query_entities_of_list(struct index *index, struct view view,
                                     struct str list, entity_visitor visit, void *context,
                                     struct err *err)
{
    struct entity_reader reader = {.index = index, .visit = visit, .context = context};
    struct scan scan = {.sql = "SELECT n, entity, kind, class, label, row_key FROM entity"
                               " WHERE list = $1 AND +n >= $2 AND +n < $3 ORDER BY +n"};
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, list, err);

    if (code != ERR_OK || number < 0)
        return code;
    scan_key_number(&scan, number);
    code = query_scan(index, view, &scan, read_entity, &reader, err);
    arena_free(&reader.arena);
    return code;
}

struct touch_reader {
    touch_visitor visit;
    void *context;
};

static enum err_code read_touch(void *context, struct scan_row *at, struct err *err)
{
    struct touch_reader *r = context;

    return r->visit(r->context, column_ref(at->query, 0), column_ref(at->query, 1), err);
}

enum err_code query_claims_touched(struct index *index, struct view view, struct ref from,
                                   struct ref to, touch_visitor visit, void *context,
                                   struct err *err)
{
    struct touch_reader reader = {visit, context};
    struct scan scan = {
        .sql = "SELECT target, source FROM edge WHERE target >= $1 AND target < $2 AND"
               " (role = $3 OR role = $4 OR role = $5) AND +source >= $6 AND"
               " +source < $7 ORDER BY target, source"};

    scan_key_number(&scan, from.n);
    scan_key_number(&scan, to.n);
    scan_key_number(&scan, ROLE_OF);
    scan_key_number(&scan, ROLE_AMONG);
    scan_key_number(&scan, ROLE_SUPERSEDES);
    return query_scan(index, view, &scan, read_touch, &reader, err);
}
