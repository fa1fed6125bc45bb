/* What a map shows, and how addresses say it. */

#include <math.h>
#include <stdlib.h>

#include "sheet/map_svg.h"

enum { PER_DEGREE = 10000, PARTS = 3 };

static const double min_width_m = 500;
static const double max_width_m = 4000000;
static const double first_width_m = 20000; /* of a single point */

static struct map_window held(struct map_window window)
{
    window.width_m = fmin(fmax(window.width_m, min_width_m), max_width_m);
    window.middle.lat = fmin(fmax(window.middle.lat, -85.0), 85.0);
    while (window.middle.lon > 180.0)
        window.middle.lon -= 360.0;
    while (window.middle.lon < -180.0)
        window.middle.lon += 360.0;
    return window;
}

static void widen(struct geo_box *box, struct geo_point at, bool is_first)
{
    if (is_first) {
        *box = (struct geo_box){at.lat, at.lon, at.lat, at.lon};
        return;
    }
    box->south = fmin(box->south, at.lat);
    box->north = fmax(box->north, at.lat);
    box->west = fmin(box->west, at.lon);
    box->east = fmax(box->east, at.lon);
}

struct map_window map_fit(const struct map *map)
{
    struct geo_box box = {0};
    struct map_window window;
    double least = 0; /* what is uncertain by so much is seen whole */
    double high;
    double wide;

    for (size_t i = 0; i < map->count; i++) {
        widen(&box, map->points[i].at, i == 0);
        least = fmax(least, map->points[i].precision_m * 2);
    }
    if (map->boundary) {
        struct geo_box area = geo_area_box(map->boundary);

        widen(&box, (struct geo_point){area.south, area.west}, map->count == 0);
        widen(&box, (struct geo_point){area.north, area.east}, false);
    }
    window.middle =
        (struct geo_point){(box.south + box.north) / 2, (box.west + box.east) / 2};
    high = (box.north - box.south) * GEO_METRES_IN_DEGREE;
    wide = (box.east - box.west) * GEO_METRES_IN_DEGREE *
           cos(window.middle.lat * GEO_DEGREE);
    window.width_m = fmax((fmax(wide, high * 2) + least * 2) * 1.4, first_width_m);
    return held(window);
}

bool map_window_read(struct map_window *out, struct str text)
{
    int64_t numbers[PARTS];
    struct str rest = text;

    for (size_t i = 0; i < PARTS; i++)
        if (!str_to_i64(&numbers[i], str_cut(&rest, ',')))
            return false;
    if (rest.len > 0 || llabs(numbers[0]) > 90LL * PER_DEGREE ||
        llabs(numbers[1]) > 180LL * PER_DEGREE || numbers[2] <= 0)
        return false;
    *out = held((struct map_window){
        {(double)numbers[0] / PER_DEGREE, (double)numbers[1] / PER_DEGREE},
        (double)numbers[2]});
    return true;
}

void map_window_text(struct buf *out, const struct map_window *window)
{
    buf_printf(out, "%lld,%lld,%lld", llround(window->middle.lat * PER_DEGREE),
               llround(window->middle.lon * PER_DEGREE), llround(window->width_m));
}

double map_radius_m(const struct map_window *window)
{
    return window->width_m * 0.56; /* to a corner of 900 by 460 */
}

struct map_window map_moved(const struct map_window *window, enum map_way way)
{
    struct map_window moved = *window;
    double step = window->width_m / 3 / GEO_METRES_IN_DEGREE;
    double east = step / cos(window->middle.lat * GEO_DEGREE);

    switch (way) {
    case MAP_CLOSER:
        moved.width_m /= 2;
        break;
    case MAP_FARTHER:
        moved.width_m *= 2;
        break;
    case MAP_NORTH:
        moved.middle.lat += step / 2;
        break;
    case MAP_SOUTH:
        moved.middle.lat -= step / 2;
        break;
    case MAP_WEST:
        moved.middle.lon -= east;
        break;
    case MAP_EAST:
        moved.middle.lon += east;
        break;
    case MAP_WAYS:
        break;
    }
    return held(moved);
}
