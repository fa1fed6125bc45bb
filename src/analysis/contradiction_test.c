#include "record/world_testing.h"

#include "analysis/contradiction.h"

static struct world w;
static struct record_view in;

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
    in = (struct record_view){.arena = &w.arena, .index = w.index};
    assert_int_equal(frontier_now(&in.view, &w.arena, w.index, &w.err), ERR_OK);
}

/* A claim about "x"; `rest` is its members from the value on. */
static void claim(const char *id, const char *about, const char *property,
                  const char *rest)
{
    char json[600];

    (void)snprintf(
        json, sizeof json,
        "{\"kind\":\"claim\",\"id\":\"%s\",\"about\":\"%s\",\"property\":\"%s\",%s}", id,
        about, property, rest);
    say(json);
}

static void begin(void)
{
    say("{\"kind\":\"archive\"}");
    say("{\"kind\":\"entity\",\"id\":\"x\",\"entity\":\"people\",\"label\":\"the "
        "dead\"}");
    say("{\"kind\":\"entity\",\"id\":\"izium\",\"entity\":\"place\",\"label\":"
        "\"Izium\"}");
    say("{\"kind\":\"entity\",\"id\":\"area\",\"entity\":\"place\","
        "\"label\":\"the retaken area\"}");
    say("{\"kind\":\"entity\",\"id\":\"russia\",\"entity\":\"group\",\"label\":"
        "\"Russia\"}");
    say("{\"kind\":\"claim\",\"about\":\"izium\",\"property\":\"located_in\","
        "\"value\":\"area\"}");
}

static struct comparison compared(const char *left, const char *right)
{
    struct comparison comparison;
    struct claim_row a;
    struct claim_row b;

    assert_int_equal(query_claim(&a, &w.arena, w.index, world_ref(&w, left), &w.err),
                     ERR_OK);
    assert_int_equal(query_claim(&b, &w.arena, w.index, world_ref(&w, right), &w.err),
                     ERR_OK);
    assert_int_equal(contradiction_compare(&comparison, &in, &a, &b, &w.err), ERR_OK);
    return comparison;
}

static void assert_said(const struct comparison *comparison, const char *expected)
{
    char text[1024];
    struct str said = contradiction_explain(&w.arena, comparison);

    (void)snprintf(text, sizeof text, "%.*s", (int)said.len, said.ptr);
    assert_string_equal(text, expected);
}

/* Two claims of one property about one entity, and what is said of the pair. */
static void pair(const char *property, const char *left, const char *right,
                 const char *expected)
{
    static int number;
    char a[16];
    char b[16];
    struct comparison comparison;

    (void)snprintf(a, sizeof a, "a%d", ++number);
    (void)snprintf(b, sizeof b, "b%d", number);
    claim(a, "x", property, left);
    claim(b, "x", property, right);
    comparison = compared(a, b);
    assert_said(&comparison, expected);
    comparison = compared(b, a);
    assert_int_equal(comparison.items[0].reason, compared(a, b).items[0].reason);
}

static void numbers_conflict_only_when_their_bounds_do_not_meet(void **state)
{
    (void)state;
    begin();
    pair("number", "\"value\":{\"lower\":1000,\"unit\":\"person\"}",
         "\"value\":{\"exact\":458,\"unit\":\"person\"}",
         "may conflict: the numbers have nothing in common (at least 1,000 / 458)");
    pair("number", "\"value\":{\"lower\":1000,\"unit\":\"person\"}",
         "\"value\":{\"exact\":1200,\"unit\":\"person\"}",
         "both can be true: the bounds meet (at least 1,000 / 1,200)");
    pair("number", "\"value\":{\"about\":10,\"unit\":\"person\"}",
         "\"value\":{\"exact\":12,\"unit\":\"person\"}",
         "both can be true: the bounds meet (about 10 / 12)");
    pair("number", "\"value\":{\"about\":10,\"unit\":\"person\"}",
         "\"value\":{\"exact\":13,\"unit\":\"person\"}",
         "may conflict: the numbers have nothing in common (about 10 / 13)");
    pair("number", "\"value\":{\"words\":\"many\",\"unit\":\"person\"}",
         "\"value\":{\"upper\":13,\"unit\":\"person\"}",
         "both can be true: one gives no number (many / at most 13)");
    pair("number", "\"value\":{\"lower\":1,\"upper\":3,\"unit\":\"person\"}",
         "\"value\":{\"lower\":4,\"upper\":5,\"unit\":\"person\"}",
         "may conflict: the numbers have nothing in common (1 to 3 / 4 to 5)");
    pair("number", "\"value\":{\"exact\":3}", "\"value\":{\"exact\":3}",
         "both can be true: both say the same (3)");
    pair("number", "\"value\":{\"exact\":\"1.75\",\"unit\":\"m\"}",
         "\"value\":{\"exact\":\"1.8\",\"unit\":\"m\"}",
         "may conflict: the numbers have nothing in common (1.75 / 1.8)");
    pair("number", "\"value\":3", "\"value\":-4000",
         "may conflict: the numbers have nothing in common (3 / -4,000)");
    pair("number", "\"value\":{\"exact\":\"-1.5\",\"unit\":\"m\"}",
         "\"value\":{\"exact\":\"few\",\"unit\":\"m\"}",
         "both can be true: one gives no number (-1.5 / few)");
}

