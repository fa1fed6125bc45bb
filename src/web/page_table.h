#ifndef WEB_PAGE_TABLE_H
#define WEB_PAGE_TABLE_H

/*
 * Tables that become a list of small sheets where the window is narrow, and stay tables
 * for a screen reader; and what stands around them.
 *
 *     page_table(&t, page, caption, columns, count);
 *     page_table_row(&t);
 *     page_cell_text(&t, text);                    a cell, the next column's
 *     page_cell(&t); … page_cell_end(&t);          the same, with more in it
 *     page_table_row_end(&t);
 *     page_table_end(&t);
 */

#include "web/page.h"

enum page_sort { PAGE_UNSORTED, PAGE_ASCENDING, PAGE_DESCENDING };

struct page_column {
    struct str label;
    struct str href; /* sorts by it; may be empty */
    enum page_sort sort;
    bool is_number;
    bool is_head;         /* its cells are the heads of their rows */
    bool is_label_hidden; /* seen by a screen reader only */
};

struct page_table {
    struct html *h;
    const struct page_column *columns;
    size_t count;
    size_t at; /* the column of the next cell */
};

/* caption may be empty: a heading says it already. names: further classes, or NULL. */
void page_table(struct page_table *out, struct page *page, struct str caption,
                const struct page_column *columns, size_t count, const char *names);
void page_table_row(struct page_table *t, const char *id);
void page_table_row_end(struct page_table *t);
void page_table_end(struct page_table *t);

void page_cell(struct page_table *t);
void page_cell_end(struct page_table *t);
void page_cell_text(struct page_table *t, struct str text);
void page_cell_link(struct page_table *t, struct str href, struct str text);
void page_cell_number(struct page_table *t, uint64_t number);

/* "1,234", in the reader's language; in arena. */
struct str page_number(struct arena *arena, uint64_t number);

/* Where a long list goes on; an empty address: there is nothing there. */
void page_pager(struct page *page, struct str first, struct str next, struct str where);

/* Filters that are on: each a link that takes it away. */
void page_chips(struct page *page);
void page_chip(struct page *page, struct str href, struct str text);
void page_chips_end(struct page *page);

#endif
