#ifndef RECORD_WITHIN_H
#define RECORD_WITHIN_H

/*
 * What lies within the boundary of a place: claims with coordinates, of whatever property
 * takes some, that stand in the view. Coordinates are known to so many metres: what is
 * nearer to the line than that lies within perhaps, and so is what is just outside of it.
 * Costs a look at every claim with coordinates.
 */

#include "geo/polygon.h"
#include "record/query.h"

struct within_row {
    struct claim_row claim;
    struct geo_point point;
    double precision_m;
    double edge_m; /* from the point to the nearest line */
    bool is_sure;
};

struct within_list {
    struct within_row *items; /* the sure ones first, by statement */
    size_t count;
    bool has_more;
};

/* The boundary as the last claim that stands has it. ERR_NOT_FOUND when there is none. */
MUST_USE enum err_code within_boundary(struct geo_area *out, struct arena *arena,
                                       struct index *index, struct view view,
                                       struct str place, struct err *err);

/* Claims about `except` are left out (empty: none): a place lies within itself. */
MUST_USE enum err_code within_area(struct within_list *out, struct arena *arena,
                                   struct index *index, struct view view,
                                   const struct geo_area *area, struct str except,
                                   uint32_t limit, struct err *err);

#endif
