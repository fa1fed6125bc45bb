#ifndef SHEET_MAP_SVG_H
#define SHEET_MAP_SVG_H

/*
 * Where things lie, as a figure without tiles and without anything from outside: the
 * points of the record, the settlements around them, and a grid of degrees. What is known
 * to so many metres is a circle of that size and no point. The same as a table is below.
 */

#include "geo/polygon.h"
#include "sheet/sheet_html.h"

enum map_kind {
    MAP_OWN,   /* what the sheet is of */
    MAP_OTHER, /* other things of the record */
    MAP_BASE   /* settlements of a gazetteer, to find one's way */
};

struct map_point {
    enum map_kind kind;
    struct geo_point at;
    double precision_m;
    struct str label;
    struct ref ref; /* the claim that says so; of the record's points */
    const struct claim_row *claim;
};

/* What is shown: a middle, and how many metres from the left edge to the right. */
struct map_window {
    struct geo_point middle;
    double width_m;
};

struct map {
    struct map_point *points;
    size_t count;
    const struct geo_area *boundary; /* or NULL */
    struct map_window window;
    struct str base_from; /* whom to name for the settlements; empty: none are drawn */
};

enum { MAP_POINTS_MAX = 200 };

/* Coordinates of the claims of a sheet that stand. map->count 0: there are none. */
void map_of_entity(struct map *out, struct arena *arena, const struct sheet_html *s,
                   const struct entity_sheet *e);

/* A window that holds all points and the boundary, with room around. */
struct map_window map_fit(const struct map *map);

/* "491948,372714,40000": latitude and longitude in ten-thousandths of a degree, metres.
 * False: it is none. As it stands in addresses. */
bool map_window_read(struct map_window *out, struct str text);
void map_window_text(struct buf *out, const struct map_window *window);

/* The box of what is shown, to look for settlements. */
double map_radius_m(const struct map_window *window);

/* Closer, farther, and four ways to go: in the order of enum map_way. */
enum map_way {
    MAP_CLOSER,
    MAP_FARTHER,
    MAP_NORTH,
    MAP_SOUTH,
    MAP_WEST,
    MAP_EAST,
    MAP_WAYS
};
struct map_window map_moved(const struct map_window *window, enum map_way way);

/* hrefs: of each way; or NULL (on paper). */
void map_html(struct sheet_html *s, const struct map *map, const struct str *hrefs);

#endif
