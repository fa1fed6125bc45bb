/* Degrees, with letters, marks, labels or nothing but numbers. */

#include <math.h>
#include <stdio.h>

#include "geo/parse_axis.h"

enum { AXES = 2 };

struct gathering {
    struct geo_axis axes[AXES];
    unsigned used;   /* axes begun */
    bool is_broken;  /* a separator stood before what comes next */
    bool has_dash;   /* a dash joined two numbers */
    bool has_prefix; /* letters stand before their numbers */
    struct err *err;
};

static struct geo_axis *current(struct gathering *g)
{
    return &g->axes[g->used - 1];
}

static MUST_USE enum err_code begin_axis(struct gathering *g)
{
    if (current(g)->count == 0)
        return ERR_OK;
    if (g->used == AXES)
        return err_set(g->err, ERR_INVALID,
                       "more than a latitude and a longitude is written; give one pair "
                       "alone");
    g->used++;
    g->is_broken = false;
    return ERR_OK;
}

static MUST_USE enum err_code
take_number(struct gathering *g, const struct geo_token *token, enum geo_sign next)
{
    struct geo_axis *axis = current(g);

    if ((g->is_broken || axis->is_closed || next == SIGN_DEGREE ||
         (axis->marked > 0 && axis->count == 3)) &&
        begin_axis(g) != ERR_OK)
        return g->err->code;
    axis = current(g);
    g->is_broken = false;
    if (axis->count == GEO_AXIS_NUMBERS)
        return err_set(g->err, ERR_INVALID,
                       "there are too many numbers for a latitude and a longitude");
    axis->numbers[axis->count++] = *token;
    return ERR_OK;
}

/* A mark belongs to the number before it, and says which of the three it is. */
static MUST_USE enum err_code take_mark(struct gathering *g,
                                        const struct geo_token *token)
{
    struct geo_axis *axis = current(g);
    unsigned wanted = token->sign == SIGN_DEGREE ? 1 : token->sign == SIGN_MINUTE ? 2 : 3;

    if (axis->count != wanted)
        return err_set(g->err, ERR_INVALID,
                       "the mark " STR_FMT " does not stand behind degrees, minutes or "
                       "seconds in this order, as in 49°11'37\"N 37°16'34\"E",
                       STR_ARG(token->text));
    axis->marked = axis->count;
    return ERR_OK;
}

static MUST_USE enum err_code take_half(struct gathering *g,
                                        const struct geo_token *token)
{
    if (g->used == 1 && current(g)->count == 0)
        g->has_prefix = true;
    if (g->has_prefix && current(g)->half != SIGN_END && begin_axis(g) != ERR_OK)
        return g->err->code;
    if (current(g)->half != SIGN_END || (current(g)->count == 0 && !g->has_prefix))
        return err_set(g->err, ERR_INVALID,
                       "\"" STR_FMT "\" has no number to belong to; write 49.1937 N, "
                       "37.2762 E",
                       STR_ARG(token->text));
    current(g)->half = token->sign;
    current(g)->is_closed = current(g)->count > 0;
    return ERR_OK;
}

static MUST_USE enum err_code take_label(struct gathering *g,
                                         const struct geo_token *token)
{
    const struct geo_axis *axis = current(g);

    if (g->used == 1 && axis->count == 0)
        g->has_prefix = true;
    if (g->has_prefix && axis->label != SIGN_END && begin_axis(g) != ERR_OK)
        return g->err->code;
    if (current(g)->label != SIGN_END)
        return err_set(g->err, ERR_INVALID,
                       "write latitude and longitude each before its own number");
    current(g)->label = token->sign;
    return ERR_OK;
}

static bool is_blank_at(struct str text, size_t at)
{
    return at >= text.len || text.ptr[at] == ' ';
}

/* A dash right behind a number: it joins degrees and minutes (49-11-37), and behind a
 * signed one it is the next sign (ISO 6709: +49.1937-037.2762/). Behind a fraction it may
 * be a minus or a dash. */
static bool joins(const struct gathering *g)
{
    const struct geo_axis *axis = &g->axes[g->used - 1];

    return axis->count > 0 && axis->sign == SIGN_END &&
           axis->numbers[axis->count - 1].decimals == 0;
}

static MUST_USE enum err_code refuse_dash(const struct gathering *g, struct str dash)
{
    return err_set(g->err, ERR_INVALID,
                   "\"" STR_FMT
                   "\" may be a minus or a dash here; write -37.2762 behind a "
                   "blank, or a comma between the two",
                   STR_ARG(dash));
}

