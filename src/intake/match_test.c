#include "intake/match.h"

#include <setjmp.h>
#include <stdarg.h>

#include <stdio.h>

#include <cmocka.h>

/* "k:c k:c": rows with a key (may be empty) and one letter of content. */
static uint32_t rows_of(struct match_row *out, const char *text)
{
    struct str rest = str_from_c(text);
    uint32_t count = 0;

    while (rest.len > 0) {
        struct str word = str_cut(&rest, ' ');

        out[count].key = str_cut(&word, ':');
        out[count].content[0] = out[count].content[1] =
            (uint64_t)(unsigned char)*word.ptr;
        count++;
    }
    return count;
}

/* For each later row the number of its partner from 1 and how; "-" for none. */
static void assert_matches(const char *earlier, const char *later, const char *expected)
{
    struct match_row a[16] = {0};
    struct match_row b[16] = {0};
    struct match out[16];
    static const char *const hows[] = {"", "k", "c", "p"};
    char got[64] = "";
    size_t len = 0;
    uint32_t a_count = rows_of(a, earlier);
    uint32_t b_count = rows_of(b, later);

    match_rows(out, a, a_count, b, b_count);
    for (uint32_t j = 0; j < b_count; j++)
        len += (size_t)snprintf(got + len, sizeof got - len, j > 0 ? " %u%s%s" : "%u%s%s",
                                out[j].partner == MATCH_NOTHING ? 0 : out[j].partner + 1,
                                hows[out[j].how], out[j].is_same ? "=" : "");
    assert_string_equal(got, expected);
}

static void a_key_of_one_row_says_it(void **state)
{
    (void)state;
    assert_matches("1:a 2:b 3:c", "3:c 1:x 4:d", "3k= 1k 0");
}

static void rows_that_share_a_key_are_told_by_content_then_by_place(void **state)
{
    (void)state;
    assert_matches("1:a 1:b", "1:b 1:a", "2c= 1c=");
    assert_matches("1:a 1:b", "1:x 1:b", "1p 2c=");
    assert_matches("1:a 1:b", "1:b 1:x 1:y", "2c= 1p 0");
    /* One of two is gone: the one that still says the same is that one. */
    assert_matches("1:a 1:b", "1:b", "2c=");
    /* A second row under a key that one row had. */
    assert_matches("1:b", "1:a 1:b", "0 1c=");
}

static void rows_that_say_the_same_are_matched_once_each(void **state)
{
    (void)state;
    assert_matches("1:a 1:a 1:a", "1:a 1:a", "1c= 2c=");
    assert_matches(":a :a", ":a :a :a", "1c= 2c= 0");
}

static void rows_without_a_key_are_told_by_content(void **state)
{
    (void)state;
    assert_matches(":a :b :c", ":c :a", "3c= 1c=");
}

static void rows_without_a_key_keep_their_place_between_the_same_neighbours(void **state)
{
    (void)state;
    assert_matches("1:a :b 2:c", "1:a :x 2:c", "1k= 2p 3k=");
    assert_matches(":a :b :c", ":a :x :c", "1c= 2p 3c=");
    assert_matches(":a :b", ":a :x", "1c= 2p");
    /* As many must stand there; a guess would make one person of two. */
    assert_matches("1:a :b :d 2:c", "1:a :x 2:c", "1k= 0 4k=");
    assert_matches("1:a :b 2:c", "1:a 2:c :x", "1k= 3k= 0");
}

static void nothing_matches_nothing(void **state)
{
    struct match out[1];

    (void)state;
    match_rows(out, NULL, 0, NULL, 0);
    assert_matches("1:a", "2:a", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_one_row_says_it),
        cmocka_unit_test(rows_that_share_a_key_are_told_by_content_then_by_place),
        cmocka_unit_test(rows_that_say_the_same_are_matched_once_each),
        cmocka_unit_test(rows_without_a_key_are_told_by_content),
        cmocka_unit_test(rows_without_a_key_keep_their_place_between_the_same_neighbours),
        cmocka_unit_test(nothing_matches_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
