#include "record/search_index.h"

#include "format/frame.h"
#include "record/query_scan.h"

enum err_code search_keys_of(struct text_index **out, struct index *index,
                             struct err *err)
{
    return index_texts(out, index, err);
}

enum err_code search_begin(bool *begun, struct index *index, struct err *err)
{
    return db_begin_reading(begun, index->db, err);
}

void search_done(struct index *index, bool begun)
{
    db_end_reading(index->db, begun);
}

/* --- rows --- */

struct rows {
    struct index *index;
    struct view view;
    enum text_table table;
    search_visitor visit;
    void *context;
};

static enum err_code take_row(void *context, const struct text_row *found,
                              bool *is_enough, struct err *err)
{
    struct rows *rows = context;
    const struct search_seen seen = {.row = search_row_at(rows->table, found->number),
                                     .count = found->count,
                                     .span = found->span};
    struct ref ref = seen.row.ref;

    if (!view_has(rows->view, ref) ||
        ref_index(ref) < rows->index->feeds[ref_feed(ref)].bounds.from)
        return ERR_OK;
    return rows->visit(rows->context, &seen, is_enough, err);
}

/* Behind the last row that the view can hold. */
static int64_t end_of(struct view view, enum text_table table)
{
    enum search_place place = table == TEXT_PAGES ? SEARCH_PAGE : (enum search_place)0;
    int64_t end = 0;

    for (uint32_t feed = 0; feed < view.count; feed++)
        if (view.sizes[feed] > 0 &&
            !search_row_of(&end, place, ref_of(feed, view.sizes[feed]), 0))
            return INT64_MAX;
    return end;
}

enum err_code search_rows(struct index *index, struct view view, enum text_table table,
                          const struct text_query *query, search_visitor visit,
                          void *context, struct err *err)
{
    struct rows rows = {index, view, table, visit, context};
    struct text_index *texts = NULL;
    enum err_code code = index_texts(&texts, index, err);

    if (code != ERR_OK)
        return code;
    return text_index_find(texts, table, query, 0, end_of(view, table), take_row, &rows,
                           err);
}

/* --- texts --- */

static enum err_code take(struct db_query **query, bool *has_row, struct index *index,
                          const char *sql, struct ref ref, struct err *err)
{
    enum err_code code = index_take(query, index, sql, err);

    *has_row = false;
    if (code != ERR_OK)
        return code;
    db_bind_int(*query, 1, ref.n);
    code = db_step(has_row, *query, err);
    if (code != ERR_OK)
        index_give(index, *query);
    return code;
}

static enum err_code read_entity(struct search_found *out, struct arena *arena,
                                 struct index *index, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    int64_t entity = 0;
    enum err_code code =
        take(&query, &has_row, index,
             "SELECT entity, label, row_key FROM entity WHERE n = $1", out->row.ref, err);

    if (code != ERR_OK)
        return code;
    if (has_row) {
        entity = db_column_int(query, 0);
        out->text = column_text(arena, query, out->row.place == SEARCH_LABEL ? 1 : 2);
    }
    index_give(index, query);
    return index_ident_text(&out->id, arena, index, entity, err);
}

static void set_text(struct value *statement, struct arena *arena, const char *key,
                     struct str text)
{
    if (text.len > 0)
        value_set(statement, arena, str_from_c(key), value_string(text));
}

/* The same function that chose the texts when they were indexed chooses again. */
static void choose(struct search_found *out, struct arena *arena,
                   const struct value *statement)
{
    struct search_text texts[SEARCH_TEXTS_MAX];
    size_t count = search_texts_of(texts, arena, statement, out->kind);

    for (size_t i = 0; i < count && out->text.len == 0; i++)
        if (texts[i].place == out->row.place)
            out->text = texts[i].text;
}

static enum err_code read_claim(struct search_found *out, struct arena *arena,
                                struct index *index, struct err *err)
{
    struct value statement = value_object();
    enum err_code code = query_claim(&out->claim, arena, index, out->row.ref, err);