static MUST_USE enum err_code take_sign(struct gathering *g,
                                        const struct geo_token *token, struct str text)
{
    size_t start = (size_t)(token->text.ptr - text.ptr);
    size_t end = start + token->text.len;
    bool is_behind_digit =
        start > 0 && text.ptr[start - 1] >= '0' && text.ptr[start - 1] <= '9';

    if (is_blank_at(text, end))
        return refuse_dash(g, token->text);
    if (token->sign == SIGN_MINUS && is_behind_digit && joins(g)) {
        g->has_dash = true;
        return ERR_OK;
    }
    if (token->sign == SIGN_MINUS && is_behind_digit && current(g)->sign == SIGN_END)
        return refuse_dash(g, token->text);
    if (begin_axis(g) != ERR_OK)
        return g->err->code;
    if (current(g)->sign != SIGN_END)
        return err_set(g->err, ERR_INVALID, "a number has two signs");
    current(g)->sign = token->sign;
    return ERR_OK;
}

static MUST_USE enum err_code refuse_word(const struct gathering *g, struct str word)
{
    if (str_equal(word, STR("O")) || str_equal(word, STR("o")) ||
        str_equal(word, STR("О")))
        return err_set(
            g->err, ERR_INVALID,
            "\"O\" means east in some languages and west in others; write E or "
            "W");
    return err_set(g->err, ERR_INVALID,
                   "\"" STR_FMT
                   "\" belongs to no notation of coordinates; write 49.1937, "
                   "37.2762, or 49°11'37\"N 37°16'34\"E, or 37U DQ 74351 50123",
                   STR_ARG(word));
}

static MUST_USE enum err_code take(struct gathering *g, const struct geo_token *token,
                                   enum geo_sign next, struct str text)
{
    switch (token->sign) {
    case SIGN_NUMBER:
        return take_number(g, token, next);
    case SIGN_DEGREE:
    case SIGN_MINUTE:
    case SIGN_SECOND:
        return take_mark(g, token);
    case SIGN_NORTH:
    case SIGN_SOUTH:
    case SIGN_EAST:
    case SIGN_WEST:
        return take_half(g, token);
    case SIGN_LAT:
    case SIGN_LON:
        return take_label(g, token);
    case SIGN_SEPARATOR:
        g->is_broken = true;
        return ERR_OK;
    case SIGN_PLUS:
    case SIGN_MINUS:
        return take_sign(g, token, text);
    case SIGN_END:
        return ERR_OK;
    case SIGN_UNKNOWN:
        break;
    }
    return refuse_word(g, token->text);
}

/* Numbers alone, with nothing between the two coordinates: as many for each. */
static MUST_USE enum err_code divide(struct gathering *g)
{
    struct geo_axis *first = &g->axes[0];
    struct geo_axis *second = &g->axes[1];
    unsigned half = first->count / 2;

    if (g->used == 1 && first->marked == 0 && first->half == SIGN_END &&
        first->label == SIGN_END && first->count % 2 == 0 && half > 0) {
        if (g->has_dash && half == 1)
            return refuse_dash(g, STR("-"));
        for (unsigned i = 0; i < half; i++)
            second->numbers[i] = first->numbers[half + i];
        first->count = half;
        second->count = half;
        g->used = 2;
    }
    if (g->used == 1 && first->marked == 0 && first->count > 2)
        return err_set(g->err, ERR_INVALID,
                       "it cannot be told where the latitude ends; write a semicolon "
                       "between the two");
    if (g->used == 1 || second->count == 0)
        return err_set(g->err, ERR_INVALID,
                       "a latitude and a longitude are needed; write 49.1937, 37.2762");
    return ERR_OK;
}

/* 1 latitude, 2 longitude, 0 not said, -1 both. */
static int said(const struct geo_axis *axis)
{
    int half = axis->half == SIGN_NORTH || axis->half == SIGN_SOUTH ? 1
               : axis->half == SIGN_END                             ? 0
                                                                    : 2;
    int label = axis->label == SIGN_LAT ? 1 : axis->label == SIGN_LON ? 2 : 0;

    return half && label && half != label ? -1 : half | label;
}

static MUST_USE enum err_code order(bool *is_lon_first, bool *is_forced,
                                    const struct gathering *g,
                                    const struct geo_degrees *d, struct err *err)
{
    int first = said(&g->axes[0]);
    int second = said(&g->axes[1]);

    if (first < 0 || second < 0 || (first && first == second))
        return err_set(err, ERR_INVALID,
                       "the letters make two latitudes or two longitudes of it; one of "
                       "each is needed");
    *is_forced = false;
    *is_lon_first = first == 2 || second == 1;
    if (!first && !second && fabs(d[0].value) > 90 && fabs(d[1].value) <= 90) {
        *is_lon_first = true;
        *is_forced = true;
    }
    return ERR_OK;
}