static void what_is_counted_differently_is_not_compared(void **state)
{
    (void)state;
    begin();
    pair("number", "\"value\":{\"exact\":2,\"unit\":\"person\"}",
         "\"value\":{\"exact\":9,\"unit\":\"body\"}",
         "not the same thing: unit (person / body)");
    pair("occupancy", "\"value\":{\"upper\":8,\"unit\":\"person\",\"per\":\"cell\"}",
         "\"value\":{\"lower\":8,\"upper\":15,\"unit\":\"person\",\"per\":\"room\"}",
         "not the same thing: counted per (cell / room)");
    pair("occupancy", "\"value\":{\"upper\":8,\"unit\":\"person\",\"per\":\"cell\"}",
         "\"value\":{\"upper\":10,\"unit\":\"person\",\"per\":\"cell\"}",
         "may conflict: both give the most there were (at most 8 per cell / at most 10 "
         "per "
         "cell)");
    pair("number", "\"value\":{\"exact\":2},\"qualifiers\":{\"territory\":\"izium\"}",
         "\"value\":{\"exact\":9},\"qualifiers\":{\"territory\":\"area\"}",
         "not the same thing: territory (Izium / the retaken area)");
    pair("number", "\"value\":{\"exact\":2},\"qualifiers\":{\"as_of\":\"2022-08-08\"}",
         "\"value\":{\"exact\":9},\"qualifiers\":{\"as_of\":\"2022-09-15\"}",
         "not the same thing: as of (8 August 2022 / 15 September 2022)");
    pair("number", "\"value\":{\"exact\":2},\"qualifiers\":{\"when\":\"2022-08\"}",
         "\"value\":{\"exact\":9},\"qualifiers\":{\"from\":\"2022-09-15\"}",
         "not the same thing: time (from 1 August 2022 until 31 August 2022 / from 15 "
         "September 2022)");
    pair("number", "\"value\":{\"exact\":2},\"qualifiers\":{\"until\":\"2022-08-01\"}",
         "\"value\":{\"exact\":9},\"qualifiers\":{\"when\":\"2022-09-15\"}",
         "not the same thing: time (until 1 August 2022 / 15 September 2022)");
    pair("number", "\"value\":{\"exact\":2},\"qualifiers\":{\"date_kind\":\"obtained\"}",
         "\"value\":{\"exact\":9},\"qualifiers\":{\"date_kind\":\"published\"}",
         "not the same thing: qualifier (obtained / published)");
}

static void dates_conflict_only_without_a_common_day(void **state)
{
    (void)state;
    begin();
    pair("found_when", "\"value\":\"2022-09\"", "\"value\":{\"edtf\":\"2022-09-10\"}",
         "both can be true: the bounds meet (September 2022 / 10 September 2022)");
    pair("found_when", "\"value\":\"2022-08\"", "\"value\":\"2022-09-10\"",
         "may conflict: the dates have no day in common (August 2022 / 10 September "
         "2022)");
}

