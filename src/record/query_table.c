#include "record/query_table.h"

#include "record/query_table_inside.h"

/* A page in the making. */
struct turning {
    struct table_wanted wanted;
    const struct table_page *page;
    struct table_rows *rows;
    uint32_t limit;
    struct ref looked_at;
    bool is_done;
};

/* --- rows of every table by their order --- */

#define ENTITY_ROW "SELECT n, entity, kind, class FROM entity WHERE "
#define OTHER_ROW(table) "SELECT n FROM " table " WHERE "
#define BOUNDS(a, b) "n >= " a " AND n < " b " ORDER BY n"

/* [newest first] */
static const char *const all_entities[2] = {ENTITY_ROW BOUNDS("$1", "$2"),
                                            ENTITY_ROW BOUNDS("$1", "$2") " DESC"};
static const char *const of_kind[2] = {ENTITY_ROW "kind = $1 AND " BOUNDS("$2", "$3"),
                                       ENTITY_ROW
                                       "kind = $1 AND " BOUNDS("$2", "$3") " DESC"};
static const char *const of_class[2] = {
    ENTITY_ROW "class = $1 AND +kind = $2 AND " BOUNDS("$3", "$4"),
    ENTITY_ROW "class = $1 AND +kind = $2 AND " BOUNDS("$3", "$4") " DESC"};
static const char *const all_claims[2] = {OTHER_ROW("claim") BOUNDS("$1", "$2"),
                                          OTHER_ROW("claim") BOUNDS("$1", "$2") " DESC"};
static const char *const of_property[2] = {
    OTHER_ROW("claim") "property = $1 AND " BOUNDS("$2", "$3"),
    OTHER_ROW("claim") "property = $1 AND " BOUNDS("$2", "$3") " DESC"};
static const char *const of_term[2] = {
    OTHER_ROW("claim") "property = $1 AND term = $2 AND " BOUNDS("$3", "$4"),
    OTHER_ROW("claim") "property = $1 AND term = $2 AND " BOUNDS("$3", "$4") " DESC"};
static const char *const all_objects[2] = {OTHER_ROW("object") BOUNDS("$1", "$2"),
                                           OTHER_ROW("object")
                                               BOUNDS("$1", "$2") " DESC"};

struct way_through {
    const char *const *sql;
    int64_t keys[2];
    int key_count;
};

static struct way_through choose(const struct table_wanted *w)
{
    if (w->filter->of == TABLE_OBJECTS)
        return (struct way_through){.sql = all_objects};
    if (w->filter->of == TABLE_CLAIMS && w->property > 0 && w->term > 0)
        return (struct way_through){of_term, {w->property, w->term}, 2};
    if (w->filter->of == TABLE_CLAIMS)
        return w->property > 0 ? (struct way_through){of_property, {w->property}, 1}
                               : (struct way_through){.sql = all_claims};
    if (w->class_ > 0)
        return (struct way_through){of_class, {w->class_, w->kind}, 2};
    return w->kind > 0 ? (struct way_through){of_kind, {w->kind}, 1}
                       : (struct way_through){.sql = all_entities};
}

/* --- one row --- */

static enum err_code try_row(struct turning *t, struct ref ref, int64_t number,
                             struct err *err)
{
    struct table_rows *rows = t->rows;
    bool passes = false;
    enum err_code code;

    if (t->wanted.work > TABLE_WORK) {
        rows->has_more = rows->is_cut = t->is_done = true;
        rows->next = t->looked_at;
        return ERR_OK;
    }
    code = table_passes(&passes, &t->wanted, ref, number, err);
    t->looked_at = ref;
    if (code != ERR_OK || !passes)
        return code;
    if (rows->count == t->limit) {
        rows->has_more = t->is_done = true;
        return ERR_OK;
    }
    rows->items[rows->count++] = ref;
    rows->next = ref;
    return ERR_OK;
}

/* --- through everything --- */

