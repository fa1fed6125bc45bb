#ifndef GEO_BEARING_H
#define GEO_BEARING_H

#include "geo/point.h"

/* Which way b lies from a: the eight winds, each 45 degrees wide about its middle. */
enum geo_compass {
    GEO_NORTH,
    GEO_NORTH_EAST,
    GEO_EAST,
    GEO_SOUTH_EAST,
    GEO_SOUTH,
    GEO_SOUTH_WEST,
    GEO_WEST,
    GEO_NORTH_WEST
};

/* Degrees clockwise from north, 0 up to 360, in which the great circle from a to b sets
 * out; within 0.2 degrees of the geodesic unless the points are almost opposite. */
double geo_bearing_deg(struct geo_point a, struct geo_point b);

enum geo_compass geo_compass_of(double bearing_deg);

#endif
