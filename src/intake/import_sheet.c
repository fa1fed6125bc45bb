/* What a workbook has that other tables have not: hidden and merged parts, errors. */

#include "intake/import_inside.h"
#include "intake/workbook_stream.h"

void importer_look_at_workbook(struct importer *importer)
{
    const struct table *table = importer->job->table;
    const struct workbook *book = table_workbook(table);
    const struct str *names;
    size_t count = 0;

    if (!book)
        return;
    for (uint32_t i = 0; i < book->sheet_count; i++) {
        const struct workbook_sheet *sheet = &book->sheets[i];

        if (i != book->chosen)
            importer_find(importer, IMPORT_SHEET_LEFT, 0, 0, STR(""), sheet->name);
        else if (sheet->is_hidden)
            importer_find(importer, IMPORT_SHEET_HIDDEN, 0, 0, STR(""), sheet->name);
    }
    names = table_names(table, &count);
    for (size_t i = 0; i < count; i++)
        if (table_is_hidden(table, i))
            importer_find(importer, IMPORT_COLUMN_HIDDEN, 0, 0, names[i], STR(""));
}

static void look_at_cell(struct importer *importer, const struct table_cell *cell,
                         struct str column)
{
    int64_t row = importer->table_row->number;

    if (cell->is_merged)
        importer_find(importer, IMPORT_MERGED, row, 0, column, STR(""));
    if (cell->hides.len > 0)
        importer_find(importer, IMPORT_COVERED, row, 0, column, cell->hides);
    if (cell->kind == WORKBOOK_DAY)
        importer_find(importer, IMPORT_YEAR_HIDDEN, row, 0, column, STR(""));
}

void importer_look_at_cells(struct importer *importer)
{
    const struct table_row *row = importer->table_row;
    const struct str *names;
    size_t count = 0;

    if (!table_workbook(importer->job->table))
        return;
    if (row->is_hidden)
        importer_find(importer, IMPORT_ROW_HIDDEN, row->number, 0, STR(""), STR(""));
    names = table_names(importer->job->table, &count);
    for (size_t i = 0; i < count; i++)
        look_at_cell(importer, &row->cells[i], names[i]);
}

static bool means_nothing(const struct mapping *mapping, struct str text)
{
    for (uint32_t i = 0; i < mapping->empty.count; i++)
        if (str_equal(mapping->empty.items[i], text))
            return true;
    return false;
}

static bool is_ignored(const struct mapping *mapping, uint32_t column)
{
    for (uint32_t i = 0; i < mapping->ignored_count; i++)
        if (mapping->ignored[i] == column)
            return true;
    return false;
}

/* An error, and a value nobody computed, are not what the cell says. */
enum err_code importer_check_cells(const struct importer *importer, struct err *err)
{
    const struct mapping *mapping = importer->mapping;

    for (uint32_t i = 0; i < mapping->column_count; i++) {
        const struct mapping_column *column = &mapping->columns[i];
        const struct table_cell *cell;

        if (column->at == MAPPING_NO_COLUMN)
            continue;
        cell = &importer->table_row->cells[column->at];
        if ((cell->kind != WORKBOOK_ERROR && cell->kind != WORKBOOK_FORMULA) ||
            is_ignored(mapping, i))
            continue;
        if (cell->kind == WORKBOOK_FORMULA)
            return err_set(
                err, ERR_INVALID,
                "column \"" STR_FMT "\": the cell has a formula whose value "
                "is not in the file: open and save it in a spreadsheet program",
                STR_ARG(str_prefix(column->name, 64)));
        if (!means_nothing(mapping, cell->text))
            return err_set(err, ERR_INVALID,
                           "column \"" STR_FMT "\": the cell has the error " STR_FMT
                           " in place of a value: correct it, or say in the mapping "
                           "that it means nothing: empty \"" STR_FMT "\"",
                           STR_ARG(str_prefix(column->name, 64)), STR_ARG(cell->text),
                           STR_ARG(cell->text));
    }
    return ERR_OK;
}
