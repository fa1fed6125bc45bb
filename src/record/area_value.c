/* Areas: GeoJSON into the value of a claim, and the value into rings. */

#include "base/buf.h"
#include "record/place_value.h"

enum { DECIMALS = 7, NUMBER_TEXT = 40, RINGS_MAX = 1000 };

struct points {
    struct geo_point *items;
    size_t count;
    size_t cap;
};

static void add_point(struct points *points, struct arena *arena, struct geo_point p)
{
    if (points->count == points->cap) {
        size_t cap = points->cap ? points->cap * 2 : 64;
        struct geo_point *items = ARENA_ARRAY(arena, struct geo_point, cap);

        if (points->count > 0)
            memcpy(items, points->items, points->count * sizeof *items);
        points->items = items;
        points->cap = cap;
    }
    points->items[points->count++] = p;
}

/* Reading JSON has made text of every number with a fraction. */
static bool number_of(double *out, const struct value *v)
{
    if (v->type == VALUE_INTEGER) {
        *out = (double)v->integer;
        return true;
    }
    return v->type == VALUE_STRING && geo_read_decimal(out, v->string);
}

/* Without zeros at the end: 37.2, not 37.2000000. */
static void write_number(struct buf *out, double degrees)
{
    char text[NUMBER_TEXT];
    size_t len;

    (void)snprintf(text, sizeof text, "%.*f", DECIMALS, degrees);
    len = strlen(text);
    while (text[len - 1] == '0')
        len--;
    if (text[len - 1] == '.')
        len--;
    buf_append(out, len == 2 && memcmp(text, "-0", 2) == 0 ? STR("0")
                                                           : (struct str){text, len});
}

/* [longitude, latitude], and an altitude that is left out. */
static bool position(struct geo_point *out, const struct value *v)
{
    return v->type == VALUE_ARRAY && v->count >= 2 &&
           number_of(&out->lon, &v->items[0]) && number_of(&out->lat, &v->items[1]);
}

static MUST_USE enum err_code ring_text(struct value *out, size_t *points,
                                        struct arena *arena, const struct value *ring,
                                        struct err *err)
{
    struct buf text = {0};
    struct geo_point p = {0};
    enum err_code code = ERR_OK;

    if (ring->type != VALUE_ARRAY || ring->count < 4)
        return err_set(
            err, ERR_INVALID,
            "a ring is an array of at least four positions, the first one again "
            "at the end");
    *points += ring->count;
    for (uint32_t i = 0; i < ring->count && code == ERR_OK; i++) {
        if (!position(&p, &ring->items[i])) {
            code = err_set(err, ERR_INVALID,
                           "position %u of a ring is not [longitude, latitude]", i + 1);
            break;
        }
        if (i > 0)
            buf_puts(&text, ", ");
        write_number(&text, p.lon);
        buf_char(&text, ' ');
        write_number(&text, p.lat);
    }
    if (code == ERR_OK)
        *out = value_string(arena_str(arena, buf_str(&text)));
    buf_release(&text);
    return code;
}

static MUST_USE enum err_code polygon_value(struct value *out, size_t *points,
                                            struct arena *arena,
                                            const struct value *polygon, struct err *err)
{
    struct value rings = value_array();

    if (polygon->type != VALUE_ARRAY || polygon->count == 0)
        return err_set(err, ERR_INVALID, "a polygon is an array of rings");
    for (uint32_t i = 0; i < polygon->count; i++) {
        struct value ring = {0};

        if (ring_text(&ring, points, arena, &polygon->items[i], err) != ERR_OK)
            return err->code;
        value_add(&rings, arena, ring);
    }
    *out = rings;
    return ERR_OK;
}

static bool is_type(const struct value *v, const char *type)
{
    return value_is_string(value_get(v, STR("type")), str_from_c(type));
}

/* The geometry in a feature, or in the only feature of a collection. */
static MUST_USE enum err_code find_geometry(const struct value **out,
                                            const struct value *json, struct err *err)
{
    const struct value *features = value_get(json, STR("features"));

    if (is_type(json, "FeatureCollection")) {
        if (!features || features->type != VALUE_ARRAY || features->count != 1)
            return err_set(
                err, ERR_INVALID,
                "the collection has %u features; one place has one area: export "
                "one feature",
                features && features->type == VALUE_ARRAY ? features->count : 0);
        json = &features->items[0];
    }
    if (is_type(json, "Feature"))
        json = value_get(json, STR("geometry"));
    if (!json || (!is_type(json, "Polygon") && !is_type(json, "MultiPolygon")))
        return err_set(
            err, ERR_INVALID,
            "this is no GeoJSON area: a Polygon, a MultiPolygon, or a Feature of "
            "either is expected");
    *out = json;
    return ERR_OK;
}

