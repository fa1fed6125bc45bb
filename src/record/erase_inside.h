#ifndef RECORD_ERASE_INSIDE_H
#define RECORD_ERASE_INSIDE_H

/* What the erase*.c files of record/ share. */

#include "record/erase.h"

/* How many `erase` and `reseal` statements there are: nearly always none. */
MUST_USE enum err_code erase_count_words(size_t *out, struct arena *arena,
                                         struct archive *archive, struct err *err);

#endif
