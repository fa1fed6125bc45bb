#include "intake/workbook_number.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum {
    Y = WORKBOOK_SHOWS_YEAR,
    M = WORKBOOK_SHOWS_MONTH,
    D = WORKBOOK_SHOWS_DAY,
    T = WORKBOOK_SHOWS_TIME,
    L = WORKBOOK_SHOWS_ELAPSED
};

static void assert_text(const struct buf *out, const char *wanted, const char *from)
{
    if (!str_equal(buf_str(out), str_from_c(wanted)))
        fail_msg("\"%s\" became \"" STR_FMT "\", not \"%s\"", from, STR_ARG(buf_str(out)),
                 wanted);
}

static void numbers_are_plain_decimals(void **state)
{
    static const struct {
        const char *stored;
        const char *plain; /* NULL: it is no number */
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.0", "0"},
        {"00123", "123"},
        {"+5", "5"},
        {"5.0", "5"},
        {"2.50", "2.5"},
        {".5", "0.5"},
        {"-12.75", "-12.75"},
        {"1E+05", "100000"},
        {"1.5E-3", "0.0015"},
        {"1.5e3", "1500"},
        {"1.23456789012345E+16", "12345678901234500"},
        {"12345678901234567", "12345678901234567"},
        {"12345678901234567.0", "12345678901234567"},
        {"2.2999999999999998", "2.3"},
        {"0.10000000000000001", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"49.223456700000003", "49.2234567"},
        {"-0.99999999999999989", "-1"},
        {"9.9999999999999996E-2", "0.1"},
        {"999999999999999.96", "1000000000000000"},
        {"0.123456789012345", "0.123456789012345"},
        {" 7 ", "7"},
        {"1E-3", "0.001"},
        {"1E400", NULL}, /* checked below by length */
        {"1E401", NULL},
        {"", NULL},
        {".", NULL},
        {"-", NULL},
        {"1.2.3", NULL},
        {"1E", NULL},
        {"1Ex", NULL},
        {"NaN", NULL},
        {"INF", NULL},
        {"0x10", NULL},
        {"1,5", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        bool is_number = workbook_number(&out, str_from_c(cases[i].stored));

        if (str_equal(str_from_c(cases[i].stored), STR("1E400"))) {
            assert_true(is_number);
            assert_int_equal(out.len, 401);
        } else if (cases[i].plain) {
            assert_true(is_number);
            assert_text(&out, cases[i].plain, cases[i].stored);
        } else {
            assert_false(is_number);
            assert_int_equal(out.len, 0);
        }
        buf_release(&out);
    }
}

static void a_number_too_long_is_none(void **state)
{
    char digits[402];
    struct buf out = {0};

    (void)state;
    for (size_t i = 0; i < sizeof digits; i++)
        digits[i] = '7';
    assert_true(workbook_number(&out, (struct str){digits, 400}));
    assert_false(workbook_number(&out, (struct str){digits, 401}));
    buf_release(&out);
}

static void days_are_dates_as_the_sheet_means_them(void **state)
{
    static const struct {
        const char *stored;
        unsigned shows;
        bool is_1904;
        char kind;
        const char *shown;
    } cases[] = {
        {"1", Y | M | D, false, 'd', "1900-01-01"},
        {"59", Y | M | D, false, 'd', "1900-02-28"},
        {"60", Y | M | D, false, 'e', "60"}, /* 29 February 1900 */
        {"61", Y | M | D, false, 'd', "1900-03-01"},
        {"0", Y | M | D, false, 'e', "0"},
        {"-1", Y | M | D, false, 'e', "-1"},
        {"25569", Y | M | D, false, 'd', "1970-01-01"},
        {"44616", Y | M | D, false, 'd', "2022-02-24"},
        {"2958465", Y | M | D, false, 'd', "9999-12-31"},
        {"2958466", Y | M | D, false, 'e', "2958466"},
        {"1E+99", Y | M | D, false, 'e', "1E+99"},
        {"0", Y | M | D, true, 'd', "1904-01-01"},
        {"60", Y | M | D, true, 'd', "1904-03-01"},
        {"43154", Y | M | D, true, 'd', "2022-02-24"},
        {"2957003", Y | M | D, true, 'd', "9999-12-31"},
        {"2957004", Y | M | D, true, 'e', "2957004"},
        {"44616", Y | M, false, 'd', "2022-02"},
        {"44616", Y, false, 'd', "2022"},
        {"44616", Y | D, false, 'd', "2022-02-24"},
        {"44616", M | D, false, 'y', "2022-02-24"},
        {"44616", M, false, 'y', "2022-02-24"},
        {"44616.5625", Y | M | D | T, false, 'D', "2022-02-24T13:30:00"},
        {"44616.56267361111", Y | M | D | T, false, 'D', "2022-02-24T13:30:15"},
        {"44616", Y | M | D | T, false, 'D', "2022-02-24T00:00:00"},
        {"44616.999999999", Y | M | D | T, false, 'D', "2022-02-25T00:00:00"},
        {"44616.999999999", Y | M | D, false, 'd', "2022-02-24"},
        {"0.5625", T, false, 'T', "13:30:00"},
        {"0.04166666666666666", T, false, 'T', "01:00:00"},
        {"4.1666666666666664E-2", T, false, 'T', "01:00:00"},
        {"1.1574074074074073E-5", T, false, 'T', "00:00:01"},
        {"44616.5625", T, false, 'T', "13:30:00"},
        {"1.0833333333333333", T | L, false, 'T', "26:00:00"},
        {"0", T, false, 'T', "00:00:00"},
        {"44616", WORKBOOK_SHOWS_EITHER, false, 'd', "2022-02-24"},
        {"0.5", WORKBOOK_SHOWS_EITHER, false, 'T', "12:00:00"},
        {"44616.5", WORKBOOK_SHOWS_EITHER, false, 'D', "2022-02-24T12:00:00"},
        {"x\x01y", Y, false, 'e', "x?y"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = {0};
        enum workbook_kind kind = workbook_date(&out, str_from_c(cases[i].stored),
                                                cases[i].shows, cases[i].is_1904);

        assert_text(&out, cases[i].shown, cases[i].stored);
        if ((char)kind != cases[i].kind)
            fail_msg("\"%s\" is of kind %c, not %c", cases[i].stored, (int)kind,
                     cases[i].kind);
        buf_release(&out);
    }
}

static void iso_dates_and_durations_are_read(void **state)
{
    static const struct {
        const char *stored;
        unsigned shows;
        char kind;
        const char *shown;
    } dates[] = {
        {"2022-02-24", 0, 'd', "2022-02-24"},
        {"2022-02-24", Y | M, 'd', "2022-02"},
        {"2022-02-24T13:30:15", 0, 'D', "2022-02-24T13:30:15"},
        {"2022-02-24T13:30", 0, 'D', "2022-02-24T13:30:00"},
        {"2022-02-24 13:30:15", 0, 'D', "2022-02-24T13:30:15"},
        {"2022-02-24T00:00:00", Y | M | D, 'd', "2022-02-24"},
        {"2022-02-24T13:30:15.4999", 0, 'D', "2022-02-24T13:30:15"},
        {"2022-12-31T23:59:59.5", 0, 'D', "2023-01-01T00:00:00"},
        {"2022-12-31T23:59:59.5", Y | M | D, 'd', "2022-12-31"},
        {"2022-02-24", M | D, 'y', "2022-02-24"},
        {"2022-02-30", 0, 'e', "2022-02-30"},
        {"2022-02", 0, 'e', "2022-02"},
        {"2022-02-24x", 0, 'e', "2022-02-24x"},
        {"2022-02-24T25:00:00", 0, 'e', "2022-02-24T25:00:00"},
        {"2022-02-24T10:00:00Z", 0, 'e', "2022-02-24T10:00:00Z"},
        {"", 0, 'e', ""},
    };
    static const struct {
        const char *stored;
        const char *shown; /* NULL: it is none */
    } times[] = {
        {"PT13H30M00S", "13:30:00"},
        {"PT13H30M0.6S", "13:30:01"},
        {"PT26H", "26:00:00"},
        {"PT5M", "00:05:00"},
        {"PT90M", "01:30:00"},
        {"PT0S", "00:00:00"},
        {"PT", NULL},
        {"13:30", NULL},
        {"PT5M3H", NULL},
        {"PT1.5H", NULL},
        {"P1D", NULL},
        {"PT5", NULL},
        {"PTH", NULL},
        {"PT1234567890S", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        struct buf out = {0};

        assert_int_equal(
            workbook_iso_date(&out, str_from_c(dates[i].stored), dates[i].shows),
            dates[i].kind);
        assert_text(&out, dates[i].shown, dates[i].stored);
        buf_release(&out);
    }
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct buf out = {0};

        assert_int_equal(workbook_iso_time(&out, str_from_c(times[i].stored)),
                         times[i].shown != NULL);
        assert_text(&out, times[i].shown ? times[i].shown : "", times[i].stored);
        buf_release(&out);
    }
}

static void number_formats_tell_dates_from_numbers(void **state)
{
    static const struct {
        const char *code;
        unsigned shows;
    } cases[] = {
        {"General", 0},
        {"0.00", 0},
        {"#,##0.00 \"days\"", 0},
        {"0.00E+00", 0},
        {"@", 0},
        {"0%", 0},
        {"[Red]0.00", 0},
        {"[$-419]0.00\\ \"руб.\"", 0},
        {"\\d0", 0},
        {"\"dd.mm.yyyy\"", 0},
        {"_d0", 0},
        {"*d0", 0},
        {"0;dd.mm.yyyy", 0},
        {"dd.mm.yyyy", Y | M | D},
        {"DD/MM/YY;@", Y | M | D},
        {"[$-422]d mmmm yyyy\" р.\"", Y | M | D},
        {"mmm-yy", Y | M},
        {"yyyy", Y},
        {"d-mmm", M | D},
        {"dddd", 0},
        {"dddd, d mmmm yyyy", Y | M | D},
        {"yyyy\\-mm\\-dd", Y | M | D},
        {"hh:mm", T},
        {"h:mm AM/PM", T},
        {"h:mm a/p", T},
        {"mm:ss", T},
        {"mm:ss.0", T},
        {"[h]:mm:ss", T | L},
        {"[mm]:ss", T | L},
        {"[Blue]hh:mm", T},
        {"dd.mm.yyyy hh:mm", Y | M | D | T},
        {"yyyy-mm-dd\"T\"hh:mm:ss", Y | M | D | T},
        {"mm/dd/yyyy h:mm:ss", Y | M | D | T},
        {"h mm dd", T | D},
        {"[$-411]ggge\"年\"m\"月\"d\"日\"", Y | M | D},
        {"[", 0},
        {"\"", 0},
        {"\\", 0},
        {"", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned shows = workbook_custom_format(str_from_c(cases[i].code));

        if (shows != cases[i].shows)
            fail_msg("\"%s\" shows %u, not %u", cases[i].code, shows, cases[i].shows);
    }
    assert_int_equal(workbook_builtin_format(0), 0);
    assert_int_equal(workbook_builtin_format(9), 0);
    assert_int_equal(workbook_builtin_format(14), Y | M | D);
    assert_int_equal(workbook_builtin_format(16), M | D);
    assert_int_equal(workbook_builtin_format(17), Y | M);
    assert_int_equal(workbook_builtin_format(20), T);
    assert_int_equal(workbook_builtin_format(22), Y | M | D | T);
    assert_int_equal(workbook_builtin_format(36), WORKBOOK_SHOWS_EITHER);
    assert_int_equal(workbook_builtin_format(37), 0);
    assert_int_equal(workbook_builtin_format(46), T | L);
    assert_int_equal(workbook_builtin_format(49), 0);
    assert_int_equal(workbook_builtin_format(58), WORKBOOK_SHOWS_EITHER);
    assert_int_equal(workbook_builtin_format(59), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_plain_decimals),
        cmocka_unit_test(a_number_too_long_is_none),
        cmocka_unit_test(days_are_dates_as_the_sheet_means_them),
        cmocka_unit_test(iso_dates_and_durations_are_read),
        cmocka_unit_test(number_formats_tell_dates_from_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
