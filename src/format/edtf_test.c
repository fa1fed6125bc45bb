#include "format/edtf.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct edtf parsed(const char *text)
{
    struct edtf e = {.span_count = 0};
    struct err err = {0};

    if (edtf_parse(&e, str_from_c(text), &err) != ERR_OK)
        fail_msg("%s: %s", text, err.message);
    return e;
}

static int64_t day(int y, unsigned m, unsigned d)
{
    int64_t n = 0;

    if (!edtf_day_from_civil(&n, y, m, d))
        fail_msg("no day %d-%u-%u", y, m, d);
    return n;
}

static void days_count_from_1970_and_back(void **state)
{
    static const struct {
        int y;
        unsigned m, d;
        int64_t day;
    } cases[] = {{1970, 1, 1, 0},          {1969, 12, 31, -1},    {2000, 3, 1, 11017},
                 {2022, 2, 24, 19047},     {2022, 9, 10, 19245},  {1600, 2, 29, -135081},
                 {0, 1, 1, -719528},       {-1, 12, 31, -719529}, {2400, 12, 31, 157419},
                 {-4713, 11, 24, -2440588}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int y = 0;
        unsigned m = 0;
        unsigned d = 0;

        assert_int_equal(day(cases[i].y, cases[i].m, cases[i].d), cases[i].day);
        edtf_civil_from_day(&y, &m, &d, cases[i].day);
        assert_int_equal(y, cases[i].y);
        assert_int_equal(m, cases[i].m);
        assert_int_equal(d, cases[i].d);
    }
}

static void every_day_of_eight_centuries_follows_the_one_before(void **state)
{
    int64_t n = day(-401, 12, 31);

    (void)state;
    for (int y = -400; y < 401; y++)
        for (unsigned m = 1; m <= 12; m++)
            for (unsigned d = 1; d <= edtf_days_in_month(y, m); d++) {
                int back_y = 0;
                unsigned back_m = 0;
                unsigned back_d = 0;

                n++;
                assert_int_equal(day(y, m, d), n);
                edtf_civil_from_day(&back_y, &back_m, &back_d, n);
                assert_true(back_y == y && back_m == m && back_d == d);
            }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    int64_t n = 7;

    (void)state;
    assert_false(edtf_day_from_civil(&n, 2022, 2, 29));
    assert_false(edtf_day_from_civil(&n, 1900, 2, 29));
    assert_false(edtf_day_from_civil(&n, 2022, 0, 1));
    assert_false(edtf_day_from_civil(&n, 2022, 13, 1));
    assert_false(edtf_day_from_civil(&n, 2022, 1, 0));
    assert_false(edtf_day_from_civil(&n, EDTF_MAX_YEAR + 1, 1, 1));
    assert_false(edtf_day_from_civil(&n, -EDTF_MAX_YEAR - 1, 1, 1));
    assert_int_equal(n, 7);
    assert_true(edtf_day_from_civil(&n, EDTF_MAX_YEAR, 12, 31));
}

