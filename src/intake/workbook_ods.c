/* The sheets and styles of an ODS file, and the choice of a sheet. */

#include "intake/workbook_ods.h"

#include <stdlib.h>
#include <string.h>

#include "intake/workbook_number.h"

static int compare_styles(const void *a, const void *b)
{
    return str_compare(((const struct ods_style *)a)->name,
                       ((const struct ods_style *)b)->name);
}

static int compare_order(const void *a, const void *b)
{
    uint32_t x = ((const struct ods_style *)a)->order;
    uint32_t y = ((const struct ods_style *)b)->order;
    int names = compare_styles(a, b);

    return names != 0 ? names : (x < y) - (x > y);
}

static const struct ods_style *find(const struct ods_style *styles, uint32_t count,
                                    struct str name)
{
    struct ods_style wanted = {.name = name};

    if (count == 0 || name.len == 0)
        return NULL;
    return bsearch(&wanted, styles, count, sizeof *styles, compare_styles);
}

const struct ods_style *ods_find_style(const struct ods_styles *styles, const char *name)
{
    return find(styles->styles, styles->style_count, str_from_c(name));
}

static struct ods_style *add_style(struct xml_reader *xml, struct arena *arena,
                                   struct ods_style **styles, uint32_t *count,
                                   const char **attributes)
{
    const char *name = xml_attribute(attributes, XML_ODF_STYLE, "name");
    const char *format = xml_attribute(attributes, XML_ODF_STYLE, "data-style-name");
    const char *parent = xml_attribute(attributes, XML_ODF_STYLE, "parent-style-name");

    if (!name)
        return NULL;
    if (*count == WORKBOOK_MAX_STYLES) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d styles", WORKBOOK_MAX_STYLES);
        return NULL;
    }
    *styles = part_room(arena, *styles, *count, sizeof **styles);
    (*styles)[*count] = (struct ods_style){.name = arena_str(arena, str_from_c(name)),
                                           .format = arena_str(arena, str_from_c(format)),
                                           .parent = arena_str(arena, str_from_c(parent)),
                                           .order = *count};
    return &(*styles)[(*count)++];
}

/* What a part of a number format shows; a date style's parts come one by one. */
static unsigned part_shows(const char *name)
{
    static const struct {
        const char *name;
        unsigned shows;
    } parts[] = {
        {"year", WORKBOOK_SHOWS_YEAR},    {"era", WORKBOOK_SHOWS_YEAR},
        {"month", WORKBOOK_SHOWS_MONTH},  {"quarter", WORKBOOK_SHOWS_MONTH},
        {"day", WORKBOOK_SHOWS_DAY},      {"hours", WORKBOOK_SHOWS_TIME},
        {"minutes", WORKBOOK_SHOWS_TIME}, {"seconds", WORKBOOK_SHOWS_TIME},
    };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(parts[i].name, name) == 0)
            return parts[i].shows;
    return 0;
}

static void start_number(struct xml_reader *xml, struct ods_survey *survey,
                         const char *name, const char **attributes)
{
    struct ods_styles *styles = &survey->styles;

    if (strcmp(name, "date-style") == 0)
        survey->open = add_style(xml, survey->arena, &styles->formats,
                                 &styles->format_count, attributes);
    else if (survey->open)
        survey->open->shows |= part_shows(name);
}

static void start_style(struct xml_reader *xml, struct ods_survey *survey,
                        const char *name, const char **attributes)
{
    struct ods_styles *styles = &survey->styles;
    const char *display = xml_attribute(attributes, XML_ODF_TABLE, "display");

    if (strcmp(name, "style") == 0)
        survey->open = add_style(xml, survey->arena, &styles->styles,
                                 &styles->style_count, attributes);
    else if (survey->open && strcmp(name, "table-properties") == 0)
        survey->open->is_table_hidden = display && strcmp(display, "false") == 0;
}

static void start_table(struct xml_reader *xml, struct ods_survey *survey,
                        const char **attributes)
{
    const char *name = xml_attribute(attributes, XML_ODF_TABLE, "name");
    const char *style = xml_attribute(attributes, XML_ODF_TABLE, "style-name");
    struct ods_sheet sheet;

    if (survey->spreadsheet == 0 || survey->depth != survey->spreadsheet + 1)
        return; /* a table of a chart, of a linked file */
    if (survey->sheet_count == WORKBOOK_MAX_SHEETS || (name && strlen(name) > 4096)) {
        xml_fail(xml, ERR_LIMIT,
                 "it has more than %d sheets, or a name of more than "
                 "4096 bytes",
                 WORKBOOK_MAX_SHEETS);
        return;
    }
    sheet = (struct ods_sheet){arena_str(survey->arena, str_from_c(name)),
                               arena_str(survey->arena, str_from_c(style))};
    survey->sheets =
        part_room(survey->arena, survey->sheets, survey->sheet_count, sizeof sheet);
    survey->sheets[survey->sheet_count++] = sheet;
}

