#include "record/world_testing.h"

#include "record/query_table.h"

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

/* Three synthetic events in two places, one of them without a place and a date. */
static void say_everything(void)
{
    static const char *const said[] = {
        "{\"kind\":\"archive\",\"format\":1}",
        "{\"kind\":\"entity\",\"id\":\"s1\",\"entity\":\"source\",\"class\":\"web_"
        "page\"}",
        "{\"kind\":\"entity\",\"id\":\"oblast\",\"entity\":\"place\"}",
        "{\"kind\":\"entity\",\"id\":\"town\",\"entity\":\"place\"}",
        "{\"kind\":\"passage\",\"id\":\"q1\",\"source\":\"s1\",\"words\":\"one\","
        "\"chain\":[]}",
        "{\"kind\":\"claim\",\"id\":\"c1\",\"about\":\"town\",\"property\":"
        "\"located_in\",\"value\":\"oblast\",\"passage\":\"q1\"}",
        "{\"kind\":\"entity\",\"id\":\"e1\",\"entity\":\"event\",\"class\":\"attack\"}",
        "{\"kind\":\"entity\",\"id\":\"e2\",\"entity\":\"event\",\"class\":\"attack\"}",
        "{\"kind\":\"entity\",\"id\":\"e3\",\"entity\":\"event\",\"class\":\"burial\"}",
        "{\"kind\":\"claim\",\"id\":\"c2\",\"about\":\"e1\",\"property\":"
        "\"happened_at\",\"value\":\"town\",\"passage\":\"q1\"}",
        "{\"kind\":\"claim\",\"id\":\"c3\",\"about\":\"e1\",\"property\":\"when\","
        "\"value\":{\"edtf\":\"2022-03\"}}",
        "{\"kind\":\"claim\",\"id\":\"c4\",\"about\":\"e2\",\"property\":"
        "\"happened_at\",\"value\":{\"relation\":\"near\",\"anchor\":\"oblast\"}}",
        "{\"kind\":\"claim\",\"id\":\"c5\",\"about\":\"e2\",\"property\":\"method\","
        "\"value\":{\"term\":\"shelling\"}}",
        "{\"kind\":\"claim\",\"id\":\"c6\",\"about\":\"e3\",\"property\":"
        "\"happened_at\",\"value\":\"town\",\"mode\":\"negated\"}",
        "{\"kind\":\"assess\",\"id\":\"a1\",\"of\":\"c2\",\"status\":\"work_needed\"}",
    };

    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        say(said[i]);
}

static struct table_rows rows(struct table_filter filter, struct table_page page)
{
    struct table_rows out;

    assert_int_equal(query_table(&out, &w.arena, w.index, all, &filter, &page, &w.err),
                     ERR_OK);
    return out;
}

static struct table_filter events(void)
{
    return (struct table_filter){.of = TABLE_ENTITIES, .kind = STR("event")};
}

/* "e1 e3": the rows by their names. */
static void assert_rows(struct table_rows found, const char *names)
{
    struct str rest = str_from_c(names);
    size_t count = 0;

    while (rest.len > 0) {
        struct str name = str_cut(&rest, ' ');

        assert_true(count < found.count);
        assert_int_equal(found.items[count].n,
                         world_ref(&w, arena_str(&w.arena, name).ptr).n);
        count++;
    }
    assert_int_equal(found.count, count);
}

static void assert_events(struct table_filter filter, const char *names)
{
    struct table_count count;

    filter.of = TABLE_ENTITIES;
    filter.kind = STR("event");
    assert_rows(rows(filter, (struct table_page){0}), names);
    assert_int_equal(
        query_table_count(&count, &w.arena, w.index, all, &filter, 100, &w.err), ERR_OK);
    if (count.is_all)
        assert_int_equal(count.at_least, rows(filter, (struct table_page){0}).count);
}

static void a_page_begins_behind_the_last_row_of_the_one_before(void **state)
{
    struct table_rows first;
    struct table_rows second;

    (void)state;
    say_everything();
    first = rows(events(), (struct table_page){.limit = 2});
    assert_rows(first, "e1 e2");
    assert_true(first.has_more);
    assert_false(first.is_cut);
    second = rows(events(), (struct table_page){.limit = 2, .after = first.next});
    assert_rows(second, "e3");
    assert_false(second.has_more);
    say("{\"kind\":\"entity\",\"id\":\"e4\",\"entity\":\"event\"}");
    assert_rows(rows(events(), (struct table_page){.limit = 2, .after = first.next}),
                "e3 e4");
}

static void the_newest_come_first_and_later_rows_move_no_page(void **state)
{
    struct table_page page = {.limit = 2, .is_newest_first = true};
    struct table_rows first;

    (void)state;
    say_everything();
    first = rows(events(), page);
    assert_rows(first, "e3 e2");
    say("{\"kind\":\"entity\",\"id\":\"e4\",\"entity\":\"event\"}");
    page.after = first.next;
    assert_rows(rows(events(), page), "e1");
    assert_false(rows(events(), page).has_more);
}

