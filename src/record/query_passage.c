#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT n, source, lang, words, locator, first_day, last_day, seal, chain_as, more"  \
    " FROM passage "

/* A chain may be another passage's, which may say the same; longer is a mistake. */
enum { CHAIN_AS_MAX = 8 };

struct reader {
    struct index *index;
    struct arena *arena;
    struct passage_list *list;
    size_t cap;
    uint32_t limit;
};

static enum err_code read_passage(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct reader *r = context;
    void *items = r->list->items;
    struct passage_row *p;

    if (r->list->count == r->limit) {
        r->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    p = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *p);
    r->list->items = items;
    *p = (struct passage_row){.ref = column_ref(row, 0),
                              .words = column_text(r->arena, row, 3),
                              .locator = column_value(r->arena, row, 4),
                              .has_days = !db_is_null(row, 5),
                              .first_day = db_column_int(row, 5),
                              .last_day = db_column_int(row, 6),
                              .chain_as = column_ref(row, 8),
                              .more = column_value(r->arena, row, 9)};
    return columns_named(r->index, r->arena, row,
                         (const struct name_column[]){{&p->source, 1, NAME_IDENT},
                                                      {&p->lang, 2, NAME_WORD},
                                                      {&p->seal, 7, NAME_WORD}},
                         3, err);
}

static enum err_code add_hand(struct passage_row *p, size_t *cap, struct index *index,
                              struct arena *arena, struct db_query *row, struct err *err)
{
    void *items = p->chain;
    struct hand_row *hand = list_add(&items, &p->chain_count, cap, arena, sizeof *hand);

    p->chain = items;
    *hand = (struct hand_row){.more = column_value(arena, row, 3)};
    return columns_named(index, arena, row,
                         (const struct name_column[]){{&hand->who, 0, NAME_IDENT},
                                                      {&hand->knows, 1, NAME_WORD},
                                                      {&hand->link, 2, NAME_WORD}},
                         3, err);
}

static enum err_code read_chain(struct passage_row *p, struct index *index,
                                struct arena *arena, struct ref of, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    size_t cap = 0;
    enum err_code code = index_take(&query, index,
                                    "SELECT who, knows, link, more FROM chain"
                                    " WHERE passage = $1 ORDER BY place",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, of.n);
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row)
        if ((code = add_hand(p, &cap, index, arena, query, err)) != ERR_OK)
            break;
    index_give(index, query);
    return code;
}

static enum err_code chain_as_of(struct ref *out, struct index *index, struct ref passage,
                                 struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT chain_as FROM passage WHERE n = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, passage.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK)
        *out = has_row ? column_ref(query, 0) : REF_NONE;
    index_give(index, query);
    return code;
}

static enum err_code follow_chain(struct passage_row *p, struct index *index,
                                  struct arena *arena, struct err *err)
{
    struct ref next = p->ref;
    enum err_code code = ERR_OK;

    for (int i = 0; i < CHAIN_AS_MAX && code == ERR_OK && !ref_is_none(next); i++) {
        code = read_chain(p, index, arena, next, err);
        if (code != ERR_OK || p->chain_count > 0)
            return code;
        code = chain_as_of(&next, index, next, err);
    }
    return code;
}

static enum err_code read_passages(struct passage_list *out, struct arena *arena,
                                   struct index *index, struct view view,
                                   const struct scan *scan, uint32_t limit,
                                   struct err *err)
{
    struct passage_list list = {0};
    struct reader reader = {
        .index = index, .arena = arena, .list = &list, .limit = limit_or_default(limit)};
    enum err_code code = query_scan(index, view, scan, read_passage, &reader, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = follow_chain(&list.items[i], index, arena, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

enum err_code query_passage(struct passage_row *out, struct arena *arena,
                            struct index *index, struct ref ref, struct err *err)
{
    struct scan scan = {.sql = COLUMNS "WHERE n = $1 AND n >= $2 AND n < $3"};
    struct passage_list list;
    enum err_code code;

    scan_key_number(&scan, ref.n);
    code =
        read_passages(&list, arena, index, view_of_one(arena, index, ref), &scan, 1, err);
    if (code != ERR_OK)
        return code;
    if (list.count == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such passage");
    *out = list.items[0];
    return ERR_OK;
}

enum err_code query_passages(struct passage_list *out, struct arena *arena,
                             struct index *index, struct view view, struct str source,
                             struct ref after, uint32_t limit, struct err *err)
{
    struct scan scan = {.sql =
                            COLUMNS "WHERE source = $1 AND n >= $2 AND n < $3 ORDER BY n",
                        .after = after};
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, source, err);

    scan_key_number(&scan, number);
    if (code != ERR_OK)
        return code;
    return read_passages(out, arena, index, view, &scan, limit, err);
}
