#include "sheet/clock_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/arena.h"
#include "format/canon.h"

static void a_clock_statement_is_a_sentence(void **state)
{
    static const struct {
        const char *statement;
        const char *sentence;
    } cases[] = {
        {"{\"method\":\"satellite\",\"offset_s\":-30,\"other\":\"2026-11-25T10:00:30Z\"}",
         "this device's clock was 30 seconds behind another one (satellite receiver) "
         "that "
         "showed 2026-11-25T10:00:30Z"},
        {"{\"method\":\"person\",\"note\":\"n\",\"offset_s\":1,\"other\":"
         "\"2026-11-25T10:00:30Z\",\"uncertainty_s\":2,\"who\":\"a guard\"}",
         "this device's clock was 1 second ahead of another one (another person's clock, "
         "a "
         "guard) that showed 2026-11-25T10:00:30Z, give or take 2 seconds – n"},
        {"{\"method\":\"radio\",\"offset_s\":0,\"other\":\"2026-11-25T10:00:30Z\"}",
         "this device's clock agreed with another one (radio signal) that showed "
         "2026-11-25T10:00:30Z"},
        {"{\"method\":\"radio\",\"offset_s\":\"-0.5\",\"other\":\"2026-11-25T10:00:30Z\","
         "\"uncertainty_s\":\"0.25\"}",
         "this device's clock was 0.5 seconds behind another one (radio signal) that "
         "showed 2026-11-25T10:00:30Z, give or take 0.25 seconds"},
        {"{\"method\":\"later\",\"offset_s\":-3,\"other\":\"2026-11-25T10:00:30Z\"}",
         "this device's clock was 3 seconds behind another one (later) that showed "
         "2026-11-25T10:00:30Z"},
        {"{\"day\":\"wrong\",\"last\":\"2026-11-25T10:00:30Z\"}",
         "asked about this device's clock, because the statement before was of "
         "2026-11-25T10:00:30Z, a person said: the day is wrong"},
    };
    struct arena arena = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value statement = {0};
        struct buf out = {0};
        struct err err = {0};

        if (canon_parse(&statement, &arena, str_from_c(cases[i].statement), &err) !=
            ERR_OK)
            fail_msg("%s", err.message);
        clock_sentence(&out, &statement);
        buf_char(&out, '\0');
        assert_string_equal(out.ptr, cases[i].sentence);
        buf_release(&out);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_statement_is_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
