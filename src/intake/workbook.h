#ifndef INTAKE_WORKBOOK_H
#define INTAKE_WORKBOOK_H

/*
 * What a workbook (XLSX, ODS) may hold, and what is made of a cell of it. A workbook is
 * read by a child, stele-workbook (workbook_main.c), which writes the chosen sheet as a
 * stream (workbook_stream.h): the parsers of a stranger's archive and XML run where there
 * is nothing to take.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
    WORKBOOK_MAX_BYTES = 256 << 20, /* the file */
    WORKBOOK_MAX_ENTRIES = 10000,   /* of its zip archive */
    WORKBOOK_MAX_UNPACKED = INT32_MAX,
    WORKBOOK_MAX_RATIO = 200,         /* unpacked to packed, ... */
    WORKBOOK_RATIO_BEGINS = 64 << 20, /* ... of parts larger than this */
    WORKBOOK_MAX_DEPTH = 64,          /* of XML */
    WORKBOOK_MAX_MARKUP = 1 << 20,    /* one tag or comment of XML */
    WORKBOOK_MAX_SHEETS = 1024,
    WORKBOOK_MAX_ROWS = 1048576,
    WORKBOOK_MAX_COLUMNS = 16384,
    WORKBOOK_MAX_CELLS = 50000000,
    WORKBOOK_MAX_MERGES = 65536,
    WORKBOOK_MAX_STYLES = 65536,
    WORKBOOK_MAX_STRINGS = 4000000, /* shared ones */
    WORKBOOK_MAX_STRING_BYTES = 256 << 20,
    WORKBOOK_MAX_TEXT = 1 << 20, /* of one cell */
    WORKBOOK_MAX_STREAM = 512 << 20
};

enum workbook_format { WORKBOOK_XLSX, WORKBOOK_ODS };

enum workbook_kind {
    WORKBOOK_TEXT = 't',
    WORKBOOK_NUMBER = 'n',
    WORKBOOK_DATE = 'd',      /* YYYY-MM-DD, or YYYY-MM, or YYYY */
    WORKBOOK_DATE_TIME = 'D', /* YYYY-MM-DDTHH:MM:SS */
    WORKBOOK_DAY = 'y',       /* YYYY-MM-DD, of which the sheet does not show the year */
    WORKBOOK_TIME = 'T',      /* HH:MM:SS */
    WORKBOOK_BOOLEAN = 'b',   /* TRUE or FALSE */
    WORKBOOK_ERROR = 'e',     /* #N/A and its like */
    WORKBOOK_FORMULA = 'f'    /* a formula whose value is not in the file */
};

struct workbook_cell {
    uint32_t column; /* from 0 */
    enum workbook_kind kind;
    struct str text;
};

/* Rows from 1, as sheets number them; columns from 0; both ends belong to it. */
struct workbook_merge {
    uint32_t row;
    uint32_t column;
    uint32_t last_row;
    uint32_t last_column;
};

#endif
