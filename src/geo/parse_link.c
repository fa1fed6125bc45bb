/* geo: URIs and links to maps. Only their text is read: nothing is fetched. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/parse_inside.h"

static bool is_in(struct str text, struct str part)
{
    return str_find_str(text, part) < text.len;
}

static bool starts(struct str text, const char *word)
{
    size_t len = strlen(word);

    if (text.len < len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (geo_small(text.ptr[i]) != word[i])
            return false;
    return true;
}

static int hex(char c)
{
    c = geo_small(c);
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %2C is a comma, + a blank; what is no escape stays. */
static struct str unescaped(char *out, struct str text)
{
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '%' && i + 2 < text.len && hex(text.ptr[i + 1]) >= 0 &&
            hex(text.ptr[i + 2]) >= 0) {
            c = (char)(hex(text.ptr[i + 1]) * 16 + hex(text.ptr[i + 2]));
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        out[len++] = c;
    }
    return (struct str){out, len};
}

/* Removes a decimal number, signed, from the front of *text. */
static bool take_decimal(struct str *out, struct str *text)
{
    size_t at = text->len > 0 && (text->ptr[0] == '-' || text->ptr[0] == '+');
    size_t digits = 0;

    for (; at < text->len; at++) {
        char c = text->ptr[at];

        if (c != '.' && (c < '0' || c > '9'))
            break;
        digits += c != '.';
    }
    *out = str_prefix(*text, at);
    *text = str_after(*text, at);
    return digits > 0 && digits < 2 * GEO_DEGREES_TEXT - 4;
}

/* Two decimals with one of the separators between them. */
static bool take_pair(struct str *first, struct str *second, struct str text,
                      const char *separators)
{
    if (!take_decimal(first, &text) || text.len == 0 || !strchr(separators, text.ptr[0]))
        return false;
    text = str_after(text, 1);
    while (text.len > 0 && text.ptr[0] == ' ')
        text = str_after(text, 1);
    return take_decimal(second, &text);
}

/* What stands behind a name in a link: where the coordinates are, and in which order. */
struct place_in_link {
    const char *name;
    bool is_lon_first;
    bool is_view; /* the middle of the map, not a mark */
    const char *separators;
};

/* The mark first, then what was asked for, then the middle of what is shown. */
static const struct place_in_link places[] = {
    {"!3d", false, false, "!"}, /* Google: !3d49.1!4d37.2, the mark of a place */
    {"whatshere[point]=", true, false, ","}, /* Yandex */
    {"?pt=", true, false, ","},
    {"&pt=", true, false, ","},
    {"?mlat=", false, false, "&"}, /* OpenStreetMap: mlat=49.1&mlon=37.2 */
    {"&mlat=", false, false, "&"},
    {"?q=", false, false, ","},
    {"&q=", false, false, ","},
    {"q=loc:", false, false, ",+ "},
    {"query=", false, false, ","},
    {"destination=", false, false, ","},
    {"daddr=", false, false, ","},
    {"/place/", false, false, ","},
    {"/search/", false, false, ","},
    {"/dir//", false, false, ","},
    {"?lat=", false, false, "&"},
    {"&lat=", false, false, "&"},
    {"#lat=", false, false, "&"},
    {"sp=point.", false, false, "_"}, /* Bing */
    {"/@", false, true, ","},
    {"#map=", false, true, "/"}, /* #map=15/49.1/37.2 */
    {"/#", false, true, "/"},    /* maps made with Leaflet: /#15/49.1/37.2 */
    {"center=", false, true, ","},
    {"cp=", false, true, "~"}, /* Bing */
    {"?ll=", false, true, ","},
    {"&ll=", false, true, ","},
};

/* The second number of a pair of named ones: "&lon=" of lat=, "!4d" of !3d. */
static struct str without_name(struct str text)
{
    static const char *const names[] = {"4d", "mlon=", "lon=", "lng=", "long="};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (starts(text, names[i]))
            return str_after(text, strlen(names[i]));
    return text;
}

static bool read_named(struct str *lat, struct str *lon, struct str text,
                       const char *separators)
{
    if (!take_decimal(lat, &text) || text.len == 0 || text.ptr[0] != separators[0])
        return false;
    text = without_name(str_after(text, 1));
    return take_decimal(lon, &text);
}

/* Yandex writes ll longitude first, everybody else latitude. */
static bool is_swapped(const struct place_in_link *place, struct str link)
{
    return place->is_lon_first ||
           (is_in(str_from_c(place->name), STR("ll=")) && is_in(link, STR("yandex")));
}

