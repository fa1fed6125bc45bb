/* The value of one coordinate from its numbers. */

#include "geo/parse_axis.h"

#include <math.h>

static double power10(unsigned n)
{
    double power = 1;

    while (n-- > 0)
        power /= 10;
    return power;
}

/* 491137 and 0371634: written together, as pilots do. The letter says how many digits the
 * degrees have. */
static void separate(struct geo_axis *axis)
{
    bool is_lat = axis->half == SIGN_NORTH || axis->half == SIGN_SOUTH;
    struct geo_token *n = axis->numbers;
    unsigned degree_digits = is_lat ? 2 : 3;
    double rest = n[0].number;

    if (axis->count != 1 || axis->marked > 0 || axis->half == SIGN_END ||
        (n[0].whole != degree_digits + 2 && n[0].whole != degree_digits + 4))
        return;
    axis->count = (n[0].whole - degree_digits) / 2 + 1;
    for (unsigned i = axis->count; i-- > 1;) {
        n[i] = n[0];
        n[i].decimals = i + 1 == axis->count ? n[0].decimals : 0;
        n[i].number = fmod(rest, 100);
        rest = floor(rest / 100);
    }
    n[0].number = rest;
    n[0].decimals = 0;
}

enum err_code geo_axis_value(struct geo_degrees *out, struct geo_axis *axis,
                             struct err *err)
{
    double scale = 1;

    separate(axis);
    if (axis->count > 3)
        return err_set(err, ERR_INVALID,
                       "it cannot be told where the latitude ends; write a semicolon "
                       "between the two");
    *out = (struct geo_degrees){.parts = axis->count};
    for (unsigned i = 0; i < axis->count; i++) {
        const struct geo_token *n = &axis->numbers[i];

        if (i > 0 && n->number >= 60)
            return err_set(err, ERR_INVALID,
                           STR_FMT " cannot be minutes or seconds: they are below 60",
                           STR_ARG(n->text));
        if (i + 1 < axis->count && n->decimals > 0)
            return err_set(err, ERR_INVALID,
                           STR_FMT " has a fraction, and smaller parts stand behind it; "
                                   "write a comma between latitude and longitude",
                           STR_ARG(n->text));
        out->value += n->number * scale;
        out->decimals = n->decimals;
        out->unit = power10(n->decimals) * scale;
        scale /= 60;
    }
    if (axis->sign != SIGN_END && axis->half != SIGN_END)
        return err_set(
            err, ERR_INVALID,
            "a sign and a letter say the half of the earth twice; write one of "
            "them");
    if (axis->sign == SIGN_MINUS || axis->half == SIGN_SOUTH || axis->half == SIGN_WEST)
        out->value = -out->value;
    return ERR_OK;
}
