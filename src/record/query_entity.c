#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT n, entity, kind, class, label, several, seal, list, row_key FROM entity "

struct reader {
    struct index *index;
    struct arena *arena;
    struct entity_list *list;
    size_t cap;
    uint32_t limit;
};

static enum err_code read_entity(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct reader *r = context;
    void *items = r->list->items;
    struct entity_row *e;

    if (r->list->count == r->limit) {
        r->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    e = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *e);
    r->list->items = items;
    *e = (struct entity_row){.ref = column_ref(row, 0),
                             .label = column_text(r->arena, row, 4),
                             .is_several = db_column_int(row, 5) != 0,
                             .row = column_text(r->arena, row, 8)};
    return columns_named(r->index, r->arena, row,
                         (const struct name_column[]){{&e->id, 1, NAME_IDENT},
                                                      {&e->kind, 2, NAME_WORD},
                                                      {&e->class_, 3, NAME_WORD},
                                                      {&e->seal, 6, NAME_WORD},
                                                      {&e->list, 7, NAME_IDENT}},
                         5, err);
}

static enum err_code read_entities(struct entity_list *out, struct arena *arena,
                                   struct index *index, struct view view,
                                   const struct scan *scan, uint32_t limit,
                                   struct err *err)
{
    struct entity_list list = {0};
    struct reader reader = {
        .index = index, .arena = arena, .list = &list, .limit = limit_or_default(limit)};
    enum err_code code = query_scan(index, view, scan, read_entity, &reader, err);

    if (code == ERR_OK)
        *out = list;
    return code;
}

static enum err_code not_found(struct str id, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "nothing here has the id \"" STR_FMT "\"",
                   STR_ARG(str_prefix(id, 40)));
}

static enum err_code exists(bool *out, struct index *index, struct view view,
                            const char *sql, int64_t number, struct err *err)
{
    struct scan scan = {.sql = sql};
    uint64_t count = 0;
    enum err_code code;

    scan_key_number(&scan, number);
    code = query_scan_count(&count, index, view, &scan, err);
    *out = count > 0;
    return code;
}

/* Whether any statement of the view names it, though none makes it. */
static enum err_code is_named(bool *out, struct index *index, struct view view,
                              int64_t number, struct err *err)
{
    static const char *const places[] = {
        "SELECT count(*) FROM claim WHERE about = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM claim WHERE entity = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM mention WHERE entity = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM passage WHERE source = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM chain WHERE who = $1 AND passage >= $2 AND passage < $3",
        "SELECT count(*) FROM entity WHERE list = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM import WHERE list = $1 AND n >= $2 AND n < $3",
    };
    enum err_code code = ERR_OK;

    *out = false;
    for (size_t i = 0; i < sizeof places / sizeof places[0] && code == ERR_OK && !*out;
         i++)
        code = exists(out, index, view, places[i], number, err);
    return code;
}

static enum err_code entity_of_number(struct entity_row *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct str id, int64_t number, struct err *err)
{
    struct scan scan = {.sql = COLUMNS
                        "WHERE entity = $1 AND n >= $2 AND n < $3 ORDER BY n"};
    struct entity_list list;
    bool is_known = false;
    enum err_code code;

    scan_key_number(&scan, number);
    code = read_entities(&list, arena, index, view, &scan, 1, err);
    if (code != ERR_OK)
        return code;
    if (list.count > 0) {
        *out = list.items[0];
        return ERR_OK;
    }
    code = is_named(&is_known, index, view, number, err);
    if (code != ERR_OK)
        return code;
    if (!is_known)
        return not_found(id, err);
    *out = (struct entity_row){.ref = REF_NONE, .id = arena_str(arena, id)};
    return ERR_OK;
}

enum err_code query_entity(struct entity_row *out, struct arena *arena,
                           struct index *index, struct view view, struct str id,
                           struct err *err)
{
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, id, err);

    if (code != ERR_OK)
        return code;
    if (number < 0)
        return not_found(id, err);
    return entity_of_number(out, arena, index, view, id, number, err);
}

