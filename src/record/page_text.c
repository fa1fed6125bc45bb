/* Texts as pages, and what the index knows of them. */

#include "record/page_text.h"

#include "base/text.h"
#include "crypto/sha256.h"
#include "record/archive.h"
#include "record/object_text.h"
#include "record/page_index.h"
#include "record/query_scan.h"

bool page_text_is_how(struct str how)
{
    static const struct str terms[] = {STR_INIT("text"), STR_INIT("ocr"),
                                       STR_INIT("transcript"), STR_INIT("translation")};

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        if (str_equal(how, terms[i]))
            return true;
    return false;
}

bool page_text_is_type(struct str type)
{
    return str_equal(type, STR("text/plain")) || str_equal(type, STR("text/markdown"));
}

void page_reader_start(struct page_reader *reader, struct str text)
{
    static const struct str mark = STR_INIT("\xef\xbb\xbf");

    *reader = (struct page_reader){.text = text};
    if (str_starts_with(text, mark))
        reader->at = mark.len;
}

bool page_reader_next(struct page_reader *reader)
{
    struct str rest = str_after(reader->text, reader->at);
    const char *end;

    if (rest.len == 0)
        return false;
    end = memchr(rest.ptr, '\f', rest.len);
    reader->start = reader->at;
    reader->page = end ? str_prefix(rest, (size_t)(end - rest.ptr)) : rest;
    reader->at += reader->page.len + (end ? 1 : 0);
    reader->number++;
    return true;
}

static enum err_code refuse_byte(struct str text, size_t at, struct err *err)
{
    unsigned long line = 1;

    for (size_t i = 0; i < at; i++)
        line += text.ptr[i] == '\n';
    if (text.ptr[at] == 0)
        return err_set(err, ERR_INVALID,
                       "line %lu: a NUL byte (byte %zu): this is no text", line, at + 1);
    return err_set(err, ERR_INVALID,
                   "line %lu: byte %zu is not UTF-8: a text is taken in as UTF-8 only "
                   "(iconv -f ENCODING -t UTF-8 makes it so)",
                   line, at + 1);
}

enum err_code page_text_check(int64_t *pages, struct str text, struct err *err)
{
    struct page_reader reader;

    for (size_t at = 0; at < text.len;) {
        bool is_ascii = (unsigned char)text.ptr[at] < 0x80;
        size_t len = is_ascii ? 1 : utf8_sequence(str_after(text, at));

        if (len == 0 || text.ptr[at] == 0)
            return refuse_byte(text, at, err);
        at += len;
    }
    page_reader_start(&reader, text);
    while (page_reader_next(&reader))
        if (reader.number > PAGE_TEXT_PAGES_MAX)
            return err_set(err, ERR_LIMIT, "it has more than %d pages",
                           PAGE_TEXT_PAGES_MAX);
    *pages = reader.number;
    return ERR_OK;
}

/* --- the index --- */

#define COLUMNS                                                                          \
    "SELECT n, made_of, how, lang, tool, person, reviewer, first_page, page_count, "     \
    "state FROM text "

struct text_scan {
    struct index *index;
    struct arena *arena;
    struct page_text_list *list;
    size_t cap;
};

static enum err_code read_text(void *context, struct scan_row *at, struct err *err)
{
    struct db_query *row = at->query;
    struct text_scan *s = context;
    void *items = s->list->items;
    struct page_text *t = list_add(&items, &s->list->count, &s->cap, s->arena, sizeof *t);

    s->list->items = items;
    *t = (struct page_text){.ref = column_ref(row, 0),
                            .of = column_ref(row, 1),
                            .tool = column_text(s->arena, row, 4),
                            .person = column_text(s->arena, row, 5),
                            .reviewer = column_text(s->arena, row, 6),
                            .first_page = db_column_int(row, 7),
                            .page_count = db_column_int(row, 8),
                            .state = (enum page_text_state)db_column_int(row, 9)};
    return columns_named(
        s->index, s->arena, row,
        (const struct name_column[]){{&t->how, 2, NAME_WORD}, {&t->lang, 3, NAME_WORD}},
        2, err);
}

static void turn_about(struct page_text_list *list)
{
    for (size_t i = 0; i < list->count / 2; i++) {
        struct page_text swapped = list->items[i];

        list->items[i] = list->items[list->count - 1 - i];
        list->items[list->count - 1 - i] = swapped;
    }
}

