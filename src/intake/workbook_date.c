/* Dates and times as workbooks store them. */

#include <string.h>

#include "format/edtf.h"
#include "intake/workbook_decimal.h"
#include "intake/workbook_number.h"

enum {
    SHOWS_DATE = WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY,
    SHOWS_CLOCK = WORKBOOK_SHOWS_TIME | WORKBOOK_SHOWS_ELAPSED,
    DAY_SECONDS = 86400
};

struct moment {
    int64_t day;
    int64_t second; /* of the day */
};

static int digit_at(const struct decimal *d, int64_t i)
{
    return i >= 0 && i < (int64_t)d->count ? d->digits[i] - '0' : 0;
}

/* A number of days. The part behind the point is rounded to seconds. */
static bool moment_of(struct moment *out, const struct decimal *d, bool is_rounded)
{
    enum { FRACTION_DIGITS = 12 }; /* of a day: a tenth of a microsecond */
    const int64_t unit = INT64_C(1000000000000);
    struct moment at = {0};
    int64_t fraction = 0;

    if (d->is_negative || d->point > 8)
        return false;
    for (int64_t i = 0; i < d->point; i++)
        at.day = 10 * at.day + digit_at(d, i);
    for (int64_t i = 0; i < FRACTION_DIGITS; i++)
        fraction = 10 * fraction + digit_at(d, d->point + i);
    if (is_rounded) {
        at.second = (fraction * DAY_SECONDS + unit / 2) / unit;
        at.day += at.second / DAY_SECONDS;
        at.second %= DAY_SECONDS;
    }
    *out = at;
    return true;
}

