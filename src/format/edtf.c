#include "format/edtf.h"

#include <assert.h>

#include "base/message.h"

/* A place in the text. Every parse_ function leaves it behind what it took. */
struct reader {
    struct str text;
    size_t at;
    struct err *err;
};

static char peek(const struct reader *r)
{
    if (r->at < r->text.len)
        return r->text.ptr[r->at];
    return '\0';
}

static bool at_end(const struct reader *r)
{
    return r->at >= r->text.len;
}

static bool take(struct reader *r, char c)
{
    if (at_end(r) || r->text.ptr[r->at] != c)
        return false;
    r->at++;
    return true;
}

static bool take_dots(struct reader *r)
{
    if (r->text.len - r->at < 2 || r->text.ptr[r->at] != '.' ||
        r->text.ptr[r->at + 1] != '.')
        return false;
    r->at += 2;
    return true;
}

static enum err_code expected(const struct reader *r, const char *what)
{
    unsigned char c = (unsigned char)peek(r);

    if (at_end(r))
        return err_set(r->err, ERR_INVALID, "byte %zu: expected %s, found the end",
                       r->at + 1, _(what));
    if (c <= ' ' || c >= 0x7f)
        return err_set(r->err, ERR_INVALID, "byte %zu: expected %s, found byte 0x%02x",
                       r->at + 1, _(what), c);
    return err_set(r->err, ERR_INVALID, "byte %zu: expected %s, found \"%c\"", r->at + 1,
                   _(what), c);
}

/* `count` digits; an X counts as 0 and sets its bit in *unknown (last digit: bit 0). */
static enum err_code parse_digits(struct reader *r, unsigned count, const char *what,
                                  unsigned *value, unsigned *unknown)
{
    unsigned number = 0;
    unsigned mask = 0;

    for (unsigned i = 0; i < count; i++) {
        unsigned digit = (unsigned)(unsigned char)peek(r) - '0';
        bool is_unknown = digit > 9 && unknown && peek(r) == 'X';

        if (digit > 9 && !is_unknown)
            return expected(r, what);
        number = number * 10 + (is_unknown ? 0 : digit);
        mask = mask << 1 | (is_unknown ? 1U : 0U);
        r->at++;
    }
    *value = number;
    if (unknown)
        *unknown = mask;
    return ERR_OK;
}

static void parse_qualifier(struct reader *r, struct edtf_date *date, unsigned parts)
{
    char c = peek(r);

    if (c != '?' && c != '~' && c != '%')
        return;
    r->at++;
    if (c != '~')
        date->uncertain = (uint8_t)(date->uncertain | parts);
    if (c != '?')
        date->approximate = (uint8_t)(date->approximate | parts);
}

/* Y17000: five to nine digits, exact. */
static enum err_code parse_long_year(struct reader *r, struct edtf_date *date)
{
    bool is_negative = take(r, '-');
    size_t start = r->at;
    int32_t year = 0;

    while (!at_end(r) && peek(r) >= '0' && peek(r) <= '9' && r->at - start < 10) {
        if (r->at - start < 9)
            year = year * 10 + (peek(r) - '0');
        r->at++;
    }
    if (r->at - start < 5)
        return expected(r, "a year of more than four digits after Y");
    if (r->at - start > 9)
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: year has more than nine digits, which is more than "
                       "can be reckoned with",
                       start + 1);
    if (r->text.ptr[start] == '0')
        return err_set(r->err, ERR_INVALID, "byte %zu: year begins with 0 after Y",
                       start + 1);
    date->year = is_negative ? -year : year;
    date->year_last = date->year;
    return ERR_OK;
}

/* The same number with every unknown digit a nine. */
static unsigned filled_up(unsigned number, unsigned unknown)
{
    static const unsigned worth[] = {9, 90, 900, 9000};

    for (unsigned i = 0; i < 4; i++)
        if (unknown & 1U << i)
            number += worth[i];
    return number;
}

static enum err_code parse_year(struct reader *r, struct edtf_date *date)
{
    size_t start = r->at;
    bool is_negative;
    unsigned low = 0;
    unsigned unknown = 0;
    enum err_code code;

    if (take(r, 'Y'))
        return parse_long_year(r, date);
    is_negative = take(r, '-');
    code = parse_digits(r, 4, "a year of four digits", &low, &unknown);
    if (code != ERR_OK)
        return code;
    if (is_negative && filled_up(low, unknown) == 0)
        return err_set(r->err, ERR_INVALID, "byte %zu: year -0000 is written 0000",
                       start + 1);
    date->unspecified = (uint8_t)(unknown << 4);
    date->year = (int32_t)low;
    date->year_last = (int32_t)filled_up(low, unknown);
    if (is_negative) {
        date->year = -(int32_t)filled_up(low, unknown);
        date->year_last = low > 0 ? -(int32_t)low : -1;
    }
    return ERR_OK;
}

/* Whether some month 1..12 has these digits. */
static bool is_month(unsigned low, unsigned unknown)
{
    if (unknown & 2U)
        return (unknown & 1U) || low <= 9;
    return low <= 12 && (low > 0 || (unknown & 1U));
}

