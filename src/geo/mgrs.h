#ifndef GEO_MGRS_H
#define GEO_MGRS_H

/*
 * The Military Grid Reference System on WGS84 (NGA.STND.0037): zone, band, the two
 * letters of a square of 100 km, and 0 to 5 digits each way. A reference names a square
 * and not a point: it is written by cutting digits off, and read as the middle of the
 * square. From 80 south to 84 north.
 */

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "geo/point.h"

enum { GEO_MGRS_MAX = 32, GEO_MGRS_DIGITS = 5 };

struct geo_mgrs {
    char text[GEO_MGRS_MAX]; /* "37U DQ 74351 50123" */
};

/* The square of 10 to the power 5 - digits metres that holds p. ERR_INVALID outside the
 * grid. */
MUST_USE enum err_code geo_mgrs_of(struct geo_mgrs *out, struct geo_point p,
                                   unsigned digits, struct err *err);

/* The middle of the square and its side in metres. text may hold blanks, and small
 * letters. ERR_INVALID says what is wrong: no such square in that zone and band, digits
 * that are not two halves. */
MUST_USE enum err_code geo_mgrs_point(struct geo_point *out, double *side_m,
                                      struct str text, struct err *err);

#endif
