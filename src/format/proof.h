#ifndef FORMAT_PROOF_H
#define FORMAT_PROOF_H

/*
 * Inclusion proofs as files (C2SP tlog-proof, untagged: commit 5ba5ee83 of
 * 2026-07-22), suffix `.tlog-proof`:
 *
 *   c2sp.org/tlog-proof@v1 LF
 *   [extra SP base64 LF]
 *   index SP decimal LF
 *   (base64(hash) LF)*         from the leaf's sibling to the root's child
 *   LF
 *   checkpoint, a signed note, verbatim
 *
 * Nobody signs `extra`: whoever carries the proof may change it.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
    PROOF_MAX_HASHES = 63,
    PROOF_MAX_EXTRA = 131072,
    PROOF_MAX_BYTES = 524288 /* a note, the longest extra, and the hashes */
};

struct proof {
    struct str extra; /* decoded; empty when there is none */
    uint64_t index;
    const struct digest *hashes;
    size_t count;
    struct str checkpoint; /* the note's bytes; parse them with note_parse() */
};

void proof_append(struct buf *out, const struct proof *proof);

/*
 * Read a proof; accepts exactly what proof_append() writes. The checkpoint
 * points into text and is neither parsed nor verified; the rest lives in arena.
 * ERR_INVALID when it is malformed, ERR_LIMIT when it is too large.
 */
MUST_USE enum err_code proof_parse(struct proof *out, struct arena *arena,
                                   struct str text, struct err *err);

#endif
