#include "base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "base/text.h"

/* Two bytes a letter, so that the end of the buffer falls into one or between two. */
static void fill_with_letters(char *out, size_t letters)
{
    for (size_t i = 0; i < letters; i++) {
        out[2 * i] = '\xd1';
        out[2 * i + 1] = '\x96';
    }
    out[2 * letters] = '\0';
}

static void a_message_is_cut_behind_a_whole_character(void **state)
{
    struct err err = {0};
    char letters[2 * sizeof err.message + 1];

    (void)state;
    fill_with_letters(letters, sizeof err.message);
    for (int before = 0; before < 3; before++) {
        (void)err_set(&err, ERR_INVALID, "%.*s%s", before, "aaa", letters);
        assert_true(utf8_is_valid(str_from_c(err.message)));
        assert_true(strlen(err.message) >= sizeof err.message - 3);
        (void)err_context(&err, "line %d: ", before);
        assert_true(utf8_is_valid(str_from_c(err.message)));
        assert_int_equal(strncmp(err.message, "line ", 5), 0);
        errno = EIO;
        (void)err_set_errno(&err, "%.*s%s", before, "aaa", letters);
        assert_true(utf8_is_valid(str_from_c(err.message)));
    }
}

static void a_message_that_fits_is_kept(void **state)
{
    struct err err = {0};
    char letters[sizeof err.message];

    (void)state;
    fill_with_letters(letters, sizeof err.message / 2 - 1);
    (void)err_set(&err, ERR_INVALID, "%s", letters);
    assert_string_equal(err.message, letters);
    (void)err_set(&err, ERR_NOT_FOUND, "no %s", "such");
    (void)err_context(&err, "line %d: ", 7);
    assert_string_equal(err.message, "line 7: no such");
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_cut_behind_a_whole_character),
        cmocka_unit_test(a_message_that_fits_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
