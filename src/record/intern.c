#include <assert.h>

#include "record/index_inside.h"

enum err_code index_take(struct db_query **out, struct index *index, const char *sql,
                         struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code;

    for (uint32_t i = 0; i < index->query_count; i++)
        if (index->queries[i].sql == sql && !index->queries[i].is_taken) {
            index->queries[i].is_taken = true;
            *out = index->queries[i].query;
            return ERR_OK;
        }
    code = db_prepare(&query, index->db, sql, err);
    if (code != ERR_OK)
        return code;
    if (index->query_count < QUERY_CACHE_MAX)
        index->queries[index->query_count++] = (struct cached_query){sql, query, true};
    *out = query;
    return ERR_OK;
}

void index_give(struct index *index, struct db_query *query)
{
    db_reset(query);
    for (uint32_t i = 0; i < index->query_count; i++)
        if (index->queries[i].query == query) {
            index->queries[i].is_taken = false;
            return;
        }
    db_query_close(query); /* the cache was full */
}

static void drop_words(struct index *index)
{
    HASH_CLEAR(hh, index->words);
    arena_reset(&index->word_arena);
    index->word_count = 0;
}

void index_forget(struct index *index)
{
    drop_words(index);
    memset(index->idents, 0, IDENT_CACHE_SLOTS * sizeof *index->idents);
    memset(index->names, 0, NAME_CACHE_SLOTS * sizeof *index->names);
}

/* A hostile feed may hold any number of terms: the cache stays bounded. */
static void keep_word(struct index *index, struct str text, int64_t number)
{
    struct interned *word;

    if (index->word_count >= WORD_CACHE_MAX)
        drop_words(index);
    word = ARENA_NEW(&index->word_arena, struct interned);
    word->number = number;
    word->text = arena_str(&index->word_arena, text);
    HASH_ADD_KEYPTR(hh, index->words, word->text.ptr, word->text.len, word);
    index->word_count++;
}

static enum err_code look_up(int64_t *number, struct index *index, const char *sql,
                             struct str text, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code = index_take(&query, index, sql, err);

    if (code != ERR_OK)
        return code;
    db_bind_text(query, 1, text);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK)
        *number = has_row ? db_column_int(query, 0) : -1;
    index_give(index, query);
    return code;
}

static enum err_code insert(struct index *index, const char *sql, int64_t number,
                            struct str text, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, index, sql, err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, number);
    db_bind_text(query, 2, text);
    code = db_run(query, err);
    index_give(index, query);
    return code;
}

enum err_code index_find_word(int64_t *number, struct index *index, struct str text,
                              struct err *err)
{
    struct interned *word = NULL;
    enum err_code code;

    HASH_FIND(hh, index->words, text.ptr, text.len, word);
    if (word) {
        *number = word->number;
        return ERR_OK;
    }
    code = look_up(number, index, "SELECT number FROM word WHERE text = $1", text, err);
    if (code == ERR_OK && *number >= 0)
        keep_word(index, text, *number);
    return code;
}

enum err_code index_word(int64_t *number, struct index *index, struct str text,
                         struct err *err)
{
    enum err_code code;

    if (text.len == 0) {
        *number = 0;
        return ERR_OK;
    }
    code = index_find_word(number, index, text, err);
    if (code != ERR_OK || *number >= 0)
        return code;
    code = insert(index, "INSERT INTO word (number, text) VALUES ($1, $2)",
                  index->next_word, text, err);
    if (code != ERR_OK)
        return code;
    *number = index->next_word++;
    keep_word(index, text, *number);
    return ERR_OK;
}

/* FNV-1a: ids are random, so anything that reads every character will do. */
static struct ident_slot *slot_of(struct index *index, struct str id)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (uint8_t)id.ptr[i]) * 16777619U;
    return &index->idents[hash % IDENT_CACHE_SLOTS];
}

