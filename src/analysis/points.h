#ifndef ANALYSIS_POINTS_H
#define ANALYSIS_POINTS_H

/*
 * Two claims with coordinates. They can be of one place when the points are no farther
 * apart than both may be off together; what nobody stated counts as what the digits say.
 */

#include "record/query.h"

/* True when both hold coordinates that can be of one place. */
bool points_meet(const struct claim_row *a, const struct claim_row *b);

/* Metres between the two; negative when one of them holds no coordinates. */
double points_apart_m(const struct claim_row *a, const struct claim_row *b);

/* "12 m", "1.2 km", "340 km". */
struct str points_distance_words(struct arena *arena, double metres);

#endif