static void places_conflict_only_when_neither_lies_in_the_other(void **state)
{
    (void)state;
    begin();
    say("{\"kind\":\"entity\",\"id\":\"kupiansk\",\"entity\":\"place\"}");
    claim("n1", "kupiansk", "name", "\"value\":{\"written\":\"Куп'янськ\"}");
    pair("origin", "\"value\":\"izium\"", "\"value\":\"area\"",
         "both can be true: one place lies in the other (Izium / the retaken area)");
    pair("origin", "\"value\":\"izium\"", "\"value\":\"kupiansk\"",
         "may conflict: only one of them can be so (Izium / Куп'янськ)");
    pair("origin", "\"value\":{\"place\":\"izium\",\"words\":\"Izyum\"}",
         "\"value\":\"kupiansk\"",
         "may conflict: neither place lies in the other (Izyum / Куп'янськ)");
    pair("origin", "\"value\":{\"relation\":\"near\",\"anchor\":\"izium\"}",
         "\"value\":{\"relation\":\"opposite\",\"anchor\":\"kupiansk\"}",
         "both can be true: described from different points (near Izium / opposite "
         "Куп'янськ)");
}

#define AT(lat, lon, rest) "\"value\":{\"lat\":\"" lat "\",\"lon\":\"" lon "\"," rest "}"

static void points_conflict_only_beyond_what_they_may_be_off(void **state)
{
    (void)state;
    begin();
    pair("happened_at", AT("49.2", "37.2", "\"precision_m\":200"),
         AT("49.202", "37.2", "\"precision_m\":50"),
         "both can be true: as well as they are known, the points may be one (49.2, 37.2 "
         "/ "
         "49.202, 37.2)");
    pair("happened_at", AT("49.2", "37.2", "\"precision_m\":200"),
         AT("49.203", "37.2", "\"precision_m\":50"),
         "may conflict: the points are farther apart than they may be off (49.2, 37.2 / "
         "49.203, 37.2, 334 m away)");
    /* written in two notations, one place */
    pair("happened_at", AT("49.2", "37.2", "\"precision_m\":5,\"words\":\"49.2, 37.2\""),
         AT("49.2", "37.2", "\"precision_m\":5,\"words\":\"N49.2 E37.2\""),
         "both can be true: both say the same (49.2, 37.2 / N49.2 E37.2)");
    /* nobody knows how precisely: a unit of the last digit, 11 km */
    pair("happened_at", AT("49.2", "37.2", "\"precision_m\":null"),
         AT("50.2", "37.2", "\"precision_m\":null"),
         "may conflict: the points are farther apart than they may be off (49.2, 37.2 / "
         "50.2, 37.2, 111 km away)");
    pair("happened_at", AT("49.2", "37.2", "\"precision_m\":null"), "\"value\":\"izium\"",
         "not the same thing: kind of value (49.2, 37.2 / Izium)");
}

static void terms_and_modes(void **state)
{
    (void)state;
    begin();
    pair("intent", "\"value\":{\"term\":\"a\"}", "\"value\":{\"term\":\"b\"}",
         "may conflict: only one of them can be so (a / b)");
    pair("intent", "\"value\":{\"term\":\"a\"}", "\"value\":{\"words\":\"b\"}",
         "not the same thing: kind of value (a / b)");
    pair("intent", "\"value\":{\"term\":\"a\"},\"quantifier\":\"some\"",
         "\"value\":{\"term\":\"b\"}",
         "both can be true: said of some, not of all (a / b)");
    pair("part_absent", "\"value\":{\"term\":\"ear\"},\"quantifier\":\"all\"",
         "\"value\":{\"term\":\"ear\"},\"quantifier\":\"at_least_one\"",
         "both can be true: both say the same (ear)");
    pair("part_absent", "\"value\":{\"term\":\"ear\"},\"quantifier\":\"none\"",
         "\"value\":{\"term\":\"ear\"},\"quantifier\":\"at_least_one\"",
         "may conflict: one says that it was so, one that it was not (ear)");
    pair("cause", "\"value\":{\"term\":\"a\"}",
         "\"value\":{\"term\":\"a\"},\"mode\":\"negated\"",
         "may conflict: one says that it was so, one that it was not (a)");
    pair("cause", "\"value\":{\"term\":\"a\"}",
         "\"value\":{\"term\":\"b\"},\"mode\":\"negated\"",
         "both can be true: one does not exclude the other (a / b)");
    pair("sought", "\"value\":{\"words\":\"flags\"},\"mode\":\"looked_for_not_found\"",
         "\"value\":{\"words\":\"Flags\"}",
         "may conflict: one says that it was so, one that it was not found (flags / "
         "Flags)");
    pair("intent", "\"mode\":\"said_unknown\"", "\"value\":{\"term\":\"b\"}",
         "both can be true: one says that it is not known (nothing / b)");
    pair("participant", "\"value\":\"izium\"", "\"value\":\"area\"",
         "both can be true: one does not exclude the other (Izium / the retaken area)");
}