/* RFC 7946 has WGS84 only; the format before it could name another system. */
static MUST_USE enum err_code check_crs(const struct value *json, struct err *err)
{
    const struct value *crs = value_get(json, STR("crs"));
    const struct value *properties = value_get(crs, STR("properties"));
    struct str name = value_get_string(properties, STR("name"));

    if (!crs || crs->type == VALUE_NULL || str_ends_with(name, STR("CRS84")) ||
        str_ends_with(name, STR(":4326")))
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "only WGS84 is read, not \"" STR_FMT "\"; export the area as WGS84 "
                   "(EPSG:4326)",
                   STR_ARG(str_prefix(name, 80)));
}

enum err_code area_value(struct value *out, struct arena *arena,
                         const struct value *geojson, struct err *err)
{
    const struct value *geometry = NULL;
    const struct value *list;
    struct value polygons = value_array();
    struct value v = value_object();
    struct geo_area area;
    size_t points = 0;
    bool is_one;

    if (check_crs(geojson, err) != ERR_OK ||
        find_geometry(&geometry, geojson, err) != ERR_OK)
        return err->code;
    list = value_get(geometry, STR("coordinates"));
    is_one = is_type(geometry, "Polygon");
    if (!list || list->type != VALUE_ARRAY)
        return err_set(err, ERR_INVALID, "the GeoJSON geometry has no coordinates");
    for (uint32_t i = 0; i < (is_one ? 1 : list->count); i++) {
        struct value polygon = {0};

        if (polygon_value(&polygon, &points, arena, is_one ? list : &list->items[i],
                          err) != ERR_OK)
            return err->code;
        value_add(&polygons, arena, polygon);
    }
    if (points > AREA_MAX_POINTS)
        return err_set(err, ERR_LIMIT,
                       "the area has %zu points and a statement holds %d: simplify its "
                       "outline, and preserve the file as it is",
                       points, AREA_MAX_POINTS);
    value_set(&v, arena, STR("polygons"), polygons);
    if (area_of_value(&area, arena, &v, err) != ERR_OK)
        return err->code;
    *out = v;
    return ERR_OK;
}

/* "37.2 49.2, 37.3 49.2, ..., 37.2 49.2": the last point is the first one. */
static MUST_USE enum err_code ring_of_text(struct geo_ring *out, struct arena *arena,
                                           struct str text, struct err *err)
{
    struct points points = {0};
    const struct geo_point *first;
    const struct geo_point *last;

    while (text.len > 0) {
        struct str lat = str_trim(str_cut(&text, ','));
        struct str lon = str_cut(&lat, ' ');
        struct geo_point p;

        if (!geo_read_decimal(&p.lon, lon) || !geo_read_decimal(&p.lat, str_trim(lat)))
            return err_set(
                err, ERR_INVALID,
                "point %zu of a ring is not a longitude, a blank and a latitude",
                points.count + 1);
        add_point(&points, arena, p);
    }
    if (points.count < 4)
        return err_set(err, ERR_INVALID,
                       "a ring has at least three points and is closed");
    first = &points.items[0];
    last = &points.items[points.count - 1];
    if (first->lat < last->lat || first->lat > last->lat || first->lon < last->lon ||
        first->lon > last->lon)
        return err_set(err, ERR_INVALID,
                       "a ring is not closed: its last point has to be its first");
    *out = (struct geo_ring){points.items, points.count - 1};
    return ERR_OK;
}

static MUST_USE enum err_code polygon_of_value(struct geo_polygon *out,
                                               struct arena *arena,
                                               const struct value *rings, struct err *err)
{
    struct geo_ring *list;

    if (rings->type != VALUE_ARRAY || rings->count == 0 || rings->count > RINGS_MAX)
        return err_set(err, ERR_INVALID, "a polygon is a list of 1 to %d rings",
                       RINGS_MAX);
    list = ARENA_ARRAY(arena, struct geo_ring, rings->count);
    for (uint32_t i = 0; i < rings->count; i++) {
        if (rings->items[i].type != VALUE_STRING)
            return err_set(err, ERR_INVALID,
                           "a ring is text: \"37.2 49.2, 37.3 49.2, ...\"");
        if (ring_of_text(&list[i], arena, rings->items[i].string, err) != ERR_OK)
            return err->code;
    }
    *out = (struct geo_polygon){list, rings->count};
    return ERR_OK;
}

enum err_code area_of_value(struct geo_area *out, struct arena *arena,
                            const struct value *value, struct err *err)
{
    const struct value *polygons = value_get(value, STR("polygons"));
    struct geo_polygon *list;
    struct geo_area area;

    if (!polygons || polygons->type != VALUE_ARRAY || polygons->count == 0)
        return err_set(err, ERR_INVALID, "\"polygons\" is a list of polygons");
    list = ARENA_ARRAY(arena, struct geo_polygon, polygons->count);
    for (uint32_t i = 0; i < polygons->count; i++)
        if (polygon_of_value(&list[i], arena, &polygons->items[i], err) != ERR_OK)
            return err->code;
    area = (struct geo_area){list, polygons->count};
    if (geo_area_check(&area, err) != ERR_OK)
        return err->code;
    *out = area;
    return ERR_OK;
}
