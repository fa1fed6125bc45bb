#include "record/world_testing.h"

#include "record/frontier.h"
#include "record/within.h"

static struct world w;
static struct view all;

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void say(const char *json)
{
    (void)world_say(&w, json);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
}

#define CLAIM(id, about, property, value)                                                \
    "{\"kind\":\"claim\",\"id\":\"" id "\",\"about\":\"" about                           \
    "\",\"property\":\"" property "\",\"value\":" value "}"
#define POINT(lat, lon, metres)                                                          \
    "{\"lat\":\"" lat "\",\"lon\":\"" lon "\",\"precision_m\":" metres "}"

/* A town of a tenth of a degree with a hole, and what lies in it, at its edge and
 * outside.
 */
static void say_everything(void)
{
    static const char *const said[] = {
        "{\"kind\":\"archive\",\"format\":1}",
        "{\"kind\":\"entity\",\"id\":\"town\",\"entity\":\"place\"}",
        CLAIM("b0", "town", "boundary",
              "{\"polygons\":[[\"10 10, 11 10, 11 11, 10 10\"]]}"),
        CLAIM("b1", "town", "boundary",
              "{\"polygons\":[[\"37.2 49.2, 37.3 49.2, 37.3 49.3, 37.2 49.3, 37.2 49.2\","
              "\"37.24 49.24, 37.26 49.24, 37.26 49.26, 37.24 49.26, 37.24 49.24\"]]}"),
        CLAIM("c0", "town", "coordinates", POINT("49.22", "37.22", "100")),
        CLAIM("c1", "@grave", "coordinates", POINT("49.22", "37.22", "100")),
        /* 111 m inside: surely when known to 50 m, perhaps when to 200 */
        CLAIM("c2", "@well", "coordinates", POINT("49.201", "37.25", "50")),
        CLAIM("c3", "@yard", "coordinates", POINT("49.201", "37.25", "200")),
        /* 111 m outside */
        CLAIM("c4", "@road", "coordinates", POINT("49.199", "37.25", "200")),
        CLAIM("c5", "@mill", "coordinates", POINT("49.199", "37.25", "100")),
        /* in the hole, 1.1 km from its edge north and south, 730 m east and west */
        CLAIM("c6", "@lake", "coordinates", POINT("49.25", "37.25", "100")),
        CLAIM("c7", "@boat", "coordinates", POINT("49.25", "37.25", "800")),
        /* another property, and one that does not say so exactly */
        CLAIM("c8", "@shelling", "happened_at", POINT("49.28", "37.28", "10")),
        CLAIM("c9", "@blast", "happened_at", "\"town\""),
        "{\"kind\":\"claim\",\"id\":\"c10\",\"about\":\"@camp\",\"mode\":\"negated\","
        "\"property\":\"coordinates\",\"value\":" POINT("49.22", "37.22", "1") "}",
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        say(said[i]);
}

static struct within_list ask(uint32_t limit)
{
    struct within_list list = {0};
    struct geo_area area;

    assert_int_equal(
        within_boundary(&area, &w.arena, w.index, all, world_id(&w, "town"), &w.err),
        ERR_OK);
    assert_int_equal(within_area(&list, &w.arena, w.index, all, &area,
                                 world_id(&w, "town"), limit, &w.err),
                     ERR_OK);
    return list;
}

static void what_is_nearer_to_the_line_than_it_is_known_is_perhaps_within(void **state)
{
    static const struct {
        const char *claim;
        bool is_sure;
    } expected[] = {{"c1", true},  {"c2", true},  {"c8", true},
                    {"c3", false}, {"c4", false}, {"c7", false}};
    struct within_list list;

    (void)state;
    say_everything();
    list = ask(100);
    assert_int_equal(list.count, 6);
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].claim.ref.n, world_ref(&w, expected[i].claim).n);
        assert_int_equal(list.items[i].is_sure, expected[i].is_sure);
    }
    assert_true(str_equal(list.items[0].claim.about, world_id(&w, "@grave")));
    assert_false(list.has_more);
    assert_true(ask(2).has_more);
}

static void what_was_withdrawn_lies_nowhere(void **state)
{
    struct geo_area area;

    (void)state;
    say_everything();
    say("{\"kind\":\"withdraw\",\"of\":\"c1\",\"reason\":\"typing_error\"}");
    assert_int_equal(ask(100).count, 5);
    /* and without its last boundary the town has the one before it */
    say("{\"kind\":\"withdraw\",\"of\":\"b1\",\"reason\":\"typing_error\"}");
    assert_int_equal(ask(100).count, 0);
    say("{\"kind\":\"withdraw\",\"of\":\"b0\",\"reason\":\"typing_error\"}");
    assert_int_equal(
        within_boundary(&area, &w.arena, w.index, all, world_id(&w, "town"), &w.err),
        ERR_NOT_FOUND);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"what is nearer to the line than it is known is perhaps within",
         what_is_nearer_to_the_line_than_it_is_known_is_perhaps_within, set_up, tear_down,
         0},
        {"what was withdrawn lies nowhere", what_was_withdrawn_lies_nowhere, set_up,
         tear_down, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