static void bounds_hold_every_day_that_may_be_meant(void **state)
{
    static const struct {
        const char *text;
        int y1;
        unsigned m1, d1;
        int y2;
        unsigned m2, d2;
    } cases[] = {
        {"2022-09-10", 2022, 9, 10, 2022, 9, 10},
        {"2024-02", 2024, 2, 1, 2024, 2, 29},
        {"2022", 2022, 1, 1, 2022, 12, 31},
        {"202X", 2020, 1, 1, 2029, 12, 31},
        {"20XX", 2000, 1, 1, 2099, 12, 31},
        {"XXXX", 0, 1, 1, 9999, 12, 31},
        {"1X32", 1032, 1, 1, 1932, 12, 31},
        {"2022-XX", 2022, 1, 1, 2022, 12, 31},
        {"2022-1X", 2022, 10, 1, 2022, 12, 31},
        {"2022-0X", 2022, 1, 1, 2022, 9, 30},
        {"2022-X2", 2022, 2, 1, 2022, 12, 31},
        {"2022-09-XX", 2022, 9, 1, 2022, 9, 30},
        {"2022-09-1X", 2022, 9, 10, 2022, 9, 19},
        {"2022-09-X5", 2022, 9, 5, 2022, 9, 25},
        {"2022-XX-15", 2022, 1, 15, 2022, 12, 15},
        {"2022-XX-31", 2022, 1, 31, 2022, 12, 31},
        {"2022-XX-XX", 2022, 1, 1, 2022, 12, 31},
        {"202X-02-29", 2020, 2, 29, 2028, 2, 29},
        {"XXXX-02-29", 0, 2, 29, 9996, 2, 29},
        {"2022-09-10?", 2022, 9, 10, 2022, 9, 10},
        {"~2022-?09-%10", 2022, 9, 10, 2022, 9, 10},
        {"2022-21", 2022, 3, 1, 2022, 5, 31},
        {"2022-24", 2021, 12, 1, 2023, 2, 28},
        {"2022-32", 2022, 6, 1, 2022, 8, 31},
        {"2022-33", 2022, 1, 1, 2022, 3, 31},
        {"2022-39", 2022, 9, 1, 2022, 12, 31},
        {"2022-41", 2022, 7, 1, 2022, 12, 31},
        {"202X-22", 2020, 6, 1, 2029, 8, 31},
        {"0000", 0, 1, 1, 0, 12, 31},
        {"-0044-03-15", -44, 3, 15, -44, 3, 15},
        {"-0XXX", -999, 1, 1, -1, 12, 31},
        {"-01XX", -199, 1, 1, -100, 12, 31},
        {"Y17000", 17000, 1, 1, 17000, 12, 31},
        {"Y-170000002~", -170000002, 1, 1, -170000002, 12, 31},
        {"2022-03/2022-09", 2022, 3, 1, 2022, 9, 30},
        {"2022-02-24?/2022-03~", 2022, 2, 24, 2022, 3, 31},
        {"[2022-03-04,2022-03-01]", 2022, 3, 1, 2022, 3, 4},
        {"{2022-03..2022-05,2021}", 2021, 1, 1, 2022, 5, 31},
        {"2022-09-11T00:30:00+03:00", 2022, 9, 11, 2022, 9, 11},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edtf e = parsed(cases[i].text);
        struct edtf_bounds b = edtf_bounds(&e);

        if (b.first != day(cases[i].y1, cases[i].m1, cases[i].d1) ||
            b.last != day(cases[i].y2, cases[i].m2, cases[i].d2))
            fail_msg("%s: %lld to %lld", cases[i].text, (long long)b.first,
                     (long long)b.last);
        assert_false(b.is_open_start || b.is_open_end);
    }
}

static void open_and_unknown_ends_have_no_bound(void **state)
{
    static const char *const no_end[] = {"2022-02-24/..", "2022-02-24/", "[2022-02-24..]",
                                         "{2022-02-24..}", "[2023,2022-02-24..]"};
    static const char *const no_start[] = {"../2022", "/2022", "[..2022]", "{..2022}"};

    (void)state;
    for (size_t i = 0; i < sizeof no_end / sizeof no_end[0]; i++) {
        struct edtf e = parsed(no_end[i]);
        struct edtf_bounds b = edtf_bounds(&e);

        assert_true(b.is_open_end && b.last == INT64_MAX && b.last_s == INT64_MAX);
        assert_true(!b.is_open_start && b.first == day(2022, 2, 24));
    }
    for (size_t i = 0; i < sizeof no_start / sizeof no_start[0]; i++) {
        struct edtf e = parsed(no_start[i]);
        struct edtf_bounds b = edtf_bounds(&e);

        assert_true(b.is_open_start && b.first == INT64_MIN && b.first_s == INT64_MIN);
        assert_true(!b.is_open_end && b.last == day(2022, 12, 31));
    }
}