/* Ids that begin so: those from prefix to prefix with the largest character behind. */
static enum err_code ids_with_prefix(struct entity_row *found, size_t *count,
                                     struct arena *arena, struct index *index,
                                     struct view view, struct str prefix, struct err *err)
{
    struct str end = arena_printf(arena, STR_FMT "~", STR_ARG(prefix));
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(
        &query, index,
        "SELECT number, id FROM ident WHERE id >= $1 AND id < $2 ORDER BY id", err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, prefix);
    db_bind_text(query, 2, end);
    *count = 0;
    while (*count < 2 && (code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        struct str id = column_text(arena, query, 1);

        code =
            entity_of_number(found, arena, index, view, id, db_column_int(query, 0), err);
        if (code == ERR_OK)
            ++*count;
        else if (code != ERR_NOT_FOUND)
            break;
    }
    index_give(index, query);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

enum err_code query_entity_prefix(struct entity_row *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  struct str prefix, struct err *err)
{
    struct entity_row found;
    size_t count = 0;
    enum err_code code = ids_with_prefix(&found, &count, arena, index, view, prefix, err);

    if (code != ERR_OK)
        return code;
    if (count == 0)
        return not_found(prefix, err);
    if (count > 1)
        return err_set(err, ERR_CONFLICT,
                       "several ids begin with \"" STR_FMT "\"; give more characters",
                       STR_ARG(str_prefix(prefix, 40)));
    *out = found;
    return ERR_OK;
}

enum err_code query_entity_of_row(struct entity_row *out, struct arena *arena,
                                  struct index *index, struct view view, struct str list,
                                  struct str row, struct err *err)
{
    struct scan scan = {.sql = COLUMNS "WHERE list = $1 AND row_key = $2 AND n >= $3 AND"
                                       " n < $4 ORDER BY n"};
    struct entity_list found = {0};
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, list, err);

    scan_key_number(&scan, number);
    scan_key_text(&scan, row);
    if (code == ERR_OK && number > 0)
        code = read_entities(&found, arena, index, view, &scan, 1, err);
    if (code != ERR_OK)
        return code;
    if (found.count == 0)
        return err_set(err, ERR_NOT_FOUND, "no entity was made from this row");
    *out = found.items[0];
    return ERR_OK;
}

/* *is_nothing: a word that the index does not hold, so nothing can match. */
static enum err_code kind_scan(struct scan *scan, bool *is_nothing, struct index *index,
                               struct str kind, struct str class_,
                               const char *const sql[4], struct err *err)
{
    int64_t numbers[2] = {0, 0};
    enum err_code code = ERR_OK;

    if (kind.len > 0)
        code = index_find_word(&numbers[0], index, kind, err);
    if (code == ERR_OK && class_.len > 0)
        code = index_find_word(&numbers[1], index, class_, err);
    *is_nothing = numbers[0] < 0 || numbers[1] < 0;
    scan->sql = sql[(kind.len > 0 ? 1 : 0) + (class_.len > 0 ? 2 : 0)];
    if (kind.len > 0)
        scan_key_number(scan, numbers[0]);
    if (class_.len > 0)
        scan_key_number(scan, numbers[1]);
    return code;
}

enum err_code query_entities(struct entity_list *out, struct arena *arena,
                             struct index *index, struct view view, struct str kind,
                             struct str class_, struct ref after, uint32_t limit,
                             struct err *err)
{
    static const char *const sql[4] = {
        COLUMNS "WHERE n >= $1 AND n < $2 ORDER BY n",
        COLUMNS "WHERE kind = $1 AND n >= $2 AND n < $3 ORDER BY n",
        COLUMNS "WHERE class = $1 AND n >= $2 AND n < $3 ORDER BY n",
        COLUMNS "WHERE +kind = $1 AND class = $2 AND n >= $3 AND n < $4 ORDER BY n",
    };
    struct scan scan = {.after = after};
    bool is_nothing = false;
    enum err_code code = kind_scan(&scan, &is_nothing, index, kind, class_, sql, err);

    if (code != ERR_OK)
        return code;
    if (is_nothing) {
        *out = (struct entity_list){0};
        return ERR_OK;
    }
    return read_entities(out, arena, index, view, &scan, limit, err);
}

enum err_code query_entity_count(uint64_t *out, struct index *index, struct view view,
                                 struct str kind, struct str class_, struct err *err)
{
    static const char *const sql[4] = {
        "SELECT count(*) FROM entity WHERE n >= $1 AND n < $2",
        "SELECT count(*) FROM entity WHERE kind = $1 AND n >= $2 AND n < $3",
        "SELECT count(*) FROM entity WHERE class = $1 AND n >= $2 AND n < $3",
        ("SELECT count(*) FROM entity"
         " WHERE +kind = $1 AND class = $2 AND n >= $3 AND n < $4"),
    };
    struct scan scan = {0};
    bool is_nothing = false;
    enum err_code code = kind_scan(&scan, &is_nothing, index, kind, class_, sql, err);

    if (code != ERR_OK)
        return code;
    if (is_nothing) {
        *out = 0;
        return ERR_OK;
    }
    return query_scan_count(out, index, view, &scan, err);
}

struct identity_reader {
    struct index *index;
    struct arena *arena;
    struct identity_list *list;
    size_t cap;
};

static enum err_code read_identity(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct identity_reader *r = context;
    void *items = r->list->items;
    struct identity_row *identity;

    identity = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *identity);
    r->list->items = items;
    *identity = (struct identity_row){.ref = column_ref(row, 0),
                                      .is_same = db_column_int(row, 1) == KIND_SAME};
    return index_ident_text(&identity->other, r->arena, r->index, db_column_int(row, 2),
                            err);
}

enum err_code query_identities(struct identity_list *out, struct arena *arena,
                               struct index *index, struct view view, struct str id,
                               struct err *err)
{
    /* same and distinct point at the entity statements, both of one pair. The plus keeps
     * the partial index on kinds out, whose use would hang on what is bound: the database
     * would plan anew with every question. */
    struct scan scan = {
        .sql =
            "SELECT statement.n, statement.kind, them.entity FROM entity AS us"
            " JOIN edge AS mine ON mine.target = us.n"
            " JOIN statement ON statement.n = mine.source"
            " JOIN edge AS other ON other.source = mine.source"
            " JOIN entity AS them ON them.n = other.target"
            " WHERE us.entity = $1 AND them.entity <> us.entity AND"
            " (+statement.kind = $2 OR +statement.kind = $3) AND +statement.n >= $4 AND"
            " +statement.n < $5 ORDER BY statement.n"};
    struct identity_list list = {0};
    struct identity_reader reader = {.index = index, .arena = arena, .list = &list};
    int64_t number = 0;
    enum err_code code = index_find_ident(&number, index, id, err);

    scan_key_number(&scan, number);
    scan_key_number(&scan, KIND_SAME);
    scan_key_number(&scan, KIND_DISTINCT);
    if (code == ERR_OK)
        code = query_scan(index, view, &scan, read_identity, &reader, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = query_is_undone(&list.items[i].is_undone, index, view, list.items[i].ref,
                               err);
    if (code == ERR_OK)
        *out = list;
    return code;
}
