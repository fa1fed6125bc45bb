#ifndef GEO_POLYGON_H
#define GEO_POLYGON_H

/*
 * Areas: polygons with holes, several in one area. Edges are straight lines in degrees of
 * longitude and latitude, as RFC 7946 has them, not shortest ways: in Ukraine an edge of
 * 5 km is up to 1 m off one, an edge of 11 km 3 m. A ring that reaches over the
 * antimeridian has to be cut there (RFC 7946, 3.1.9): an edge of more than 180 degrees of
 * longitude is refused rather than guessed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "geo/point.h"

/* A closed ring: the last point is not repeated. */
struct geo_ring {
    const struct geo_point *points;
    size_t count;
};

/* The first ring is the outer one, the others are holes. */
struct geo_polygon {
    const struct geo_ring *rings;
    size_t count;
};

struct geo_area {
    const struct geo_polygon *polygons;
    size_t count;
};

struct geo_box {
    double south;
    double west;
    double north;
    double east;
};

/* ERR_INVALID names polygon, ring and point, counted from 1: fewer than three points, out
 * of range, an edge longer than 180 degrees, a ring that crosses itself (looked for in
 * rings of up to GEO_MAX_CROSSING points), no extent. */
enum { GEO_MAX_CROSSING = 4096 };
MUST_USE enum err_code geo_area_check(const struct geo_area *area, struct err *err);

/* On an edge (within 0.1 mm) counts as inside, on that of a hole too: what is on the line
 * is not left out. 180 degrees east and west are one meridian. */
bool geo_area_holds(const struct geo_area *area, struct geo_point p);

/* Metres from p to the nearest edge, 0 inside; over the antimeridian too. The nearest
 * point is looked for in the plane that touches the earth at p: within 1 % up to 100 km.
 */
double geo_area_distance_m(const struct geo_area *area, struct geo_point p);

/* The same from inside too: how far the line is. */
double geo_area_edge_m(const struct geo_area *area, struct geo_point p);

/* Square metres on the ellipsoid, holes taken off: the area down to the equator (Snyder,
 * Map Projections, 1987, equation 3-12) summed along each edge by Simpson's rule. Within
 * 0.0001 % for edges up to 200 km. */
double geo_area_m2(const struct geo_area *area);

struct geo_box geo_area_box(const struct geo_area *area);

bool geo_box_holds(struct geo_box box, struct geo_point p);

size_t geo_area_points(const struct geo_area *area);

#endif
