/* Any table with a header, by its mapping; the table of P-codes is one. */

#include <string.h>

#include "base/message.h"
#include "places/gazetteer_map.h"
#include "places/gazetteer_read.h"

enum { PCODE_DIGITS = 10, KATOTTG_DIGITS = 17 };

struct table_reading {
    struct gazetteer_reading *reading;
    struct gazetteer_map map;
    const struct csv_row *row;
};

static struct str cell(const struct table_reading *t, size_t item)
{
    size_t column = t->map.items[item].column;

    return column < t->row->field_count ? str_trim(t->row->fields[column]) : STR("");
}

static struct str cell_of(const struct table_reading *t, enum gazetteer_column is)
{
    for (size_t i = 0; i < t->map.count; i++)
        if (t->map.items[i].is == is && cell(t, i).len > 0)
            return cell(t, i);
    return STR("");
}

/* Codes of the United Nations for Ukraine have 2, 4, 7 or 10 digits. */
static bool is_pcode(struct str code)
{
    return gazetteer_is_ua_code(code, PCODE_DIGITS) || gazetteer_is_ua_code(code, 7) ||
           gazetteer_is_ua_code(code, 4) || gazetteer_is_ua_code(code, 2);
}

static enum gazetteer_kind kind_of_pcode(struct str code)
{
    return code.len <= 4   ? GAZETTEER_REGION
           : code.len <= 6 ? GAZETTEER_DISTRICT
           : code.len <= 9 ? GAZETTEER_COMMUNITY
                           : GAZETTEER_SETTLEMENT;
}

static struct str prefixed(struct table_reading *t, const char *publisher,
                           struct str code)
{
    return arena_printf(&t->reading->build->arena, "%s:" STR_FMT, publisher,
                        STR_ARG(code));
}

/* False, with the reason, when a code is not as its publisher writes them. */
static bool take_codes(struct table_reading *t, struct build_place *place,
                       const char **reason)
{
    struct str pcode = cell_of(t, COLUMN_PCODE);
    struct str katottg = cell_of(t, COLUMN_KATOTTG);
    struct str geonames = cell_of(t, COLUMN_GEONAMES);
    uint64_t number;
    size_t used = 0;

    if (pcode.len > 0 && !is_pcode(pcode))
        *reason = N_("its P-code is not \"UA\" and 2, 4, 7 or 10 digits");
    else if (katottg.len > 0 && !gazetteer_is_ua_code(katottg, KATOTTG_DIGITS))
        *reason = N_("its code of KATOTTG is not \"UA\" and 17 digits");
    else if (geonames.len > 0 && !str_to_u64(&number, geonames))
        *reason = N_("its number of GeoNames is no number");
    if (*reason)
        return false;
    if (pcode.len > 0)
        place->shared[used++] = prefixed(t, "pcode", pcode);
    if (katottg.len > 0)
        place->shared[used++] = prefixed(t, "katottg", katottg);
    if (geonames.len > 0)
        place->shared[used++] = prefixed(t, "geonames", geonames);
    return true;
}

static bool take_kind(struct table_reading *t, struct build_place *place,
                      const char **reason)
{
    struct str word = cell_of(t, COLUMN_KIND);
    struct str pcode = cell_of(t, COLUMN_PCODE);
    enum gazetteer_kind kind =
        pcode.len > 0 ? kind_of_pcode(pcode) : GAZETTEER_SETTLEMENT;

    if (word.len > 0 && !gazetteer_kind_of(&kind, word)) {
        *reason = N_("its kind is none of country, region, district, community, "
                     "settlement, quarter, other");
        return false;
    }
    place->kind = (uint8_t)kind;
    return true;
}

static bool take_population(struct table_reading *t, struct build_place *place,
                            const char **reason)
{
    struct str text = cell_of(t, COLUMN_POPULATION);

    if (text.len > 0 &&
        (!str_to_i64(&place->population, text) || place->population < 0)) {
        *reason = N_("its population is no whole number");
        return false;
    }
    return true;
}

/* Its own code; else that of a publisher; else which row it is. */
static struct str own_code(struct table_reading *t)
{
    static const enum gazetteer_column columns[] = {COLUMN_CODE, COLUMN_PCODE,
                                                    COLUMN_KATOTTG, COLUMN_GEONAMES};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (cell_of(t, columns[i]).len > 0)
            return arena_str(&t->reading->build->arena, cell_of(t, columns[i]));
    return arena_printf(&t->reading->build->arena, "row-%zu", t->row->number);
}

