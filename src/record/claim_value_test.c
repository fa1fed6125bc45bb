#include "record/claim_value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "format/foreign.h"

struct reading {
    const char *property;
    const char *text;
    const char *words;
    const char *json;
};

static void each_reads(const struct reading *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct reading *r = &cases[i];
        struct arena arena = {0};
        struct value value = {0};
        struct buf json = {0};
        struct err err = {0};

        assert_int_equal(claim_value_read(&value, &arena, str_from_c(r->property),
                                          str_from_c(r->text), str_from_c(r->words),
                                          &err),
                         ERR_OK);
        foreign_write(&json, &value);
        buf_char(&json, '\0');
        assert_string_equal(json.ptr, r->json);
        buf_release(&json);
        arena_free(&arena);
    }
}

#define EACH_READS(cases) each_reads(cases, sizeof(cases) / sizeof(cases)[0])

static void a_line_becomes_what_its_property_asks_for(void **state)
{
    static const struct reading cases[] = {
        {"restraint", "hands_tied", "", "{\"term\":\"hands_tied\"}"},
        {"birth", "1983-02~", "", "{\"edtf\":\"1983-02~\"}"},
        {"number", "10", "", "{\"exact\":10}"},
        {"number", "-10", "", "{\"exact\":-10}"},
        {"number", "8..15", "", "{\"lower\":8,\"upper\":15}"},
        {"number", "1000..", "", "{\"lower\":1000}"},
        {"number", "..8", "", "{\"upper\":8}"},
        {"age", "40..45", "", "{\"lower\":40,\"upper\":45}"},
        {"coordinates", " 49.85,36.66 ", "",
         "{\"lat\":\"49.85\",\"lon\":\"36.66\",\"precision_m\":1114,\"from_digits\":true,"
         "\"words\":\"49.85,36.66\"}"},
        {"coordinates", "37U DQ 74351 50123", "",
         "{\"lat\":\"49.2033698\",\"lon\":\"38.6478992\",\"precision_m\":1,"
         "\"from_digits\":true,\"words\":\"37U DQ 74351 50123\"}"},
        {"coordinates", "geo:49.1937,37.2762;u=35", "by the well",
         "{\"lat\":\"49.1937\",\"lon\":\"37.2762\",\"precision_m\":35,"
         "\"words\":\"by the well\"}"},
        /* of an event, a place is an entity, a relation or a point */
        {"happened_at", "49.85,36.66", "",
         "{\"lat\":\"49.85\",\"lon\":\"36.66\",\"precision_m\":1114,\"from_digits\":true,"
         "\"words\":\"49.85,36.66\"}"},
        {"boundary",
         "{\"type\":\"Polygon\",\"coordinates\":[[[37.2,49.2],[37.3,49.2],[37.3,49.3],"
         "[37.2,49.2]]]}",
         "the yard",
         "{\"polygons\":[[\"37.2 49.2, 37.3 49.2, 37.3 49.3, 37.2 49.2\"]],"
         "\"words\":\"the yard\"}"},
        {"position", "north_of:00000000000000000", "",
         "{\"relation\":\"north_of\",\"anchor\":\"00000000000000000\"}"},
        {"held_at", "00000000000000000", "", "\"00000000000000000\""},
        {"description", "three rooms", "", "\"three rooms\""},
        {"website", "https://example.org/", "", "\"https://example.org/\""},
        {"number", "{\"exact\":3,\"unit\":\"body\"}", "",
         "{\"exact\":3,\"unit\":\"body\"}"},
    };

    (void)state;
    EACH_READS(cases);
}

static void the_most_exact_reading_comes_first(void **state)
{
    static const struct reading cases[] = {
        /* A term and words, a date and text, an entity and text. */
        {"used_as", "arrest", "", "{\"term\":\"arrest\"}"},
        {"used_as", "a cellar", "", "\"a cellar\""},
        {"feedback", "2022-09-10", "", "{\"edtf\":\"2022-09-10\"}"},
        {"feedback", "soon", "", "\"soon\""},
        {"taken", "2", "", "{\"exact\":2}"},
        {"taken", "a radio", "", "\"a radio\""},
    };

    (void)state;
    EACH_READS(cases);
}

static void what_fits_nothing_is_left_for_the_check_to_name(void **state)
{
    static const struct reading cases[] = {
        {"restraint", "tied", "", "{\"term\":\"tied\"}"},
        {"birth", "long ago", "", "{\"edtf\":\"long ago\"}"},
        {"number", "ten", "", "\"ten\""},
        {"number", "..", "", "\"..\""},
        {"number", "8..x", "", "\"8..x\""},
        {"number", "x..8", "", "\"x..8\""},
        {"number", "1..2..3", "", "\"1..2..3\""},
        {"happened_at", "Izium", "", "\"Izium\""},
        {"position", "north_of:", "", "\"north_of:\""},
        {"position", "atop:00000000000000000", "", "\"atop:00000000000000000\""},
        {"held_at", "00000000000000001", "", "\"00000000000000001\""},
        {"no_such", "2022-09-10", "", "\"2022-09-10\""},
    };

    (void)state;
    EACH_READS(cases);
}

static void words_stand_beside_the_value_or_alone(void **state)
{
    static const struct reading cases[] = {
        {"number", "", "a dozen", "{\"words\":\"a dozen\"}"},
        {"number", "12", "a dozen", "{\"exact\":12,\"words\":\"a dozen\"}"},
        {"held_at", "00000000000000000", "at the school",
         "{\"place\":\"00000000000000000\",\"words\":\"at the school\"}"},
    };

    (void)state;
    EACH_READS(cases);
}

static void json_that_is_none_is_refused(void **state)
{
    struct arena arena = {0};
    struct value value = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(claim_value_read(&value, &arena, STR("number"), STR("{\"exact\":"),
                                      STR(""), &err),
                     ERR_INVALID);
    assert_string_equal(err.message,
                        "the value: line 1, column 9: the text ends inside a value");
    arena_free(&arena);
}

static void what_coordinates_and_areas_are_not_is_said(void **state)
{
    static const struct {
        const char *property, *text, *message;
    } cases[] = {
        {"coordinates", "49.85",
         "coordinates: a latitude and a longitude are needed; write 49.1937, 37.2762"},
        {"coordinates", "49.85,36.66,5",
         "coordinates: more than a latitude and a longitude is written; give one pair "
         "alone"},
        {"boundary", "{\"type\":\"Point\",\"coordinates\":[37.2,49.2]}",
         "value: this is no GeoJSON area: a Polygon, a MultiPolygon, or a Feature of "
         "either "
         "is expected"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct value value = {0};
        struct err err = {0};

        assert_int_equal(claim_value_read(&value, &arena, str_from_c(cases[i].property),
                                          str_from_c(cases[i].text), STR(""), &err),
                         ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        arena_free(&arena);
    }
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a line becomes what its property asks for",
         a_line_becomes_what_its_property_asks_for, 0, 0, 0},
        {"the most exact reading comes first", the_most_exact_reading_comes_first, 0, 0,
         0},
        {"what fits nothing is left for the check to name",
         what_fits_nothing_is_left_for_the_check_to_name, 0, 0, 0},
        {"words stand beside the value or alone", words_stand_beside_the_value_or_alone,
         0, 0, 0},
        {"JSON that is none is refused", json_that_is_none_is_refused, 0, 0, 0},
        {"what coordinates and areas are not is said",
         what_coordinates_and_areas_are_not_is_said, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
