#ifndef SHEET_VALUE_TEXT_H
#define SHEET_VALUE_TEXT_H

/* A claim's value in one line of plain words, whatever its shape; never nothing. */

#include "sheet/phrase.h"

/* The value alone: "hands tied", "8 to 15 persons per cell at one time". */
void value_text(struct buf *out, const struct phrase *p, const struct claim_row *claim);

/*
 * What a claim says, with how it is said: a negation or a search without result stands
 * before the value in capitals, the quantifier and the qualifiers behind it.
 */
void value_text_whole(struct buf *out, const struct phrase *p,
                      const struct claim_row *claim);

#endif
