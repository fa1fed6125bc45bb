/* Places by point. */

#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "places/gazetteer_inside.h"

struct nearby {
    struct arena *arena;
    struct gazetteers *g;
    const struct gazetteer_wanted *wanted;
    struct geo_point point;
    double radius_m;
    struct gazetteer_list *list;
};

/* A run of squares of one row. */
static enum err_code look_in_row(struct nearby *n, uint32_t at, int64_t first,
                                 int64_t last, struct err *err)
{
    struct db_query *query;

    if (gazetteer_query(&query, n->g, at, QUERY_SPOT, err) != ERR_OK)
        return err->code;
    db_bind_int(query, 1, first);
    db_bind_int(query, 2, last);
    for (;;) {
        struct gazetteer_found found = {.ref.gazetteer = at};
        struct geo_point point;
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(n->g, at, err);
        if (!has_row)
            return ERR_OK;
        point = (struct geo_point){gazetteer_from_degrees(db_column_int(query, 1)),
                                   gazetteer_from_degrees(db_column_int(query, 2))};
        if (!gazetteer_wants(n->wanted, db_column_int(query, 3)) ||
            !geo_point_is_valid(point))
            continue;
        found.metres = geo_distance_m(n->point, point);
        found.ref.place = (uint32_t)db_column_int(query, 0);
        if (found.metres <= n->radius_m)
            gazetteer_list_add(n->list, n->arena, &found);
    }
}

static int64_t clamped(double value, int64_t low, int64_t high)
{
    return value <= (double)low    ? low
           : value >= (double)high ? high
                                   : (int64_t)floor(value);
}

/* The squares between two meridians; those beyond 180 degrees begin again in the west. */
static enum err_code look_in_squares(struct nearby *n, uint32_t at, int64_t row,
                                     double reach_deg, struct err *err)
{
    double cells = GAZETTEER_CELLS_OF_DEGREE;
    int64_t base = row * GAZETTEER_ROW_CELLS;
    int64_t last = GAZETTEER_ROW_CELLS - 1;
    double west = floor((n->point.lon + 180 - reach_deg) * cells);
    double east = floor((n->point.lon + 180 + reach_deg) * cells);

    if (east - west >= (double)last)
        return look_in_row(n, at, base, base + last, err);
    if (west < 0 && look_in_row(n, at, base + (int64_t)west + GAZETTEER_ROW_CELLS,
                                base + last, err) != ERR_OK)
        return err->code;
    if (east > (double)last &&
        look_in_row(n, at, base, base + (int64_t)east - GAZETTEER_ROW_CELLS, err) !=
            ERR_OK)
        return err->code;
    return look_in_row(n, at, base + clamped(west, 0, last),
                       base + clamped(east, 0, last), err);
}

static enum err_code look_around(struct nearby *n, uint32_t at, struct err *err)
{
    double cells = GAZETTEER_CELLS_OF_DEGREE;
    /* A degree of latitude is never less than 110,574 m. */
    double reach_deg = n->radius_m / 110500.0;
    int64_t rows = INT64_C(180) * GAZETTEER_CELLS_OF_DEGREE;
    int64_t south = clamped((n->point.lat + 90 - reach_deg) * cells, 0, rows);
    int64_t north = clamped((n->point.lat + 90 + reach_deg) * cells, 0, rows);
    double widest = fmax(fabs(n->point.lat - reach_deg), fabs(n->point.lat + reach_deg));
    double wide_deg = widest >= 89.0 ? 360.0 : reach_deg / cos(widest * GEO_PI / 180.0);

    for (int64_t row = south; row <= north; row++)
        if (look_in_squares(n, at, row, wide_deg, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

enum err_code gazetteer_spots(struct gazetteer_list *list, struct arena *arena,
                              struct gazetteers *g, uint32_t at, struct geo_point point,
                              double radius_m, const struct gazetteer_wanted *wanted,
                              struct err *err)
{
    struct nearby n = {arena, g, wanted, point, radius_m, list};

    return look_around(&n, at, err);
}

static int compare_found(const void *a, const void *b)
{
    const struct gazetteer_found *x = a;
    const struct gazetteer_found *y = b;

    if (x->metres < y->metres || x->metres > y->metres)
        return x->metres < y->metres ? -1 : 1;
    if (x->ref.gazetteer != y->ref.gazetteer)
        return x->ref.gazetteer < y->ref.gazetteer ? -1 : 1;
    return (x->ref.place > y->ref.place) - (x->ref.place < y->ref.place);
}

enum err_code gazetteer_near(struct gazetteer_hits *out, struct arena *arena,
                             struct gazetteers *g, struct geo_point point,
                             double radius_m, const struct gazetteer_wanted *wanted,
                             struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_list list = {0};
    size_t limit = gazetteer_limit(wanted);
    /* A place is in as many gazetteers as there are, at most. */
    size_t most = limit * (g->count > 0 ? g->count : 1);
    struct gazetteer_hit *items = NULL;
    size_t count = 0;
    bool is_cut;
    enum err_code code = ERR_OK;

    for (uint32_t at = 0; at < g->count && code == ERR_OK; at++)
        if (g->items[at].db)
            code = gazetteer_spots(&list, &scratch, g, at, point, radius_m, wanted, err);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, compare_found);
    is_cut = list.count > most;
    if (is_cut)
        list.count = most;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &list, err);
    if (code == ERR_OK)
        *out = (struct gazetteer_hits){items, count < limit ? count : limit,
                                       is_cut || count > limit};
    arena_free(&scratch);
    return code;
}
