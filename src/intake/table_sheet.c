#include "intake/table_sheet.h"

#include <stdlib.h>
#include <string.h>

/* A column of the sheet: what its cell in the row at hand is, and under which merged
 * area it lies. */
struct sheet_column {
    struct workbook_cell cell; /* its own; no text: none */
    struct workbook_cell merged;
    uint32_t merged_until; /* row; 0: no area yet */
    uint32_t area;         /* in the merges */
};

struct table_sheet {
    struct workbook book;
    struct arena *arena;
    uint32_t first; /* rows of the names */
    uint32_t last;
    struct workbook_cursor cursor;
    bool is_ahead; /* the cursor's row is read and not yet handed out */
    uint32_t next_merge;
    struct sheet_column *columns; /* book.width of them */
    struct str *names;
    uint32_t *places; /* of each name: its column in the sheet */
    size_t count;
    struct table_cell *cells;
    struct str *fields;
    int64_t number;
};

static struct str sheet_name(const struct table_sheet *sheet)
{
    return sheet->book.sheets[sheet->book.chosen].name;
}

static int compare_merges(const void *a, const void *b)
{
    const struct workbook_merge *x = a;
    const struct workbook_merge *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* From its first row on, an area says what its columns hold. */
static enum err_code begin_area(struct table_sheet *sheet, uint32_t number, uint32_t row,
                                struct err *err)
{
    const struct workbook_merge *area = &sheet->book.merges[number];
    struct workbook_cell value = {0};

    if (area->row == row && area->column < sheet->book.width)
        value = sheet->columns[area->column].cell;
    for (uint32_t i = area->column; i <= area->last_column && i < sheet->book.width;
         i++) {
        struct sheet_column *column = &sheet->columns[i];

        if (column->merged_until >= area->row)
            return err_set(err, ERR_INVALID,
                           "two merged areas of the sheet overlap in row %u", area->row);
        column->merged_until = area->last_row;
        column->merged = value;
        column->area = number;
    }
    return ERR_OK;
}

/* The cursor's next row, with its cells in their columns. */
static enum err_code read_row(bool *is_row, struct table_sheet *sheet, struct err *err)
{
    struct workbook_cell cell;

    *is_row = workbook_next_row(&sheet->cursor);
    if (!*is_row)
        return ERR_OK;
    for (uint32_t i = 0; i < sheet->book.width; i++)
        sheet->columns[i].cell = (struct workbook_cell){0};
    while (workbook_next_cell(&cell, &sheet->cursor)) {
        cell.text = str_trim(cell.text);
        sheet->columns[cell.column].cell = cell;
    }
    while (sheet->next_merge < sheet->book.merge_count &&
           sheet->book.merges[sheet->next_merge].row <= sheet->cursor.row)
        if (begin_area(sheet, sheet->next_merge++, sheet->cursor.row, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static bool lies_under(const struct table_sheet *sheet, uint32_t at)
{
    const struct sheet_column *column = &sheet->columns[at];

    return column->merged_until >= sheet->cursor.row;
}

/* Lies under a merged area, and is not the cell that has its value. */
static bool is_covered(const struct table_sheet *sheet, uint32_t at)
{
    const struct workbook_merge *area;

    if (!lies_under(sheet, at))
        return false;
    area = &sheet->book.merges[sheet->columns[at].area];
    return area->row != sheet->cursor.row || area->column != at;
}

static const struct workbook_cell *cell_at(const struct table_sheet *sheet, uint32_t at)
{
    const struct sheet_column *column = &sheet->columns[at];

    return is_covered(sheet, at) ? &column->merged : &column->cell;
}

/* Whether it says anything of its own. */
static bool is_said(const struct table_sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->book.width; i++)
        if (sheet->columns[i].cell.text.len > 0 && !is_covered(sheet, i))
            return true;
    return false;
}

static void start_again(struct table_sheet *sheet)
{
    sheet->cursor = (struct workbook_cursor){.rest = sheet->book.rows};
    sheet->next_merge = 0;
    sheet->number = 0;
    sheet->is_ahead = false;
    if (sheet->book.width > 0)
        memset(sheet->columns, 0, sheet->book.width * sizeof *sheet->columns);
}

/* A name as it is being put together from the rows of the header. */
struct name_draft {
    struct buf text;
    uint32_t area; /* that gave its last part, plus one; 0: none */
    bool is_used;  /* a row below has a cell there */
};

/* Blanks and line ends inside a name are one blank: a mapping has it on one line. */
static void append_name(struct buf *out, struct str part)
{
    bool is_blank = false;

    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];

        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            is_blank = true;
            continue;
        }
        if (is_blank)
            buf_char(out, ' ');
        is_blank = false;
        buf_char(out, c);
    }
}

