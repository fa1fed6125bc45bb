#ifndef SHEET_TIMELINE_H
#define SHEET_TIMELINE_H

/*
 * When things happened, as a figure: some time between two days is hatched, a start that
 * nobody states has no edge, what is about a day is dashed, a day that is known is a
 * diamond. Years that lie far apart stand on a broken axis. The same as a table is below.
 */

#include "sheet/sheet_html.h"

/* Nothing where no claim of the sheet has a date. */
void entity_html_timeline(struct sheet_html *s, const struct entity_sheet *e);

#endif
