#include "sheet/source_text.h"

#include <stdlib.h>

#include "record/object_text.h"

enum { PASSAGES_MAX = 20000 };

bool source_is_readable(struct str type)
{
    static const struct str types[] = {
        STR_INIT("application/json"), STR_INIT("application/xml"),
        STR_INIT("image/svg+xml"), STR_INIT("message/rfc822"),
        STR_INIT("application/xhtml+xml")};

    if (str_starts_with(type, STR("text/")))
        return true;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_equal(types[i], type))
            return true;
    return false;
}

/* --- which object, which text --- */

static enum err_code choose_object(struct source_text *out, const struct source_ask *ask,
                                   struct err *err)
{
    enum err_code code = ERR_OK;

    out->object.ref = REF_NONE;
    if (ask->source.len > 0)
        code = kept_objects(&out->objects, out->sheet, ask->source, err);
    if (code == ERR_OK && !ref_is_none(ask->object))
        code = sheet_file(&out->object, out->sheet, ask->object, err);
    else if (code == ERR_OK && out->objects.count > 0)
        out->object = out->objects.items[0];
    if (code == ERR_OK && !ref_is_none(out->object.ref))
        code = kept_sources(&out->sources, out->sheet, &out->object, err);
    if (ask->source.len > 0)
        out->source = ask->source;
    else if (out->sources.count > 0)
        out->source = out->sources.ids[0];
    return code;
}

static void add_text(struct page_text_list *list, const struct page_text *text)
{
    if (!text->is_withdrawn)
        list->items[list->count++] = *text;
}

/* The file itself where it is text, then what was made of it, the newest first. */
static enum err_code find_texts(struct source_text *out, struct err *err)
{
    struct sheet *sheet = out->sheet;
    struct page_text_list made = {0};
    struct page_text itself = {0};
    struct err none = {0};
    enum err_code code = page_texts_of(&made, sheet->arena, sheet->index,
                                       sheet->as_of.view, out->object.ref, err);

    if (code != ERR_OK)
        return code;
    out->texts.items = ARENA_ARRAY(sheet->arena, struct page_text, made.count + 1);
    code = page_text_find(&itself, sheet->arena, sheet->index, sheet->as_of.view,
                          out->object.ref, &none);
    if (code == ERR_OK)
        add_text(&out->texts, &itself);
    else if (code != ERR_NOT_FOUND)
        return err_set(err, none.code, "%s", none.message);
    for (size_t i = 0; i < made.count; i++)
        add_text(&out->texts, &made.items[i]);
    return ERR_OK;
}

static void choose_text(struct source_text *out, struct ref asked)
{
    out->text.ref = REF_NONE;
    if (out->texts.count > 0)
        out->text = out->texts.items[0];
    for (size_t i = 0; i < out->texts.count; i++)
        if (out->texts.items[i].ref.n == asked.n)
            out->text = out->texts.items[i];
}

static enum err_code read_raw(struct source_text *out, struct err *err)
{
    const struct object_row *object = &out->object;
    struct object_place place = {.size = object->size};
    size_t len = object->size < SOURCE_RAW_MAX ? (size_t)object->size : SOURCE_RAW_MAX;

    if (!digest_parse(&place.stored, object->stored) ||
        !digest_parse(&place.plain, object->sha256))
        return err_set(err, ERR_NOT_FOUND, "its bytes are not here");
    out->is_raw = true;
    out->is_cut = object->size > SOURCE_RAW_MAX;
    out->page = 1;
    access_note(out->sheet->access, object->ref);
    return object_text_part(&out->words, out->sheet->arena, out->sheet->archive, &place,
                            0, len, err);
}

static enum err_code read_page(struct source_text *out, int64_t page, struct err *err)
{
    const struct page_text *text = &out->text;
    int64_t last = text->first_page + text->page_count - 1;

    if (text->state != PAGE_TEXT_THERE)
        return err_set(err, ERR_NOT_FOUND, "the text cannot be read page by page");
    out->page = page > 0 ? page : text->first_page;
    if (out->page < text->first_page || out->page > last)
        return err_set(err, ERR_NOT_FOUND, "this text has the pages %jd to %jd",
                       (intmax_t)text->first_page, (intmax_t)last);
    access_note(out->sheet->access, text->ref);
    return page_text_read(&out->words, out->sheet->arena, out->sheet->archive, text->ref,
                          out->page, err);
}

