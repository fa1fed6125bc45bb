#ifndef LOG_COMMITMENT_H
#define LOG_COMMITMENT_H

/*
 * Commitments (format.md 3.6): what the log holds in place of a statement.
 *
 *   C     = SHA-256(r || S), r = 32 random bytes: a short S cannot be guessed from C
 *   H     = SHA-256(B), B the stored bytes; in an open frame B = r || S and H = C
 *   entry = "ev1 " hex(C) " " hex(H) LF;  leaf = SHA-256(0x00 || entry)
 */

#include "base/digest.h"
#include "base/str.h"
#include "crypto/sha256.h"
#include "format/entry.h"
#include "format/frame.h"

struct digest commitment_of(struct sha256 *h, const uint8_t salt[FRAME_SALT_BYTES],
                            struct str statement);

/* Both hashes of a frame: those it holds, and those its bytes have. */
struct entry frame_entry(struct sha256 *h, const struct frame *frame);

/*
 * Step over a frame of a form that this version does not know: its bytes are those whose
 * hash the entry names, wherever they begin. False where no such bytes are found; *rest
 * is unchanged then.
 */
bool frame_step_unknown(struct str *rest, struct sha256 *h, const struct entry *entry);

/* The leaf hash of the entry's text. */
struct digest entry_leaf(struct sha256 *h, const struct entry *entry);

#endif
