#ifndef WEB_OBJECT_SHOW_H
#define WEB_OBJECT_SHOW_H

/* The page of a preserved file, and saying of it that it is hard to look at. */

#include "web/reading.h"
#include "web/reply.h"

/* "/o/REF" and what is below; in the request's arena. */
struct str object_href(struct request *r, struct ref ref, const char *below);

MUST_USE enum err_code object_show(struct reply *out, struct reading *reading,
                                   struct ref ref, struct err *err);

/* POST: somebody looked at it, and it shows violence. Recorded of the source that it is
 * kept as, which is made where there is none. */
MUST_USE enum err_code object_mark(struct reply *out, struct request *r, struct ref ref,
                                   struct err *err);

#endif
