/* /find: words in any script, wherever they stand, and why they were found. */

#include <stdlib.h>

#include "base/message.h"
#include "record/schema.h"
#include "sheet/find.h"
#include "sheet/marks.h"
#include "sheet/value_text.h"
#include "web/page_form.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/reading.h"

enum { SHOWN = 50, SHOWN_MAX = 1000 };

static const struct {
    const char *name;
    const char *label;
    enum query_field field;
} fields[] = {
    {"kind", N_("Kind"), QUERY_KIND},
    {"property", N_("Property"), QUERY_PROPERTY},
    {"place", N_("Place, all within"), QUERY_PLACE},
    {"source", N_("Source"), QUERY_SOURCE},
    {"from", N_("Possible from"), QUERY_FROM},
    {"until", N_("Possible until"), QUERY_UNTIL},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

struct finding {
    struct request *r;
    struct reading reading;
    struct query query;
    struct query_filter *filters;
    struct str typed;
    struct find_result result;
    struct sheet_writer writer;
    size_t limit;
    bool was_asked;
};

static struct str asked_for(const struct finding *f, size_t field)
{
    return str_trim(fields_get(&f->r->asked, str_from_c(fields[field].name)));
}

/* As it is logged: what was typed, then the filters. */
static struct str said(const struct finding *f)
{
    struct buf out = {0};
    struct str text;

    buf_append(&out, f->typed);
    for (size_t i = 0; i < FIELDS; i++) {
        if (asked_for(f, i).len == 0)
            continue;
        buf_printf(&out, out.len > 0 ? " %s:" : "%s:", fields[i].name);
        buf_append(&out, asked_for(f, i));
    }
    text = arena_str(f->r->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void read_limit(struct finding *f)
{
    uint64_t limit = 0;

    f->limit = SHOWN;
    if (str_to_u64(&limit, fields_get(&f->r->asked, STR("limit"))) && limit > SHOWN)
        f->limit = limit < SHOWN_MAX ? (size_t)limit : SHOWN_MAX;
}

/* What was typed, and the filters, as one query. */
static enum err_code read_query(struct finding *f, struct err *err)
{
    struct query *query = &f->query;
    size_t count;

    if (f->typed.len > 0 && query_parse(query, f->r->arena, f->typed, err) != ERR_OK)
        return err->code;
    f->filters =
        ARENA_ARRAY(f->r->arena, struct query_filter, query->filter_count + FIELDS);
    for (count = 0; count < query->filter_count; count++)
        f->filters[count] = query->filters[count];
    for (size_t i = 0; i < FIELDS; i++)
        if (asked_for(f, i).len > 0)
            f->filters[count++] =
                (struct query_filter){.field = fields[i].field, .value = asked_for(f, i)};
    query->filters = f->filters;
    query->filter_count = count;
    f->was_asked = count > 0 || f->typed.len > 0;
    if (count > QUERY_FILTERS_MAX)
        return err_set(err, ERR_INVALID, "at most %d filters, please", QUERY_FILTERS_MAX);
    return ERR_OK;
}

static bool is_elsewhere(const struct find_hit *hit)
{
    return !ref_is_none(hit->text_in) && hit->text_in.n != hit->ref.n;
}

/* What a reader may not read is left out, and not told apart from there being less. */
static enum err_code drop_hits(struct finding *f, struct err *err)
{
    struct find_result *result = &f->result;
    size_t kept = 0;

    for (size_t i = 0; i < result->count; i++) {
        struct find_hit *hit = &result->items[i];
        bool may = true;

        if (reading_may(&may, &f->reading, hit->ref, err) != ERR_OK)
            return err->code;
        if (may && is_elsewhere(hit) &&
            reading_may(&may, &f->reading, hit->text_in, err) != ERR_OK)
            return err->code;
        if (!may)
            continue;
        access_note(&f->reading.access, hit->ref);
        access_note(&f->reading.access, hit->text_in);
        result->items[kept++] = *hit;
    }
    result->count = kept;
    return ERR_OK;
}

/* --- a hit --- */

static void write_marked(struct html *h, const struct snippet *snippet)
{
    size_t at = 0;

    html_open(h, "span");
    html_class(h, "say");
    html_set(h, "dir", "auto");
    html_puts(h, snippet->is_cut_before ? "…" : "");
    for (size_t i = 0; i < snippet->hit_count; i++) {
        const struct snippet_hit *hit = &snippet->hits[i];

        html_text(h, str_prefix(str_after(snippet->text, at), hit->start - at));
        html_element(h, "mark",
                     str_prefix(str_after(snippet->text, hit->start), hit->len));
        at = hit->start + hit->len;
    }
    html_text(h, str_after(snippet->text, at));
    html_puts(h, snippet->is_cut_after ? "…" : "");
    html_close(h, "span");
}

static void write_kind(struct html *h, const struct finding *f,
                       const struct find_hit *hit)
{
    const struct label *label = labels_find(f->writer.phrase.labels, hit->id);
    struct buf text = {0};

    html_open(h, "p");
    html_class(h, "kick");
    switch (hit->kind) {
    case FIND_ENTITY:
        if (label)
            phrase_kind(&text, &f->writer.phrase, &label->entity);
        html_text(h, buf_str(&text));
        break;
    case FIND_CLAIM:
        html_puts(h, _("claim"));
        break;
    case FIND_PASSAGE:
        html_puts(h, hit->place == SEARCH_TRANSLATION ? _("passage, in its translation")
                                                      : _("passage"));
        break;
    case FIND_OBJECT:
        html_puts(h, _("preserved file"));
        break;
    case FIND_PAGE:
        html_printf(h, _("text of a document, page %u"), (unsigned)hit->page);
        break;
    case FIND_STATEMENT:
        html_puts(h, _("reason or note"));
        break;
    }
    html_close(h, "p");
    buf_release(&text);
}

static void hit_href(struct buf *path, const struct finding *f,
                     const struct find_hit *hit)
{
    struct str ref = archive_ref_short(f->r->archive, f->r->arena, hit->ref);

    switch (hit->kind) {
    case FIND_ENTITY:
        href_entity(path, hit->id);
        break;
    case FIND_PAGE:
        href_object(path, ref);
        buf_printf(path, "/text?page=%u", (unsigned)hit->page);
        break;
    case FIND_OBJECT:
        href_object(path, ref);
        break;
    case FIND_CLAIM:
    case FIND_PASSAGE:
    case FIND_STATEMENT:
        href_statement(path, ref);
        break;
    }
}

/* What the link is called: never the words found, which stand below it. */
static void hit_title(struct buf *out, const struct finding *f,
                      const struct find_hit *hit)
{
    const struct phrase *phrase = &f->writer.phrase;
    const struct label *label = labels_find(phrase->labels, hit->id);

    if (hit->kind == FIND_CLAIM) {
        claim_text_line(out, phrase, &hit->claim);
    } else if (label && label->name.len > 0) {
        if (label->is_alleged)
            buf_puts(out, _("alleged: "));
        buf_append(out, label->name);
    } else if (hit->kind == FIND_PAGE && hit->file.len > 0) {
        buf_append(out, hit->file);
    } else if (hit->kind == FIND_OBJECT && hit->text.len > 0) {
        buf_append(out, hit->text);
    } else {
        buf_append(out, archive_ref_short(f->r->archive, f->r->arena, hit->ref));
    }
}

static void write_link(struct html *h, const struct finding *f,
                       const struct find_hit *hit)
{
    struct buf path = {0};
    struct buf title = {0};

    hit_href(&path, f, hit);
    hit_title(&title, f, hit);
    html_open(h, "h3");
    html_open(h, "a");
    html_attr(h, "href", page_href(f->r, buf_str(&path)));
    html_bdi(h, buf_str(&title));
    html_close(h, "a");
    html_puts(h, " ");
    if (hit->kind == FIND_PAGE && hit->page_text.tool.len > 0)
        mark_state(h, MARK_MACHINE, STR(""));
    if (hit->is_past)
        mark_state(h, MARK_WITHDRAWN, str_from_c(_("withdrawn or corrected since")));
    html_close(h, "h3");
    buf_release(&path);
    buf_release(&title);
}

static void write_machine(struct html *h, const struct find_hit *hit)
{
    if (hit->kind != FIND_PAGE || hit->page_text.tool.len == 0)
        return;
    html_puts(h, hit->page_text.reviewer.len > 0 ? _("made by a machine, and checked: ")
                                                 : _("made by a machine, not checked: "));
    html_bdi(h, hit->page_text.tool);
    html_puts(h, " ");
}

static void write_hit(struct html *h, const struct finding *f, const struct find_hit *hit)
{
    struct buf why = {0};

    html_open(h, "li");
    html_class(h, "hit");
    write_kind(h, f, hit);
    write_link(h, f, hit);
    if (hit->has_why && hit->snippet.text.len > 0) {
        html_open(h, "p");
        write_marked(h, &hit->snippet);
        html_close(h, "p");
    }
    find_why_text(&why, &f->writer, hit);
    html_open(h, "p");
    html_class(h, "src");
    write_machine(h, hit);
    html_text(h, buf_str(&why));
    if (hit->more_pages > 0)
        html_printf(h,
                    _n(hit->more_pages, " and on %u more page", " and on %u more pages"),
                    (unsigned)hit->more_pages);
    html_close(h, "p");
    html_close(h, "li");
    buf_release(&why);
}

/* --- the page --- */

static bool is_machine(const struct find_hit *hit)
{
    return hit->kind == FIND_PAGE && hit->page_text.tool.len > 0;
}

static void write_section(struct page *page, const struct finding *f,
                          enum search_level level, bool of_machines, const char *title,
                          const char *note)
{
    bool is_any = false;

    for (size_t i = 0; i < f->result.count; i++) {
        const struct find_hit *hit = &f->result.items[i];

        if (is_machine(hit) != of_machines || (!of_machines && hit->level != level))
            continue;
        if (!is_any) {
            page_section(page, NULL, str_from_c(title), str_from_c(note));
            html_literal(&page->h, "<ul class=\"plain\">");
        }
        is_any = true;
        write_hit(&page->h, f, hit);
    }
    if (!is_any)
        return;
    html_literal(&page->h, "</ul>");
    page_section_end(page);
}

static int by_label(const void *a, const void *b)
{
    return str_compare(((const struct page_choice *)a)->label,
                       ((const struct page_choice *)b)->label);
}

static void choose_kind(struct page *page, const struct finding *f)
{
    size_t count = 0;
    const struct schema_kind *kinds = schema_kinds(&count);
    struct page_choice *choices =
        ARENA_ARRAY(page->r->arena, struct page_choice, count + 1);

    choices[0] = (struct page_choice){.label = str_from_c(_("any"))};
    for (size_t i = 0; i < count; i++)
        choices[i + 1] = (struct page_choice){.value = kinds[i].key,
                                              .label = schema_label(kinds[i].label)};
    qsort(choices + 1, count, sizeof *choices, by_label);
    page_select(page,
                &(struct page_field){.name = "kind",
                                     .label = str_from_c(_("Kind")),
                                     .value = asked_for(f, 0)},
                choices, count + 1);
}

static void write_form(struct page *page, const struct finding *f)
{
    struct html *h = &page->h;
    struct str as_of = fields_get(&page->r->asked, STR("as-of"));

    html_open(h, "form");
    html_set(h, "method", "get");
    html_set(h, "action", "/find");
    html_set(h, "role", "search");
    if (as_of.len > 0)
        page_hidden(page, "as-of", as_of);
    page_input(page, &(struct page_field){
                         .name = "q",
                         .id = "words",
                         .type = "search",
                         .label = str_from_c(_("Name, place, phrase or number")),
                         .hint = str_from_c(_("All words must stand in one text, in any "
                                              "script and form. “…” one behind the "
                                              "other, -word not that, word* what begins "
                                              "so, =word exactly so.")),
                         .value = f->typed,
                         .is_full = true});
    html_literal(h, "<div class=\"filters\">");
    choose_kind(page, f);
    for (size_t i = 1; i < FIELDS; i++)
        page_input(page, &(struct page_field){.name = fields[i].name,
                                              .label = str_from_c(_(fields[i].label)),
                                              .value = asked_for(f, i)});
    html_literal(h, "<div class=\"f\">");
    html_element(h, "button", str_from_c(_("Find")));
    html_literal(h, "</div></div>");
    html_close(h, "form");
}

static void write_more(struct page *page, const struct finding *f)
{
    struct str next = STR("");

    if (!f->result.has_more)
        return;
    if (f->limit < SHOWN_MAX)
        next =
            page_here(f->r, STR("limit"), arena_printf(f->r->arena, "%zu", 2 * f->limit));
    html_open(&page->h, "p");
    if (next.len > 0)
        html_link(&page->h, next, str_from_c(_("Show more")));
    else
        html_puts(&page->h, _("There is more than is shown here: say more words."));
    html_close(&page->h, "p");
}

static void write_results(struct page *page, const struct finding *f)
{
    if (!f->was_asked)
        return;
    if (f->result.count == 0)
        html_element(&page->h, "p", str_from_c(_("Nothing was found.")));
    write_section(page, f, LEVEL_SPELLINGS, false, _("Found"),
                  _("In these words, in any spelling and form."));
    write_section(page, f, LEVEL_NEAR, false, _("Nearly so"),
                  _("A letter or two away, or another word for the same name."));
    write_section(page, f, LEVEL_SOUNDS, false, _("Only sounds alike"), "");
    write_section(page, f, LEVEL_SPELLINGS, true, _("In texts that a machine made"),
                  _("What a machine read off a picture is not what stands there."));
    write_more(page, f);
    if (f->result.has_sealed)
        html_phrase(&page->h, "p", "sm q",
                    str_from_c(_("What is sealed, and cannot be read here, was not "
                                 "searched.")));
}

static void write_page(struct reply *out, const struct finding *f, const struct err *why)
{
    const struct page_head head = {
        .part = PAGE_SEARCH, .title = str_from_c(_("Search")), .help = "searching"};
    struct page page;

    page_begin(&page, out, f->r, &head);
    if (why)
        page_errors(
            &page,
            &(struct page_error){.field = "words", .text = str_from_c(why->message)}, 1);
    write_form(&page, f);
    if (!why)
        write_results(&page, f);
    page_end(&page);
}

static enum err_code run(struct finding *f, struct err *err)
{
    struct sheet *sheet = &f->reading.sheet;

    if (read_query(f, err) != ERR_OK)
        return err->code;
    if (!f->was_asked)
        return ERR_OK;
    if (find_run(&f->result, sheet, &f->query, f->limit, err) != ERR_OK)
        return err->code;
    return drop_hits(f, err);
}

/* What cannot be meant is said where it was typed. */
static bool is_typed_wrongly(enum err_code code)
{
    return code == ERR_INVALID || code == ERR_NOT_FOUND || code == ERR_CONFLICT;
}

static enum err_code show(struct reply *out, struct finding *f, struct err *err)
{
    struct buf ignored = {0};
    enum err_code code = run(f, err);

    if (is_typed_wrongly(code)) {
        write_page(out, f, err);
        return ERR_OK;
    }
    if (code == ERR_OK && f->was_asked)
        code = reading_commit(&f->reading, err);
    if (code != ERR_OK)
        return code;
    sheet_writer_start(&f->writer, &ignored, &f->reading.sheet, false);
    write_page(out, f, NULL);
    buf_release(&ignored);
    return ERR_OK;
}

enum err_code page_find(struct reply *out, struct request *r, struct err *err)
{
    struct finding *f = ARENA_NEW(r->arena, struct finding);
    enum err_code code;

    f->r = r;
    f->typed = str_trim(fields_get(&r->asked, STR("q")));
    read_limit(f);
    if (reading_open_search(&f->reading, r, said(f), err) != ERR_OK)
        return err->code;
    code = show(out, f, err);
    reading_close(&f->reading);
    return code;
}
