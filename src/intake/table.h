#ifndef INTAKE_TABLE_H
#define INTAKE_TABLE_H

/*
 * Rows with named cells, out of CSV (format/csv.h), out of JSON: an array of objects, or
 * an object whose members are objects, or out of a sheet of a workbook (table_sheet.h).
 * A JSON array inside a row is a cell of several parts. Rows are numbered from 1, as
 * claims cite them; a row that is not a row at all is given with the reason, so that it
 * can be handed back.
 *
 * A column TABLE_REASON is what a file of rejected rows has in front: it is read over.
 * Rows of a workbook are handed back as CSV under TABLE_SHEET_REASON; there a date that
 * is written as the workbook's dates were given is one of them.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/charset.h"
#include "format/value.h"
#include "intake/workbook.h"

#define TABLE_REASON STR("rejected because")
#define TABLE_SHEET_REASON STR("rejected from a sheet because")

enum { TABLE_MAX_BYTES = 1 << 30, TABLE_MAX_CELL = 60000 };

struct table;
struct workbook;

struct table_cell {
    struct str text;
    const struct str *parts; /* of a JSON array: its items */
    uint32_t part_count;
    bool is_list;
    bool is_merged;          /* of a workbook: it has the value of a merged area */
    struct str hides;        /* what lies under that, where it is something else */
    enum workbook_kind kind; /* of a workbook; 0: it is empty, or text of another table */
};

struct table_row {
    const struct table_cell *cells; /* one for each name; valid until the next row */
    int64_t number;
    size_t line;              /* 0 in JSON; of a workbook: the sheet's row */
    bool is_hidden;           /* by the sheet */
    const char *problem;      /* NULL, or why the cells cannot be used */
    const struct str *fields; /* of CSV, as they stand, reason left out */
    size_t field_count;
    const struct value *value; /* of JSON */
};

enum table_format { TABLE_DETECT, TABLE_CSV, TABLE_JSON, TABLE_WORKBOOK };

/*
 * TABLE_WORKBOOK takes CSV too, as which rows of a workbook are handed back. TABLE_DETECT
 * goes by the content.
 */
struct table_options {
    enum table_format format;
    char separator; /* of CSV; 0: as found */
    enum charset charset;
    struct str sheet;      /* of a workbook; empty: the only visible one */
    uint32_t header_first; /* the sheet's rows of names; 0: the first that has cells */
    uint32_t header_last;
};

/*
 * Read the header. Everything lives in arena and in text, which must outlive it.
 * ERR_INVALID when there is no header or no row can be told apart; ERR_LIMIT.
 */
MUST_USE enum err_code table_open(struct table **out, struct arena *arena,
                                  struct str text, const struct table_options *options,
                                  struct err *err);

/* What it holds beside the arena. NULL is nothing. */
void table_close(struct table *table);

/* The names of the columns, trimmed. */
const struct str *table_names(const struct table *table, size_t *count);

/* As found or as given; separator 0 for JSON. Of a workbook: the sheet read. */
struct table_options table_detected(const struct table *table);

/* The media type of the file. */
const char *table_media_type(const struct table *table);

/* Of a workbook; NULL for other tables. */
const struct workbook *table_workbook(const struct table *table);

/* Its rows stand in a workbook, or did: it is made of those handed back. */
bool table_was_a_workbook(const struct table *table);

/* The column, counted as in table_names(), is one that the sheet hides. */
bool table_is_hidden(const struct table *table, size_t column);

/* The name of a column that holds why rows were rejected. */
bool table_is_reason(struct str name);
/* Whether it has the column TABLE_REASON: rows that were handed back. */
bool table_is_rejects(const struct table *table);

/* *is_row is false at the end. Fails where CSV cannot be read any further. */
MUST_USE enum err_code table_next(struct table_row *out, bool *is_row,
                                  struct table *table, struct err *err);

/* Start again with the first row. */
MUST_USE enum err_code table_rewind(struct table *table, struct err *err);

/*
 * Rows handed back with the reason in front, in the table's own form (UTF-8), those of a
 * workbook as CSV. What is written is a whole file once table_reject_end() was called.
 */
struct table_rejects {
    struct buf text;
    int64_t count;
};
void table_reject(struct table_rejects *rejects, const struct table *table,
                  const struct table_row *row, struct str reason);
void table_reject_end(struct table_rejects *rejects, const struct table *table);

#endif
