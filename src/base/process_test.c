#include "base/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static char *const no_arguments[] = {(char[]){"x"}, NULL};

static void what_goes_in_comes_out(void **state)
{
    struct arena arena = {0};
    struct buf big = {0};
    struct str out = {0};
    struct err err = {0};

    (void)state;
    /* More than a pipe holds: a child that answers before it has read all must not hang.
     */
    for (int i = 0; i < 100000; i++)
        buf_append(&big, STR("0123456789"));
    assert_int_equal(process_run(&out, &arena, "/bin/cat", no_arguments, buf_str(&big),
                                 SIZE_MAX, &err),
                     ERR_OK);
    assert_true(str_equal(out, buf_str(&big)));
    assert_int_equal(
        process_run(&out, &arena, "/bin/cat", no_arguments, STR(""), 10, &err), ERR_OK);
    assert_int_equal(out.len, 0);
    assert_int_equal(
        process_run(&out, &arena, "/bin/cat", no_arguments, buf_str(&big), 10, &err),
        ERR_LIMIT);
    buf_release(&big);
    arena_free(&arena);
}

static void a_child_that_fails_is_named(void **state)
{
    static char name[] = "sh";
    static char option[] = "-c";
    static char command[] = "kill -9 $$";
    static char *const kill_itself[] = {name, option, command, NULL};
    struct arena arena = {0};
    struct str out = STR("unchanged");
    struct err err = {0};

    (void)state;
    assert_int_equal(
        process_run(&out, &arena, "/bin/false", no_arguments, STR(""), 10, &err), ERR_IO);
    assert_string_equal(err.message, "\"/bin/false\" failed (exit status 1)");
    assert_int_equal(process_run(&out, &arena, "/bin/sh", kill_itself, STR(""), 10, &err),
                     ERR_IO);
    assert_string_equal(err.message, "\"/bin/sh\" was ended by signal 9");
    assert_int_equal(
        process_run(&out, &arena, "/nowhere", no_arguments, STR(""), 10, &err),
        ERR_NOT_FOUND);
    assert_true(str_equal(out, STR("unchanged")));
    arena_free(&arena);
}

static void our_own_programs_lie_beside_us(void **state)
{
    struct arena arena = {0};
    struct str path = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(process_find_own(&path, &arena, "base_process_test", &err), ERR_OK);
    assert_int_equal(path.ptr[0], '/');
    assert_int_equal(process_find_own(&path, &arena, "stele-nothing", &err),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(err.message, "\"stele-nothing\" is neither in \"/"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_child_that_fails_is_named),
        cmocka_unit_test(our_own_programs_lie_beside_us),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
