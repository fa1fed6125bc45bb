#include "geo/distance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/bearing.h"

/* Made with GeodSolve -i (GeographicLib 2.1.2). */
static const struct {
    struct geo_point a, b;
    double metres, start, end;
} ways[] = {
    {{49.1937, 37.2762}, {50.0046, 36.2311}, 117649.480926, 320.44450387, 319.64860098},
    {{49.1937, 37.2762}, {49.1938, 37.2762}, 11.121349, 0.00000000, 0.00000000},
    {{0, 0}, {0, 90}, 10018754.171395, 90.00000000, 90.00000000},
    {{0, 0}, {0, 179.9}, 20003008.421509, 9.54567269, 170.45432731},
    {{0, 0}, {0, 180}, 20003931.458625, 0.00000000, 180.00000000},
    {{-30, 0}, {29.9, 179.8}, 19989832.827610, 161.89052474, 18.09073725},
    {{-30, 0}, {30, 180}, 20003931.458625, 180.00000000, 0.00000000},
    {{90, 0}, {-90, 0}, 20003931.458625, 180.00000000, 180.00000000},
    {{90, 10}, {0, 40}, 10001965.729313, 150.00000000, 180.00000000},
    {{50, 179.9}, {50, -179.9}, 14339.146451, 89.92339552, 90.07660448},
    {{10, 20}, {-9.7, -160.3}, 19965297.701699, 19.16039671, 160.85757542},
    {{5, 25}, {-5, -154.6}, 19989165.416036, 318.26994737, 221.73005263},
    {{-33.86, 151.2}, {40.7, -74}, 15988802.942114, 65.69599458, 86.25479020},
    {{0, 0}, {0.5, 179.5}, 19936288.578965, 25.67187287, 154.32708547},
    {{0, 0}, {0.5, 179.7}, 19944127.420750, 15.55688279, 164.44251389},
    {{49.2, 37.3}, {49.2, 37.3}, 0.000000, 180.00000000, 180.00000000},
};

static double turn(double a, double b)
{
    return fabs(geo_lon_between(a > 180 ? a - 360 : a, b > 180 ? b - 360 : b));
}

static void exact_ways_agree_with_geographiclib(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct geo_way way = geo_way_between(ways[i].a, ways[i].b);

        if (fabs(way.metres - ways[i].metres) > 0.001)
            fail_msg("way %zu: %.6f m", i, way.metres);
        /* From a pole every direction is south; of no way at all there is none. */
        if (fabs(ways[i].a.lat) < 90 && ways[i].metres > 0 &&
            (turn(way.start_deg, ways[i].start) > 1e-5 ||
             turn(way.end_deg, ways[i].end) > 1e-5))
            fail_msg("way %zu: %.8f to %.8f", i, way.start_deg, way.end_deg);
    }
}

static void fast_distances_keep_the_stated_error(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        double m = geo_distance_m(ways[i].a, ways[i].b);
        double bound = ways[i].metres < 1.84e7 ? 1.3e-5 : 2e-3;

        if (fabs(m - ways[i].metres) > bound * ways[i].metres)
            fail_msg("way %zu: %.3f m", i, m);
    }
}

static void winds_are_named_by_their_middle(void **state)
{
    struct geo_point izium = {49.21, 37.26};
    struct geo_point kharkiv = {49.99, 36.23};

    (void)state;
    assert_int_equal(geo_compass_of(0), GEO_NORTH);
    assert_int_equal(geo_compass_of(22.4), GEO_NORTH);
    assert_int_equal(geo_compass_of(22.6), GEO_NORTH_EAST);
    assert_int_equal(geo_compass_of(337.4), GEO_NORTH_WEST);
    assert_int_equal(geo_compass_of(337.6), GEO_NORTH);
    assert_int_equal(geo_compass_of(359.999), GEO_NORTH);
    assert_int_equal(geo_compass_of(geo_bearing_deg(izium, kharkiv)), GEO_NORTH_WEST);
    assert_int_equal(geo_compass_of(geo_bearing_deg(kharkiv, izium)), GEO_SOUTH_EAST);
    assert_int_equal(geo_compass_of(geo_bearing_deg((struct geo_point){65, 179.9},
                                                    (struct geo_point){65, -179.9})),
                     GEO_EAST);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"exact ways agree with GeographicLib", exact_ways_agree_with_geographiclib, 0, 0,
         0},
        {"fast distances keep the stated error", fast_distances_keep_the_stated_error, 0,
         0, 0},
        {"winds are named by their middle", winds_are_named_by_their_middle, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
