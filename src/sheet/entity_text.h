#ifndef SHEET_ENTITY_TEXT_H
#define SHEET_ENTITY_TEXT_H

/* An entity's sheet as text that fits a terminal and a printed page. */

#include "sheet/claim_text.h"
#include "sheet/entity_sheet.h"

/* w was started for the sheet that e was read from. */
void entity_text(struct sheet_writer *w, const struct entity_sheet *e);

#endif
