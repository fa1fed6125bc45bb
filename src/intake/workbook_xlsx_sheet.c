/* One sheet of an XLSX file, cell by cell. */

#include <stdio.h>
#include <string.h>

#include "intake/workbook_number.h"
#include "intake/workbook_xlsx.h"

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_TEXT, /* inline, or what a formula gives */
    CELL_BOOLEAN,
    CELL_ERROR,
    CELL_DATE
};

/* Where the text of the element at hand goes. */
enum target { TO_NOWHERE, TO_VALUE, TO_FORMULA };

struct sheet_reader {
    struct workbook_writer *writer;
    const struct xlsx *book;
    uint32_t row; /* from 1; 0: before the first */
    bool is_row;
    bool is_row_hidden;
    bool is_row_written;
    bool is_cell;
    int64_t last_column; /* of the row */
    uint32_t column;
    enum cell_type type;
    uint32_t style;
    enum target target;
    unsigned phonetic;
    bool has_value;
    bool has_formula;
    struct buf value;
    struct buf formula;
    struct buf shown; /* scratch */
    int64_t last_hidden;
    struct workbook_merge *merges;
    uint32_t merge_count;
};

/* "AB19": the column from 0, the row from 1. */
static bool read_reference(uint32_t *column, uint32_t *row, const char *text)
{
    uint32_t c = 0;
    uint32_t r = 0;
    size_t i = 0;

    for (; i < 3 && text[i] >= 'A' && text[i] <= 'Z'; i++)
        c = 26 * c + (uint32_t)(text[i] - 'A') + 1;
    if (c == 0 || c > WORKBOOK_MAX_COLUMNS)
        return false;
    text += i;
    for (i = 0; i < 7 && text[i] >= '0' && text[i] <= '9'; i++)
        r = 10 * r + (uint32_t)(text[i] - '0');
    if (r == 0 || r > WORKBOOK_MAX_ROWS || text[i] != '\0')
        return false;
    *column = c - 1;
    *row = r;
    return true;
}

static void begin_row(struct xml_reader *xml, struct sheet_reader *s,
                      const char **attributes)
{
    uint32_t last = s->row;
    const char *number = xml_attribute(attributes, XML_NO_SPACE, "r");

    if (s->is_row) {
        xml_fail(xml, ERR_INVALID, "a row lies inside another one");
        return;
    }
    s->row = part_number(xml, number, last + 1, WORKBOOK_MAX_ROWS);
    if (s->row <= last || s->row > WORKBOOK_MAX_ROWS) {
        xml_fail(xml, ERR_INVALID, "row %u stands behind row %u", s->row, last);
        return;
    }
    s->is_row = true;
    s->is_row_written = false;
    s->is_row_hidden = xml_is_true(xml_attribute(attributes, XML_NO_SPACE, "hidden"));
    s->last_column = -1;
}

static enum cell_type type_of(struct xml_reader *xml, const char *type)
{
    static const struct {
        const char *word;
        enum cell_type type;
    } types[] = {{"n", CELL_NUMBER}, {"s", CELL_SHARED},  {"inlineStr", CELL_TEXT},
                 {"str", CELL_TEXT}, {"b", CELL_BOOLEAN}, {"e", CELL_ERROR},
                 {"d", CELL_DATE}};

    if (!type)
        return CELL_NUMBER;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcmp(types[i].word, type) == 0)
            return types[i].type;
    xml_fail(xml, ERR_INVALID, "a cell has the type \"%.20s\", which XLSX does not know",
             type);
    return CELL_NUMBER;
}

static void begin_cell(struct xml_reader *xml, struct sheet_reader *s,
                       const char **attributes)
{
    const char *reference = xml_attribute(attributes, XML_NO_SPACE, "r");
    uint32_t row = s->row;

    s->column = (uint32_t)(s->last_column + 1);
    if (reference && (!read_reference(&s->column, &row, reference) || row != s->row)) {
        xml_fail(xml, ERR_INVALID, "a cell in row %u is called \"%.20s\"", s->row,
                 reference);
        return;
    }
    if ((int64_t)s->column <= s->last_column || s->column >= WORKBOOK_MAX_COLUMNS ||
        s->is_cell) {
        xml_fail(xml, ERR_INVALID, "the cells of row %u are not in order", s->row);
        return;
    }
    s->last_column = s->column;
    s->type = type_of(xml, xml_attribute(attributes, XML_NO_SPACE, "t"));
    s->style = part_number(xml, xml_attribute(attributes, XML_NO_SPACE, "s"), 0,
                           WORKBOOK_MAX_STYLES);
    s->is_cell = true;
    s->has_value = false;
    s->has_formula = false;
    s->target = TO_NOWHERE;
    s->phonetic = 0;
    buf_reset(&s->value);
    buf_reset(&s->formula);
}

