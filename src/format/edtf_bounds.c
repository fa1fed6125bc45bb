#include "format/edtf.h"

#include <assert.h>

enum { DAYS_OF_400_YEARS = 146097, DAYS_BEFORE_1970 = 719528, SECONDS_OF_DAY = 86400 };

/* Days of a common year before each month, and of the whole year. */
static const int days_before_month[] = {0,   31,  59,  90,  120, 151, 181,
                                        212, 243, 273, 304, 334, 365};

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned edtf_days_in_month(int y, unsigned m)
{
    assert(m >= 1 && m <= 12);
    return (unsigned)(days_before_month[m] - days_before_month[m - 1]) +
           (m == 2 && is_leap(y) ? 1U : 0U);
}

static int64_t floor_divide(int64_t n, int64_t by)
{
    return n / by - (n % by < 0 ? 1 : 0);
}

/* 1 January of year, counted from 1 January of year 0 (a leap year). */
static int64_t year_start(int64_t year)
{
    int64_t before = year - 1;

    return 365 * year + floor_divide(before, 4) - floor_divide(before, 100) +
           floor_divide(before, 400) + 1;
}

/* For a day known to exist. */
static int64_t day_of(int year, unsigned month, unsigned day)
{
    return year_start(year) + days_before_month[month - 1] +
           (month > 2 && is_leap(year) ? 1 : 0) + (int64_t)day - 1 - DAYS_BEFORE_1970;
}

bool edtf_day_from_civil(int64_t *day, int y, unsigned m, unsigned d)
{
    if (y > EDTF_MAX_YEAR || y < -EDTF_MAX_YEAR || m < 1 || m > 12 || d < 1 ||
        d > edtf_days_in_month(y, m))
        return false;
    *day = day_of(y, m, d);
    return true;
}

void edtf_civil_from_day(int *y, unsigned *m, unsigned *d, int64_t day)
{
    int64_t era;
    int64_t rest;
    int64_t year;
    unsigned month = 1;

    assert(day >= day_of(-EDTF_MAX_YEAR, 1, 1) && day <= day_of(EDTF_MAX_YEAR, 12, 31));
    day += DAYS_BEFORE_1970;
    era = floor_divide(day, DAYS_OF_400_YEARS);
    rest = day - era * DAYS_OF_400_YEARS;
    /* 366 days to the year can only guess too early, and by one year at most. */
    year = rest / 366;
    while (year_start(year + 1) <= rest)
        year++;
    rest -= year_start(year);
    *y = (int)(era * 400 + year);
    while (rest >= edtf_days_in_month(*y, month))
        rest -= edtf_days_in_month(*y, month++);
    *m = month;
    *d = (unsigned)rest + 1;
}

/* Whether value agrees with number in every digit that is known (bit 0: the last). */
static bool agrees(unsigned value, unsigned number, unsigned unknown)
{
    for (unsigned i = 0; i < 4; i++, value /= 10, number /= 10, unknown >>= 1)
        if (!(unknown & 1U) && value % 10 != number % 10)
            return false;
    return true;
}

static bool month_agrees(const struct edtf_date *date, unsigned month)
{
    return agrees(month, date->month, (date->unspecified & EDTF_MONTH_DIGITS) >> 2U);
}

static bool day_agrees(const struct edtf_date *date, unsigned day)
{
    return date->precision < EDTF_PRECISION_DAY ||
           agrees(day, date->day, date->unspecified & EDTF_DAY_DIGITS);
}

/* The first (or last) day of that year which the digits allow. */
static bool edge_of_year(int64_t *out, const struct edtf_date *date, int year,
                         bool is_last)
{
    for (unsigned i = 1; i <= 12; i++) {
        unsigned month = is_last ? 13 - i : i;
        unsigned days = edtf_days_in_month(year, month);

        if (date->precision != EDTF_PRECISION_YEAR && !month_agrees(date, month))
            continue;
        for (unsigned j = 1; j <= days; j++) {
            unsigned day = is_last ? days + 1 - j : j;

            if (day_agrees(date, day)) {
                *out = day_of(year, month, day);
                return true;
            }
        }
    }
    return false;
}

/*
 * The first (or last) day of all years the digits allow. Which days a year has
 * depends only on its being a leap year, so two kinds of year decide.
 */
static bool edge_of_date(int64_t *out, const struct edtf_date *date, bool is_last)
{
    unsigned unknown = (date->unspecified & EDTF_YEAR_DIGITS) >> 4U;
    int known = date->year < 0 ? -date->year : date->year;
    int count = date->year_last - date->year;
    bool tried[2] = {false, false};

    for (int i = 0; i <= count && !(tried[0] && tried[1]); i++) {
        int year = is_last ? date->year_last - i : date->year + i;
        unsigned digits = (unsigned)(year < 0 ? -year : year);

        if (count > 0 && !agrees(digits, (unsigned)known, unknown))
            continue;
        if (edge_of_year(out, date, year, is_last))
            return true;
        tried[is_leap(year) ? 1 : 0] = true;
    }
    return false;
}

