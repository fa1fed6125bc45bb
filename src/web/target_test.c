#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/target.h"

static void reads(const char *raw, const char *path, const char *query)
{
    struct arena arena = {0};
    struct target target = {0};
    struct err err = {0};

    assert_int_equal(target_read(&target, &arena, str_from_c(raw), &err), ERR_OK);
    assert_true(str_equal(target.path, str_from_c(path)));
    assert_true(str_equal(target.query, str_from_c(query)));
    arena_free(&arena);
}

static void refuses(struct str raw, const char *why)
{
    struct arena arena = {0};
    struct target target = {0};
    struct err err = {0};

    assert_int_not_equal(target_read(&target, &arena, raw, &err), ERR_OK);
    if (!strstr(err.message, why))
        fail_msg("\"%s\" does not say \"%s\"", err.message, why);
    arena_free(&arena);
}

static void a_target_is_taken_apart(void **state)
{
    (void)state;
    reads("/", "/", "");
    reads("/e/7k2m?as-of=2022-09-20&x=%2F", "/e/7k2m", "as-of=2022-09-20&x=%2F");
    reads("/find?q=?", "/find", "q=?");
    reads("/enter/", "/enter/", "");
    reads("/%D0%9A%20a+b", "/К a+b", "");
    reads("/a.b/..c/...", "/a.b/..c/...", "");
}

static void nothing_climbs_out(void **state)
{
    static const char *const dots[] = {"/..",     "/.",     "/a/../b", "/a/%2e%2e/b",
                                       "/%2E%2e", "/a/./b", "/a/%2e",  "/a/.%2e/"};

    (void)state;
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        refuses(str_from_c(dots[i]), "dot segment");
    refuses(STR("/a%2fb"), "encoded slash");
    refuses(STR("/a%5Cb"), "encoded slash");
    refuses(STR("//elsewhere/"), "empty segment");
    refuses(STR("/a//b"), "empty segment");
}

static void what_is_not_a_path_is_refused(void **state)
{
    (void)state;
    refuses(STR(""), "slash");
    refuses(STR("*"), "slash");
    refuses(STR("http://elsewhere/"), "slash");
    refuses(STR("/a%00b"), "control");
    refuses(STR("/a%0d%0aSet-Cookie:x"), "control");
    refuses(STR("/a%7f"), "control");
    refuses(STR("/a%"), "percent");
    refuses(STR("/a%4"), "percent");
    refuses(STR("/a%zz"), "percent");
    refuses(STR("/%C0%AF"), "UTF-8");
    refuses(STR("/%FF"), "UTF-8");
    refuses(STR("/a b"), "no target has");
    refuses(STR("/a\\b"), "no target has");
    refuses(STR("/a#b"), "no target has");
    refuses(STR("/a\x01"), "no target has");
    refuses(STR("/\xd0\x9a"), "no target has");
    refuses(STR("/a?q=\n"), "no target has");
    refuses(STR("/a\0b"), "no target has");
}

static void a_long_one_is_refused(void **state)
{
    char raw[TARGET_MAX + 1];

    (void)state;
    memset(raw, 'a', sizeof raw);
    raw[0] = '/';
    refuses((struct str){raw, sizeof raw}, "more than");
}

static void nobody_is_sent_elsewhere(void **state)
{
    static const char *const theirs[] = {"",       "e/1",       "//x",     "/\\x",
                                         "/\t/x",  "http://x",  "/a/../b", "javascript:1",
                                         "/%2f/x", "/x\r\nA: b"};

    (void)state;
    assert_true(target_is_ours(STR("/")));
    assert_true(target_is_ours(STR("/e/1?a=b")));
    for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
        assert_false(target_is_ours(str_from_c(theirs[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_taken_apart),
        cmocka_unit_test(nothing_climbs_out),
        cmocka_unit_test(what_is_not_a_path_is_refused),
        cmocka_unit_test(a_long_one_is_refused),
        cmocka_unit_test(nobody_is_sent_elsewhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
