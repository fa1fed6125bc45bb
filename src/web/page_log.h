#ifndef WEB_PAGE_LOG_H
#define WEB_PAGE_LOG_H

/* What the pages of the log share. */

#include "web/page.h"

/* The pages of the log; here: the path of this one. */
void log_links(struct page *page, const char *here);

#endif
