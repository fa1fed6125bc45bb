#ifndef SHEET_NEAR_TEXT_H
#define SHEET_NEAR_TEXT_H

/* Texts that say nearly the same, in words: for commands and pages alike. */

#include "sheet/claim_text.h"
#include "sheet/near.h"

/* "the same words", "34 % of this text stands in that one, 37 % of that one in this". */
void near_share_text(struct buf *out, const struct near_item *item);

/* What the two sources are to each other, as claims say; one line each. */
void near_relation_text(struct buf *out, const struct phrase *p,
                        const struct claim_row *claim);

/* A proposal is a machine's, and says what it cannot find. */
const char *near_remark(void);

void near_item_text(struct sheet_writer *w, const struct near_item *item, bool with_runs);
void near_item_json(struct buf *out, const struct sheet_writer *w,
                    const struct near_item *item);

#endif
