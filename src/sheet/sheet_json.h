#ifndef SHEET_SHEET_JSON_H
#define SHEET_SHEET_JSON_H

/*
 * The same sheets for machines: one JSON object a line, `type` says what it is. Keys are
 * listed in docs/reading.md and stay; ids and references are text in full, never a
 * number of this machine's database. Text is as it was written, values as they were
 * recorded, and `text` beside them is the sentence people see, in English.
 */

#include "sheet/entity_sheet.h"
#include "sheet/find.h"
#include "sheet/history.h"
#include "sheet/statement_sheet.h"

/* All append lines to out, which is not the writer's own. */
void entity_json(struct buf *out, const struct sheet_writer *w,
                 const struct entity_sheet *e);
void statement_json(struct buf *out, const struct sheet_writer *w,
                    const struct statement_sheet *s);
void history_json(struct buf *out, const struct sheet_writer *w,
                  const struct history *history);
void find_json(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit);

#endif