static void write_time(struct buf *out, int64_t seconds)
{
    buf_printf(out, "%02jd:%02d:%02d", (intmax_t)(seconds / 3600),
               (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* As far as it is shown; all of it where no year is, which alone says nothing. */
static void write_day(struct buf *out, int64_t day, unsigned shows)
{
    bool is_year_alone = (shows & SHOWS_DATE) == WORKBOOK_SHOWS_YEAR;
    bool has_day = !(shows & WORKBOOK_SHOWS_YEAR) || (shows & WORKBOOK_SHOWS_DAY);
    unsigned month;
    unsigned day_of_month;
    int year;

    edtf_civil_from_day(&year, &month, &day_of_month, day);
    buf_printf(out, "%04d", year);
    if (!is_year_alone)
        buf_printf(out, "-%02u", month);
    if (has_day)
        buf_printf(out, "-%02u", day_of_month);
}

static enum workbook_kind kind_of(unsigned shows)
{
    if (!(shows & SHOWS_DATE))
        return WORKBOOK_TIME;
    if (shows & SHOWS_CLOCK)
        return WORKBOOK_DATE_TIME;
    return shows & WORKBOOK_SHOWS_YEAR ? WORKBOOK_DATE : WORKBOOK_DAY;
}

static unsigned settle(unsigned shows, const struct moment *at)
{
    unsigned settled = 0;

    if (!(shows & WORKBOOK_SHOWS_EITHER))
        return shows;
    if (at->day > 0)
        settled |= SHOWS_DATE;
    if (at->second > 0 || at->day == 0)
        settled |= WORKBOOK_SHOWS_TIME;
    return settled;
}

/*
 * Days since 1970. The 1900 system counts a 29 February 1900 that never was, as its day
 * 60, so that what comes after it lies one further on.
 */
static bool day_of(int64_t *out, int64_t serial, bool is_1904)
{
    enum { FROM_1904 = -24107, FROM_1900 = -25568, LAST = 2958465, BETWEEN = 1462 };

    if (is_1904)
        *out = serial + FROM_1904;
    else
        *out = serial + FROM_1900 - (serial > 60);
    return is_1904 ? serial <= LAST - BETWEEN
                   : serial > 0 && serial != 60 && serial <= LAST;
}

static enum workbook_kind no_day(struct buf *out, struct str stored)
{
    struct str text = str_trim(stored);

    for (size_t i = 0; i < text.len && i < 40; i++) {
        bool is_plain = text.ptr[i] >= ' ' && text.ptr[i] < 0x7f;

        buf_append(out, is_plain ? (struct str){text.ptr + i, 1} : STR("?"));
    }
    return WORKBOOK_ERROR;
}

static void write_moment(struct buf *out, const struct moment *at, int64_t day,
                         unsigned shows)
{
    bool has_clock = shows & SHOWS_CLOCK;

    write_day(out, day, has_clock ? SHOWS_DATE : shows);
    if (!has_clock)
        return;
    buf_char(out, 'T');
    write_time(out, at->second);
}

enum workbook_kind workbook_date(struct buf *out, struct str stored, unsigned shows,
                                 bool is_1904)
{
    struct decimal d;
    struct moment at;
    int64_t day;

    if (!decimal_parse(&d, stored) || !moment_of(&at, &d, true))
        return no_day(out, stored);
    shows = settle(shows, &at);
    if (!(shows & SHOWS_DATE)) {
        write_time(out, at.second +
                            (shows & WORKBOOK_SHOWS_ELAPSED ? at.day * DAY_SECONDS : 0));
        return WORKBOOK_TIME;
    }
    /* Where no clock is shown the last second of a day does not begin the next. */
    (void)moment_of(&at, &d, shows & SHOWS_CLOCK);
    if (!day_of(&day, at.day, is_1904))
        return no_day(out, stored);
    write_moment(out, &at, day, shows);
    return kind_of(shows);
}

/* count digits at the beginning of text, which moves behind them. */
static bool take_number(unsigned *out, struct str *text, size_t count)
{
    *out = 0;
    if (text->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text->ptr[i] < '0' || text->ptr[i] > '9')
            return false;
        *out = 10 * *out + (unsigned)(text->ptr[i] - '0');
    }
    *text = str_after(*text, count);
    return true;
}

static bool take_char(struct str *text, char c)
{
    if (text->len == 0 || text->ptr[0] != c)
        return false;
    *text = str_after(*text, 1);
    return true;
}

/* HH:MM:SS, HH:MM or HH:MM:SS.fff; a zone is refused. */
static bool take_clock(int64_t *second, struct str text)
{
    unsigned h;
    unsigned m;
    unsigned s = 0;
    unsigned tenth = 0;

    if (!take_number(&h, &text, 2) || !take_char(&text, ':') ||
        !take_number(&m, &text, 2) || h > 23 || m > 59)
        return false;
    if (take_char(&text, ':') && (!take_number(&s, &text, 2) || s > 59))
        return false;
    if (take_char(&text, '.') || take_char(&text, ',')) {
        if (!take_number(&tenth, &text, 1))
            return false;
        while (text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9')
            text = str_after(text, 1);
    }
    *second = (int64_t)h * 3600 + (int64_t)m * 60 + s + (tenth >= 5);
    return text.len == 0;
}

enum workbook_kind workbook_iso_date(struct buf *out, struct str stored, unsigned shows)
{
    struct str text = str_trim(stored);
    struct moment at = {0};
    unsigned y;
    unsigned m;
    unsigned d;
    bool has_clock;

    if (!take_number(&y, &text, 4) || !take_char(&text, '-') ||
        !take_number(&m, &text, 2) || !take_char(&text, '-') ||
        !take_number(&d, &text, 2) || !edtf_day_from_civil(&at.day, (int)y, m, d))
        return no_day(out, stored);
    has_clock = take_char(&text, 'T') || take_char(&text, ' ');
    if (has_clock && !take_clock(&at.second, text))
        return no_day(out, stored);
    if (!has_clock && text.len > 0)
        return no_day(out, stored);
    if (!(shows & SHOWS_DATE))
        shows = SHOWS_DATE | (has_clock ? WORKBOOK_SHOWS_TIME : 0);
    if (shows & SHOWS_CLOCK)
        at.day += at.second / DAY_SECONDS;
    at.second %= DAY_SECONDS;
    write_moment(out, &at, at.day, shows);
    return kind_of(shows);
}

struct duration_part {
    unsigned n;
    bool is_up; /* a fraction of one half or more follows */
    bool has_fraction;
    char unit;
};

/* "13H", "0.5S". */
static bool take_part(struct duration_part *out, struct str *text)
{
    struct duration_part part = {0};
    size_t count = 0;

    while (count < text->len && text->ptr[count] >= '0' && text->ptr[count] <= '9')
        count++;
    if (count == 0 || count > 9 || !take_number(&part.n, text, count))
        return false;
    part.has_fraction = take_char(text, '.') || take_char(text, ',');
    part.is_up = part.has_fraction && text->len > 0 && text->ptr[0] >= '5';
    while (part.has_fraction && text->len > 0 && text->ptr[0] >= '0' &&
           text->ptr[0] <= '9')
        *text = str_after(*text, 1);
    if (text->len == 0)
        return false;
    part.unit = text->ptr[0];
    *text = str_after(*text, 1);
    *out = part;
    return true;
}

bool workbook_iso_time(struct buf *out, struct str stored)
{
    static const char units[] = "HMS";
    static const int64_t seconds[] = {3600, 60, 1};
    struct str text = str_trim(stored);
    int64_t total = 0;
    size_t next = 0;

    if (!take_char(&text, 'P') || !take_char(&text, 'T') || text.len == 0)
        return false;
    while (text.len > 0) {
        struct duration_part part;

        if (!take_part(&part, &text))
            return false;
        while (next < 3 && units[next] != part.unit)
            next++;
        if (next == 3 || (part.has_fraction && part.unit != 'S'))
            return false;
        total += part.n * seconds[next++] + part.is_up;
    }
    write_time(out, total);
    return true;
}