static void start(struct xml_reader *xml, enum xml_space space, const char *name,
                  const char **attributes)
{
    struct ods_survey *survey = xml_data(xml);

    survey->depth++;
    if (space == XML_ODF_NUMBER)
        start_number(xml, survey, name, attributes);
    else if (space == XML_ODF_STYLE)
        start_style(xml, survey, name, attributes);
    else if (space == XML_ODF_TABLE && strcmp(name, "table") == 0)
        start_table(xml, survey, attributes);
    else if (space == XML_ODF_OFFICE && strcmp(name, "spreadsheet") == 0)
        survey->spreadsheet = survey->depth;
}

static void sort_styles(struct ods_style *styles, uint32_t *count)
{
    uint32_t kept = 0;

    if (*count == 0)
        return;
    qsort(styles, *count, sizeof *styles, compare_order);
    for (uint32_t i = 0; i < *count; i++)
        if (kept == 0 || !str_equal(styles[kept - 1].name, styles[i].name))
            styles[kept++] = styles[i];
    *count = kept;
}

/* Its own format, or that of the nearest ancestor that names one. */
static unsigned format_of(const struct ods_styles *styles, const struct ods_style *style)
{
    enum { MAX_ANCESTORS = 16 };
    const struct ods_style *format;

    for (int i = 0; i < MAX_ANCESTORS && style && style->format.len == 0; i++)
        style = find(styles->styles, styles->style_count, style->parent);
    if (!style)
        return 0;
    format = find(styles->formats, styles->format_count, style->format);
    return format ? format->shows : 0;
}

void ods_survey_finish(struct ods_survey *survey)
{
    struct ods_styles *styles = &survey->styles;

    sort_styles(styles->formats, &styles->format_count);
    sort_styles(styles->styles, &styles->style_count);
    for (uint32_t i = 0; i < styles->style_count; i++)
        styles->styles[i].shows = format_of(styles, &styles->styles[i]);
}

static void end(struct xml_reader *xml, enum xml_space space, const char *name)
{
    struct ods_survey *survey = xml_data(xml);

    survey->depth--;
    if ((space == XML_ODF_STYLE && strcmp(name, "style") == 0) ||
        (space == XML_ODF_NUMBER && strcmp(name, "date-style") == 0))
        survey->open = NULL;
}

static void text(struct xml_reader *xml, struct str piece)
{
    (void)xml;
    (void)piece;
}

const struct xml_handlers ods_survey_handlers = {start, end, text};

static enum err_code choose(uint32_t *out, struct workbook_writer *w,
                            const struct ods_survey *survey, struct str name,
                            struct err *err)
{
    struct part_sheet *sheets =
        survey->sheet_count > 0
            ? ARENA_ARRAY(survey->arena, struct part_sheet, survey->sheet_count)
            : NULL;

    for (uint32_t i = 0; i < survey->sheet_count; i++) {
        const struct ods_style *style = find(
            survey->styles.styles, survey->styles.style_count, survey->sheets[i].style);

        sheets[i] =
            (struct part_sheet){survey->sheets[i].name, style && style->is_table_hidden};
    }
    return part_choose(out, w, sheets, survey->sheet_count, name, err);
}

enum err_code ods_read(struct workbook_writer *w, struct zip *zip, struct str sheet,
                       struct err *err)
{
    static const struct str content = STR_INIT("content.xml");
    static const struct str styles = STR_INIT("styles.xml");
    struct ods_survey survey = {.arena = zip->arena};
    struct ods_reader *reader;
    uint32_t chosen = 0;
    enum err_code code;

    if ((zip_has(zip, styles) &&
         part_read(zip, styles, &ods_survey_handlers, &survey, err) != ERR_OK) ||
        part_read(zip, content, &ods_survey_handlers, &survey, err) != ERR_OK)
        return err->code;
    ods_survey_finish(&survey);
    if (choose(&chosen, w, &survey, sheet, err) != ERR_OK)
        return err->code;
    reader = ods_reader_new(w, zip->arena, &survey.styles, chosen);
    code = part_read(zip, content, &ods_sheet_handlers, reader, err);
    if (code == ERR_OK)
        ods_reader_finish(reader);
    ods_reader_free(reader);
    return code;
}
