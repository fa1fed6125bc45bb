#include "record/query_scan.h"

#define COLUMNS                                                                          \
    "SELECT object.n, statement.kind, sha256, size, type, name, name_hex, path, "        \
    "path_hex,"                                                                          \
    " stored, run, stat FROM object JOIN statement ON statement.n = object.n "
#define IN_VIEW(a, b) " AND object.n >= " a " AND object.n < " b " ORDER BY object.n"

struct reader {
    struct index *index;
    struct arena *arena;
    const struct object_filter *filter;
    struct object_list *list;
    size_t cap;
    uint32_t limit;
};

static bool text_matches(struct str wanted, struct db_query *row, int column)
{
    return wanted.len == 0 || str_equal(wanted, db_column_text(row, column));
}

static bool matches(const struct object_filter *f, struct db_query *row)
{
    return text_matches(f->sha256, row, 2) && text_matches(f->name, row, 5) &&
           text_matches(f->path, row, 7) && text_matches(f->path_hex, row, 8) &&
           text_matches(f->stored, row, 9);
}

static enum err_code read_object(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct reader *r = context;
    void *items = r->list->items;
    struct object_row *o;

    if (!matches(r->filter, row))
        return ERR_OK;
    if (r->list->count == r->limit) {
        r->list->has_more = true;
        at->is_enough = true;
        return ERR_OK;
    }
    o = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *o);
    r->list->items = items;
    *o = (struct object_row){.ref = column_ref(row, 0),
                             .is_derived = db_column_int(row, 1) == KIND_DERIVED,
                             .sha256 = column_text(r->arena, row, 2),
                             .has_size = !db_is_null(row, 3),
                             .size = db_column_int(row, 3),
                             .name = column_text(r->arena, row, 5),
                             .name_hex = column_text(r->arena, row, 6),
                             .path = column_text(r->arena, row, 7),
                             .path_hex = column_text(r->arena, row, 8),
                             .stored = column_text(r->arena, row, 9),
                             .stat = column_text(r->arena, row, 11)};
    return columns_named(
        r->index, r->arena, row,
        (const struct name_column[]){{&o->type, 4, NAME_WORD}, {&o->run, 10, NAME_WORD}},
        2, err);
}

static void choose_run(struct scan *scan, const struct object_filter *f, int64_t run)
{
    scan_key_number(scan, run);
    if (f->path.len > 0) {
        scan->sql = COLUMNS "WHERE run = $1 AND path = $2" IN_VIEW("$3", "$4");
        scan_key_text(scan, f->path);
    } else if (f->path_hex.len > 0) {
        scan->sql = COLUMNS "WHERE +run = $1 AND path_hex = $2" IN_VIEW("$3", "$4");
        scan_key_text(scan, f->path_hex);
    } else {
        scan->sql = COLUMNS "WHERE run = $1" IN_VIEW("$2", "$3");
    }
}

static void choose(struct scan *scan, const struct object_filter *f, int64_t run)
{
    scan->after = f->after;
    if (f->sha256.len > 0) {
        scan->sql = COLUMNS "WHERE sha256 = $1" IN_VIEW("$2", "$3");
        scan_key_text(scan, f->sha256);
    } else if (f->run.len > 0) {
        choose_run(scan, f, run);
    } else if (f->name.len > 0) {
        scan->sql = COLUMNS "WHERE name = $1" IN_VIEW("$2", "$3");
        scan_key_text(scan, f->name);
    } else {
        scan->sql = COLUMNS "WHERE object.n >= $1 AND object.n < $2 ORDER BY object.n";
    }
}

enum err_code query_objects(struct object_list *out, struct arena *arena,
                            struct index *index, struct view view,
                            const struct object_filter *filter, struct err *err)
{
    struct object_list list = {0};
    struct reader reader = {.index = index,
                            .arena = arena,
                            .filter = filter,
                            .list = &list,
                            .limit = limit_or_default(filter->limit)};
    struct scan scan = {0};
    int64_t run = 0;
    enum err_code code = ERR_OK;

    if (filter->run.len > 0)
        code = index_find_word(&run, index, filter->run, err);
    choose(&scan, filter, run);
    if (code == ERR_OK)
        code = query_scan(index, view, &scan, read_object, &reader, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

struct import_reader {
    struct index *index;
    struct arena *arena;
    struct import_list *list;
    size_t cap;
};

static enum err_code read_import(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct import_reader *r = context;
    void *items = r->list->items;
    struct import_row *i;

    i = list_add(&items, &r->list->count, &r->cap, r->arena, sizeof *i);
    r->list->items = items;
    *i = (struct import_row){.ref = column_ref(row, 0),
                             .opening = REF_NONE,
                             .closing = REF_NONE,
                             .source = column_ref(row, 1),
                             .version = column_text(r->arena, row, 3)};
    return index_ident_text(&i->list, r->arena, r->index, db_column_int(row, 2), err);
}

static enum err_code read_closing(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct import_row *i = context;

    (void)err;
    i->is_closed = true;
    i->row_count = db_column_int(row, 0);
    i->accepted = db_column_int(row, 1);
    i->rejected = db_column_int(row, 2);
    i->closing = column_ref(row, 3);
    at->is_enough = true;
    return ERR_OK;
}

enum err_code query_imports(struct import_list *out, struct arena *arena,
                            struct index *index, struct view view, struct str list,
                            struct err *err)
{
    struct import_list found = {0};
    struct import_reader reader = {.index = index, .arena = arena, .list = &found};
    struct scan scan = {.sql =
                            "SELECT n, source, list, version FROM import WHERE opening IS"
                            " NULL AND n >= $1 AND n < $2 ORDER BY n"};
    int64_t number = 0;
    enum err_code code = ERR_OK;

    if (list.len > 0) {
        code = index_find_ident(&number, index, list, err);
        scan.sql = "SELECT n, source, list, version FROM import WHERE list = $1 AND"
                   " opening IS NULL AND n >= $2 AND n < $3 ORDER BY n";
        scan_key_number(&scan, number);
    }
    if (code == ERR_OK)
        code = query_scan(index, view, &scan, read_import, &reader, err);
    for (size_t i = 0; i < found.count && code == ERR_OK; i++) {
        struct scan closing = {.sql =
                                   "SELECT row_count, accepted, rejected, n FROM import"
                                   " WHERE opening = $1 AND n >= $2 AND n < $3"
                                   " ORDER BY n"};

        scan_key_number(&closing, found.items[i].ref.n);
        code = query_scan(index, view, &closing, read_closing, &found.items[i], err);
    }
    if (code == ERR_OK)
        *out = found;
    return code;
}
