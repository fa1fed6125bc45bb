#ifndef WEB_PAGE_ROWS_H
#define WEB_PAGE_ROWS_H

/* Cells of sheet/table.h in a page: linked, marked, in their language. */

#include "sheet/table.h"
#include "web/page.h"

void page_rows_cell(struct page *page, const struct table_cell *cell);

#endif
