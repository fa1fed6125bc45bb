#include "search/near_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* A report, invented, and what others might make of it. */
static const char article[] =
    "Two bodies were found in a shallow grave beside the sawmill of Verkhnia Rudka on "
    "14 September, the regional prosecutor said on Friday. Both men had their hands tied "
    "behind their backs with electric cable. A resident told investigators that soldiers "
    "had taken the two brothers from a cellar in Shkilna Street in the middle of March "
    "and that nobody had seen them since. The prosecutor's office opened proceedings for "
    "the violation of the laws and customs of war. Forensic examiners took the remains "
    "to the morgue in Bilopillia, where relatives recognised a belt and a pair of boots. "
    "The sawmill had been used as a storehouse for ammunition until the beginning of "
    "August, according to the head of the village council, who showed reporters a list "
    "of eleven people who are still missing.";

static const char rewritten[] =
    "Investigators have found two bodies in a shallow grave beside the sawmill at "
    "Verkhnya Rudka, a regional prosecutor says. The hands of both men had been tied "
    "behind their backs with electric cables. According to a resident, soldiers had "
    "taken the two brothers from a cellar in Shkilna Street in mid-March; nobody has "
    "seen them since. The office of the prosecutor has opened proceedings for violating "
    "the laws and customs of war. The remains were taken to the morgue in Bilopillia, "
    "where relatives recognised a belt and a pair of boots. Until the beginning of "
    "August the sawmill was used as a storehouse for ammunition, the head of the village "
    "council told reporters, showing a list of eleven people still missing.";

static const char shortened[] =
    "Two bodies were found in a shallow grave beside the sawmill of Verkhnia Rudka on "
    "14 September, the regional prosecutor said. Both men had their hands tied behind "
    "their backs with electric cable. Relatives recognised a belt and a pair of boots.";

static const char other_report[] =
    "In the neighbouring district, a school that had served as a hospital was hit by two "
    "rockets during the night of 3 August. Seven patients and a nurse died under the "
    "rubble, and firemen needed nine hours to reach the basement. The ministry of health "
    "published the names of the dead a week later; the eighth name was added after a "
    "court had ordered a comparison of samples.";

/* The same matter and many of the same words, and written by somebody else. */
static const char other_topic[] =
    "The prosecutor of the region said on Friday that the bodies of three men, hands "
    "tied with rope, had been taken from a well near the village of Lypove. Reporters "
    "who went to the village were shown the cellar in which soldiers had kept residents "
    "in March. The head of the council has a list of people who are missing. "
    "Investigators opened proceedings, and the remains are in the morgue; nobody has "
    "recognised any clothes yet. The grave of two brothers was found at the sawmill in "
    "September.";

static struct arena arena;
static struct stemmer *stemmer;

static int set_up(void **state)
{
    (void)state;
    stemmer = stemmer_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    stemmer_free(stemmer);
    arena_free(&arena);
    return 0;
}

static struct near_words words_of(const char *text)
{
    struct near_words words;

    near_words_of(&words, &arena, stemmer, str_from_c(text));
    return words;
}

struct figures {
    unsigned of_a;
    unsigned of_b;
    bool is_same;
};

static struct figures compare(const char *a, const char *b)
{
    struct near_words words_a = words_of(a);
    struct near_words words_b = words_of(b);
    struct near_share share;
    struct figures out;

    near_compare(&share, &words_a, &words_b);
    out = (struct figures){near_percent(share.common, share.a),
                           near_percent(share.common, share.b), share.is_same};
    print_message("%u %% of %zu, %u %% of %zu\n", out.of_a, share.a, out.of_b, share.b);
    return out;
}

static void signs_and_capitals_make_no_other_text(void **state)
{
    (void)state;
    assert_true(
        compare("Two bodies, found in a grave.", "TWO BODIES FOUND IN A GRAVE").is_same);
    assert_false(
        compare("Two bodies found in a grave", "Two bodies found in the grave").is_same);
}

static void a_rewritten_article_is_told_from_another_on_the_same_matter(void **state)
{
    char merged[sizeof article + sizeof other_report];
    struct figures f;

    (void)state;
    f = compare(article, rewritten);
    assert_true(f.of_a >= 30 && f.of_b >= 30);
    f = compare(article, shortened);
    assert_true(f.of_a >= 20 && f.of_a <= 40);
    assert_true(f.of_b >= 80);
    (void)snprintf(merged, sizeof merged, "%s %s", other_report, article);
    f = compare(article, merged);
    assert_true(f.of_a >= 99);
    assert_true(f.of_b >= 50 && f.of_b <= 80);
    f = compare(article, other_topic);
    assert_true(f.of_a <= 5 && f.of_b <= 5);
    f = compare(article, other_report);
    assert_int_equal(f.of_a + f.of_b, 0);
}

