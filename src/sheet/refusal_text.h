#ifndef SHEET_REFUSAL_TEXT_H
#define SHEET_REFUSAL_TEXT_H

/*
 * Why something is not given, in a sentence for people and as an object for machines:
 * the same in commands and pages.
 */

#include "base/buf.h"
#include "format/value.h"
#include "record/archive.h"
#include "record/gate.h"

/* One line, with its line feed. */
void refusal_line(struct buf *out, struct arena *arena, struct archive *archive,
                  const struct gate_refusal *refusal);

struct value refusal_json(struct arena *arena, struct archive *archive,
                          const struct gate_refusal *refusal);

/* An id in four groups; what is none, as it is. NUL-terminated, in arena. */
struct str refusal_id(struct arena *arena, struct str text);

/* "2024-05-01"; NUL-terminated, in arena. */
struct str refusal_day(struct arena *arena, int64_t day);

#endif
