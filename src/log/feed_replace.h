#ifndef LOG_FEED_REPLACE_H
#define LOG_FEED_REPLACE_H

/*
 * How one feed goes on as another (format.md 4.1). Where folder and state of this machine
 * no longer agree, its feed must never be signed again: a new feed names the old one, and
 * the old key says once, for both, where the old one ends.
 */

#include "base/buf.h"
#include "crypto/ed25519.h"
#include "log/feed.h"

struct feed_replacement {
    struct str old_feed;
    struct str new_feed;
    struct feed_position position; /* the old feed's end */
};

/* What the old key signs:
 * "stele replaces v1\n" old "\n" new "\n" size "\n" hex(root) "\n". */
void feed_replacement_append(struct buf *out, const struct feed_replacement *replacement);

/*
 * Where a feed that feed_begin() refused must end: at the last note this machine signed,
 * so that what was signed counts if its statements turn up again; after a fork at the
 * largest note that is older than both histories. ERR_NOT_FOUND when this machine
 * has no key or no head of it.
 */
MUST_USE enum err_code feed_end_position(struct feed_position *out, struct feed *feed,
                                         struct err *err);

/* The old feed's signature, with this machine's key of it. ERR_NOT_FOUND without one. */
MUST_USE enum err_code feed_sign_replacement(uint8_t signature[ED25519_SIGNATURE_BYTES],
                                             struct feed *feed,
                                             const struct feed_replacement *replacement,
                                             struct err *err);

#endif