static void a_thousand_in_izium_and_six_in_the_area_are_two_counts(void **state)
{
    struct comparison comparison;

    (void)state;
    begin();
    say("{\"kind\":\"entity\",\"id\":\"p_izium_dead\",\"entity\":\"people\","
        "\"label\":\"civilians killed, Izium\"}");
    say("{\"kind\":\"entity\",\"id\":\"p_six\",\"entity\":\"people\","
        "\"label\":\"the six whose bodies were found\"}");
    claim("c61", "p_izium_dead", "counted",
          "\"value\":{\"unit\":\"person\",\"status\":\"civilian\",\"criterion\":\"killed "
          "as a "
          "result of military actions\",\"territory\":\"izium\"}");
    claim("c62", "p_izium_dead", "number",
          "\"value\":{\"lower\":1000,\"words\":\"at least 1,000\"}");
    claim("cs1", "p_six", "number", "\"value\":{\"lower\":6,\"words\":\"at least six\"}");
    claim("cs2", "p_six", "counted",
          "\"value\":{\"unit\":\"body\",\"status\":\"civilian\",\"criterion\":\"bodies "
          "found by "
          "investigators\",\"territory\":\"area\"}");
    comparison = compared("c62", "cs1");
    assert_int_equal(comparison.verdict, VERDICT_NOT_COMPARABLE);
    assert_said(
        &comparison,
        "not the same thing: subject (civilians killed, Izium / the six whose bodies "
        "were found); territory (Izium / the retaken area); unit (person / body); "
        "criterion (killed as a result of military actions / bodies found by "
        "investigators)");
    assert_int_equal(contradiction_compare_counts(&comparison, &in,
                                                  world_id(&w, "p_izium_dead"),
                                                  world_id(&w, "p_six"), &w.err),
                     ERR_OK);
    assert_int_equal(comparison.count, 4);
    assert_int_equal(contradiction_compare_counts(&comparison, &in, world_id(&w, "x"),
                                                  world_id(&w, "@unheard_of"), &w.err),
                     ERR_OK);
    assert_int_equal(comparison.items[0].reason, REASON_OTHER_SUBJECT);
}

static struct contradiction_list found(const char *entity)
{
    struct contradiction_list list;

    assert_int_equal(contradictions_of(&list, &in, world_id(&w, entity), &w.err), ERR_OK);
    return list;
}

static struct contradiction_list found_with(const char *name)
{
    struct contradiction_list list;
    struct claim_row row;

    assert_int_equal(query_claim(&row, in.arena, in.index, world_ref(&w, name), &w.err),
                     ERR_OK);
    assert_int_equal(contradictions_with(&list, &in, &row, &w.err), ERR_OK);
    return list;
}

static void one_claim_is_held_against_the_others_of_its_property(void **state)
{
    struct contradiction_list list;

    (void)state;
    begin();
    claim("c1", "x", "number", "\"value\":{\"exact\":436,\"unit\":\"body\"}");
    claim("c2", "x", "number", "\"value\":{\"exact\":447,\"unit\":\"body\"}");
    claim("c3", "x", "number", "\"value\":{\"exact\":9,\"unit\":\"grave\"}");
    claim("c4", "x", "outcome", "\"value\":{\"term\":\"dead\"}");
    list = found_with("c2");
    assert_int_equal(list.count, 2);
    assert_false(list.is_cut);
    assert_int_equal(list.items[0].left.ref.n, world_ref(&w, "c1").n);
    assert_int_equal(list.items[0].right.ref.n, world_ref(&w, "c2").n);
    assert_int_equal(list.items[0].comparison.verdict, VERDICT_MAY_CONFLICT);
    assert_int_equal(list.items[1].left.ref.n, world_ref(&w, "c2").n);
    assert_int_equal(list.items[1].comparison.verdict, VERDICT_NOT_COMPARABLE);
    assert_int_equal(found_with("c4").count, 0);
    say("{\"kind\":\"withdraw\",\"of\":\"c2\",\"reason\":\"error\"}");
    assert_int_equal(found_with("c2").count, 0);
    assert_int_equal(found_with("c1").count, 1);
}

