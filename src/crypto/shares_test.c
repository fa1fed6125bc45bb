#include "crypto/shares.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "crypto/random.h"

static const struct shares_set kharkiv = {
    SHARES_OF_COMPARTMENT, "psqz2nfr", "000g40r40m30e209j", 2, {0}, 3};

static void make(struct share *out, size_t count, unsigned needed, uint8_t *secret)
{
    struct shares_set set = kharkiv;

    set.needed = (uint8_t)needed;
    random_fill(secret, SHARES_SECRET);
    shares_split(out, count, &set, secret);
}

/* Combining the shares with the numbers in `which` (a digit each) gives the key or not.
 */
static enum err_code combine(uint8_t *secret, const struct share *all, const char *which)
{
    enum share_verdict verdicts[SHARES_MAX];
    struct share some[SHARES_MAX];
    struct err err = {0};
    size_t missing;
    size_t count = 0;

    for (; which[count]; count++)
        some[count] = all[which[count] - '1'];
    return shares_combine(secret, verdicts, &missing, some, count, &err);
}

static void any_three_of_five_give_the_key_and_no_two(void **state)
{
    uint8_t secret[SHARES_SECRET];
    struct share all[5];
    char which[4] = {0};
    int threes = 0;

    (void)state;
    make(all, 5, 3, secret);
    for (which[0] = '1'; which[0] <= '5'; which[0]++)
        for (which[1] = '1'; which[1] <= '5'; which[1]++)
            for (which[2] = '1'; which[2] <= '5'; which[2]++) {
                uint8_t found[SHARES_SECRET] = {0};
                bool differ =
                    which[0] != which[1] && which[0] != which[2] && which[1] != which[2];

                threes += differ;
                assert_int_equal(combine(found, all, which),
                                 differ ? ERR_OK : ERR_NOT_FOUND);
                assert_int_equal(memcmp(found, secret, sizeof found) == 0, differ);
            }
    assert_int_equal(threes, 60);
}

static void every_size_that_is_allowed_works(void **state)
{
    (void)state;
    for (unsigned count = SHARES_NEEDED_MIN; count <= SHARES_MAX; count++)
        for (unsigned needed = SHARES_NEEDED_MIN; needed <= count; needed++) {
            enum share_verdict verdicts[SHARES_MAX];
            uint8_t secret[SHARES_SECRET];
            uint8_t found[SHARES_SECRET];
            struct share all[SHARES_MAX];
            struct err err = {0};
            size_t missing;

            make(all, count, needed, secret);
            /* The last ones: the first are what a simpler scheme would always give. */
            assert_int_equal(shares_combine(found, verdicts, &missing,
                                            all + count - needed, needed, &err),
                             ERR_OK);
            assert_memory_equal(found, secret, sizeof found);
            assert_int_equal(
                shares_combine(found, verdicts, &missing, all, needed - 1, &err),
                ERR_NOT_FOUND);
            assert_int_equal(missing, 1);
        }
}

static void limits_are_said(void **state)
{
    struct err err = {0};

    (void)state;
    assert_int_equal(shares_may_split(3, 5, &err), ERR_OK);
    assert_int_equal(shares_may_split(2, 2, &err), ERR_OK);
    assert_int_equal(shares_may_split(16, 16, &err), ERR_OK);
    assert_int_equal(shares_may_split(1, 5, &err), ERR_INVALID);
    assert_int_equal(shares_may_split(0, 0, &err), ERR_INVALID);
    assert_int_equal(shares_may_split(4, 3, &err), ERR_INVALID);
    assert_string_equal(err.message, "more shares are needed than there would be");
    assert_int_equal(shares_may_split(3, 17, &err), ERR_INVALID);
    assert_int_equal(shares_may_split(UINT64_MAX, UINT64_MAX, &err), ERR_INVALID);
}

static void a_wrong_share_is_named_when_there_is_one_more(void **state)
{
    enum share_verdict verdicts[5];
    uint8_t secret[SHARES_SECRET];
    uint8_t found[SHARES_SECRET] = {0};
    struct share all[5];
    struct err err = {0};
    size_t missing = 7;

    (void)state;
    make(all, 5, 3, secret);
    all[1].data[39] ^= 1;
    assert_int_equal(shares_combine(found, verdicts, &missing, all, 3, &err),
                     ERR_CORRUPT);
    assert_int_equal(missing, 0);
    assert_int_equal(verdicts[1], SHARE_NOT_TOLD);
    assert_int_equal(found[0] | found[31], 0);
    assert_int_equal(shares_combine(found, verdicts, &missing, all, 4, &err), ERR_OK);
    assert_memory_equal(found, secret, sizeof found);
    assert_int_equal(verdicts[0], SHARE_GOOD);
    assert_int_equal(verdicts[1], SHARE_WRONG);
    assert_int_equal(verdicts[2], SHARE_GOOD);
    assert_int_equal(verdicts[3], SHARE_GOOD);
    /* Two wrong ones, and the number that a right one has. */
    all[4].number = 1;
    assert_int_equal(shares_combine(found, verdicts, &missing, all, 5, &err), ERR_OK);
    assert_int_equal(verdicts[4], SHARE_WRONG);
}

