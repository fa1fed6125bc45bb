#ifndef SHEET_ACCESS_SHEET_H
#define SHEET_ACCESS_SHEET_H

/*
 * The access log as a report: who looked at what that is not open to everybody, when and
 * why; and how often each did. Everything there is: nothing of it ever expires.
 */

#include "record/query_access.h"
#include "sheet/claim_text.h"
#include "sheet/subject.h"

struct access_reader {
    struct str member;
    uint64_t times;
};

struct access_sheet {
    struct sheet *sheet;
    struct access_row *items; /* in the order of reference */
    size_t count;
    struct access_reader *readers; /* in the order in which they come first */
    size_t reader_count;
};

struct access_question {
    const struct subject *item; /* a statement, or a preserved file; NULL: any */
    struct str entity;
    struct str member;
    bool has_since;
    int64_t since_s;
};

MUST_USE enum err_code access_sheet_read(struct access_sheet *out, struct sheet *sheet,
                                         const struct access_question *question,
                                         struct err *err);

void access_text(struct sheet_writer *w, const struct access_sheet *a);

/* One object for each entry, of type `access`, and one for each who read, `reader`. */
void access_json(struct buf *out, const struct sheet_writer *w,
                 const struct access_sheet *a);

#endif
