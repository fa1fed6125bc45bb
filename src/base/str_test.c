#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    static const char *const bad[] = {
        "", "-", "00", "01", "1 ", " 1", "1a", "+1", "-0", "0x1", "18446744073709551616"};
    uint64_t u = 7;
    int64_t i = 7;

    (void)state;
    for (size_t n = 0; n < sizeof bad / sizeof bad[0]; n++) {
        assert_false(str_to_u64(&u, str_from_c(bad[n])));
        assert_false(str_to_i64(&i, str_from_c(bad[n])));
    }
    assert_int_equal(u, 7);
    assert_true(str_to_u64(&u, STR("18446744073709551615")) && u == UINT64_MAX);
    assert_true(str_to_i64(&i, STR("-12")) && i == -12);
    assert_false(str_to_i64(&i, STR("9223372036854775808")));
}

static void cutting_takes_the_separator_away(void **state)
{
    struct str rest = STR("a/b//c");

    (void)state;
    assert_true(str_equal(str_cut(&rest, '/'), STR("a")));
    assert_true(str_equal(str_cut(&rest, '/'), STR("b")));
    assert_true(str_equal(str_cut(&rest, '/'), STR("")));
    assert_true(str_equal(str_cut(&rest, '/'), STR("c")));
    assert_int_equal(rest.len, 0);
}

static void parts_are_found_at_their_place(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("abc"), 'c', 0), 2);
    assert_int_equal(str_find(STR("abc"), 'x', 0), 3);
    assert_int_equal(str_find(STR("aba"), 'a', 1), 2);
    assert_int_equal(str_find_str(STR("abcd"), STR("cd")), 2);
    assert_int_equal(str_find_str(STR("abcd"), STR("ce")), 4);
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_equal(str_trim(STR(" \t a b\r\n")), STR("a b")));
    assert_true(str_starts_with(STR("abc"), STR("ab")));
    assert_true(str_ends_with(STR("abc"), STR("bc")));
    assert_false(str_ends_with(STR("c"), STR("bc")));
}

static void a_reset_arena_gives_zeroed_memory_again(void **state)
{
    struct arena a = {0};

    (void)state;
    for (int round = 0; round < 3; round++) {
        unsigned char *bytes = arena_alloc(&a, 100000, 1);

        for (size_t i = 0; i < 100000; i++) {
            assert_int_equal(bytes[i], 0);
            bytes[i] = 0xff;
        }
        assert_true(str_equal(arena_printf(&a, "%d-%s", 5, "x"), STR("5-x")));
        arena_reset(&a);
    }
    arena_free(&a);
    assert_null(a.head);
}

static void a_buffer_grows_and_keeps_what_was_written(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_int_equal(buf_str(&b).len, 0);
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%d,", i % 10);
    assert_int_equal(b.len, 2000);
    assert_true(str_starts_with(buf_str(&b), STR("0,1,2,3,")));
    buf_reset(&b);
    buf_u32be(&b, 0x01020304U);
    assert_memory_equal(b.ptr, "\1\2\3\4", 4);
    buf_release(&b);
}

static void a_buffer_takes_any_integer_in_decimal(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_i64(&b, 0);
    buf_char(&b, ' ');
    buf_i64(&b, -10);
    buf_char(&b, ' ');
    buf_i64(&b, INT64_MAX);
    buf_char(&b, ' ');
    buf_i64(&b, INT64_MIN);
    assert_true(
        str_equal(buf_str(&b), STR("0 -10 9223372036854775807 -9223372036854775808")));
    buf_release(&b);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"numbers are read whole or not at all", numbers_are_read_whole_or_not_at_all, 0,
         0, 0},
        {"cutting takes the separator away", cutting_takes_the_separator_away, 0, 0, 0},
        {"parts are found at their place", parts_are_found_at_their_place, 0, 0, 0},
        {"a reset arena gives zeroed memory again",
         a_reset_arena_gives_zeroed_memory_again, 0, 0, 0},
        {"a buffer grows and keeps what was written",
         a_buffer_grows_and_keeps_what_was_written, 0, 0, 0},
        {"a buffer takes any integer in decimal", a_buffer_takes_any_integer_in_decimal,
         0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
