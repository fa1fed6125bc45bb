#ifndef WEB_PAGE_TABLES_H
#define WEB_PAGE_TABLES_H

/* What the files of the tables' pages share: what an address asks of a table. */

#include "sheet/table_file.h"
#include "web/page.h"

/* The fields that the address has. ERR_NOT_FOUND: no such table. */
MUST_USE enum err_code tables_ask(struct table_ask *out, struct request *r,
                                  struct str name, struct err *err);

/* "/table/events?class=attack&as-of=…&after=…", in the request's arena. suffix: ".csv" or
 * nothing; after: a reference in full, or empty. */
struct str tables_href(struct request *r, const struct table_ask *ask,
                       enum table_field without, const char *suffix, struct str after);

/* The filters: a form and what is on. */
void tables_filters(struct page *page, const struct table_ask *ask,
                    const struct sheet *sheet);
void tables_chips(struct page *page, const struct table_ask *ask,
                  const struct sheet *sheet);

/* A table as a file, or the page that says why not. */
MUST_USE enum err_code tables_file(struct reply *out, struct request *r,
                                   struct table_ask *ask, enum table_format format,
                                   struct err *err);

#endif
