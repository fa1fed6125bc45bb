#include "record/place_value.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "format/canon.h"
#include "format/foreign.h"

static enum err_code read_area(struct value *out, struct arena *arena, const char *json,
                               struct err *err)
{
    struct value parsed = {0};

    if (foreign_parse(&parsed, arena, str_from_c(json), err) != ERR_OK)
        return err->code;
    return area_value(out, arena, &parsed, err);
}

#define SQUARE "[[37.2,49.2],[37.3,49.2],[37.3,49.3],[37.2,49.3],[37.2,49.2]]"
#define HOLE "[[37.24,49.24],[37.26,49.24],[37.26,49.26],[37.24,49.24]]"

static void geojson_becomes_rings_of_text(void **state)
{
    static const struct {
        const char *geojson, *value;
    } rows[] = {
        {"{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "," HOLE "]}",
         "{\"polygons\":[[\"37.2 49.2, 37.3 49.2, 37.3 49.3, 37.2 49.3, 37.2 49.2\","
         "\"37.24 49.24, 37.26 49.24, 37.26 49.26, 37.24 49.24\"]]}"},
        {"{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":"
         "\"MultiPolygon\","
         "\"coordinates\":[[" HOLE "]]}}",
         "{\"polygons\":[[\"37.24 49.24, 37.26 49.24, 37.26 49.26, 37.24 49.24\"]]}"},
        /* integers, altitudes, more digits than anybody measures, the old crs */
        {"{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{"
         "\"name\":"
         "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\":[{\"type\":\"Feature\","
         "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[-1,50,12.5],"
         "[37.276200000000003,49],[1e1,5.25e1],[-1,50]]]}}]}",
         "{\"polygons\":[[\"-1 50, 37.2762 49, 10 52.5, -1 50\"]]}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct value value = {0};
        struct buf json = {0};
        struct err err = {0};

        if (read_area(&value, &arena, rows[i].geojson, &err) != ERR_OK)
            fail_msg("row %zu: %s", i, err.message);
        foreign_write(&json, &value);
        assert_string_equal(buf_text(&json), rows[i].value);
        buf_release(&json);
        arena_free(&arena);
    }
}

static void what_is_no_area_is_named(void **state)
{
    static const struct {
        const char *geojson, *message;
    } rows[] = {
        {"[]", "this is no GeoJSON area"},
        {"{\"type\":\"FeatureCollection\",\"features\":[{},{}]}",
         "the collection has 2 features; one place has one area"},
        {"{\"type\":\"Polygon\"}", "the GeoJSON geometry has no coordinates"},
        {"{\"type\":\"Polygon\",\"coordinates\":[]}", "a polygon is an array of rings"},
        {"{\"type\":\"MultiPolygon\",\"coordinates\":[]}", "\"polygons\" is a list"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[1,2]]]}",
         "a ring is an array of at least four positions"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,4],[1,3]]]}",
         "a ring is not closed"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,null],[5,4],[1,2]]]}",
         "position 2 of a ring is not [longitude, latitude]"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,-97],[5,4],[1,2]]]}",
         "polygon 1, ring 1, point 2 is not on the earth: longitude comes first"},
        {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}",
         "polygon 1, ring 1 crosses itself: the edges behind points 1 and 3"},
        {"{\"type\":\"Polygon\",\"crs\":{\"properties\":{\"name\":\"EPSG:5563\"}},"
         "\"coordinates\":[" SQUARE "]}",
         "only WGS84 is read, not \"EPSG:5563\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena = {0};
        struct value value = {0};
        struct err err = {0};

        assert_int_equal(read_area(&value, &arena, rows[i].geojson, &err), ERR_INVALID);
        if (strncmp(err.message, rows[i].message, strlen(rows[i].message)) != 0)
            fail_msg("row %zu: %s", i, err.message);
        arena_free(&arena);
    }
}

