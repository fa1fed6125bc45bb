#include "record/erasure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "format/foreign.h"

/* Who has erased what: each case is a few statements, and what they come to. */

#define ADMIN "aaaaaaaaaaaaaaaaa"
#define SECOND "bbbbbbbbbbbbbbbbb"
#define RECORDER "ccccccccccccccccc"
#define OTHER "ddddddddddddddddd"
#define FEED "psqz2nfrr54h0sv8qh42ysypj9"
#define X64 "1111111111111111111111111111111111111111111111111111111111111111"
#define Y64 "2222222222222222222222222222222222222222222222222222222222222222"
#define OF_X "{\"c\":\"" X64 "\",\"s\":\"" FEED ".7\"}"
#define OF_Y "{\"c\":\"" Y64 "\",\"s\":\"" FEED ".8\"}"

enum { WORDS_MAX = 8 };

struct case_ {
    struct arena arena;
    struct erasure_word words[WORDS_MAX];
    size_t count;
    struct erasures out;
};

static struct value json(struct case_ *c, const char *text)
{
    struct value value = {0};
    struct err err = {0};

    if (foreign_parse(&value, &c->arena, str_from_c(text), &err) != ERR_OK)
        fail_msg("%s", err.message);
    return value;
}

/* Word number i has a commitment of its own, which others confirm by its number. */
static struct str commitment_of_word(struct case_ *c, size_t i)
{
    return arena_printf(&c->arena, "%064zx", i + 1);
}

static void say(struct case_ *c, const char *kind, const char *by, const char *of,
                int confirms)
{
    struct str more =
        confirms < 0
            ? STR("")
            : arena_printf(&c->arena,
                           ",\"confirms\":{\"c\":\"%s\",\"s\":\"" FEED ".%d\"}",
                           commitment_of_word(c, (size_t)confirms).ptr, confirms);
    struct str text = arena_printf(
        &c->arena,
        "{\"kind\":\"%s\",\"by\":\"%s\",\"of\":%s,\"ground\":\"g\",\"stored\":\"" Y64
        "\"%s}",
        kind, by, of, more.ptr);
    struct erasure_word *word = &c->words[c->count];

    *word = (struct erasure_word){.index = c->count, .statement = json(c, text.ptr)};
    assert_true(digest_parse(&word->commitment, commitment_of_word(c, c->count)));
    c->count++;
}

static bool is_admin(void *data, const struct erasure_word *word)
{
    struct str by = value_get_string(&word->statement, STR("by"));

    (void)data;
    return str_equal(by, STR(ADMIN)) || str_equal(by, STR(SECOND));
}

static bool may_be_author(void *data, struct str ref, struct str member)
{
    (void)data;
    return str_starts_with(ref, STR(FEED ".")) && str_equal(member, STR(RECORDER));
}

static void judge(struct case_ *c)
{
    const struct erasure_court court = {NULL, is_admin, may_be_author};

    erasures_judge(&c->out, &c->arena, c->words, c->count, &court);
}

static bool is_erased(struct case_ *c, const char *what, bool is_statement)
{
    struct digest digest;

    assert_true(digest_parse(&digest, str_from_c(what)));
    judge(c);
    return is_statement ? erasures_of_statement(&c->out, &digest) != NULL
                        : erasures_of_object(&c->out, &digest) != NULL;
}

static void takes_two_members(void **state)
{
    struct case_ c = {0};

    (void)state;
    say(&c, "erase", ADMIN, OF_X, -1);
    assert_false(is_erased(&c, X64, true));
    say(&c, "erase", ADMIN, OF_X, 0); /* himself */
    assert_false(is_erased(&c, X64, true));
    say(&c, "erase", RECORDER, OF_X, -1); /* asks too, and confirms nothing */
    assert_false(is_erased(&c, X64, true));
    say(&c, "erase", RECORDER, OF_Y, 0); /* confirms, and means something else */
    assert_false(is_erased(&c, X64, true));
    assert_false(is_erased(&c, Y64, true));
    say(&c, "erase", RECORDER, OF_X, 0);
    assert_true(is_erased(&c, X64, true));
    assert_false(is_erased(&c, Y64, true));
    assert_false(is_erased(&c, X64, false));
    assert_string_equal(
        value_get_string(&c.out.items[0].second->statement, STR("by")).ptr, RECORDER);
    arena_free(&c.arena);
}

