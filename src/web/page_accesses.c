/* /log/access: who looked at what is not open to everybody. Looking into it is recorded
 * too, as what was asked of it. */

#include "base/message.h"
#include "record/id.h"
#include "record/keyring.h"
#include "sheet/access_sheet.h"
#include "sheet/marks.h"
#include "web/page_form.h"
#include "web/page_log.h"
#include "web/page_table.h"
#include "web/pages.h"
#include "web/reading.h"

enum { ITEMS_SHOWN = 12, ROWS_A_PAGE = 100 };

struct accesses {
    struct request *r;
    struct reading reading;
    struct access_sheet found;
    struct subject subject;
    struct sheet_writer writer;
    uint64_t
        before; /* rows, counted from the oldest, that stand before this page's end */
};

static struct str said(const struct accesses *a, const char *name)
{
    return str_trim(fields_get(&a->r->asked, str_from_c(name)));
}

/* What the record of reading the log says that was asked; never the entries. */
static struct str asked(const struct accesses *a)
{
    static const char *const names[] = {"item", "entity", "member", "since"};
    struct buf out = {0};
    struct str text;

    buf_puts(&out, "access log");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (said(a, names[i]).len > 0)
            buf_printf(&out, " %s:" STR_FMT, names[i], STR_ARG(said(a, names[i])));
    text = arena_str(a->r->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static enum err_code read_question(struct access_question *question, struct accesses *a,
                                   struct err *err)
{
    struct sheet *sheet = &a->reading.sheet;
    int64_t until_s;
    struct id id;

    if (said(a, "since").len > 0) {
        if (log_days(&question->since_s, &until_s, said(a, "since"), err) != ERR_OK)
            return err->code;
        question->has_since = true;
    }
    if (said(a, "member").len > 0) {
        if (id_parse(&id, said(a, "member"), err) != ERR_OK)
            return err->code;
        question->member = arena_str(a->r->arena, id_str(&id));
    }
    if (said(a, "item").len == 0)
        return ERR_OK;
    if (subject_find(&a->subject, sheet, said(a, "item"), err) != ERR_OK)
        return err->code;
    if (a->subject.kind == SUBJECT_ENTITY)
        question->entity = a->subject.id;
    else
        question->item = &a->subject;
    return ERR_OK;
}

/* --- the page --- */

static struct str taken(const struct accesses *a, struct buf *text)
{
    struct str out = arena_str(a->r->arena, buf_str(text));

    buf_release(text);
    return out;
}

static void write_items(struct page *page, const struct accesses *a,
                        const struct access_row *row)
{
    struct html *h = &page->h;

    for (size_t i = 0; i < row->of_count && i < ITEMS_SHOWN; i++) {
        struct buf path = {0};
        struct str ref = archive_ref_short(a->r->archive, a->r->arena, row->of[i]);

        href_statement(&path, ref);
        html_link(h, buf_str(&path), ref);
        html_puts(h, " ");
        buf_release(&path);
    }
    for (size_t i = 0; i < row->entity_count && i < ITEMS_SHOWN; i++) {
        struct buf path = {0};
        struct buf text = {0};

        href_entity(&path, row->entities[i]);
        phrase_entity(&text, &a->writer.phrase, row->entities[i]);
        html_link(h, buf_str(&path), buf_str(&text));
        html_puts(h, " ");
        buf_release(&path);
        buf_release(&text);
    }
    if (row->of_count > ITEMS_SHOWN)
        html_printf(h, _n(row->of_count - ITEMS_SHOWN, "and %zu more", "and %zu more"),
                    row->of_count - ITEMS_SHOWN);
}

static void write_row(struct page_table *t, struct page *page, const struct accesses *a,
                      const struct access_row *row)
{
    struct buf text = {0};

    page_table_row(t, NULL);
    if (row->has_time)
        phrase_time(&text, row->at_s);
    page_cell_text(t, taken(a, &text));
    phrase_member(&text, &a->writer.phrase, row->by);
    page_cell_text(t, taken(a, &text));
    phrase_term_of(&text, &a->writer.phrase, STR("access_act"), row->did);
    page_cell_text(t, taken(a, &text));
    page_cell(t);
    if (row->words.len > 0) {
        mark_said(t->h, row->words, STR(""));
        html_puts(t->h, " ");
    }
    write_items(page, a, row);
    page_cell_end(t);
    page_cell_text(t, row->why.len > 0 ? row->why : str_from_c(_("not said")));
    page_cell_text(t, row->recipient);
    page_table_row_end(t);
}

static void write_rows(struct page *page, const struct accesses *a)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("When")), .is_head = true},
        {.label = str_from_c(_("Who"))},
        {.label = str_from_c(_("Did"))},
        {.label = str_from_c(_("What"))},
        {.label = str_from_c(_("Why"))},
        {.label = str_from_c(_("Given to"))}};
    uint64_t first = a->before > ROWS_A_PAGE ? a->before - ROWS_A_PAGE : 0;
    struct page_table t;

    page_table(&t, page, STR(""), columns, sizeof columns / sizeof columns[0], NULL);
    for (uint64_t i = a->before; i > first; i--)
        write_row(&t, page, a, &a->found.items[i - 1]);
    page_table_end(&t);
    page_pager(page,
               a->before < a->found.count ? page_here(a->r, STR("after"), STR(""))
                                          : STR(""),
               first > 0 ? page_here(a->r, STR("after"),
                                     arena_printf(a->r->arena, "%ju", (uintmax_t)first))
                         : STR(""),
               STR(""));
}