static enum err_code find_withdrawn(struct page_text_list *list, struct index *index,
                                    struct view view, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < list->count; i++)
        code = query_is_undone(&list->items[i].is_withdrawn, index, view,
                               list->items[i].ref, err);
    return code;
}

enum err_code page_texts_of(struct page_text_list *out, struct arena *arena,
                            struct index *index, struct view view, struct ref object,
                            struct err *err)
{
    struct scan scan = {.sql = COLUMNS
                        "WHERE made_of = $1 AND n >= $2 AND n < $3 ORDER BY n"};
    struct page_text_list list = {0};
    struct text_scan reading = {.index = index, .arena = arena, .list = &list};
    enum err_code code;

    scan_key_number(&scan, object.n);
    code = query_scan(index, view, &scan, read_text, &reading, err);
    turn_about(&list);
    if (code == ERR_OK)
        code = find_withdrawn(&list, index, view, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

enum err_code page_text_find(struct page_text *out, struct arena *arena,
                             struct index *index, struct view view, struct ref ref,
                             struct err *err)
{
    struct scan scan = {.sql = COLUMNS "WHERE n = $1 AND n >= $2 AND n < $3 ORDER BY n"};
    struct page_text_list list = {0};
    struct text_scan reading = {.index = index, .arena = arena, .list = &list};
    enum err_code code;

    scan_key_number(&scan, ref.n);
    code = query_scan(index, view, &scan, read_text, &reading, err);
    if (code == ERR_OK)
        code = find_withdrawn(&list, index, view, err);
    if (code != ERR_OK)
        return code;
    if (list.count == 0)
        return err_set(err, ERR_NOT_FOUND, "this statement names no text");
    *out = list.items[0];
    return ERR_OK;
}

/* --- one page --- */

struct page_place {
    struct object_place object;
    uint64_t at;
    size_t len;
    int64_t hash;
};

static enum err_code find_page(struct page_place *out, struct index *index,
                               struct ref text, int64_t number, struct err *err)
{
    struct db_query *query = NULL;
    bool has_row = false;
    enum err_code code =
        index_take(&query, index,
                   "SELECT at, len, hash, sha256, stored, size FROM page JOIN object ON"
                   " object.n = page.text WHERE page.text = $1 AND page.number = $2",
                   err);

    if (code != ERR_OK)
        return code;
    db_bind_int(query, 1, text.n);
    db_bind_int(query, 2, number);
    code = db_step(&has_row, query, err);
    if (code == ERR_OK &&
        (!has_row || !digest_parse(&out->object.plain, db_column_text(query, 3)) ||
         !digest_parse(&out->object.stored, db_column_text(query, 4))))
        code = err_set(err, ERR_NOT_FOUND, "the index has no page %jd of this text",
                       (intmax_t)number);
    if (code == ERR_OK) {
        out->at = (uint64_t)db_column_int(query, 0);
        out->len = (size_t)db_column_int(query, 1);
        out->hash = db_column_int(query, 2);
        out->object.size = db_column_int(query, 5);
    }
    index_give(index, query);
    return code;
}

int64_t page_hash(struct sha256 *sha256, struct str page)
{
    struct digest digest = sha256_of(sha256, page);
    int64_t hash;

    memcpy(&hash, digest.bytes, sizeof hash);
    return hash;
}

enum err_code page_text_read(struct str *out, struct arena *arena,
                             struct archive *archive, struct ref text, int64_t number,
                             struct err *err)
{
    struct page_place place = {0};
    struct sha256 *sha256;
    struct str page = {0};
    enum err_code code = find_page(&place, archive_index(archive), text, number, err);

    if (code == ERR_OK)
        code = object_text_part(&page, arena, archive, &place.object, place.at, place.len,
                                err);
    if (code != ERR_OK)
        return code;
    sha256 = sha256_new();
    if (page_hash(sha256, page) != place.hash)
        code = err_set(err, ERR_CORRUPT,
                       "page %jd is not what was indexed: run `stele verify` to see all "
                       "damage",
                       (intmax_t)number);
    sha256_free(sha256);
    if (code == ERR_OK)
        *out = page;
    return code;
}