static MUST_USE enum err_code check_range(struct geo_point p, struct err *err)
{
    if (fabs(p.lat) >= 1000 || fabs(p.lon) >= 1000)
        return err_set(
            err, ERR_INVALID,
            "%.0f is no degree; if these are metres of UTM, write the zone: 37U "
            "374351 5450123. Other grids (SK-42, UCS-2000) are not read",
            fabs(p.lat) >= 1000 ? p.lat : p.lon);
    if (fabs(p.lat) > 90)
        return err_set(err, ERR_INVALID, "a latitude is -90 to 90, not %.10g", p.lat);
    if (fabs(p.lon) > 180)
        return err_set(err, ERR_INVALID, "a longitude is -180 to 180, not %.10g", p.lon);
    return ERR_OK;
}

static MUST_USE enum err_code finish(struct geo_reading *out, struct gathering *g,
                                     struct err *err)
{
    struct geo_degrees d[AXES];
    const struct geo_degrees *lat;
    const struct geo_degrees *lon;
    struct geo_reading reading = {0};
    bool is_lon_first = false;
    unsigned parts;

    if (divide(g) != ERR_OK || geo_axis_value(&d[0], &g->axes[0], err) != ERR_OK ||
        geo_axis_value(&d[1], &g->axes[1], err) != ERR_OK ||
        order(&is_lon_first, &reading.is_lon_first, g, d, err) != ERR_OK)
        return err->code;
    lat = &d[is_lon_first];
    lon = &d[!is_lon_first];
    reading.point = (struct geo_point){lat->value, lon->value};
    if (check_range(reading.point, err) != ERR_OK)
        return err->code;
    parts = lat->parts > lon->parts ? lat->parts : lon->parts;
    if (parts > 1 && (g->axes[0].marked > 0) != (g->axes[1].marked > 0))
        return err_set(err, ERR_INVALID,
                       "it cannot be told where the latitude ends; write the marks of "
                       "degrees and minutes with both");
    reading.notation = parts == 1 ? GEO_DECIMAL : parts == 2 ? GEO_DM : GEO_DMS;
    reading.precision_m =
        GEO_METRES_IN_DEGREE * fmax(lat->unit, lon->unit * cos(lat->value * GEO_DEGREE));
    geo_write_degrees(&reading);
    if (lat->parts == 1)
        geo_write_decimal(reading.lat, lat->value, lat->decimals);
    if (lon->parts == 1)
        geo_write_decimal(reading.lon, lon->value, lon->decimals);
    *out = reading;
    return ERR_OK;
}

static MUST_USE enum err_code read_degrees(struct geo_reading *out, struct str text,
                                           bool is_comma_decimal, struct err *err)
{
    struct geo_tokens tokens = {.text = text, .is_comma_decimal = is_comma_decimal};
    struct gathering g = {.used = 1, .err = err};
    struct geo_token token = geo_token_next(&tokens);

    while (token.sign != SIGN_END) {
        struct geo_token next = geo_token_next(&tokens);

        if (take(&g, &token, next.sign, text) != ERR_OK)
            return err->code;
        token = next;
    }
    if (is_comma_decimal && tokens.has_comma_pair && tokens.has_short_decimals)
        return err_set(err, ERR_INVALID,
                       "it cannot be told which comma stands for a point; write a "
                       "semicolon between latitude and longitude");
    return finish(out, &g, err);
}

/* A comma between digits may be a decimal comma or stand between the two. What can be
 * read in only one of the ways is that. */
enum err_code geo_parse_degrees(struct geo_reading *out, struct str text, struct err *err)
{
    struct geo_reading apart = {0};
    struct geo_reading joined = {0};
    struct err second = {0};
    bool is_apart = read_degrees(&apart, text, false, err) == ERR_OK;
    bool is_joined = read_degrees(&joined, text, true, &second) == ERR_OK;

    if (is_apart && is_joined &&
        (apart.point.lat < joined.point.lat || apart.point.lat > joined.point.lat ||
         apart.point.lon < joined.point.lon || apart.point.lon > joined.point.lon))
        return err_set(err, ERR_INVALID,
                       "it cannot be told which comma stands for a point; write a "
                       "semicolon between latitude and longitude");
    if (!is_apart && !is_joined) {
        if (str_find(text, ',', 0) < text.len && str_find(text, '.', 0) == text.len)
            *err = second;
        return err->code;
    }
    *out = is_apart ? apart : joined;
    return ERR_OK;
}

bool geo_parse_pair(struct geo_reading *out, struct str lat, struct str lon)
{
    char text[2 * GEO_DEGREES_TEXT * 2 + 8];
    struct err ignored = {0};
    int len;

    if (lat.len == 0 || lon.len == 0 || lat.len + lon.len > sizeof text - 8)
        return false;
    len = snprintf(text, sizeof text, "lat " STR_FMT ";" STR_FMT, STR_ARG(lat),
                   STR_ARG(lon));
    return len > 0 &&
           read_degrees(out, (struct str){text, (size_t)len}, false, &ignored) ==
               ERR_OK &&
           out->notation == GEO_DECIMAL;
}