static bool bind_feed(struct db_query *query, const struct turning *t,
                      const struct way_through *way, uint32_t feed)
{
    const struct table_wanted *w = &t->wanted;
    int64_t from = ref_of(feed, w->index->feeds[feed].bounds.from).n;
    int64_t to = ref_of(feed, w->view.sizes[feed]).n;
    int64_t after = t->page->after.n;

    if (ref_is_asked(t->page->after) && t->page->is_newest_first && to > after)
        to = after;
    if (ref_is_asked(t->page->after) && !t->page->is_newest_first && from <= after)
        from = after + 1;
    if (from >= to)
        return false;
    for (int i = 0; i < way->key_count; i++)
        db_bind_int(query, i + 1, way->keys[i]);
    db_bind_int(query, way->key_count + 1, from);
    db_bind_int(query, way->key_count + 2, to);
    return true;
}

static enum err_code walk_feed(struct turning *t, struct db_query *query, struct err *err)
{
    bool is_entity = t->wanted.filter->of == TABLE_ENTITIES;
    bool has_row = true;
    enum err_code code = ERR_OK;

    while (code == ERR_OK && !t->is_done) {
        code = db_step(&has_row, query, err);
        if (code != ERR_OK || !has_row)
            break;
        code = try_row(t, column_ref(query, 0), is_entity ? db_column_int(query, 1) : 0,
                       err);
    }
    db_reset(query);
    return code;
}

static enum err_code walk(struct turning *t, struct err *err)
{
    const struct way_through way = choose(&t->wanted);
    struct view view = t->wanted.view;
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, t->wanted.index,
                                    way.sql[t->page->is_newest_first ? 1 : 0], err);

    if (code != ERR_OK)
        return code;
    for (uint32_t i = 0; i < view.count && code == ERR_OK && !t->is_done; i++) {
        uint32_t feed = t->page->is_newest_first ? view.count - 1 - i : i;

        if (bind_feed(query, t, &way, feed))
            code = walk_feed(t, query, err);
    }
    index_give(t->wanted.index, query);
    return code;
}

/* --- through few --- */

/* *is_row: the entity is of the kind and class that are asked for. */
static enum err_code entity_at(bool *is_row, int64_t *number, struct table_wanted *w,
                               struct ref ref, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, w->index, ENTITY_ROW "n = $1", err);

    *is_row = false;
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row) {
        *number = db_column_int(query, 1);
        *is_row = (w->kind == 0 || db_column_int(query, 2) == w->kind) &&
                  (w->class_ == 0 || db_column_int(query, 3) == w->class_);
    }
    index_give(w->index, query);
    return code;
}

static bool is_past(const struct turning *t, struct ref ref)
{
    if (!ref_is_asked(t->page->after))
        return true;
    return t->page->is_newest_first ? ref.n < t->page->after.n : ref.n > t->page->after.n;
}

static enum err_code walk_few(struct turning *t, const struct ref *items, size_t count,
                              struct err *err)
{
    struct table_wanted *w = &t->wanted;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < count && code == ERR_OK && !t->is_done; i++) {
        struct ref ref = items[t->page->is_newest_first ? count - 1 - i : i];
        int64_t number = 0;
        bool is_row = true;

        if (!is_past(t, ref) || !view_has(w->view, ref))
            continue;
        if (w->filter->of == TABLE_ENTITIES)
            code = entity_at(&is_row, &number, w, ref, err);
        if (code == ERR_OK && is_row)
            code = try_row(t, ref, number, err);
    }
    return code;
}

/* What the way through does not answer already: of claims it does for the property. */
static uint32_t others_needed(const struct table_wanted *w)
{
    return w->filter->of == TABLE_CLAIMS && w->property > 0
               ? w->needs & ~(uint32_t)NEED_PROPERTY
               : w->needs;
}

static enum err_code turn(struct turning *t, struct err *err)
{
    struct ref *near = NULL;
    size_t count = 0;
    bool is_few = false;
    enum err_code code = ERR_OK;

