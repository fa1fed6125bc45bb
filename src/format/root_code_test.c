#include "format/root_code.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct digest digest_counting(void)
{
    struct digest d = {{0}};

    for (size_t i = 0; i < sizeof d.bytes; i++)
        d.bytes[i] = (uint8_t)i;
    return d;
}

static void a_code_is_the_first_ten_bytes_of_the_root(void **state)
{
    struct digest d = digest_counting();
    struct root_code code = root_code_of(&d);

    (void)state;
    /* The vector of format.md 4.6 without its check character. */
    assert_string_equal(code.text, "000g40r40m30e209");
    assert_string_equal(root_code_show(&code).text, "000G-40R4-0M30-E209");
    d.bytes[10] ^= 1;
    assert_string_equal(root_code_of(&d).text, "000g40r40m30e209");
    d.bytes[9] ^= 1;
    assert_string_equal(root_code_of(&d).text, "000g40r40m30e208");
}

static void a_code_is_read_as_people_write_it(void **state)
{
    static const char *const forms[] = {"000g40r40m30e209", "000G-40R4-0M30-E209",
                                        " ooOG 40r4\t0M30-e2O9\n", "0-0-0-G40R40M30E209"};
    struct digest d = digest_counting();
    struct root_code expected = root_code_of(&d);
    struct root_code code;
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_int_equal(root_code_parse(&code, str_from_c(forms[i]), &err), ERR_OK);
        assert_true(root_code_equal(&code, &expected));
    }
    assert_int_equal(root_code_parse(&code, STR("iLIl-0000-0000-0000"), &err), ERR_OK);
    assert_string_equal(code.text, "1111000000000000");
}

static void what_is_no_code_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *text;
        const char *why;
    } cases[] = {
        {"", "\"\" is not an anchor's code: it has 0 characters, not 16"},
        {"000g40r40m30e20",
         "\"000g40r40m30e20\" is not an anchor's code: it has 15 characters, not 16"},
        {"000g40r40m30e209j",
         "\"000g40r40m30e209j\" is not an anchor's code: it has 17 characters, not 16"},
        {"000G-40R4-0M30-E20U", "\"000G-40R4-0M30-E20U\" is not an anchor's code: "
                                "character 19 is not a digit or "
                                "a letter other than u"},
    };
    struct root_code code = {"unchanged"};
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(root_code_parse(&code, str_from_c(cases[i].text), &err),
                         ERR_INVALID);
        assert_string_equal(err.message, cases[i].why);
        assert_string_equal(code.text, "unchanged");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_the_first_ten_bytes_of_the_root),
        cmocka_unit_test(a_code_is_read_as_people_write_it),
        cmocka_unit_test(what_is_no_code_is_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
