#include "geo/polygon.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A field of 0.1 degrees with a wood cut out of it, and a small field beside. */
static const struct geo_point field[] = {
    {49.2, 37.2}, {49.2, 37.3}, {49.3, 37.3}, {49.3, 37.2}};
static const struct geo_point wood[] = {
    {49.24, 37.24}, {49.24, 37.26}, {49.26, 37.26}, {49.26, 37.24}};
static const struct geo_point beside[] = {{49.2, 37.4}, {49.2, 37.5}, {49.3, 37.45}};
static const struct geo_ring field_rings[] = {{field, 4}, {wood, 4}};
static const struct geo_ring beside_rings[] = {{beside, 3}};
static const struct geo_polygon polygons[] = {{field_rings, 2}, {beside_rings, 1}};
static const struct geo_area area = {polygons, 2};

static void points_are_inside_or_not(void **state)
{
    static const struct {
        struct geo_point p;
        bool is_in;
    } rows[] = {
        {{49.21, 37.21}, true},     {{49.25, 37.25}, false}, /* in the hole */
        {{49.24, 37.25}, true},                              /* on its edge */
        {{49.2, 37.2}, true},       {{49.25, 37.2}, true},   /* on corner and edge */
        {{49.19999, 37.25}, false}, {{49.25, 37.35}, false}, {{49.25, 37.45}, true},
        {{49.29, 37.41}, false}, /* under and over the slope */
        {{49.3, 37.45}, true},      {{49.31, 37.45}, false}, {{49.2, 37.35}, false},
        {{-49.25, 37.21}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (geo_area_holds(&area, rows[i].p) != rows[i].is_in)
            fail_msg("row %zu", i);
}

static void both_sides_of_the_antimeridian_are_one_line(void **state)
{
    static const struct geo_point west[] = {
        {-17, 179}, {-17, 180}, {-16, 180}, {-16, 179}};
    static const struct geo_point east[] = {
        {-17, -180}, {-17, -179}, {-16, -179}, {-16, -180}};
    const struct geo_ring rings[] = {{west, 4}, {east, 4}};
    const struct geo_polygon two[] = {{&rings[0], 1}, {&rings[1], 1}};
    const struct geo_area fiji = {two, 2};
    const struct geo_area half = {two, 1};
    struct err err = {0};

    (void)state;
    assert_int_equal(geo_area_check(&fiji, &err), ERR_OK);
    assert_true(geo_area_holds(&fiji, (struct geo_point){-16.5, -179.5}));
    assert_true(geo_area_holds(&half, (struct geo_point){-16.5, -180}));
    assert_false(geo_area_holds(&half, (struct geo_point){-16.5, -179.5}));
    /* 0.5 degrees of the parallel, over the antimeridian */
    assert_true(
        fabs(geo_area_distance_m(&half, (struct geo_point){-16.5, -179.5}) - 53382) < 50);
}

static void areas_are_measured(void **state)
{
    static const struct geo_point far[] = {{48, 36}, {48, 38}, {50, 37.5}, {49, 35.5}};
    const struct geo_ring ring = {far, 4};
    const struct geo_area wide = {&(struct geo_polygon){&ring, 1}, 1};
    struct geo_box box = geo_area_box(&area);
    const struct geo_area whole = {&(struct geo_polygon){field_rings, 2}, 1};
    double m2 = geo_area_m2(&whole);

    (void)state;
    /* Planimeter (GeographicLib 2.1.2), each edge cut into 2,000 of equal degrees. */
    assert_true(fabs(m2 / 77730837.65 - 1) < 1e-9);
    assert_true(fabs(geo_area_m2(&area) / 118229159.97 - 1) < 1e-8);
    assert_true(fabs(geo_area_m2(&wide) / 26553137733.3 - 1) < 1e-6);
    assert_true(box.south < 49.2000001 && box.north > 49.2999999);
    assert_true(box.west < 37.2000001 && box.east > 37.4999999);
    assert_true(geo_box_holds(box, (struct geo_point){49.25, 37.35}));
    assert_false(geo_box_holds(box, (struct geo_point){49.25, 37.55}));
    assert_int_equal(geo_area_points(&area), 11);
}

static void distances_reach_the_nearest_edge(void **state)
{
    (void)state;
    assert_true(geo_area_distance_m(&area, (struct geo_point){49.21, 37.21}) <= 0);
    /* from inside: a hundredth of a degree of longitude to the western edge */
    assert_true(fabs(geo_area_edge_m(&area, (struct geo_point){49.25, 37.21}) - 728) < 3);
    /* a thousandth of a degree south of the edge */
    assert_true(fabs(geo_area_distance_m(&area, (struct geo_point){49.199, 37.25}) -
                     111.2) < 0.2);
    /* from the middle of the wood out of it: 0.01 degrees of longitude are nearer */
    assert_true(fabs(geo_area_distance_m(&area, (struct geo_point){49.25, 37.25}) - 728) <
                3);
}

static void what_is_no_area_is_refused(void **state)
{
    static const struct geo_point bow[] = {{0, 0}, {1, 1}, {1, 0}, {0, 1}};
    static const struct geo_point line[] = {{0, 0}, {1, 1}, {2, 2}};
    static const struct geo_point beyond[] = {{0, 0}, {1, 1}, {100, 2}};
    static const struct geo_point over[] = {{0, 179}, {1, 179}, {1, -179}};
    static const struct {
        struct geo_ring ring;
        const char *message;
    } rows[] = {
        {{bow, 4}, "polygon 1, ring 1 crosses itself: the edges behind points 1 and 3"},
        {{line, 3}, "polygon 1, ring 1 is a line, not an area"},
        {{line, 2}, "polygon 1, ring 1 has fewer than three points"},
        {{beyond, 3}, "polygon 1, ring 1, point 3 is not on the earth"},
        {{over, 3}, "polygon 1, ring 1, point 2: the edge behind it is longer than 180"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct geo_polygon polygon = {&rows[i].ring, 1};
        const struct geo_area wrong = {&polygon, 1};
        struct err err = {0};

        assert_int_equal(geo_area_check(&wrong, &err), ERR_INVALID);
        if (strncmp(err.message, rows[i].message, strlen(rows[i].message)) != 0)
            fail_msg("row %zu: %s", i, err.message);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"points are inside or not", points_are_inside_or_not, 0, 0, 0},
        {"both sides of the antimeridian are one line",
         both_sides_of_the_antimeridian_are_one_line, 0, 0, 0},
        {"areas are measured", areas_are_measured, 0, 0, 0},
        {"distances reach the nearest edge", distances_reach_the_nearest_edge, 0, 0, 0},
        {"what is no area is refused", what_is_no_area_is_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
