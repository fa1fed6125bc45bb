#include "sheet/near.h"

#include <stdlib.h>

#include "record/inbox.h"
#include "record/text_near.h"

/* Candidates looked at word by word; what shares little is at the end of them. */
enum { CANDIDATES = 3 * NEAR_ITEMS, ORIGINS_MAX = 8 };

const struct str near_relations[NEAR_RELATIONS] = {
    STR_INIT("rewrites"), STR_INIT("repeats"), STR_INIT("derived_from"),
    STR_INIT("translates")};

/* A comparison in progress. */
struct near_work {
    struct sheet *sheet;
    struct stemmer *stemmer;
    struct page_text asked; /* ref REF_NONE: words */
    struct ref except;      /* the file it is of */
    struct near_sheet *out;
    bool is_pair; /* show it whatever it shares */
};

/* --- whose text it is --- */

enum err_code near_file_of(struct ref *out, struct sheet *sheet, struct ref text,
                           struct err *err)
{
    *out = text;
    for (size_t i = 0; i < ORIGINS_MAX; i++) {
        struct page_text found;
        struct err ignored = {0};
        enum err_code code = page_text_find(&found, sheet->arena, sheet->index,
                                            sheet->as_of.view, *out, &ignored);

        if (code == ERR_NOT_FOUND || (code == ERR_OK && ref_is_none(found.of)))
            return ERR_OK;
        if (code != ERR_OK)
            return err_set(err, code, "%s", ignored.message);
        *out = found.of;
    }
    return ERR_OK;
}

/* The text of it that is read: itself, or the newest one made of it that is there. */
static enum err_code text_of(struct page_text *out, bool *has_one, struct sheet *sheet,
                             struct ref object, struct err *err)
{
    struct page_text_list made = {0};
    struct err ignored = {0};
    enum err_code code = page_text_find(out, sheet->arena, sheet->index,
                                        sheet->as_of.view, object, &ignored);

    *has_one = code == ERR_OK && out->state == PAGE_TEXT_THERE;
    if (*has_one)
        return ERR_OK;
    code =
        page_texts_of(&made, sheet->arena, sheet->index, sheet->as_of.view, object, err);
    for (size_t i = 0; code == ERR_OK && i < made.count && !*has_one; i++)
        if (made.items[i].state == PAGE_TEXT_THERE && !made.items[i].is_withdrawn) {
            *out = made.items[i];
            *has_one = true;
        }
    return code;
}

static enum err_code fill_side(struct near_side *side, struct sheet *sheet,
                               struct ref text, struct ref object, struct err *err)
{
    struct inbox_row row = {0};
    struct err ignored = {0};

    side->text = text;
    side->object = object;
    if (sheet_object(&side->file, sheet, object, err) != ERR_OK)
        return err->code;
    if (inbox_find(&row, sheet->arena, sheet->index, sheet->as_of.view, object,
                   &ignored) == ERR_OK)
        side->source = row.source;
    return side->source.len > 0 ? labels_add(&sheet->labels, side->source, err) : ERR_OK;
}

/* --- the words --- */

static enum err_code add_page(struct buf *out, struct sheet *sheet, struct ref text,
                              int64_t page, struct err *err)
{
    struct str words = {0};
    enum err_code code =
        page_text_read(&words, sheet->arena, sheet->archive, text, page, err);

    if (out->len > 0)
        buf_puts(out, "\n");
    buf_append(out, words);
    return code;
}

static bool was_named(const int64_t *pages, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (pages[i] == pages[at])
            return true;
    return false;
}

/* All of it, or of a longer text the pages that are named. */
static enum err_code read_words(struct near_words *out, bool *is_part,
                                struct near_work *w, const struct page_text *text,
                                const int64_t *pages, uint32_t page_count,
                                struct err *err)
{
    struct buf words = {0};
    enum err_code code = ERR_OK;

