#ifndef WEB_PAGE_STATE_H
#define WEB_PAGE_STATE_H

/* What every page says of the archive it is of: cheap facts only. */

#include "web/page.h"

void page_state(struct page *page);
void page_state_foot(struct page *page);

#endif
