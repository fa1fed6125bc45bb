#ifndef GEO_DISTANCE_H
#define GEO_DISTANCE_H

#include "geo/point.h"

/*
 * Metres between two points along the ellipsoid, fast: for ranking and for "within so
 * many metres". The formula of Andoyer and Lambert (Meeus, Astronomical Algorithms, 2nd
 * ed. 1998, chapter 11), first order in the flattening. Within 0.0013 % of GeographicLib
 * up to 18,400 km (a metre in 80 km); beyond that, for points almost opposite each other,
 * the sphere answers, within 0.2 %. Poles and the antimeridian are nothing special.
 */
double geo_distance_m(struct geo_point a, struct geo_point b);

/* The shortest way from a to b, and where it sets out and arrives: degrees clockwise from
 * north, 0 up to 360. Of two points in one place the azimuths are 0. */
struct geo_way {
    double metres;
    double start_deg;
    double end_deg;
};

/*
 * The same to the millimetre, for what is shown: Vincenty's inverse formula (Survey
 * Review 23, 1975); where it does not converge, because the points are almost opposite,
 * the azimuth is found by halving, as Karney does it (Journal of Geodesy 87, 2013,
 * section 4), with Vincenty's series. Within 0.1 mm of GeographicLib, opposite points
 * included (tests/geo_compare.py).
 */
struct geo_way geo_way_between(struct geo_point a, struct geo_point b);

#endif
