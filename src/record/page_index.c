/*
 * Texts and their pages put into the index. A statement is projected in any case; its
 * bytes are read afterwards, and where that fails the text waits or is marked, and
 * nothing else is held up.
 */

#include "record/page_index.h"

#include "crypto/sha256.h"
#include "format/frame.h"
#include "record/archive_inside.h"
#include "record/index_inside.h"
#include "record/object_text.h"
#include "record/project_text.h"
#include "record/text_near.h"

/* --- the statement --- */

static struct str made_by_tool(const struct projection *p)
{
    struct str tool = value_get_string(p->value, STR("tool"));
    struct str version = value_get_string(p->value, STR("version"));

    if (tool.len == 0)
        return tool;
    return arena_printf(&p->index->arena, STR_FMT " " STR_FMT, STR_ARG(tool),
                        STR_ARG(version));
}

static struct ref made_of(const struct projection *p)
{
    struct ref ref = REF_NONE;

    (void)index_parse_ref(&ref, p->index, value_get_string(p->value, STR("of")));
    return ref;
}

enum err_code project_text(struct projection *p, int64_t kind)
{
    const struct value *v = p->value;
    struct str how = value_get_string(v, STR("how"));
    struct db_query *query = NULL;
    int64_t page = 1;
    int64_t how_number = 0;
    int64_t lang = 0;
    enum err_code code;

    if (!page_text_is_type(value_get_string(v, STR("type"))) ||
        (kind == KIND_DERIVED && !page_text_is_how(how)))
        return ERR_OK;
    (void)value_get_integer(&page, v, STR("page"));
    code =
        index_word(&how_number, p->index, kind == KIND_DERIVED ? how : STR(""), p->err);
    if (code == ERR_OK)
        code = index_word(&lang, p->index, value_get_string(v, STR("lang")), p->err);
    if (code == ERR_OK)
        code = index_take(&query, p->index,
                          "INSERT INTO text (n, made_of, how, lang, tool, person,"
                          " reviewer, first_page, page_count, state) VALUES ($1, $2, $3,"
                          " $4, $5, $6, $7, $8, 0, 0)",
                          p->err);
    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, p->ref.n);
    bind_ref(query, 2, made_of(p));
    bind_number(query, 3, how_number);
    bind_number(query, 4, lang);
    bind_words(query, 5, made_by_tool(p));
    bind_words(query, 6, value_get_string(v, STR("person")));
    bind_words(query, 7, value_get_string(v, STR("reviewer")));
    db_bind_int(query, 8, page);
    code = db_run(query, p->err);
    index_give(p->index, query);
    return code;
}

/* --- its pages --- */

struct due_text {
    struct ref ref;
    int64_t first_page;
    bool has_place;
    struct object_place place;
};

struct texts {
    struct archive *archive;
    struct index *index;
    struct sha256 *sha256;
    struct arena arena; /* one text at a time */
    uint64_t bytes;     /* of this transaction */
    uint64_t pages;
    int64_t words; /* of this text */
};

/* Written out so often, so that a transaction does not grow with the archive. */
enum { BYTES_A_TRANSACTION = 16 << 20 };

static bool read_place(struct object_place *out, struct db_query *row)
{
    out->size = db_column_int(row, 4);
    return digest_parse(&out->plain, db_column_text(row, 2)) &&
           digest_parse(&out->stored, db_column_text(row, 3));
}

static enum err_code find_due(struct due_text **out, size_t *count, struct arena *arena,
                              struct index *index, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    size_t cap = 0;
    enum err_code code =
        index_take(&query, index,
                   "SELECT text.n, first_page, sha256, stored, size FROM text JOIN object"
                   " ON object.n = text.n WHERE state = 0 OR state = 2 ORDER BY text.n",
                   err);

    if (code != ERR_OK)
        return code;
    while ((code = db_step(&has_row, query, err)) == ERR_OK && has_row) {
        if (*count == cap) {
            struct due_text *bigger = ARENA_ARRAY(arena, struct due_text, 2 * cap + 64);

            if (cap > 0)
                memcpy(bigger, *out, cap * sizeof **out);
            *out = bigger;
            cap = 2 * cap + 64;
        }
        (*out)[*count] = (struct due_text){.ref = {db_column_int(query, 0)},
                                           .first_page = db_column_int(query, 1)};
        (*out)[*count].has_place = read_place(&(*out)[*count].place, query);
        ++*count;
    }
    index_give(index, query);
    return code;
}

enum err_code page_texts_wait(bool *out, struct index *index, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(
        &query, index, "SELECT 1 FROM text WHERE state = 0 OR state = 2 LIMIT 1", err);

    if (code != ERR_OK)
        return code;
    code = db_step(out, query, err);
    index_give(index, query);
    return code;
}

static bool is_open(const struct due_text *text)
{
    return digest_equal(&text->place.stored, &text->place.plain);
}

