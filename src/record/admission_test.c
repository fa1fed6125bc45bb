#include "record/admission_testing.h"

static void the_founding_feed_counts_and_no_other_by_itself(void **state)
{
    (void)state;
    decide();
    assert_int_equal(w.out[0].ground, ADMISSION_FOUNDING);
    assert_true(admission_counts(&w.out[0], 1000000));
    assert_int_equal(w.out[1].ground, ADMISSION_NONE);
    assert_false(admission_counts(&w.out[1], 0));
}

static void what_an_admin_names_counts_one_level_deeper(void **state)
{
    (void)state;
    say(0, 5, "{'kind':'device','by':'founder','of':'f1','members':['ann'],'from':7}");
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_BY_ADMIN);
    assert_int_equal(w.out[1].depth, 1);
    assert_int_equal(w.out[1].by, 0);
    assert_false(admission_counts(&w.out[1], 6));
    assert_true(admission_counts(&w.out[1], 7));
}

static void only_admins_admit(void **state)
{
    (void)state;
    admit(0, 5, "founder", 1);
    say(1, 1, "{'kind':'device','by':'founder','of':'f2','members':['bo'],'from':0}");
    say(1, 2, "{'kind':'device','by':'ann','of':'f3','members':['cy'],'from':0}");
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_BY_ADMIN);
    assert_int_equal(w.out[2].ground, ADMISSION_BY_ADMIN);
    assert_int_equal(w.out[2].depth, 2);
    assert_int_equal(w.out[3].ground, ADMISSION_NONE);
}

static void nobody_admits_in_a_feed_that_is_not_theirs(void **state)
{
    (void)state;
    say(0, 5, "{'kind':'device','by':'founder','of':'f1','members':['ann'],'from':0}");
    admit(1, 1, "founder", 2); /* the founder's name in ann's feed */
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_BY_ADMIN);
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
}

static void an_admin_is_made_by_another_and_never_by_oneself(void **state)
{
    (void)state;
    say(0, 4, "{'kind':'device','by':'founder','of':'f1','members':['ann'],'from':0}");
    say(1, 1, "{'kind':'member','by':'ann','id':'ann','roles':['admin']}");
    say(1, 2, "{'kind':'device','by':'ann','of':'f2','members':['bo'],'from':0}");
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
    say(0, 5, "{'kind':'member','by':'founder','id':'ann','roles':['recorder','admin']}");
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_BY_ADMIN);
}

static void a_replacement_ends_the_old_feed_and_counts(void **state)
{
    (void)state;
    replace(1, 0, 9, 0, ARCHIVE);
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_REPLACEMENT);
    assert_int_equal(w.out[1].depth, 1);
    assert_int_equal(w.out[0].until, 9);
    assert_int_equal(w.out[0].ended_by, 1);
    assert_true(admission_counts(&w.out[0], 8));
    assert_false(admission_counts(&w.out[0], 9));
}

static void a_chain_of_replacements_goes_deeper_each_time(void **state)
{
    (void)state;
    replace(2, 0, 9, 0, ARCHIVE);
    replace(1, 2, 4, 2, ARCHIVE);
    decide();
    assert_int_equal(w.out[2].depth, 1);
    assert_int_equal(w.out[1].depth, 2);
    assert_int_equal(w.out[2].until, 4);
}

static void only_the_old_key_replaces(void **state)
{
    (void)state;
    replace(1, 0, 9, 1, ARCHIVE);
    replace(2, 0, 9, 0, "another0archive0another000");
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_NONE);
    assert_true(str_equal(w.out[1].replaces, STR("f0")));
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
    assert_int_equal(w.out[0].until, UINT64_MAX);
}

static void an_altered_end_is_not_what_was_signed(void **state)
{
    (void)state;
    replace(1, 0, 9, 0, ARCHIVE);
    for (uint32_t i = 0; i < w.feeds[1].first.count; i++) {
        struct member *member = &w.feeds[1].first.members[i];

        if (str_equal(member->key, STR("replaces")))
            value_set(&member->value, &w.arena, STR("size"), value_integer(8));
    }
    decide();
    assert_int_equal(w.out[1].ground, ADMISSION_NONE);
}

