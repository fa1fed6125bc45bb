#include "record/world_testing.h"

#include "record/query_log.h"

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

static void say_everything(void)
{
    say("{\"kind\":\"archive\",\"id\":\"g\",\"format\":1}");
    say("{\"kind\":\"entity\",\"id\":\"e1\",\"entity\":\"event\"}");
    say("{\"kind\":\"entity\",\"id\":\"e2\",\"entity\":\"event\"}");
    say("{\"kind\":\"claim\",\"id\":\"c1\",\"about\":\"e1\",\"property\":\"number\","
        "\"value\":3}");
    say("{\"kind\":\"assess\",\"id\":\"a1\",\"of\":\"c1\",\"status\":\"accepted\"}");
    say("{\"kind\":\"access\",\"id\":\"x1\",\"did\":\"read\"}");
}

static void assert_page(struct log_filter filter, bool has_more, const char *names)
{
    struct log_page page;
    struct str rest = str_from_c(names);
    size_t count = 0;

    assert_int_equal(query_log(&page, &w.arena, w.index, all, &filter, &w.err), ERR_OK);
    while (rest.len > 0) {
        struct str name = str_cut(&rest, ' ');

        assert_true(count < page.count);
        assert_int_equal(page.items[count].n,
                         world_ref(&w, arena_str(&w.arena, name).ptr).n);
        count++;
    }
    assert_int_equal(page.count, count);
    assert_int_equal(page.has_more, has_more);
}

static void the_newest_statement_comes_first(void **state)
{
    (void)state;
    say_everything();
    assert_page((struct log_filter){.limit = 3}, true, "a1 c1 e2");
    assert_page((struct log_filter){.limit = 3, .before = world_ref(&w, "e2")}, false,
                "e1 g");
    assert_page((struct log_filter){.kind = STR("entity"), .limit = 9}, false, "e2 e1");
    assert_page((struct log_filter){.kind = STR("assess"), .limit = 9}, false, "a1");
    assert_page((struct log_filter){.kind = STR("access"), .limit = 9}, false, "x1");
    assert_page((struct log_filter){.kind = STR("unheard_of"), .limit = 9}, false, "");
    assert_page((struct log_filter){.by = STR("nobody"), .limit = 9}, false, "");
    assert_page((struct log_filter){.feed = 7, .limit = 9}, false, "");
}

static void a_day_is_a_day_of_the_devices_clock(void **state)
{
    (void)state;
    say_everything();
    assert_page((struct log_filter){.kind = STR("claim"),
                                    .has_days = true,
                                    .from_s = 1663113600, /* 2022-09-14 */
                                    .until_s = 1663200000,
                                    .limit = 9},
                false, "c1");
    assert_page((struct log_filter){.kind = STR("claim"),
                                    .has_days = true,
                                    .from_s = 1663200000,
                                    .until_s = 1663286400,
                                    .limit = 9},
                false, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_statement_comes_first, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_day_is_a_day_of_the_devices_clock, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
