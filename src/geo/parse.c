#include "geo/parse.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "geo/parse_inside.h"

/* Reading back has to give the same reference: a twentieth of its unit is enough. */
#define FINER 20

void geo_write_decimal(char out[GEO_DEGREES_TEXT], double degrees, unsigned decimals)
{
    if (decimals > GEO_DECIMALS_MAX)
        decimals = GEO_DECIMALS_MAX;
    (void)snprintf(out, GEO_DEGREES_TEXT, "%.*f", (int)decimals, degrees);
    /* -0 is no number of the record. */
    if (out[0] == '-' && strspn(out, "-0.") == strlen(out))
        memmove(out, out + 1, strlen(out));
}

void geo_write_degrees(struct geo_reading *out)
{
    double unit = GEO_METRES_IN_DEGREE;
    unsigned decimals = 0;

    while (unit > out->precision_m / FINER && decimals < GEO_DECIMALS_MAX) {
        unit /= 10;
        decimals++;
    }
    geo_write_decimal(out->lat, out->point.lat, decimals);
    geo_write_decimal(out->lon, out->point.lon, decimals);
}

bool geo_read_decimal(double *out, struct str s)
{
    char text[48];
    size_t points = 0;
    bool is_negative = s.len > 0 && s.ptr[0] == '-';

    if (s.len == is_negative || s.len >= sizeof text)
        return false;
    for (size_t i = is_negative; i < s.len; i++) {
        points += s.ptr[i] == '.';
        if (s.ptr[i] != '.' && (s.ptr[i] < '0' || s.ptr[i] > '9'))
            return false;
    }
    if (points > 1 || points + is_negative == s.len)
        return false;
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    *out = strtod(text, NULL);
    return true;
}

static bool is_same(struct str text, const char *small)
{
    size_t i = 0;

    while (i < text.len && small[i] && geo_small(text.ptr[i]) == small[i])
        i++;
    return i == text.len && small[i] == '\0';
}

/* The datum, which is the one that is meant anyhow, before or behind the coordinates. */
static struct str without_datum(struct str text)
{
    static const char *const names[] = {"wgs84", "wgs 84", "wgs-84", "(wgs84)",
                                        "(wgs 84)"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t len = strlen(names[i]);

        if (text.len <= len)
            continue;
        if (is_same(str_prefix(text, len), names[i]))
            return str_trim(str_after(text, len));
        if (is_same(str_after(text, text.len - len), names[i]))
            return str_trim(str_prefix(text, text.len - len));
    }
    return text;
}

/* Blanks, and the full stop of a sentence that the coordinates stood at the end of. */
static struct str trimmed(struct str text)
{
    text = str_trim(text);
    while (text.len > 0 && text.ptr[text.len - 1] == '.' &&
           (text.len < 2 ||
            (text.ptr[text.len - 2] >= '0' && text.ptr[text.len - 2] <= '9')))
        text.len--;
    return without_datum(text);
}

enum err_code geo_parse(struct geo_reading *out, struct str text, struct err *err)
{
    struct geo_reading reading = {0};
    enum err_code code = ERR_OK;

    text = trimmed(text);
    if (text.len == 0)
        return err_set(err, ERR_INVALID,
                       "there are no coordinates; write 49.1937, 37.2762");
    if (text.len > GEO_TEXT_MAX)
        return err_set(err, ERR_INVALID, "these are more than %d bytes: no coordinates",
                       GEO_TEXT_MAX);
    if (!utf8_is_valid(text))
        return err_set(err, ERR_INVALID, "coordinates have to be UTF-8 text");
    if (!geo_parse_uri(&code, &reading, text, err) &&
        !geo_parse_link(&code, &reading, text, err) &&
        !geo_parse_grid(&code, &reading, text, err))
        code = geo_parse_degrees(&reading, text, err);
    if (code == ERR_OK)
        *out = reading;
    return code;
}
