#ifndef GEO_UTM_H
#define GEO_UTM_H

/*
 * Universal Transverse Mercator on WGS84, both ways: the Krueger series to the sixth
 * order in the third flattening (Karney, Transverse Mercator with an accuracy of a few
 * nanometers, Journal of Geodesy 85, 2011, equations 35 and 36), and the zones of
 * NGA.SIG.0012 with their exceptions at Norway and Svalbard. From 80 south to below 84
 * north: the polar grid (UPS) is not there.
 */

#include <stdbool.h>

#include "base/err.h"
#include "geo/point.h"

#define GEO_UTM_SOUTH (-80.0)
#define GEO_UTM_NORTH 84.0

struct geo_utm {
    int zone; /* 1 to 60 */
    bool is_south;
    double easting;  /* metres, 500,000 on the middle of the zone */
    double northing; /* metres from the equator, 10,000,000 added in the south */
};

/* The zone that a point belongs to, 1 to 60. */
int geo_utm_zone(struct geo_point p);

/* The band, C to X without I and O, each 8 degrees high (X 12); NUL outside the grid. */
char geo_utm_band(double lat);

/* The latitudes between which a band lies; false when it is no band. */
bool geo_utm_band_bounds(double *south, double *north, char band);

/* ERR_INVALID outside 80 south to 84 north. */
MUST_USE enum err_code geo_utm_of(struct geo_utm *out, struct geo_point p,
                                  struct err *err);

/* ERR_INVALID for no such zone, an easting outside 100 to 900 km, a northing outside the
 * half of the earth, or a point outside 80 south to 84 north. */
MUST_USE enum err_code geo_utm_point(struct geo_point *out, const struct geo_utm *utm,
                                     struct err *err);

/* The projection alone, without bounds: metres from the middle of the zone and the
 * equator, and back. */
void geo_utm_project(double *x, double *y, struct geo_point p, int zone);
struct geo_point geo_utm_unproject(double x, double y, int zone);

#endif
