#ifndef RECORD_OBJECT_TEXT_H
#define RECORD_OBJECT_TEXT_H

/* A preserved object read back whole, for those that are text: a table, its mapping, the
 * differences of a release. */

#include "record/archive.h"

/*
 * By its SHA-256 in hex; the text lives in arena. Where rows of a table were erased it is
 * what stands in its place: the same with these rows empty. ERR_NOT_FOUND when the
 * archive holds no such object, ERR_CORRUPT when its bytes are no longer what the name
 * says, ERR_LIMIT when it is larger than max.
 */
MUST_USE enum err_code object_text_read(struct str *out, struct arena *arena,
                                        struct archive *archive, struct str sha256,
                                        uint64_t max, struct err *err);

/*
 * The SHA-256 in hex of what a statement's member names: it stands there itself, or the
 * member is the reference of the statement that preserved it. Empty when it is neither.
 */
MUST_USE enum err_code object_text_named(struct str *out, struct arena *arena,
                                         struct archive *archive, struct str name,
                                         struct err *err);

#endif
