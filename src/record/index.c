#include "record/index.h"

#include <assert.h>

#include "format/canon.h"
#include "log/feed.h"
#include "record/inbox.h"
#include "record/index_inside.h"
#include "record/index_open.h"
#include "record/index_tables.h"
#include "record/project_text.h"

/* In the order of enum statement_kind and enum edge_role. */
static const char *const first_words[WORD_FIRST_FREE] = {
    "",       "claim",      "entity",   "passage",  "object",   "derived", "import",
    "assess", "decide",     "withdraw", "same",     "distinct", "undo",    "archive",
    "member", "device",     "schema",   "access",   "consent",  "of",      "among",
    "prefer", "supersedes", "premises", "chain_as", "about",    "source",
};

static enum err_code put_meta(struct index *index, const char *name, struct str text,
                              struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, index,
                                    "INSERT INTO meta (name, text) "
                                    "VALUES ($1, $2)",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, str_from_c(name));
    db_bind_text(query, 2, text);
    code = db_run(query, err);
    index_give(index, query);
    return code;
}

static enum err_code seed_words(struct index *index, struct err *err)
{
    enum err_code code = ERR_OK;

    index->next_word = 1;
    for (size_t i = 1; i < WORD_FIRST_FREE && code == ERR_OK; i++) {
        int64_t number = 0;

        code = index_word(&number, index, str_from_c(first_words[i]), err);
        assert(code != ERR_OK || number == (int64_t)i);
    }
    return code;
}

static struct str version_text(struct arena *arena)
{
    return arena_printf(arena, "%d", INDEX_VERSION);
}

static enum err_code make_tables(struct index *index, struct str schema, struct err *err)
{
    enum err_code code = db_script(index->db, index_tables_sql, err);

    if (code == ERR_OK && !index->is_loading)
        code = db_script(index->db, index_indexes_sql, err);
    if (code == ERR_OK)
        code = text_index_make(index->db, index->is_loading, err);
    if (code == ERR_OK)
        code = seed_words(index, err);
    if (code == ERR_OK)
        code = put_meta(index, "version", version_text(&index->arena), err);
    if (code == ERR_OK)
        code = put_meta(index, "schema", schema, err);
    return code;
}

static enum err_code one_number(int64_t *out, struct index *index, const char *sql,
                                struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, index, sql, err);

    if (code != ERR_OK)
        return code;
    code = db_step(&has_row, query, err);
    if (code == ERR_OK)
        *out = has_row ? db_column_int(query, 0) : 0;
    index_give(index, query);
    return code;
}

static enum err_code meta_is(bool *same, struct index *index, const char *name,
                             struct str expected, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT text FROM meta WHERE name = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, str_from_c(name));
    code = db_step(&has_row, query, err);
    *same = code == ERR_OK && has_row && str_equal(db_column_text(query, 0), expected);
    index_give(index, query);
    return code;
}

static void keep_feed(struct index *index, struct str id)
{
    struct feed_row *feeds =
        realloc(index->feeds, (index->feed_count + 1U) * sizeof *feeds);
    struct feed_row row = {.len = id.len,
                           .bounds = {.until = UINT64_MAX, .counts = true}};

    if (!feeds)
        out_of_memory((index->feed_count + 1U) * sizeof *feeds);
    assert(id.len <= sizeof row.id);
    memcpy(row.id, id.ptr, id.len);
    feeds[index->feed_count++] = row;
    index->feeds = feeds;
}

static enum err_code load_feeds(struct index *index, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT id FROM feed ORDER BY number", err);

    if (code != ERR_OK)
        return code;
    index->feed_count = 0;
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row)
        keep_feed(index, str_prefix(db_column_text(query, 0), FEED_TEXT_MAX));
    index_give(index, query);
    return code;
}

static enum err_code load_counters(struct index *index, struct err *err)
{
    enum err_code code =
        one_number(&index->next_word, index, "SELECT max(number) + 1 FROM word", err);

    if (code == ERR_OK)
        code = one_number(&index->next_ident, index,
                          "SELECT coalesce(max(number), 0) + 1 FROM ident", err);
    return code;
}