static void only_claims_that_stand_contradict(void **state)
{
    struct contradiction_list list;

    (void)state;
    begin();
    claim("c1", "x", "number", "\"value\":{\"exact\":436,\"unit\":\"body\"}");
    claim("c2", "x", "number", "\"value\":{\"exact\":447,\"unit\":\"body\"}");
    claim("c3", "x", "number", "\"value\":{\"exact\":9,\"unit\":\"grave\"}");
    claim("c4", "x", "outcome", "\"value\":{\"term\":\"dead\"}");
    list = found("x");
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[0].comparison.verdict, VERDICT_MAY_CONFLICT);
    assert_int_equal(list.items[1].comparison.verdict, VERDICT_NOT_COMPARABLE);
    assert_true(ref_is_none(list.items[0].assessed));
    say("{\"kind\":\"assess\",\"id\":\"z1\",\"of\":[\"c1\",\"c2\"],\"status\":"
        "\"conflict\"}");
    say("{\"kind\":\"decide\",\"id\":\"z2\",\"among\":[\"c1\",\"c2\"],\"prefer\":"
        "\"c2\"}");
    list = found("x");
    assert_int_equal(list.items[0].assessed.n, world_ref(&w, "z1").n);
    assert_int_equal(list.items[0].decided.n, world_ref(&w, "z2").n);
    assert_int_equal(list.items[0].preferred.n, world_ref(&w, "c2").n);
    say("{\"kind\":\"undo\",\"of\":\"z1\"}");
    say("{\"kind\":\"decide\",\"among\":[\"c1\",\"c2\"],\"prefer\":\"c1\","
        "\"supersedes\":\"z2\"}");
    list = found("x");
    assert_true(ref_is_none(list.items[0].assessed));
    assert_int_equal(list.items[0].preferred.n, world_ref(&w, "c1").n);
    say("{\"kind\":\"withdraw\",\"of\":\"c3\"}");
    say("{\"kind\":\"withdraw\",\"of\":\"c2\"}");
    assert_int_equal(found("x").count, 0);
}

static void a_denial_stands_beside_what_it_denies(void **state)
{
    struct contradiction_list list;

    (void)state;
    begin();
    claim("c1", "x", "number", "\"value\":{\"exact\":2,\"unit\":\"person\"}");
    claim("s1", "c1", "stance",
          "\"value\":{\"term\":\"denies\"},\"qualifiers\":{\"by\":\"russia\"}");
    claim("s2", "c1", "stance",
          "\"value\":{\"term\":\"declines\"},\"qualifiers\":{\"by\":\"russia\"}");
    claim("s3", "c1", "stance", "\"value\":{\"term\":\"retracts\"}");
    say("{\"kind\":\"entity\",\"id\":\"e12\",\"entity\":\"event\",\"class\":"
        "\"allegation\"}");
    claim("v1", "e12", "covers", "\"value\":\"x\"");
    claim("s4", "e12", "stance",
          "\"value\":{\"term\":\"denies\"},\"qualifiers\":{\"by\":\"russia\"}");
    list = found("x");
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < list.count; i++)
        assert_int_equal(list.items[i].kind, CONTRADICTION_DENIAL);
    assert_said(&list.items[0].comparison, "may conflict: it is denied (2 / Russia)");
    assert_said(&list.items[1].comparison,
                "may conflict: it is denied (2 / not stated by whom)");
    assert_int_equal(list.items[2].left.ref.n, world_ref(&w, "v1").n);
    assert_int_equal(list.items[2].right.ref.n, world_ref(&w, "s4").n);
}

static void two_that_are_one_do_not_contradict(void **state)
{
    struct comparison comparison;

    (void)state;
    begin();
    claim("c1", "x", "origin", "\"value\":\"izium\"");
    say("{\"kind\":\"entity\",\"id\":\"izyum\",\"entity\":\"place\"}");
    claim("c2", "x", "origin", "\"value\":\"izyum\"");
    comparison = compared("c1", "c2");
    assert_int_equal(comparison.verdict, VERDICT_MAY_CONFLICT);
    /* statements 2 and 7 made the two */
    say("{\"kind\":\"same\",\"of\":[\"" WORLD_FOUNDING ".2\",\"" WORLD_FOUNDING ".7\"]}");
    comparison = compared("c1", "c2");
    assert_int_equal(comparison.verdict, VERDICT_COMPATIBLE);
    assert_int_equal(comparison.items[0].reason, REASON_SAME_VALUE);
}

