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
    (void)feed;
    if (context)
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

/* Look for an id, knowing one size that was signed, or none, of each feed. */
static enum err_code find(struct view *view, struct str id, const uint64_t *size)
{
    struct signed_sizes sizes[2] = {{size, size ? 1 : 0}, {size, size ? 1 : 0}};
    const struct frontier_log log = {sizes, root_of, NULL};

    return frontier_find(view, &w.arena, w.index, id, &log, &w.err);
}

static void an_id_leads_back_to_its_view(void **state)
{
    struct view view;
    struct frontier_id id;
    uint64_t sizes[] = {2};
    const struct signed_sizes none = {0};
    const struct frontier_log unreadable = {&none, root_of, &w};

    (void)state;
    say_at("2022-09-14T10:00:00Z");
    say_at("2022-09-14T11:00:00Z");
    say_at("2022-09-14T12:00:00Z");
    say_at("2022-09-15T12:00:00Z");
    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, DAY, &w.err), ERR_OK);
    assert_int_equal(frontier_describe(&id, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(find(&view, str_from_c(id.text), NULL), ERR_OK);
    assert_int_equal(view.sizes[0], 3);
    view = (struct view){sizes, 1};
    assert_int_equal(frontier_describe(&id, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(find(&view, str_from_c(id.text), NULL), ERR_NOT_FOUND);
    assert_int_equal(find(&view, str_from_c(id.text), sizes), ERR_OK);
    assert_int_equal(view.sizes[0], 2);
    assert_int_equal(find(&view, STR("0123456789abcdef"), NULL), ERR_NOT_FOUND);
    assert_string_equal(w.err.message,
                        "no state of this archive has the frontier \"0123456789abcdef\"");
    assert_int_equal(
        frontier_find(&view, &w.arena, w.index, STR("0"), &unreadable, &w.err), ERR_IO);
}

static void an_id_leads_back_to_a_view_of_feeds_that_followed_one_another(void **state)
{
    struct view view;
    struct frontier_id before;
    struct frontier_id after;
    const uint64_t earlier[] = {2, 0};
    const uint64_t later[] = {3, 1};

    (void)state;
    say_at("2022-09-14T10:00:00Z");
    say_at("2022-09-14T11:00:00Z");
    say_at("2022-09-15T12:00:00Z");
    world_use_feed(&w, "second");
    say_at("2022-09-16T10:00:00Z");
    say_at("2022-09-17T10:00:00Z");
    view = (struct view){earlier, 2};
    assert_int_equal(frontier_describe(&before, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    view = (struct view){later, 2};
    assert_int_equal(frontier_describe(&after, w.index, view, root_of, NULL, &w.err),
                     ERR_OK);
    assert_int_equal(find(&view, str_from_c(before.text), NULL), ERR_OK);
    assert_int_equal(view.sizes[0], 2);
    assert_int_equal(view.sizes[1], 0);
    assert_int_equal(find(&view, str_from_c(after.text), NULL), ERR_OK);
    assert_int_equal(view.sizes[0], 3);
    assert_int_equal(view.sizes[1], 1);
    assert_int_equal(find(&view, STR("0123456789abcdef"), NULL), ERR_NOT_FOUND);
}

static void what_does_not_count_is_in_no_view(void **state)
{
    struct view view;

    (void)state;
    say_at("2022-09-14T10:00:00Z");
    say_at("2022-09-14T11:00:00Z");
    index_bound_feed(w.index, 0, (struct feed_bounds){.until = 1, .counts = true});
    assert_int_equal(frontier_now(&view, &w.arena, w.index, &w.err), ERR_OK);
    assert_int_equal(view.sizes[0], 1);
    index_bound_feed(w.index, 0, (struct feed_bounds){0});
    assert_int_equal(frontier_of_day(&view, &w.arena, w.index, 30000, &w.err), ERR_OK);
    assert_int_equal(view.sizes[0], 0);
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
    assert_int_equal(find(&view, str_from_c(id.text), NULL), ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_ends_before_the_first_later_clock_reading),
        TEST(the_id_depends_on_feeds_sizes_and_roots_alone),
        TEST(an_id_leads_back_to_its_view),
        TEST(an_id_leads_back_to_a_view_of_feeds_that_followed_one_another),
        TEST(what_does_not_count_is_in_no_view),
        TEST(more_days_than_expected_are_all_tried),
    };

    return cmocka_run_group_tests_name("frontier", tests, NULL, NULL);
}
