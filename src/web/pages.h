#ifndef WEB_PAGES_H
#define WEB_PAGES_H

/* What answers a request: one function a page, for routes.c alone. */

#include "base/err.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/route.h"

/* door.c: who comes in, and what they say of themselves */
MUST_USE enum err_code door_sign_in(struct reply *out, struct request *r,
                                    struct err *err);
MUST_USE enum err_code door_sign_in_post(struct reply *out, struct request *r,
                                         struct err *err);
MUST_USE enum err_code door_sign_out(struct reply *out, struct request *r,
                                     struct err *err);
MUST_USE enum err_code door_why(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code door_why_post(struct reply *out, struct request *r,
                                     struct err *err);
MUST_USE enum err_code door_language(struct reply *out, struct request *r,
                                     struct err *err);
MUST_USE enum err_code door_start(struct reply *out, struct request *r, struct err *err);
/* page_entity.c, page_statement.c: sheets. Below /s/REF/ other parts answer:
 * page_statement.c has the table. */
MUST_USE enum err_code page_entity(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_statement(struct reply *out, struct request *r,
                                      struct err *err);
MUST_USE enum err_code page_statement_post(struct reply *out, struct request *r,
                                           struct err *err);

/* page_enter*.c: entering; drafts */
MUST_USE enum err_code page_enter(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_enter_post(struct reply *out, struct request *r,
                                       struct err *err);
MUST_USE enum err_code page_enter_violation(struct reply *out, struct request *r,
                                            struct err *err);
MUST_USE enum err_code page_enter_violation_post(struct reply *out, struct request *r,
                                                 struct err *err);
MUST_USE enum err_code page_enter_passage(struct reply *out, struct request *r,
                                          struct err *err);
MUST_USE enum err_code page_enter_passage_post(struct reply *out, struct request *r,
                                               struct err *err);

/* page_inbox.c, page_inbox_file.c, page_near.c: who reads which file; texts nearly the
 * same */
MUST_USE enum err_code page_inbox(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_inbox_post(struct reply *out, struct request *r,
                                       struct err *err);
MUST_USE enum err_code page_inbox_file(struct reply *out, struct request *r,
                                       struct err *err);
MUST_USE enum err_code page_inbox_file_post(struct reply *out, struct request *r,
                                            struct err *err);
MUST_USE enum err_code page_near(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_near_post(struct reply *out, struct request *r,
                                      struct err *err);

/* page_import.c: tables and what their columns say */
MUST_USE enum err_code page_import(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_import_file(struct reply *out, struct request *r,
                                        struct err *err);
MUST_USE enum err_code page_import_file_post(struct reply *out, struct request *r,
                                             struct err *err);

#endif
