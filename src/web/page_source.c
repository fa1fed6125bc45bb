#include "web/page_source.h"

#include <inttypes.h>

#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/source_html.h"
#include "sheet/texts_text.h"
#include "web/page_form.h"
#include "web/page_sheet.h"

/* This text, of that page, from that line on. */
static struct str href_of(const struct request *r, struct ref object, struct ref text,
                          int64_t number, uint64_t line)
{
    struct buf path = {0};
    char separator = '?';
    struct str href;

    buf_append(&path, r->path);
    if (fields_has(&r->asked, STR("object"))) {
        buf_puts(&path, "?object=");
        html_url(&path, archive_ref_short(r->archive, r->arena, object));
        separator = '&';
    }
    if (!ref_is_none(text)) {
        buf_printf(&path, "%ctext=", separator);
        html_url(&path, archive_ref_short(r->archive, r->arena, text));
        separator = '&';
    }
    if (number > 0) {
        buf_printf(&path, "%cpage=%" PRId64, separator, number);
        separator = '&';
    }
    if (line > 1)
        buf_printf(&path, "%cline=%" PRIu64, separator, line);
    href = page_href(r, arena_str(r->arena, buf_str(&path)));
    buf_release(&path);
    return href;
}

/* --- which text --- */

static void write_text_choice(struct page *page, struct sheet_html *s,
                              const struct source_text *t, const struct page_text *text)
{
    html_open(&page->h, "li");
    if (text->ref.n == t->text.ref.n) {
        html_open(&page->h, "b");
        html_puts(&page->h, _("shown here"));
        html_close(&page->h, "b");
    } else {
        html_link(&page->h, href_of(page->r, t->object.ref, text->ref, 0, 0),
                  str_from_c(_("show")));
    }
    html_puts(&page->h, " · ");
    if (ref_is_none(text->of)) {
        html_puts(&page->h, _("the preserved file itself"));
    } else {
        text_maker(&s->line, text, PLAIN_PAGE);
        rich_take(&s->rich, &s->line);
    }
    html_close(&page->h, "li");
}

static void write_choices(struct page *page, struct sheet_html *s,
                          const struct source_text *t)
{
    if (t->texts.count < 2)
        return;
    html_open(&page->h, "details");
    html_open(&page->h, "summary");
    html_printf(&page->h,
                _n(t->texts.count, "%zu text of this file", "%zu texts of this file"),
                t->texts.count);
    html_close(&page->h, "summary");
    html_open(&page->h, "ul");
    for (size_t i = 0; i < t->texts.count; i++)
        write_text_choice(page, s, t, &t->texts.items[i]);
    html_close(&page->h, "ul");
    html_close(&page->h, "details");
}

static struct str name_of(const struct object_row *object)
{
    return object->name.len > 0 ? object->name : object->sha256;
}

static void write_files(struct page *page, const struct source_text *t)
{
    struct html *h = &page->h;

    if (t->objects.count < 2)
        return;
    html_open(h, "ul");
    html_set(h, "aria-label", _("Files that this source is kept as"));
    for (size_t i = 0; i < t->objects.count; i++) {
        struct buf path = {0};

        buf_append(&path, page->r->path);
        buf_puts(&path, "?object=");
        html_url(&path, archive_ref_short(page->r->archive, page->r->arena,
                                          t->objects.items[i].ref));
        html_open(h, "li");
        html_link(h, page_href(page->r, arena_str(page->r->arena, buf_str(&path))),
                  name_of(&t->objects.items[i]));
        html_close(h, "li");
        buf_release(&path);
    }
    html_close(h, "ul");
}

/* --- other pages, other lines --- */

static void write_way(struct page *page, bool is_there, struct str href,
                      const char *label)
{
    if (!is_there)
        return;
    html_link(&page->h, href, str_from_c(label));
    html_puts(&page->h, " ");
}

