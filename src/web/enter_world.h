#ifndef WEB_ENTER_WORLD_H
#define WEB_ENTER_WORLD_H

/* What the archive knows, for entering/entry.h. */

#include "entering/entry.h"
#include "web/enter_pick.h"
#include "web/reading.h"

/* lookups outlive it. */
struct entry_world enter_world(struct pick_lookups *lookups);

/* What a gazetteer says of a place, as drafts (enter_place.c). */
MUST_USE enum err_code enter_place_drafts(struct str *local, struct value *drafts,
                                          void *data, struct str code, struct err *err);

/* The fields of a request as a form. */
struct entry_form enter_form_of(struct request *r, const struct fields *fields);

#endif