    if (code != ERR_OK)
        return code;
    out->is_claim = true;
    out->id = out->claim.about;
    set_text(&statement, arena, "property", out->claim.property);
    set_text(&statement, arena, "note", out->claim.note);
    value_set(&statement, arena, STR("value"), out->claim.value);
    choose(out, arena, &statement);
    return ERR_OK;
}

static enum err_code read_passage(struct search_found *out, struct arena *arena,
                                  struct index *index, struct err *err)
{
    struct value statement = value_object();
    const struct value *more = NULL;
    struct db_query *query = NULL;
    bool has_row = false;
    int64_t source = 0;
    enum err_code code =
        take(&query, &has_row, index,
             "SELECT source, words, more FROM passage WHERE n = $1", out->row.ref, err);

    if (code != ERR_OK)
        return code;
    if (has_row) {
        source = db_column_int(query, 0);
        set_text(&statement, arena, "words", column_text(arena, query, 1));
        more = column_value(arena, query, 2);
    }
    for (uint32_t i = 0; more && i < more->count; i++)
        value_set(&statement, arena, more->members[i].key, more->members[i].value);
    index_give(index, query);
    choose(out, arena, &statement);
    return index_ident_text(&out->id, arena, index, source, err);
}

static enum err_code read_text(struct search_found *out, struct arena *arena,
                               struct index *index, const char *sql, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = take(&query, &has_row, index, sql, out->row.ref, err);

    if (code != ERR_OK)
        return code;
    if (has_row)
        out->text = column_text(arena, query, 0);
    index_give(index, query);
    return ERR_OK;
}

static enum err_code kind_of(int64_t *kind, struct index *index, struct ref ref,
                             struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = take(&query, &has_row, index,
                              "SELECT kind FROM statement WHERE n = $1", ref, err);

    if (code != ERR_OK)
        return code;
    *kind = has_row ? db_column_int(query, 0) : KIND_UNREADABLE;
    index_give(index, query);
    return ERR_OK;
}

static enum err_code read_kind(struct search_found *out, struct arena *arena,
                               struct index *index, struct err *err)
{
    switch (out->kind) {
    case KIND_ENTITY:
        return read_entity(out, arena, index, err);
    case KIND_CLAIM:
        return read_claim(out, arena, index, err);
    case KIND_PASSAGE:
        return read_passage(out, arena, index, err);
    case KIND_OBJECT:
    case KIND_DERIVED:
        return read_text(out, arena, index,
                         "SELECT coalesce(path, name) FROM object WHERE n = $1", err);
    default:
        return read_text(out, arena, index,
                         out->row.place == SEARCH_NOTE
                             ? "SELECT note FROM review WHERE n = $1"
                             : "SELECT reason FROM review WHERE n = $1",
                         err);
    }
}

enum err_code search_read(struct search_found *out, bool *is_there, struct arena *arena,
                          struct index *index, struct search_row row, struct err *err)
{
    enum err_code code;

    *out = (struct search_found){.row = row};
    code = kind_of(&out->kind, index, row.ref, err);
    if (code == ERR_OK && row.place != SEARCH_PAGE)
        code = read_kind(out, arena, index, err);
    *is_there = code == ERR_OK && out->text.len > 0;
    return code;
}

/* --- what is not searched --- */

static enum err_code note_one(void *context, struct scan_row *at, struct err *err)
{
    (void)err;
    *(bool *)context = true;
    at->is_enough = true;
    return ERR_OK;
}

enum err_code search_has_sealed(bool *out, struct index *index, struct view view,
                                struct err *err)
{
    /* An erased frame has FRAME_HEAD_MAX_BYTES, and no other. */
    struct scan scan = {.sql =
                            "SELECT n FROM statement WHERE kind = 0 AND frame_len <> $1"
                            " AND n >= $2 AND n < $3 ORDER BY n LIMIT 1"};

    *out = false;
    scan_key_number(&scan, FRAME_HEAD_MAX_BYTES);
    return query_scan(index, view, &scan, note_one, out, err);
}