static void takes_an_admin_or_the_author(void **state)
{
    struct case_ c = {0};

    (void)state;
    say(&c, "erase", OTHER, OF_X, -1);
    say(&c, "erase", "eeeeeeeeeeeeeeeee", OF_X, 0);
    assert_false(is_erased(&c, X64, true));
    say(&c, "erase", RECORDER, OF_X, 0); /* writes in that feed */
    assert_true(is_erased(&c, X64, true));
    say(&c, "erase", OTHER, "{\"object\":\"" Y64 "\"}", -1);
    say(&c, "erase", RECORDER, "{\"object\":\"" Y64 "\"}", 3);
    assert_false(is_erased(&c, Y64, false)); /* bytes are nobody's own */
    say(&c, "erase", ADMIN, "{\"object\":\"" Y64 "\"}", 3);
    assert_true(is_erased(&c, Y64, false));
    arena_free(&c.arena);
}

/* Two admins erase each other's statements. */
static void holds_for_two_admins(void **state)
{
    struct case_ c = {0};

    (void)state;
    say(&c, "erase", ADMIN, OF_X, -1);
    say(&c, "erase", SECOND, OF_Y, -1);
    say(&c, "erase", SECOND, OF_X, 0);
    say(&c, "erase", ADMIN, OF_Y, 1);
    assert_true(is_erased(&c, X64, true));
    assert_true(is_erased(&c, Y64, true));
    arena_free(&c.arena);
}

static void tells_rows_apart(void **state)
{
    struct case_ c = {0};

    (void)state;
    say(&c, "erase", ADMIN, "{\"object\":\"" Y64 "\",\"rows\":[3,5]}", -1);
    say(&c, "erase", SECOND, "{\"object\":\"" Y64 "\",\"rows\":[3]}", 0);
    say(&c, "erase", SECOND, "{\"object\":\"" Y64 "\"}", 0);
    assert_false(is_erased(&c, Y64, false));
    say(&c, "erase", SECOND, "{\"object\":\"" Y64 "\",\"rows\":[3,5]}", 0);
    assert_true(is_erased(&c, Y64, false));
    assert_int_equal(c.out.items[0].target.kind, ERASURE_ROWS);
    arena_free(&c.arena);
}

static void knows_what_was_sealed_anew(void **state)
{
    struct case_ c = {0};
    struct digest x;

    (void)state;
    say(&c, "reseal", RECORDER, OF_X, -1);
    assert_false(is_erased(&c, X64, true)); /* no admin */
    say(&c, "reseal", ADMIN, OF_X, -1);
    assert_true(is_erased(&c, X64, true));
    assert_true(digest_parse(&x, STR(X64)));
    assert_true(erasures_of_statement(&c.out, &x)->is_reseal);
    say(&c, "erase", ADMIN, OF_X, -1);
    say(&c, "erase", SECOND, OF_X, 2);
    assert_true(is_erased(&c, X64, true));
    assert_false(erasures_of_statement(&c.out, &x)->is_reseal);
    arena_free(&c.arena);
}

static void passes_over_what_it_does_not_know(void **state)
{
    static const char *const bad[] = {"{}",
                                      "[]",
                                      "{\"c\":\"" X64 "\"}",
                                      "{\"c\":\"11\",\"s\":\"" FEED ".7\"}",
                                      "{\"object\":\"" X64 "\",\"rows\":3}",
                                      "{\"object\":\"" X64 "\",\"page\":3}",
                                      "{\"c\":\"" X64 "\",\"s\":\"" FEED
                                      ".7\",\"more\":1}"};
    struct case_ c = {0};
    struct erasure_target target;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct value of = json(&c, bad[i]);

        assert_false(erasure_target_read(&target, &of));
    }
    assert_false(erasure_target_read(&target, NULL));
    say(&c, "erase", ADMIN, "{\"page\":1}", -1);
    say(&c, "erase", SECOND, "{\"page\":1}", 0);
    judge(&c);
    assert_int_equal(c.out.count, 0);
    arena_free(&c.arena);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"erasing takes two members who mean the same", takes_two_members, 0, 0, 0},
        {"one of the two is an admin or the author", takes_an_admin_or_the_author, 0, 0,
         0},
        {"two admins may erase each other's", holds_for_two_admins, 0, 0, 0},
        {"other rows are another target", tells_rows_apart, 0, 0, 0},
        {"what was sealed anew is gone from its frame", knows_what_was_sealed_anew, 0, 0,
         0},
        {"what is not understood erases nothing", passes_over_what_it_does_not_know, 0, 0,
         0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
