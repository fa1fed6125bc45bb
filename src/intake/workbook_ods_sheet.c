/* One sheet of an ODS file: its elements, row by row and cell by cell. */

#include <stdlib.h>
#include <string.h>

#include "intake/workbook_ods.h"
#include "intake/workbook_ods_cell.h"

/* How far in we are. What is not known at a level is passed over with all it holds. */
enum level { OUTSIDE, IN_BOOK, IN_TABLE, IN_ROW, IN_CELL, IN_PARAGRAPH, LEVEL_COUNT };

struct row_cell {
    uint32_t column;
    enum workbook_kind kind;
    size_t at; /* in texts */
    size_t len;
};

struct column_style {
    uint32_t last; /* column */
    unsigned shows;
};

struct ods_reader {
    struct workbook_writer *writer;
    struct arena *arena;
    const struct ods_styles *styles;
    uint32_t chosen;
    uint32_t tables; /* so far */
    unsigned depth;
    unsigned begun[LEVEL_COUNT]; /* the depth at which a level began */
    enum level level;
    unsigned passed_over; /* the depth of the element that is; 0: none */
    uint32_t columns;     /* described so far */
    struct column_style *column_styles;
    uint32_t column_style_count;
    uint32_t row;      /* from 1; 0: none yet */
    uint32_t next_row; /* from 1 */
    uint32_t row_repeats;
    unsigned row_shows;
    bool is_row_hidden;
    uint32_t column; /* of the next cell */
    struct ods_cell cell;
    struct row_cell *cells; /* of the row */
    size_t cell_count;
    size_t cell_cap;
    struct buf texts;
    struct buf shown;
    struct workbook_merge *merges;
    uint32_t merge_count;
};

struct ods_reader *ods_reader_new(struct workbook_writer *w, struct arena *arena,
                                  const struct ods_styles *styles, uint32_t chosen)
{
    struct ods_reader *r = calloc(1, sizeof *r);

    if (!r)
        abort();
    r->writer = w;
    r->arena = arena;
    r->styles = styles;
    r->chosen = chosen;
    r->next_row = 1;
    return r;
}

void ods_reader_free(struct ods_reader *r)
{
    free(r->cells);
    buf_release(&r->texts);
    buf_release(&r->shown);
    buf_release(&r->cell.text);
    free(r);
}

void ods_reader_finish(struct ods_reader *r)
{
    for (uint32_t i = 0; i < r->merge_count; i++)
        workbook_write_merge(r->writer, &r->merges[i]);
}

static void enter(struct ods_reader *r, enum level level)
{
    r->level = level;
    r->begun[level] = r->depth;
}

static void pass_over(struct ods_reader *r)
{
    r->passed_over = r->depth;
}

static unsigned style_shows(const struct ods_reader *r, const char **attributes,
                            const char *name, unsigned otherwise)
{
    const struct ods_style *style =
        ods_find_style(r->styles, xml_attribute(attributes, XML_ODF_TABLE, name));

    return style ? style->shows : otherwise;
}

static uint32_t repeats(struct xml_reader *xml, const char **attributes, const char *name)
{
    uint32_t n =
        part_number(xml, xml_attribute(attributes, XML_ODF_TABLE, name), 1, INT32_MAX);

    return n > 0 ? n : 1;
}

static bool is_hidden(const char **attributes)
{
    const char *visibility = xml_attribute(attributes, XML_ODF_TABLE, "visibility");

    return visibility && strcmp(visibility, "visible") != 0;
}

static void begin_column(struct xml_reader *xml, struct ods_reader *r,
                         const char **attributes)
{
    uint32_t count = repeats(xml, attributes, "number-columns-repeated");
    uint32_t first = r->columns;
    uint32_t room = WORKBOOK_MAX_COLUMNS - r->columns;

    r->columns += count < room ? count : room;
    if (first == r->columns)
        return;
    if (r->row > 0) {
        xml_fail(xml, ERR_INVALID, "its columns stand behind its rows");
        return;
    }
    if (is_hidden(attributes))
        workbook_write_hidden(r->writer, first, r->columns - 1);
    r->column_styles = part_room(r->arena, r->column_styles, r->column_style_count,
                                 sizeof *r->column_styles);
    r->column_styles[r->column_style_count++] = (struct column_style){
        r->columns - 1, style_shows(r, attributes, "default-cell-style-name", 0)};
}

static unsigned column_shows(const struct ods_reader *r, uint32_t column)
{
    for (uint32_t i = 0; i < r->column_style_count; i++)
        if (column <= r->column_styles[i].last)
            return r->column_styles[i].shows;
    return 0;
}

