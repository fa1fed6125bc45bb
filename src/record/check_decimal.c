#include "record/check_shape.h"

enum { WHOLE_DIGITS = 15, NANO_DIGITS = 9 };

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

static int64_t number(struct str digits)
{
    int64_t n = 0;

    for (size_t i = 0; i < digits.len; i++)
        n = n * 10 + (digits.ptr[i] - '0');
    return n;
}

bool decimal_of(struct decimal *out, const struct value *v)
{
    struct str rest;
    struct str whole;
    int64_t sign = 1;
    int64_t nano;

    if (v->type == VALUE_INTEGER) {
        *out = (struct decimal){v->integer, 0};
        return true;
    }
    if (v->type != VALUE_STRING)
        return false;
    rest = v->string;
    if (str_starts_with(rest, STR("-"))) {
        sign = -1;
        rest = str_after(rest, 1);
    }
    whole = str_prefix(rest, str_find(rest, '.', 0));
    if (!all_digits(whole) || whole.len > WHOLE_DIGITS ||
        (whole.len > 1 && whole.ptr[0] == '0'))
        return false;
    rest = str_after(rest, whole.len);
    if (rest.len > 0 && (rest.len - 1 > NANO_DIGITS || !all_digits(str_after(rest, 1))))
        return false;
    nano = number(str_after(rest, 1));
    for (size_t i = rest.len > 0 ? rest.len - 1 : NANO_DIGITS; i < NANO_DIGITS; i++)
        nano *= 10;
    *out = (struct decimal){sign * number(whole), (int32_t)(sign * nano)};
    return true;
}

int decimal_compare(struct decimal a, struct decimal b)
{
    if (a.whole != b.whole)
        return a.whole < b.whole ? -1 : 1;
    return (a.nano > b.nano) - (a.nano < b.nano);
}
