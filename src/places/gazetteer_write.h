#ifndef PLACES_GAZETTEER_WRITE_H
#define PLACES_GAZETTEER_WRITE_H

/* Parts of gazetteer_build_write(). */

#include "places/gazetteer_build.h"

/* numbers: of each place of the build. */
MUST_USE enum err_code gazetteer_write_spots(struct db *db,
                                             const struct gazetteer_build *build,
                                             const uint32_t *numbers, struct err *err);

MUST_USE enum err_code
gazetteer_write_about(struct db *db, const struct gazetteer_info *info, struct err *err);

#endif
