/* Places by point, by code, by what they lie in; and what to call them. */

#include <math.h>
#include <stdlib.h>

#include "geo/distance.h"
#include "names/romanise.h"
#include "places/gazetteer_inside.h"

static bool wants(const struct gazetteer_wanted *wanted, int64_t kind)
{
    return !wanted || wanted->kinds == 0 || (wanted->kinds & 1U << (unsigned)kind) != 0;
}

static size_t limit_of(const struct gazetteer_wanted *wanted)
{
    return wanted && wanted->limit > 0 ? wanted->limit : GAZETTEER_LIMIT;
}

struct nearby {
    struct arena arena;
    struct gazetteers *g;
    const struct gazetteer_wanted *wanted;
    struct geo_point point;
    double radius_m;
    struct gazetteer_list list;
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
        if (!wants(n->wanted, db_column_int(query, 3)) || !geo_point_is_valid(point))
            continue;
        found.metres = geo_distance_m(n->point, point);
        found.ref.place = (uint32_t)db_column_int(query, 0);
        if (found.metres <= n->radius_m)
            gazetteer_list_add(&n->list, &n->arena, &found);
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
    int64_t rows = 180 * GAZETTEER_CELLS_OF_DEGREE;
    int64_t south = clamped((n->point.lat + 90 - reach_deg) * cells, 0, rows);
    int64_t north = clamped((n->point.lat + 90 + reach_deg) * cells, 0, rows);
    double widest = fmax(fabs(n->point.lat - reach_deg), fabs(n->point.lat + reach_deg));
    double wide_deg = widest >= 89.0 ? 360.0 : reach_deg / cos(widest * GEO_PI / 180.0);

    for (int64_t row = south; row <= north; row++)
        if (look_in_squares(n, at, row, wide_deg, err) != ERR_OK)
            return err->code;
    return ERR_OK;
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
    struct nearby n = {.g = g, .wanted = wanted, .point = point, .radius_m = radius_m};
    size_t limit = limit_of(wanted);
    /* A place is in as many gazetteers as there are, at most. */
    size_t most = limit * (g->count > 0 ? g->count : 1);
    struct gazetteer_hit *items = NULL;
    size_t count = 0;
    bool is_cut;
    enum err_code code = ERR_OK;

    for (uint32_t at = 0; at < g->count && code == ERR_OK; at++)
        if (g->items[at].db)
            code = look_around(&n, at, err);
    if (n.list.count > 0)
        qsort(n.list.items, n.list.count, sizeof *n.list.items, compare_found);
    is_cut = n.list.count > most;
    if (is_cut)
        n.list.count = most;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &n.list, err);
    if (code == ERR_OK)
        *out = (struct gazetteer_hits){items, count < limit ? count : limit,
                                       is_cut || count > limit};
    arena_free(&n.arena);
    return code;
}

/* "ua-pcode:UA6314015004": the gazetteer's number and the code in it. */
static bool parse_id(uint32_t *at, struct str *code, const struct gazetteers *g,
                     struct str id)
{
    struct str rest = id;
    struct str name = str_cut(&rest, ':');

    for (uint32_t i = 0; i < g->count; i++)
        if (str_equal(g->infos[i].name, name)) {
            *at = i;
            *code = rest;
            return true;
        }
    return false;
}

static enum err_code with_id(struct gazetteer_list *list, struct arena *arena,
                             struct gazetteers *g, struct str id, struct err *err)
{
    struct str code;
    uint32_t at;

