#ifndef WEB_PAGE_SOURCE_H
#define WEB_PAGE_SOURCE_H

/* The text of a source with its passages: below /e/ID and below /o/REF, whose pages have
 * opened the reading and asked the gate. */

#include "web/reading.h"
#include "web/reply.h"

/* Of a source: ERR_NOT_FOUND where the entity is none. */
MUST_USE enum err_code page_source(struct reply *out, struct reading *reading,
                                   struct str id, struct err *err);

/* Of a preserved file. */
MUST_USE enum err_code page_source_of_object(struct reply *out, struct reading *reading,
                                             struct ref object, struct err *err);

#endif
