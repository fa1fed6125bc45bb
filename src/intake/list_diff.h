#ifndef INTAKE_LIST_DIFF_H
#define INTAKE_LIST_DIFF_H

/*
 * What two versions of a list have differently, column by column, from the tables as they
 * were preserved: ignored columns too. Rows are each other's as the imports found
 * (docs/lists.md); both releases are held in memory.
 */

#include "intake/release.h"

/* One row of either version or of both. */
struct list_diff_row {
    uint32_t from; /* in from.rows, or UINT32_MAX */
    uint32_t to;   /* in to.rows, or UINT32_MAX */
    bool is_back;  /* new here, and in a version before `from` */
};

struct list_diff_column {
    struct str name;
    size_t from; /* its place there; name_count: it has no such column */
    size_t to;
    int64_t changed; /* rows of both that have another value */
};

struct list_diff {
    struct release from;
    struct release to;
    struct list_diff_row *rows; /* vanished ones in their order, then those of `to` */
    uint32_t row_count;
    struct list_diff_column *columns; /* in the order of `from`, then new ones */
    size_t column_count;
    int64_t vanished;
    int64_t back;
    int64_t added; /* new rows, those that came back among them */
    int64_t changed;
};

/* In arena. from and to are of versions; where to is the earlier one, nothing came back.
 */
MUST_USE enum err_code list_diff_make(struct list_diff *out, struct arena *arena,
                                      struct archive *archive,
                                      const struct list_versions *versions,
                                      const struct list_version *from,
                                      const struct list_version *to, struct err *err);

/* The two cells of a column in a row of both; true when they differ. A column that one
 * version lacks never differs. */
bool list_diff_cells(struct str *from, struct str *to, const struct list_diff *diff,
                     const struct list_diff_row *row,
                     const struct list_diff_column *column);

/* A row's key for people; the number of the row where it has none. In arena. */
struct str list_diff_key(struct arena *arena, const struct release_row *row);

#endif