    *is_part = text->page_count > NEAR_WHOLE_PAGES;
    if (*is_part)
        for (uint32_t i = 0; code == ERR_OK && i < page_count; i++) {
            if (!was_named(pages, i))
                code = add_page(&words, w->sheet, text->ref, pages[i], err);
        }
    else
        for (int64_t i = 0; code == ERR_OK && i < text->page_count; i++)
            code = add_page(&words, w->sheet, text->ref, text->first_page + i, err);
    if (code == ERR_OK)
        near_words_of(out, w->sheet->arena, w->stemmer,
                      arena_str(w->sheet->arena, buf_str(&words)));
    *is_part = *is_part || (code == ERR_OK && out->is_cut);
    buf_release(&words);
    return code;
}

/* --- what is known of the two --- */

static bool is_relation(struct str property)
{
    for (size_t i = 0; i < NEAR_RELATIONS; i++)
        if (str_equal(property, near_relations[i]))
            return true;
    return false;
}

static enum err_code add_relations(struct near_item *item, struct sheet *sheet,
                                   struct str about, struct str entity, struct err *err)
{
    struct claim_filter filter = {.about = about, .entity = entity};
    struct claim_list found = {0};
    struct claim_list all = item->relations;
    enum err_code code =
        query_claims(&found, sheet->arena, sheet->index, sheet->as_of.view, &filter, err);

    if (code != ERR_OK)
        return code;
    all.items = ARENA_ARRAY(sheet->arena, struct claim_row, all.count + found.count + 1);
    for (size_t i = 0; i < item->relations.count; i++)
        all.items[i] = item->relations.items[i];
    for (size_t i = 0; code == ERR_OK && i < found.count; i++) {
        struct claim_state state;

        if (!is_relation(found.items[i].property))
            continue;
        code = query_claim_state(&state, sheet->index, sheet->as_of.view,
                                 found.items[i].ref, err);
        if (code == ERR_OK && claim_is_current(&state))
            all.items[all.count++] = found.items[i];
    }
    item->relations = all;
    return code;
}

static enum err_code find_relations(struct near_item *item, struct sheet *sheet,
                                    struct str source, struct err *err)
{
    struct str other = item->side.source;

    if (source.len == 0 || other.len == 0 || str_equal(source, other))
        return ERR_OK;
    if (add_relations(item, sheet, source, other, err) != ERR_OK)
        return err->code;
    return add_relations(item, sheet, other, source, err);
}

/* --- one candidate --- */

static bool is_near(const struct near_share *share)
{
    return share->is_same ||
           (share->common >= NEAR_LEAST_COMMON &&
            (near_percent(share->common, share->a) >= NEAR_LEAST_PERCENT ||
             near_percent(share->common, share->b) >= NEAR_LEAST_PERCENT));
}

static enum err_code compare(struct near_item *item, struct near_work *w,
                             const struct page_text *text, const struct near_text *near,
                             struct err *err)
{
    bool is_part = false;
    enum err_code code = read_words(&item->side.words, &item->side.is_part, w, text,
                                    near->pages, near->page_count, err);

    item->asked = w->out->asked.words;
    if (code == ERR_OK && w->out->asked.words.count == 0)
        code = read_words(&item->asked, &is_part, w, &w->asked, near->asked,
                          near->page_count, err);
    if (code != ERR_OK)
        return code;
    near_compare(&item->share, &item->asked, &item->side.words);
    item->share.is_same = near->is_same || (item->share.is_same && !item->side.is_part &&
                                            !w->out->asked.is_part);
    if (is_near(&item->share) || w->is_pair)
        near_runs_of(&item->runs, w->sheet->arena, &item->asked, &item->side.words,
                     NEAR_RUNS);
    return ERR_OK;
}

/* A text that is gone, damaged or locked since is no candidate: stele verify tells. */
static bool is_passed_over(enum err_code code)
{
    return code == ERR_NOT_FOUND || code == ERR_DENIED || code == ERR_CORRUPT ||
           code == ERR_INVALID;
}

static struct near_item *item_of(struct near_sheet *out, struct ref object)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].side.object.n == object.n)
            return &out->items[i];
    return &out->items[out->count];
}

