#ifndef INTAKE_WORKBOOK_READ_H
#define INTAKE_WORKBOOK_READ_H

/* A workbook's bytes, written as the stream of workbook_stream.h. Runs in the child. */

#include "intake/workbook_stream.h"

/*
 * The sheet of that name, or the only visible one when it is empty. ERR_INVALID,
 * ERR_LIMIT and ERR_NOT_FOUND are of the file; workbook_write_failure() passes them on.
 */
MUST_USE enum err_code workbook_read(struct workbook_writer *w, struct str file,
                                     struct str sheet, struct err *err);

#endif