static void times_are_seconds_in_utc(void **state)
{
    static const struct {
        const char *text;
        int64_t second;
        bool is_local;
    } cases[] = {{"1970-01-01T00:00:00Z", 0, false},
                 {"2022-09-10T14:05:00Z", 1662818700, false},
                 {"2022-09-10T17:05:00+03:00", 1662818700, false},
                 {"2022-09-10T17:05:00+03", 1662818700, false},
                 {"2022-09-10T10:35:00-03:30", 1662818700, false},
                 {"2022-09-10T14:05:00", 1662818700, true}};
    struct edtf e;
    struct edtf_bounds b;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        e = parsed(cases[i].text);
        b = edtf_bounds(&e);
        assert_true(b.has_time && b.first_s == cases[i].second && b.last_s == b.first_s);
        assert_int_equal(b.is_local, cases[i].is_local);
    }
    e = parsed("1970-01-02");
    b = edtf_bounds(&e);
    assert_true(!b.has_time && b.first_s == 86400 && b.last_s == 2 * 86400 - 1);
    e = parsed("2022-09-10T14:05:00Z/2022-09-10T14:06:00");
    b = edtf_bounds(&e);
    assert_true(b.has_time && b.is_local && b.last_s - b.first_s == 60);
    e = parsed("2022-09-10T14:05:00Z/2022-09-11");
    assert_false(edtf_bounds(&e).has_time);
}

static void a_qualifier_speaks_of_the_parts_it_should(void **state)
{
    static const struct {
        const char *text;
        unsigned uncertain, approximate;
    } cases[] = {{"2022-09-10", 0, 0},
                 {"2022-09-10?", EDTF_YEAR | EDTF_MONTH | EDTF_DAY, 0},
                 {"2022-09~", 0, EDTF_YEAR | EDTF_MONTH},
                 {"2022%", EDTF_YEAR, EDTF_YEAR},
                 {"2022-~09", 0, EDTF_MONTH},
                 {"2022-09-~10", 0, EDTF_DAY},
                 {"?2022-09-10", EDTF_YEAR, 0},
                 {"2022?-09", EDTF_YEAR, 0},
                 {"2022-09?-10", EDTF_YEAR | EDTF_MONTH, 0},
                 {"?2022-~21", EDTF_YEAR, EDTF_MONTH}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edtf e = parsed(cases[i].text);

        assert_int_equal(e.spans[0].first.uncertain, cases[i].uncertain);
        assert_int_equal(e.spans[0].first.approximate, cases[i].approximate);
        assert_int_equal(edtf_is_uncertain(&e), cases[i].uncertain != 0);
        assert_int_equal(edtf_is_approximate(&e), cases[i].approximate != 0);
    }
}