    if (parse_id(&at, &code, g, id)) {
        if (!g->items[at].db)
            return err_set(err, ERR_CORRUPT, STR_FMT, STR_ARG(g->infos[at].problem));
        return gazetteer_with_code(list, arena, g, at, code, err);
    }
    for (at = 0; at < g->count && list->count == 0; at++)
        if (g->items[at].db && gazetteer_with_code(list, arena, g, at, id, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

enum err_code gazetteer_place(const struct gazetteer_place **out, struct arena *arena,
                              struct gazetteers *g, struct str id, struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_list list = {0};
    struct gazetteer_hit *items = NULL;
    size_t count = 0;
    enum err_code code = with_id(&list, &scratch, g, id, err);

    if (list.count > 1)
        list.count = 1;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &list, err);
    arena_free(&scratch);
    if (code != ERR_OK)
        return code;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no gazetteer of this machine has a place \"" STR_FMT "\"",
                       STR_ARG(str_prefix(id, 100)));
    *out = items[0].place;
    return ERR_OK;
}

static enum err_code add_children(struct gazetteer_list *list, struct arena *arena,
                                  struct gazetteers *g, uint32_t at, struct str code,
                                  const struct gazetteer_wanted *wanted, struct err *err)
{
    struct db_query *query;

    if (gazetteer_query(&query, g, at, QUERY_CHILDREN, err) != ERR_OK)
        return err->code;
    db_bind_text(query, 1, code);
    for (;;) {
        struct gazetteer_found found = {.ref.gazetteer = at};
        bool has_row;

        if (db_step(&has_row, query, err) != ERR_OK)
            return gazetteer_failed(g, at, err);
        if (!has_row)
            return ERR_OK;
        found.ref.place = (uint32_t)db_column_int(query, 0);
        if (wants(wanted, db_column_int(query, 1)))
            gazetteer_list_add(list, arena, &found);
    }
}

/* Its children stand in any gazetteer, by any of its shared codes; those that name it by
 * a code of their own gazetteer stand in that one. */
static enum err_code all_children(struct gazetteer_list *list, struct arena *arena,
                                  struct gazetteers *g,
                                  const struct gazetteer_place *place,
                                  const struct gazetteer_wanted *wanted, struct err *err)
{
    for (size_t i = 0; i < place->code_count; i++)
        for (uint32_t at = 0; at < g->count; at++)
            if (g->items[at].db &&
                str_find(place->codes[i], ':', 0) < place->codes[i].len &&
                add_children(list, arena, g, at, place->codes[i], wanted, err) != ERR_OK)
                return err->code;
    for (size_t i = 0; i < place->source_count; i++) {
        struct str code = place->sources[i].id;

        (void)str_cut(&code, ':');
        if (add_children(list, arena, g, place->sources[i].ref.gazetteer, code, wanted,
                         err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static int compare_hits(const void *a, const void *b)
{
    const struct gazetteer_hit *x = a;
    const struct gazetteer_hit *y = b;
    int by_name = str_compare(x->place->names[0].text, y->place->names[0].text);

    return by_name != 0 ? by_name : str_compare(x->place->id, y->place->id);
}

enum err_code gazetteer_children(struct gazetteer_hits *out, struct arena *arena,
                                 struct gazetteers *g,
                                 const struct gazetteer_place *place,
                                 const struct gazetteer_wanted *wanted, struct err *err)
{
    struct arena scratch = {0};
    struct gazetteer_list list = {0};
    struct gazetteer_hit *items = NULL;
    size_t limit = limit_of(wanted);
    size_t count = 0;
    bool is_cut;
    enum err_code code = all_children(&list, &scratch, g, place, wanted, err);

    is_cut = list.count > limit * (g->count > 0 ? g->count : 1);
    if (is_cut)
        list.count = limit * g->count;
    if (code == ERR_OK)
        code = gazetteer_view(&items, &count, arena, g, &list, err);
    arena_free(&scratch);
    if (code != ERR_OK)
        return code;
    if (count > 0)
        qsort(items, count, sizeof *items, compare_hits);
    *out = (struct gazetteer_hits){items, count < limit ? count : limit,
                                   is_cut || count > limit};
    return ERR_OK;
}

bool gazetteer_is_same(const struct gazetteer_place *a, const struct gazetteer_place *b)
{
    for (size_t i = 0; i < a->source_count; i++)
        for (size_t k = 0; k < b->source_count; k++)
            if (a->sources[i].ref.gazetteer == b->sources[k].ref.gazetteer &&
                a->sources[i].ref.place == b->sources[k].ref.place)
                return true;
    return false;
}

bool gazetteer_is_in(const struct gazetteer_place *place,
                     const struct gazetteer_place *area)
{
    for (; place; place = place->parent)
        if (gazetteer_is_same(place, area))
            return true;
    return false;
}

static const struct gazetteer_name *name_in(const struct gazetteer_place *place,
                                            struct str lang)
{
    const struct gazetteer_name *any = NULL;

    for (size_t i = 0; i < place->name_count; i++) {
        const struct gazetteer_name *name = &place->names[i];

        if (!str_equal(name->lang, lang))
            continue;
        if (name->kind == GAZETTEER_MAIN)
            return name;
        if (!any && name->kind == GAZETTEER_ALIAS)
            any = name;
    }
    return any;
}

struct str gazetteer_label(struct arena *arena, const struct gazetteer_place *place,
                           struct str lang)
{
    const struct gazetteer_name *name = name_in(place, lang);

    if (!name && str_equal(lang, STR("en"))) {
        const struct gazetteer_name *ukrainian = name_in(place, STR("uk"));
        struct name_text latin;

        if (ukrainian) {
            name_romanise(&latin, ukrainian->text, ROMAN_KMU_2010);
            return arena_str(arena, name_text_str(&latin));
        }
    }
    if (name)
        return name->text;
    return place->name_count > 0 ? place->names[0].text : STR("");
}
