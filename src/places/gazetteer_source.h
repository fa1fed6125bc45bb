#ifndef PLACES_GAZETTEER_SOURCE_H
#define PLACES_GAZETTEER_SOURCE_H

/* What one gazetteer alone says of a place, for citing it: a place as gazetteer.h gives
 * it is what all of them say together. */

#include "places/gazetteer.h"

struct gazetteer_entry {
    const struct gazetteer_info *from;
    struct str code;   /* as it stands there */
    struct str parent; /* the code of what it lies in; empty: it does not say */
    struct str class_;
    bool has_point;
    struct geo_point point;
    const struct gazetteer_name *names;
    size_t name_count;
};

MUST_USE enum err_code gazetteer_entry_read(struct gazetteer_entry *out,
                                            struct arena *arena,
                                            struct gazetteers *gazetteers,
                                            const struct gazetteer_source *source,
                                            struct err *err);

#endif