/* A text that cannot be read hides no passage: why stands in its place. */
static void read_words(struct source_text *out, const struct source_ask *ask)
{
    struct err *why = &out->why;

    if (ref_is_none(out->object.ref))
        (void)err_set(why, ERR_NOT_FOUND, "no file of this source is kept here");
    else if (!ref_is_none(out->text.ref))
        (void)read_page(out, ask->page, why);
    else if (source_is_readable(out->object.type) && out->object.has_size)
        (void)read_raw(out, why);
    else
        (void)err_set(why, ERR_NOT_FOUND, "nobody has made a text of this file yet");
}

static void cut_lines(struct source_text *out, uint64_t from)
{
    struct str words = out->words;
    uint64_t number = 0;

    out->lines = ARENA_ARRAY(out->sheet->arena, struct source_line, SOURCE_LINES);
    out->first_line = from > 0 ? from : 1;
    for (size_t at = 0; at < words.len;) {
        size_t end = str_find(words, '\n', at);

        if (++number >= out->first_line && out->line_count < SOURCE_LINES)
            out->lines[out->line_count++] = (struct source_line){at, end};
        at = end + 1;
    }
    out->line_total = number;
}

/* --- passages --- */

static bool names_object(const struct source_text *out, const struct value *locator)
{
    struct str file = value_get_string(locator, STR("file"));
    struct str object = value_get_string(locator, STR("object"));

    if (ref_is_none(out->object.ref))
        return true;
    if (file.len > 0 && !str_equal(file, out->object.name))
        return false;
    return object.len == 0 || str_equal(object, out->object.sha256) ||
           str_equal(object, index_ref_text(out->sheet->arena, out->sheet->index,
                                            out->object.ref));
}

/* Of a text of several pages; a page it does not have says nothing. */
static bool is_of_other_page(const struct source_text *out, const struct value *locator)
{
    const struct page_text *text = &out->text;
    uint64_t first;
    uint64_t last;
    int64_t end = text->first_page + text->page_count;

    if (text->page_count < 2 || !locator ||
        !placing_numbers(&first, &last, value_get(locator, STR("page"))) ||
        first >= (uint64_t)end || last < (uint64_t)text->first_page)
        return false;
    return (uint64_t)out->page < first || (uint64_t)out->page > last;
}

struct gathering {
    struct source_text *out;
    const struct source_ask *ask;
    size_t cap;
};

static enum err_code add_passage(struct gathering *g, const struct passage_row *row,
                                 struct err *err)
{
    struct source_text *out = g->out;
    bool may = true;

    if (!names_object(out, row->locator))
        return ERR_OK;
    if (is_of_other_page(out, row->locator)) {
        out->on_other_pages++;
        return ERR_OK;
    }
    if (g->ask->may && g->ask->may(&may, g->ask->context, row->ref, err) != ERR_OK)
        return err->code;
    if (!may || out->passage_count == PASSAGES_MAX)
        return ERR_OK;
    if (out->passage_count == g->cap) {
        size_t cap = 2 * g->cap + 64;
        struct source_passage *more =
            ARENA_ARRAY(out->sheet->arena, struct source_passage, cap);

        if (g->cap > 0)
            memcpy(more, out->passages, g->cap * sizeof *more);
        out->passages = more;
        g->cap = cap;
    }
    out->passages[out->passage_count++] = (struct source_passage){.row = *row};
    return ERR_OK;
}

static enum err_code add_passages_of(struct gathering *g, struct str source,
                                     struct err *err)
{
    struct sheet *sheet = g->out->sheet;
    struct passage_list list = {.has_more = true};
    struct ref after = {0};
    enum err_code code = ERR_OK;

    while (code == ERR_OK && list.has_more) {
        code = query_passages(&list, sheet->arena, sheet->index, sheet->as_of.view,
                              source, after, 0, err);
        for (size_t i = 0; code == ERR_OK && i < list.count; i++)
            code = add_passage(g, &list.items[i], err);
        if (list.count == 0)
            break;
        after = list.items[list.count - 1].ref;
    }
    return code;
}

