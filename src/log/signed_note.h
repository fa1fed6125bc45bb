#ifndef LOG_SIGNED_NOTE_H
#define LOG_SIGNED_NOTE_H

/*
 * Who signed a note (C2SP signed-note v1.0.0, tlog-cosignature v1.0.1). Two
 * kinds of keys are known here: Ed25519 over the text (0x01), and Ed25519
 * cosignatures of a checkpoint with a time (0x04). The rule for verifying:
 *
 *   - a line whose name and id belong to no known key is ignored;
 *   - a line of a known key that does not verify rejects the whole note;
 *   - a note that no known key has signed is rejected.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/ed25519.h"
#include "crypto/sha256.h"
#include "format/note.h"

/* SHA-256(name || LF || type || public), the first four bytes. */
uint32_t signed_note_key_id(struct sha256 *h, const struct note_key *key);

/* A key with its id. Name and public (32 bytes) are borrowed. */
struct note_key signed_note_key(struct sha256 *h, struct str name, enum note_type type,
                                const uint8_t public[ED25519_PUBLIC_BYTES]);

/*
 * Read a vkey and check that its id and length are right and that we can verify
 * with it. name points into vkey, public lives in arena. ERR_INVALID.
 */
MUST_USE enum err_code signed_note_key_parse(struct note_key *out, struct arena *arena,
                                             struct sha256 *h, struct str vkey,
                                             struct err *err);

/* Append the whole note: text, blank line and one Ed25519 line. text is clean and ends in
 * LF. */
void signed_note_append(struct buf *out, struct sha256 *h, struct str name,
                        const struct ed25519_key *key, struct str text);

/*
 * Append one cosignature line to a note whose text is a checkpoint: at time_s
 * (POSIX seconds, not negative) this was the largest consistent tree the
 * cosigner saw. A key must not serve two cosigners: the message lacks the name.
 */
void cosignature_append(struct buf *out, struct sha256 *h, struct str name,
                        const struct ed25519_key *key, int64_t time_s, struct str text);

/* What one known key says of a note. */
struct note_verdict {
    bool is_signed;
    int64_t time_s; /* of a cosignature, the earliest when there are several; else 0 */
};

/*
 * Verify note against the known keys by the rule above. verdicts has room for
 * key_count, in the order of keys. ERR_DENIED when the note is rejected;
 * verdicts are unchanged then.
 */
MUST_USE enum err_code signed_note_verify(struct note_verdict *verdicts,
                                          const struct note *note,
                                          const struct note_key *keys, size_t key_count,
                                          struct err *err);

#endif