static enum err_code parse_month(struct reader *r, struct edtf_date *date)
{
    size_t start;
    unsigned month = 0;
    unsigned unknown = 0;
    enum err_code code;

    parse_qualifier(r, date, EDTF_MONTH);
    start = r->at;
    code = parse_digits(r, 2, "a month of two digits", &month, &unknown);
    if (code != ERR_OK)
        return code;
    if (unknown == 0 && month >= 21 && month <= 41)
        date->precision = EDTF_PRECISION_SEASON;
    else if (is_month(month, unknown))
        date->precision = EDTF_PRECISION_MONTH;
    else
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: month %.2s is none of 01 to 12 (or 21 to 41 for "
                       "seasons and parts of a year)",
                       start + 1, r->text.ptr + start);
    date->month = (uint8_t)month;
    date->unspecified = (uint8_t)(date->unspecified | unknown << 2);
    parse_qualifier(r, date, EDTF_YEAR | EDTF_MONTH);
    return ERR_OK;
}

static enum err_code no_such_day(const struct reader *r, const struct edtf_date *date,
                                 size_t start)
{
    const char *digits = r->text.ptr + start;

    if (date->unspecified == 0 && date->day > 0)
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: day %.2s does not exist: month %02u of %d has %u days",
                       start + 1, digits, date->month, date->year,
                       edtf_days_in_month(date->year, date->month));
    return err_set(r->err, ERR_INVALID,
                   "byte %zu: day %.2s does not exist in any such month", start + 1,
                   digits);
}

static enum err_code parse_day(struct reader *r, struct edtf_date *date)
{
    struct edtf_bounds bounds;
    size_t start;
    unsigned day = 0;
    unsigned unknown = 0;
    enum err_code code;

    if (date->precision == EDTF_PRECISION_SEASON)
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: a season or part of a year (%u) has no day", r->at,
                       date->month);
    parse_qualifier(r, date, EDTF_DAY);
    start = r->at;
    code = parse_digits(r, 2, "a day of two digits", &day, &unknown);
    if (code != ERR_OK)
        return code;
    date->day = (uint8_t)day;
    date->unspecified = (uint8_t)(date->unspecified | unknown);
    date->precision = EDTF_PRECISION_DAY;
    if (!edtf_date_bounds(&bounds, date))
        return no_such_day(r, date, start);
    parse_qualifier(r, date, EDTF_YEAR | EDTF_MONTH | EDTF_DAY);
    return ERR_OK;
}

static enum err_code parse_two(struct reader *r, const char *what, unsigned max,
                               unsigned *value)
{
    size_t start = r->at;
    enum err_code code = parse_digits(r, 2, what, value, NULL);

    if (code == ERR_OK && *value > max)
        return err_set(r->err, ERR_INVALID, "byte %zu: expected %s up to %u, found %02u",
                       start + 1, _(what), max, *value);
    return code;
}

static enum err_code parse_offset(struct reader *r, struct edtf_date *date)
{
    bool is_west = peek(r) == '-';
    unsigned hours = 0;
    unsigned minutes = 0;
    enum err_code code;

    if (take(r, 'Z'))
        return ERR_OK;
    if (!take(r, '+') && !take(r, '-')) {
        date->is_local = true;
        return ERR_OK;
    }
    code = parse_two(r, "offset hours of two digits", 23, &hours);
    if (code == ERR_OK && take(r, ':'))
        code = parse_two(r, "offset minutes of two digits", 59, &minutes);
    if (code != ERR_OK)
        return code;
    date->offset_min = (int16_t)(hours * 60 + minutes);
    if (is_west)
        date->offset_min = (int16_t)-date->offset_min;
    return ERR_OK;
}

static enum err_code parse_time(struct reader *r, struct edtf_date *date)
{
    static const struct {
        const char *what;
        unsigned max;
    } units[] = {{N_("an hour of two digits"), 23},
                 {N_("a minute of two digits"), 59},
                 {N_("a second of two digits"), 59}};
    unsigned second = 0;

    if (date->precision != EDTF_PRECISION_DAY || date->unspecified != 0 ||
        date->uncertain != 0 || date->approximate != 0)
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: a time needs a whole day without X and qualifiers "
                       "before it",
                       r->at);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        unsigned value = 0;
        enum err_code code;

        if (i > 0 && !take(r, ':'))
            return expected(r, "\":\" (a time is hh:mm:ss)");
        code = parse_two(r, units[i].what, units[i].max, &value);
        if (code != ERR_OK)
            return code;
        second = second * 60 + value;
    }
    date->second = second;
    date->precision = EDTF_PRECISION_SECOND;
    return parse_offset(r, date);
}

static enum err_code parse_date(struct reader *r, struct edtf_date *out)
{
    struct edtf_date date = {.precision = EDTF_PRECISION_YEAR};
    bool is_long;
    enum err_code code;

