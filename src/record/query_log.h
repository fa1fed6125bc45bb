#ifndef RECORD_QUERY_LOG_H
#define RECORD_QUERY_LOG_H

/*
 * One feed's log, the newest statement first, a page at a time: found again by the
 * statement before, so that what is recorded meanwhile moves nothing. Entries of the
 * access log are left out unless they are asked for by kind.
 */

#include "record/query.h"

enum { LOG_LOOKED_AT = 20000 }; /* statements for one page */

struct log_filter {
    uint32_t feed;
    struct str kind;   /* empty: any */
    struct str by;     /* a member's id; empty: anybody */
    bool has_days;     /* by the device's clock, which decides nothing */
    int64_t from_s;    /* seconds since 1970 */
    int64_t until_s;   /* not this second any more */
    struct ref before; /* the last one of the page before; 0: from the newest on */
    uint32_t limit;
};

struct log_page {
    struct ref *items;
    size_t count;
    bool has_more;
    struct ref next; /* `before` of the next page */
};

MUST_USE enum err_code query_log(struct log_page *out, struct arena *arena,
                                 struct index *index, struct view view,
                                 const struct log_filter *filter, struct err *err);

#endif
