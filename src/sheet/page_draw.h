#ifndef SHEET_PAGE_DRAW_H
#define SHEET_PAGE_DRAW_H

/* Pages as a PDF, through cairo and pango, which shape every script that the fonts of
 * this system have. Only `stele-sheet` links this. */

#include "base/buf.h"
#include "base/err.h"
#include "sheet/page_read.h"

/* Append the PDF. ERR_NOT_FOUND when there is no font; ERR_IO when cairo fails. */
MUST_USE enum err_code pages_draw(struct buf *out, const struct pages *pages,
                                  struct err *err);

/* Whether the fonts of this system have a letter for each of text. */
bool pages_can_draw(struct str text);

#endif
