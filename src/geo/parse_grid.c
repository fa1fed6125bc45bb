/* UTM and MGRS references. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/mgrs.h"
#include "geo/parse_inside.h"
#include "geo/utm.h"

enum { METRES_TEXT = 24 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    c = geo_small(c);
    return c >= 'a' && c <= 'z';
}

static size_t skip_blanks(struct str text, size_t at)
{
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
        at++;
    return at;
}

static bool take_word(struct str *text, struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (i >= text->len || geo_small(text->ptr[i]) != word.ptr[i])
            return false;
    if (word.len < text->len && is_letter(text->ptr[word.len]))
        return false;
    *text = str_trim(str_after(*text, word.len));
    while (text->len > 0 && (text->ptr[0] == ':' || text->ptr[0] == ','))
        *text = str_trim(str_after(*text, 1));
    return true;
}

/* Zone, three letters with or without blanks, then nothing but digits and blanks. */
static bool is_mgrs(struct str text)
{
    size_t at = 0;
    size_t letters = 0;

    while (at < text.len && is_digit(text.ptr[at]))
        at++;
    if (at < 1 || at > 2)
        return false;
    for (at = skip_blanks(text, at); at < text.len && is_letter(text.ptr[at]);
         at = skip_blanks(text, at + 1))
        letters++;
    while (at < text.len && (is_digit(text.ptr[at]) || text.ptr[at] == ' '))
        at++;
    return letters == 3 && at == text.len;
}

/* A square without its zone and band: "DQ 74351 50123". It repeats every 18 degrees. */
static bool is_square_alone(struct str text)
{
    size_t at = 0;
    size_t digits = 0;

    while (at < text.len && is_letter(text.ptr[at]))
        at++;
    if (at != 2)
        return false;
    for (; at < text.len && (is_digit(text.ptr[at]) || text.ptr[at] == ' '); at++)
        digits += is_digit(text.ptr[at]);
    return at == text.len && digits >= 4;
}

static bool is_polar(struct str text)
{
    return text.len > 3 && strchr("abyz", geo_small(text.ptr[0])) &&
           is_letter(text.ptr[1]) && is_letter(text.ptr[2]) && is_digit(text.ptr[3]);
}

/* 8GXP57V6+HQ: the plus of an Open Location Code stands between letters of its alphabet.
 */
static bool is_plus_code(struct str text)
{
    size_t plus = str_find(text, '+', 0);

    if (plus < 4 || plus > 8 || plus % 2 != 0 || text.len < plus + 3)
        return false;
    for (size_t i = 0; i < plus + 3; i++)
        if (i != plus && !strchr("23456789cfghjmpqrvwx", geo_small(text.ptr[i])))
            return false;
    return true;
}

struct metres {
    double value;
    unsigned whole;
    unsigned decimals;
};

/* Digits with at most one point, off the front of *text. */
static void take_digits(struct metres *out, struct str *text)
{
    char digits[METRES_TEXT + 1];
    size_t at = 0;
    bool behind = false;

    for (; at < text->len && at < METRES_TEXT; at++) {
        char c = text->ptr[at];

        if (!is_digit(c) && (c != '.' || behind))
            break;
        out->whole += is_digit(c) && !behind;
        out->decimals += is_digit(c) && behind;
        behind = behind || c == '.';
        digits[at] = c;
    }
    digits[at] = '\0';
    out->value = strtod(digits, NULL);
    *text = str_trim(str_after(*text, at));
}

static bool begins_with(struct str text, char small)
{
    return text.len > 0 && geo_small(text.ptr[0]) == small;
}

/* "374351", "E374351", "0374351mE", "5450123.5 m N": digits with the unit and the axis
 * that they may carry. */
static bool take_metres(struct metres *out, struct str *text, char axis)
{
    *out = (struct metres){0};
    *text = str_trim(*text);
    if (text->len > 1 && begins_with(*text, axis) && is_digit(text->ptr[1]))
        *text = str_after(*text, 1);
    take_digits(out, text);
    if (begins_with(*text, 'm'))
        *text = str_trim(str_after(*text, 1));
    if (begins_with(*text, axis))
        *text = str_after(*text, 1);
    /* The letter of the northing may stand before it. */
    if (text->len > 0 && is_letter(text->ptr[0]) && !begins_with(*text, 'n'))
        return false;
    while (begins_with(*text, ',') || begins_with(*text, ';'))
        *text = str_after(*text, 1);
    return out->whole > 0;
}

struct grid {
    int zone;
    char band; /* a capital letter, or NUL where a word says the half */
    bool is_south;
    struct metres easting;
    struct metres northing;
};

static bool take_half(struct grid *out, struct str *text)
{
    *text = str_trim(*text);
    if (take_word(text, STR("north")))
        return true;
    if (take_word(text, STR("south"))) {
        out->is_south = true;
        return true;
    }
    if (text->len == 0 || !is_letter(text->ptr[0]))
        return false;
    out->band = (char)(text->ptr[0] & ~0x20);
    *text = str_trim(str_after(*text, 1));
    if (text->len > 0 && text->ptr[0] == ',')
        *text = str_after(*text, 1);
    return true;
}

