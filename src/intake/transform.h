#ifndef INTAKE_TRANSFORM_H
#define INTAKE_TRANSFORM_H

/*
 * From the cells of a row to the values of claims, as the mapping says. The words of the
 * cell are kept beside what they were understood as, wherever the two differ; a number is
 * made only where there is one. What is not understood is refused, kept as words or left
 * out: never guessed.
 */

#include "format/value.h"
#include "intake/mapping.h"
#include "intake/table.h"

/* A row as one entity sees it. */
struct transform_view {
    const struct mapping *mapping;
    const struct table_cell *cells;
    uint32_t split_column; /* of the mapping: one part of its cell is meant */
    struct str split_part;
    /* Hears of every value that is left out; may be NULL. */
    void (*left_out)(void *data, uint32_t column, struct str words);
    void *data;
};

/* The trimmed cell; empty when nothing is said there. */
struct str transform_cell(const struct transform_view *view, uint32_t column);

/* The parts of a cell: of a list, of a text split at `split`, or the text itself. */
struct mapping_words transform_parts(struct arena *arena,
                                     const struct transform_view *view, uint32_t column,
                                     struct str split);

bool transform_holds(const struct transform_view *view,
                     const struct mapping_conditions *conditions);

/*
 * A text with its columns filled in. Empty when it has columns and all of them are empty;
 * blanks, commas and semicolons that empty columns leave at its ends are taken away.
 */
struct str transform_text(struct arena *arena, const struct transform_view *view,
                          const struct mapping_template *text);

struct transform_reading {
    struct str text;
    struct str words;   /* as in the cell */
    bool is_words_only; /* not understood, kept as words */
    bool is_date;       /* a date of a workbook: no pattern is needed */
};

struct transform_readings {
    struct transform_reading *items;
    uint32_t count;
};

/* The texts a source gives after its steps. ERR_INVALID: the row is to be rejected. */
MUST_USE enum err_code transform_read(struct transform_readings *out, struct arena *arena,
                                      const struct transform_view *view,
                                      const struct mapping_source *source,
                                      enum mapping_otherwise otherwise, struct err *err);

/* The reason for which a row is handed back; a value left out is told. */
enum err_code transform_refuse(const struct transform_view *view,
                               const struct mapping_source *source, struct str words,
                               const char *what, struct err *err);
void transform_leave_out(const struct transform_view *view,
                         const struct mapping_source *source, struct str words);

/*
 * The value one reading becomes; *is_made is false when it is left out. Not for
 * references.
 */
MUST_USE enum err_code
transform_value(struct value *out, bool *is_made, struct arena *arena,
                const struct transform_view *view, const struct mapping_claim *claim,
                const struct transform_reading *reading, struct err *err);

#endif