static void write_ways(struct page *page, const struct source_text *t)
{
    const struct page_text *text = &t->text;
    int64_t last = text->first_page + text->page_count - 1;
    int64_t number = text->page_count > 1 ? t->page : 0;
    uint64_t next = t->first_line + SOURCE_LINES;
    uint64_t before = t->first_line > SOURCE_LINES ? t->first_line - SOURCE_LINES : 1;
    struct ref ref = text->ref;
    struct ref object = t->object.ref;

    html_open(&page->h, "nav");
    html_class(&page->h, "pager");
    html_set(&page->h, "aria-label", _("Pages and lines"));
    if (text->page_count > 1) {
        html_open(&page->h, "span");
        html_printf(&page->h, _("page %" PRId64 " of %" PRId64 " to %" PRId64), t->page,
                    text->first_page, last);
        html_close(&page->h, "span");
        html_puts(&page->h, " ");
        write_way(page, t->page > text->first_page,
                  href_of(page->r, object, ref, t->page - 1, 0), _("Page before"));
        write_way(page, t->page < last, href_of(page->r, object, ref, t->page + 1, 0),
                  _("Next page"));
    }
    write_way(page, t->first_line > 1, href_of(page->r, object, ref, number, before),
              _("Lines before"));
    write_way(page, next <= t->line_total, href_of(page->r, object, ref, number, next),
              _("Next lines"));
    html_close(&page->h, "nav");
}

/* Without a script, by keyboard: which line to enter from. */
static void write_enter(struct page *page, const struct source_text *t)
{
    const struct page_field line = {
        .name = "line", .type = "number", .label = str_from_c(_("Enter from line"))};

    page_ask(page, STR("/enter/passage"));
    page_hidden(page, "source", t->source);
    page_hidden(page, "object",
                archive_ref_text(page->r->archive, page->r->arena, t->object.ref));
    if (t->text.page_count > 1)
        page_hidden(page, "page", arena_printf(page->r->arena, "%" PRId64, t->page));
    page_row(page);
    page_input(page, &line);
    page_button(page, PAGE_BUTTON_SECOND, NULL, str_from_c(_("Enter a passage")));
    page_row_end(page);
    page_ask_end(page);
}

/* --- the page --- */

static void write_text(struct page *page, struct sheet_html *s,
                       const struct source_text *t)
{
    page_section(page, "text", str_from_c(_("Text")),
                 str_from_c(_("Shown, never changed. A mark belongs to the passage, not "
                              "to the file.")));
    write_files(page, t);
    if (t->why.code != ERR_OK) {
        page_box(page, PAGE_BOX_MISSING);
        html_open(&page->h, "p");
        mark_state(&page->h, MARK_MISSING, STR(""));
        html_puts(&page->h, " ");
        html_puts(&page->h, t->why.message);
        html_close(&page->h, "p");
        page_box_end(page);
    } else {
        source_html_maker(s, t);
        write_choices(page, s, t);
        if (t->line_count > 0)
            source_html_lines(s, t);
        write_ways(page, t);
        if (s->may_record && t->source.len > 0)
            write_enter(page, t);
    }
    page_section_end(page);
}

static bool has_placed(const struct source_text *t)
{
    for (size_t i = 0; i < t->passage_count; i++)
        if (t->passages[i].number > 0 && t->passages[i].line > 0)
            return true;
    return false;
}

static void write_passages(struct page *page, struct sheet_html *s,
                           const struct source_text *t)
{
    if (has_placed(t)) {
        page_section(page, "passages", str_from_c(_("Passages")),
                     str_from_c(_("What was recorded of these lines, the hands it came "
                                  "through, and the claims that rest on it.")));
        source_html_passages(s, t);
        page_section_end(page);
    }
    if (source_has_apart(t)) {
        page_section(page, "apart", str_from_c(_("Not placed")),
                     str_from_c(_("Passages of this source that stand in none of the "
                                  "lines above: each says why.")));
        source_html_apart(s, t);
        page_section_end(page);
    }
    if (t->on_other_pages > 0) {
        html_open(&page->h, "p");
        html_class(&page->h, "sm");
        html_printf(&page->h,
                    _n(t->on_other_pages, "%zu passage stands on another page.",
                       "%zu passages stand on other pages."),
                    t->on_other_pages);
        html_close(&page->h, "p");
    }
}