static void what_is_no_date_is_refused_by_part_and_byte(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"", "byte 1: expected a date, found the end"},
        {"unknown", "byte 1: expected a year of four digits, found \"u\""},
        {"202", "byte 4: expected a year of four digits, found the end"},
        {"202x", "byte 4: expected a year of four digits, found \"x\""},
        {"2022\n", "byte 5: expected the end of the date, found byte 0x0a"},
        {"2022-9-10", "byte 7: expected a month of two digits, found \"-\""},
        {"2022-13", "byte 6: month 13 is none of 01 to 12 (or 21 to 41 for seasons and "
                    "parts of a year)"},
        {"2022-00", "byte 6: month 00 is none of 01 to 12 (or 21 to 41 for seasons and "
                    "parts of a year)"},
        {"2022-2X", "byte 6: month 2X is none of 01 to 12 (or 21 to 41 for seasons and "
                    "parts of a year)"},
        {"2022-42", "byte 6: month 42 is none of 01 to 12 (or 21 to 41 for seasons and "
                    "parts of a year)"},
        {"2022-21-01", "byte 8: a season or part of a year (21) has no day"},
        {"2022-09-1", "byte 10: expected a day of two digits, found the end"},
        {"2022-02-30", "byte 9: day 30 does not exist: month 02 of 2022 has 28 days"},
        {"2022-09-00", "byte 9: day 00 does not exist in any such month"},
        {"2022-02-3X", "byte 9: day 3X does not exist in any such month"},
        {"XXX1-02-29", "byte 9: day 29 does not exist in any such month"},
        {"2022-09-10??", "byte 12: expected the end of the date, found \"?\""},
        {"-0000", "byte 1: year -0000 is written 0000"},
        {"Y1700", "byte 6: expected a year of more than four digits after Y, found the "
                  "end"},
        {"Y17E7", "byte 4: expected a year of more than four digits after Y, found "
                  "\"E\""},
        {"Y01234", "byte 2: year begins with 0 after Y"},
        {"Y1234567890", "byte 2: year has more than nine digits, which is more than can "
                        "be reckoned with"},
        {"Y17000-01", "byte 7: expected the end of the date, found \"-\""},
        {"2022-09T10:00:00", "byte 8: a time needs a whole day without X and qualifiers "
                             "before it"},
        {"2022-09-XXT10:00:00", "byte 11: a time needs a whole day without X and "
                                "qualifiers before it"},
        {"2022-09-10T10:00", "byte 17: expected \":\" (a time is hh:mm:ss), found the "
                             "end"},
        {"2022-09-10T24:00:00", "byte 12: expected an hour of two digits up to 23, found "
                                "24"},
        {"2022-09-10T23:60:00", "byte 15: expected a minute of two digits up to 59, "
                                "found 60"},
        {"2022-09-10T23:00:XX", "byte 18: expected a second of two digits, found \"X\""},
        {"2022-09-10T23:00:00+24", "byte 21: expected offset hours of two digits up to "
                                   "23, found 24"},
        {"2022-09-10T23:00:00+03:60", "byte 24: expected offset minutes of two digits up "
                                      "to 59, found 60"},
        {"2022-09-10T14:05:00Z~", "byte 21: expected the end of the date, found \"~\""},
        {"..", "byte 3: expected \"/\" and a date after an open beginning, found the "
               "end"},
        {"/", "byte 2: an interval needs a date at one end at least"},
        {"../..", "byte 4: an interval needs a date at one end at least"},
        {"2022-09/2022-08", "byte 9: the end lies before the beginning"},
        {"2022-09-10T10:00:00Z/2022-09-10T09:00:00Z",
         "byte 22: the end lies before the beginning"},
        {"2022/2023/2024", "byte 10: expected the end of the date, found \"/\""},
        {"[2022..2021]", "byte 8: the end lies before the beginning"},
        {"[2022", "byte 6: expected \",\", \"..\" or \"]\", found the end"},
        {"{2022]", "byte 6: expected \",\", \"..\" or \"}\", found \"]\""},
        {"[]", "byte 2: expected a year of four digits, found \"]\""},
        {"[2022] ", "byte 7: expected the end after the set, found byte 0x20"},
        {"[2022, 2023]", "byte 7: expected a year of four digits, found byte 0x20"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edtf e = {.kind = EDTF_ALL_OF, .span_count = 99};
        struct err err = {0};

        assert_int_equal(edtf_parse(&e, str_from_c(cases[i].text), &err), ERR_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_true(e.kind == EDTF_ALL_OF && e.span_count == 99);
    }
}

static void a_set_has_a_limit(void **state)
{
    struct edtf e = {.span_count = 0};
    struct err err = {0};

    (void)state;
    e = parsed("[2001,2002,2003,2004,2005,2006,2007,2008,2009,2010,2011,2012,2013,2014,"
               "2015,2016]");
    assert_int_equal(e.span_count, EDTF_MAX_SPANS);
    assert_int_equal(edtf_parse(&e,
                                STR("[2001,2002,2003,2004,2005,2006,2007,2008,2009,2010,"
                                    "2011,2012,2013,2014,2015,2016,2017]"),
                                &err),
                     ERR_LIMIT);
    assert_string_equal(err.message, "byte 82: a set has at most 16 members");
}

int main(void)
{
    static const struct CMUnitTest cases[] = {
        {"days count from 1970 and back", days_count_from_1970_and_back, 0, 0, 0},
        {"every day of eight centuries follows the one before",
         every_day_of_eight_centuries_follows_the_one_before, 0, 0, 0},
        {"days that do not exist are refused", days_that_do_not_exist_are_refused, 0, 0,
         0},
        {"bounds hold every day that may be meant",
         bounds_hold_every_day_that_may_be_meant, 0, 0, 0},
        {"open and unknown ends have no bound", open_and_unknown_ends_have_no_bound, 0, 0,
         0},
        {"times are seconds in UTC", times_are_seconds_in_utc, 0, 0, 0},
        {"a qualifier speaks of the parts it should",
         a_qualifier_speaks_of_the_parts_it_should, 0, 0, 0},
        {"what is no date is refused by part and byte",
         what_is_no_date_is_refused_by_part_and_byte, 0, 0, 0},
        {"a set has a limit", a_set_has_a_limit, 0, 0, 0},
    };

    return cmocka_run_group_tests(cases, NULL, NULL);
}
