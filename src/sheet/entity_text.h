#ifndef SHEET_ENTITY_TEXT_H
#define SHEET_ENTITY_TEXT_H

/* An entity's sheet as text that fits a terminal and a printed page. */

#include "sheet/claim_text.h"
#include "sheet/entity_sheet.h"

/* w was started for the sheet that e was read from. */
void entity_text(struct sheet_writer *w, const struct entity_sheet *e);

/* Sentences of it. The first: false, and nothing, where its list did not leave it out. */
bool entity_text_absent(struct buf *out, const struct sheet_writer *w,
                        const struct entity_sheet *e);
void entity_text_identity(struct buf *out, const struct sheet_writer *w,
                          const struct identity_row *identity);
void entity_text_dependence(struct buf *out, const struct sheet_writer *w,
                            const struct claim_row *claim);

#endif
