#include "sheet/place_text.h"

#include "base/message.h"
#include "geo/mgrs.h"
#include "geo/show.h"
#include "record/place_value.h"
#include "sheet/plain.h"

static void put_precision(struct buf *out, const struct value *v)
{
    const struct value *precision = value_get(v, STR("precision_m"));
    struct buf metres = {0};
    int64_t m = 0;

    if (value_get_integer(&m, v, STR("precision_m"))) {
        plain_number(&metres, m);
        if (value_get(v, STR("from_digits")))
            buf_printf(
                out,
                _n(m, ", written to within %s metre", ", written to within %s metres"),
                buf_text(&metres));
        else
            buf_printf(out, _n(m, ", to within %s metre", ", to within %s metres"),
                       buf_text(&metres));
        buf_release(&metres);
    } else if (!precision || precision->type == VALUE_NULL) {
        buf_puts(out, _(", nobody knows how precisely"));
    }
}

static unsigned decimals_of(struct str s)
{
    size_t point = str_find(s, '.', 0);

    return point == s.len ? 0 : (unsigned)(s.len - point - 1);
}

/* The digits that count; where as many or fewer are recorded, those as they stand. */
static void put_degrees(struct buf *out, const struct value *v, struct geo_point p,
                        double precision_m)
{
    struct str lat = value_get_string(v, STR("lat"));
    struct str lon = value_get_string(v, STR("lon"));
    unsigned honest = geo_show_decimals(precision_m);

    if (decimals_of(lat) > honest || decimals_of(lon) > honest) {
        geo_show_degrees(out, p, honest);
        return;
    }
    plain_append(out, lat);
    buf_append(out, STR(", "));
    plain_append(out, lon);
}

void place_text_point(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct geo_point point;
    struct geo_mgrs mgrs;
    struct err ignored;
    double precision_m = 0;

    if (!coordinates_point(&point, &precision_m, v)) {
        plain_append(out, value_get_string(v, STR("lat")));
        buf_append(out, STR(", "));
        plain_append(out, value_get_string(v, STR("lon")));
        put_precision(out, v);
        return;
    }
    put_degrees(out, v, point, precision_m);
    put_precision(out, v);
    buf_append(out, STR("; "));
    geo_show_dms(out, point, precision_m);
    if (geo_mgrs_of(&mgrs, point, geo_show_mgrs_digits(precision_m), &ignored) == ERR_OK)
        buf_printf(out, "; MGRS %s", mgrs.text);
    phrase_words_beside(out, p, v);
}

static size_t count_holes(const struct geo_area *area)
{
    size_t holes = 0;

    for (size_t i = 0; i < area->count; i++)
        holes += area->polygons[i].count - 1;
    return holes;
}

bool place_text_area(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct arena arena = {0};
    struct geo_area area = {0};
    struct geo_box box;
    struct err ignored;
    size_t points;
    size_t holes;
    bool is_area = value_get(v, STR("polygons")) &&
                   area_of_value(&area, &arena, v, &ignored) == ERR_OK;

    if (is_area) {
        box = geo_area_box(&area);
        points = geo_area_points(&area);
        holes = count_holes(&area);
        geo_show_area(out, geo_area_m2(&area));
        buf_printf(out, _(", latitude %.4f to %.4f, longitude %.4f to %.4f"), box.south,
                   box.north, box.west, box.east);
        buf_printf(out, _n(points, ", %zu point", ", %zu points"), points);
        if (area.count > 1)
            buf_printf(out, _n(area.count, ", %zu polygon", ", %zu polygons"),
                       area.count);
        if (holes > 0)
            buf_printf(out, _n(holes, ", %zu hole", ", %zu holes"), holes);
        phrase_words_beside(out, p, v);
    }
    arena_free(&arena);
    return is_area;
}
