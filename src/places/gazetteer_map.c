#include "places/gazetteer_map.h"

#include <stdbool.h>

static const struct str words[COLUMN_WORDS] = {
    [COLUMN_NAME] = STR_INIT("name"),
    [COLUMN_OTHER] = STR_INIT("other"),
    [COLUMN_OLD] = STR_INIT("old"),
    [COLUMN_CODE] = STR_INIT("code"),
    [COLUMN_PARENT] = STR_INIT("parent"),
    [COLUMN_KIND] = STR_INIT("kind"),
    [COLUMN_CLASS] = STR_INIT("class"),
    [COLUMN_LAT] = STR_INIT("lat"),
    [COLUMN_LON] = STR_INIT("lon"),
    [COLUMN_POPULATION] = STR_INIT("population"),
    [COLUMN_PCODE] = STR_INIT("pcode"),
    [COLUMN_KATOTTG] = STR_INIT("katottg"),
    [COLUMN_GEONAMES] = STR_INIT("geonames"),
};

/* "name:uk" is a name in a language; "name_uk" is how such a column is often called. */
static bool word_of(enum gazetteer_column *out, struct str *lang, struct str word,
                    bool is_header)
{
    *lang = STR("");
    if (str_starts_with(word, STR("name:")) ||
        (is_header && str_starts_with(word, STR("name_")))) {
        *lang = str_after(word, 5);
        *out = COLUMN_NAME;
        return lang->len > 0;
    }
    for (size_t i = 0; i < COLUMN_WORDS; i++)
        if (str_equal(word, words[i])) {
            *out = (enum gazetteer_column)i;
            return true;
        }
    return false;
}

static bool column_of(size_t *out, struct str name, const struct str *headers,
                      size_t count)
{
    uint64_t number;

    for (size_t i = 0; i < count; i++)
        if (str_equal(str_trim(headers[i]), name)) {
            *out = i;
            return true;
        }
    if (!str_to_u64(&number, name) || number == 0 || number > count)
        return false;
    *out = (size_t)number - 1;
    return true;
}

static enum err_code add(struct gazetteer_map *map, enum gazetteer_column is,
                         struct str lang, size_t column, struct err *err)
{
    if (map->count == GAZETTEER_MAP_MAX)
        return err_set(err, ERR_LIMIT, "the mapping has more than %d columns",
                       GAZETTEER_MAP_MAX);
    map->items[map->count].is = is;
    map->items[map->count].lang = lang;
    map->items[map->count].column = column;
    map->count++;
    return ERR_OK;
}

static bool has_word(const struct gazetteer_map *map, enum gazetteer_column is)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->items[i].is == is)
            return true;
    return false;
}

static enum err_code parse_item(struct gazetteer_map *map, struct str item,
                                const struct str *headers, size_t header_count,
                                struct err *err)
{
    struct str name = item;
    struct str word = str_trim(str_cut(&name, '='));
    enum gazetteer_column is;
    struct str lang;
    size_t column;

    name = str_trim(name);
    if (!word_of(&is, &lang, word, false))
        return err_set(err, ERR_INVALID,
                       "the mapping: \"" STR_FMT
                       "\" is none of name, name:LANGUAGE, other, old, code, parent, "
                       "kind, class, lat, lon, population, pcode, katottg, geonames",
                       STR_ARG(str_prefix(word, 60)));
    if (!column_of(&column, name, headers, header_count))
        return err_set(err, ERR_INVALID,
                       "the mapping: the table has no column \"" STR_FMT "\"",
                       STR_ARG(str_prefix(name, 60)));
    return add(map, is, lang, column, err);
}

static enum err_code from_headers(struct gazetteer_map *map, const struct str *headers,
                                  size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        enum gazetteer_column is;
        struct str lang;

        if (word_of(&is, &lang, str_trim(headers[i]), true) &&
            add(map, is, lang, i, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

enum err_code gazetteer_map_parse(struct gazetteer_map *out, struct str map,
                                  const struct str *headers, size_t header_count,
                                  struct err *err)
{
    *out = (struct gazetteer_map){0};
    if (map.len == 0 && from_headers(out, headers, header_count, err) != ERR_OK)
        return err->code;
    while (map.len > 0)
        if (parse_item(out, str_cut(&map, ','), headers, header_count, err) != ERR_OK)
            return err->code;
    if (!has_word(out, COLUMN_NAME))
        return err_set(err, ERR_INVALID,
                       "the mapping: no column is the name; say --map name=COLUMN");
    if (has_word(out, COLUMN_LAT) != has_word(out, COLUMN_LON))
        return err_set(err, ERR_INVALID, "the mapping: lat and lon go together");
    return ERR_OK;
}
