#ifndef SHEET_TABLE_FILE_H
#define SHEET_TABLE_FILE_H

/*
 * A table as a file: every line that the filter leaves, every column, as of the day that
 * was asked for. The file says of itself what it is of: which archive and state of it,
 * which filter, and whether the archive is synthetic.
 *
 * Written a line at a time into a buffer that the caller empties, so that a million lines
 * take no memory. The same request gives the same bytes.
 *
 * CSV (RFC 4180, UTF-8): a spreadsheet program obeys a cell that begins with = + - @ TAB
 * or CR. Such a cell gets an apostrophe before it, and the column `apostrophe_before`
 * of its line names the columns where that was done, so nobody need guess what stood
 * there. No other file needs it.
 */

#include "format/value.h"
#include "sheet/table_ask.h"

enum table_format { TABLE_CSV, TABLE_JSON, TABLE_GEOJSON, TABLE_XLSX, TABLE_FORMATS };

/* "csv": of files and options. */
const char *table_format_name(enum table_format format);
bool table_format_named(enum table_format *out, struct str name);
struct str table_format_type(enum table_format format); /* media type */

/* "synthetic-events-2022-03-01.csv"; NUL-terminated, in arena. */
struct str table_file_name(struct arena *arena, const struct table_ask *ask,
                           const struct sheet *sheet, enum table_format format);

struct table_file {
    struct table_reader reader;
    const struct table_ask *ask;
    enum table_format format;
    struct table_rows rows; /* of the page that is being written */
    struct arena page;      /* its memory */
    size_t at;
    uint64_t lines; /* written */
    bool has_begun;
    bool is_done;
    struct str about; /* "filter" as text */
};

/* ask is ready, and lives as long as the file. */
void table_file_start(struct table_file *out, struct sheet *sheet,
                      const struct table_ask *ask, enum table_format format);
void table_file_end(struct table_file *file);

/* Appends the head, the next line, or the end; is_done afterwards: that was all. line is
 * zeroed where none was written: for whoever asks before it is given. */
MUST_USE enum err_code table_file_next(struct buf *out, struct table_line *line,
                                       struct table_file *file, struct err *err);

/* A workbook has to be made as a whole; more lines than this are for CSV. */
enum { TABLE_BOOK_LINES = 100000 };

/* The table as a workbook, made by the child stele-sheet of what table_file_next() writes
 * for TABLE_XLSX. In arena. ERR_LIMIT: more lines than a workbook here takes. */
MUST_USE enum err_code table_book(struct str *xlsx, struct arena *arena,
                                  struct sheet *sheet, const struct table_ask *ask,
                                  struct err *err);

/* One line as JSON: {"type": "row", "table": …, "id": …, a member a column}. */
struct value table_line_json(struct arena *arena, const struct table_reader *reader,
                             const struct table_line *line);

#endif