static void write_filters(struct page *page, const struct accesses *a)
{
    struct html *h = &page->h;

    html_open(h, "form");
    html_class(h, "filters");
    html_set(h, "method", "get");
    html_set(h, "action", "/log/access");
    html_set(h, "aria-label", _("Filter the access log"));
    page_input(page, &(struct page_field){
                         .name = "item",
                         .label = str_from_c(_("A person, thing, statement or file")),
                         .value = said(a, "item")});
    page_input(page, &(struct page_field){.name = "member",
                                          .label = str_from_c(_("Member, an id")),
                                          .value = said(a, "member")});
    page_input(page, &(struct page_field){.name = "since",
                                          .label = str_from_c(_("Since, a day")),
                                          .value = said(a, "since")});
    html_literal(h, "<div class=\"f\">");
    html_element(h, "button", str_from_c(_("Filter")));
    html_literal(h, "</div>");
    html_close(h, "form");
}

static void write_state(struct page *page, const struct accesses *a)
{
    if (!a->reading.access.is_on)
        html_element(&page->h, "p",
                     str_from_c(_("This archive keeps no access log: it has no "
                                  "compartment that the log could be sealed to.")));
    else if (keyring_count(archive_keyring(a->r->archive)) == 0)
        html_element(&page->h, "p",
                     str_from_c(_("The access log is sealed: sign in as somebody who may "
                                  "read it.")));
    else if (a->found.count == 0)
        html_element(&page->h, "p", str_from_c(_("Nobody, as far as is recorded here.")));
}

static void write_page(struct reply *out, struct accesses *a)
{
    const struct page_head head = {
        .part = PAGE_LOG,
        .title = str_from_c(_("Who looked at what is not open to all")),
        .lead = str_from_c(_("Nothing of it ever expires. Looking into it is recorded "
                             "too."))};
    struct page page;

    page_begin(&page, out, a->r, &head);
    log_links(&page, "/log/access");
    write_filters(&page, a);
    write_state(&page, a);
    if (a->found.count > 0)
        write_rows(&page, a);
    page_end(&page);
}

static enum err_code show(struct reply *out, struct accesses *a, struct err *err)
{
    struct access_question question = {0};
    struct buf ignored = {0};

    if (read_question(&question, a, err) != ERR_OK ||
        access_sheet_read(&a->found, &a->reading.sheet, &question, err) != ERR_OK ||
        reading_commit(&a->reading, err) != ERR_OK)
        return err->code;
    if (!str_to_u64(&a->before, said(a, "after")) || a->before > a->found.count)
        a->before = a->found.count;
    sheet_writer_start(&a->writer, &ignored, &a->reading.sheet, false);
    write_page(out, a);
    buf_release(&ignored);
    return ERR_OK;
}

enum err_code page_accesses(struct reply *out, struct request *r, struct err *err)
{
    struct accesses *a = ARENA_NEW(r->arena, struct accesses);
    enum err_code code;

    a->r = r;
    if (reading_open(&a->reading, r, "read", err) != ERR_OK)
        return err->code;
    a->reading.access.request.words = asked(a);
    code = show(out, a, err);
    reading_close(&a->reading);
    return code;
}
