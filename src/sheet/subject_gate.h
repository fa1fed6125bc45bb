#ifndef SHEET_SUBJECT_GATE_H
#define SHEET_SUBJECT_GATE_H

/* What has to be asked of the gate before a reader sees what somebody named. */

#include "record/gate.h"
#include "sheet/subject.h"

/* Of an entity, everything that touches it. In arena. ERR_LIMIT: too much is recorded of
 * it to ask for everybody's consent. */
MUST_USE enum err_code subject_gate_items(struct gate_item **out, size_t *count,
                                          struct arena *arena, struct archive *archive,
                                          struct view view, const struct subject *subject,
                                          struct err *err);

#endif
