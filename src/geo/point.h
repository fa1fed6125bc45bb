#ifndef GEO_POINT_H
#define GEO_POINT_H

/*
 * A point on the ellipsoid WGS84 (NGA.STND.0036): degrees, north and east positive. A
 * point is valid from -90 to 90 and -180 to 180; every function of geo/ that takes a
 * point wants a valid one.
 */

#include <stdbool.h>

struct geo_point {
    double lat;
    double lon;
};

#define GEO_WGS84_A 6378137.0             /* equatorial radius in metres */
#define GEO_WGS84_F (1.0 / 298.257223563) /* flattening */
#define GEO_PI 3.14159265358979323846
#define GEO_DEGREE (GEO_PI / 180.0) /* radians in a degree */
#define GEO_METRES_IN_DEGREE                                                             \
    111320.0 /* of longitude on the equator; of latitude no more */

static inline bool geo_point_is_valid(struct geo_point p)
{
    return p.lat >= -90.0 && p.lat <= 90.0 && p.lon >= -180.0 && p.lon <= 180.0;
}

/* lon2 - lon1 the short way round, -180 to 180. */
static inline double geo_lon_between(double lon1, double lon2)
{
    double d = lon2 - lon1;

    if (d > 180.0)
        return d - 360.0;
    return d < -180.0 ? d + 360.0 : d;
}

#endif
