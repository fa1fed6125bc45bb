/* /e/ID: everything about one entity; /e/ID/history: all that was recorded, in order. */

#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/timeline.h"
#include "web/page_map.h"
#include "web/page_sheet.h"
#include "web/page_source.h"
#include "web/pages.h"
#include "web/reading.h"

enum { HISTORY_ON_PAGE = 100, NAMED_ON_PAGE = 50, WITHIN_ON_PAGE = 100 };

/* Where a thing is shown that was asked for in another form of its name; `below`: which
 * page of an entity. */
static void go_to_subject(struct reply *out, struct request *r, const struct sheet *sheet,
                          const struct subject *subject, struct str below)
{
    struct buf path = {0};

    if (subject->kind == SUBJECT_ENTITY) {
        href_entity(&path, subject->id);
        if (below.len > 0) {
            buf_char(&path, '/');
            html_url(&path, below);
        }
    } else if (subject->kind == SUBJECT_STATEMENT) {
        href_statement(&path, archive_ref_short(sheet->archive, r->arena, subject->ref));
    } else {
        href_object(&path, archive_ref_short(sheet->archive, r->arena,
                                             subject->objects.items[0].ref));
    }
    reply_go_to(out, page_href(r, arena_str(r->arena, buf_str(&path))));
    buf_release(&path);
}

static void write_as_of(struct page *page, struct str id)
{
    struct html *h = &page->h;
    struct buf path = {0};

    href_entity(&path, id);
    html_open(h, "form");
    html_set(h, "method", "get");
    html_attr(h, "action", buf_str(&path));
    html_class(h, "row noprint");
    buf_release(&path);
    html_open(h, "div");
    html_class(h, "f");
    html_open(h, "label");
    html_set(h, "for", "as-of");
    html_puts(h, _("Show this sheet as it was on"));
    html_close(h, "label");
    html_void(h, "input");
    html_set(h, "id", "as-of");
    html_set(h, "name", "as-of");
    html_set(h, "type", "date");
    html_close(h, "div");
    html_open(h, "button");
    html_class(h, "sec");
    html_puts(h, _("Show"));
    html_close(h, "button");
    html_close(h, "form");
}

static struct str path_below(struct request *r, struct str id, const char *below)
{
    struct buf path = {0};
    struct str href;

    href_entity(&path, id);
    buf_puts(&path, below);
    href = page_href(r, arena_str(r->arena, buf_str(&path)));
    buf_release(&path);
    return href;
}

static void write_history_section(struct page *page, struct sheet_html *s,
                                  const struct entity_sheet *e)
{
    sheet_html_section(s, "history", _("History"), _("Nothing is overwritten."));
    write_as_of(page, e->entity.id);
    entity_html_changes(s, e);
    html_open(&page->h, "p");
    html_link(&page->h, path_below(page->r, e->entity.id, "/history"),
              str_from_c(_("Everything that was recorded about it, in order")));
    html_close(&page->h, "p");
    sheet_html_section_end(s);
}

static struct str ref_shown(struct request *r, struct ref ref)
{
    return archive_ref_short(r->archive, r->arena, ref);
}

static struct str next_claims(struct request *r, const struct entity_sheet *e)
{
    return e->has_more ? page_here(r, STR("after"), ref_shown(r, e->last)) : STR("");
}

/* What was written or said has a text to be read line by line. */
static void write_text_link(struct page *page, const struct entity_row *entity)
{
    if (!str_equal(entity->kind, STR("source")) &&
        !str_equal(entity->kind, STR("interview")))
        return;
    html_open(&page->h, "p");
    html_link(&page->h, path_below(page->r, entity->id, "/text"),
              str_from_c(_("Its text, line by line, with the passages marked")));
    html_close(&page->h, "p");
}

static void write_entity(struct reply *out, struct reading *reading,
                         const struct entity_sheet *e)
{
    const struct label *label = labels_find(&reading->sheet.labels, e->entity.id);
    struct request *r = reading->r;
    struct sheet_html s;
    struct page page;

    page_begin(&page, out, r,
               &(struct page_head){.title = label && label->name.len > 0
                                                ? label->name
                                                : str_from_c(_("unnamed")),
                                   .has_own_title = true});
    page_sheet_start(&s, &page, reading);
    entity_html_head(&s, e);
    write_text_link(&page, &e->entity);
    entity_html_claims(&s, e, next_claims(r, e));
    entity_html_allegations(&s, e);
    entity_html_incoming(&s, e, path_below(r, e->entity.id, "/named"));
    entity_html_within(&s, e, path_below(r, e->entity.id, "/within"));
    page_map(&s, r, e);
    entity_html_timeline(&s, e);
    entity_html_missing(&s, e);
    entity_html_sources(&s, e);
    entity_html_passages(&s, e);
    write_history_section(&page, &s, e);
    sheet_html_end(&s);
    page_end(&page);
}

/* ?after=: where the page before ended. */
static enum err_code read_after(struct ref *after, struct request *r, struct err *err)
{
    struct str text = fields_get(&r->asked, STR("after"));

    *after = (struct ref){0};
    return text.len > 0 ? archive_ref_parse(after, r->archive, text, err) : ERR_OK;
}

static enum err_code show_entity(struct reply *out, struct reading *reading,
                                 struct str id, struct err *err)
{
    struct entity_limits limits = entity_limits_page;
    struct entity_sheet entity;

