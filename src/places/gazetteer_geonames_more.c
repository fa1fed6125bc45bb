/* What GeoNames keeps beside its dumps: names with their languages, names of divisions.
 */

#include "base/text.h"
#include "places/gazetteer_read.h"

/* alternateNamesV2.txt: number, place, language, name, preferred, short, colloquial,
 * historic, from, to. */
enum {
    ALT_PLACE = 1,
    ALT_LANG,
    ALT_NAME,
    ALT_PREFERRED,
    ALT_SHORT,
    ALT_HISTORIC = 7,
    ALT_FIELDS = 10
};

/* What stands in the place of a language and is none: links, codes of airports and the
 * like. */
static bool is_no_language(struct str lang)
{
    static const struct str words[] = {
        STR_INIT("link"), STR_INIT("post"), STR_INIT("iata"),
        STR_INIT("icao"), STR_INIT("faac"), STR_INIT("wkdt"),
        STR_INIT("unlc"), STR_INIT("tcid"), STR_INIT("phon"),
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal(lang, words[i]))
            return true;
    return false;
}

static size_t split(struct str *fields, size_t max, struct str line)
{
    size_t count = 0;

    for (size_t i = 0; i < max; i++)
        fields[i] = STR("");
    while (line.len > 0 && count < max)
        fields[count++] = str_cut(&line, '\t');
    return count;
}

static struct str next_line(struct str *rest)
{
    struct str line = str_cut(rest, '\n');

    if (str_ends_with(line, STR("\r")))
        line.len--;
    return line;
}

static enum gazetteer_name_kind kind_of(const struct str *fields)
{
    if (str_equal(fields[ALT_HISTORIC], STR("1")))
        return GAZETTEER_OLD;
    if (str_equal(fields[ALT_SHORT], STR("1")) ||
        str_equal(fields[ALT_LANG], STR("abbr")))
        return GAZETTEER_SHORT;
    return str_equal(fields[ALT_PREFERRED], STR("1")) && fields[ALT_LANG].len > 0
               ? GAZETTEER_MAIN
               : GAZETTEER_ALIAS;
}

void gazetteer_read_alternates(struct gazetteer_reading *reading, struct str text)
{
    for (size_t number = 1; text.len > 0; number++) {
        struct str line = next_line(&text);
        struct str fields[ALT_FIELDS];
        uint32_t place;

        if (line.len == 0)
            continue;
        if (split(fields, ALT_FIELDS, line) <= ALT_NAME || !utf8_is_valid(line)) {
            gazetteer_reject(reading, number,
                             "it is not as GeoNames writes alternate names");
            continue;
        }
        place = gazetteer_build_find(reading->build, fields[ALT_PLACE]);
        if (place != GAZETTEER_NO_PLACE && !is_no_language(fields[ALT_LANG]))
            gazetteer_build_name(reading->build, place, fields[ALT_NAME],
                                 fields[ALT_LANG], kind_of(fields));
    }
}

/* "UA.07", name, name in ASCII, number. */
enum { DIV_KEY, DIV_NAME, DIV_ASCII, DIV_ID, DIV_FIELDS };

static size_t dots(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '.';
    return count;
}

static bool is_division(const struct str *fields, size_t count)
{
    uint64_t id;
    size_t levels = dots(fields[DIV_KEY]);

    return count == DIV_FIELDS && (levels == 1 || levels == 2) &&
           fields[DIV_KEY].len > 3 && fields[DIV_KEY].ptr[2] == '.' &&
           str_to_u64(&id, fields[DIV_ID]) && fields[DIV_NAME].len > 0;
}

static void add_division(struct gazetteer_reading *reading, const struct str *fields)
{
    struct gazetteer_build *build = reading->build;
    bool is_first = dots(fields[DIV_KEY]) == 1;
    struct build_place place = {
        .code = fields[DIV_ID],
        .kind = is_first ? GAZETTEER_REGION : GAZETTEER_DISTRICT,
        .class_ = is_first ? STR("ADM1") : STR("ADM2"),
    };
    struct str above = str_prefix(fields[DIV_KEY], 2);
    uint32_t at;

    place.shared[0] =
        arena_printf(&build->arena, "geonames:" STR_FMT, STR_ARG(fields[DIV_ID]));
    place.shared[1] =
        arena_printf(&build->arena, "geonames-admin:" STR_FMT, STR_ARG(fields[DIV_KEY]));
    if (is_first)
        place.parent = gazetteer_build_country(build, above);
    else
        place.parent = arena_printf(
            &build->arena, "geonames-admin:" STR_FMT,
            STR_ARG(str_prefix(fields[DIV_KEY], str_find(fields[DIV_KEY], '.', 3))));
    at = gazetteer_build_place(build, &place);
    if (at == GAZETTEER_NO_PLACE)
        return; /* the dump has it */
    gazetteer_build_name(build, at, fields[DIV_NAME], STR(""), GAZETTEER_MAIN);
    if (!str_equal(fields[DIV_ASCII], fields[DIV_NAME]))
        gazetteer_build_name(build, at, fields[DIV_ASCII], STR(""), GAZETTEER_ALIAS);
}

void gazetteer_read_divisions(struct gazetteer_reading *reading, struct str text)
{
    for (size_t number = 1; text.len > 0; number++) {
        struct str line = next_line(&text);
        struct str fields[DIV_FIELDS];
        size_t country;
        size_t count;

        if (line.len == 0)
            continue;
        count = split(fields, DIV_FIELDS, line);
        if (!is_division(fields, count) || !utf8_is_valid(line) ||
            !gazetteer_country_at(&country, str_prefix(fields[DIV_KEY], 2)))
            gazetteer_reject(reading, number,
                             "it is not as GeoNames writes names of divisions");
        else if (reading->has_country[country])
            add_division(reading, fields);
    }
}
