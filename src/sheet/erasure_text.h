#ifndef SHEET_ERASURE_TEXT_H
#define SHEET_ERASURE_TEXT_H

/* That something was erased: by whom, when and on what ground. */

#include "record/erasure.h"
#include "sheet/claim_text.h"

/* Lines that say so; bytes: the object's, beside a statement that is still there. */
void erasure_text(struct sheet_writer *w, size_t indent, const struct erasure *erasure,
                  bool bytes);

#endif
