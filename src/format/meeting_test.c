#include "format/meeting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "stele meeting 1\nsalt 00112233445566778899aabbccddeeff\ncost 3 131072\n"
#define A "00000000000000000000000000000001\n"
#define B "00000000000000000000000000000002\n"

static void what_is_written_is_read(void **state)
{
    struct meeting_hash hashes[] = {{{9}}, {{3}}, {{9}}, {{5}}};
    const struct meeting_hash other = {{4}};
    struct meeting meeting = {.ops = 3, .mem_kib = 1024, .hashes = hashes, .count = 4};
    struct meeting again = {0};
    struct arena arena = {0};
    struct buf text = {0};
    struct err err = {0};

    (void)state;
    meeting_append(&text, &meeting);
    assert_int_equal(meeting_parse(&again, &arena, buf_str(&text), &err), ERR_OK);
    assert_int_equal(again.count, 3);
    assert_int_equal(again.ops, 3);
    assert_int_equal(again.mem_kib, 1024);
    for (size_t i = 0; i < 4; i++)
        assert_true(meeting_has(&again, &hashes[i < 3 ? i : 2]));
    assert_false(meeting_has(&again, &other));
    buf_release(&text);
    arena_free(&arena);
}

static void a_file_that_is_not_whole_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *line; /* NULL: it is right */
    } cases[] = {
        {HEAD "end 0\n", NULL},
        {HEAD A B "end 2\n", NULL},
        {"", "line 1 "},
        {"stele meeting 2\n", "line 1 "},
        {"stele meeting 1\nsalt 00\n", "line 2 "},
        {"stele meeting 1\nsalt 00112233445566778899aabbccddeeff\ncost 03 1\n",
         "line 3 "},
        {"stele meeting 1\nsalt 00112233445566778899aabbccddeeff\ncost 3\n", "line 3 "},
        {HEAD A, "line 5 "},
        {HEAD B A "end 2\n", "line 5 "},
        {HEAD A A "end 2\n", "line 5 "},
        {HEAD A B "end 1\n", "line 6 "},
        {HEAD A "end 1\nmore", "line 5 "},
        {HEAD A "end 1", "line 5 "},
        {HEAD "0000\nend 1\n", "line 4 "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct meeting meeting = {0};
        struct arena arena = {0};
        struct err err = {0};
        enum err_code code =
            meeting_parse(&meeting, &arena, str_from_c(cases[i].text), &err);

        if (!cases[i].line && code != ERR_OK)
            fail_msg("case %zu: %s", i, err.message);
        if (cases[i].line && (code != ERR_INVALID || !strstr(err.message, cases[i].line)))
            fail_msg("case %zu: \"%s\"", i, err.message);
        arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_file_that_is_not_whole_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
