/* /log: what was recorded, the newest first, one line each. */

#include "web/page_log.h"
#include "base/message.h"
#include "format/edtf.h"
#include "record/id.h"
#include "record/query_log.h"
#include "sheet/history.h"
#include "web/page_form.h"
#include "web/page_sheet.h"
#include "web/page_table.h"
#include "web/pages.h"

enum { LINES_A_PAGE = 25, DAY_SECONDS = 86400 };

struct logged {
    struct request *r;
    struct reading reading;
    struct log_filter filter;
    struct log_page page;
    struct history history;
};

void log_links(struct page *page, const char *here)
{
    static const struct {
        const char *path;
        const char *label;
    } links[] = {
        {"/log", N_("Statements")},
        {"/log/verify", N_("Verification")},
        {"/log/anchors", N_("Anchors")},
        {"/log/access", N_("Who looked at what is sealed")},
    };
    struct html *h = &page->h;

    html_open(h, "nav");
    html_set(h, "aria-label", _("Log"));
    html_open(h, "ul");
    html_class(h, "chips");
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        html_open(h, "li");
        html_open(h, "a");
        html_set(h, "href", links[i].path);
        if (str_equal(str_from_c(links[i].path), str_from_c(here)))
            html_set(h, "aria-current", "page");
        html_puts(h, _(links[i].label));
        html_close(h, "a");
        html_close(h, "li");
    }
    html_close(h, "ul");
    html_close(h, "nav");
}

static struct str said(const struct logged *l, const char *name)
{
    return str_trim(fields_get(&l->r->asked, str_from_c(name)));
}

static enum err_code read_feed(struct logged *l, struct err *err)
{
    const struct index *index = l->reading.sheet.index;
    struct str feed = said(l, "feed");
    uint64_t number = 0;

    /* The one that most likely grew last: the last that was admitted. */
    l->filter.feed = index_feed_count(index) - 1;
    if (feed.len == 0)
        return ERR_OK;
    if (!str_to_u64(&number, feed) || number == 0 || number > index_feed_count(index))
        return err_set(err, ERR_NOT_FOUND, "there is no such feed");
    l->filter.feed = (uint32_t)number - 1;
    return ERR_OK;
}

enum err_code log_days(int64_t *from_s, int64_t *until_s, struct str text,
                       struct err *err)
{
    struct err ignored = {0};
    struct edtf edtf;

    if (edtf_parse(&edtf, text, &ignored) != ERR_OK)
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is no day, month or year: write 2022-09-20, "
                       "2022-09 or 2022",
                       STR_ARG(str_prefix(text, 64)));
    *from_s = edtf_bounds(&edtf).first * DAY_SECONDS;
    *until_s = (edtf_bounds(&edtf).last + 1) * DAY_SECONDS;
    return ERR_OK;
}

static enum err_code read_day(struct logged *l, struct err *err)
{
    l->filter.has_days = said(l, "day").len > 0;
    return l->filter.has_days
               ? log_days(&l->filter.from_s, &l->filter.until_s, said(l, "day"), err)
               : ERR_OK;
}

static enum err_code read_filter(struct logged *l, struct err *err)
{
    struct err ignored = {0};
    struct id id;

    l->filter.limit = LINES_A_PAGE;
    l->filter.kind = said(l, "kind");
    l->filter.by = said(l, "by");
    if (id_parse(&id, l->filter.by, &ignored) == ERR_OK)
        l->filter.by = arena_str(l->r->arena, id_str(&id));
    if (said(l, "after").len > 0 && archive_ref_parse(&l->filter.before, l->r->archive,
                                                      said(l, "after"), err) != ERR_OK)
        return err->code;
    if (read_feed(l, err) != ERR_OK)
        return err->code;
    return read_day(l, err);
}

static enum err_code read_lines(struct logged *l, struct err *err)
{
    struct sheet *sheet = &l->reading.sheet;

