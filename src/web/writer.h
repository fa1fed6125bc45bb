#ifndef WEB_WRITER_H
#define WEB_WRITER_H

/*
 * The one place where the server writes. Requests hand in what they want to record and
 * wait; one thread takes all that wait, writes them as one commit, and answers each:
 * acknowledged means durable. What is refused takes nothing else with it.
 */

#include "record/drafts.h"
#include "web/request.h"

/*
 * Record an array of drafts (record/drafts.h), all or nothing, in the name of the
 * request's visitor. Results live in the request's arena; its archive, which may be
 * another one then, shows them when this returns: no reading is open meanwhile.
 */
MUST_USE enum err_code writer_record(struct draft_result **out, size_t *count,
                                     struct request *r, const struct value *drafts,
                                     struct err *err);

/* The same in the middle of reading: the request's archive stays as it is, because a page
 * is being made of it. */
MUST_USE enum err_code writer_record_aside(struct request *r, const struct value *drafts,
                                           struct err *err);

/*
 * Anything else that needs an archive open for writing (preserve, import): alone, after
 * what waits. work() gets that archive, signed in as the visitor, without a batch.
 */
typedef enum err_code (*writer_work)(struct archive *archive, void *context,
                                     struct err *err);
MUST_USE enum err_code writer_run(struct request *r, writer_work work, void *context,
                                  struct err *err);

#endif
