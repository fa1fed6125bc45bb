#include "sheet/placing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "format/canon.h"

#define TEXT                                                                                 \
    "1. The bodies were found\nin three graves.\n\n2. “Nobody came,” she\r\n  said – " \
    "and "                                                                                   \
    "left.\n\n\n3. The bodies were found again. Тіла знайшли двічі.\n"

static struct arena arena;

static struct value *locator(const char *json)
{
    struct value *v = ARENA_NEW(&arena, struct value);
    struct err err = {0};

    if (canon_parse(v, &arena, str_from_c(json), &err) != ERR_OK)
        fail_msg("%s", err.message);
    return v;
}

/* The words as they stand in the text, the parts set apart by "|". */
static void assert_placed(const char *words, const char *where, enum placed how,
                          const char *expected)
{
    struct placing placing;
    struct placing_found found;
    struct buf got = {0};

    placing_start(&placing, &arena, STR(TEXT));
    placing_find(&found, &placing, str_from_c(words), where ? locator(where) : NULL);
    for (size_t i = 0; i < found.count; i++) {
        struct placing_span at = found.spans[i];

        buf_printf(&got, "%s%.*s", i > 0 ? "|" : "", (int)(at.until - at.from),
                   placing.text.ptr + at.from);
    }
    assert_string_equal(buf_text(&got), expected);
    assert_int_equal(found.how, how);
    buf_release(&got);
}

static void test_where_it_says(void **state)
{
    (void)state;
    assert_placed("The bodies were found", "{\"paragraph\":3}", PLACED_AS_SAID,
                  "The bodies were found");
    assert_placed("bodies were found in three graves", "{\"line\":1}", PLACED_AS_SAID,
                  "bodies were found\nin three graves");
    assert_placed("in three", "{\"line\":\"1-2\"}", PLACED_AS_SAID, "in three");
    assert_placed("", "{\"line\":2}", PLACED_WHOLE, "in three graves.");
    assert_placed("", "{\"paragraph\":\"1-2\"}", PLACED_WHOLE,
                  "1. The bodies were found\nin three graves.\n\n2. “Nobody came,” "
                  "she\r\n  said – and left.");
}

static void test_by_its_words(void **state)
{
    (void)state;
    assert_placed("\"Nobody came,\" she said - and left", "{\"page\":1}", PLACED_BY_WORDS,
                  "“Nobody came,” she\r\n  said – and left");
    assert_placed("Тіла знайшли\u00a0двічі", NULL, PLACED_BY_WORDS, "Тіла знайшли двічі");
    assert_placed("bodies … three graves […] left", "{\"paragraph\":1}", PLACED_AS_SAID,
                  "bodies|three graves|left");
    assert_placed("three graves", "{\"paragraph\":2}", PLACED_ELSEWHERE, "three graves");
}

static void test_not_guessed(void **state)
{
    (void)state;
    assert_placed("The bodies were found", NULL, PLACED_SEVERAL, "");
    assert_placed("The bodies were found", "{\"paragraph\":2}", PLACED_SEVERAL, "");
    assert_placed("nothing of the kind", "{\"line\":1}", PLACED_NOT_FOUND, "");
    assert_placed("left … bodies were not", NULL, PLACED_NOT_FOUND, "");
    assert_placed("", "{\"page\":1}", PLACED_NOWHERE, "");
    assert_placed("", "{\"line\":99}", PLACED_NOWHERE, "");
    assert_placed("…", NULL, PLACED_NOT_FOUND, "");
}

static void test_bytes_that_are_no_text(void **state)
{
    struct placing placing;
    struct placing_found found;

    (void)state;
    placing_start(&placing, &arena, STR("\xff\xfe\xff graves \xff"));
    placing_find(&found, &placing, STR("graves"), NULL);
    assert_int_equal(found.how, PLACED_BY_WORDS);
    assert_int_equal(found.spans[0].from, 4);
    assert_int_equal(found.spans[0].until, 10);
    placing_start(&placing, &arena, STR(""));
    placing_find(&found, &placing, STR("graves"), NULL);
    assert_int_equal(found.how, PLACED_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_where_it_says),
        cmocka_unit_test(test_by_its_words),
        cmocka_unit_test(test_not_guessed),
        cmocka_unit_test(test_bytes_that_are_no_text),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_free(&arena);
    return failed;
}