    if (query_log(&l->page, l->r->arena, sheet->index, sheet->as_of.view, &l->filter,
                  err) != ERR_OK)
        return err->code;
    l->history = (struct history){
        .sheet = sheet,
        .items = ARENA_ARRAY(l->r->arena, struct statement_sheet, l->page.count + 1)};
    for (size_t i = 0; i < l->page.count; i++) {
        bool may = true;

        if (reading_may(&may, &l->reading, l->page.items[i], err) != ERR_OK)
            return err->code;
        if (may && statement_sheet_read(&l->history.items[l->history.count++], sheet,
                                        l->page.items[i], err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* --- the page --- */

static void choose_kind(struct page *page, const struct logged *l)
{
    static const char *const kinds[] = {
        "",       "claim",  "entity", "passage",  "object", "derived",  "import",
        "assess", "decide", "same",   "distinct", "undo",   "withdraw", "consent",
        "member", "device", "schema", "erase",    "reseal", "clock",    "access"};
    enum { KINDS = sizeof kinds / sizeof kinds[0] };
    struct page_choice choices[KINDS];
    struct buf text = {0};

    for (size_t i = 0; i < KINDS; i++) {
        buf_reset(&text);
        if (i == 0)
            buf_puts(&text, _("any"));
        else
            phrase_statement_kind(&text, str_from_c(kinds[i]));
        choices[i] =
            (struct page_choice){.value = str_from_c(kinds[i]),
                                 .label = arena_str(page->r->arena, buf_str(&text))};
    }
    page_select(page,
                &(struct page_field){.name = "kind",
                                     .label = str_from_c(_("Kind of statement")),
                                     .value = l->filter.kind},
                choices, KINDS);
    buf_release(&text);
}

static void choose_feed(struct page *page, const struct logged *l)
{
    const struct index *index = l->reading.sheet.index;
    uint32_t count = index_feed_count(index);
    struct page_choice *choices = ARENA_ARRAY(page->r->arena, struct page_choice, count);

    for (uint32_t i = 0; i < count; i++)
        choices[i] = (struct page_choice){
            .value = arena_printf(page->r->arena, "%u", i + 1),
            .label = arena_printf(
                page->r->arena, _("%u: %s"), i + 1,
                arena_str(page->r->arena, str_prefix(index_feed_id(index, i), 6)).ptr)};
    page_select(page,
                &(struct page_field){.name = "feed",
                                     .label = str_from_c(_("Feed of a device")),
                                     .value = choices[l->filter.feed].value},
                choices, count);
}

static void write_filters(struct page *page, const struct logged *l)
{
    struct html *h = &page->h;
    struct str as_of = fields_get(&page->r->asked, STR("as-of"));

    html_open(h, "form");
    html_class(h, "filters");
    html_set(h, "method", "get");
    html_set(h, "action", "/log");
    html_set(h, "aria-label", _("Filter the log"));
    if (as_of.len > 0)
        page_hidden(page, "as-of", as_of);
    choose_kind(page, l);
    page_input(page, &(struct page_field){.name = "by",
                                          .label = str_from_c(_("Recorded by, an id")),
                                          .value = said(l, "by")});
    page_input(page, &(struct page_field){.name = "day",
                                          .label = str_from_c(_("Day, month or year")),
                                          .value = said(l, "day")});
    choose_feed(page, l);
    html_literal(h, "<div class=\"f\">");
    html_element(h, "button", str_from_c(_("Filter")));
    html_literal(h, "</div>");
    html_close(h, "form");
}

static void write_page(struct reply *out, struct logged *l)
{
    const struct page_head head = {
        .part = PAGE_LOG,
        .title = str_from_c(_("Log")),
        .lead = str_from_c(_("Everything that was recorded, the newest first. Nothing "
                             "here is ever changed; what takes something back stands "
                             "above it."))};
    struct request *r = l->r;
    struct sheet_html s;
    struct page page;

    page_begin(&page, out, r, &head);
    log_links(&page, "/log");
    write_filters(&page, l);
    page_sheet_start(&s, &page, &l->reading);
    if (l->history.count == 0)
        html_element(&page.h, "p", str_from_c(_("No statement passes.")));
    else
        history_html(&s, &l->history);
    sheet_html_end(&s);
    page_pager(
        &page,
        ref_is_asked(l->filter.before) ? page_here(r, STR("after"), STR("")) : STR(""),
        l->page.has_more ? page_here(r, STR("after"),
                                     archive_ref_text(r->archive, r->arena, l->page.next))
                         : STR(""),
        STR(""));
    page_end(&page);
}

enum err_code page_log(struct reply *out, struct request *r, struct err *err)
{
    struct logged *l = ARENA_NEW(r->arena, struct logged);
    enum err_code code;

    l->r = r;
    if (reading_open(&l->reading, r, "read", err) != ERR_OK)
        return err->code;
    code = read_filter(l, err);
    if (code == ERR_OK)
        code = read_lines(l, err);
    if (code == ERR_OK)
        code = reading_commit(&l->reading, err);
    if (code == ERR_OK)
        write_page(out, l);
    reading_close(&l->reading);
    return code;
}
