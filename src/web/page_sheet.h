#ifndef WEB_PAGE_SHEET_H
#define WEB_PAGE_SHEET_H

/* What pages that show sheets share: sheet/sheet_html.h inside a page. */

#include "sheet/sheet_html.h"
#include "web/page.h"
#include "web/reading.h"

/* Writes into the page; links keep ?as-of=, and stand to what this visitor may do, unless
 * an earlier state is shown. Says where reading could not be logged. End it with
 * sheet_html_end(). */
void page_sheet_start(struct sheet_html *out, struct page *page, struct reading *reading);

#endif
