#include "record/world_testing.h"

#include "record/query_newest.h"

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

static void say(const char *at, const char *json)
{
    w.at = at;
    (void)world_say(&w, json);
    assert_int_equal(frontier_now(&all, &w.arena, w.index, &w.err), ERR_OK);
}

static void say_claims(void)
{
    say("2022-09-14T10:00:00Z", "{\"kind\":\"archive\",\"format\":1}");
    say("2022-09-14T10:01:00Z",
        "{\"kind\":\"entity\",\"id\":\"s1\",\"entity\":\"source\","
        "\"class\":\"web_page\"}");
    say("2022-09-14T10:02:00Z",
        "{\"kind\":\"passage\",\"id\":\"q1\",\"source\":\"s1\",\"words\":\"ten\","
        "\"chain\":[{\"who\":\"not_stated\",\"knows\":\"not_stated\",\"link\":"
        "\"stated\"}]}");
    say("2022-09-14T10:03:00Z",
        "{\"kind\":\"entity\",\"id\":\"r8\",\"entity\":\"remains\","
        "\"class\":\"body\"}");
    say("2022-09-14T10:04:00Z",
        "{\"kind\":\"claim\",\"id\":\"c1\",\"about\":\"r8\",\"property\":\"count\","
        "\"value\":{\"exact\":10,\"unit\":\"body\"},\"passage\":\"q1\"}");
    say("2022-09-14T10:05:00Z",
        "{\"kind\":\"claim\",\"id\":\"c2\",\"about\":\"r8\",\"property\":\"count\","
        "\"value\":{\"exact\":9,\"unit\":\"body\"},\"passage\":\"q1\"}");
}

static struct open_assessments open_ones(void)
{
    struct open_assessments open;

    assert_int_equal(query_open_assessments(&open, &w.arena, w.index, all, 5, &w.err),
                     ERR_OK);
    return open;
}

static void test_the_newest_come_first_and_no_more_than_asked_for(void **state)
{
    struct statement_list list;

    (void)state;
    say_claims();
    assert_int_equal(query_newest(&list, &w.arena, w.index, all, STR(""), 2, &w.err),
                     ERR_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].ref.n, world_ref(&w, "c2").n);
    assert_int_equal(list.items[1].ref.n, world_ref(&w, "c1").n);
    assert_int_equal(
        query_newest(&list, &w.arena, w.index, all, STR("decide"), 2, &w.err), ERR_OK);
    assert_int_equal(list.count, 0);
}

static void test_who_looked_at_what_is_not_among_the_newest(void **state)
{
    struct statement_list list;

    (void)state;
    say_claims();
    for (int i = 0; i < 30; i++)
        say("2022-09-14T11:00:00Z", "{\"kind\":\"access\",\"did\":\"read\",\"of\":[]}");
    assert_int_equal(query_newest(&list, &w.arena, w.index, all, STR(""), 1, &w.err),
                     ERR_OK);
    assert_int_equal(list.items[0].ref.n, world_ref(&w, "c2").n);
}

static void test_work_waits_until_somebody_has_looked_at_it(void **state)
{
    struct open_assessments open;

    (void)state;
    say_claims();
    assert_int_equal(open_ones().count, 0);
    say("2022-09-15T10:00:00Z",
        "{\"kind\":\"assess\",\"id\":\"z1\",\"of\":[\"c1\",\"c2\"],\"status\":"
        "\"conflict\",\"note_public\":\"ten or nine\"}");
    open = open_ones();
    assert_int_equal(open.count, 2);
    assert_true(str_equal(open.items[0].status, STR("conflict")));
    assert_true(str_equal(open.items[0].note, STR("ten or nine")));
    say("2022-09-15T11:00:00Z", "{\"kind\":\"assess\",\"of\":[\"c2\"],\"status\":"
                                "\"accepted\",\"reason\":\"seen\"}");
    open = open_ones();
    assert_int_equal(open.count, 1);
    assert_int_equal(open.items[0].of.n, world_ref(&w, "c1").n);
}

static void test_a_decision_ends_the_waiting_until_it_is_undone(void **state)
{
    (void)state;
    say_claims();
    say("2022-09-15T10:00:00Z", "{\"kind\":\"assess\",\"of\":[\"c1\",\"c2\"],\"status\":"
                                "\"conflict\",\"note\":\"n\"}");
    say("2022-09-15T11:00:00Z",
        "{\"kind\":\"decide\",\"id\":\"d1\",\"among\":[\"c1\",\"c2\"],\"prefer\":"
        "\"c1\",\"rule\":\"other\",\"reason\":\"r\"}");
    assert_int_equal(open_ones().count, 0);
    say("2022-09-15T12:00:00Z",
        "{\"kind\":\"undo\",\"of\":[\"d1\"],\"reason\":\"mistaken\"}");
    assert_int_equal(open_ones().count, 2);
}

static void test_entities_are_counted_by_kind(void **state)
{
    uint64_t count;
    bool is_more;

    (void)state;
    say_claims();
    assert_int_equal(query_entity_count_bounded(&count, &is_more, w.index, all,
                                                STR("remains"), &w.err),
                     ERR_OK);
    assert_int_equal(count, 1);
    assert_false(is_more);
    assert_int_equal(query_entity_count_bounded(&count, &is_more, w.index, all,
                                                STR("unheard_of"), &w.err),
                     ERR_OK);
    assert_int_equal(count, 0);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_the_newest_come_first_and_no_more_than_asked_for),
        TEST(test_who_looked_at_what_is_not_among_the_newest),
        TEST(test_work_waits_until_somebody_has_looked_at_it),
        TEST(test_a_decision_ends_the_waiting_until_it_is_undone),
        TEST(test_entities_are_counted_by_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
