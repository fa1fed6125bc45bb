#include "record/roles.h"

#include "record/admission_testing.h"

/* Attacks on who may do what, and that the honest course of things is understood. */

static void member(uint32_t feed, uint64_t index, const char *by, const char *id,
                   const char *roles)
{
    say(feed, index,
        arena_printf(&w.arena, "{'kind':'member','by':'%s','id':'%s','roles':[%s]}%c", by,
                     id, roles, '\0')
            .ptr);
}

static void superseding(uint32_t feed, uint64_t index, const char *by, const char *id,
                        const char *roles, const char *refs)
{
    say(feed, index,
        arena_printf(&w.arena,
                     "{'kind':'member','by':'%s','id':'%s','roles':[%s],'supersedes':["
                     "{'c':'" ROOT "','s':'%s'}]}%c",
                     by, id, roles, refs, '\0')
            .ptr);
}

/* Feed n is this member's device, admitted by the founder. */
static void device(uint32_t n, uint64_t index, const char *of)
{
    say(0, index,
        arena_printf(&w.arena,
                     "{'kind':'device','by':'founder','of':'%s','members':['%s'],"
                     "'from':0}%c",
                     ids[n], of, '\0')
            .ptr);
}

static struct roles_view view(void)
{
    decide();
    return (struct roles_view){w.feeds, w.out, FEEDS, STR(FOUNDER)};
}

static unsigned now(const char *id)
{
    struct roles_view v = view();

    return roles_now(&v, str_from_c(id)).roles;
}

static bool contested(const char *id)
{
    struct roles_view v = view();

    return roles_now(&v, str_from_c(id)).is_contested;
}

static void the_founder_is_an_admin_and_strangers_are_nothing(void **state)
{
    struct roles_view v = view();

    (void)state;
    assert_int_equal(now("founder"), ROLE_ADMIN);
    assert_false(roles_now(&v, STR("stranger")).is_known);
    assert_int_equal(now("stranger"), 0);
    assert_true(roles_suffice(ROLE_ADMIN, ROLE_RECORDER));
    assert_true(roles_suffice(ROLE_ADMIN, ROLE_REVIEWER));
    assert_false(roles_suffice(ROLE_RECORDER | ROLE_READER, ROLE_REVIEWER));
    assert_false(roles_suffice(ROLE_WITNESS, roles_for_kind(STR("claim"))));
    assert_true(roles_suffice(ROLE_WITNESS, roles_for_kind(STR("access"))));
}

static void the_last_word_of_a_feed_counts(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'recorder','reader'");
    assert_int_equal(now("ann"), ROLE_RECORDER | ROLE_READER);
    member(0, 4, "founder", "ann", "'reviewer'");
    assert_int_equal(now("ann"), ROLE_REVIEWER);
    member(0, 5, "founder", "ann", "");
    assert_int_equal(now("ann"), 0);
    member(0, 6, "founder", "ann", "'a_role_of_a_newer_version','recorder'");
    assert_int_equal(now("ann"), ROLE_RECORDER);
}

static void a_recorder_does_not_make_itself_an_admin(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'recorder'");
    device(1, 4, "ann");
    member(1, 1, "ann", "ann", "'admin'");
    member(1, 2, "ann", "bo", "'admin'");      /* nor a friend, */
    member(1, 3, "bo", "ann", "'admin'");      /* who is not of this device, */
    member(1, 4, "founder", "ann", "'admin'"); /* nor in the founder's name */
    superseding(1, 5, "ann", "ann", "'admin'", "f0.3");
    admit(1, 6, "ann", 2);
    assert_int_equal(now("ann"), ROLE_RECORDER);
    assert_int_equal(now("bo"), 0);
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
}

static void
two_admins_that_end_each_other_stay_until_the_founding_feed_speaks(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    member(0, 4, "founder", "bo", "'admin'");
    device(1, 5, "ann");
    device(2, 6, "bo");
    superseding(1, 1, "ann", "bo", "", "f0.4");
    superseding(2, 1, "bo", "ann", "", "f0.3");
    assert_int_equal(now("ann"), ROLE_ADMIN);
    assert_int_equal(now("bo"), ROLE_ADMIN);
    assert_true(contested("ann"));
    assert_true(contested("bo"));
    member(0, 7, "founder", "bo", "");
    assert_int_equal(now("ann"), ROLE_ADMIN);
    assert_int_equal(now("bo"), 0);
}

static void the_first_of_two_on_one_machine_has_ended_the_other(void **state)
{
    (void)state;
    say(0, 3,
        "{'kind':'device','by':'founder','of':'f0','members':['founder','ann','bo'],"
        "'from':0}");
    member(0, 4, "founder", "ann", "'admin'");
    member(0, 5, "founder", "bo", "'admin'");
    member(0, 6, "ann", "bo", "");
    member(0, 7, "bo", "ann", "");
    assert_int_equal(now("ann"), ROLE_ADMIN);
    assert_int_equal(now("bo"), 0);
}

static void nobody_ends_the_founder_from_another_device(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    device(1, 4, "ann");
    superseding(1, 1, "ann", "founder", "", "f0.1");
    assert_int_equal(now("founder"), ROLE_ADMIN);
    assert_true(contested("founder"));
}

