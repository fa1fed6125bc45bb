#ifndef WEB_PAGES_H
#define WEB_PAGES_H

/* What answers a request: one function a page, for routes.c alone. */

#include "base/err.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"

/* page_entity.c, page_statement.c: sheets. Below /s/REF/ other parts answer:
 * page_statement.c has the table. */
MUST_USE enum err_code page_entity(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_statement(struct reply *out, struct request *r,
                                      struct err *err);
MUST_USE enum err_code page_statement_post(struct reply *out, struct request *r,
                                           struct err *err);

#endif