static void inflection_hides_nothing(void **state)
{
    struct figures f;

    (void)state;
    f = compare("Слідчі знайшли два тіла у неглибокій могилі біля пилорами у селі",
                "Слідчими знайдено: слідчий знайшов два тіла в неглибоких могилах біля "
                "пилорам у селах");
    assert_true(f.of_a >= 30);
}

static void what_is_common_is_shown_where_it_stands(void **state)
{
    struct near_words a = words_of(article);
    struct near_words b = words_of(shortened);
    struct near_runs runs;

    (void)state;
    near_runs_of(&runs, &arena, &a, &b, 10);
    assert_int_equal(runs.count, 2);
    assert_false(runs.has_more);
    for (size_t i = 0; i < runs.count; i++) {
        assert_true(runs.items[i].a + runs.items[i].a_len <= strlen(article));
        assert_true(runs.items[i].b + runs.items[i].b_len <= strlen(shortened));
    }
    assert_memory_equal(article + runs.items[0].a, "Two bodies were", 15);
    assert_true(runs.items[0].words > 25); /* "on Friday" is missing: a gap */
    near_runs_of(&runs, &arena, &a, &b, 1);
    assert_int_equal(runs.count, 1);
    assert_true(runs.has_more);
    assert_memory_equal(article + runs.items[0].a, "Two bodies were", 15);
}

/* Of every pair of rows: no run lies outside, and each has its words alike. */
static void runs_hold_for_rows_of_any_kind(void **state)
{
    uint32_t seed = 1;

    (void)state;
    for (size_t round = 0; round < 300; round++) {
        struct near_words rows[2];
        struct near_runs runs;

        for (size_t r = 0; r < 2; r++) {
            size_t count = round * 7 % 90;

            rows[r] = (struct near_words){.count = count};
            rows[r].words = ARENA_ARRAY(&arena, struct near_word, count + 1);
            rows[r].keys = ARENA_ARRAY(&arena, uint64_t, count + 1);
            for (size_t i = 0; i < count; i++) {
                seed = seed * 1664525 + 1013904223;
                rows[r].words[i] = (struct near_word){i * 3, 2};
                rows[r].keys[i] = (seed >> 24) % (2 + round % 5);
            }
        }
        near_runs_of(&runs, &arena, &rows[0], &rows[1], 5);
        assert_true(runs.count <= 5);
        for (size_t i = 0; i < runs.count; i++) {
            assert_true(runs.items[i].words >= NEAR_RUN_LEAST);
            assert_true(runs.items[i].a + runs.items[i].a_len <= rows[0].count * 3);
            assert_true(runs.items[i].b + runs.items[i].b_len <= rows[1].count * 3);
            assert_true(rows[0].keys[runs.items[i].a / 3] ==
                        rows[1].keys[runs.items[i].b / 3]);
            if (i > 0)
                assert_true(runs.items[i].a >=
                            runs.items[i - 1].a + runs.items[i - 1].a_len);
        }
    }
}

static void a_long_text_of_one_word_ends(void **state)
{
    struct buf text = {0};
    struct near_words words;
    struct near_runs runs;

    (void)state;
    for (size_t i = 0; i < 50000; i++)
        buf_puts(&text, i % 2 ? "so " : "und ");
    near_words_of(&words, &arena, stemmer, buf_str(&text));
    near_runs_of(&runs, &arena, &words, &words, 10);
    assert_int_equal(runs.count, 1);
    buf_release(&text);
}

static void nothing_shares_nothing(void **state)
{
    struct near_runs runs;
    struct near_words none = words_of("");
    struct figures f;

    (void)state;
    f = compare("", "");
    assert_int_equal(f.of_a + f.of_b, 0);
    assert_false(f.is_same);
    near_runs_of(&runs, &arena, &none, &none, 3);
    assert_int_equal(runs.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_and_capitals_make_no_other_text),
        cmocka_unit_test(a_rewritten_article_is_told_from_another_on_the_same_matter),
        cmocka_unit_test(inflection_hides_nothing),
        cmocka_unit_test(what_is_common_is_shown_where_it_stands),
        cmocka_unit_test(runs_hold_for_rows_of_any_kind),
        cmocka_unit_test(a_long_text_of_one_word_ends),
        cmocka_unit_test(nothing_shares_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
