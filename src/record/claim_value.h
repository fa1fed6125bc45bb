#ifndef RECORD_CLAIM_VALUE_H
#define RECORD_CLAIM_VALUE_H

/*
 * A claim's value as a person writes it in one line, turned into the form its
 * property asks for: a date "2022-09-10~", a term "gunshot", an entity's id, a
 * count "10", "8..15", "1000..", "..8", coordinates in any notation of geo/parse.h, a
 * relation "near:ID", plain text. Text that begins with { is JSON and taken as it is, but
 * that GeoJSON becomes an area.
 */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/schema.h"

/*
 * text and words may be empty, not both: words alone are a value in words. The
 * result lives in arena and still has to pass check_statement(): what fits no reading
 * is handed on so that the check names what would. Fails with ERR_INVALID for JSON that
 * is none, and for what a property of coordinates or areas cannot read.
 */
MUST_USE enum err_code claim_value_read(struct value *out, struct arena *arena,
                                        struct str property, struct str text,
                                        struct str words, struct err *err);

/*
 * The same for a value that is there already, such as a draft's: coordinates as written
 * and GeoJSON become what is recorded; anything else stays. property may be NULL.
 */
MUST_USE enum err_code claim_value_settle(struct value *value, struct arena *arena,
                                          const struct schema_property *property,
                                          struct err *err);

#endif