static void one_share_twice_counts_once(void **state)
{
    enum share_verdict verdicts[4];
    uint8_t secret[SHARES_SECRET];
    struct share all[3];
    struct share given[4];
    struct err err = {0};
    size_t missing = 0;

    (void)state;
    make(all, 3, 3, secret);
    given[0] = given[1] = all[0];
    given[2] = given[3] = all[2];
    assert_int_equal(shares_combine(secret, verdicts, &missing, given, 4, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(missing, 1);
    assert_string_equal(err.message, "2 of the 3 shares that are needed are here");
    assert_int_equal(verdicts[1], SHARE_REPEATED);
    assert_int_equal(verdicts[3], SHARE_REPEATED);
    given[3] = all[1];
    assert_int_equal(shares_combine(secret, verdicts, &missing, given, 4, &err), ERR_OK);
}

static void shares_of_two_sets_do_not_mix(void **state)
{
    enum share_verdict verdicts[5];
    uint8_t secret[SHARES_SECRET];
    uint8_t found[SHARES_SECRET];
    struct share old[5];
    struct share newer[5];
    struct share given[5];
    struct err err = {0};
    size_t missing;

    (void)state;
    make(old, 5, 3, secret);
    shares_split(newer, 5, &kharkiv, secret);
    given[0] = old[0];
    given[1] = newer[1];
    given[2] = newer[2];
    assert_int_equal(shares_combine(found, verdicts, &missing, given, 3, &err),
                     ERR_NOT_FOUND);
    assert_int_equal(verdicts[0], SHARE_OTHER_SET);
    assert_int_equal(verdicts[1], SHARE_NOT_TOLD);
    given[3] = newer[4];
    assert_int_equal(shares_combine(found, verdicts, &missing, given, 4, &err), ERR_OK);
    assert_int_equal(verdicts[0], SHARE_OTHER_SET);
    assert_memory_equal(found, secret, sizeof found);
}

/* What the sheet says about itself is part of the check. */
static void a_changed_heading_is_found_out(void **state)
{
    (void)state;
    for (int what = 0; what < 5; what++) {
        uint8_t secret[SHARES_SECRET];
        struct share all[3];

        make(all, 3, 3, secret);
        assert_int_equal(combine(secret, all, "123"), ERR_OK);
        for (int i = 0; i < 3; i++)
            switch (what) {
            case 0:
                all[i].set.kind = SHARES_OF_MEMBER;
                break;
            case 1:
                all[i].set.archive[7] = '0';
                break;
            case 2:
                all[i].set.owner[0] = 'z';
                break;
            case 3:
                all[i].set.epoch = 258;
                break;
            default:
                all[i].set.id[3] ^= 128;
                break;
            }
        assert_int_equal(combine(secret, all, "123"), ERR_CORRUPT);
    }
}

/* Every value of a byte of two shares of three is as likely whatever the key: over many
 * sets of one key each value turns up. (One that never does: chance 256 * e^-32.) */
static void two_shares_of_three_say_nothing(void **state)
{
    static bool seen[2][256];
    const uint8_t secret[SHARES_SECRET] = {0};
    struct share all[3];

    (void)state;
    for (int round = 0; round < 32 * 256; round++) {
        shares_split(all, 3, &kharkiv, secret);
        seen[0][all[0].data[0]] = true;
        seen[1][all[2].data[39]] = true;
    }
    for (int value = 0; value < 256; value++)
        assert_true(seen[0][value] && seen[1][value]);
}

/* Made by other means, over GF(256) with x^8 + x^4 + x^3 + x^2 + 1: papers that lie in
 * drawers must stay readable. */
static void shares_made_without_the_library_are_combined(void **state)
{
    static const uint8_t data[2][SHARES_DATA] = {
        {25,  114, 30,  194, 250, 49,  166, 117, 105, 244, 246, 146, 100, 243,
         2,   211, 173, 18,  168, 128, 182, 93,  152, 204, 152, 159, 26,  31,
         202, 193, 182, 181, 88,  191, 30,  105, 11,  107, 245, 5},
        {176, 80,  52,  114, 154, 119, 11, 218, 116, 30, 145, 230, 232, 147,
         16,  196, 167, 152, 38,  239, 28, 161, 80,  95, 69,  75,  26,  17,
         198, 214, 7,   3,   147, 248, 56, 108, 133, 74, 147, 234}};
    uint8_t expected[SHARES_SECRET];
    uint8_t secret[SHARES_SECRET];
    struct share all[2];

    (void)state;
    for (size_t i = 0; i < sizeof expected; i++)
        expected[i] = (uint8_t)i;
    for (size_t i = 0; i < 2; i++) {
        all[i] = (struct share){.set = kharkiv, .number = (uint8_t)(i ? 5 : 2)};
        all[i].set.needed = 2;
        memcpy(all[i].set.id, "\1\2\3\4", SHARES_ID);
        memcpy(all[i].data, data[i], SHARES_DATA);
    }
    assert_int_equal(combine(secret, all, "12"), ERR_OK);
    assert_memory_equal(secret, expected, sizeof secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_three_of_five_give_the_key_and_no_two),
        cmocka_unit_test(every_size_that_is_allowed_works),
        cmocka_unit_test(limits_are_said),
        cmocka_unit_test(a_wrong_share_is_named_when_there_is_one_more),
        cmocka_unit_test(one_share_twice_counts_once),
        cmocka_unit_test(shares_of_two_sets_do_not_mix),
        cmocka_unit_test(a_changed_heading_is_found_out),
        cmocka_unit_test(two_shares_of_three_say_nothing),
        cmocka_unit_test(shares_made_without_the_library_are_combined),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
