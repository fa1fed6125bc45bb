/* The first page: what needs a person, what is here, what came last; and apart from it
 * what machines made. */

#include <inttypes.h>

#include "base/clock.h"
#include "base/message.h"
#include "sheet/marks.h"
#include "sheet/phrase.h"
#include "web/overview.h"
#include "web/page_table.h"
#include "web/pages.h"

enum { DAY_SECONDS = 24 * 60 * 60, DAY_LEN = 10 };

static void write_statement_link(struct page *page, const struct overview_line *line)
{
    struct html *h = &page->h;
    struct buf href = {0};

    href_statement(&href, line->ref);
    html_open(h, "a");
    html_attr(h, "href", page_href(page->r, buf_str(&href)));
    if (line->is_sealed) {
        html_puts(h, _("a sealed statement"));
    } else {
        html_text(h, line->what);
        if (line->of.len > 0) {
            html_puts(h, ": ");
            html_bdi(h, line->of);
        }
    }
    html_close(h, "a");
    buf_release(&href);
}

static void write_ref_link(struct page *page, struct str ref, struct str text)
{
    struct buf href = {0};

    href_statement(&href, ref);
    html_link(&page->h, page_href(page->r, buf_str(&href)), text);
    buf_release(&href);
}

/* That it is of several, with the way to all of them. */
static void write_claims(struct page *page, const struct overview_work *work)
{
    struct arena *arena = page->r->arena;
    struct str number = page_number(arena, work->claims);

    if (work->claims < 2)
        return;
    if (work->has_more)
        number = arena_printf(arena, _("%s or more"), number.ptr);
    html_puts(&page->h, ", ");
    write_ref_link(
        page, work->said,
        arena_printf(arena, _n(work->claims, "%s claim", "%s claims"), number.ptr));
}

static void write_work(struct page *page, const struct overview_work *work)
{
    struct html *h = &page->h;

    html_open(h, "li");
    mark_state(h, work->is_conflict ? MARK_CONFLICT : MARK_WORK_NEEDED, STR(""));
    html_puts(h, " ");
    write_statement_link(page, &work->line);
    write_claims(page, work);
    if (work->note.len > 0) {
        html_open(h, "span");
        html_class(h, "src");
        html_bdi(h, work->note);
        html_close(h, "span");
    }
    html_close(h, "li");
}

static void write_consent(struct page *page, const struct overview_consent *consent)
{
    struct html *h = &page->h;
    struct arena *arena = page->r->arena;
    struct clock_text day = clock_write(consent->until * DAY_SECONDS);
    int64_t days = consent->days;

    day.text[DAY_LEN] = '\0';
    html_open(h, "li");
    mark_state(h, MARK_SEALED, str_from_c(_("consent")));
    html_puts(h, " ");
    write_ref_link(page, consent->ref,
                   days < 0
                       ? arena_printf(arena, _("A consent ended on %s"), day.text)
                       : arena_printf(arena,
                                      _n(days, "A consent ends in %" PRId64 " day, on %s",
                                         "A consent ends in %" PRId64 " days, on %s"),
                                      days, day.text));
    html_close(h, "li");
}

static void write_import(struct page *page, struct str ref)
{
    struct html *h = &page->h;

    html_open(h, "li");
    mark_state(h, MARK_MISSING, STR(""));
    html_puts(h, " ");
    write_ref_link(page, ref,
                   str_from_c(_("An import was begun and not brought to its end")));
    html_open(h, "span");
    html_class(h, "src");
    html_puts(h, _("Import the same file again: it goes on where it stopped."));
    html_close(h, "span");
    html_close(h, "li");
}

static void write_needs(struct page *page, const struct overview *o)
{
    struct html *h = &page->h;

    page_section(page, "work", str_from_c(_("Needs a person")),
                 str_from_c(_("Nothing leaves this list by itself.")));
    if (o->work_count + o->consent_count + o->open_import_count == 0)
        html_element(h, "p",
                     str_from_c(_("Nothing that somebody marked as in conflict or as "
                                  "needing work waits, no consent ends soon, no import "
                                  "is half done. What the record does not say stands on "
                                  "each sheet under “missing”.")));
    html_open(h, "ul");
    html_class(h, "plain");
    for (size_t i = 0; i < o->work_count; i++)
        write_work(page, &o->work[i]);
    for (size_t i = 0; i < o->consent_count; i++)
        write_consent(page, &o->consents[i]);
    for (size_t i = 0; i < o->open_import_count; i++)
        write_import(page, o->open_imports[i]);
    html_close(h, "ul");
    if (o->has_more_consents)
        html_phrase(h, "p", "sm q",
                    str_from_c(_("There are too many consents to look through here: "
                                 "“stele consent due” lists those that end.")));
    page_section_end(page);
}