static void begin_in_cell(struct sheet_reader *s, const char *name)
{
    if (strcmp(name, "v") == 0 || (strcmp(name, "t") == 0 && s->phonetic == 0)) {
        s->target = TO_VALUE;
        s->has_value = true;
    } else if (strcmp(name, "f") == 0) {
        s->target = TO_FORMULA;
        s->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic++;
    }
}

static void add_hidden(struct xml_reader *xml, struct sheet_reader *s,
                       const char **attributes)
{
    uint32_t first = part_number(xml, xml_attribute(attributes, XML_NO_SPACE, "min"), 1,
                                 WORKBOOK_MAX_COLUMNS);
    uint32_t last = part_number(xml, xml_attribute(attributes, XML_NO_SPACE, "max"),
                                first, WORKBOOK_MAX_COLUMNS);

    if (!xml_is_true(xml_attribute(attributes, XML_NO_SPACE, "hidden")))
        return;
    if (first == 0 || last < first || (int64_t)first <= s->last_hidden || s->row > 0) {
        xml_fail(xml, ERR_INVALID, "its columns are not in order");
        return;
    }
    s->last_hidden = last;
    workbook_write_hidden(s->writer, first - 1, last - 1);
}

static void add_merge(struct xml_reader *xml, struct sheet_reader *s,
                      const char **attributes)
{
    const char *reference = xml_attribute(attributes, XML_NO_SPACE, "ref");
    struct str to = str_from_c(reference);
    struct str from = str_cut(&to, ':');
    struct workbook_merge merge;
    char first[16];
    char last[16];

    if (s->merge_count == WORKBOOK_MAX_MERGES) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d merged areas", WORKBOOK_MAX_MERGES);
        return;
    }
    if (to.len == 0)
        to = from;
    if (from.len < sizeof first && to.len < sizeof last) {
        (void)snprintf(first, sizeof first, STR_FMT, STR_ARG(from));
        (void)snprintf(last, sizeof last, STR_FMT, STR_ARG(to));
        if (read_reference(&merge.column, &merge.row, first) &&
            read_reference(&merge.last_column, &merge.last_row, last) &&
            merge.column <= merge.last_column && merge.row <= merge.last_row) {
            s->merges =
                part_room(s->book->arena, s->merges, s->merge_count, sizeof *s->merges);
            s->merges[s->merge_count++] = merge;
            return;
        }
    }
    xml_fail(xml, ERR_INVALID, "it has a merged area called \"%.40s\"",
             reference ? reference : "");
}

static void start(struct xml_reader *xml, enum xml_space space, const char *name,
                  const char **attributes)
{
    struct sheet_reader *s = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (s->is_cell && strcmp(name, "c") != 0)
        begin_in_cell(s, name);
    else if (s->is_row && strcmp(name, "c") == 0)
        begin_cell(xml, s, attributes);
    else if (strcmp(name, "row") == 0)
        begin_row(xml, s, attributes);
    else if (strcmp(name, "col") == 0)
        add_hidden(xml, s, attributes);
    else if (strcmp(name, "mergeCell") == 0)
        add_merge(xml, s, attributes);
}

static void write_cell(struct xml_reader *xml, struct sheet_reader *s,
                       enum workbook_kind kind, struct str text)
{
    struct workbook_cell cell = {s->column, kind, text};
    struct err err = {0};

    if (text.len == 0)
        return;
    if (!s->is_row_written)
        workbook_write_row(s->writer, s->row, s->is_row_hidden);
    s->is_row_written = true;
    if (workbook_write_cell(s->writer, &cell, &err) != ERR_OK)
        xml_fail(xml, err.code, "%s", err.message);
}

static unsigned shows(const struct sheet_reader *s)
{
    return s->style < s->book->style_count ? s->book->shows[s->style] : 0;
}