/* A database without the table `meta` was never finished, or is no index at all. */
static enum err_code examine(bool *is_usable, struct index *index, struct str schema,
                             struct err *err)
{
    bool same_version = false;
    bool same_schema = false;
    enum err_code code =
        meta_is(&same_version, index, "version", version_text(&index->arena), err);

    *is_usable = false;
    if (code == ERR_INVALID) {
        *err = (struct err){0}; /* it is not wrong: callers may look there */
        return ERR_OK;
    }
    if (code == ERR_OK && same_version)
        code = meta_is(&same_schema, index, "schema", schema, err);
    index->is_other = code == ERR_OK && !(same_version && same_schema);
    if (code != ERR_OK || !same_version || !same_schema)
        return code;
    *is_usable = true;
    return load_feeds(index, err);
}

static struct index *index_new(struct db *db)
{
    struct index *index = calloc(1, sizeof *index);

    if (!index)
        out_of_memory(sizeof *index);
    index->idents = calloc(IDENT_CACHE_SLOTS, sizeof *index->idents);
    index->queries = calloc(QUERY_CACHE_MAX, sizeof *index->queries);
    index->names = calloc(NAME_CACHE_SLOTS, sizeof *index->names);
    if (!index->idents || !index->queries || !index->names)
        out_of_memory(IDENT_CACHE_SLOTS * sizeof *index->idents);
    index->db = db;
    index->next_ident = 1;
    return index;
}

enum err_code index_of_db(struct index **out, bool *is_usable, struct db *db,
                          struct str schema, struct err *err)
{
    struct index *index = index_new(db);
    enum err_code code = examine(is_usable, index, schema, err);

    if (code == ERR_OK && *is_usable)
        code = load_counters(index, err);
    arena_reset(&index->arena);
    if (code != ERR_OK)
        index_close(index);
    else
        *out = index;
    return code;
}

enum err_code index_make(struct index **out, struct db *db, struct str schema,
                         enum index_making making, struct err *err)
{
    struct index *index = index_new(db);
    enum err_code code;

    index->is_beside = making == INDEX_LOADING;
    index->is_loading = making == INDEX_LOADING;
    code = make_tables(index, schema, err);
    arena_reset(&index->arena);
    if (code != ERR_OK)
        index_close(index);
    else
        *out = index;
    return code;
}

static void close_queries(struct index *index)
{
    for (uint32_t i = 0; i < index->query_count; i++)
        db_query_close(index->queries[i].query);
    index->query_count = 0;
    text_index_close(index->texts);
    index->texts = NULL;
}

enum err_code index_texts(struct text_index **out, struct index *index, struct err *err)
{
    if (!index->texts && text_index_open(&index->texts, index->db, err) != ERR_OK)
        return err->code;
    *out = index->texts;
    return ERR_OK;
}

static void index_free(struct index *index)
{
    index_forget(index);
    inbox_forget(index);
    project_text_end(index);
    free(index->idents);
    free(index->names);
    free(index->queries);
    free(index->feeds);
    buf_release(&index->scratch);
    arena_free(&index->word_arena);
    arena_free(&index->arena);
    free(index);
}

bool index_is_other(const struct index *index)
{
    return index->is_other;
}

enum err_code index_say_keys(struct index *index, struct str keys, struct err *err)
{
    return put_meta(index, "keys", keys, err);
}

enum err_code index_was_made_with(bool *same, struct index *index, struct str keys,
                                  struct err *err)
{
    return meta_is(same, index, "keys", keys, err);
}

enum err_code index_finish(struct index *index, struct err *err)
{
    enum err_code code = ERR_OK;

    struct text_index *texts = NULL;

    if (index->is_loading)
        code = db_script(index->db, index_indexes_sql, err);
    if (code == ERR_OK && index->is_loading)
        code = index_texts(&texts, index, err);
    if (texts)
        code = text_index_finish(texts, err);
    if (code == ERR_OK)
        index->is_loading = false;
    return code;
}

enum err_code index_switch(struct index *index, struct err *err)
{
    enum err_code code = index_finish(index, err);

    close_queries(index);
    if (code == ERR_OK)
        code = db_switch(&index->db, err);
    else
        db_close(index->db);
    index_free(index);
    return code;
}

bool index_is_replaced(struct index *index)
{
    return db_is_replaced(index->db);
}

void index_close(struct index *index)
{
    if (!index)
        return;
    close_queries(index);
    db_close(index->db);
    index_free(index);
}