static enum err_code gather_passages(struct source_text *out,
                                     const struct source_ask *ask, struct err *err)
{
    struct gathering g = {out, ask, 0};
    enum err_code code = ERR_OK;

    if (ask->source.len > 0)
        return add_passages_of(&g, ask->source, err);
    for (size_t i = 0; code == ERR_OK && i < out->sources.count; i++)
        code = add_passages_of(&g, out->sources.ids[i], err);
    return code;
}

static uint64_t line_of(struct str text, size_t at)
{
    uint64_t line = 1;

    for (size_t i = 0; i < at && i < text.len; i++)
        line += text.ptr[i] == '\n';
    return line;
}

static int by_place(const void *a, const void *b)
{
    const struct source_passage *x = a;
    const struct source_passage *y = b;
    size_t from_x = x->line > 0 ? x->place.spans[0].from : SIZE_MAX;
    size_t from_y = y->line > 0 ? y->place.spans[0].from : SIZE_MAX;

    if (from_x != from_y)
        return from_x < from_y ? -1 : 1;
    return (x->row.ref.n > y->row.ref.n) - (x->row.ref.n < y->row.ref.n);
}

static void place_all(struct source_text *out)
{
    struct placing placing;

    if (out->passage_count == 0)
        return;
    placing_start(&placing, out->sheet->arena, out->words);
    for (size_t i = 0; i < out->passage_count; i++) {
        struct source_passage *passage = &out->passages[i];

        placing_find(&passage->place, &placing, passage->row.words, passage->row.locator);
        if (passage->place.count > 0)
            passage->line = line_of(placing.text, passage->place.spans[0].from);
    }
    qsort(out->passages, out->passage_count, sizeof *out->passages, by_place);
}

/* --- the claims of those that are shown --- */

static enum err_code read_claims(struct source_passage *passage, struct source_text *out,
                                 const struct source_ask *ask, struct err *err)
{
    struct sheet *sheet = out->sheet;
    const struct claim_filter filter = {.basis = passage->row.ref,
                                        .limit = SOURCE_CLAIMS_MAX};
    struct claim_list claims = {0};
    enum err_code code = query_claims(&claims, sheet->arena, sheet->index,
                                      sheet->as_of.view, &filter, err);

    passage->claims = ARENA_ARRAY(sheet->arena, struct sheet_claim, claims.count + 1);
    passage->has_more_claims = claims.has_more;
    for (size_t i = 0; code == ERR_OK && i < claims.count; i++) {
        bool may = true;

        if (ask->may)
            code = ask->may(&may, ask->context, claims.items[i].ref, err);
        if (code == ERR_OK && may)
            code = sheet_claim_read(&passage->claims[passage->claim_count++], sheet,
                                    &claims.items[i], err);
    }
    return code;
}

static bool is_shown(const struct source_text *out, const struct source_passage *passage,
                     size_t *apart)
{
    if (passage->line == 0)
        return (*apart)++ < SOURCE_APART_MAX;
    return passage->line >= out->first_line &&
           passage->line < out->first_line + out->line_count;
}

static enum err_code read_shown(struct source_text *out, const struct source_ask *ask,
                                struct err *err)
{
    enum err_code code = ERR_OK;
    size_t apart = 0;

    for (size_t i = 0; code == ERR_OK && i < out->passage_count; i++) {
        struct source_passage *passage = &out->passages[i];

        if (!is_shown(out, passage, &apart))
            continue;
        code = sheet_passage_number(&passage->number, out->sheet, passage->row.ref, err);
        if (code == ERR_OK)
            code = read_claims(passage, out, ask, err);
    }
    return code;
}

enum err_code source_text_read(struct source_text *out, struct sheet *sheet,
                               const struct source_ask *ask, struct err *err)
{
    enum err_code code;

    *out = (struct source_text){.sheet = sheet};
    out->text.ref = REF_NONE;
    code = choose_object(out, ask, err);
    if (code == ERR_OK && !ref_is_none(out->object.ref))
        code = find_texts(out, err);
    if (code != ERR_OK)
        return code;
    choose_text(out, ask->text);
    read_words(out, ask);
    cut_lines(out, ask->line);
    code = gather_passages(out, ask, err);
    if (code == ERR_OK) {
        place_all(out);
        code = read_shown(out, ask, err);
    }
    if (code == ERR_OK && out->source.len > 0)
        code = labels_add(&sheet->labels, out->source, err);
    return code;
}