static void take_name_row(struct table_sheet *sheet, struct name_draft *drafts)
{
    for (uint32_t i = 0; i < sheet->book.width; i++) {
        struct str part = cell_at(sheet, i)->text;
        uint32_t area = lies_under(sheet, i) ? sheet->columns[i].area + 1 : 0;

        /* An area over several rows of the header is one part of the name. */
        if (part.len == 0 || (area > 0 && area == drafts[i].area))
            continue;
        if (drafts[i].text.len > 0)
            buf_append(&drafts[i].text, STR(" / "));
        append_name(&drafts[i].text, part);
        drafts[i].area = area;
    }
}

static enum err_code no_names(const struct table_sheet *sheet, struct err *err)
{
    if (sheet->book.width == 0)
        return err_set(err, ERR_INVALID, "its sheet \"" STR_FMT "\" is empty",
                       STR_ARG(str_prefix(sheet_name(sheet), 200)));
    return err_set(err, ERR_INVALID,
                   "the names of columns should stand in row %u of the sheet \"" STR_FMT
                   "\", and nothing stands there: say in which row, with header ROW in "
                   "the mapping's format line",
                   sheet->first, STR_ARG(str_prefix(sheet_name(sheet), 200)));
}

/* The rows up to the last of the header. */
static enum err_code pass_header(struct table_sheet *sheet, struct name_draft *drafts,
                                 struct err *err)
{
    bool is_row = true;

    for (;;) {
        if (read_row(&is_row, sheet, err) != ERR_OK)
            return err->code;
        if (!is_row)
            return ERR_OK;
        if (sheet->first == 0 && is_said(sheet))
            sheet->first = sheet->last = sheet->cursor.row;
        if (sheet->first == 0)
            continue;
        if (sheet->cursor.row > sheet->last) {
            sheet->is_ahead = true;
            return ERR_OK;
        }
        if (drafts && sheet->cursor.row >= sheet->first)
            take_name_row(sheet, drafts);
    }
}

/* Which columns the rows below the header use. */
static enum err_code look_below(struct table_sheet *sheet, struct name_draft *drafts,
                                struct err *err)
{
    bool is_row = sheet->is_ahead;

