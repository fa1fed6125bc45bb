#ifndef INTAKE_WORKBOOK_STREAM_H
#define INTAKE_WORKBOOK_STREAM_H

/*
 * What the child writes and we read: one sheet of a workbook, in one way of writing.
 *
 *   stele-workbook 1 xlsx            or ods
 *   S v 4:Dead                       every sheet of the workbook, visible or hidden
 *   T 1                              the one that follows, from 1
 *   H 2 3                            columns 2 to 3 are hidden (from 0)
 *   R 19 v                           a row that has cells, visible or hidden, from 1
 *   C 0 t 5:Місто                    a cell: column, kind, bytes of the text, text
 *   M 2 0 4 0                        a merged area: row, column, last row, last column
 *   E                                the end: what ends otherwise was cut off
 *
 * or, wherever it went wrong, and then nothing more:
 *
 *   ! I 27:its zip archive is damaged   I invalid, L limit, N not found
 *
 * Rows, cells in a row and hidden columns ascend. The reader trusts nothing: the child
 * has read a stranger's file.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "intake/workbook.h"

/* The writing side. With a descriptor, full buffers go there. */
struct workbook_writer {
    struct buf out;
    int fd; /* -1: everything stays in out */
    uint64_t sent;
    uint64_t cells;
    uint64_t max_cells; /* 0: WORKBOOK_MAX_CELLS */
};

void workbook_write_format(struct workbook_writer *w, enum workbook_format format);
void workbook_write_sheet(struct workbook_writer *w, struct str name, bool is_hidden);
void workbook_write_chosen(struct workbook_writer *w, uint32_t number);
void workbook_write_hidden(struct workbook_writer *w, uint32_t first, uint32_t last);
void workbook_write_row(struct workbook_writer *w, uint32_t row, bool is_hidden);
/* ERR_LIMIT: too many cells or bytes. */
MUST_USE enum err_code workbook_write_cell(struct workbook_writer *w,
                                           const struct workbook_cell *cell,
                                           struct err *err);
void workbook_write_merge(struct workbook_writer *w, const struct workbook_merge *merge);
MUST_USE enum err_code workbook_write_end(struct workbook_writer *w, struct err *err);
void workbook_write_failure(struct workbook_writer *w, const struct err *failure);

/* What is left in out goes to the descriptor. */
MUST_USE enum err_code workbook_flush(struct workbook_writer *w, struct err *err);

/* The reading side. */

struct workbook_sheet {
    struct str name;
    bool is_hidden;
};

struct workbook_span {
    uint32_t first;
    uint32_t last;
};

struct workbook {
    enum workbook_format format;
    struct workbook_sheet *sheets;
    uint32_t sheet_count;
    uint32_t chosen;              /* in sheets */
    struct workbook_span *hidden; /* columns */
    uint32_t hidden_count;
    struct workbook_merge *merges;
    uint32_t merge_count;
    uint32_t width;  /* columns up to the last that has a cell */
    struct str rows; /* the text of all rows, checked */
};

/*
 * The whole of a stream. Arrays live in arena, texts in text. ERR_CORRUPT: it is none.
 * What the child could not do is said in its words.
 */
MUST_USE enum err_code workbook_parse(struct workbook *out, struct arena *arena,
                                      struct str text, struct err *err);

/* A walk over the rows of a workbook: {.rest = workbook.rows}. */
struct workbook_cursor {
    struct str rest;
    uint32_t row;
    bool is_hidden;
};

/* The next row with its cells, at most max of them. False at the end. */
bool workbook_next_row(struct workbook_cursor *cursor);

/* The next cell of that row. False at its end. */
bool workbook_next_cell(struct workbook_cell *out, struct workbook_cursor *cursor);

#endif