/* So that they are found. */
static enum err_code put_words(struct texts *t, const struct due_text *text,
                               const struct page_reader *page, struct err *err)
{
    struct projection p = {.index = t->index,
                           .ref = text->ref,
                           .form = is_open(text) ? FRAME_OPEN : FRAME_SEALED,
                           .err = err};
    int64_t number = text->first_page + page->number - 1;
    const uint64_t *keys = NULL;
    size_t count;

    if (number < 0 || number > UINT32_MAX)
        return ERR_OK;
    if (index_put_text(&p, SEARCH_PAGE, (uint32_t)number, page->page) != ERR_OK)
        return err->code;
    count = project_text_row(&keys, t->index);
    t->words += (int64_t)count;
    return near_put(t->index, text->ref, number, keys, count, err);
}

static enum err_code put_page(struct texts *t, const struct due_text *text,
                              const struct page_reader *page, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code = index_take(&query, t->index,
                                    "INSERT INTO page (text, number, at, len, hash)"
                                    " VALUES ($1, $2, $3, $4, $5)",
                                    err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, text->ref.n);
    db_bind_int(query, 2, text->first_page + page->number - 1);
    db_bind_int(query, 3, (int64_t)page->start);
    db_bind_int(query, 4, (int64_t)page->page.len);
    db_bind_int(query, 5, page_hash(t->sha256, page->page));
    code = db_run(query, err);
    index_give(t->index, query);
    return code == ERR_OK ? put_words(t, text, page, err) : code;
}

static enum err_code put_state(struct texts *t, const struct due_text *text,
                               enum page_text_state state, int64_t pages, struct err *err)
{
    struct db_query *query = NULL;
    enum err_code code =
        index_take(&query, t->index,
                   "UPDATE text SET state = $1, page_count = $2, words = $3, whole = $4"
                   " WHERE n = $5",
                   err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, (int64_t)state);
    db_bind_int(query, 2, pages);
    if (t->words > 0) {
        db_bind_int(query, 3, t->words);
        db_bind_int(query, 4, (int64_t)project_text_whole(t->index));
    } else {
        db_bind_null(query, 3);
        db_bind_null(query, 4);
    }
    db_bind_int(query, 5, text->ref.n);
    code = db_run(query, err);
    index_give(t->index, query);
    return code;
}

static enum page_text_state state_of(enum err_code code)
{
    switch (code) {
    case ERR_OK:
        return PAGE_TEXT_THERE;
    case ERR_NOT_FOUND:
    case ERR_DENIED:
        return PAGE_TEXT_MISSING;
    case ERR_INVALID:
    case ERR_LIMIT:
        return PAGE_TEXT_REFUSED;
    case ERR_CONFLICT:
    case ERR_CORRUPT:
    case ERR_IO:
        break;
    }
    return PAGE_TEXT_DAMAGED;
}

/* What was sealed never goes into an index on the disk, whatever an open statement says
 * of it. */
static enum page_text_state read_pages(struct str *out, int64_t *pages, struct texts *t,
                                       const struct due_text *text)
{
    struct err why = {0};
    enum err_code code;

    if (!text->has_place || (!is_open(text) && !index_is_private(t->index)))
        return PAGE_TEXT_MISSING;
    code = object_text_at(out, &t->arena, t->archive, &text->place, PAGE_TEXT_BYTES_MAX,
                          &why);
    if (code == ERR_OK)
        code = page_text_check(pages, *out, &why);
    return state_of(code);
}

static enum err_code put_text(struct texts *t, const struct due_text *text,
                              struct err *err)
{
    struct page_reader reader;
    struct str bytes = {0};
    int64_t pages = 0;
    enum page_text_state state;
    enum err_code code = ERR_OK;

    arena_reset(&t->arena);
    t->words = 0;
    (void)project_text_whole(t->index);
    state = read_pages(&bytes, &pages, t, text);
    page_reader_start(&reader, state == PAGE_TEXT_THERE ? bytes : STR(""));
    while (code == ERR_OK && page_reader_next(&reader))
        code = put_page(t, text, &reader, err);
    t->bytes += bytes.len;
    t->pages += (uint64_t)reader.number;
    return code == ERR_OK ? put_state(t, text, state, reader.number, err) : code;
}

static enum err_code put_texts(struct texts *t, const struct due_text *due, size_t count,
                               struct err *err)
{
    enum err_code code = index_begin(t->index, err);

    if (code != ERR_OK)
        return code;
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        code = put_text(t, &due[i], err);
        if (code == ERR_OK && t->bytes > BYTES_A_TRANSACTION) {
            t->bytes = 0;
            if (index_commit_pages(t->index, err) != ERR_OK)
                return err->code;
            code = index_begin(t->index, err);
        }
    }
    if (code == ERR_OK)
        return index_commit_pages(t->index, err);
    index_rollback(t->index);
    return code;
}

enum err_code archive_index_texts(uint64_t *pages, struct archive *archive,
                                  struct index *index, struct err *err)
{
    struct texts t = {.archive = archive, .index = index};
    struct arena arena = {0};
    struct due_text *due = NULL;
    size_t count = 0;
    enum err_code code = find_due(&due, &count, &arena, index, err);

    if (code == ERR_OK && count > 0) {
        t.sha256 = sha256_new();
        code = put_texts(&t, due, count, err);
        sha256_free(t.sha256);
    }
    *pages = t.pages;
    arena_free(&t.arena);
    arena_free(&arena);
    return code;
}
