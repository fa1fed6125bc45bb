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

/* page_record.c: drafts from a program */
MUST_USE enum err_code page_record(struct reply *out, struct request *r, struct err *err);
/* the first page, and help */
MUST_USE enum err_code page_overview(struct reply *out, struct request *r,
                                     struct err *err);
MUST_USE enum err_code page_help_index(struct reply *out, struct request *r,
                                       struct err *err);
MUST_USE enum err_code page_help_topic(struct reply *out, struct request *r,
                                       struct err *err);
/* page_object.c: a preserved file, its bytes, its text */
MUST_USE enum err_code page_object(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_object_post(struct reply *out, struct request *r,
                                        struct err *err);

/* page_upload.c, upload_form.c, upload_parts.c: files that come in */
MUST_USE enum err_code page_upload(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code upload_receive(struct body_sink *out, struct request *r,
                                      struct str type, uint64_t size, struct err *err);
MUST_USE enum err_code upload_at(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code upload_begin(struct reply *out, struct request *r,
                                    struct err *err);
MUST_USE enum err_code upload_chunk(struct body_sink *out, struct request *r,
                                    struct str type, uint64_t size, struct err *err);
MUST_USE enum err_code upload_drop(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code upload_end(struct reply *out, struct request *r, struct err *err);

/* page_tables.c: /table/, /table/NAME and the same as a file */
MUST_USE enum err_code page_tables(struct reply *out, struct request *r, struct err *err);
/* page_find.c: /find */
MUST_USE enum err_code page_find(struct reply *out, struct request *r, struct err *err);
/* page_log.c: /log; page_anchors.c, page_accesses.c: /log/anchors, /log/access */
MUST_USE enum err_code page_log(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_anchors(struct reply *out, struct request *r,
                                    struct err *err);
MUST_USE enum err_code page_anchors_post(struct reply *out, struct request *r,
                                         struct err *err);
MUST_USE enum err_code page_accesses(struct reply *out, struct request *r,
                                     struct err *err);
/* page_verify.c: /log/verify */
MUST_USE enum err_code page_verify(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_verify_post(struct reply *out, struct request *r,
                                        struct err *err);
/* page_proof.c: /s/REF/proof, through page_statement.c */
MUST_USE enum err_code page_proof(struct reply *out, struct request *r, struct err *err);
/* page_lists.c: /lists, /lists/ID, /lists/ID/difference */
MUST_USE enum err_code page_lists(struct reply *out, struct request *r, struct err *err);
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

/* page_judge.c, page_correct.c: below /s/REF/ */
MUST_USE enum err_code page_assess(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_assess_post(struct reply *out, struct request *r,
                                        struct err *err);
MUST_USE enum err_code page_decide(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_decide_post(struct reply *out, struct request *r,
                                        struct err *err);
MUST_USE enum err_code page_withdraw(struct reply *out, struct request *r,
                                     struct err *err);
MUST_USE enum err_code page_withdraw_post(struct reply *out, struct request *r,
                                          struct err *err);
MUST_USE enum err_code page_correct(struct reply *out, struct request *r,
                                    struct err *err);
MUST_USE enum err_code page_correct_post(struct reply *out, struct request *r,
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

/* page_import.c, page_import_file.c: tables and what their columns say */
MUST_USE enum err_code page_import(struct reply *out, struct request *r, struct err *err);
MUST_USE enum err_code page_import_file(struct reply *out, struct request *r,
                                        struct err *err);
MUST_USE enum err_code page_import_file_post(struct reply *out, struct request *r,
                                             struct err *err);

#endif
