#include "geo/parse.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *text;
    enum geo_notation notation;
    const char *lat, *lon;
    double precision_m; /* within 1 % */
};

static void check(const struct row *row)
{
    struct geo_reading r = {0};
    struct err err = {0};

    if (geo_parse(&r, str_from_c(row->text), &err) != ERR_OK)
        fail_msg("%s: %s", row->text, err.message);
    if (r.notation != row->notation || strcmp(r.lat, row->lat) != 0 ||
        strcmp(r.lon, row->lon) != 0)
        fail_msg("%s: notation %d, %s %s", row->text, (int)r.notation, r.lat, r.lon);
    if (fabs(r.precision_m / row->precision_m - 1) > 0.01)
        fail_msg("%s: %f m", row->text, r.precision_m);
}

#define CHECK_ROWS(rows)                                                                 \
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows)[0]; i++)                          \
    check(&(rows)[i])

static void decimal_degrees_are_read(void **state)
{
    static const struct row rows[] = {
        {"49.1937, 37.2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"  49.1937,37.2762 ", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937 37.2762.", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"(49.1937; 37.2762)", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937/37.2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        /* decimal commas */
        {"49,1937; 37,2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49,1937, 37,2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49,1937 37,2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49,1937,37,2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49,19°, 37,27°", GEO_DECIMAL, "49.19", "37.27", 1113},
        {"49,37", GEO_DECIMAL, "49", "37", 111320},
        /* letters before and behind, words, labels */
        {"N49.1937 E37.2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937N 37.2762E", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937°N 37.2762°E", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937° North, 37.2762° East", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"lat 49.1937 lon 37.2762", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"latitude: 49.1937, longitude: 37.2762", GEO_DECIMAL, "49.1937", "37.2762",
         11.13},
        {"lat=49.1937 N; lng=37.2762 E", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"Широта: 49,1937° Довгота: 37,2762°", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937° пн. ш., 37.2762° сх. д.", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937° північної широти та 37.2762° східної довготи", GEO_DECIMAL, "49.1937",
         "37.2762", 11.13},
        {"49,1937 градусов северной широты 37,2762 градусов восточной долготы",
         GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"49.1937 N 37.2762 Е", GEO_DECIMAL, "49.1937", "37.2762",
         11.13}, /* Cyrillic Е */
        /* longitude first where it is said */
        {"37.2762 E, 49.1937 N", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"lon 37.2762 lat 49.1937", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"E37.2762, 49.1937", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        /* the other halves */
        {"-33.86 151.21", GEO_DECIMAL, "-33.86", "151.21", 1113},
        {"34.6 S 58.38 W", GEO_DECIMAL, "-34.6", "-58.38", 11132},
        {"34.6° пд.ш. 58.4° зх.д.", GEO_DECIMAL, "-34.6", "-58.4", 11132},
        {"34.6° ю.ш. 58.4° з.д.", GEO_DECIMAL, "-34.6", "-58.4", 11132},
        {"−33.86, −70.5", GEO_DECIMAL, "-33.86", "-70.5", 9243}, /* U+2212 */
        {"+49.1937-037.2762/", GEO_DECIMAL, "49.1937", "-37.2762", 11.13},
        {"49.1937, 37.2762 WGS84", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"+49.1937 +037.2762/", GEO_DECIMAL, "49.1937", "37.2762", 11.13},
        {"-0.0, 0.00", GEO_DECIMAL, "0.0", "0.00", 11132},
        {"49.123456789012, 37.1", GEO_DECIMAL, "49.123456789", "37.1", 7285},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void minutes_and_seconds_are_read(void **state)
{
    static const struct row rows[] = {
        {"49°11'37\"N 37°16'34\"E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49°11'37.3\"N 37°16'34\"E", GEO_DMS, "49.193694", "37.276111", 20.2},
        {"49° 11′ 37″ N, 37° 16′ 34″ E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49°11’37”N 37°16’34”E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49°11'37'' с.ш. 37°16'34'' в.д.", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49°11′37″ пн.ш., 37°16′34″ сх.д.", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"Пн. 49°11′37″ Сх. 37°16′34″", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49 11 37 N 37 16 34 E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49-11-37 N 37-16-34 E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49 11 37 37 16 34", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49 11 37, 37 16 34", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49 11 37,5 N; 37 16 34,5 E", GEO_DMS, "49.193750", "37.276250", 3.09},
        {"N49°11'37\" E37°16'34\"", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"491137N 0371634E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"491137N0371634E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49d11'37\"N 37d16'34\"E", GEO_DMS, "49.19361", "37.27611", 30.9},
        {"49 град 11 мин 37 сек с.ш. 37 град 16 мин 34 сек в.д.", GEO_DMS, "49.19361",
         "37.27611", 30.9},
        {"49°11.622'N 37°16.567'E", GEO_DM, "49.1937000", "37.2761167", 1.855},
        {"N49 11.622 E37 16.567", GEO_DM, "49.1937000", "37.2761167", 1.855},
        {"49 11,5 37 16,2", GEO_DM, "49.19167", "37.27000", 185.5},
        {"49°11' пн.ш. 37°16' сх.д.", GEO_DM, "49.1833", "37.2667", 1855},
        {"4911N 03716E", GEO_DM, "49.1833", "37.2667", 1855},
        {"33°51'S 151°12'E", GEO_DM, "-33.8500", "151.2000", 1855},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void grids_are_read(void **state)
{
    static const struct row rows[] = {
        {"37U 374351 5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37 U 374351 5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37u 0374351 5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"UTM zone 37U, 374351 mE 5450123 mN", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37N 374351 5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37 north 374351 5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37U E374351 N5450123", GEO_UTM, "49.1910259", "37.2754926", 1},
        {"37U 374351.5 5450123.2", GEO_UTM, "49.19102783", "37.27549940", 0.1},
        /* S: the band, in which Aleppo lies; the half, where Cape Town does */
        {"37S 374351 3950123", GEO_UTM, "35.6870143", "37.6113871", 1},
        {"34S 261878 6243186", GEO_UTM, "-33.9248663", "18.4240621", 1},
        {"37UDQ7435150123", GEO_MGRS, "49.2033698", "38.6478992", 1},
        {"37U DQ 74351 50123", GEO_MGRS, "49.2033698", "38.6478992", 1},
        {"37 u dq 7435150123", GEO_MGRS, "49.2033698", "38.6478992", 1},
        {"MGRS: 37UDQ 7435 5012", GEO_MGRS, "49.203383", "38.647947", 10},
        {"37UDQ", GEO_MGRS, "49.20", "38.31", 100000},
        {"56HLH3436850948", GEO_MGRS, "-33.8687986", "151.2092986", 1},
    };

    (void)state;
    CHECK_ROWS(rows);
}

static void links_are_read_and_not_followed(void **state)
{
    static const struct row rows[] = {
        {"geo:49.1937,37.2762", GEO_URI, "49.1937", "37.2762", 11.13},
        {"geo:49.1937,37.2762,95;u=35", GEO_URI, "49.1937", "37.2762", 35},
        {"geo:49.1937,37.2762;crs=wgs84;u=35.5", GEO_URI, "49.1937", "37.2762", 35.5},
        {"geo:0,0?q=49.1937,37.2762(grave)", GEO_URI, "49.1937", "37.2762", 11.13},
        {"https://www.google.com/maps/@49.1937,37.2762,15z", GEO_LINK, "49.1937",
         "37.2762", 11.13},
        /* the mark, not the middle of the map */
        {"https://www.google.com/maps/place/X/@49.2,37.3,15z/data=!3m1!4b1!8m2!3d49.1937!"
         "4d37.2762",
         GEO_LINK, "49.1937", "37.2762", 11.13},
        {"https://maps.google.com/?q=49.1937,37.2762", GEO_LINK, "49.1937", "37.2762",
         11.13},
        {"https://www.google.com/maps/search/?api=1&query=49.1937%2C37.2762", GEO_LINK,
         "49.1937", "37.2762", 11.13},
        {"https://www.google.com/maps/search/49.1937,+37.2762", GEO_LINK, "49.1937",
         "37.2762", 11.13},
        {"https://www.google.com/maps/place/49%C2%B011'37.0%22N+37%C2%B016'34.0%22E/"
         "@49.19,37.27,17z",
         GEO_LINK, "49.193611", "37.276111", 3.09},
        {"https://www.openstreetmap.org/#map=15/49.1937/37.2762", GEO_LINK, "49.1937",
         "37.2762", 11.13},
        {"https://www.openstreetmap.org/?mlat=49.1937&mlon=37.2762#map=15/49.2/37.3",
         GEO_LINK, "49.1937", "37.2762", 11.13},
        /* Yandex has longitude first */
        {"https://yandex.com/maps/?ll=37.2762%2C49.1937&z=15", GEO_LINK, "49.1937",
         "37.2762", 11.13},
        {"https://maps.apple.com/?ll=49.1937,37.2762", GEO_LINK, "49.1937", "37.2762",
         11.13},
        {"https://example.org/map/#15/49.1937/37.2762", GEO_LINK, "49.1937", "37.2762",
         11.13},
        {"https://www.bing.com/maps?cp=49.1937~37.2762&lvl=15", GEO_LINK, "49.1937",
         "37.2762", 11.13},
    };
    struct geo_reading r;
    struct err err = {0};

    (void)state;
    CHECK_ROWS(rows);
    assert_int_equal(
        geo_parse(&r, STR("https://www.google.com/maps/@49.1,37.2,15z"), &err), ERR_OK);
    assert_true(r.is_view);
    assert_int_equal(geo_parse(&r, STR("https://maps.google.com/?q=49.1,37.2"), &err),
                     ERR_OK);
    assert_false(r.is_view);
}

static void order_is_noticed_where_it_must_be(void **state)
{
    struct geo_reading r;
    struct err err = {0};

    (void)state;
    assert_int_equal(geo_parse(&r, STR("151.2093, -33.8688"), &err), ERR_OK);
    assert_string_equal(r.lat, "-33.8688");
    assert_true(r.is_lon_first);
    assert_int_equal(geo_parse(&r, STR("37.2762, 49.1937"), &err), ERR_OK);
    assert_string_equal(r.lat, "37.2762");
    assert_false(r.is_lon_first);
}

static void what_is_doubtful_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"", "there are no coordinates"},
        {"Izium", "\"Izium\" belongs to no notation"},
        {"49.1937", "a latitude and a longitude are needed"},
        {"49.1937, 37.2762, 95", "more than a latitude and a longitude"},
        {"91.5, 137", "a latitude is -90 to 90, not 91.5"},
        {"49.1, 190", "a longitude is -180 to 180, not 190"},
        {"5450123 7374351", "5450123 is no degree; if these are metres of UTM"},
        {"49°61'37\"N 37°16'34\"E", "61 cannot be minutes or seconds"},
        {"49°11'60\"N 37°16'34\"E", "60 cannot be minutes or seconds"},
        {"49.5°11'N 37°16'E", "49.5 has a fraction, and smaller parts"},
        {"49.1 N 37.2 N", "the letters make two latitudes"},
        {"-49.1 S 37.2 E", "a sign and a letter say the half of the earth twice"},
        {"49.1 N 37.2 O", "\"O\" means east in some languages and west in others"},
        {"49.1937 - 37.2762", "\"-\" may be a minus or a dash here"},
        {"49.1937-37.2762", "\"-\" may be a minus or a dash here"},
        {"49-37", "\"-\" may be a minus or a dash here"},
        {"49.1e1 37", "\"e\" belongs to no notation"},
        {"8GXP57V6+HQ", "plus codes are not read"},
        {"49,11,37,16", "it cannot be told which comma stands for a point"},
        {"49,1 37,2 5", "it cannot be told where the latitude ends"},
        {"lat/lon 49.1 37.2", "write latitude and longitude each before its own number"},
        {"49°11' 37 16", "it cannot be told where the latitude ends"},
        {"37\" 49 N 12 E", "the mark \" does not stand behind"},
        /* off Carolina, or in Patagonia */
        {"19S 374351 3850123", "\"19S\" may be the band S (here 34.8 north)"},
        {"37U 374351 1450123", "band U reaches from 48 to 56"},
        {"61U 374351 5450123", "there is no UTM zone 61"},
        {"37U 974351 5450123", "an easting of 974351 m lies outside"},
        {"37A 374351 5450123", "\"A\" is no band of UTM"},
        {"37U DQ 7435 50123", "behind the letters of a square stand as many digits"},
        {"37U JQ 74351 50123", "zone 37 has no square whose first letter is \"J\""},
        {"DQ 74351 50123", "a grid square alone is found in many zones"},
        {"ZAH 12345 12345", "\"ZAH\" belongs to no notation"},
        {"ZAH1234512345", "the polar grid (UPS) is not read"},
        {"geo:49.1", "behind geo: stand latitude"},
        {"geo:49.1,37.2;crs=sk42",
         "only coordinates of WGS84 are read, not \"crs=sk42\""},
        {"https://maps.app.goo.gl/abcd", "no coordinates stand in this link"},
        {"49.1\xff 37", "coordinates have to be UTF-8 text"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct geo_reading r = {.precision_m = 7};
        struct err err = {0};

        if (geo_parse(&r, str_from_c(rows[i].text), &err) != ERR_INVALID)
            fail_msg("\"%s\" was read as %s %s", rows[i].text, r.lat, r.lon);
        if (strncmp(err.message, rows[i].message, strlen(rows[i].message)) != 0)
            fail_msg("\"%s\": %s", rows[i].text, err.message);
        assert_true(r.precision_m > 6.9);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"decimal degrees are read", decimal_degrees_are_read, 0, 0, 0},
        {"minutes and seconds are read", minutes_and_seconds_are_read, 0, 0, 0},
        {"grids are read", grids_are_read, 0, 0, 0},
        {"links are read and not followed", links_are_read_and_not_followed, 0, 0, 0},
        {"order is noticed where it must be", order_is_noticed_where_it_must_be, 0, 0, 0},
        {"what is doubtful is refused", what_is_doubtful_is_refused, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
