#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H

/*
 * CSV as found in the wild: RFC 4180, and besides commas also semicolons, tabs
 * and bars, any line ending, line breaks in quotes, and the encodings of
 * charset.h. A field is quoted when it begins with `"`; elsewhere a quote is an
 * ordinary character. Blank lines are no rows, but are counted as lines.
 *
 * What cannot be read without a guess is refused with its line: a quote never
 * closed, text behind a closing quote. How many fields a row should have is for
 * the caller to say: rows are given as they are.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/charset.h"

enum { CSV_MAX_BYTES = 1 << 30, CSV_MAX_FIELDS = 1 << 16 };

struct csv_options {
    char separator; /* one ASCII character; 0: detect among , ; tab | */
    enum charset charset;
};

struct csv_row {
    const struct str *fields; /* valid until the next csv_next */
    size_t field_count;       /* 0: the text is at its end */
    size_t line;              /* the row began on this line, counted from 1 */
    size_t number;            /* 0: the first row, most often the header; 1, 2, ... */
};

struct csv;

/*
 * A reader that lives in the arena and borrows text, which must outlive it.
 * options may be NULL. A first line `sep=;`, as some spreadsheets write, names the
 * separator and is skipped when that is to be detected. Errors: ERR_LIMIT for
 * more than CSV_MAX_BYTES, ERR_INVALID for a separator that cannot be one and for
 * text that is not in its encoding.
 */
MUST_USE enum err_code csv_open(struct csv **out, struct arena *arena, struct str text,
                                const struct csv_options *options, struct err *err);

/*
 * The next row; field_count 0 at the end. Unquoted fields point into the text.
 * After an error, which names the line, every further call fails with the same.
 */
MUST_USE enum err_code csv_next(struct csv *csv, struct csv_row *out, struct err *err);

/* What the text is read as: given by the options, or found. */
struct csv_options csv_detected(const struct csv *csv);

/* Append one field, quoted where it must be. */
void csv_write_field(struct buf *out, struct str field, char separator);

/* Append one row of at least one field and CR LF, so that csv_next reads the same. */
void csv_write_row(struct buf *out, const struct str *fields, size_t field_count,
                   char separator);

#endif
