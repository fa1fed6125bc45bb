/* Whether an area can be one; what is wrong is named by polygon, ring and point. */

#include <math.h>

#include "geo/polygon.h"

struct place {
    size_t polygon;
    size_t ring;
};

static struct geo_point after(const struct geo_ring *ring, size_t i)
{
    return ring->points[i + 1 == ring->count ? 0 : i + 1];
}

static double side(struct geo_point a, struct geo_point b, struct geo_point p)
{
    return (b.lon - a.lon) * (p.lat - a.lat) - (b.lat - a.lat) * (p.lon - a.lon);
}

static bool are_apart(double a1, double a2, double b1, double b2)
{
    return fmax(a1, a2) < fmin(b1, b2) || fmax(b1, b2) < fmin(a1, a2);
}

/* Each edge has an end on both sides of the other. Touching, and going back along the
 * same line, are common in real areas and do no harm. */
static bool do_cross(const struct geo_ring *ring, size_t i, size_t j)
{
    struct geo_point a = ring->points[i];
    struct geo_point b = after(ring, i);
    struct geo_point c = ring->points[j];
    struct geo_point d = after(ring, j);

    if (are_apart(a.lat, b.lat, c.lat, d.lat) || are_apart(a.lon, b.lon, c.lon, d.lon))
        return false;
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

static MUST_USE enum err_code check_crossing(const struct geo_ring *ring,
                                             struct place place, struct err *err)
{
    if (ring->count > GEO_MAX_CROSSING)
        return ERR_OK;
    for (size_t i = 0; i < ring->count; i++)
        for (size_t j = i + 2; j < ring->count; j++)
            if (do_cross(ring, i, j))
                return err_set(err, ERR_INVALID,
                               "polygon %zu, ring %zu crosses itself: the edges behind "
                               "points %zu and %zu",
                               place.polygon, place.ring, i + 1, j + 1);
    return ERR_OK;
}

static MUST_USE enum err_code check_points(const struct geo_ring *ring,
                                           struct place place, struct err *err)
{
    for (size_t i = 0; i < ring->count; i++) {
        if (!geo_point_is_valid(ring->points[i]))
            return err_set(
                err, ERR_INVALID,
                "polygon %zu, ring %zu, point %zu is not on the earth: longitude "
                "comes first, -180 to 180, then latitude, -90 to 90",
                place.polygon, place.ring, i + 1);
        if (fabs(after(ring, i).lon - ring->points[i].lon) > 180)
            return err_set(
                err, ERR_INVALID,
                "polygon %zu, ring %zu, point %zu: the edge behind it is longer "
                "than 180 degrees; an area over the antimeridian has to be cut "
                "there",
                place.polygon, place.ring, i + 1);
    }
    return ERR_OK;
}

static bool has_extent(const struct geo_ring *ring)
{
    for (size_t i = 1; i + 1 < ring->count; i++)
        if (fabs(side(ring->points[0], ring->points[i], ring->points[i + 1])) > 0)
            return true;
    return false;
}

static MUST_USE enum err_code check_ring(const struct geo_ring *ring, struct place place,
                                         struct err *err)
{
    if (ring->count < 3)
        return err_set(err, ERR_INVALID,
                       "polygon %zu, ring %zu has fewer than three points", place.polygon,
                       place.ring);
    if (check_points(ring, place, err) != ERR_OK)
        return err->code;
    if (!has_extent(ring))
        return err_set(err, ERR_INVALID, "polygon %zu, ring %zu is a line, not an area",
                       place.polygon, place.ring);
    return check_crossing(ring, place, err);
}

enum err_code geo_area_check(const struct geo_area *area, struct err *err)
{
    if (area->count == 0)
        return err_set(err, ERR_INVALID, "an area needs a polygon");
    for (size_t i = 0; i < area->count; i++) {
        if (area->polygons[i].count == 0)
            return err_set(err, ERR_INVALID, "polygon %zu has no ring", i + 1);
        for (size_t j = 0; j < area->polygons[i].count; j++)
            if (check_ring(&area->polygons[i].rings[j], (struct place){i + 1, j + 1},
                           err) != ERR_OK)
                return err->code;
    }
    return ERR_OK;
}
