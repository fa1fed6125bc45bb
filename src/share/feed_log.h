#ifndef SHARE_FEED_LOG_H
#define SHARE_FEED_LOG_H

/*
 * One feed's log as a stranger is given it: entries, tiles and proofs for the tree of
 * one checkpoint, the one that stood when it was opened. What the archive's folder
 * does not keep (partial tiles and bundles: format.md 4.3) is made from the tail, so a
 * writer that goes on meanwhile does not disturb.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/sha256.h"
#include "format/note.h"
#include "format/tilepath.h"
#include "log/feed.h"
#include "log/merkle.h"

struct store;

/* Close with feed_log_close(). */
struct feed_log {
    struct store *store;
    struct feed *feed;
    struct sha256 *h;
    struct merkle_head head; /* of the checkpoint */
    struct str checkpoint;   /* the signed note, verbatim */
    struct str vkey;         /* as statement 0 gives it */
    struct note_key key;
    struct arena arena;   /* all of the above */
    struct arena scratch; /* one reading at a time */
    struct buf tile;
};

/* ERR_NOT_FOUND when the archive has no such feed, or an empty one; ERR_CORRUPT when
 * checkpoint or statement 0 are damaged. */
MUST_USE enum err_code feed_log_open(struct feed_log *out, struct store *store,
                                     struct str feed, struct err *err);
void feed_log_close(struct feed_log *log);

/* The bytes of group n's pack or tail, in scratch; bytes that the checkpoint does not
 * cover may follow in a tail. ERR_CORRUPT when there is neither. */
MUST_USE enum err_code feed_log_frames(struct str *out, struct feed_log *log, uint64_t n,
                                       struct err *err);

/* Append the entries of group n, as far as the checkpoint covers it, as a bundle.
 * Nothing shows yet that they are the right ones. */
MUST_USE enum err_code feed_log_entries(struct buf *out, struct feed_log *log, uint64_t n,
                                        struct err *err);

/* The hashes of a tile of the tree: a tile_fetcher whose context is a struct feed_log. */
MUST_USE enum err_code feed_log_fetch(void *context, struct str *out,
                                      const struct tile *tile, struct err *err);

/* Prove that the leaf is number index; checked against the checkpoint's root before it
 * is given out. ERR_CORRUPT when the archive's files do not give that root. */
MUST_USE enum err_code feed_log_prove(struct merkle_proof *out, struct feed_log *log,
                                      uint64_t index, const struct digest *leaf,
                                      struct err *err);

#endif