    while (is_row) {
        for (uint32_t i = 0; i < sheet->book.width; i++)
            drafts[i].is_used = drafts[i].is_used || cell_at(sheet, i)->text.len > 0;
        if (read_row(&is_row, sheet, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* "column G": a column that has cells and no name. */
static struct str letters_of(struct arena *arena, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;

    for (uint32_t n = column + 1; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (n - 1) % 26);
    return arena_printf(arena, "column " STR_FMT,
                        STR_ARG(((struct str){letters + at, sizeof letters - at})));
}

static void keep_names(struct table_sheet *sheet, const struct name_draft *drafts)
{
    for (uint32_t i = 0; i < sheet->book.width; i++) {
        struct str name = buf_str(&drafts[i].text);

        if (name.len == 0 && !drafts[i].is_used)
            continue;
        if (sheet->count == 0 && table_is_reason(name) && i == 0)
            continue;
        sheet->places[sheet->count] = i;
        sheet->names[sheet->count++] =
            name.len > 0 ? arena_str(sheet->arena, name) : letters_of(sheet->arena, i);
    }
}

static enum err_code find_names(struct table_sheet *sheet, struct name_draft *drafts,
                                struct err *err)
{
    bool is_named = false;

    if (pass_header(sheet, drafts, err) != ERR_OK ||
        look_below(sheet, drafts, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < sheet->book.width; i++)
        is_named = is_named || drafts[i].text.len > 0;
    if (!is_named)
        return no_names(sheet, err);
    keep_names(sheet, drafts);
    return table_sheet_rewind(sheet, err);
}

static enum err_code find_all(struct table_sheet *sheet, struct err *err)
{
    uint32_t width = sheet->book.width;
    struct name_draft *drafts;

    if (width == 0)
        return no_names(sheet, err);
    drafts = ARENA_ARRAY(sheet->arena, struct name_draft, width);
    sheet->columns = ARENA_ARRAY(sheet->arena, struct sheet_column, width);
    sheet->names = ARENA_ARRAY(sheet->arena, struct str, width);
    sheet->places = ARENA_ARRAY(sheet->arena, uint32_t, width);
    sheet->cells = ARENA_ARRAY(sheet->arena, struct table_cell, width);
    sheet->fields = ARENA_ARRAY(sheet->arena, struct str, width);
    if (sheet->book.merge_count > 0)
        qsort(sheet->book.merges, sheet->book.merge_count, sizeof *sheet->book.merges,
              compare_merges);
    start_again(sheet);
    (void)find_names(sheet, drafts, err);
    for (uint32_t i = 0; i < width; i++)
        buf_release(&drafts[i].text);
    return err->code;
}

enum err_code table_sheet_open(struct table_sheet **out, struct arena *arena,
                               struct str stream, uint32_t first, uint32_t last,
                               struct err *err)
{
    struct table_sheet *sheet = ARENA_NEW(arena, struct table_sheet);

    sheet->arena = arena;
    sheet->first = first;
    sheet->last = last;
    if (workbook_parse(&sheet->book, arena, stream, err) != ERR_OK ||
        find_all(sheet, err) != ERR_OK)
        return err->code;
    *out = sheet;
    return ERR_OK;
}

const struct workbook *table_sheet_workbook(const struct table_sheet *sheet)
{
    return &sheet->book;
}

const struct str *table_sheet_names(const struct table_sheet *sheet, size_t *count)
{
    *count = sheet->count;
    return sheet->names;
}

bool table_sheet_is_hidden(const struct table_sheet *sheet, size_t column)
{
    uint32_t place = sheet->places[column];

    for (uint32_t i = 0; i < sheet->book.hidden_count; i++)
        if (sheet->book.hidden[i].first <= place && place <= sheet->book.hidden[i].last)
            return true;
    return false;
}

enum err_code table_sheet_rewind(struct table_sheet *sheet, struct err *err)
{
    start_again(sheet);
    return pass_header(sheet, NULL, err);
}

static void fill(struct table_row *out, struct table_sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        uint32_t place = sheet->places[i];
        const struct workbook_cell *cell = cell_at(sheet, place);
        bool is_merged = is_covered(sheet, place);
        struct str hidden = sheet->columns[place].cell.text;

        sheet->cells[i] = (struct table_cell){
            .text = cell->text,
            .kind = cell->text.len > 0 ? cell->kind : (enum workbook_kind)0,
            .is_merged = is_merged && cell->text.len > 0,
            .hides = is_merged && !str_equal(hidden, cell->text) ? hidden : STR(""),
        };
        sheet->fields[i] = cell->text;
    }
    *out = (struct table_row){.cells = sheet->cells,
                              .number = ++sheet->number,
                              .line = sheet->cursor.row,
                              .is_hidden = sheet->cursor.is_hidden,
                              .fields = sheet->fields,
                              .field_count = sheet->count};
}

enum err_code table_sheet_next(struct table_row *out, bool *is_row,
                               struct table_sheet *sheet, struct err *err)
{
    do {
        *is_row = sheet->is_ahead;
        if (!sheet->is_ahead && read_row(is_row, sheet, err) != ERR_OK)
            return err->code;
        sheet->is_ahead = false;
        if (!*is_row)
            return ERR_OK;
    } while (!is_said(sheet));
    fill(out, sheet);
    return ERR_OK;
}