static enum err_code count_entity(void *context, struct str entity,
                                  const struct contradiction_list *list, struct err *err)
{
    (void)entity;
    (void)err;
    *(size_t *)context += list->count;
    return ERR_OK;
}

static void every_entity_is_visited(void **state)
{
    size_t total = 0;

    (void)state;
    begin();
    claim("c1", "x", "number", "\"value\":{\"exact\":2}");
    claim("c2", "x", "number", "\"value\":{\"exact\":3}");
    claim("c3", "izium", "population", "\"value\":{\"exact\":2}");
    claim("c4", "izium", "population", "\"value\":{\"exact\":3}");
    assert_int_equal(contradictions_each(&in, count_entity, &total, &w.err), ERR_OK);
    assert_int_equal(total, 2);
}

/* The example that is shipped; false when the tests run without the sources. */
static bool say_example(void)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody writes the environment */
    const char *source = getenv("STELE_SOURCE");
    struct buf text = {0};
    struct value statements;
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/examples/kharkiv-2022/statements.json",
                   source ? source : ".");
    file = fopen(path, "r");
    if (!file)
        return false;
    for (int c = fgetc(file); c != EOF; c = fgetc(file))
        buf_char(&text, (char)c);
    (void)fclose(file);
    assert_int_equal(foreign_parse(&statements, &w.arena, buf_str(&text), &w.err),
                     ERR_OK);
    say("{\"kind\":\"archive\"}");
    for (uint32_t i = 0; i < statements.count; i++)
        (void)world_say_value(&w, &statements.items[i]);
    assert_int_equal(frontier_now(&in.view, &w.arena, w.index, &w.err), ERR_OK);
    buf_release(&text);
    return true;
}

static enum err_code explain(void *context, struct str entity,
                             const struct contradiction_list *list, struct err *err)
{
    (void)entity;
    (void)err;
    for (size_t i = 0; i < list->count; i++) {
        buf_append(context, contradiction_explain(&w.arena, &list->items[i].comparison));
        buf_char(context, '\n');
    }
    return ERR_OK;
}

static void the_example_case_has_the_contradictions_it_was_written_for(void **state)
{
    static const char *const expected[] = {
        "may conflict: only one of them can be so (small arms fire / shelling)\n",
        "may conflict: the numbers have nothing in common (60 / 58)\n",
        "may conflict: only one of them can be so (switched off / left on)\n",
        "both give the most there were (at most 8 per cell / at most 10 per cell)\n",
        "not the same thing: counted per (cell / room)\n",
        "other (the city of Kupiansk / from Kupiansk-Vuzlovyi)\n",
        "may conflict: the numbers have nothing in common (436 / 447)\n",
        "may conflict: it is denied (the two of Hrakove / the Russian state)\n",
    };
    struct buf text = {0};
    struct comparison comparison;

    (void)state;
    if (!say_example())
        return;
    assert_int_equal(contradictions_each(&in, explain, &text, &w.err), ERR_OK);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (str_find_str(buf_str(&text), str_from_c(expected[i])) == text.len)
            fail_msg("missing: %s", expected[i]);
    buf_release(&text);
    assert_int_equal(contradiction_compare_counts(&comparison, &in,
                                                  world_id(&w, "p_izium_dead"),
                                                  world_id(&w, "p_six"), &w.err),
                     ERR_OK);
    assert_int_equal(comparison.verdict, VERDICT_NOT_COMPARABLE);
    assert_int_equal(comparison.items[1].reason, REASON_OTHER_TERRITORY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_conflict_only_when_their_bounds_do_not_meet),
        TEST(what_is_counted_differently_is_not_compared),
        TEST(dates_conflict_only_without_a_common_day),
        TEST(places_conflict_only_when_neither_lies_in_the_other),
        TEST(points_conflict_only_beyond_what_they_may_be_off),
        TEST(terms_and_modes),
        TEST(a_thousand_in_izium_and_six_in_the_area_are_two_counts),
        TEST(one_claim_is_held_against_the_others_of_its_property),
        TEST(only_claims_that_stand_contradict),
        TEST(a_denial_stands_beside_what_it_denies),
        TEST(two_that_are_one_do_not_contradict),
        TEST(every_entity_is_visited),
        TEST(the_example_case_has_the_contradictions_it_was_written_for),
    };

    return cmocka_run_group_tests_name("contradiction", tests, NULL, NULL);
}
