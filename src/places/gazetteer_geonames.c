/* GeoNames: tab-separated, UTF-8, no quotes, no header. */

#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "places/gazetteer_key.h"
#include "places/gazetteer_read.h"

enum {
    FIELD_ID,
    FIELD_NAME,
    FIELD_ASCII,
    FIELD_ALTERNATES,
    FIELD_LAT,
    FIELD_LON,
    FIELD_CLASS,
    FIELD_CODE,
    FIELD_COUNTRY,
    FIELD_ADMIN1 = 10,
    FIELD_ADMIN4 = 13,
    FIELD_POPULATION = 14,
    FIELDS = 19
};

/* Codes of divisions are short; a longer one is none. */
enum { ADMIN_KEY_MAX = 120, ADMIN_LEVELS = 4 };

/* How many there are, even when there are more than max. */
static size_t split(struct str *fields, size_t max, struct str line)
{
    size_t count = 0;
    bool is_last = false;

    while (!is_last) {
        is_last = str_find(line, '\t', 0) == line.len;
        if (count < max)
            fields[count] = str_cut(&line, '\t');
        else
            (void)str_cut(&line, '\t');
        count++;
    }
    return count;
}

static struct str next_line(struct str *rest)
{
    struct str line = str_cut(rest, '\n');

    if (str_ends_with(line, STR("\r")))
        line.len--;
    return line;
}

static bool is_id(struct str text)
{
    uint64_t id;

    return text.len <= 12 && str_to_u64(&id, text);
}

bool gazetteer_looks_like_geonames(struct str text)
{
    struct str fields[FIELDS];
    double number;
    struct str line;

    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_after(text, 3);
    line = next_line(&text);
    return split(fields, FIELDS, line) == FIELDS && is_id(fields[FIELD_ID]) &&
           gazetteer_decimal(&number, fields[FIELD_LAT]) &&
           gazetteer_decimal(&number, fields[FIELD_LON]) && fields[FIELD_CLASS].len <= 1;
}

/* ADM1 to ADM5: what a division of that level is called here. Divisions that are no more
 * (ADM1H) and undetermined ones (ADMD) are only places. */
static enum gazetteer_kind kind_of_division(struct str code)
{
    if (code.len != 4 || !str_starts_with(code, STR("ADM")))
        return GAZETTEER_OTHER;
    switch (code.ptr[3]) {
    case '1':
        return GAZETTEER_REGION;
    case '2':
        return GAZETTEER_DISTRICT;
    case '3':
    case '4':
    case '5':
        return GAZETTEER_COMMUNITY;
    default:
        return GAZETTEER_OTHER;
    }
}

static bool is_country(struct str code)
{
    return str_equal(code, STR("PCLI")) || str_equal(code, STR("PCLD")) ||
           str_equal(code, STR("PCLS")) || str_equal(code, STR("PCLF"));
}

static enum gazetteer_kind kind_of(struct str class_, struct str code)
{
    if (str_equal(class_, STR("P")))
        return str_equal(code, STR("PPLX")) ? GAZETTEER_QUARTER : GAZETTEER_SETTLEMENT;
    if (!str_equal(class_, STR("A")))
        return GAZETTEER_OTHER;
    return is_country(code) ? GAZETTEER_COUNTRY : kind_of_division(code);
}

/* "UA.07.706483": the division of a level that the row lies in, or is. */
static struct str admin_key(char *out, const struct str *fields, size_t level)
{
    static const struct str prefix = STR_INIT("geonames-admin:");
    size_t len = prefix.len;

    if (fields[FIELD_COUNTRY].len != 2)
        return STR("");
    memcpy(out, prefix.ptr, prefix.len);
    memcpy(out + len, fields[FIELD_COUNTRY].ptr, 2);
    len += 2;
    for (size_t i = 0; i < level; i++) {
        struct str part = fields[FIELD_ADMIN1 + i];

        if (part.len == 0 || len + 1 + part.len > ADMIN_KEY_MAX)
            return STR("");
        out[len++] = '.';
        memcpy(out + len, part.ptr, part.len);
        len += part.len;
    }
    return (struct str){out, len};
}

static size_t level_of(struct str class_, struct str code)
{
    return str_equal(class_, STR("A")) && kind_of_division(code) != GAZETTEER_OTHER &&
                   code.ptr[3] <= '4'
               ? (size_t)(code.ptr[3] - '0')
               : 0;
}

static void set_codes(struct build_place *place, struct gazetteer_build *build,
                      const struct str *fields)
{
    size_t level = level_of(fields[FIELD_CLASS], fields[FIELD_CODE]);
    char key[ADMIN_KEY_MAX];

    place->code = fields[FIELD_ID];
    place->shared[0] =
        arena_printf(&build->arena, "geonames:" STR_FMT, STR_ARG(fields[FIELD_ID]));
    if (level > 0)
        place->shared[1] = arena_str(&build->arena, admin_key(key, fields, level));
    else if (place->kind == GAZETTEER_COUNTRY && fields[FIELD_COUNTRY].len == 2)
        place->shared[1] =
            arena_printf(&build->arena, "iso:" STR_FMT, STR_ARG(fields[FIELD_COUNTRY]));
}