    if (read_after(&limits.after, reading->r, err) != ERR_OK ||
        entity_sheet_read_some(&entity, &reading->sheet, id, &limits, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    write_entity(out, reading, &entity);
    return ERR_OK;
}

static void begin_below(struct page *page, struct reply *out, struct reading *reading,
                        struct str id, const char *kick)
{
    const struct label *label = labels_find(&reading->sheet.labels, id);

    page_begin(page, out, reading->r,
               &(struct page_head){.title = label && label->name.len > 0
                                                ? label->name
                                                : str_from_c(_("unnamed")),
                                   .kick = str_from_c(kick)});
    html_open(&page->h, "p");
    html_link(&page->h, path_below(reading->r, id, ""), str_from_c(_("Its sheet")));
    html_close(&page->h, "p");
}

static void write_next(struct page *page, bool has_more, struct ref last)
{
    if (!has_more)
        return;
    html_open(&page->h, "p");
    html_class(&page->h, "pager");
    html_link(&page->h, page_here(page->r, STR("after"), ref_shown(page->r, last)),
              str_from_c(_("Next")));
    html_close(&page->h, "p");
}

static enum err_code show_history(struct reply *out, struct reading *reading,
                                  const struct subject *subject, struct err *err)
{
    struct history_part part = {.limit = HISTORY_ON_PAGE};
    struct history history = {0};
    struct sheet_html s;
    struct page page;

    if (read_after(&part.after, reading->r, err) != ERR_OK ||
        history_read_part(&history, &reading->sheet, subject, &part, err) != ERR_OK ||
        labels_add(&reading->sheet.labels, subject->id, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    begin_below(&page, out, reading, subject->id,
                _("Everything that was recorded, in order"));
    page_sheet_start(&s, &page, reading);
    history_html(&s, &history);
    if (history.count > 0)
        write_next(&page, history.has_more, history.items[history.count - 1].said.ref);
    sheet_html_end(&s);
    page_end(&page);
    return ERR_OK;
}

static enum err_code show_named(struct reply *out, struct reading *reading, struct str id,
                                struct err *err)
{
    struct entity_named named;
    struct sheet_html s;
    struct page page;
    struct ref after;

    if (read_after(&after, reading->r, err) != ERR_OK ||
        entity_named_read(&named, &reading->sheet, id, after, NAMED_ON_PAGE, err) !=
            ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    begin_below(&page, out, reading, id, _("Where it is named"));
    page_sheet_start(&s, &page, reading);
    claim_html_table(&s, STR(""));
    claim_html_group(&s, false);
    for (size_t i = 0; i < named.count; i++)
        claim_html_row(&s, &named.claims[i], true);
    claim_html_group_end(&s);
    claim_html_table_end(&s);
    if (named.count > 0)
        write_next(&page, named.has_more, named.claims[named.count - 1].claim.ref);
    sheet_html_end(&s);
    page_end(&page);
    return ERR_OK;
}

/* It costs a look at every coordinate of the archive: a page of its own. */
static enum err_code show_within(struct reply *out, struct reading *reading,
                                 struct str id, struct err *err)
{
    struct entity_limits limits = entity_limits_page;
    struct entity_sheet entity;
    struct sheet_html s;
    struct page page;

    limits.within = WITHIN_ON_PAGE;
    if (entity_sheet_read_some(&entity, &reading->sheet, id, &limits, err) != ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    begin_below(&page, out, reading, id, _("What lies within its boundary"));
    page_sheet_start(&s, &page, reading);
    if (!entity.boundary)
        html_element(&page.h, "p", str_from_c(_("no boundary is recorded")));
    page_map(&s, reading->r, &entity);
    entity_html_within(&s, &entity, STR(""));
    sheet_html_end(&s);
    page_end(&page);
    return ERR_OK;
}

static enum err_code show(struct reply *out, struct reading *reading, struct str name,
                          struct str below, struct err *err)
{
    struct subject subject = {0};

    if (subject_find(&subject, &reading->sheet, name, err) != ERR_OK)
        return err->code;
    if (subject.kind != SUBJECT_ENTITY || !str_equal(subject.id, name)) {
        go_to_subject(out, reading->r, &reading->sheet, &subject, below);
        return ERR_OK;
    }
    if (reading_gate(reading, &subject, err) != ERR_OK)
        return err->code;
    if (below.len == 0)
        return show_entity(out, reading, subject.id, err);
    if (str_equal(below, STR("history")))
        return show_history(out, reading, &subject, err);
    if (str_equal(below, STR("named")))
        return show_named(out, reading, subject.id, err);
    if (str_equal(below, STR("text")))
        return page_source(out, reading, subject.id, err);
    if (str_equal(below, STR("within")))
        return show_within(out, reading, subject.id, err);
    return err_set(err, ERR_NOT_FOUND, "there is no such page");
}

enum err_code page_entity(struct reply *out, struct request *r, struct err *err)
{
    struct str name = request_segment(r);
    struct str below = request_segment(r);
    struct reading reading;
    enum err_code code;

    if (name.len == 0)
        return err_set(err, ERR_NOT_FOUND, "there is no such page");
    if (reading_open(&reading, r, "read", err) != ERR_OK)
        return err->code;
    code = show(out, &reading, name, below, err);
    reading_close(&reading);
    return code;
}