static struct str parent_of(struct table_reading *t, const struct build_place *place)
{
    struct str parent = cell_of(t, COLUMN_PARENT);
    struct str pcode = cell_of(t, COLUMN_PCODE);

    if (parent.len == 0 && pcode.len > 0)
        return gazetteer_pcode_parent(t->reading->build, pcode);
    if (parent.len == 0 || str_equal(parent, place->code))
        return STR("");
    return arena_str(&t->reading->build->arena, parent);
}

/* Names in one cell, parted by semicolons or bars. */
static void add_several(struct table_reading *t, uint32_t at, struct str names,
                        enum gazetteer_name_kind kind)
{
    while (names.len > 0) {
        size_t bar = str_find(names, '|', 0);
        char sep = bar < str_find(names, ';', 0) ? '|' : ';';

        gazetteer_build_name(t->reading->build, at, str_cut(&names, sep), STR(""), kind);
    }
}

static void add_names(struct table_reading *t, uint32_t at)
{
    struct gazetteer_build *build = t->reading->build;

    for (size_t i = 0; i < t->map.count; i++) {
        struct str text = arena_str(&build->arena, cell(t, i));

        if (t->map.items[i].is == COLUMN_NAME)
            gazetteer_build_name(build, at, text,
                                 arena_str(&build->arena, t->map.items[i].lang),
                                 GAZETTEER_MAIN);
        else if (t->map.items[i].is == COLUMN_OTHER)
            add_several(t, at, text, GAZETTEER_ALIAS);
        else if (t->map.items[i].is == COLUMN_OLD)
            add_several(t, at, text, GAZETTEER_OLD);
    }
}

static const char *fill(struct table_reading *t, struct build_place *place)
{
    const char *reason = NULL;

    if (cell_of(t, COLUMN_NAME).len == 0)
        return N_("it has no name");
    if (cell_of(t, COLUMN_NAME).len > GAZETTEER_NAME_BYTES)
        return N_("its name is longer than 500 bytes");
    place->code = own_code(t);
    if (place->code.len > GAZETTEER_CODE_MAX ||
        str_find(place->code, ' ', 0) < place->code.len)
        return N_("its code is longer than 64 bytes, or has a blank");
    if (!gazetteer_take_point(place, cell_of(t, COLUMN_LAT), cell_of(t, COLUMN_LON)))
        return N_("its coordinates are no point on the earth (decimal degrees)");
    if (!take_kind(t, place, &reason) || !take_codes(t, place, &reason) ||
        !take_population(t, place, &reason))
        return reason;
    place->class_ = arena_str(&t->reading->build->arena, cell_of(t, COLUMN_CLASS));
    place->parent = parent_of(t, place);
    return NULL;
}

static void read_row(struct table_reading *t)
{
    struct build_place place = {0};
    const char *reason = fill(t, &place);
    uint32_t at;

    if (reason) {
        gazetteer_reject(t->reading, t->row->line, "%s", _(reason));
        return;
    }
    at = gazetteer_build_place(t->reading->build, &place);
    if (at == GAZETTEER_NO_PLACE)
        gazetteer_reject(t->reading, t->row->line,
                         "its code " STR_FMT " stood further up", STR_ARG(place.code));
    else
        add_names(t, at);
}

enum err_code gazetteer_read_table(struct gazetteer_reading *reading, struct str text,
                                   struct str map, struct err *err)
{
    struct table_reading t = {.reading = reading};
    struct csv_row row;
    struct csv *csv;

    if (csv_open(&csv, reading->arena, text, NULL, err) != ERR_OK ||
        csv_next(csv, &row, err) != ERR_OK)
        return err->code;
    reading->report->charset = csv_detected(csv).charset;
    reading->report->separator = csv_detected(csv).separator;
    if (gazetteer_map_parse(&t.map, map, row.fields, row.field_count, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < t.map.count; i++) /* the header goes with the next row */
        t.map.items[i].lang = arena_str(reading->arena, t.map.items[i].lang);
    t.row = &row;
    for (;;) {
        if (csv_next(csv, &row, err) != ERR_OK)
            return err->code;
        if (row.field_count == 0)
            return ERR_OK;
        reading->report->row_count++;
        read_row(&t);
    }
}
