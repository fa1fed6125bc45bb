#ifndef SHEET_UNKNOWN_TEXT_H
#define SHEET_UNKNOWN_TEXT_H

/* What a newer version wrote, as it stands (docs/versions.md). */

#include "record/archive.h"
#include "sheet/claim_text.h"

/* Why a statement has no content here. */
struct str statement_unreadable(const struct statement *statement);

/* That its kind is not known, or those of its members that are not; nothing otherwise. */
void unknown_text(struct sheet_writer *w, const struct statement *statement);

/* A value as it was recorded: its canonical JSON. */
void unknown_value(struct buf *out, const struct sheet_writer *w,
                   const struct value *value);

#endif