    parse_qualifier(r, &date, EDTF_YEAR);
    is_long = peek(r) == 'Y';
    code = parse_year(r, &date);
    if (code != ERR_OK)
        return code;
    parse_qualifier(r, &date, EDTF_YEAR);
    if (!is_long && take(r, '-')) {
        code = parse_month(r, &date);
        if (code == ERR_OK && take(r, '-'))
            code = parse_day(r, &date);
    }
    if (code == ERR_OK && take(r, 'T'))
        code = parse_time(r, &date);
    if (code == ERR_OK)
        *out = date;
    return code;
}

/* A range may not end before it can begin. */
static enum err_code check_order(const struct reader *r, const struct edtf_span *span,
                                 size_t last_at)
{
    struct edtf_bounds first;
    struct edtf_bounds last;
    bool exist;

    if (span->start != EDTF_KNOWN || span->end != EDTF_KNOWN)
        return ERR_OK;
    exist =
        edtf_date_bounds(&first, &span->first) && edtf_date_bounds(&last, &span->last);
    assert(exist); /* parse_date lets no impossible day through */
    if (first.first > last.last ||
        (first.has_time && last.has_time && first.first_s > last.last_s))
        return err_set(r->err, ERR_INVALID, "byte %zu: the end lies before the beginning",
                       last_at + 1);
    return ERR_OK;
}

/* The end of an interval: a date, "..", or nothing. */
static enum err_code parse_end(struct reader *r, struct edtf_date *date,
                               enum edtf_end *end)
{
    *end = EDTF_KNOWN;
    if (take_dots(r))
        *end = EDTF_OPEN;
    else if (at_end(r) || peek(r) == '/')
        *end = EDTF_UNKNOWN;
    else
        return parse_date(r, date);
    return ERR_OK;
}

static enum err_code parse_interval(struct reader *r, struct edtf_span *span)
{
    size_t last_at;
    enum err_code code = parse_end(r, &span->first, &span->start);

    if (code != ERR_OK)
        return code;
    span->is_range = take(r, '/');
    if (!span->is_range) {
        if (span->start == EDTF_KNOWN)
            return ERR_OK;
        if (span->start == EDTF_OPEN)
            return expected(r, "\"/\" and a date after an open beginning");
        return expected(r, "a date");
    }
    last_at = r->at;
    code = parse_end(r, &span->last, &span->end);
    if (code != ERR_OK)
        return code;
    if (span->start != EDTF_KNOWN && span->end != EDTF_KNOWN)
        return err_set(r->err, ERR_INVALID,
                       "byte %zu: an interval needs a date at one end at least",
                       last_at + 1);
    return check_order(r, span, last_at);
}

/* A member of a set: a, a..b, ..b or a.. */
static enum err_code parse_member(struct reader *r, struct edtf_span *span, char close)
{
    size_t last_at;
    enum err_code code;

    *span = (struct edtf_span){.is_range = false};
    if (take_dots(r)) {
        span->is_range = true;
        span->start = EDTF_OPEN;
        return parse_date(r, &span->last);
    }
    code = parse_date(r, &span->first);
    if (code != ERR_OK || !take_dots(r))
        return code;
    span->is_range = true;
    if (peek(r) == ',' || peek(r) == close) {
        span->end = EDTF_OPEN;
        return ERR_OK;
    }
    last_at = r->at;
    code = parse_date(r, &span->last);
    return code == ERR_OK ? check_order(r, span, last_at) : code;
}

static enum err_code parse_set(struct edtf *out, struct reader *r)
{
    struct edtf set = {.kind = take(r, '[') ? EDTF_ONE_OF : EDTF_ALL_OF};
    char close = set.kind == EDTF_ONE_OF ? ']' : '}';
    enum err_code code;

    if (set.kind == EDTF_ALL_OF)
        r->at++;
    do {
        if (set.span_count == EDTF_MAX_SPANS)
            return err_set(r->err, ERR_LIMIT, "byte %zu: a set has at most %d members",
                           r->at + 1, EDTF_MAX_SPANS);
        code = parse_member(r, &set.spans[set.span_count++], close);
        if (code != ERR_OK)
            return code;
    } while (take(r, ','));
    if (!take(r, close))
        return expected(r, close == ']' ? "\",\", \"..\" or \"]\""
                                        : "\",\", \"..\" or \"}\"");
    if (!at_end(r))
        return expected(r, "the end after the set");
    *out = set;
    return ERR_OK;
}

enum err_code edtf_parse(struct edtf *out, struct str text, struct err *err)
{
    struct reader r = {text, 0, err};
    struct edtf_span span = {.is_range = false};
    enum err_code code;

    if (peek(&r) == '[' || peek(&r) == '{')
        return parse_set(out, &r);
    code = parse_interval(&r, &span);
    if (code != ERR_OK)
        return code;
    if (!at_end(&r))
        return expected(&r, "the end of the date");
    out->kind = span.is_range ? EDTF_INTERVAL : EDTF_DATE;
    out->span_count = 1;
    out->spans[0] = span;
    return ERR_OK;
}
