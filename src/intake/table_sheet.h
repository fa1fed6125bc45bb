#ifndef INTAKE_TABLE_SHEET_H
#define INTAKE_TABLE_SHEET_H

/*
 * A sheet of a workbook as rows with named cells. The names come from one row or from
 * several: what stands above a name, merged over several columns, stands before it, as
 * in "killed / children". A merged area means its value in each of its cells. A row
 * whose own cells are all empty is no row. For table.c and its test.
 */

#include "intake/table.h"
#include "intake/workbook_stream.h"

struct table_sheet;

/* first and last: the sheet's rows that hold the names; 0: its first row that has cells.
 * stream and arena must outlive it. */
MUST_USE enum err_code table_sheet_open(struct table_sheet **out, struct arena *arena,
                                        struct str stream, uint32_t first, uint32_t last,
                                        struct err *err);

const struct workbook *table_sheet_workbook(const struct table_sheet *sheet);

const struct str *table_sheet_names(const struct table_sheet *sheet, size_t *count);

/* The columns that the sheet hides. */
bool table_sheet_is_hidden(const struct table_sheet *sheet, size_t column);

/* As table_next(); the cells are out->cells. */
MUST_USE enum err_code table_sheet_next(struct table_row *out, bool *is_row,
                                        struct table_sheet *sheet, struct err *err);

MUST_USE enum err_code table_sheet_rewind(struct table_sheet *sheet, struct err *err);

#endif
