#ifndef INTAKE_BLANK_H
#define INTAKE_BLANK_H

/*
 * A table without the content of some of its rows, for `stele erase`: the rows stay where
 * they are, empty, so that every other row keeps its number; all other bytes stay as they
 * were. Rows are counted as an import counts them (table.h).
 *
 * What comes out is read again and held against what went in before it is believed.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "intake/table.h"

/*
 * options are those that the table was imported with. rows are sorted, each once.
 * ERR_NOT_FOUND: there is no such row. ERR_INVALID: it is a workbook, or no table that
 * can be told apart; erase the whole object then. Text that is not UTF-8 becomes UTF-8
 * with a byte order mark.
 */
MUST_USE enum err_code table_blank(struct buf *out, struct str bytes,
                                   const struct table_options *options,
                                   const int64_t *rows, size_t count, struct err *err);

#endif
