#ifndef SHEET_BOOK_WRITE_H
#define SHEET_BOOK_WRITE_H

/*
 * A table as a workbook (XLSX), for the child stele-sheet alone. What comes in is text,
 * one canonical JSON value a line:
 *
 *   {"about":[[name, value] ...], "columns":[{"label":…}, …], "title":…}
 *   [cell ...]          one line a row; a cell is a string or an integer
 *
 * Strings are written as strings whatever they begin with: nothing in them is a formula.
 */

#include <stdio.h>

#include "base/err.h"

enum { BOOK_LINE_MAX = 4 << 20, BOOK_COLUMNS_MAX = 64 };

/* From in to a new file of that name. ERR_INVALID names the line that is no such value.
 */
MUST_USE enum err_code book_write(const char *file, FILE *in, struct err *err);

#endif
