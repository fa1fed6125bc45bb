#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/fold.h"

static bool found(const char *text, const char *wanted)
{
    struct fold_needle needle;

    assert_true(fold_needle_of(&needle, str_from_c(wanted)));
    return fold_contains(str_from_c(text), &needle);
}

static void case_does_not_matter_in_three_alphabets(void **state)
{
    (void)state;
    assert_true(found("Izium", "IZIUM"));
    assert_true(found("місто Ізюм", "ІЗЮМ"));
    assert_true(found("ҐАЛАҐАН Їжакевич", "ґалаґан їЖак"));
    assert_true(found("ΛΌΓΟΣ", "λόγος"));
    assert_true(found("ŁÓDŹ, ÉCOLE, ŽIVOT, Ÿ", "łódź, école, život, ÿ"));
    assert_true(found("ЁЛКА Ўсё", "ёлка ўСЁ"));
    assert_false(found("Izium", "Izyum"));
    assert_false(found("Ізю", "Ізюм"));
}

static void apostrophes_are_one(void **state)
{
    (void)state;
    assert_true(found("Куп’янськ", "куп'янськ"));
    assert_true(found("Купʼянськ", "куп‘янськ"));
}

static void what_has_no_case_stays(void **state)
{
    (void)state;
    assert_int_equal(fold_code_point(0x00d7), 0x00d7);
    assert_int_equal(fold_code_point(0x0101), 0x0101);
    assert_int_equal(fold_code_point(0x0138), 0x0138);
    assert_int_equal(fold_code_point(0x4e2d), 0x4e2d);
    assert_int_equal(fold_code_point('['), '[');
    assert_int_equal(fold_code_point('@'), '@');
}

static void nothing_is_found_everywhere(void **state)
{
    (void)state;
    assert_true(found("", ""));
    assert_true(found("a", ""));
    assert_false(found("", "a"));
    assert_true(found("aab", "ab"));
}

static void a_needle_must_be_text_of_bounded_length(void **state)
{
    struct fold_needle needle;
    char many[FOLD_NEEDLE_MAX + 1];

    (void)state;
    memset(many, 'x', sizeof many);
    assert_true(fold_needle_of(&needle, (struct str){many, FOLD_NEEDLE_MAX}));
    assert_false(fold_needle_of(&needle, (struct str){many, sizeof many}));
    assert_false(fold_needle_of(&needle, STR("\xff")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_does_not_matter_in_three_alphabets),
        cmocka_unit_test(apostrophes_are_one),
        cmocka_unit_test(what_has_no_case_stays),
        cmocka_unit_test(nothing_is_found_everywhere),
        cmocka_unit_test(a_needle_must_be_text_of_bounded_length),
    };

    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