struct db *index_db(struct index *index)
{
    return index->db;
}

/* The feed's number, or feed_count when it is not known here. */
static uint32_t feed_number(const struct index *index, struct str feed)
{
    for (uint32_t i = 0; i < index->feed_count; i++)
        if (str_equal((struct str){index->feeds[i].id, index->feeds[i].len}, feed))
            return i;
    return index->feed_count;
}

void index_bound_feed(struct index *index, uint32_t feed, struct feed_bounds bounds)
{
    if (feed < index->feed_count)
        index->feeds[feed].bounds = bounds;
}

uint32_t index_feed_count(const struct index *index)
{
    return index->feed_count;
}

struct str index_feed_id(const struct index *index, uint32_t feed)
{
    assert(feed < index->feed_count);
    return (struct str){index->feeds[feed].id, index->feeds[feed].len};
}

enum err_code index_feed_position(uint64_t *size, struct digest *root,
                                  struct index *index, struct str feed, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index, "SELECT size, root FROM feed WHERE id = $1", err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, feed);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK) {
        struct str hex = has_row ? db_column_text(query, 1) : STR("");

        *size = has_row ? (uint64_t)db_column_int(query, 0) : 0;
        if (!digest_parse(root, hex))
            *root = (struct digest){0};
    }
    index_give(index, query);
    return code;
}

enum err_code index_add_feed(uint32_t *number, struct index *index, struct str feed,
                             struct err *err)
{
    struct db_query *query = NULL;
    uint32_t found = feed_number(index, feed);
    enum err_code code;

    if (found < index->feed_count) {
        *number = found;
        return ERR_OK;
    }
    if (feed.len == 0 || feed.len > FEED_TEXT_MAX)
        return err_set(err, ERR_INVALID, "\"" STR_FMT "\" cannot be a feed",
                       STR_ARG(str_prefix(feed, FEED_TEXT_MAX)));
    code = index_take(&query, index,
                      "INSERT INTO feed (number, id, size) "
                      "VALUES ($1, $2, 0)",
                      err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, found);
    db_bind_text(query, 2, feed);
    code = db_run(query, err);
    index_give(index, query);
    if (code != ERR_OK)
        return code;
    keep_feed(index, feed);
    *number = found;
    return ERR_OK;
}

enum err_code index_begin(struct index *index, struct err *err)
{
    enum err_code code = db_begin(index->db, err);

    if (code != ERR_OK)
        return code;
    memset(index->added, 0, sizeof index->added);
    /* Another process may have written since: its numbers come first. */
    code = load_feeds(index, err);
    if (code == ERR_OK)
        code = load_counters(index, err);
    if (code != ERR_OK)
        db_rollback(index->db);
    return code;
}

enum err_code index_commit(struct index *index, uint32_t feed,
                           const struct feed_position *position, struct err *err)
{
    struct digest_text root = digest_text(&position->root);
    struct db_query *query = NULL;
    enum err_code code = index_take(
        &query, index,
        "UPDATE feed SET size = $1, root = $2, claims = claims + $3,"
        " entities = entities + $4, passages = passages + $5 WHERE number = $6",
        err);

    if (code == ERR_OK) {
        db_bind_int(query, 1, (int64_t)position->size);
        db_bind_text(query, 2, (struct str){root.hex, DIGEST_HEX_LEN});
        db_bind_int(query, 3, index->added[KIND_CLAIM]);
        db_bind_int(query, 4, index->added[KIND_ENTITY]);
        db_bind_int(query, 5, index->added[KIND_PASSAGE]);
        db_bind_int(query, 6, feed);
        code = db_run(query, err);
        index_give(index, query);
    }
    if (code == ERR_OK)
        code = db_commit(index->db, err);
    if (code != ERR_OK)
        index_rollback(index);
    return code;
}

enum err_code index_commit_pages(struct index *index, struct err *err)
{
    enum err_code code = db_commit(index->db, err);

    if (code != ERR_OK)
        index_rollback(index);
    return code;
}

void index_rollback(struct index *index)
{
    struct err ignored;

    db_rollback(index->db);
    index_forget(index);
    project_text_forget(index);
    /* A feed added in the transaction is gone with it. */
    (void)!load_feeds(index, &ignored);
}
