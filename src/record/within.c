#include "record/within.h"

#include <math.h>
#include <stdlib.h>

#include "record/place_value.h"
#include "record/query_scan.h"
#include "record/schema.h"

enum { BOUNDARIES_MAX = 100 };

struct search {
    struct arena *arena;
    const struct geo_area *area;
    struct geo_box box;
    struct str except;
    struct within_row *items;
    size_t count;
    size_t cap;
};

/* A degree of longitude is shorter by cos(lat): a box this much wider holds whatever is
 * within metres of it, but near the poles, where it is as wide as the earth. */
static struct geo_box widened(struct geo_box box, double metres)
{
    double north = metres / 110000;
    double shrink = cos((fmax(fabs(box.south), fabs(box.north)) + north) * GEO_DEGREE);
    double east = shrink > 0.01 ? north / shrink : 360;

    return (struct geo_box){box.south - north, box.west - east, box.north + north,
                            box.east + east};
}

/* The place of one claim; rows that are far off cost no more than reading them. */
static enum err_code visit(void *context, const struct claim_row *claim, struct err *err)
{
    struct search *search = context;
    struct within_row row = {.claim = *claim};
    void *items = search->items;
    bool is_inside;

    (void)err;
    if (claim->form != FORM_POINT || str_equal(claim->about, search->except) ||
        !coordinates_point(&row.point, &row.precision_m, &claim->value) ||
        !geo_box_holds(widened(search->box, row.precision_m), row.point))
        return ERR_OK;
    is_inside = geo_area_holds(search->area, row.point);
    row.edge_m = geo_area_edge_m(search->area, row.point);
    if (!is_inside && row.edge_m > row.precision_m)
        return ERR_OK;
    row.is_sure = is_inside && row.edge_m >= row.precision_m;
    *(struct within_row *)list_add(&items, &search->count, &search->cap, search->arena,
                                   sizeof row) = row;
    search->items = items;
    return ERR_OK;
}

static int by_certainty(const void *a, const void *b)
{
    const struct within_row *x = a;
    const struct within_row *y = b;

    if (x->is_sure != y->is_sure)
        return x->is_sure ? -1 : 1;
    return (x->claim.ref.n > y->claim.ref.n) - (x->claim.ref.n < y->claim.ref.n);
}

/* Whether the claim stands and says that it is so; what is kept is read anew, for the row
 * of a visit is gone. */
static enum err_code keep(struct within_list *out, const struct within_row *row,
                          struct arena *arena, struct index *index, struct view view,
                          struct err *err)
{
    struct claim_state state;
    struct within_row *kept = &out->items[out->count];

    if (query_claim_state(&state, index, view, row->claim.ref, err) != ERR_OK)
        return err->code;
    if (!claim_is_current(&state) || row->claim.mode != CLAIM_ASSERTED)
        return ERR_OK;
    *kept = *row;
    out->count++;
    return query_claim(&kept->claim, arena, index, row->claim.ref, err);
}

enum err_code within_area(struct within_list *out, struct arena *arena,
                          struct index *index, struct view view,
                          const struct geo_area *area, struct str except, uint32_t limit,
                          struct err *err)
{
    struct search search = {
        .arena = arena, .area = area, .box = geo_area_box(area), .except = except};
    struct within_list list = {0};
    size_t count = 0;
    const struct schema_property *properties = schema_properties(&count);

    for (size_t i = 0; i < count; i++) {
        struct claim_filter filter = {.property = properties[i].key};

        if (properties[i].values & SCHEMA_COORDINATES &&
            query_claims_each(index, view, &filter, visit, &search, err) != ERR_OK)
            return err->code;
    }
    if (search.count > 0)
        qsort(search.items, search.count, sizeof *search.items, by_certainty);
    list.items = ARENA_ARRAY(arena, struct within_row, search.count + 1);
    for (size_t i = 0; i < search.count; i++) {
        if (list.count == limit) {
            list.has_more = true;
            break;
        }
        if (keep(&list, &search.items[i], arena, index, view, err) != ERR_OK)
            return err->code;
    }
    *out = list;
    return ERR_OK;
}

enum err_code within_boundary(struct geo_area *out, struct arena *arena,
                              struct index *index, struct view view, struct str place,
                              struct err *err)
{
    struct claim_filter filter = {
        .about = place, .property = STR("boundary"), .limit = BOUNDARIES_MAX};
    struct claim_list list = {0};

    if (query_claims(&list, arena, index, view, &filter, err) != ERR_OK)
        return err->code;
    for (size_t i = list.count; i-- > 0;) {
        struct claim_state state;
        struct err ignored = {0};

        if (query_claim_state(&state, index, view, list.items[i].ref, err) != ERR_OK)
            return err->code;
        if (claim_is_current(&state) && list.items[i].mode == CLAIM_ASSERTED &&
            area_of_value(out, arena, &list.items[i].value, &ignored) == ERR_OK)
            return ERR_OK;
    }
    return err_set(err, ERR_NOT_FOUND, "this place has no boundary");
}