static void an_ended_admin_admits_nobody_unless_its_device_was_ended_too(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    device(1, 4, "ann");
    admit(1, 2, "ann", 2);
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_BY_ADMIN);
    member(0, 5, "founder", "ann", "");
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_NONE);
    end_at(0, 6, "founder", 1, 10); /* what was said up to here stays */
    decide();
    assert_int_equal(w.out[2].ground, ADMISSION_BY_ADMIN);
}

static void an_ended_device_that_writes_on_changes_nothing(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    device(1, 4, "ann");
    end_at(0, 5, "founder", 1, 3);
    member(1, 2, "ann", "bo", "'recorder'");
    member(1, 3, "ann", "cy", "'admin'"); /* behind its end */
    end_at(1, 4, "ann", 0, 1);
    assert_int_equal(now("bo"), ROLE_RECORDER);
    assert_int_equal(now("cy"), 0);
    assert_int_equal(w.out[0].until, UINT64_MAX);
}

static void a_member_that_leaves_may_say_so_itself(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'recorder'");
    device(1, 4, "ann");
    superseding(1, 1, "ann", "ann", "", "f0.3");
    assert_int_equal(now("ann"), 0);
}

static void
who_names_the_other_word_wins_and_equals_that_disagree_give_the_least(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    member(0, 4, "founder", "bo", "'admin'");
    member(0, 5, "founder", "cy", "'recorder'");
    device(1, 6, "ann");
    device(2, 7, "bo");
    member(1, 1, "ann", "cy",
           "'reviewer'"); /* without naming it: the nearer one counts */
    assert_int_equal(now("cy"), ROLE_RECORDER);
    superseding(1, 2, "ann", "cy", "'reviewer','reader'", "f0.5");
    assert_int_equal(now("cy"), ROLE_REVIEWER | ROLE_READER);
    superseding(2, 1, "bo", "cy", "'reader','recorder'", "f0.5");
    assert_int_equal(now("cy"), ROLE_READER);
    assert_true(contested("cy"));
    superseding(2, 2, "bo", "cy", "'recorder'", "f1.2");
    assert_int_equal(now("cy"), ROLE_RECORDER);
    assert_false(contested("cy"));
}

static void an_admin_made_further_out_is_ended_by_the_founding_feed(void **state)
{
    (void)state;
    member(0, 3, "founder", "ann", "'admin'");
    device(1, 4, "ann");
    member(1, 1, "ann", "bo", "'admin'");
    say(1, 2, "{'kind':'device','by':'ann','of':'f2','members':['bo'],'from':0}");
    admit(2, 1, "bo", 3);
    decide();
    assert_int_equal(w.out[3].ground, ADMISSION_BY_ADMIN);
    superseding(0, 5, "founder", "bo", "", "f1.1");
    assert_int_equal(now("bo"), 0);
    assert_int_equal(w.out[3].ground, ADMISSION_NONE);
}

static void who_had_a_role_is_told_from_the_words_before(void **state)
{
    struct roles_view v;

    (void)state;
    member(0, 3, "founder", "ann", "'recorder'");
    say(0, 4,
        "{'kind':'device','by':'founder','of':'f0','members':['founder','ann'],"
        "'from':0}");
    device(1, 5, "ann");
    member(0, 9, "founder", "ann", "'reader'");
    v = view();
    assert_false(roles_had(&v, 0, 2, STR("ann"), ROLE_RECORDER));
    assert_true(roles_had(&v, 0, 8, STR("ann"), ROLE_RECORDER));
    assert_false(roles_had(&v, 0, 8, STR("ann"), ROLE_REVIEWER));
    assert_false(roles_had(&v, 0, 10, STR("ann"), ROLE_RECORDER));
    /* Another feed cannot know when it was: any word will do. */
    assert_true(roles_had(&v, 1, 3, STR("ann"), ROLE_RECORDER));
    assert_false(roles_had(&v, 1, 3, STR("ann"), ROLE_ADMIN));
    assert_true(roles_had(&v, 1, 3, STR("founder"), ROLE_ADMIN));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_founder_is_an_admin_and_strangers_are_nothing),
        TEST(the_last_word_of_a_feed_counts),
        TEST(a_recorder_does_not_make_itself_an_admin),
        TEST(two_admins_that_end_each_other_stay_until_the_founding_feed_speaks),
        TEST(the_first_of_two_on_one_machine_has_ended_the_other),
        TEST(nobody_ends_the_founder_from_another_device),
        TEST(an_ended_admin_admits_nobody_unless_its_device_was_ended_too),
        TEST(an_ended_device_that_writes_on_changes_nothing),
        TEST(a_member_that_leaves_may_say_so_itself),
        TEST(who_names_the_other_word_wins_and_equals_that_disagree_give_the_least),
        TEST(an_admin_made_further_out_is_ended_by_the_founding_feed),
        TEST(who_had_a_role_is_told_from_the_words_before),
    };

    return cmocka_run_group_tests_name("roles", tests, NULL, NULL);
}
