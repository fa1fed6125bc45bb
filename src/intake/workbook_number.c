#include "intake/workbook_number.h"

#include <string.h>

#include "intake/workbook_decimal.h"

enum { MAX_EXPONENT = 400, SHOWN_DIGITS = 15 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_digits(struct decimal *d, struct str *text, bool is_fraction)
{
    size_t i = 0;

    for (; i < text->len && is_digit(text->ptr[i]); i++) {
        if (d->count == 0 && text->ptr[i] == '0') {
            d->point -= is_fraction;
            continue;
        }
        if (d->count == sizeof d->digits)
            return false;
        d->digits[d->count++] = text->ptr[i];
        d->point += !is_fraction;
    }
    *text = str_after(*text, i);
    return true;
}

static bool take_exponent(struct decimal *d, struct str text)
{
    bool is_negative = str_starts_with(text, STR("-"));
    uint64_t exponent = 0;

    if (is_negative || str_starts_with(text, STR("+")))
        text = str_after(text, 1);
    if (text.len == 0 || text.len > 6)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]))
            return false;
        exponent = 10 * exponent + (uint64_t)(text.ptr[i] - '0');
    }
    if (exponent > MAX_EXPONENT)
        return false;
    d->point += is_negative ? -(int64_t)exponent : (int64_t)exponent;
    return true;
}

static void trim(struct decimal *d)
{
    while (d->count > 0 && d->digits[d->count - 1] == '0')
        d->count--;
    if (d->count == 0) {
        d->point = 0;
        d->is_negative = false;
    }
}

bool decimal_parse(struct decimal *d, struct str text)
{
    size_t before;

    memset(d, 0, sizeof *d);
    text = str_trim(text);
    d->is_negative = str_starts_with(text, STR("-"));
    if (d->is_negative || str_starts_with(text, STR("+")))
        text = str_after(text, 1);
    before = text.len;
    if (!take_digits(d, &text, false))
        return false;
    before -= text.len;
    d->is_whole = text.len == 0;
    if (str_starts_with(text, STR("."))) {
        text = str_after(text, 1);
        before += text.len;
        if (!take_digits(d, &text, true))
            return false;
        before -= text.len;
    }
    if (before == 0)
        return false;
    if (text.len > 0 && (text.ptr[0] == 'e' || text.ptr[0] == 'E')) {
        if (!take_exponent(d, str_after(text, 1)))
            return false;
        text = STR("");
    }
    trim(d);
    return text.len == 0;
}

/* Half is away from zero. */
static void round_to(struct decimal *d, size_t count)
{
    bool is_up;

    if (d->count <= count)
        return;
    is_up = d->digits[count] >= '5';
    d->count = count;
    while (is_up && d->count > 0) {
        is_up = d->digits[d->count - 1] == '9';
        if (is_up)
            d->count--;
        else
            d->digits[d->count - 1]++;
    }
    if (is_up) { /* 999 becomes 1 with another point */
        d->digits[0] = '1';
        d->count = 1;
        d->point++;
    }
    trim(d);
}

/* Beyond its digits a number has zeros. */
static void write_digit(struct buf *out, const struct decimal *d, int64_t i)
{
    static const char zero = '0';
    bool is_one = i >= 0 && i < (int64_t)d->count;

    buf_bytes(out, is_one ? &d->digits[i] : &zero, 1);
}

static void write_decimal(struct buf *out, const struct decimal *d)
{
    int64_t count = (int64_t)d->count;

    if (d->is_negative)
        buf_char(out, '-');
    if (d->point <= 0)
        buf_char(out, '0');
    for (int64_t i = 0; i < d->point; i++)
        write_digit(out, d, i);
    if (count <= d->point)
        return;
    buf_char(out, '.');
    for (int64_t i = d->point; i < count; i++)
        write_digit(out, d, i);
}

bool workbook_number(struct buf *out, struct str stored)
{
    struct decimal d;

    if (!decimal_parse(&d, stored))
        return false;
    if (!d.is_whole && (int64_t)d.count > d.point)
        round_to(&d, SHOWN_DIGITS);
    write_decimal(out, &d);
    return true;
}