static void begin_row(struct xml_reader *xml, struct ods_reader *r,
                      const char **attributes)
{
    r->row_repeats = repeats(xml, attributes, "number-rows-repeated");
    r->row_shows = style_shows(r, attributes, "default-cell-style-name", 0);
    r->is_row_hidden = is_hidden(attributes);
    r->column = 0;
    r->cell_count = 0;
    r->row = r->next_row;
    buf_reset(&r->texts);
    enter(r, IN_ROW);
}

static enum err_code write_row(struct ods_reader *r, uint32_t row, struct err *err)
{
    workbook_write_row(r->writer, row, r->is_row_hidden);
    for (size_t i = 0; i < r->cell_count; i++) {
        const struct row_cell *one = &r->cells[i];
        struct workbook_cell cell = {
            one->column, one->kind, {r->texts.ptr + one->at, one->len}};

        if (workbook_write_cell(r->writer, &cell, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Empty rows are repeated to the end of the sheet; others must lie on it. */
static void end_row(struct xml_reader *xml, struct ods_reader *r)
{
    uint32_t room = WORKBOOK_MAX_ROWS + 1 - r->row;
    struct err err = {0};

    r->next_row += r->row_repeats < room ? r->row_repeats : room;
    if (r->cell_count == 0)
        return;
    if (r->row_repeats > room) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d rows", WORKBOOK_MAX_ROWS);
        return;
    }
    for (uint32_t i = 0; i < r->row_repeats; i++)
        if (write_row(r, r->row + i, &err) != ERR_OK) {
            xml_fail(xml, err.code, "%s", err.message);
            return;
        }
}

static void add_merge(struct xml_reader *xml, struct ods_reader *r, uint32_t columns,
                      uint32_t rows)
{
    struct workbook_merge merge = {r->row, r->column, r->row + rows - 1,
                                   r->column + columns - 1};

    if ((columns < 2 && rows < 2) || r->row > WORKBOOK_MAX_ROWS)
        return;
    if (r->merge_count == WORKBOOK_MAX_MERGES || merge.last_row > WORKBOOK_MAX_ROWS ||
        merge.last_column >= WORKBOOK_MAX_COLUMNS) {
        xml_fail(xml, ERR_LIMIT,
                 "it has more than %d merged areas, or one beyond the last row or column",
                 WORKBOOK_MAX_MERGES);
        return;
    }
    r->merges = part_room(r->arena, r->merges, r->merge_count, sizeof merge);
    r->merges[r->merge_count++] = merge;
}

static void begin_cell(struct xml_reader *xml, struct ods_reader *r,
                       const char **attributes)
{
    unsigned shows = r->row_shows ? r->row_shows : column_shows(r, r->column);

    ods_cell_begin(&r->cell, attributes, style_shows(r, attributes, "style-name", shows));
    if (r->cell.text.len > WORKBOOK_MAX_TEXT)
        xml_fail(xml, ERR_LIMIT, "a text in it is longer than %d bytes",
                 WORKBOOK_MAX_TEXT);
    r->cell.repeats = repeats(xml, attributes, "number-columns-repeated");
    add_merge(
        xml, r,
        part_number(xml,
                    xml_attribute(attributes, XML_ODF_TABLE, "number-columns-spanned"), 1,
                    WORKBOOK_MAX_COLUMNS),
        part_number(xml, xml_attribute(attributes, XML_ODF_TABLE, "number-rows-spanned"),
                    1, WORKBOOK_MAX_ROWS));
    enter(r, IN_CELL);
}

static void keep_cell(struct ods_reader *r, const struct row_cell *cell)
{
    if (r->cell_count == r->cell_cap) {
        r->cell_cap = r->cell_cap > 0 ? 2 * r->cell_cap : 64;
        r->cells = realloc(r->cells, r->cell_cap * sizeof *r->cells);
        if (!r->cells)
            abort();
    }
    r->cells[r->cell_count++] = *cell;
}

static void end_cell(struct xml_reader *xml, struct ods_reader *r)
{
    struct row_cell cell = {.at = r->texts.len};
    uint32_t room = WORKBOOK_MAX_COLUMNS - r->column;

    buf_reset(&r->shown);
    cell.kind = ods_cell_end(&r->shown, &r->cell);
    cell.len = r->shown.len;
    if (cell.len > 0 && r->cell.repeats > room) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d columns", WORKBOOK_MAX_COLUMNS);
        return;
    }
    if (cell.len > 0)
        buf_append(&r->texts, buf_str(&r->shown));
    for (uint32_t i = 0; cell.len > 0 && i < r->cell.repeats; i++) {
        cell.column = r->column + i;
        keep_cell(r, &cell);
    }
    r->column += r->cell.repeats < room ? r->cell.repeats : room;
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

static void start_in_table(struct xml_reader *xml, struct ods_reader *r,
                           enum xml_space space, const char *name,
                           const char **attributes)
{
    static const char *const groups[] = {"table-row-group",
                                         "table-rows",
                                         "table-header-rows",
                                         "table-columns",
                                         "table-column-group",
                                         "table-header-columns",
                                         NULL};
    bool is_table = space == XML_ODF_TABLE;

    if (is_table && strcmp(name, "table-row") == 0)
        begin_row(xml, r, attributes);
    else if (is_table && strcmp(name, "table-column") == 0)
        begin_column(xml, r, attributes);
    else if (!is_table || !is_one_of(name, groups))
        pass_over(r);
}

static void start_in_row(struct xml_reader *xml, struct ods_reader *r,
                         enum xml_space space, const char *name, const char **attributes)
{
    if (space == XML_ODF_TABLE &&
        (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0))
        begin_cell(xml, r, attributes);
    else
        pass_over(r);
}

static void start_in_cell(struct xml_reader *xml, struct ods_reader *r,
                          enum xml_space space, const char *name)
{
    if (space == XML_ODF_TEXT && (strcmp(name, "p") == 0 || strcmp(name, "h") == 0)) {
        ods_cell_paragraph(&r->cell);
        enter(r, IN_PARAGRAPH);
    } else if (space == XML_ODF_TABLE && strcmp(name, "table") == 0) {
        xml_fail(xml, ERR_INVALID, "a cell of row %u holds a table of its own", r->row);
    } else {
        pass_over(r); /* annotations, drawings */
    }
}

static void start_in_paragraph(struct xml_reader *xml, struct ods_reader *r,
                               enum xml_space space, const char *name,
                               const char **attributes)
{
    static const char *const no_text[] = {"ruby-text", "note", NULL};

    if (space != XML_ODF_TEXT || is_one_of(name, no_text)) {
        pass_over(r);
        return;
    }
    if (strcmp(name, "s") == 0)
        ods_cell_blanks(
            xml, &r->cell,
            part_number(xml, xml_attribute(attributes, XML_ODF_TEXT, "c"), 1, 10000));
    else if (strcmp(name, "tab") == 0)
        ods_cell_mark(xml, &r->cell, '\t');
    else if (strcmp(name, "line-break") == 0)
        ods_cell_mark(xml, &r->cell, '\n');
}

static void start_in_book(struct ods_reader *r, enum xml_space space, const char *name)
{
    if (space == XML_ODF_TABLE && strcmp(name, "table") == 0 && r->tables++ == r->chosen)
        enter(r, IN_TABLE);
    else
        pass_over(r);
}

static void start(struct xml_reader *xml, enum xml_space space, const char *name,
                  const char **attributes)
{
    struct ods_reader *r = xml_data(xml);

    r->depth++;
    if (r->passed_over)
        return;
    switch (r->level) {
    case OUTSIDE:
        if (space == XML_ODF_OFFICE && strcmp(name, "spreadsheet") == 0)
            enter(r, IN_BOOK);
        break;
    case IN_BOOK:
        start_in_book(r, space, name);
        break;
    case IN_TABLE:
        start_in_table(xml, r, space, name, attributes);
        break;
    case IN_ROW:
        start_in_row(xml, r, space, name, attributes);
        break;
    case IN_CELL:
        start_in_cell(xml, r, space, name);
        break;
    case IN_PARAGRAPH:
        start_in_paragraph(xml, r, space, name, attributes);
        break;
    case LEVEL_COUNT:
        break;
    }
}

static void end(struct xml_reader *xml, enum xml_space space, const char *name)
{
    struct ods_reader *r = xml_data(xml);
    unsigned depth = r->depth--;

    (void)space;
    (void)name;
    if (r->passed_over) {
        if (r->passed_over == depth)
            r->passed_over = 0;
        return;
    }
    if (r->level == OUTSIDE || r->begun[r->level] != depth)
        return;
    if (r->level == IN_CELL)
        end_cell(xml, r);
    else if (r->level == IN_ROW)
        end_row(xml, r);
    r->level--;
}

static void take_text(struct xml_reader *xml, struct str text)
{
    struct ods_reader *r = xml_data(xml);

    if (r->level == IN_PARAGRAPH && !r->passed_over)
        ods_cell_text(xml, &r->cell, text);
}

const struct xml_handlers ods_sheet_handlers = {start, end, take_text};