/* First month, and number of months, of the codes 21..41; 12 and 3 is over the turn. */
static const uint8_t seasons[][2] = {
    {3, 3}, {6, 3},  {9, 3}, {12, 3},          /* 21: seasons, taken as northern */
    {3, 3}, {6, 3},  {9, 3}, {12, 3},          /* 25: northern */
    {9, 3}, {12, 3}, {3, 3}, {6, 3},           /* 29: southern */
    {1, 3}, {4, 3},  {7, 3}, {10, 3},          /* 33: quarters */
    {1, 4}, {5, 4},  {9, 4}, {1, 6},  {7, 6}}; /* 37: thirds; 40: halves */

static void season_days(const struct edtf_date *date, int64_t *first, int64_t *last)
{
    const uint8_t *season = seasons[date->month - 21];
    unsigned end = (unsigned)season[0] + season[1] - 1U;

    if (season[0] == 12) {
        *first = day_of(date->year - 1, 12, 1);
        *last = day_of(date->year_last + 1, 3, 1) - 1;
        return;
    }
    *first = day_of(date->year, season[0], 1);
    *last = day_of(date->year_last, end, edtf_days_in_month(date->year_last, end));
}

static bool date_days(const struct edtf_date *date, int64_t *first, int64_t *last)
{
    if (date->precision == EDTF_PRECISION_SEASON) {
        season_days(date, first, last);
        return true;
    }
    if (date->unspecified == 0 && date->precision >= EDTF_PRECISION_DAY) {
        if (!edtf_day_from_civil(first, date->year, date->month, date->day))
            return false;
        *last = *first;
        return true;
    }
    return edge_of_date(first, date, false) && edge_of_date(last, date, true);
}

bool edtf_date_bounds(struct edtf_bounds *out, const struct edtf_date *date)
{
    struct edtf_bounds bounds = {.is_local = date->is_local};

    if (!date_days(date, &bounds.first, &bounds.last))
        return false;
    bounds.first_s = bounds.first * SECONDS_OF_DAY;
    bounds.last_s = bounds.last * SECONDS_OF_DAY + SECONDS_OF_DAY - 1;
    if (date->precision == EDTF_PRECISION_SECOND) {
        bounds.has_time = true;
        bounds.first_s += (int64_t)date->second - (int64_t)date->offset_min * 60;
        bounds.last_s = bounds.first_s;
    }
    *out = bounds;
    return true;
}

static struct edtf_bounds sure_bounds(const struct edtf_date *date)
{
    struct edtf_bounds bounds = {0};
    bool exists = edtf_date_bounds(&bounds, date);

    assert(exists); /* parsing lets no impossible day through */
    return bounds;
}

static struct edtf_bounds span_bounds(const struct edtf_span *span)
{
    struct edtf_bounds bounds = {.first = INT64_MIN, .first_s = INT64_MIN};
    struct edtf_bounds last = {.last = INT64_MAX, .last_s = INT64_MAX};

    if (!span->is_range)
        return sure_bounds(&span->first);
    if (span->start == EDTF_KNOWN)
        bounds = sure_bounds(&span->first);
    if (span->end == EDTF_KNOWN)
        last = sure_bounds(&span->last);
    bounds.is_open_start = span->start != EDTF_KNOWN;
    bounds.is_open_end = span->end != EDTF_KNOWN;
    bounds.has_time = (bounds.has_time || bounds.is_open_start) &&
                      (last.has_time || bounds.is_open_end);
    bounds.is_local = bounds.is_local || last.is_local;
    bounds.last = last.last;
    bounds.last_s = last.last_s;
    return bounds;
}

struct edtf_bounds edtf_bounds(const struct edtf *e)
{
    struct edtf_bounds all = span_bounds(&e->spans[0]);

    for (uint32_t i = 1; i < e->span_count; i++) {
        struct edtf_bounds b = span_bounds(&e->spans[i]);

        all.first = b.first < all.first ? b.first : all.first;
        all.last = b.last > all.last ? b.last : all.last;
        all.first_s = b.first_s < all.first_s ? b.first_s : all.first_s;
        all.last_s = b.last_s > all.last_s ? b.last_s : all.last_s;
        all.is_open_start = all.is_open_start || b.is_open_start;
        all.is_open_end = all.is_open_end || b.is_open_end;
        all.has_time = all.has_time && b.has_time;
        all.is_local = all.is_local || b.is_local;
    }
    return all;
}
