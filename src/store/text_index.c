#include "store/text_index.h"

#include <assert.h>

#include "store/db_file.h"
#include "store/text_fts5.h"

/*
 * One FTS5 table for each kind of text, without its content (content='') and without
 * the sizes of rows (columnsize=0): a row costs its tokens and nothing else. detail=full
 * keeps where in the row a token stands, for phrases.
 *
 * The tokenizer takes a prepared text apart, when rows are put and when a query is read,
 * so the two always agree.
 */

enum query_of { PUT, FIND, OF_TABLE };

struct text_index {
    struct db *db;
    struct db_query *queries[TEXT_TABLES][OF_TABLE];
    struct db_query *enter;
    struct db_query *entries;
    struct buf match;
};

static const char *const table_names[TEXT_TABLES] = {
    [TEXT_NAMES] = "text_names", [TEXT_SAID] = "text_said", [TEXT_PAGES] = "text_pages"};

static const char *const table_sql[TEXT_TABLES][OF_TABLE] = {
    [TEXT_NAMES] =
        {
            [PUT] = "INSERT INTO text_names (rowid, t) VALUES ($1, $2)",
            [FIND] = "SELECT rowid, closeness(text_names) FROM text_names WHERE "
                     "text_names MATCH $1 AND"
                     " rowid >= $2 AND rowid < $3 ORDER BY rowid",
        },
    [TEXT_SAID] =
        {
            [PUT] = "INSERT INTO text_said (rowid, t) VALUES ($1, $2)",
            [FIND] = "SELECT rowid, closeness(text_said) FROM text_said WHERE text_said "
                     "MATCH $1 AND"
                     " rowid >= $2 AND rowid < $3 ORDER BY rowid",
        },
    [TEXT_PAGES] =
        {
            [PUT] = "INSERT INTO text_pages (rowid, t) VALUES ($1, $2)",
            [FIND] = "SELECT rowid, closeness(text_pages) FROM text_pages WHERE "
                     "text_pages MATCH $1 AND"
                     " rowid >= $2 AND rowid < $3 ORDER BY rowid",
        },
};

/* --- tables --- */

/* While loading nothing is merged until the end, and a run may be 32 MiB long. Later runs
 * are as long as a transaction, at most 8 MiB, and eight of one size become one. */
#define LOADING "'automerge', 0;'crisismerge', 256;'hashsize', 33554432"
#define LIVE "'automerge', 8;'crisismerge', 32;'hashsize', 8388608"

static enum err_code tune(struct db *db, const char *settings, struct err *err)
{
    enum err_code code = ERR_OK;
    struct buf sql = {0};

    for (size_t i = 0; i < TEXT_TABLES; i++)
        for (struct str rest = str_from_c(settings); rest.len > 0;) {
            struct str one = str_prefix(rest, str_find(rest, ';', 0));

            buf_printf(&sql, "INSERT INTO %s (%s, rank) VALUES (" STR_FMT ");",
                       table_names[i], table_names[i], STR_ARG(one));
            rest = str_after(rest, one.len + 1);
        }
    code = db_script(db, buf_text(&sql), err);
    buf_release(&sql);
    return code;
}

enum err_code text_index_make(struct db *db, bool is_loading, struct err *err)
{
    struct buf sql = {0};
    enum err_code code = text_fts5_add(db, err);

    for (size_t i = 0; i < TEXT_TABLES; i++)
        buf_printf(&sql,
                   "CREATE VIRTUAL TABLE %s USING fts5"
                   " (t, content='', columnsize=0, detail=full, tokenize=prepared);",
                   table_names[i]);
    buf_append(&sql, STR("CREATE TABLE text_entry (entry BLOB PRIMARY KEY)"
                         " WITHOUT ROWID;"));
    if (code == ERR_OK)
        code = db_script(db, buf_text(&sql), err);
    buf_release(&sql);
    if (code == ERR_OK)
        code = tune(db, is_loading ? LOADING : LIVE, err);
    return code;
}

static void close_queries(struct text_index *index)
{
    struct db_query **queries = &index->queries[0][0];

    for (size_t i = 0; i < (size_t)TEXT_TABLES * OF_TABLE; i++) {
        db_query_close(queries[i]);
        queries[i] = NULL;
    }
}

enum err_code text_index_finish(struct text_index *index, struct err *err)
{
    struct buf sql = {0};
    enum err_code code;

    close_queries(index);
    for (size_t i = 0; i < TEXT_TABLES; i++)
        buf_printf(&sql, "INSERT INTO %s (%s) VALUES ('optimize');", table_names[i],
                   table_names[i]);
    code = db_script(index->db, buf_text(&sql), err);
    buf_release(&sql);
    if (code == ERR_OK)
        code = tune(index->db, LIVE, err);
    return code;
}

enum err_code text_index_open(struct text_index **out, struct db *db, struct err *err)
{
    struct text_index *index;

    if (text_fts5_add(db, err) != ERR_OK)
        return err->code;
    index = calloc(1, sizeof *index);
    if (!index)
        out_of_memory(sizeof *index);
    index->db = db;
    *out = index;
    return ERR_OK;
}

void text_index_close(struct text_index *index)
{
    if (!index)
        return;
    close_queries(index);
    db_query_close(index->enter);
    db_query_close(index->entries);
    buf_release(&index->match);
    free(index);
}

static enum err_code prepare(struct db_query **query, struct text_index *index,
                             const char *sql, struct err *err)
{
    return *query ? ERR_OK : db_prepare(query, index->db, sql, err);
}

/* --- putting --- */

