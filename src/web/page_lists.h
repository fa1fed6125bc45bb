#ifndef WEB_PAGE_LISTS_H
#define WEB_PAGE_LISTS_H

/* What the two files of the lists' pages share. */

#include "record/list_versions.h"
#include "web/page.h"
#include "web/reading.h"

/* "/lists/ID" and what stands below, as of the page's day; in the request's arena. */
struct str lists_href(struct request *r, struct str id, const char *below);

/* /lists/ID/difference?from=&to=: row by row, cell by cell. */
MUST_USE enum err_code lists_difference(struct reply *out, struct reading *reading,
                                        const struct list_versions *versions,
                                        struct err *err);

#endif
