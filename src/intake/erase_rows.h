#ifndef INTAKE_ERASE_ROWS_H
#define INTAKE_ERASE_ROWS_H

/*
 * Rows of a preserved table are erased by putting another object in its place: the same
 * table with these rows empty (blank.h). Objects never change, so the old one is erased
 * as a whole; a `derived` statement says what stands for it.
 */

#include "record/archive.h"
#include "record/erasure.h"

/*
 * Make that object and store it; *draft becomes the `derived` statement to be recorded
 * with the confirmation. The target is of kind ERASURE_ROWS. Outside a batch.
 */
MUST_USE enum err_code erase_rows_make(struct value *draft, struct arena *arena,
                                       struct archive *archive,
                                       const struct erasure_target *target,
                                       struct err *err);

/* The same without storing anything: whether it can be done. */
MUST_USE enum err_code erase_rows_try(struct archive *archive,
                                      const struct erasure_target *target,
                                      struct err *err);

#endif