    if (t->wanted.filter->is_among)
        return walk_few(t, t->wanted.filter->among, t->wanted.filter->among_count, err);
    if (others_needed(&t->wanted) != 0 && t->wanted.filter->of != TABLE_OBJECTS)
        code = table_near(&near, &count, &is_few, &t->wanted, err);
    if (code != ERR_OK)
        return code;
    return is_few ? walk_few(t, near, count, err) : walk(t, err);
}

enum err_code query_table(struct table_rows *out, struct arena *arena,
                          struct index *index, struct view view,
                          const struct table_filter *filter,
                          const struct table_page *page, struct err *err)
{
    struct table_rows rows = {.next = page->after};
    struct turning turning = {
        .page = page, .rows = &rows, .limit = limit_or_default(page->limit)};
    enum err_code code = table_want(&turning.wanted, arena, index, view, filter, err);

    if (code != ERR_OK)
        return code;
    rows.items = ARENA_ARRAY(arena, struct ref, turning.limit);
    turning.looked_at = page->after;
    if (!turning.wanted.is_nothing)
        code = turn(&turning, err);
    if (code == ERR_OK)
        *out = rows;
    return code;
}

/* --- how many --- */

enum { COUNT_READ = 1000 };

static enum err_code count_feed(uint64_t *sum, struct db_query *query, struct err *err)
{
    bool has_row = false;
    enum err_code code = db_step(&has_row, query, err);

    if (code == ERR_OK && has_row)
        *sum += (uint64_t)db_column_int(query, 0);
    db_reset(query);
    return code;
}

/* Without filters an index is counted, and no further than is asked for. */
static const char *count_sql(const struct table_wanted *w, struct way_through *way)
{
    const char *const *sql;

    *way = choose(w);
    sql = way->sql;
#define ENOUGH(n) " LIMIT " n ")"
    if (sql == of_kind)
        return "SELECT count(*) FROM (SELECT 1 FROM entity WHERE kind = $1 AND n >= $2"
               " AND n < $3" ENOUGH("$4");
    if (sql == of_class)
        return "SELECT count(*) FROM (SELECT 1 FROM entity WHERE class = $1 AND"
               " +kind = $2 AND n >= $3 AND n < $4" ENOUGH("$5");
    if (sql == of_property)
        return "SELECT count(*) FROM (SELECT 1 FROM claim WHERE property = $1 AND"
               " n >= $2 AND n < $3" ENOUGH("$4");
    if (sql == of_term)
        return "SELECT count(*) FROM (SELECT 1 FROM claim WHERE property = $1 AND"
               " term = $2 AND n >= $3 AND n < $4" ENOUGH("$5");
    if (sql == all_claims)
        return "SELECT count(*) FROM (SELECT 1 FROM claim WHERE n >= $1 AND"
               " n < $2" ENOUGH("$3");
    if (sql == all_objects)
        return "SELECT count(*) FROM (SELECT 1 FROM object WHERE n >= $1 AND"
               " n < $2" ENOUGH("$3");
    return "SELECT count(*) FROM (SELECT 1 FROM entity WHERE n >= $1 AND"
           " n < $2" ENOUGH("$3");
#undef ENOUGH
}

static enum err_code count_plain(struct table_count *out, const struct turning *t,
                                 uint64_t enough, struct err *err)
{
    struct way_through way;
    const char *sql = count_sql(&t->wanted, &way);
    struct db_query *query = NULL;
    uint64_t sum = 0;
    enum err_code code = index_take(&query, t->wanted.index, sql, err);

    if (code != ERR_OK)
        return code;
    for (uint32_t feed = 0;
         feed < t->wanted.view.count && code == ERR_OK && sum <= enough; feed++) {
        if (!bind_feed(query, t, &way, feed))
            continue;
        db_bind_int(query, way.key_count + 3, (int64_t)(enough + 1 - sum));
        code = count_feed(&sum, query, err);
    }
    index_give(t->wanted.index, query);
    *out = (struct table_count){sum > enough ? enough : sum, sum <= enough};
    return code;
}