static bool have_one_key(struct str a, struct str b)
{
    struct str words[GAZETTEER_WORDS_MAX];
    struct name_key key;
    struct name_key other;

    gazetteer_key(&key, words, gazetteer_words(words, GAZETTEER_WORDS_MAX, a));
    gazetteer_key(&other, words, gazetteer_words(words, GAZETTEER_WORDS_MAX, b));
    return str_equal(name_key_str(&key), name_key_str(&other));
}

static void add_names(struct gazetteer_build *build, uint32_t place,
                      const struct str *fields)
{
    struct str alternates = fields[FIELD_ALTERNATES];

    gazetteer_build_name(build, place, fields[FIELD_NAME], STR(""), GAZETTEER_MAIN);
    while (alternates.len > 0)
        gazetteer_build_name(build, place, str_cut(&alternates, ','), STR(""),
                             GAZETTEER_ALIAS);
    /* The name in ASCII is made from it: of use where it is found otherwise. */
    if (!have_one_key(fields[FIELD_ASCII], fields[FIELD_NAME]))
        gazetteer_build_name(build, place, fields[FIELD_ASCII], STR(""), GAZETTEER_ALIAS);
}

static const char *why_not(const struct str *fields, size_t count, struct str line)
{
    if (count != FIELDS)
        return N_("it has not the 19 fields of GeoNames");
    if (!utf8_is_valid(line))
        return N_("it is not UTF-8");
    if (!is_id(fields[FIELD_ID]))
        return N_("its first field is no number of GeoNames");
    if (str_trim(fields[FIELD_NAME]).len == 0)
        return N_("it has no name");
    return NULL;
}

static void read_row(struct gazetteer_reading *reading, size_t number, struct str line)
{
    struct str fields[FIELDS];
    size_t count = split(fields, FIELDS, line);
    const char *reason = why_not(fields, count, line);
    struct build_place place = {0};
    size_t country;
    uint32_t at;

    if (reason) {
        gazetteer_reject(reading, number, "%s", _(reason));
        return;
    }
    place.kind = (uint8_t)kind_of(fields[FIELD_CLASS], fields[FIELD_CODE]);
    place.class_ = fields[FIELD_CODE].len > 0 ? fields[FIELD_CODE] : fields[FIELD_CLASS];
    (void)str_to_i64(&place.population, fields[FIELD_POPULATION]);
    if (place.population < 0)
        place.population = 0;
    if (!gazetteer_take_point(&place, fields[FIELD_LAT], fields[FIELD_LON])) {
        gazetteer_reject(reading, number, "its coordinates are no point on the earth");
        return;
    }
    set_codes(&place, reading->build, fields);
    at = gazetteer_build_place(reading->build, &place);
    if (at == GAZETTEER_NO_PLACE)
        gazetteer_reject(reading, number, "its number " STR_FMT " stood further up",
                         STR_ARG(fields[FIELD_ID]));
    else
        add_names(reading->build, at, fields);
    if (gazetteer_country_at(&country, fields[FIELD_COUNTRY]))
        reading->has_country[country] = true;
}

void gazetteer_read_geonames(struct gazetteer_reading *reading, struct str text)
{
    if (str_starts_with(text, STR("\xef\xbb\xbf")))
        text = str_after(text, 3);
    for (size_t number = 1; text.len > 0; number++) {
        struct str line = next_line(&text);

        if (line.len == 0)
            continue;
        reading->report->row_count++;
        read_row(reading, number, line);
    }
}

/* The smallest division that is there, else the country. */
static struct str find_parent(struct gazetteer_build *build, const struct str *fields,
                              uint32_t self)
{
    for (size_t level = ADMIN_LEVELS; level > 0; level--) {
        char key[ADMIN_KEY_MAX];
        uint32_t at = gazetteer_build_find(build, admin_key(key, fields, level));

        if (at != GAZETTEER_NO_PLACE && at != self &&
            build->places[at].kind <= build->places[self].kind)
            return build->places[at].shared[0];
    }
    return build->places[self].kind == GAZETTEER_COUNTRY
               ? STR("")
               : gazetteer_build_country(build, fields[FIELD_COUNTRY]);
}

void gazetteer_nest_geonames(struct gazetteer_reading *reading, struct str text)
{
    struct gazetteer_build *build = reading->build;
    struct str fields[FIELDS];

    while (text.len > 0) {
        struct str line = next_line(&text);
        uint32_t at = split(fields, FIELDS, line) == FIELDS
                          ? gazetteer_build_find(build, fields[FIELD_ID])
                          : GAZETTEER_NO_PLACE;

        if (at != GAZETTEER_NO_PLACE && build->places[at].parent.len == 0) {
            struct str parent = find_parent(build, fields, at);

            build->places[at].parent = parent;
        }
    }
}
