#ifndef SHEET_PLACE_TEXT_H
#define SHEET_PLACE_TEXT_H

/* Coordinates and areas as a line says them. */

#include "sheet/phrase.h"

/*
 * In decimal degrees with the digits that the precision carries and never more than are
 * recorded, how precise that is and who says so, in degrees, minutes and seconds, as
 * MGRS, and the words as written. What is no point stands as it is recorded.
 */
void place_text_point(struct buf *out, const struct phrase *p, const struct value *v);

/* True when v is an area: its size, points, and the box it lies in. */
bool place_text_area(struct buf *out, const struct phrase *p, const struct value *v);

#endif
