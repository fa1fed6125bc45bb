#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/range.h"

static void is(const char *header, uint64_t size, enum range_kind kind, uint64_t first,
               uint64_t len)
{
    struct range range = {0};

    assert_int_equal(range_read(&range, str_from_c(header), size), kind);
    if (kind == RANGE_PART) {
        assert_int_equal(range.first, first);
        assert_int_equal(range.len, len);
    }
}

static void one_range_is_a_part(void **state)
{
    (void)state;
    is("bytes=0-0", 10, RANGE_PART, 0, 1);
    is("bytes=2-5", 10, RANGE_PART, 2, 4);
    is("bytes=2-", 10, RANGE_PART, 2, 8);
    is("bytes=0-99", 10, RANGE_PART, 0, 10);
    is("bytes=-3", 10, RANGE_PART, 7, 3);
    is("bytes=-99", 10, RANGE_PART, 0, 10);
    is("bytes=007-9", 10, RANGE_PART, 7, 3);
    is("bytes=9-18446744073709551615", 10, RANGE_PART, 9, 1);
}

static void behind_the_end_there_is_none(void **state)
{
    (void)state;
    is("bytes=10-", 10, RANGE_NONE, 0, 0);
    is("bytes=10-20", 10, RANGE_NONE, 0, 0);
    is("bytes=-0", 10, RANGE_NONE, 0, 0);
    is("bytes=0-", 0, RANGE_NONE, 0, 0);
    is("bytes=-1", 0, RANGE_NONE, 0, 0);
}

static void everything_else_is_the_whole(void **state)
{
    static const char *const others[] = {"",
                                         "bytes",
                                         "bytes=",
                                         "bytes=-",
                                         "lines=1-2",
                                         "bytes=5-2",
                                         "bytes=a-b",
                                         "bytes=1",
                                         "bytes=0-1,3-4",
                                         "bytes=0-,0-,0-",
                                         "bytes=1--2",
                                         "bytes=+1-2",
                                         "bytes=1 - 2",
                                         "bytes=99999999999999999999-"};

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        is(others[i], 10, RANGE_WHOLE, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_range_is_a_part),
        cmocka_unit_test(behind_the_end_there_is_none),
        cmocka_unit_test(everything_else_is_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