static bool is_plain(const struct table_wanted *w)
{
    return others_needed(w) == 0 && !w->filter->is_among &&
           (w->filter->of != TABLE_OBJECTS ||
            w->filter->class_.len + w->filter->text.len == 0);
}

/* Rows of a class have to be read to know their kind. */
static uint64_t enough_of(const struct table_wanted *w, uint64_t enough)
{
    return w->class_ > 0 && enough > COUNT_READ ? COUNT_READ : enough;
}

enum err_code query_table_count(struct table_count *out, struct arena *arena,
                                struct index *index, struct view view,
                                const struct table_filter *filter, uint64_t enough,
                                struct err *err)
{
    const struct table_page page = {0};
    struct turning turning = {.page = &page};
    enum err_code code = table_want(&turning.wanted, arena, index, view, filter, err);

    *out = (struct table_count){0, turning.wanted.is_nothing};
    if (code != ERR_OK || turning.wanted.is_nothing || !is_plain(&turning.wanted))
        return code;
    return count_plain(out, &turning, enough_of(&turning.wanted, enough), err);
}

/* --- what a row is --- */

enum err_code query_table_entity(struct entity_row *out, struct arena *arena,
                                 struct index *index, struct ref ref, struct err *err)
{
    struct db_query *query = NULL;
    struct entity_row e = {.ref = ref};
    bool has_row = false;
    enum err_code code = index_take(&query, index,
                                    "SELECT entity, kind, class, label, several, seal,"
                                    " list, row_key FROM entity WHERE n = $1",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && !has_row)
        code = err_set(err, ERR_NOT_FOUND, "there is no such entity");
    if (code == ERR_OK) {
        e.label = column_text(arena, query, 3);
        e.is_several = db_column_int(query, 4) != 0;
        e.row = column_text(arena, query, 7);
        code = columns_named(index, arena, query,
                             (const struct name_column[]){{&e.id, 0, NAME_IDENT},
                                                          {&e.kind, 1, NAME_WORD},
                                                          {&e.class_, 2, NAME_WORD},
                                                          {&e.seal, 5, NAME_WORD},
                                                          {&e.list, 6, NAME_IDENT}},
                             5, err);
    }
    index_give(index, query);
    if (code == ERR_OK)
        *out = e;
    return code;
}

enum err_code query_table_object(struct object_row *out, struct arena *arena,
                                 struct index *index, struct ref ref, struct err *err)
{
    struct db_query *query = NULL;
    struct object_row o = {.ref = ref};
    bool has_row = false;
    enum err_code code = index_take(
        &query, index,
        "SELECT statement.kind, sha256, size, type, name, name_hex, path, path_hex,"
        " stored, run, stat FROM object JOIN statement ON statement.n = object.n WHERE"
        " object.n = $1",
        err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, ref.n);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && !has_row)
        code = err_set(err, ERR_NOT_FOUND, "there is no such object");
    if (code == ERR_OK) {
        o.is_derived = db_column_int(query, 0) == KIND_DERIVED;
        o.sha256 = column_text(arena, query, 1);
        o.has_size = !db_is_null(query, 2);
        o.size = db_column_int(query, 2);
        o.name = column_text(arena, query, 4);
        o.name_hex = column_text(arena, query, 5);
        o.path = column_text(arena, query, 6);
        o.path_hex = column_text(arena, query, 7);
        o.stored = column_text(arena, query, 8);
        o.stat = column_text(arena, query, 10);
        code = columns_named(
            index, arena, query,
            (const struct name_column[]){{&o.type, 3, NAME_WORD}, {&o.run, 9, NAME_WORD}},
            2, err);
    }
    index_give(index, query);
    if (code == ERR_OK)
        *out = o;
    return code;
}
