#ifndef WEB_PAGE_MAP_H
#define WEB_PAGE_MAP_H

/* The map of a sheet: ?map= says what is shown, and settlements around it come from the
 * gazetteers of this machine. */

#include "sheet/map_svg.h"
#include "web/request.h"

void page_map(struct sheet_html *s, struct request *r, const struct entity_sheet *e);

#endif