/* The largest area that is taken fits into a statement, one point more is refused. */
static void the_limit_is_what_a_statement_holds(void **state)
{
    (void)state;
    for (int more = 0; more <= 1; more++) {
        struct arena arena = {0};
        struct value value = {0};
        struct buf json = {0};
        struct buf bytes = {0};
        struct err err = {0};
        int count = AREA_MAX_POINTS - 1 + more;

        buf_puts(&json, "{\"type\":\"Polygon\",\"coordinates\":[[");
        for (int i = 0; i <= count; i++)
            buf_printf(&json, "%s[%.7f,%.7f]", i ? "," : "",
                       -100.1234567 + cos(2 * GEO_PI * (i % count) / count),
                       -49.1234567 + sin(2 * GEO_PI * (i % count) / count));
        buf_puts(&json, "]]}");
        assert_int_equal(read_area(&value, &arena, buf_text(&json), &err),
                         more ? ERR_LIMIT : ERR_OK);
        if (!more) {
            assert_int_equal(canon_write(&bytes, &value, &err), ERR_OK);
            assert_true(bytes.len < CANON_MAX_BYTES - 2000);
        }
        buf_release(&json);
        buf_release(&bytes);
        arena_free(&arena);
    }
}

static void a_value_becomes_an_area_again(void **state)
{
    struct arena arena = {0};
    struct value value = {0};
    struct geo_area area = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(
        read_area(&value, &arena,
                  "{\"type\":\"Polygon\",\"coordinates\":[" SQUARE "," HOLE "]}", &err),
        ERR_OK);
    assert_int_equal(area_of_value(&area, &arena, &value, &err), ERR_OK);
    assert_int_equal(geo_area_points(&area), 7);
    assert_true(geo_area_holds(&area, (struct geo_point){49.21, 37.21}));
    assert_false(geo_area_holds(&area, (struct geo_point){49.245, 37.255}));
    arena_free(&arena);
}

static void metres_are_read_with_their_unit(void **state)
{
    static const struct {
        const char *text;
        int64_t metres;
    } rows[] = {{"200", 200},    {"200m", 200},   {" 200 m ", 200}, {"1.5km", 1500},
                {"0.4", 1},      {"2 km", 2000},  {"0", 0},         {"-5", -1},
                {"near", -1},    {"5 miles", -1}, {"", -1},         {"m", -1},
                {"99999km", -1}, {"1.2.3", -1}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = {0};
        int64_t metres = -1;
        enum err_code code = metres_read(&metres, str_from_c(rows[i].text), &err);

        assert_int_equal(code, rows[i].metres < 0 ? ERR_INVALID : ERR_OK);
        assert_int_equal(metres, rows[i].metres);
    }
}

static void a_point_comes_with_how_far_off_it_may_lie(void **state)
{
    struct arena arena = {0};
    struct value value = {0};
    struct geo_point p = {0};
    double precision = 0;
    struct err err = {0};

    (void)state;
    assert_int_equal(
        coordinates_value(&value, NULL, &arena, STR("49.2, 37.2762"), 200, &err), ERR_OK);
    assert_null(value_get(&value, STR("from_digits")));
    assert_true(coordinates_point(&p, &precision, &value));
    assert_true(p.lat > 49.1999 && p.lat < 49.2001 && precision > 199.9 &&
                precision < 200.1);
    value_set(&value, &arena, STR("precision_m"), value_null());
    assert_true(coordinates_point(&p, &precision, &value));
    assert_true(precision > 11131 && precision < 11133);
    value_set(&value, &arena, STR("lat"), value_string(STR("91")));
    assert_false(coordinates_point(&p, &precision, &value));
    arena_free(&arena);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"GeoJSON becomes rings of text", geojson_becomes_rings_of_text, 0, 0, 0},
        {"what is no area is named", what_is_no_area_is_named, 0, 0, 0},
        {"the limit is what a statement holds", the_limit_is_what_a_statement_holds, 0, 0,
         0},
        {"a value becomes an area again", a_value_becomes_an_area_again, 0, 0, 0},
        {"metres are read with their unit", metres_are_read_with_their_unit, 0, 0, 0},
        {"a point comes with how far off it may lie",
         a_point_comes_with_how_far_off_it_may_lie, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
