#include "record/admission.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "crypto/ed25519.h"
#include "format/canon.h"
#include "format/foreign.h"
#include "log/feed_replace.h"

/* Three feeds, written down as people would; ' stands for ". */

enum { FEEDS = 4, WORDS = 8 };

#define ARCHIVE "0archive0archive0archive00"
#define FOUNDER "founder"
#define ROOT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const char *const ids[FEEDS] = {"f0", "f1", "f2", "f3"};

struct world {
    struct arena arena;
    struct ed25519_key keys[FEEDS];
    struct admission_word words[FEEDS][WORDS];
    struct admission_feed feeds[FEEDS];
    struct admission out[FEEDS];
};

static struct world w;

static struct value json(const char *text)
{
    struct buf copy = {0};
    struct value value = {0};
    struct err err = {0};

    for (const char *c = text; *c; c++)
        buf_char(&copy, (char)(*c == '\'' ? '"' : *c));
    assert_int_equal(
        foreign_parse(&value, &w.arena, arena_str(&w.arena, buf_str(&copy)), &err),
        ERR_OK);
    buf_release(&copy);
    return value;
}

/* Feed n says something at an index. */
static void say(uint32_t n, uint64_t index, const char *text)
{
    struct admission_feed *feed = &w.feeds[n];

    assert_true(feed->word_count < WORDS);
    w.words[n][feed->word_count++] =
        (struct admission_word){.index = index, .statement = json(text)};
}

static void first_of(uint32_t n, const char *text)
{
    w.feeds[n].first = json(text);
}

static int set_up(void **state)
{
    (void)state;
    w = (struct world){0};
    for (uint32_t n = 0; n < FEEDS; n++) {
        uint8_t seed[ED25519_SEED_BYTES] = {(uint8_t)(n + 1)};

        ed25519_from_seed(&w.keys[n], seed);
        w.feeds[n] = (struct admission_feed){.id = str_from_c(ids[n]),
                                             .is_founding = n == 0,
                                             .has_public = true,
                                             .words = w.words[n]};
        memcpy(w.feeds[n].public, w.keys[n].public, ED25519_PUBLIC_BYTES);
    }
    say(0, 2,
        "{'kind':'device','of':'f0','by':'founder','members':['founder'],'from':0}");
    first_of(1, "{'kind':'device','archive':'" ARCHIVE "','of':'f1','members':['ann']}");
    first_of(2, "{'kind':'device','archive':'" ARCHIVE "','of':'f2','members':['bo']}");
    first_of(3, "{'kind':'device','archive':'" ARCHIVE "','of':'f3','members':['cy']}");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&w.arena);
    return 0;
}

static void decide(void)
{
    admission_decide(w.out, w.feeds, FEEDS, STR(ARCHIVE), STR(FOUNDER));
}

static void admit(uint32_t by, uint64_t index, const char *writer, uint32_t of)
{
    say(by, index,
        arena_printf(&w.arena,
                     "{'kind':'device','by':'%s','of':'%s','members':['%s'],'from':0}%c",
                     writer, ids[of], writer, '\0')
            .ptr);
}

static void end_at(uint32_t by, uint64_t index, const char *writer, uint32_t of, int size)
{
    say(by, index,
        arena_printf(&w.arena,
                     "{'kind':'device','by':'%s','of':'%s','until':{'size':%d,'root':"
                     "'" ROOT "'}}%c",
                     writer, ids[of], size, '\0')
            .ptr);
}

/* Statement 0 of one feed, which replaces another at a size, signed by the key of a
 * third.
 */
static void replace(uint32_t n, uint32_t old, uint64_t size, uint32_t signer,
                    const char *archive)
{
    struct feed_replacement replacement = {
        str_from_c(ids[old]), str_from_c(ids[n]), {.size = size}};
    struct buf text = {0};
    struct buf sig = {0};
    uint8_t signature[ED25519_SIGNATURE_BYTES];

    assert_true(digest_parse(&replacement.position.root, STR(ROOT)));
    feed_replacement_append(&text, &replacement);
    ed25519_sign(signature, &w.keys[signer], buf_str(&text));
    base64_append(&sig, signature, sizeof signature);
    first_of(n, arena_printf(
                    &w.arena,
                    "{'kind':'device','archive':'%s','of':'%s','members':['founder'"
                    "],'replaces':{'feed':'%s','size':%d,'root':'" ROOT
                    "','sig':'" STR_FMT "'}}%c",
                    archive, ids[n], ids[old], (int)size, STR_ARG(buf_str(&sig)), '\0')
                    .ptr);
    buf_release(&text);
    buf_release(&sig);
}

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