static void write_count(struct page *page, struct page_table *t,
                        const struct overview_count *hold)
{
    struct arena *arena = page->r->arena;
    struct str number = page_number(arena, hold->count);

    page_table_row(t, NULL);
    page_cell_link(t, page_href(page->r, hold->href), str_from_c(_(hold->label)));
    page_cell_text(t, hold->is_more ? arena_printf(arena, _("%s or more"), number.ptr)
                                    : number);
    page_table_row_end(t);
}

static void write_holds(struct page *page, const struct overview *o)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Kind")), .is_head = true},
        {.label = str_from_c(_("Held")), .is_number = true},
    };
    struct page_table t;

    page_section(page, "holds", str_from_c(_("Holds")), STR(""));
    if (o->hold_count == 0) {
        html_element(&page->h, "p",
                     str_from_c(_("Nothing yet. Preserve the files that you have, then "
                                  "enter what they say, with the place where it "
                                  "stands.")));
        page_help(page, "first-day", str_from_c(_("The first day")));
    } else {
        page_table(&t, page, str_from_c(_("What this archive holds, by kind")), columns,
                   2, "narrow");
        for (size_t i = 0; i < o->hold_count; i++)
            write_count(page, &t, &o->holds[i]);
        page_table_end(&t);
        html_open(&page->h, "p");
        html_class(&page->h, "sm q");
        html_printf(&page->h,
                    _n(o->claims, "%s claim, which rests on a passage or on a row.",
                       "%s claims; each of them rests on a passage, on a row of a table "
                       "or on premises."),
                    page_number(page->r->arena, o->claims).ptr);
        html_close(&page->h, "p");
    }
    page_section_end(page);
}

static void write_latest_line(struct page *page, const struct overview_line *line)
{
    struct html *h = &page->h;
    struct buf time = {0};

    if (line->has_time)
        phrase_time(&time, line->at_s);
    html_open(h, "li");
    html_phrase(h, "span", "q", buf_str(&time));
    html_open(h, "span");
    if (line->is_sealed) {
        mark_state(h, MARK_SEALED, STR(""));
        html_puts(h, " ");
    }
    write_statement_link(page, line);
    html_close(h, "span");
    html_open(h, "span");
    html_class(h, "id");
    mark_code(h, line->ref);
    html_close(h, "span");
    html_close(h, "li");
    buf_release(&time);
}

static void write_latest(struct page *page, const struct overview *o)
{
    struct html *h = &page->h;

    page_section(page, "latest", str_from_c(_("Latest")),
                 str_from_c(_("By the clocks of the devices.")));
    html_open(h, "ol");
    html_class(h, "hist");
    for (size_t i = 0; i < o->latest_count; i++)
        write_latest_line(page, &o->latest[i]);
    html_close(h, "ol");
    html_open(h, "p");
    html_class(h, "sm");
    html_link(h, page_href(page->r, STR("/log")), str_from_c(_("The whole log")));
    html_close(h, "p");
    page_section_end(page);
}

static void write_machine(struct page *page, const struct overview *o)
{
    struct html *h = &page->h;

    page_section(page, "machine", str_from_c(_("Made by machines")), STR(""));
    page_box(page, PAGE_BOX_MACHINE);
    html_open(h, "p");
    if (o->unread > 0)
        html_printf(h,
                    _n(o->unread,
                       "%s text was read off a document by a machine and checked by "
                       "nobody.",
                       "%s texts were read off documents by a machine and checked by "
                       "nobody."),
                    page_number(page->r->arena, o->unread).ptr);
    else
        html_puts(h, _("No text that a machine read off a document waits to be "
                       "checked."));
    html_close(h, "p");
    page_box_end(page);
    page_section_end(page);
}

enum err_code page_overview(struct reply *out, struct request *r, struct err *err)
{
    struct reading reading;
    struct overview o;
    struct page page;
    enum err_code code = reading_open(&reading, r, "read", err);

    if (code != ERR_OK)
        return code;
    code = overview_read(&o, &reading, err);
    if (code == ERR_OK)
        code = reading_commit(&reading, err);
    if (code == ERR_OK) {
        page_begin(&page, out, r,
                   &(struct page_head){.part = PAGE_OVERVIEW,
                                       .title = archive_name(r->archive),
                                       .kick = str_from_c(_("Archive")),
                                       .help = "reading"});
        write_needs(&page, &o);
        write_holds(&page, &o);
        write_latest(&page, &o);
        write_machine(&page, &o);
        page_end(&page);
    }
    reading_close(&reading);
    return code;
}
