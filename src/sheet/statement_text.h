#ifndef SHEET_STATEMENT_TEXT_H
#define SHEET_STATEMENT_TEXT_H

/* The sheet of one statement, and the sheet of one preserved file. */

#include "sheet/claim_text.h"
#include "sheet/statement_sheet.h"

void statement_text(struct sheet_writer *w, const struct statement_sheet *s);

/* What an object is, and how it came in, below an indent. */
void object_text(struct sheet_writer *w, size_t indent, const struct object_row *object,
                 const struct value *statement);

/* Pieces of it: what it says, on lines; another that it points at, or that points at it.
 */
void statement_text_body(struct sheet_writer *w, const struct statement_sheet *s);
void statement_text_link(struct buf *out, const struct sheet_writer *w,
                         const struct statement_link *link);

#endif