static size_t most(const struct near_share *share)
{
    unsigned a = near_percent(share->common, share->a);
    unsigned b = near_percent(share->common, share->b);

    return share->is_same ? 200 : (a > b ? a : b);
}

static enum err_code take(struct near_work *w, const struct near_text *near,
                          struct err *err)
{
    struct near_item item = {0};
    struct near_item *place;
    struct page_text text;
    struct err why = {0};
    struct ref object;
    enum err_code code = page_text_find(&text, w->sheet->arena, w->sheet->index,
                                        w->sheet->as_of.view, near->text, err);

    if (code != ERR_OK || text.is_withdrawn)
        return code;
    code = near_file_of(&object, w->sheet, near->text, err);
    if (code != ERR_OK || object.n == w->except.n)
        return code;
    code = compare(&item, w, &text, near, &why);
    if (is_passed_over(code))
        return ERR_OK;
    if (code != ERR_OK)
        return err_set(err, code, "%s", why.message);
    if (!is_near(&item.share) && !w->is_pair)
        return ERR_OK;
    place = item_of(w->out, object);
    if (place < w->out->items + w->out->count && most(&place->share) >= most(&item.share))
        return ERR_OK;
    if (place == w->out->items + w->out->count)
        w->out->count++;
    *place = item;
    code = fill_side(&place->side, w->sheet, near->text, object, err);
    return code == ERR_OK ? find_relations(place, w->sheet, w->out->asked.source, err)
                          : code;
}

static int most_first(const void *a, const void *b)
{
    const struct near_item *x = a;
    const struct near_item *y = b;

    if (most(&x->share) != most(&y->share))
        return most(&x->share) > most(&y->share) ? -1 : 1;
    return (x->side.text.n > y->side.text.n) - (x->side.text.n < y->side.text.n);
}

static enum err_code take_all(struct near_work *w, const struct near_texts *near,
                              struct err *err)
{
    struct near_sheet *out = w->out;
    enum err_code code = ERR_OK;

    out->items = ARENA_ARRAY(w->sheet->arena, struct near_item, near->count + 1);
    for (size_t i = 0; code == ERR_OK && i < near->count; i++)
        code = take(w, &near->items[i], err);
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, most_first);
    out->has_more = near->has_more || out->count > NEAR_ITEMS;
    if (out->count > NEAR_ITEMS)
        out->count = NEAR_ITEMS;
    for (size_t i = 0; i < out->count; i++) {
        access_note(w->sheet->access, out->items[i].side.text);
        access_note(w->sheet->access, out->items[i].side.object);
    }
    return code;
}

/* --- the questions --- */

static enum err_code start(struct near_work *w, struct near_sheet *out,
                           struct sheet *sheet, struct ref object, struct err *err)
{
    enum err_code code;

    *out = (struct near_sheet){0};
    *w = (struct near_work){.sheet = sheet, .except = object, .out = out};
    if (ref_is_none(object)) {
        w->asked.ref = REF_NONE;
        return ERR_OK;
    }
    code = near_file_of(&w->except, sheet, object, err);
    if (code == ERR_OK)
        code = text_of(&w->asked, &out->has_text, sheet, object, err);
    if (code == ERR_OK)
        code = fill_side(&out->asked, sheet, out->has_text ? w->asked.ref : REF_NONE,
                         w->except, err);
    access_note(sheet->access, object);
    return code;
}

static enum err_code ask(struct near_work *w, struct near_texts *near, struct err *err)
{
    struct sheet *sheet = w->sheet;
    enum err_code code = near_texts_of(near, sheet->arena, sheet->index,
                                       sheet->as_of.view, w->asked.ref, CANDIDATES, err);

    w->out->asked.is_part = w->asked.page_count > NEAR_WHOLE_PAGES;
    if (code == ERR_OK && near->count > 0 && !w->out->asked.is_part)
        code = read_words(&w->out->asked.words, &w->out->asked.is_part, w, &w->asked,
                          NULL, 0, err);
    return code;
}

