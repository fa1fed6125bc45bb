#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void writes_and_reads_times(void **state)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},
        {1790000000, "2026-09-21T14:13:20Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
        {-62167219200, "0000-01-01T00:00:00Z"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t seconds = 1;

        assert_string_equal(clock_write(cases[i].seconds).text, cases[i].text);
        assert_true(clock_parse(&seconds, str_from_c(cases[i].text)));
        assert_int_equal(seconds, cases[i].seconds);
    }
}

static void refuses_what_is_no_time(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05Zx",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01 00:00:00Z",
        "2o26-01-01T00:00:00Z",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t seconds = 77;

        assert_false(clock_parse(&seconds, str_from_c(bad[i])));
        assert_int_equal(seconds, 77);
    }
}

static void is_set_for_tests(void **state)
{
    struct clock_text now;
    struct err err = {0};

    (void)state;
    /* NOLINTBEGIN(concurrency-mt-unsafe): one thread */
    assert_int_equal(setenv("STELE_NOW", "2024-02-29T12:00:00Z", 1), 0);
    assert_true(clock_is_set_by_hand());
    assert_int_equal(clock_now(&now, &err), ERR_OK);
    assert_string_equal(now.text, "2024-02-29T12:00:00Z");
    assert_int_equal(setenv("STELE_NOW", "yesterday", 1), 0);
    assert_int_equal(clock_now(&now, &err), ERR_INVALID);
    assert_string_equal(err.message, "STELE_NOW is not a time like 2026-01-31T12:00:00Z");
    assert_int_equal(unsetenv("STELE_NOW"), 0);
    /* NOLINTEND(concurrency-mt-unsafe) */
    assert_false(clock_is_set_by_hand());
    assert_int_equal(clock_now(&now, &err), ERR_OK);
    assert_int_equal(strlen(now.text), CLOCK_TEXT_LEN);
}

static void never_goes_back(void **state)
{
    int64_t before = clock_monotonic_ns();

    (void)state;
    clock_sleep_ns(1000);
    assert_true(clock_monotonic_ns() >= before + 1000);
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"a time is written and read back", writes_and_reads_times, 0, 0, 0},
        {"what is no time is refused", refuses_what_is_no_time, 0, 0, 0},
        {"tests set the clock", is_set_for_tests, 0, 0, 0},
        {"the measuring clock never goes back", never_goes_back, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
