#ifndef RECORD_CLAIM_VALUE_H
#define RECORD_CLAIM_VALUE_H

/*
 * A claim's value as a person writes it in one line, turned into the form its
 * property asks for: a date "2022-09-10~", a term "gunshot", an entity's id, a
 * count "10", "8..15", "1000..", "..8", coordinates "49.85, 36.66", a relation
 * "near:ID", plain text. Text that begins with { is JSON and taken as it is.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"

/*
 * text and words may be empty, not both: words alone are a value in words. The
 * result lives in arena and still has to pass check_statement(): what fits no reading
 * is handed on so that the check names what would. Fails with ERR_INVALID for JSON that
 * is none.
 */
MUST_USE enum err_code claim_value_read(struct value *out, struct arena *arena,
                                        struct str property, struct str text,
                                        struct str words, struct err *err);

#endif
