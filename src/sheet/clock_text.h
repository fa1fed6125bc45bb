#ifndef SHEET_CLOCK_TEXT_H
#define SHEET_CLOCK_TEXT_H

/* What a `clock` statement says, in one sentence without a full stop. */

#include "base/buf.h"
#include "format/value.h"

void clock_sentence(struct buf *out, const struct value *statement);

#endif
