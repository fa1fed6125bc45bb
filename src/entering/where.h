#ifndef ENTERING_WHERE_H
#define ENTERING_WHERE_H

/*
 * Where in a source words stand, as people write it: "15" (a paragraph), "para 15-17",
 * "page 3, line 4", "row 12", "14:20-16:05" (minutes and seconds of a recording). What is
 * none of these is the name of a part: "headline".
 */

#include "base/arena.h"
#include "format/value.h"

/* The locator of a passage; text is not empty. */
struct value where_read(struct arena *arena, struct str text);

/* And back, for a form: "page 3, line 4". */
struct str where_typed(struct arena *arena, const struct value *locator);

#endif
