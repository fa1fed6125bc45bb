#ifndef FORMAT_CANON_H
#define FORMAT_CANON_H

/*
 * Canonical JSON, the one form a statement has (format.md sections 2 and 4.2): keys of
 * a-z, 0-9 and _, sorted by byte and unique; strings, true, false, null, arrays,
 * objects, integers below 2^53 in absolute value; no floating point, no white space.
 * Within these limits it is exactly RFC 8785: a value has one text, so that its hash
 * means the value.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"

enum { CANON_MAX_BYTES = 65536, CANON_MAX_DEPTH = 16 };

/*
 * Read the canonical form of one value and nothing else. Strings without escapes point
 * into text, everything else lives in the arena. ERR_LIMIT when larger or deeper than
 * above, ERR_INVALID otherwise; messages begin with the offset, "byte 17: ".
 */
MUST_USE enum err_code canon_parse(struct value *out, struct arena *arena,
                                   struct str text, struct err *err);

/*
 * Append the canonical form of v, whose members may be in any order. Duplicate or
 * ill-formed keys, text that is not UTF-8 or holds U+0000, integers of 2^53 and above
 * are ERR_INVALID, too deep or too large is ERR_LIMIT; messages name the member by its
 * path, `member "by.names[2]": `. On failure out is as it was.
 */
MUST_USE enum err_code canon_write(struct buf *out, const struct value *v,
                                   struct err *err);

/* True when key is one the canonical form allows: a-z, 0-9 and _, not empty. */
bool canon_key_is_valid(struct str key);

#endif
