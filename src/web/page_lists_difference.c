/* What two versions of a list have differently. */

#include "base/message.h"
#include "intake/list_diff.h"
#include "web/page_lists.h"
#include "web/page_table.h"

enum { ROWS_A_PAGE = 100 };

enum change {
    CHANGE_ANY,
    CHANGE_VANISHED,
    CHANGE_NEW,
    CHANGE_BACK,
    CHANGE_CELLS,
    CHANGE_REJECTED,
    CHANGES
};

static const struct {
    const char *key;
    const char *word;
} changes[CHANGES] = {
    [CHANGE_ANY] = {"", N_("all differences")},
    [CHANGE_VANISHED] = {"vanished", N_("vanished")},
    [CHANGE_NEW] = {"new", N_("appeared")},
    [CHANGE_BACK] = {"back", N_("came back")},
    [CHANGE_CELLS] = {"changed", N_("changed")},
    [CHANGE_REJECTED] = {"rejected", N_("handed back")},
};

struct compared {
    struct request *r;
    const struct list_versions *versions;
    const struct list_version *from;
    const struct list_version *to;
    struct list_diff diff;
    enum change shown;
    int64_t rejected;
    uint64_t after; /* rows of the difference that stand before this page */
};

static const struct release_row *row_now(const struct compared *c,
                                         const struct list_diff_row *row)
{
    return row->to == UINT32_MAX ? &c->diff.from.rows[row->from]
                                 : &c->diff.to.rows[row->to];
}

static bool has_changes(const struct compared *c, const struct list_diff_row *row)
{
    struct str from;
    struct str to;

    for (size_t i = 0; i < c->diff.column_count; i++)
        if (list_diff_cells(&from, &to, &c->diff, row, &c->diff.columns[i]))
            return true;
    return false;
}

/* CHANGE_ANY: it is the same in both. */
static enum change change_of(const struct compared *c, const struct list_diff_row *row)
{
    if (row->to == UINT32_MAX)
        return CHANGE_VANISHED;
    if (row_now(c, row)->is_rejected)
        return CHANGE_REJECTED;
    if (row->from == UINT32_MAX)
        return row->is_back ? CHANGE_BACK : CHANGE_NEW;
    return has_changes(c, row) ? CHANGE_CELLS : CHANGE_ANY;
}

static bool is_shown(const struct compared *c, enum change change)
{
    return change != CHANGE_ANY && (c->shown == CHANGE_ANY || c->shown == change);
}

/* --- writing --- */

static void write_cell(struct html *h, struct str cell)
{
    if (cell.len > 0)
        html_bdi(h, cell);
    else
        html_phrase(h, "span", "q", str_from_c(_("(empty)")));
}

static void write_changes(struct html *h, const struct compared *c,
                          const struct list_diff_row *row)
{
    struct str from;
    struct str to;

    html_open(h, "ul");
    html_class(h, "plain");
    for (size_t i = 0; i < c->diff.column_count; i++) {
        if (!list_diff_cells(&from, &to, &c->diff, row, &c->diff.columns[i]))
            continue;
        html_open(h, "li");
        html_element(h, "b", c->diff.columns[i].name);
        html_puts(h, ": ");
        html_open(h, "del");
        write_cell(h, from);
        html_close(h, "del");
        html_puts(h, " → ");
        html_open(h, "ins");
        write_cell(h, to);
        html_close(h, "ins");
        html_close(h, "li");
    }
    html_close(h, "ul");
}

static void write_row(struct page_table *t, const struct compared *c,
                      const struct list_diff_row *row, enum change change)
{
    const struct release_row *now = row_now(c, row);

    page_table_row(t, NULL);
    page_cell_text(t, list_diff_key(c->r->arena, now));
    page_cell_number(t, (uint64_t)now->number);
    page_cell_text(t, str_from_c(_(changes[change].word)));
    page_cell(t);
    if (change == CHANGE_CELLS)
        write_changes(t->h, c, row);
    page_cell_end(t);
    page_table_row_end(t);
}

/* *next: how many rows stand before the next page; 0: there is none. */
static void write_rows(struct page *page, const struct compared *c, uint64_t *next)
{
    const struct page_column columns[] = {
        {.label = str_from_c(_("Row")), .is_head = true},
        {.label = str_from_c(_("Line")), .is_number = true},
        {.label = str_from_c(_("Difference"))},
        {.label = str_from_c(_("Cells"))}};
    struct page_table t;
    size_t count = 0;

    *next = 0;
    page_table(&t, page, STR(""), columns, sizeof columns / sizeof columns[0], NULL);
    for (uint64_t i = c->after; i < c->diff.row_count && *next == 0; i++) {
        enum change change = change_of(c, &c->diff.rows[i]);

        if (!is_shown(c, change))
            continue;
        if (count++ == ROWS_A_PAGE)
            *next = i;
        else
            write_row(&t, c, &c->diff.rows[i], change);
    }
    page_table_end(&t);
}

static int64_t count_of(const struct compared *c, enum change change)
{
    switch (change) {
    case CHANGE_VANISHED:
        return c->diff.vanished;
    case CHANGE_NEW:
        return c->diff.added - c->diff.back;
    case CHANGE_BACK:
        return c->diff.back;
    case CHANGE_CELLS:
        return c->diff.changed;
    case CHANGE_REJECTED:
        return c->rejected;
    case CHANGE_ANY:
    case CHANGES:
        break;
    }
    return 0;
}

