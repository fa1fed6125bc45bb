#include "geo/polygon.h"

#include <math.h>

#include "geo/distance.h"

#define ON_EDGE 1e-9 /* degrees: 0.1 mm */

struct edge {
    struct geo_point a;
    struct geo_point b;
};

static struct edge edge_of(const struct geo_ring *ring, size_t i)
{
    size_t next = i + 1 == ring->count ? 0 : i + 1;

    return (struct edge){ring->points[i], ring->points[next]};
}

/* Twice the area of the triangle a, b, p in square degrees: positive when p lies left. */
static double side_of(struct edge e, struct geo_point p)
{
    return (e.b.lon - e.a.lon) * (p.lat - e.a.lat) -
           (e.b.lat - e.a.lat) * (p.lon - e.a.lon);
}

static bool is_between(double v, double a, double b)
{
    return v >= fmin(a, b) - ON_EDGE && v <= fmax(a, b) + ON_EDGE;
}

static bool is_on(struct edge e, struct geo_point p)
{
    double length = hypot(e.b.lon - e.a.lon, e.b.lat - e.a.lat);

    return is_between(p.lon, e.a.lon, e.b.lon) && is_between(p.lat, e.a.lat, e.b.lat) &&
           fabs(side_of(e, p)) <= ON_EDGE * length;
}

enum where { OUTSIDE, EDGE, INSIDE };

/* How often the way north from p crosses the ring: an odd number of times from inside. */
static enum where where_in_ring(const struct geo_ring *ring, struct geo_point p)
{
    bool is_inside = false;

    for (size_t i = 0; i < ring->count; i++) {
        struct edge e = edge_of(ring, i);

        if (is_on(e, p))
            return EDGE;
        /* One end counts and the other does not: a corner is crossed once. */
        if ((e.a.lon > p.lon) != (e.b.lon > p.lon) &&
            (side_of(e, p) < 0) == (e.b.lon > e.a.lon))
            is_inside = !is_inside;
    }
    return is_inside ? INSIDE : OUTSIDE;
}

static bool polygon_holds(const struct geo_polygon *polygon, struct geo_point p)
{
    if (polygon->count == 0 || where_in_ring(&polygon->rings[0], p) == OUTSIDE)
        return false;
    for (size_t i = 1; i < polygon->count; i++)
        if (where_in_ring(&polygon->rings[i], p) == INSIDE)
            return false;
    return true;
}

static bool area_holds(const struct geo_area *area, struct geo_point p)
{
    for (size_t i = 0; i < area->count; i++)
        if (polygon_holds(&area->polygons[i], p))
            return true;
    return false;
}

bool geo_area_holds(const struct geo_area *area, struct geo_point p)
{
    if (area_holds(area, p))
        return true;
    return fabs(p.lon) >= 180 && area_holds(area, (struct geo_point){p.lat, -p.lon});
}

/* The point of the edge nearest to p, in degrees in which east and north are as long. */
static struct geo_point nearest(struct edge e, struct geo_point p)
{
    double shrink = cos(p.lat * GEO_DEGREE);
    double ax = geo_lon_between(p.lon, e.a.lon) * shrink;
    double ay = e.a.lat - p.lat;
    double bx = ax + (e.b.lon - e.a.lon) * shrink;
    double by = e.b.lat - p.lat;
    double length2 = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    double along = length2 > 0 ? -(ax * (bx - ax) + ay * (by - ay)) / length2 : 0;

    along = fmin(fmax(along, 0), 1);
    return (struct geo_point){e.a.lat + along * (e.b.lat - e.a.lat),
                              e.a.lon + along * (e.b.lon - e.a.lon)};
}

double geo_area_edge_m(const struct geo_area *area, struct geo_point p)
{
    double best = HUGE_VAL;

    for (size_t i = 0; i < area->count; i++)
        for (size_t j = 0; j < area->polygons[i].count; j++)
            for (size_t k = 0; k < area->polygons[i].rings[j].count; k++) {
                struct edge e = edge_of(&area->polygons[i].rings[j], k);

                best = fmin(best, geo_distance_m(p, nearest(e, p)));
            }
    return best;
}

double geo_area_distance_m(const struct geo_area *area, struct geo_point p)
{
    return geo_area_holds(area, p) ? 0 : geo_area_edge_m(area, p);
}

/* Snyder's q: a * a * q / 2 is the area from the equator to the parallel, a radian wide.
 */
static double q_of(double lat)
{
    double e2 = GEO_WGS84_F * (2 - GEO_WGS84_F);
    double e = sqrt(e2);
    double s = sin(lat * GEO_DEGREE);

    return (1 - e2) * (s / (1 - e2 * s * s) + atanh(e * s) / e);
}

static double ring_m2(const struct geo_ring *ring)
{
    double sum = 0;

    for (size_t i = 0; i < ring->count; i++) {
        struct edge e = edge_of(ring, i);
        double mean =
            (q_of(e.a.lat) + 4 * q_of((e.a.lat + e.b.lat) / 2) + q_of(e.b.lat)) / 6;

        sum += (e.b.lon - e.a.lon) * GEO_DEGREE * mean;
    }
    return fabs(sum) * GEO_WGS84_A * GEO_WGS84_A / 2;
}

double geo_area_m2(const struct geo_area *area)
{
    double sum = 0;

    for (size_t i = 0; i < area->count; i++)
        for (size_t j = 0; j < area->polygons[i].count; j++)
            sum += (j == 0 ? 1 : -1) * ring_m2(&area->polygons[i].rings[j]);
    return sum;
}

struct geo_box geo_area_box(const struct geo_area *area)
{
    struct geo_box box = {90, 180, -90, -180};

    for (size_t i = 0; i < area->count; i++) {
        const struct geo_ring *outer = area->polygons[i].rings;

        for (size_t k = 0; area->polygons[i].count > 0 && k < outer->count; k++) {
            box.south = fmin(box.south, outer->points[k].lat);
            box.north = fmax(box.north, outer->points[k].lat);
            box.west = fmin(box.west, outer->points[k].lon);
            box.east = fmax(box.east, outer->points[k].lon);
        }
    }
    return box;
}

bool geo_box_holds(struct geo_box box, struct geo_point p)
{
    return p.lat >= box.south && p.lat <= box.north && p.lon >= box.west &&
           p.lon <= box.east;
}

size_t geo_area_points(const struct geo_area *area)
{
    size_t count = 0;

    for (size_t i = 0; i < area->count; i++)
        for (size_t j = 0; j < area->polygons[i].count; j++)
            count += area->polygons[i].rings[j].count;
    return count;
}
