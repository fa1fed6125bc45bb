#ifndef FORMAT_FRAME_H
#define FORMAT_FRAME_H

/*
 * Frames: how statements lie in packs and tails (format.md 4.2).
 *
 *   pack/N  frame*, exactly 256, no header, no trailer
 *   frame   form[1]  u32be(len B)  hashes  B
 *     'o' open    hashes = nothing            C = H = SHA-256(B), B = r[32] || S
 *     's' sealed  hashes = C[32]              H = SHA-256(B), B an age file
 *     'e' erased  hashes = C[32] || H[32]     len B = 0
 *
 * Nothing is hashed here: a hash that the frame does not hold is left zero, and
 * frame_hashes() of log/commitment.h fills it in.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

enum {
    FRAME_SALT_BYTES = 32, /* r, before the statement in an open frame */
    STATEMENT_MIN_BYTES = 2,
    STATEMENT_MAX_BYTES = 65536,
    FRAME_OPEN_MIN_BYTES = FRAME_SALT_BYTES + STATEMENT_MIN_BYTES,
    FRAME_OPEN_MAX_BYTES = FRAME_SALT_BYTES + STATEMENT_MAX_BYTES,
    FRAME_SEALED_MAX_BYTES = 131072,
    FRAME_HEAD_MAX_BYTES = 69, /* form, length and two hashes */
    PACK_FRAMES = 256
};

enum frame_form {
    FRAME_UNKNOWN = 0, /* of a newer format: see frame_is_unknown() */
    FRAME_OPEN = 'o',
    FRAME_SEALED = 's',
    FRAME_ERASED = 'e'
};

struct frame {
    struct digest commitment; /* C; zero in an open frame */
    struct digest stored;     /* H; zero in an open or sealed frame */
    enum frame_form form;
    struct str bytes; /* B; empty in an erased frame */
};

/* Where a frame's bytes begin and how many they are: enough to step to the next frame. */
struct frame_head {
    size_t head_len;
    size_t bytes_len;
    enum frame_form form;
};

/* Append one frame. The caller has checked the length of bytes against the limits above;
 * a wrong one stops the process, since it would be signed and then be corrupt for ever.
 */
void frame_append_open(struct buf *out, struct str bytes);
void frame_append_sealed(struct buf *out, const struct digest *commitment,
                         struct str bytes);
void frame_append_erased(struct buf *out, const struct digest *commitment,
                         const struct digest *stored);

/*
 * Read form and length at the start of a frame, of which five bytes are enough.
 * Fails with ERR_CORRUPT: cut short, unknown form, or a length outside the limits.
 */
MUST_USE enum err_code frame_head_read(struct frame_head *out, struct str start,
                                       struct err *err);

/*
 * Read the frame at the start of *rest, which moves past it. out->bytes points
 * into *rest. Fails with ERR_CORRUPT; *out and *rest are then unchanged.
 */
MUST_USE enum err_code frame_read(struct frame *out, struct str *rest, struct err *err);

/*
 * A newer format may bring other forms, in this shape: a letter, the length of B, up to
 * FRAME_UNKNOWN_HASHES hashes, B (docs/versions.md). In an archive of this program's own
 * format such a letter is damage.
 */
enum { FRAME_UNKNOWN_HASHES = 4 };
bool frame_is_unknown(struct str start);

/* B of such a frame at the start of *rest if it held so many hashes, and what stands
 * behind it. False when it would be cut short. */
bool frame_unknown_split(struct str *bytes, struct str *behind, struct str start,
                         size_t hashes);

/* Read a whole pack: exactly 256 frames and nothing behind them. */
MUST_USE enum err_code pack_read(struct frame out[PACK_FRAMES], struct str pack,
                                 struct err *err);

#endif
