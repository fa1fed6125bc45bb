#ifndef FORMAT_FOREIGN_H
#define FORMAT_FOREIGN_H

/*
 * JSON of other people (RFC 8259), and plain JSON for other people's programs. Reading
 * refuses rather than repairs: what two readers could take differently (a key twice,
 * ill-formed UTF-8, a second value behind the first) is no evidence of anything.
 *
 * Our own statements never pass here: they are canonical (format/canon.h).
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"

enum { FOREIGN_MAX_BYTES = 1 << 30, FOREIGN_MAX_DEPTH = 2048 };

/*
 * Read a whole JSON text, with or without a byte order mark. Everything in *out lives
 * in the arena; members keep their order; keys are any UTF-8 text. A number with a
 * fraction or an exponent becomes a string: the shortest decimal that is read back as
 * the same double ("49.85005"), without exponent unless it would have more than 25
 * zeros. U+0000 and integers beyond 64 bits are refused.
 *
 * ERR_LIMIT when larger or deeper than above, ERR_INVALID otherwise; messages begin
 * with "line 3, column 7: ". Needs about ten times the memory of the text.
 */
MUST_USE enum err_code foreign_parse(struct value *out, struct arena *arena,
                                     struct str text, struct err *err);

/*
 * Append v as JSON on one line, members in their order, escapes as in canon.h. Bytes
 * that are not UTF-8 become U+FFFD: what is written is always JSON.
 */
void foreign_write(struct buf *out, const struct value *v);

#endif