static void the_earliest_end_counts(void **state)
{
    (void)state;
    replace(1, 0, 9, 0, ARCHIVE);
    replace(2, 0, 6, 0, ARCHIVE);
    decide();
    assert_int_equal(w.out[0].until, 6);
    assert_int_equal(w.out[1].ground, ADMISSION_REPLACEMENT);
    assert_int_equal(w.out[2].ground, ADMISSION_REPLACEMENT);
}

static void a_key_that_was_ended_replaces_nothing(void **state)
{
    (void)state;
    admit(0, 4, "founder", 1);
    end_at(0, 5, "founder", 1, 20);
    replace(2, 1, 30, 1, ARCHIVE); /* whoever stole the key writes on */
    decide();
    assert_int_equal(w.out[1].until, 20);
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
}

static void what_is_said_behind_the_end_has_no_say(void **state)
{
    (void)state;
    admit(0, 4, "founder", 1);
    end_at(0, 5, "founder", 1, 3);
    admit(1, 2, "founder", 2);
    admit(1, 3, "founder", 3);
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_BY_ADMIN);
    assert_int_equal(w.out[3].ground, ADMISSION_NONE);
}

static void equals_cannot_end_each_other_and_it_shows(void **state)
{
    (void)state;
    admit(0, 4, "founder", 1);
    admit(0, 5, "founder", 2);
    end_at(1, 1, "founder", 2, 1);
    end_at(2, 1, "founder", 1, 1);
    decide();
    assert_int_equal(w.out[1].until, UINT64_MAX);
    assert_int_equal(w.out[2].until, UINT64_MAX);
    assert_true(w.out[1].is_contested);
    assert_true(w.out[2].is_contested);
}

static void a_feed_ends_itself_without_an_admin(void **state)
{
    (void)state;
    say(0, 4, "{'kind':'device','by':'founder','of':'f1','members':['ann'],'from':0}");
    end_at(1, 7, "ann", 1, 8);
    decide();
    assert_int_equal(w.out[1].until, 8);
    assert_false(w.out[1].is_contested);
}

/* Whatever the order in which the feeds arrived here. */
static void the_order_of_the_feeds_does_not_matter(void **state)
{
    struct admission_feed turned[FEEDS];

    (void)state;
    replace(1, 0, 9, 0, ARCHIVE);
    admit(0, 5, "founder", 2);
    end_at(0, 6, "founder", 2, 4);
    decide();
    for (size_t i = 0; i < FEEDS; i++)
        turned[i] = w.feeds[FEEDS - 1 - i];
    admission_decide(w.out, turned, FEEDS, STR(ARCHIVE), STR(FOUNDER));
    assert_int_equal(w.out[3].until, 9);
    assert_int_equal(w.out[2].ground, ADMISSION_REPLACEMENT);
    assert_int_equal(w.out[1].until, 4);
    assert_int_equal(w.out[1].by, 3);
    assert_int_equal(w.out[0].ground, ADMISSION_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_founding_feed_counts_and_no_other_by_itself),
        TEST(what_an_admin_names_counts_one_level_deeper),
        TEST(only_admins_admit),
        TEST(nobody_admits_in_a_feed_that_is_not_theirs),
        TEST(an_admin_is_made_by_another_and_never_by_oneself),
        TEST(a_replacement_ends_the_old_feed_and_counts),
        TEST(a_chain_of_replacements_goes_deeper_each_time),
        TEST(only_the_old_key_replaces),
        TEST(an_altered_end_is_not_what_was_signed),
        TEST(the_earliest_end_counts),
        TEST(a_key_that_was_ended_replaces_nothing),
        TEST(what_is_said_behind_the_end_has_no_say),
        TEST(equals_cannot_end_each_other_and_it_shows),
        TEST(a_feed_ends_itself_without_an_admin),
        TEST(the_order_of_the_feeds_does_not_matter),
    };

    return cmocka_run_group_tests_name("admission", tests, NULL, NULL);
}
