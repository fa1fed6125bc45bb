#include "geo/utm.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/mgrs.h"

/* Made with GeoConvert -u -p 3 and -m (GeographicLib 2.1.2). */
static const struct {
    struct geo_point point;
    int zone;
    bool is_south;
    double easting, northing;
    const char *mgrs;
} rows[] = {
    /* Izium */
    {{49.2088, 37.2485}, 37, false, 372430.121, 5452143.960, "37U CQ 72430 52143"},
    /* Kyiv */
    {{50.4501, 30.5234}, 36, false, 324182.209, 5591607.607, "36U UA 24182 91607"},
    /* Uzhhorod, the westernmost zone of Ukraine */
    {{48.6208, 22.2879}, 34, false, 594912.290, 5386103.791, "34U EU 94912 86103"},
    /* Bergen: zone 32 is widened */
    {{60.3913, 5.3221}, 32, false, 297353.933, 6700648.345, "32V KN 97353 00648"},
    /* off Bergen, west of 3 degrees */
    {{60.4, 2.9}, 31, false, 494489.703, 6695963.816, "31V DG 94489 95963"},
    /* Longyearbyen: there is no zone 32 at Svalbard */
    {{78.2232, 15.6469}, 33, false, 514738.934, 8683360.477, "33X WG 14738 83360"},
    /* Ny-Alesund, west of the middle */
    {{78.9235, 11.9293}, 33, false, 434170.859, 8763167.608, "33X VH 34170 63167"},
    /* the equator counts as north */
    {{0, 37}, 37, false, 277404.560, 0.000, "37N BA 77404 00000"},
    /* just south of it */
    {{-0.000001, 37}, 37, true, 277404.560, 9999999.889, "37M BV 77404 99999"},
    /* Buenos Aires */
    {{-34.6037, -58.3816}, 21, true, 373317.502, 6170036.171, "21H UB 73317 70036"},
    /* the antimeridian is zone 1 */
    {{52, 180}, 1, false, 294071.081, 5765288.255, "01U BT 94071 65288"},
    /* from the west too */
    {{52, -180}, 1, false, 294071.081, 5765288.255, "01U BT 94071 65288"},
    /* the last band */
    {{83.9999, 21}, 35, false, 430103.363, 9331725.799, "35X MP 30103 31725"},
    /* the first */
    {{-80, -70}, 19, true, 480615.197, 1118247.585, "19C DM 80615 18247"},
};

static const size_t row_count = sizeof rows / sizeof rows[0];

static void points_become_utm_and_mgrs(void **state)
{
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        struct err err = {0};
        struct geo_utm utm = {0};
        struct geo_mgrs mgrs = {{0}};

        assert_int_equal(geo_utm_of(&utm, rows[i].point, &err), ERR_OK);
        assert_int_equal(utm.zone, rows[i].zone);
        assert_int_equal(utm.is_south, rows[i].is_south);
        if (fabs(utm.easting - rows[i].easting) > 0.0006 ||
            fabs(utm.northing - rows[i].northing) > 0.0006)
            fail_msg("row %zu: %.4f %.4f", i, utm.easting, utm.northing);
        assert_int_equal(geo_mgrs_of(&mgrs, rows[i].point, 5, &err), ERR_OK);
        assert_string_equal(mgrs.text, rows[i].mgrs);
    }
}

static void utm_and_mgrs_become_points_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        struct err err = {0};
        struct geo_utm utm = {rows[i].zone, rows[i].is_south, rows[i].easting,
                              rows[i].northing};
        struct geo_point p = {0};
        double side = 0;

        assert_int_equal(geo_utm_point(&p, &utm, &err), ERR_OK);
        if (fabs(p.lat - rows[i].point.lat) > 1e-8)
            fail_msg("row %zu: latitude %.9f", i, p.lat);
        if (fabs(geo_lon_between(p.lon, rows[i].point.lon)) > 1e-7)
            fail_msg("row %zu: longitude %.9f", i, p.lon);
        assert_int_equal(geo_mgrs_point(&p, &side, str_from_c(rows[i].mgrs), &err),
                         ERR_OK);
        assert_true(side > 0.9 && side < 1.1);
        if (fabs(p.lat - rows[i].point.lat) > 1e-5)
            fail_msg("row %zu: latitude of the square %.9f", i, p.lat);
    }
}

static void fewer_digits_name_larger_squares(void **state)
{
    static const char *const texts[] = {"37U CQ",           "37U CQ 7 5",
                                        "37U CQ 72 52",     "37U CQ 724 521",
                                        "37U CQ 7243 5214", "37U CQ 72430 52143"};
    struct err err = {0};
    struct geo_mgrs mgrs;
    struct geo_point p = {0};
    double expected = 100000;

    (void)state;
    for (unsigned digits = 0; digits <= 5; digits++) {
        double side = 0;

        assert_int_equal(
            geo_mgrs_of(&mgrs, (struct geo_point){49.2088, 37.2485}, digits, &err),
            ERR_OK);
        assert_int_equal(geo_mgrs_point(&p, &side, str_from_c(mgrs.text), &err), ERR_OK);
        assert_true(fabs(side - expected) < 0.001);
        assert_string_equal(mgrs.text, texts[digits]);
        expected /= 10;
    }
}

static void what_is_off_the_grid_is_refused(void **state)
{
    static const struct geo_utm wrong[] = {
        {0, false, 500000, 5000000}, {61, false, 500000, 5000000},
        {37, false, 99999, 5000000}, {37, false, 900001, 5000000},
        {37, false, 500000, -1},     {37, false, 500000, 9500000},
        {37, true, 500000, 1000000}};
    static const char *const references[] = {"37U DQ 7435 501",
                                             "37U DQ 743510 501230",
                                             "37U JQ 74351 50123",
                                             "37U DW 74351 50123",
                                             "37I DQ 74351 50123",
                                             "61U DQ 74351 50123",
                                             "37U DF 74351 50123",
                                             "0U DQ 7 5",
                                             "37U DQ 743 51 50123",
                                             "37U DQ 74351 50123x",
                                             "37U D",
                                             ""};
    struct geo_point p = {1, 2};
    struct geo_utm utm;
    struct err err = {0};
    double side = 3;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (geo_utm_point(&p, &wrong[i], &err) != ERR_INVALID)
            fail_msg("UTM %zu was taken", i);
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
        if (geo_mgrs_point(&p, &side, str_from_c(references[i]), &err) != ERR_INVALID)
            fail_msg("\"%s\" was taken", references[i]);
    assert_int_equal(geo_utm_of(&utm, (struct geo_point){84, 0}, &err), ERR_INVALID);
    assert_int_equal(geo_utm_of(&utm, (struct geo_point){-80.1, 0}, &err), ERR_INVALID);
    assert_true(p.lat > 0.9 && p.lat < 1.1 && side > 2.9); /* outputs are unchanged */
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"points become UTM and MGRS", points_become_utm_and_mgrs, 0, 0, 0},
        {"UTM and MGRS become points again", utm_and_mgrs_become_points_again, 0, 0, 0},
        {"fewer digits name larger squares", fewer_digits_name_larger_squares, 0, 0, 0},
        {"what is off the grid is refused", what_is_off_the_grid_is_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