static bool read_place(struct geo_reading *out, struct str link,
                       const struct place_in_link *place)
{
    struct str name = str_from_c(place->name);
    struct str rest = str_after(link, str_find_str(link, name) + name.len);
    struct str first;
    struct str second;

    if (!is_in(link, name))
        return false;
    if (place->separators[0] == '/') { /* how near the map is shown */
        (void)take_decimal(&first, &rest);
        rest = str_after(rest, 1);
    }
    if (place->separators[0] == '!' || place->separators[0] == '&'
            ? !read_named(&first, &second, rest, place->separators)
            : !take_pair(&first, &second, rest, place->separators))
        return false;
    return is_swapped(place, link) ? geo_parse_pair(out, second, first)
                                   : geo_parse_pair(out, first, second);
}

/* A link to a place by degrees and minutes: /maps/place/49°11'37"N+37°16'34"E/ */
static bool read_written(struct geo_reading *out, struct str link)
{
    static const char *const names[] = {"/place/", "/search/", "?q=", "&q=", "query="};
    struct err ignored = {0};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct str name = str_from_c(names[i]);
        struct str rest = str_after(link, str_find_str(link, name) + name.len);
        size_t end = 0;

        while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '&' &&
               rest.ptr[end] != '@')
            end++;
        if (is_in(link, name) && end > 0 &&
            geo_parse_degrees(out, str_prefix(rest, end), &ignored) == ERR_OK)
            return true;
    }
    return false;
}

static bool is_link(struct str text)
{
    return starts(text, "http://") || starts(text, "https://") || starts(text, "www.") ||
           starts(text, "maps.") || starts(text, "goo.gl/") || starts(text, "google.") ||
           starts(text, "openstreetmap.") || starts(text, "osm.org/");
}

static MUST_USE enum err_code read_link(struct geo_reading *out, struct str link,
                                        struct err *err)
{
    size_t count = sizeof places / sizeof places[0];
    bool is_found = false;

    for (size_t i = 0; i < count && !places[i].is_view && !is_found; i++)
        is_found = read_place(out, link, &places[i]);
    is_found = is_found || read_written(out, link);
    for (size_t i = 0; i < count && !is_found; i++) {
        is_found = read_place(out, link, &places[i]);
        out->is_view = is_found;
    }
    if (!is_found)
        return err_set(
            err, ERR_INVALID,
            "no coordinates stand in this link, and nothing is fetched; open it "
            "and write down the coordinates that it shows");
    out->notation = GEO_LINK;
    return ERR_OK;
}

bool geo_parse_link(enum err_code *code, struct geo_reading *out, struct str text,
                    struct err *err)
{
    char bytes[GEO_TEXT_MAX];

    if (!is_link(text))
        return false;
    *code = read_link(out, unescaped(bytes, text), err);
    return true;
}

/* geo:49.1,37.2[,altitude][;crs=wgs84][;u=35] (RFC 5870), and what telephones send:
 * geo:0,0?q=49.1,37.2(words). */
static MUST_USE enum err_code read_uri(struct geo_reading *out, struct str text,
                                       struct err *err)
{
    struct str rest = text;
    struct str place = str_cut(&rest, ';');
    size_t asked = str_find_str(text, STR("?q="));
    struct str first;
    struct str second;

    if (asked < text.len) {
        place = str_after(text, asked + 3);
        rest = STR("");
    }
    if (!take_pair(&first, &second, place, ",") || !geo_parse_pair(out, first, second))
        return err_set(err, ERR_INVALID,
                       "behind geo: stand latitude, a comma and longitude, as in "
                       "geo:49.1937,37.2762");
    while (rest.len > 0) {
        struct str parameter = str_cut(&rest, ';');

        if (starts(parameter, "crs=") && !starts(parameter, "crs=wgs84"))
            return err_set(err, ERR_INVALID,
                           "only coordinates of WGS84 are read, not \"" STR_FMT "\"",
                           STR_ARG(parameter));
        if (starts(parameter, "u=")) {
            struct str number;

            parameter = str_after(parameter, 2);
            if (!take_decimal(&number, &parameter) || number.ptr[0] == '-' ||
                parameter.len > 0)
                return err_set(err, ERR_INVALID, "behind u= stands a number of metres");
            out->precision_m = strtod(number.ptr, NULL);
        }
    }
    out->notation = GEO_URI;
    return ERR_OK;
}

bool geo_parse_uri(enum err_code *code, struct geo_reading *out, struct str text,
                   struct err *err)
{
    char bytes[GEO_TEXT_MAX + 1];
    struct str plain;

    if (!starts(text, "geo:"))
        return false;
    plain = unescaped(bytes, str_after(text, 4));
    bytes[plain.len] = '\0'; /* for strtod */
    *code = read_uri(out, plain, err);
    return true;
}
