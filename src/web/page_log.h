#ifndef WEB_PAGE_LOG_H
#define WEB_PAGE_LOG_H

/* What the pages of the log share. */

#include "web/page.h"

/* The pages of the log; here: the path of this one. */
void log_links(struct page *page, const char *here);

/* The seconds of a day, month or year as people write one; what is none is refused with
 * a sentence for them. */
MUST_USE enum err_code log_days(int64_t *from_s, int64_t *until_s, struct str text,
                                struct err *err);

#endif
