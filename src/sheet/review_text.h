#ifndef SHEET_REVIEW_TEXT_H
#define SHEET_REVIEW_TEXT_H

/*
 * What people made of claims, and what the program noticed between them: assessments,
 * decisions, withdrawals; pairs that may conflict and pairs that only look so.
 */

#include "analysis/contradiction.h"
#include "sheet/claim_text.h"

/* "assessed: in conflict – … (ybgkps.246 …)" on lines; the second time only which. */
void review_text(struct sheet_writer *w, size_t indent, const struct review_row *review);

/* What it did, in one word: "assessed". */
void review_text_title(struct buf *out, const struct review_row *review);

/* The same from the colon on, in one line. */
void review_text_body(struct buf *out, struct sheet_writer *w,
                      const struct review_row *review);

/* One pair that may conflict: "≠ a and b may conflict: …; nobody has decided". */
void conflict_text(struct buf *out, const struct sheet_writer *w,
                   const struct contradiction *c, struct str sentence);

/* Pairs of one property (empty: all) that only look so, all that have the reason of the
 * first. False, and nothing, where an earlier one told of it. */
bool likeness_text(struct buf *out, const struct sheet_writer *w,
                   const struct contradiction_list *list, const struct str *sentences,
                   size_t first, struct str property);

/* Why, one for each; in arena. */
struct str *contradiction_sentences(struct arena *arena,
                                    const struct contradiction_list *list);

/* Those of one property (empty: all), each with the sentence why and what came of it. */
void contradictions_text(struct sheet_writer *w, size_t indent,
                         const struct contradiction_list *list, struct str property);

#endif
