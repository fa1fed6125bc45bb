#include "web/page_table.h"

#include <assert.h>

#include "base/message.h"
#include "sheet/plain.h"

static void write_sort(struct html *h, enum page_sort sort)
{
    if (sort == PAGE_UNSORTED)
        return;
    html_set(h, "aria-sort", sort == PAGE_ASCENDING ? "ascending" : "descending");
}

static void write_column(struct html *h, const struct page_column *column)
{
    html_open(h, "th");
    html_set(h, "scope", "col");
    html_set(h, "role", "columnheader");
    if (column->is_number)
        html_class(h, "n");
    write_sort(h, column->sort);
    if (column->href.len > 0)
        html_link(h, column->href, column->label);
    else if (column->is_label_hidden)
        html_phrase(h, "span", "vh", column->label);
    else
        html_text(h, column->label);
    if (column->sort != PAGE_UNSORTED)
        html_puts(h, column->sort == PAGE_ASCENDING ? " ↑" : " ↓");
    html_close(h, "th");
}

void page_table(struct page_table *out, struct page *page, struct str caption,
                const struct page_column *columns, size_t count, const char *names)
{
    struct html *h = &page->h;

    *out = (struct page_table){.h = h, .columns = columns, .count = count};
    html_open(h, "div");
    html_class(h, "tw");
    html_open(h, "table");
    html_attr(h, "class",
              names ? arena_printf(page->r->arena, "stack %s", names) : STR("stack"));
    html_set(h, "role", "table");
    if (caption.len > 0)
        html_element(h, "caption", caption);
    html_literal(h, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t i = 0; i < count; i++)
        write_column(h, &columns[i]);
    html_literal(h, "</tr></thead>");
    html_open(h, "tbody");
    html_set(h, "role", "rowgroup");
    html_literal(h, "\n");
}

void page_table_row(struct page_table *t, const char *id)
{
    html_open(t->h, "tr");
    html_set(t->h, "role", "row");
    if (id)
        html_set(t->h, "id", id);
    t->at = 0;
}

void page_table_row_end(struct page_table *t)
{
    assert(t->at == t->count);
    html_close(t->h, "tr");
    html_literal(t->h, "\n");
}

void page_table_end(struct page_table *t)
{
    html_close(t->h, "tbody");
    html_close(t->h, "table");
    html_close(t->h, "div");
    html_literal(t->h, "\n");
}

void page_cell(struct page_table *t)
{
    const struct page_column *column = &t->columns[t->at];

    assert(t->at < t->count);
    html_open(t->h, column->is_head ? "th" : "td");
    if (column->is_head)
        html_set(t->h, "scope", "row");
    html_set(t->h, "role", column->is_head ? "rowheader" : "cell");
    if (column->is_number)
        html_class(t->h, "n");
    if (!column->is_head && !column->is_label_hidden)
        html_attr(t->h, "data-l", column->label);
}

void page_cell_end(struct page_table *t)
{
    html_close(t->h, t->columns[t->at].is_head ? "th" : "td");
    t->at++;
}

void page_cell_text(struct page_table *t, struct str text)
{
    page_cell(t);
    html_text(t->h, text);
    page_cell_end(t);
}

void page_cell_link(struct page_table *t, struct str href, struct str text)
{
    page_cell(t);
    html_open(t->h, "a");
    html_attr(t->h, "href", href);
    html_bdi(t->h, text);
    html_close(t->h, "a");
    page_cell_end(t);
}

struct str page_number(struct arena *arena, uint64_t number)
{
    struct buf out = {0};
    struct str text;

    plain_number(&out, (int64_t)number);
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

void page_cell_number(struct page_table *t, uint64_t number)
{
    struct buf out = {0};

    plain_number(&out, (int64_t)number);
    page_cell_text(t, buf_str(&out));
    buf_release(&out);
}

void page_pager(struct page *page, struct str first, struct str next, struct str where)
{
    struct html *h = &page->h;

    if (first.len == 0 && next.len == 0 && where.len == 0)
        return;
    html_open(h, "nav");
    html_class(h, "pager");
    /* TRANSLATORS: of the links to the other pages of a long list. */
    html_set(h, "aria-label", _("Pages"));
    html_element(h, "span", where);
    html_open(h, "span");
    if (first.len > 0)
        html_link(h, first, str_from_c(_("First page")));
    if (first.len > 0 && next.len > 0)
        html_puts(h, " · ");
    if (next.len > 0) {
        html_open(h, "a");
        html_attr(h, "href", next);
        html_set(h, "rel", "next");
        html_puts(h, _("Next page"));
        html_close(h, "a");
    }
    html_close(h, "span");
    html_close(h, "nav");
}

void page_chips(struct page *page)
{
    html_open(&page->h, "ul");
    html_class(&page->h, "chips");
}

void page_chip(struct page *page, struct str href, struct str text)
{
    struct html *h = &page->h;

    html_open(h, "li");
    html_open(h, "a");
    html_attr(h, "href", href);
    html_text(h, text);
    html_literal(h, " <span aria-hidden=\"true\">×</span> ");
    html_phrase(h, "span", "vh", str_from_c(_("take this filter away")));
    html_close(h, "a");
    html_close(h, "li");
}

void page_chips_end(struct page *page)
{
    html_close(&page->h, "ul");
}
