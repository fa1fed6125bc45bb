#include "intake/identity.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct identities identities;

static int set_up(void **state)
{
    (void)state;
    identities = (struct identities){.arena = &arena};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    identities_clear(&identities);
    arena_free(&arena);
    return 0;
}

static struct str identity(const char *key, const char *cell, int64_t row)
{
    const struct table_cell cells[] = {{.text = str_from_c(cell)}};

    return identity_of_row(&identities, &arena, str_from_c(key), cells, 1, row);
}

static void the_first_row_of_a_key_is_known_by_it(void **state)
{
    (void)state;
    assert_true(str_equal(identity("7", "a", 1), STR("7")));
    assert_true(str_equal(identity("8", "a", 2), STR("8")));
}

static void further_rows_of_a_key_are_known_by_what_they_say(void **state)
{
    struct str second;
    struct str third;

    (void)state;
    (void)identity("7", "a", 1);
    second = identity("7", "b", 2);
    third = identity("7", "c", 3);
    assert_true(str_starts_with(second, STR("7" IDENTITY_JOINT "=")));
    assert_false(str_equal(second, third));
    /* In another order of the rows they are known by the same. */
    identities_clear(&identities);
    (void)identity("7", "a", 1);
    assert_true(str_equal(identity("7", "c", 2), third));
    assert_true(str_equal(identity("7", "b", 3), second));
}

static void rows_that_say_the_same_are_counted(void **state)
{
    struct str first;

    (void)state;
    first = identity("", "a", 1);
    assert_true(str_starts_with(first, STR(IDENTITY_JOINT "=")));
    assert_true(str_starts_with(identity("", "a", 2), first));
    assert_false(str_equal(identity("", "a", 3), first));
}

static void an_identity_is_given_away_once(void **state)
{
    int64_t first = 0;

    (void)state;
    assert_true(identity_take(&identities, &first, STR("x"), 5));
    assert_false(identity_take(&identities, &first, STR("x"), 9));
    assert_int_equal(first, 5);
}

static void people_see_no_control_characters(void **state)
{
    (void)state;
    assert_true(
        str_equal(identity_shown(&arena, STR("a" IDENTITY_JOINT "b")), STR("a b")));
    assert_int_equal(identity_shown(&arena, STR("")).len, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_row_of_a_key_is_known_by_it),
        TEST(further_rows_of_a_key_are_known_by_what_they_say),
        TEST(rows_that_say_the_same_are_counted),
        TEST(an_identity_is_given_away_once),
        TEST(people_see_no_control_characters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
