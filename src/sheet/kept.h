#ifndef SHEET_KEPT_H
#define SHEET_KEPT_H

/*
 * Which preserved files a source is kept as, and the other way round: claims of
 * `preserved_as` and `object_kept` that stand name an object by its reference or by its
 * SHA-256. And whether a picture is one that nobody should come upon unprepared.
 */

#include "sheet/sheet.h"

/* The objects that a source or an item is kept as, in the order it was said. Each once.
 */
MUST_USE enum err_code kept_objects(struct object_list *out, struct sheet *sheet,
                                    struct str source, struct err *err);

/* Their ids, and the object's own file preserved again counts too. */
struct kept_sources {
    struct str *ids;
    size_t count;
};
MUST_USE enum err_code kept_sources(struct kept_sources *out, struct sheet *sheet,
                                    const struct object_row *object, struct err *err);

/* Somebody says of one of these that violence is shown (`violence_shown`), whatever the
 * level, and it stands: "not graphic" alone is no such thing. */
MUST_USE enum err_code kept_is_distressing(bool *out, struct sheet *sheet,
                                           const struct kept_sources *sources,
                                           struct err *err);

#endif
