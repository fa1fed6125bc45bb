#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "web/request.h"

static void reads(const char *text, size_t count, const char *name, const char *value)
{
    struct arena arena = {0};
    struct fields fields = {0};
    struct err err = {0};

    assert_int_equal(fields_read(&fields, &arena, str_from_c(text), &err), ERR_OK);
    assert_int_equal(fields.count, count);
    assert_int_equal(fields_has(&fields, str_from_c(name)), value != NULL);
    assert_true(str_equal(fields_get(&fields, str_from_c(name)), str_from_c(value)));
    arena_free(&arena);
}

static void refuses(struct str text, enum err_code code)
{
    struct arena arena = {0};
    struct fields fields = {0};
    struct err err = {0};

    assert_int_equal(fields_read(&fields, &arena, text, &err), code);
    assert_int_equal(fields.count, 0);
    arena_free(&arena);
}

static void fields_come_decoded_and_in_order(void **state)
{
    (void)state;
    reads("", 0, "a", NULL);
    reads("a=1&b=2", 2, "b", "2");
    reads("a=1&a=2", 2, "a", "1");
    reads("a", 1, "a", "");
    reads("a=", 1, "a", "");
    reads("=x", 1, "", "x");
    reads("&&a=1&&", 1, "a", "1");
    reads("a=b=c", 1, "a", "b=c");
    reads("a=x+y%2Bz", 1, "a", "x y+z");
    reads("na%6De=%D0%9A", 1, "name", "К");
    reads("a=%26%3D", 1, "a", "&=");
}

static void a_line_ends_in_one_way(void **state)
{
    (void)state;
    reads("a=1%0D%0A2%0A3%093", 1, "a", "1\n2\n3\t3");
    reads("a=%0D%0A", 1, "a", "\n");
    reads("a=1%0D2%0D%0D%0A3", 1, "a", "1\n2\n\n3");
}

static void what_is_not_text_is_refused(void **state)
{
    static const char *const bad[] = {"a=%",   "a=%4",        "a=%4g", "a=%00",
                                      "a=%1b", "a=%7f",       "a=%C3", "a=%C0%80",
                                      "%00=a", "a=%ED%A0%80", "a=%FF"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(str_from_c(bad[i]), ERR_INVALID);
    refuses(STR("a=\0b"), ERR_INVALID);
}

static void there_may_be_so_many_and_no_more(void **state)
{
    struct arena arena = {0};
    struct fields fields = {0};
    struct err err = {0};
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < FIELDS_MAX; i++)
        buf_puts(&text, i > 0 ? "&a=" : "a=");
    assert_int_equal(fields_read(&fields, &arena, buf_str(&text), &err), ERR_OK);
    assert_int_equal(fields.count, FIELDS_MAX);
    buf_puts(&text, "&a=");
    refuses(buf_str(&text), ERR_LIMIT);
    buf_release(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_decoded_and_in_order),
        cmocka_unit_test(a_line_ends_in_one_way),
        cmocka_unit_test(what_is_not_text_is_refused),
        cmocka_unit_test(there_may_be_so_many_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
