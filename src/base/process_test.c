#include "base/process.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/self.h"

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

static void they_are_started_as_we_were(void **state)
{
    static char sheet[] = "a sheet";
    char *const args[] = {sheet, NULL};
    char *const *command = NULL;
    struct arena arena = {0};
    struct str path = {0};
    struct err err = {0};

    (void)state;
    assert_int_equal(process_find_own(&path, &arena, "base_process_test", &err), ERR_OK);
    assert_int_equal(process_own(&command, &arena, "base_process_test", args, &err),
                     ERR_OK);
    assert_string_equal(command[0], path.ptr);
    assert_string_equal(command[1], "a sheet");
    assert_null(command[2]);
    assert_int_equal(process_own(&command, &arena, "stele-nothing", args, &err),
                     ERR_NOT_FOUND);
    arena_free(&arena);
}

/* What the next test asks of this program when it starts it through the loader. */
static int tell_where_we_lie(void)
{
    static char name[] = "again";
    char *const args[] = {name, NULL};
    char *const *command = NULL;
    struct arena arena = {0};
    struct err err = {0};

    if (process_own(&command, &arena, "base_process_test", args, &err) != ERR_OK)
        return 1;
    printf("in %s\n", self_folder(&arena).ptr);
    printf("by %s\n", self_loader(&arena).ptr);
    while (*command)
        printf("%s\n", *command++);
    arena_free(&arena);
    return 0;
}

static void through_a_loader_we_know_where_we_lie(void **state)
{
    static const char loader[] = "/lib64/ld-linux-x86-64.so.2";
    struct arena arena = {0};
    struct str out = {0};
    struct err err = {0};
    struct str program = {0};
    struct str real = {0};
    char at[PATH_MAX];
    char *argv[] = {(char[]){"ld.so"}, NULL, (char[]){"--where"}, NULL};

    (void)state;
    if (access(loader, X_OK) != 0 || !realpath(loader, at))
        skip();
    real = str_from_c(at);
    assert_int_equal(process_find_own(&program, &arena, "base_process_test", &err),
                     ERR_OK);
    argv[1] = strdup(program.ptr);
    assert_int_equal(process_run(&out, &arena, loader, argv, STR(""), 65536, &err),
                     ERR_OK);
    free(argv[1]);
    /* As the test asks for it here, without a loader. */
    assert_true(str_equal(str_cut(&out, '\n'),
                          arena_printf(&arena, "in %s", self_folder(&arena).ptr)));
    assert_true(str_equal(str_cut(&out, '\n'),
                          arena_printf(&arena, "by " STR_FMT, STR_ARG(real))));
    assert_true(str_equal(str_cut(&out, '\n'), real));
    assert_true(str_equal(str_cut(&out, '\n'), STR("--inhibit-cache")));
    assert_true(str_equal(str_cut(&out, '\n'), STR("--library-path")));
    assert_true(str_starts_with(real, str_cut(&out, '\n')));
    assert_true(str_equal(str_cut(&out, '\n'), program));
    assert_true(str_equal(str_cut(&out, '\n'), STR("again")));
    assert_int_equal(out.len, 0);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_child_that_fails_is_named),
        cmocka_unit_test(our_own_programs_lie_beside_us),
        cmocka_unit_test(they_are_started_as_we_were),
        cmocka_unit_test(through_a_loader_we_know_where_we_lie),
    };

    if (argc == 2 && strcmp(argv[1], "--where") == 0)
        return tell_where_we_lie();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
