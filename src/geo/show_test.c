#include "geo/show.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void digits_follow_the_precision(void **state)
{
    static const struct {
        double precision_m;
        unsigned decimals, mgrs;
    } rows[] = {{0.5, 6, 5},  {1, 5, 5},     {1.2, 5, 5},   {11.2, 4, 4},
                {12, 4, 4},   {200, 3, 3},   {1000, 2, 2},  {1114, 2, 2},
                {5000, 2, 2}, {20000, 1, 1}, {111320, 0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(geo_show_decimals(rows[i].precision_m), rows[i].decimals);
        assert_int_equal(geo_show_mgrs_digits(rows[i].precision_m), rows[i].mgrs);
    }
}

static void angles_are_written_and_carried(void **state)
{
    static const struct {
        struct geo_point p;
        double precision_m;
        const char *dms;
    } rows[] = {
        {{49.1937, 37.2762}, 12, "49°11′37.3″ N, 37°16′34.3″ E"},
        {{49.1937, 37.2762}, 31, "49°11′37″ N, 37°16′34″ E"},
        {{49.1937, 37.2762}, 1900, "49°12′ N, 37°17′ E"},
        {{49.1937, 37.2762}, 200000, "49° N, 37° E"},
        {{-33.8688, -70.05}, 31, "33°52′08″ S, 70°03′00″ W"},
        /* 59.6 seconds are a minute, and the sixtieth minute a degree */
        {{48.99999, 36.999889}, 31, "49°00′00″ N, 37°00′00″ E"},
        {{0, 180}, 1, "0°00′00.00″ N, 180°00′00.00″ E"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out = {0};

        geo_show_dms(&out, rows[i].p, rows[i].precision_m);
        assert_string_equal(buf_text(&out), rows[i].dms);
        buf_release(&out);
    }
}

static void degrees_are_rounded(void **state)
{
    struct buf out = {0};

    (void)state;
    geo_show_degrees(&out, (struct geo_point){49.19368, -0.00001}, 4);
    assert_string_equal(buf_text(&out), "49.1937, 0.0000");
    buf_release(&out);
}

static void areas_have_three_digits(void **state)
{
    struct buf out = {0};

    (void)state;
    geo_show_area(&out, 12434567);
    buf_char(&out, '|');
    geo_show_area(&out, 350.4);
    buf_char(&out, '|');
    geo_show_area(&out, 1234567890);
    buf_char(&out, '|');
    geo_show_area(&out, 45678);
    assert_string_equal(buf_text(&out), "12.4 km²|350 m²|1235 km²|0.046 km²");
    buf_release(&out);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"digits follow the precision", digits_follow_the_precision, 0, 0, 0},
        {"angles are written and carried", angles_are_written_and_carried, 0, 0, 0},
        {"degrees are rounded", degrees_are_rounded, 0, 0, 0},
        {"areas have three digits", areas_have_three_digits, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