static bool is_utm(struct grid *out, struct str text)
{
    size_t at = 0;

    *out = (struct grid){0};
    for (; at < text.len && at < 3 && is_digit(text.ptr[at]); at++)
        out->zone = out->zone * 10 + (text.ptr[at] - '0');
    if (at == 0 || at > 2)
        return false;
    text = str_after(text, at);
    /* Six digits of an easting tell it from degrees: 49 N, 37 E. */
    return take_half(out, &text) && take_metres(&out->easting, &text, 'e') &&
           out->easting.whole >= 6 && take_metres(&out->northing, &text, 'n') &&
           str_trim(text).len == 0;
}

/* Where the southern reading of a northing of band S, 50 to 58 south, is not open sea:
 * the south of America with the Falklands and South Georgia, Bouvet, Heard, and the
 * islands south of New Zealand. */
static bool has_far_south(int zone)
{
    return (zone >= 18 && zone <= 25) || zone == 31 || zone == 43 || zone >= 57;
}

/* S is the band from 32 to 40 north, and what many write for the southern half. The
 * northing tells, but for zones in which both are land. */
static MUST_USE enum err_code resolve_s(struct grid *grid, struct err *err)
{
    struct geo_utm utm = {grid->zone, false, grid->easting.value, grid->northing.value};
    struct geo_point north = {0};
    struct geo_point south = {0};
    struct err ignored = {0};
    bool is_band = geo_utm_point(&north, &utm, &ignored) == ERR_OK && north.lat >= 31.5 &&
                   north.lat <= 40.5;

    utm.is_south = true;
    if (is_band && has_far_south(grid->zone) &&
        geo_utm_point(&south, &utm, &ignored) == ERR_OK)
        return err_set(err, ERR_INVALID,
                       "\"%dS\" may be the band S (here %.1f north) or the southern half "
                       "(here %.1f south); write \"%d north\" or \"%d south\"",
                       grid->zone, north.lat, -south.lat, grid->zone, grid->zone);
    grid->is_south = !is_band;
    grid->band = '\0';
    return ERR_OK;
}

/* N is the northern half as well as the band from the equator to 8 north: both are north.
 */
static MUST_USE enum err_code check_band(const struct grid *grid, struct geo_point p,
                                         struct err *err)
{
    double south;
    double north;

    if (grid->band == '\0' || grid->band == 'N')
        return ERR_OK;
    (void)geo_utm_band_bounds(&south, &north, grid->band);
    /* A GPS at the edge of a band may show either. */
    if (p.lat < south - 0.5 || p.lat > north + 0.5)
        return err_set(err, ERR_INVALID,
                       "band %c reaches from %.0f to %.0f degrees of latitude, and this "
                       "northing lies at %.1f",
                       grid->band, south, north, p.lat);
    return ERR_OK;
}

static MUST_USE enum err_code read_utm(struct geo_reading *out, struct grid *grid,
                                       struct err *err)
{
    unsigned decimals = grid->easting.decimals < grid->northing.decimals
                            ? grid->easting.decimals
                            : grid->northing.decimals;
    struct geo_utm utm;
    double south;
    double north;

    if (grid->band && !geo_utm_band_bounds(&south, &north, grid->band))
        return err_set(
            err, ERR_INVALID,
            "\"%c\" is no band of UTM: they are C to X without I and O, and the "
            "polar grid (UPS) is not read",
            grid->band);
    if (grid->band == 'S' && resolve_s(grid, err) != ERR_OK)
        return err->code;
    if (grid->band && grid->band < 'N')
        grid->is_south = true;
    utm = (struct geo_utm){grid->zone, grid->is_south, grid->easting.value,
                           grid->northing.value};
    if (geo_utm_point(&out->point, &utm, err) != ERR_OK ||
        check_band(grid, out->point, err) != ERR_OK)
        return err->code;
    out->notation = GEO_UTM;
    out->precision_m = pow(10, -(double)decimals);
    geo_write_degrees(out);
    return ERR_OK;
}

static MUST_USE enum err_code read_mgrs(struct geo_reading *out, struct str text,
                                        struct err *err)
{
    if (geo_mgrs_point(&out->point, &out->precision_m, text, err) != ERR_OK)
        return err->code;
    out->notation = GEO_MGRS;
    geo_write_degrees(out);
    return ERR_OK;
}

bool geo_parse_grid(enum err_code *code, struct geo_reading *out, struct str text,
                    struct err *err)
{
    struct grid grid;
    bool is_named = take_word(&text, STR("mgrs")) || take_word(&text, STR("utm"));

    is_named = take_word(&text, STR("zone")) || is_named;
    if (is_utm(&grid, text))
        *code = read_utm(out, &grid, err);
    else if (is_mgrs(text))
        *code = read_mgrs(out, text, err);
    else if (is_square_alone(text))
        *code = err_set(err, ERR_INVALID,
                        "a grid square alone is found in many zones; write the zone and "
                        "band before it, as in 37U DQ 74351 50123");
    else if (is_plus_code(text))
        *code =
            err_set(err, ERR_INVALID,
                    "plus codes are not read; write the coordinates that the map shows "
                    "for it");
    else if (is_polar(text))
        *code = err_set(err, ERR_INVALID, "the polar grid (UPS) is not read");
    else if (is_named)
        *code =
            err_set(err, ERR_INVALID,
                    "this is no UTM or MGRS reference; write 37U 374351 5450123 or 37U "
                    "DQ 74351 50123");
    else
        return false;
    return true;
}