static struct str here(const struct compared *c, enum change shown, uint64_t after)
{
    struct request *r = c->r;
    struct buf query = {0};
    struct str out;

    buf_printf(&query, "/difference?from=%u&to=%u", c->from->number, c->to->number);
    if (shown != CHANGE_ANY)
        buf_printf(&query, "&show=%s", changes[shown].key);
    if (after > 0)
        buf_printf(&query, "&after=%ju", (uintmax_t)after);
    out = lists_href(r, c->versions->list.id, buf_text(&query));
    buf_release(&query);
    return out;
}

static void write_kinds(struct page *page, const struct compared *c)
{
    struct html *h = &page->h;

    html_open(h, "ul");
    html_class(h, "chips");
    for (int i = CHANGE_ANY; i < CHANGES; i++) {
        html_open(h, "li");
        html_open(h, "a");
        html_attr(h, "href", here(c, (enum change)i, 0));
        if (c->shown == (enum change)i)
            html_set(h, "aria-current", "true");
        html_puts(h, _(changes[i].word));
        if (i != CHANGE_ANY) {
            html_puts(h, ": ");
            html_text(h, page_number(c->r->arena, (uint64_t)count_of(c, (enum change)i)));
        }
        html_close(h, "a");
        html_close(h, "li");
    }
    html_close(h, "ul");
}

static void write_columns(struct page *page, const struct compared *c)
{
    struct html *h = &page->h;

    for (size_t i = 0; i < c->diff.column_count; i++) {
        const struct list_diff_column *column = &c->diff.columns[i];
        bool is_dropped = column->to == c->diff.to.name_count;
        bool is_added = column->from == c->diff.from.name_count;
        const char *name = arena_str(c->r->arena, column->name).ptr;

        if (!is_dropped && !is_added)
            continue;
        html_open(h, "p");
        if (is_dropped)
            html_printf(h, _("The later version does not have the column “%s”."), name);
        else
            html_printf(h, _("The earlier version does not have the column “%s”."), name);
        html_close(h, "p");
    }
}

static void write_page(struct reply *out, const struct compared *c)
{
    struct request *r = c->r;
    const char *from = arena_str(r->arena, list_version_title(r->arena, c->from)).ptr;
    const char *to = arena_str(r->arena, list_version_title(r->arena, c->to)).ptr;
    const struct page_head head = {
        .part = PAGE_LISTS,
        .kick = c->versions->list.label,
        .title = arena_printf(r->arena, _("From %s to %s"), from, to),
        .lead = str_from_c(_("What vanished from a list was not taken back by whoever "
                             "recorded it: the list does not say why.")),
        .is_wide = true};
    struct page page;
    uint64_t next = 0;

    page_begin(&page, out, r, &head);
    html_open(&page.h, "p");
    html_link(&page.h, lists_href(r, c->versions->list.id, ""),
              str_from_c(_("All versions")));
    html_close(&page.h, "p");
    write_kinds(&page, c);
    write_columns(&page, c);
    write_rows(&page, c, &next);
    page_pager(&page, c->after > 0 ? here(c, c->shown, 0) : STR(""),
               next > 0 ? here(c, c->shown, next) : STR(""), STR(""));
    page_end(&page);
}

/* --- reading --- */

static enum err_code find_version(const struct list_version **out,
                                  const struct compared *c, struct str name,
                                  size_t otherwise, struct err *err)
{
    struct str said = fields_get(&c->r->asked, name);

    if (said.len > 0)
        return list_versions_find(out, c->versions, c->r->archive, said, err);
    if (otherwise >= c->versions->count)
        return err_set(err, ERR_NOT_FOUND,
                       "this list has not two versions yet: there is nothing to compare");
    *out = &c->versions->items[otherwise];
    return ERR_OK;
}

static void count_rejected(struct compared *c)
{
    for (uint32_t i = 0; i < c->diff.to.row_count; i++)
        c->rejected += c->diff.to.rows[i].is_rejected;
}

static void read_place(struct compared *c)
{
    struct str show = fields_get(&c->r->asked, STR("show"));

    for (int i = 0; i < CHANGES; i++)
        if (str_equal(show, str_from_c(changes[i].key)))
            c->shown = (enum change)i;
    if (!str_to_u64(&c->after, fields_get(&c->r->asked, STR("after"))))
        c->after = 0;
}

enum err_code lists_difference(struct reply *out, struct reading *reading,
                               const struct list_versions *versions, struct err *err)
{
    struct compared c = {.r = reading->r, .versions = versions};
    size_t last = versions->count > 0 ? versions->count - 1 : 0;

    read_place(&c);
    if (find_version(&c.from, &c, STR("from"), last > 0 ? last - 1 : SIZE_MAX, err) !=
            ERR_OK ||
        find_version(&c.to, &c, STR("to"), last, err) != ERR_OK ||
        list_diff_make(&c.diff, c.r->arena, c.r->archive, versions, c.from, c.to, err) !=
            ERR_OK ||
        reading_commit(reading, err) != ERR_OK)
        return err->code;
    count_rejected(&c);
    write_page(out, &c);
    return ERR_OK;
}
