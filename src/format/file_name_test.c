#include "format/file_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void assert_becomes(struct str name, const char *expected)
{
    struct buf got = {0};

    file_name_safe(&got, name);
    assert_string_equal(buf_text(&got), expected);
    buf_release(&got);
}

static void test_names(void **state)
{
    (void)state;
    assert_becomes(STR("звіт 12.pdf"), "звіт 12.pdf");
    assert_becomes(STR("صورة.jpg"), "صورة.jpg");
    assert_becomes(STR("../../etc/passwd"), "passwd");
    assert_becomes(STR("C:\\temp\\a.txt"), "a.txt");
    assert_becomes(STR("a\"b;c%d.txt"), "a_b;c%d.txt");
    assert_becomes(STR("a\r\nSet-Cookie: x"), "a__Set-Cookie_ x");
    assert_becomes(STR("photo\u202egpj.exe"), "photo_gpj.exe");
    assert_becomes(STR("\xff\xfe.bin"), "__.bin");
    assert_becomes(STR(".bashrc"), "bashrc");
    assert_becomes(STR(".. "), "object");
    assert_becomes(STR("folder/"), "object");
    assert_becomes(STR("a\0b"), "a_b");
}

static void test_long_names(void **state)
{
    struct buf name = {0};
    struct buf got = {0};

    (void)state;
    for (size_t i = 0; i < 200; i++)
        buf_puts(&name, "я");
    buf_puts(&name, ".jpeg");
    file_name_safe(&got, buf_str(&name));
    assert_true(got.len <= FILE_NAME_MAX);
    assert_true(utf8_is_valid(buf_str(&got)));
    assert_true(str_ends_with(buf_str(&got), STR("я.jpeg")));
    buf_release(&name);
    buf_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
