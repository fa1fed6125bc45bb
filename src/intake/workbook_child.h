#ifndef INTAKE_WORKBOOK_CHILD_H
#define INTAKE_WORKBOOK_CHILD_H

/* A workbook's bytes given to stele-workbook, and the stream it writes taken back. */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * *out is the whole stream (workbook_stream.h), unchecked, in arena. sheet: the name of
 * the one wanted, or empty. ERR_IO: the child could not be started or was stopped.
 */
MUST_USE enum err_code workbook_run(struct str *out, struct arena *arena, struct str file,
                                    struct str sheet, struct err *err);

#endif
