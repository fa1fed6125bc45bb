#ifndef SHEET_HISTORY_H
#define SHEET_HISTORY_H

/*
 * What was recorded, in order: every statement that touches an entity or a claim, with
 * what it changed and why. Nothing is left out because it was corrected or withdrawn
 * later: that is the point.
 */

#include "sheet/claim_text.h"
#include "sheet/statement_sheet.h"
#include "sheet/subject.h"

enum { HISTORY_MAX = 2000 };

struct history {
    struct sheet *sheet;
    struct statement_sheet *items; /* in the order of reference */
    size_t count;
    bool has_more;
};

MUST_USE enum err_code history_read(struct history *out, struct sheet *sheet,
                                    const struct subject *subject, struct err *err);

/* A part of an entity's: what is behind `after`, at most `limit` of HISTORY_MAX. */
struct history_part {
    struct ref after;
    uint32_t limit;
};
MUST_USE enum err_code history_read_part(struct history *out, struct sheet *sheet,
                                         const struct subject *subject,
                                         const struct history_part *part,
                                         struct err *err);

/* What one statement says and changes, in one line: "corrected X to Y: typing error". */
void history_line(struct buf *out, const struct sheet_writer *w,
                  const struct statement_sheet *s);

void history_text(struct sheet_writer *w, const struct history *history);

#endif
