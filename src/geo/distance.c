#include "geo/distance.h"

#include <math.h>

#define MEAN_RADIUS 6371008.7714 /* (2a + b) / 3, WGS84 */
#define NEARLY_OPPOSITE 2.9      /* radians: about 18,470 km */

double geo_distance_m(struct geo_point a, struct geo_point b)
{
    double mid = (a.lat + b.lat) * (GEO_DEGREE / 2);
    double half_lat = (a.lat - b.lat) * (GEO_DEGREE / 2);
    double half_lon = (a.lon - b.lon) * (GEO_DEGREE / 2);
    double sin_mid = sin(mid) * sin(mid);
    double cos_mid = 1 - sin_mid;
    double sin_lat = sin(half_lat) * sin(half_lat);
    double cos_lat = 1 - sin_lat;
    double sin_lon = sin(half_lon) * sin(half_lon);
    double cos_lon = 1 - sin_lon;
    double s = sin_lat * cos_lon + cos_mid * sin_lon;
    double c = cos_lat * cos_lon + sin_mid * sin_lon;
    double omega;
    double r;

    if (s <= 0)
        return 0;
    omega = atan2(sqrt(s), sqrt(c));
    if (2 * omega > NEARLY_OPPOSITE)
        return 2 * omega * MEAN_RADIUS;
    r = sqrt(s * c) / omega;
    return 2 * omega * GEO_WGS84_A *
           (1 + GEO_WGS84_F * ((3 * r - 1) / (2 * c) * sin_mid * cos_lat -
                               (3 * r + 1) / (2 * s) * cos_mid * sin_lat));
}