static void write_links(struct page *page, const struct source_text *t)
{
    struct buf path = {0};

    html_open(&page->h, "p");
    html_class(&page->h, "sm");
    for (size_t i = 0; i < t->sources.count; i++) {
        const struct label *label = labels_find(&t->sheet->labels, t->sources.ids[i]);

        buf_reset(&path);
        href_entity(&path, t->sources.ids[i]);
        html_link(&page->h, page_href(page->r, arena_str(page->r->arena, buf_str(&path))),
                  label && label->name.len > 0 ? label->name
                                               : str_from_c(_("the source’s sheet")));
        html_puts(&page->h, " · ");
    }
    if (!ref_is_none(t->object.ref)) {
        buf_reset(&path);
        href_object(&path,
                    archive_ref_short(page->r->archive, page->r->arena, t->object.ref));
        html_link(&page->h, page_href(page->r, arena_str(page->r->arena, buf_str(&path))),
                  str_from_c(_("the preserved file")));
    }
    html_close(&page->h, "p");
    buf_release(&path);
}

static void write_page(struct reply *out, struct reading *reading,
                       const struct source_text *t)
{
    const struct label *label = labels_find(&reading->sheet.labels, t->source);
    struct sheet_html s;
    struct page page;

    page_begin(&page, out, reading->r,
               &(struct page_head){.title = label && label->name.len > 0 ? label->name
                                            : !ref_is_none(t->object.ref)
                                                ? name_of(&t->object)
                                                : str_from_c(_("unnamed")),
                                   .kick = str_from_c(_("A source, line by line"))});
    page_sheet_start(&s, &page, reading);
    write_links(&page, t);
    write_text(&page, &s, t);
    write_passages(&page, &s, t);
    sheet_html_end(&s);
    page_end(&page);
}

static enum err_code may_see(bool *out, void *context, struct ref ref, struct err *err)
{
    return reading_may(out, context, ref, err);
}

static enum err_code read_ref(struct ref *out, const struct request *r, struct str name,
                              struct err *err)
{
    struct str text = fields_get(&r->asked, name);

    return text.len > 0 ? archive_ref_parse(out, r->archive, text, err) : ERR_OK;
}

static enum err_code show(struct reply *out, struct reading *reading,
                          struct source_ask *ask, struct err *err)
{
    const struct request *r = reading->r;
    struct source_text text;
    uint64_t page = 0;

    if (read_ref(&ask->object, r, STR("object"), err) != ERR_OK ||
        read_ref(&ask->text, r, STR("text"), err) != ERR_OK)
        return err->code;
    if (str_to_u64(&page, fields_get(&r->asked, STR("page"))) && page <= INT32_MAX)
        ask->page = (int64_t)page;
    if (!str_to_u64(&ask->line, fields_get(&r->asked, STR("line"))))
        ask->line = 0;
    ask->may = reading->is_reader ? may_see : NULL;
    ask->context = reading;
    if (source_text_read(&text, &reading->sheet, ask, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    write_page(out, reading, &text);
    return ERR_OK;
}

enum err_code page_source(struct reply *out, struct reading *reading, struct str id,
                          struct err *err)
{
    struct source_ask ask = {.source = id, .object = REF_NONE, .text = REF_NONE};
    struct sheet *sheet = &reading->sheet;
    struct entity_row entity = {0};

    if (query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view, id, err) !=
        ERR_OK)
        return err->code;
    if (!str_equal(entity.kind, STR("source")) &&
        !str_equal(entity.kind, STR("interview")) && !str_equal(entity.kind, STR("item")))
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    return show(out, reading, &ask, err);
}

enum err_code page_source_of_object(struct reply *out, struct reading *reading,
                                    struct ref object, struct err *err)
{
    struct source_ask ask = {.object = object, .text = REF_NONE};

    return show(out, reading, &ask, err);
}