static void write_number(struct xml_reader *xml, struct sheet_reader *s, struct str text)
{
    enum workbook_kind kind = WORKBOOK_NUMBER;

    buf_reset(&s->shown);
    if (shows(s)) {
        kind = workbook_date(&s->shown, text, shows(s), s->book->is_1904);
    } else if (!workbook_number(&s->shown, text)) {
        kind = WORKBOOK_ERROR;
        buf_append(&s->shown, part_cut(text, 100));
    }
    write_cell(xml, s, kind, buf_str(&s->shown));
}

static void write_shared(struct xml_reader *xml, struct sheet_reader *s, struct str text)
{
    uint64_t at = 0;

    if (!str_to_u64(&at, text) || at >= s->book->string_count)
        xml_fail(xml, ERR_INVALID,
                 "a cell in row %u points to a text that the file does not have", s->row);
    else
        write_cell(xml, s, WORKBOOK_TEXT, s->book->strings[at]);
}

static void write_formula(struct xml_reader *xml, struct sheet_reader *s)
{
    buf_reset(&s->shown);
    buf_char(&s->shown, '=');
    buf_append(&s->shown, part_cut(buf_str(&s->formula), 200));
    write_cell(xml, s, WORKBOOK_FORMULA, buf_str(&s->shown));
}

static void end_cell(struct xml_reader *xml, struct sheet_reader *s)
{
    struct str text = buf_str(&s->value);

    s->is_cell = false;
    if (text.len == 0) {
        if (s->has_formula && !(s->has_value && s->type == CELL_TEXT))
            write_formula(xml, s);
        return;
    }
    buf_reset(&s->shown);
    switch (s->type) {
    case CELL_NUMBER:
        write_number(xml, s, text);
        break;
    case CELL_SHARED:
        write_shared(xml, s, text);
        break;
    case CELL_TEXT:
        xlsx_unescape(&s->shown, text);
        write_cell(xml, s, WORKBOOK_TEXT, buf_str(&s->shown));
        break;
    case CELL_BOOLEAN:
        write_cell(xml, s, WORKBOOK_BOOLEAN,
                   str_equal(text, STR("0")) ? STR("FALSE") : STR("TRUE"));
        break;
    case CELL_ERROR:
        write_cell(xml, s, WORKBOOK_ERROR, part_cut(text, 100));
        break;
    case CELL_DATE: {
        enum workbook_kind kind = workbook_iso_date(&s->shown, text, shows(s));

        write_cell(xml, s, kind, buf_str(&s->shown));
        break;
    }
    }
}

static void end(struct xml_reader *xml, enum xml_space space, const char *name)
{
    struct sheet_reader *s = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (s->is_cell && strcmp(name, "c") == 0) {
        end_cell(xml, s);
    } else if (s->is_cell && strcmp(name, "rPh") == 0) {
        s->phonetic -= s->phonetic > 0;
    } else if (strcmp(name, "v") == 0 || strcmp(name, "f") == 0 ||
               strcmp(name, "t") == 0) {
        s->target = TO_NOWHERE;
    } else if (s->is_row && strcmp(name, "row") == 0) {
        s->is_row = false;
    }
}

static void take_text(struct xml_reader *xml, struct str text)
{
    struct sheet_reader *s = xml_data(xml);

    if (s->target != TO_NOWHERE && s->is_cell)
        part_text(xml, s->target == TO_VALUE ? &s->value : &s->formula, text);
}

static const struct xml_handlers sheet_handlers = {start, end, take_text};

static enum err_code finish(struct sheet_reader *s, enum err_code code)
{
    for (uint32_t i = 0; code == ERR_OK && i < s->merge_count; i++)
        workbook_write_merge(s->writer, &s->merges[i]);
    buf_release(&s->value);
    buf_release(&s->formula);
    buf_release(&s->shown);
    return code;
}

enum err_code xlsx_read_sheet(struct workbook_writer *w, struct xlsx *book,
                              struct str part, struct err *err)
{
    struct sheet_reader s = {.writer = w, .book = book};

    return finish(&s, part_read(book->zip, part, &sheet_handlers, &s, err));
}

enum err_code xlsx_sheet_from(struct workbook_writer *w, struct xlsx *book,
                              struct str xml, struct str rest, struct err *err)
{
    struct sheet_reader s = {.writer = w, .book = book};
    struct xml_reader *reader = xml_reader_new(&sheet_handlers, &s);
    enum err_code code = xml_take(reader, xml, false, err);

    if (code == ERR_OK)
        code = xml_take(reader, rest, true, err);
    xml_reader_free(reader);
    return finish(&s, code);
}
