#ifndef RECORD_OBJECT_TEXT_H
#define RECORD_OBJECT_TEXT_H

/* A preserved object read back whole, for those that are text: a table, its mapping, the
 * differences of a release. */

#include "record/archive.h"

/* What a statement says of the bytes: where they lie, and what they are in clear. The two
 * are one where the bytes are not sealed. */
struct object_place {
    struct digest stored;
    struct digest plain;
    int64_t size; /* of the plain bytes */
};

/* The whole of it, held against its hash: as object_text_read(), and ERR_DENIED when no
 * key at hand opens it. */
MUST_USE enum err_code object_text_at(struct str *out, struct arena *arena,
                                      struct archive *archive,
                                      const struct object_place *place, uint64_t max,
                                      struct err *err);

/* A part of it, which the caller must hold against something: ERR_CORRUPT only when it
 * ends before that. */
MUST_USE enum err_code object_text_part(struct str *out, struct arena *arena,
                                        struct archive *archive,
                                        const struct object_place *place, uint64_t at,
                                        size_t len, struct err *err);

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