static void keep_ident(struct index *index, struct str id, int64_t number)
{
    struct ident_slot *slot;

    if (id.len > IDENT_CACHE_LEN)
        return;
    slot = slot_of(index, id);
    memcpy(slot->id, id.ptr, id.len);
    slot->len = (uint8_t)id.len;
    slot->number = number;
}

enum err_code index_find_ident(int64_t *number, struct index *index, struct str id,
                               struct err *err)
{
    const struct ident_slot *slot = slot_of(index, id);
    enum err_code code;

    if (slot->len > 0 && str_equal((struct str){slot->id, slot->len}, id)) {
        *number = slot->number;
        return ERR_OK;
    }
    code = look_up(number, index, "SELECT number FROM ident WHERE id = $1", id, err);
    if (code == ERR_OK && *number >= 0)
        keep_ident(index, id, *number);
    return code;
}

enum err_code index_ident(int64_t *number, struct index *index, struct str id,
                          struct err *err)
{
    enum err_code code;

    if (id.len == 0) {
        *number = 0;
        return ERR_OK;
    }
    code = index_find_ident(number, index, id, err);
    if (code != ERR_OK || *number >= 0)
        return code;
    code = insert(index, "INSERT INTO ident (number, id) VALUES ($1, $2)",
                  index->next_ident, id, err);
    if (code != ERR_OK)
        return code;
    *number = index->next_ident++;
    keep_ident(index, id, *number);
    return ERR_OK;
}

static enum err_code text_of(struct str *out, struct arena *arena, struct index *index,
                             struct name_slot *slot, const char *sql, int64_t number,
                             struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code;

    *out = STR("");
    if (number <= 0)
        return ERR_OK;
    if (slot->number == number) {
        *out = arena_str(arena, (struct str){slot->text, slot->len});
        return ERR_OK;
    }
    code = index_take(&query, index, sql, err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, number);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK && has_row)
        *out = arena_str(arena, db_column_text(query, 0));
    index_give(index, query);
    if (code == ERR_OK && out->len > 0 && out->len <= NAME_CACHE_LEN) {
        memcpy(slot->text, out->ptr, out->len);
        slot->len = (uint8_t)out->len;
        slot->number = number;
    }
    return code;
}

static struct name_slot *name_slot(struct index *index, int64_t number, unsigned side)
{
    return &index->names[((uint64_t)number * 2 + side) % NAME_CACHE_SLOTS];
}

enum err_code index_word_text(struct str *out, struct arena *arena, struct index *index,
                              int64_t number, struct err *err)
{
    return text_of(out, arena, index, name_slot(index, number, 0),
                   "SELECT text FROM word WHERE number = $1", number, err);
}

enum err_code index_ident_text(struct str *out, struct arena *arena, struct index *index,
                               int64_t number, struct err *err)
{
    return text_of(out, arena, index, name_slot(index, number, 1),
                   "SELECT id FROM ident WHERE number = $1", number, err);
}

bool index_parse_ref(struct ref *out, const struct index *index, struct str text)
{
    size_t dot = str_find(text, '.', 0);
    struct str feed = str_prefix(text, dot);
    uint64_t number = 0;

    if (dot == text.len || !str_to_u64(&number, str_after(text, dot + 1)) ||
        number >> REF_INDEX_BITS != 0)
        return false;
    for (uint32_t i = 0; i < index->feed_count; i++)
        if (str_equal((struct str){index->feeds[i].id, index->feeds[i].len}, feed)) {
            *out = ref_of(i, number);
            return true;
        }
    return false;
}

struct str index_ref_text(struct arena *arena, const struct index *index, struct ref ref)
{
    const struct feed_row *feed;

    assert(ref_feed(ref) < index->feed_count);
    feed = &index->feeds[ref_feed(ref)];
    return arena_printf(arena, "%.*s.%llu", (int)feed->len, feed->id,
                        (unsigned long long)ref_index(ref));
}