static void filters_leave_what_passes_all_of_them(void **state)
{
    struct str oblast[2];

    (void)state;
    say_everything();
    oblast[0] = world_id(&w, "oblast");
    oblast[1] = world_id(&w, "town");
    assert_events((struct table_filter){0}, "e1 e2 e3");
    assert_events((struct table_filter){.class_ = STR("attack")}, "e1 e2");
    assert_events((struct table_filter){.class_ = STR("unheard_of")}, "");
    assert_events((struct table_filter){.property = STR("method")}, "e2");
    assert_events(
        (struct table_filter){.property = STR("method"), .term = STR("shelling")}, "e2");
    assert_events((struct table_filter){.property = STR("method"), .term = STR("near")},
                  "");
    assert_events((struct table_filter){.places = oblast, .place_count = 2}, "e1 e2");
    assert_events((struct table_filter){.places = &oblast[1], .place_count = 1}, "e1");
    assert_events((struct table_filter){.places = oblast,
                                        .place_count = 2,
                                        .property = STR("method")},
                  "e2");
    assert_events((struct table_filter){.source = world_id(&w, "s1")}, "e1");
    assert_events((struct table_filter){.has_no_place = true}, "e3");
    assert_events((struct table_filter){.has_no_days = true}, "e2 e3");
    assert_events(
        (struct table_filter){.has_days = true, .first_day = 19060, .last_day = 19061},
        "e1");
    assert_events(
        (struct table_filter){.has_days = true, .first_day = 19080, .last_day = 19999},
        "e1");
    assert_events(
        (struct table_filter){.has_days = true, .first_day = 19100, .last_day = 19999},
        "");
    assert_events((struct table_filter){.status = STR("work_needed")}, "e1");
    assert_events((struct table_filter){.status = STR("rejected")}, "");
}

static void places_lie_within_themselves(void **state)
{
    struct table_filter filter = {.of = TABLE_ENTITIES, .kind = STR("place")};
    struct str places[2];

    (void)state;
    say_everything();
    places[0] = world_id(&w, "town");
    filter.places = places;
    filter.place_count = 1;
    assert_rows(rows(filter, (struct table_page){0}), "town");
    places[1] = world_id(&w, "oblast");
    filter.place_count = 2;
    assert_rows(rows(filter, (struct table_page){0}), "oblast town");
}

static void what_was_withdrawn_makes_nothing_pass(void **state)
{
    struct view before;

    (void)state;
    say_everything();
    before = all;
    say("{\"kind\":\"withdraw\",\"id\":\"w1\",\"of\":\"c5\",\"reason\":\"typing_"
        "error\"}");
    assert_events((struct table_filter){.property = STR("method")}, "");
    all = before; /* as of then it stood */
    assert_events((struct table_filter){.property = STR("method")}, "e2");
}

static void a_view_shows_what_was_known_then(void **state)
{
    (void)state;
    say_everything();
    say("{\"kind\":\"entity\",\"id\":\"e4\",\"entity\":\"event\"}");
    assert_events((struct table_filter){0}, "e1 e2 e3 e4");
    all.sizes = (const uint64_t[]){8};
    assert_events((struct table_filter){0}, "e1 e2");
}

static void claims_are_a_table_too(void **state)
{
    struct table_filter filter = {.of = TABLE_CLAIMS};
    struct str town;

    (void)state;
    say_everything();
    town = world_id(&w, "town");
    assert_rows(rows(filter, (struct table_page){0}), "c1 c2 c3 c4 c5 c6");
    filter.property = STR("happened_at");
    assert_rows(rows(filter, (struct table_page){0}), "c2 c4 c6");
    assert_rows(rows(filter, (struct table_page){.is_newest_first = true, .limit = 2}),
                "c6 c4");
    filter.places = &town;
    filter.place_count = 1;
    assert_rows(rows(filter, (struct table_page){0}), "c2");
    filter = (struct table_filter){.of = TABLE_CLAIMS, .source = world_id(&w, "s1")};
    assert_rows(rows(filter, (struct table_page){0}), "c1 c2");
    filter = (struct table_filter){.of = TABLE_CLAIMS, .status = STR("work_needed")};
    assert_rows(rows(filter, (struct table_page){0}), "c2");
}

static void only_rows_that_are_named_where_some_are(void **state)
{
    struct table_filter filter = events();
    struct ref among[2];

    (void)state;
    say_everything();
    among[0] = world_ref(&w, "town"); /* of another kind */
    among[1] = world_ref(&w, "e2");
    filter.among = among;
    filter.among_count = 2;
    filter.is_among = true;
    assert_rows(rows(filter, (struct table_page){0}), "e2");
    filter.among_count = 0;
    assert_rows(rows(filter, (struct table_page){0}), "");
}

static void counting_ends_where_enough_was_counted(void **state)
{
    struct table_filter filter = events();
    struct table_count count;

    (void)state;
    say_everything();
    assert_int_equal(
        query_table_count(&count, &w.arena, w.index, all, &filter, 2, &w.err), ERR_OK);
    assert_int_equal(count.at_least, 2);
    assert_false(count.is_all);
    assert_int_equal(
        query_table_count(&count, &w.arena, w.index, all, &filter, 3, &w.err), ERR_OK);
    assert_int_equal(count.at_least, 3);
    assert_true(count.is_all);
    filter.has_no_days = true; /* every row would have to be looked at */
    assert_int_equal(
        query_table_count(&count, &w.arena, w.index, all, &filter, 9, &w.err), ERR_OK);
    assert_int_equal(count.at_least, 0);
    assert_false(count.is_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_page_begins_behind_the_last_row_of_the_one_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_newest_come_first_and_later_rows_move_no_page,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(filters_leave_what_passes_all_of_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(places_lie_within_themselves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_withdrawn_makes_nothing_pass, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_view_shows_what_was_known_then, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(claims_are_a_table_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_rows_that_are_named_where_some_are, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(counting_ends_where_enough_was_counted, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