enum err_code near_read(struct near_sheet *out, struct sheet *sheet, struct ref object,
                        struct err *err)
{
    struct near_work w;
    struct near_texts near = {0};
    enum err_code code = start(&w, out, sheet, object, err);

    if (code != ERR_OK || !out->has_text)
        return code;
    w.stemmer = stemmer_new();
    code = ask(&w, &near, err);
    if (code == ERR_OK)
        code = take_all(&w, &near, err);
    stemmer_free(w.stemmer);
    return code;
}

enum err_code near_read_words(struct near_sheet *out, struct sheet *sheet,
                              struct str words, struct ref except, struct err *err)
{
    struct near_work w;
    struct near_texts near = {0};
    struct near_words *asked = &out->asked.words;
    enum err_code code = start(&w, out, sheet, REF_NONE, err);

    w.stemmer = stemmer_new();
    near_words_of(asked, sheet->arena, w.stemmer, words);
    out->has_text = asked->count >= SHINGLE_WORDS;
    out->asked.text = out->asked.object = REF_NONE;
    w.except = except;
    if (code == ERR_OK && !ref_is_none(except))
        code = near_file_of(&w.except, sheet, except, err);
    if (code == ERR_OK && out->has_text)
        code =
            near_texts_of_words(&near, sheet->arena, sheet->index, sheet->as_of.view,
                                asked->keys, asked->count, asked->whole, CANDIDATES, err);
    if (code == ERR_OK)
        code = take_all(&w, &near, err);
    stemmer_free(w.stemmer);
    return code;
}

/* The pages of the two that look alike, where the index knows of any. */
static void pages_of_pair(struct near_text *out, const struct near_texts *near,
                          struct ref text)
{
    *out = (struct near_text){.text = text};
    for (size_t i = 0; i < near->count; i++)
        if (near->items[i].text.n == text.n)
            *out = near->items[i];
}

enum err_code near_read_pair(struct near_sheet *out, struct sheet *sheet,
                             struct ref object, struct ref other, struct err *err)
{
    struct near_work w;
    struct near_texts near = {0};
    struct page_text text = {0};
    struct near_text pair;
    bool has_other = false;
    enum err_code code = start(&w, out, sheet, object, err);

    if (code == ERR_OK)
        code = text_of(&text, &has_other, sheet, other, err);
    out->has_text = out->has_text && has_other;
    if (code != ERR_OK || !out->has_text)
        return code;
    w.stemmer = stemmer_new();
    w.is_pair = true;
    w.except = REF_NONE;
    code = near_texts_of(&near, sheet->arena, sheet->index, sheet->as_of.view,
                         w.asked.ref, SIZE_MAX, err);
    pages_of_pair(&pair, &near, text.ref);
    near = (struct near_texts){.items = &pair, .count = 1};
    out->asked.is_part = w.asked.page_count > NEAR_WHOLE_PAGES;
    if (code == ERR_OK && !out->asked.is_part)
        code = read_words(&out->asked.words, &out->asked.is_part, &w, &w.asked, NULL, 0,
                          err);
    if (code == ERR_OK)
        code = take_all(&w, &near, err);
    stemmer_free(w.stemmer);
    return code;
}

/* --- what a person makes of it --- */

struct value near_claim(struct arena *arena, struct archive *archive, struct str a,
                        struct str property, struct str b, struct ref file_a,
                        struct ref file_b)
{
    struct value draft = value_object();
    struct value premises = value_array();

    value_add(&premises, arena, value_string(archive_ref_text(archive, arena, file_a)));
    value_add(&premises, arena, value_string(archive_ref_text(archive, arena, file_b)));
    value_set(&draft, arena, STR("kind"), value_string(STR("claim")));
    value_set(&draft, arena, STR("about"), value_string(a));
    value_set(&draft, arena, STR("property"), value_string(property));
    value_set(&draft, arena, STR("value"), value_string(b));
    value_set(&draft, arena, STR("basis"), value_string(STR("inferred")));
    value_set(&draft, arena, STR("premises"), premises);
    return draft;
}
