#include "record/world_testing.h"

#include "record/frontier.h"

static struct world w;

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

static void say_at(const char *at)
{
    w.at = at;
    (void)world_say(&w, "{\"kind\":\"custody\"}");
}

static uint64_t size_on(int64_t day)
{
    struct view view;

    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, day, &w.err), ERR_OK);
    return view.sizes[0];
}

/* 14 September 2022 */
enum { DAY = 19249 };

static void a_day_ends_before_the_first_later_clock_reading(void **state)
{
    (void)state;
    say_at("2022-09-14T23:59:59Z");
    say_at("2022-09-15T00:00:00Z");
    say_at("2022-09-14T12:00:00Z"); /* set back: still known only after midnight */
    say_at("nonsense");
    say_at("2022-09-17T00:00:00Z");
    assert_int_equal(size_on(DAY - 1), 0);
    assert_int_equal(size_on(DAY), 1);
    assert_int_equal(size_on(DAY + 1), 4);
    assert_int_equal(size_on(DAY + 2), 4);
    assert_int_equal(size_on(DAY + 3), 5);
}

static enum err_code root_of(void *context, struct digest *root, struct str feed,
                             uint64_t size, struct err *err)
{
    (void)context;
    (void)feed;
    if (size == 99)
        return err_set(err, ERR_IO, "could not read the log");
    *root = (struct digest){0};
    root->bytes[0] = (uint8_t)size;
    return ERR_OK;
}

static void the_id_depends_on_feeds_sizes_and_roots_alone(void **state)
{
    struct frontier_part parts[3] = {{.feed = STR("b"), .size = 2},
                                     {.feed = STR("a"), .size = 1},
                                     {.feed = STR("c"), .size = 0}};
    struct frontier_part swapped[2] = {parts[1], parts[0]};
    struct frontier_id one = frontier_id_of(parts, 3);
    struct frontier_id other = frontier_id_of(swapped, 2);

    (void)state;
    assert_string_equal(one.text, other.text);
    assert_int_equal(strlen(one.text), FRONTIER_ID_LEN);
    parts[0].size = 3;
    other = frontier_id_of(parts, 3);
    assert_string_not_equal(one.text, other.text);
    /* SHA-256 of nothing begins e3b0c44298fc1c149afb */
    other = frontier_id_of(parts, 0);
    assert_string_equal(other.text, "werc8gmrzge196qv");
}

static void an_id_leads_back_to_its_view(void **state)
{
    struct view view;
    struct frontier_id id;
    uint64_t sizes[] = {2};

    (void)state;
    say_at("2022-09-14T10:00:00Z");
    say_at("2022-09-14T11:00:00Z");
    say_at("2022-09-14T12:00:00Z");
    say_at("2022-09-15T12:00:00Z");
    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, DAY, &w.err), ERR_OK);
    assert_int_equal(frontier_describe(&id, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(frontier_find(&view, &w.arena, w.index, str_from_c(id.text), NULL, 0,
                                   root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(view.sizes[0], 3);
    view = (struct view){sizes, 1};
    assert_int_equal(frontier_describe(&id, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(frontier_find(&view, &w.arena, w.index, str_from_c(id.text), NULL, 0,
                                   root_of, NULL, &w.err),
                     ERR_NOT_FOUND);
    assert_int_equal(frontier_find(&view, &w.arena, w.index, str_from_c(id.text), sizes,
                                   1, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(view.sizes[0], 2);
    assert_int_equal(frontier_find(&view, &w.arena, w.index, STR("0123456789abcdef"),
                                   NULL, 0, root_of, NULL, &w.err),
                     ERR_NOT_FOUND);
    assert_string_equal(w.err.message,
                        "no state of this archive has the frontier \"0123456789abcdef\"");
    sizes[0] = 99;
    assert_int_equal(frontier_find(&view, &w.arena, w.index, STR("0"), sizes, 1, root_of,
                                   NULL, &w.err),
                     ERR_IO);
}

static void with_several_feeds_an_id_cannot_be_guessed(void **state)
{
    struct view view;

    (void)state;
    world_use_feed(&w, "second");
    assert_int_equal(
        frontier_find(&view, &w.arena, w.index, STR("0"), NULL, 0, root_of, NULL, &w.err),
        ERR_LIMIT);
    assert_string_equal(w.err.message,
                        "cannot find a frontier by its id in an archive of "
                        "several feeds; give the day instead");
}

static void more_days_than_expected_are_all_tried(void **state)
{
    struct view view;
    struct frontier_id id;
    static char at[80][24];

    (void)state;
    for (int i = 0; i < 80; i++) {
        (void)snprintf(at[i], sizeof at[i], "20%02d-01-01T00:00:00Z", i);
        say_at(at[i]);
    }
    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, 0, &w.err), ERR_OK);
    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, 10957, &w.err), ERR_OK);
    assert_int_equal(view.sizes[0], 1);
    assert_int_equal(frontier_describe(&id, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(frontier_find(&view, &w.arena, w.index, str_from_c(id.text), NULL, 0,
                                   root_of, NULL, &w.err),
                     ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_ends_before_the_first_later_clock_reading),
        TEST(the_id_depends_on_feeds_sizes_and_roots_alone),
        TEST(an_id_leads_back_to_its_view),
        TEST(with_several_feeds_an_id_cannot_be_guessed),
        TEST(more_days_than_expected_are_all_tried),
    };

    return cmocka_run_group_tests_name("frontier", tests, NULL, NULL);
}
