#ifndef SHEET_VERIFY_TEXT_H
#define SHEET_VERIFY_TEXT_H

/* What a verification says, in sentences: the same in commands and pages. */

#include "base/buf.h"
#include "record/verify.h"

/* What fixes the record, which every verification says first (design.md, section 3, 15),
 * with a line for each code that was typed in. */
void verify_fixed_text(struct buf *out, const struct verify_result *result);

/* One line. */
void verify_finding_text(struct buf *out, const struct audit_finding *finding);

/* For machines; for people give it to _(). */
const char *verify_grade_word(enum audit_grade grade);

#endif