void text_add(struct buf *prepared, struct str token, bool is_same_place)
{
    if (token.len == 0)
        return;
    buf_char(prepared, is_same_place ? TEXT_SAME : TEXT_NEXT);
    buf_append(prepared, str_prefix(token, TEXT_TOKEN_MAX));
}

enum err_code text_index_put(struct text_index *index, enum text_table table, int64_t row,
                             struct str prepared, struct err *err)
{
    struct db_query **query = &index->queries[table][PUT];

    if (prepare(query, index, table_sql[table][PUT], err) != ERR_OK)
        return err->code;
    db_bind_int(*query, 1, row);
    db_bind_text(*query, 2, prepared);
    return db_run(*query, err);
}

/* --- asking --- */

/* As a string of FTS5's query language, in which only a quotation mark means something.
 */
static void put_phrase(struct buf *out, const struct text_phrase *phrase)
{
    buf_char(out, '"');
    for (size_t i = 0; i < phrase->prepared.len; i++) {
        assert(phrase->prepared.ptr[i] != '\0');
        if (phrase->prepared.ptr[i] == '"')
            buf_char(out, '"');
        buf_char(out, phrase->prepared.ptr[i]);
    }
    buf_append(out, phrase->is_beginning ? STR("\" *") : STR("\""));
}

static void put_clause(struct buf *out, const struct text_clause *clause)
{
    buf_char(out, '(');
    for (size_t i = 0; i < clause->count; i++) {
        buf_append(out, i > 0 ? STR(" OR ") : STR(""));
        put_phrase(out, &clause->phrases[i]);
    }
    buf_char(out, ')');
}

static void put_query(struct buf *out, const struct text_query *query)
{
    buf_char(out, '(');
    for (size_t i = 0; i < query->all_count; i++) {
        buf_append(out, i > 0 ? STR(" AND ") : STR(""));
        put_clause(out, &query->all[i]);
    }
    buf_char(out, ')');
    for (size_t i = 0; i < query->none_count; i++) {
        buf_append(out, STR(" NOT "));
        put_clause(out, &query->none[i]);
    }
}

enum err_code text_index_find(struct text_index *index, enum text_table table,
                              const struct text_query *query, int64_t from, int64_t to,
                              text_row_visitor visit, void *context, struct err *err)
{
    struct db_query **find = &index->queries[table][FIND];
    bool is_enough = false;
    bool has_row = true;
    enum err_code code;

    if (query->all_count == 0 || from >= to)
        return ERR_OK;
    if (prepare(find, index, table_sql[table][FIND], err) != ERR_OK)
        return err->code;
    buf_reset(&index->match);
    put_query(&index->match, query);
    db_bind_text(*find, 1, buf_str(&index->match));
    db_bind_int(*find, 2, from);
    db_bind_int(*find, 3, to);
    while ((code = db_step(&has_row, *find, err)) == ERR_OK && has_row) {
        uint64_t close = (uint64_t)db_column_int(*find, 1);
        const struct text_row row = {.number = db_column_int(*find, 0),
                                     .count = (uint32_t)(close >> 32),
                                     .span = (uint32_t)close};

        code = visit(context, &row, &is_enough, err);
        if (code != ERR_OK || is_enough)
            break;
    }
    db_reset(*find);
    return code;
}

/* --- the set --- */

enum err_code text_index_enter(struct text_index *index, struct str entry,
                               struct err *err)
{
    if (prepare(&index->enter, index,
                "INSERT INTO text_entry (entry) VALUES ($1) ON CONFLICT DO NOTHING",
                err) != ERR_OK)
        return err->code;
    db_bind_blob(index->enter, 1, entry);
    return db_run(index->enter, err);
}

enum err_code text_index_entries(struct text_index *index, struct str beginning,
                                 text_entry_visitor visit, void *context, struct err *err)
{
    bool is_enough = false;
    bool has_row = true;
    enum err_code code;

    if (prepare(&index->entries, index,
                "SELECT entry FROM text_entry WHERE entry >= $1 ORDER BY entry",
                err) != ERR_OK)
        return err->code;
    db_bind_blob(index->entries, 1, beginning);
    while ((code = db_step(&has_row, index->entries, err)) == ERR_OK && has_row) {
        struct str entry = db_column_text(index->entries, 0);

        if (!str_starts_with(entry, beginning))
            break;
        code = visit(context, entry, &is_enough, err);
        if (code != ERR_OK || is_enough)
            break;
    }
    db_reset(index->entries);
    return code;
}

/* --- comparing --- */

enum err_code text_index_tokens(struct text_index *index, enum text_table table,
                                text_token_visitor visit, void *context, struct err *err)
{
    struct db_query *query = NULL;
    struct buf sql = {0};
    bool has_row = true;
    enum err_code code;

    buf_printf(&sql,
               "CREATE VIRTUAL TABLE IF NOT EXISTS temp.%s_tokens USING"
               " fts5vocab('main', '%s', 'instance')",
               table_names[table], table_names[table]);
    code = db_script(index->db, buf_text(&sql), err);
    buf_reset(&sql);
    buf_printf(&sql,
               "SELECT term, doc, offset FROM temp.%s_tokens"
               " ORDER BY doc, offset, term",
               table_names[table]);
    if (code == ERR_OK)
        code = db_prepare(&query, index->db, buf_text(&sql), err);
    while (code == ERR_OK && (code = db_step(&has_row, query, err)) == ERR_OK && has_row)
        code = visit(context, db_column_text(query, 0), db_column_int(query, 1),
                     db_column_int(query, 2), err);
    db_query_close(query);
    buf_release(&sql);
    return code;
}
