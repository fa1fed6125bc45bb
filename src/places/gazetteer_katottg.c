/*
 * KATOTTG, the codifier of Ukraine's administrative units and territories (order 290 of
 * the Ministry for Communities and Territories, 26 November 2020, as amended): a row has
 * the codes of all levels down to its own, then a letter for what it is, then its name.
 */

#include "places/gazetteer_read.h"

enum { LEVELS = 5, COLUMNS = 7, COLUMN_CATEGORY = 5, COLUMN_NAME = 6, CODE_DIGITS = 17 };

struct columns {
    size_t at[COLUMNS];
};

static bool find_columns(struct columns *out, const struct csv_row *header)
{
    static const struct str beginnings[COLUMNS] = {
        STR_INIT("Перший рівень"),     STR_INIT("Другий рівень"),
        STR_INIT("Третій рівень"),     STR_INIT("Четвертий рівень"),
        STR_INIT("Додатковий рівень"), STR_INIT("Категорія"),
        STR_INIT("Назва об"),
    };

    for (size_t i = 0; i < COLUMNS; i++) {
        size_t at = 0;

        while (at < header->field_count &&
               !str_starts_with(str_trim(header->fields[at]), beginnings[i]))
            at++;
        if (at == header->field_count)
            return false;
        out->at[i] = at;
    }
    return true;
}

struct category {
    struct str letter;
    enum gazetteer_kind kind;
};

/* Letters of the order; they are typed in Latin and in Cyrillic. */
static const struct category categories[] = {
    {STR_INIT("O"), GAZETTEER_REGION},     {STR_INIT("О"), GAZETTEER_REGION},
    {STR_INIT("K"), GAZETTEER_SETTLEMENT}, {STR_INIT("К"), GAZETTEER_SETTLEMENT},
    {STR_INIT("P"), GAZETTEER_DISTRICT},   {STR_INIT("Р"), GAZETTEER_DISTRICT},
    {STR_INIT("H"), GAZETTEER_COMMUNITY},  {STR_INIT("Н"), GAZETTEER_COMMUNITY},
    {STR_INIT("M"), GAZETTEER_SETTLEMENT}, {STR_INIT("М"), GAZETTEER_SETTLEMENT},
    {STR_INIT("T"), GAZETTEER_SETTLEMENT}, {STR_INIT("Т"), GAZETTEER_SETTLEMENT},
    {STR_INIT("C"), GAZETTEER_SETTLEMENT}, {STR_INIT("С"), GAZETTEER_SETTLEMENT},
    {STR_INIT("X"), GAZETTEER_SETTLEMENT}, {STR_INIT("Х"), GAZETTEER_SETTLEMENT},
    {STR_INIT("B"), GAZETTEER_QUARTER},    {STR_INIT("В"), GAZETTEER_QUARTER},
};

/* The pair of a letter has the Latin one first: what class_ says. */
static const struct category *category_of(struct str letter)
{
    for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++)
        if (str_equal(letter, categories[i].letter))
            return &categories[i - i % 2];
    return NULL;
}

/* The codes that the United Nations' tables begin with: those of the levels, without the
 * number behind them. */
static void set_pcodes(struct build_place *place, struct gazetteer_build *build,
                       struct str code, bool is_city_of_state)
{
    static const size_t chars[GAZETTEER_KINDS] = {
        [GAZETTEER_REGION] = 4,
        [GAZETTEER_DISTRICT] = 6,
        [GAZETTEER_COMMUNITY] = 9,
        [GAZETTEER_SETTLEMENT] = 12,
    };
    size_t count = chars[place->kind];

    if (count > 0)
        place->shared[1] = arena_printf(&build->arena, "pcode:" STR_FMT,
                                        STR_ARG(str_prefix(code, count)));
    /* Kyiv and Sevastopol are settlements and stand beside the oblasts. */
    if (is_city_of_state)
        place->shared[2] =
            arena_printf(&build->arena, "pcode:" STR_FMT, STR_ARG(str_prefix(code, 4)));
}

static void set_parent(struct build_place *place, struct gazetteer_build *build,
                       const struct str *levels, size_t own)
{
    size_t above = own;

    while (above > 0 &&
           (levels[above - 1].len == 0 || str_equal(levels[above - 1], levels[own])))
        above--;
    place->parent = above > 0 ? arena_printf(&build->arena, "katottg:" STR_FMT,
                                             STR_ARG(levels[above - 1]))
                              : gazetteer_build_country(build, STR("UA"));
}

static void add_row(struct gazetteer_reading *reading, size_t line,
                    const struct str *levels, size_t own, const struct category *category,
                    struct str name)
{
    struct gazetteer_build *build = reading->build;
    struct build_place place = {.kind = (uint8_t)category->kind,
                                .class_ = category->letter};
    uint32_t at;

    place.code = arena_str(&build->arena, levels[own]);
    place.shared[0] =
        arena_printf(&build->arena, "katottg:" STR_FMT, STR_ARG(levels[own]));
    set_pcodes(&place, build, levels[own], own == 0 && category->letter.ptr[0] == 'K');
    set_parent(&place, build, levels, own);
    at = gazetteer_build_place(build, &place);
    if (at == GAZETTEER_NO_PLACE)
        gazetteer_reject(reading, line, "its code " STR_FMT " stood further up",
                         STR_ARG(levels[own]));
    else
        gazetteer_build_name(build, at, arena_str(&build->arena, name), STR("uk"),
                             GAZETTEER_MAIN);
}

static void read_row(struct gazetteer_reading *reading, const struct csv_row *row,
                     const struct columns *columns)
{
    struct str fields[COLUMNS];
    const struct category *category;
    size_t own = LEVELS;

    for (size_t i = 0; i < COLUMNS; i++)
        fields[i] = columns->at[i] < row->field_count
                        ? str_trim(row->fields[columns->at[i]])
                        : STR("");
    while (own > 0 && fields[own - 1].len == 0)
        own--;
    category = category_of(fields[COLUMN_CATEGORY]);
    if (own == 0 || !gazetteer_is_ua_code(fields[own - 1], CODE_DIGITS))
        gazetteer_reject(reading, row->line, "it has no code of KATOTTG");
    else if (!category)
        gazetteer_reject(reading, row->line, "\"" STR_FMT "\" is no category of KATOTTG",
                         STR_ARG(str_prefix(fields[COLUMN_CATEGORY], 20)));
    else if (fields[COLUMN_NAME].len == 0)
        gazetteer_reject(reading, row->line, "it has no name");
    else
        add_row(reading, row->line, fields, own - 1, category, fields[COLUMN_NAME]);
}

enum err_code gazetteer_read_katottg(struct gazetteer_reading *reading, struct str text,
                                     struct err *err)
{
    struct columns columns;
    struct csv_row row;
    struct csv *csv;

    if (csv_open(&csv, reading->arena, text, NULL, err) != ERR_OK ||
        csv_next(csv, &row, err) != ERR_OK)
        return err->code;
    reading->report->charset = csv_detected(csv).charset;
    reading->report->separator = csv_detected(csv).separator;
    if (!find_columns(&columns, &row))
        return err_set(err, ERR_INVALID,
                       "it has not all the columns of KATOTTG: five levels, category, "
                       "name");
    for (;;) {
        if (csv_next(csv, &row, err) != ERR_OK)
            return err->code;
        if (row.field_count == 0)
            return ERR_OK;
        reading->report->row_count++;
        read_row(reading, &row, &columns);
    }
}
