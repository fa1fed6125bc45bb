#ifndef INTAKE_COLUMNS_H
#define INTAKE_COLUMNS_H

/*
 * What the columns of a table look like, before anybody says what they mean: samples,
 * and what is odd about them. One pass; nothing is decided here.
 */

#include "intake/table.h"

enum { COLUMN_SAMPLES = 3, COLUMN_ROWS_MAX = 1000000 };

/* Forms of dates that stand in a column: bits. */
enum column_dates {
    COLUMN_ISO = 1,         /* 2022-09-14 */
    COLUMN_DOTS = 2,        /* 14.09.2022 */
    COLUMN_DAY_SLASH = 4,   /* 14/9/2022: the first number is above 12 */
    COLUMN_MONTH_SLASH = 8, /* 9/14/2022: the second is */
    COLUMN_ANY_SLASH = 16,  /* 9/10/2022: either */
    COLUMN_YEAR = 32,       /* 1985 */
    COLUMN_NO_DATE = 64
};

struct column_survey {
    struct str name;
    int64_t filled;
    int64_t empty;
    int64_t repeated; /* filled cells that say what an earlier one says */
    struct str samples[COLUMN_SAMPLES]; /* different from each other; cut */
    unsigned sample_count;
    unsigned dates;   /* of the filled cells */
    bool is_constant; /* every row says the same, and there are some */
    bool is_twice;    /* another column has this name */
    bool is_unnamed;  /* nothing can be said of it in a mapping */
    bool is_hidden;   /* by the sheet */
    bool is_number;   /* every filled cell is one */
};

struct columns {
    struct column_survey *items;
    size_t count;
    int64_t rows;
    int64_t bad_rows; /* that cannot be read as rows */
};

/* From the first row on; the table is then at its beginning again. */
MUST_USE enum err_code columns_survey(struct columns *out, struct arena *arena,
                                      struct table *table, struct err *err);

/* The one pattern that all dates of the column have; empty: EDTF as they stand, or no
 * single one. *is_mixed: they have several forms. */
struct str columns_date_pattern(bool *is_mixed, const struct column_survey *column);

#endif
