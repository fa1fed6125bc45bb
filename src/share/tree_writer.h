#ifndef SHARE_TREE_WRITER_H
#define SHARE_TREE_WRITER_H

/*
 * Grow a tree leaf by leaf and hand out its tiles (C2SP tlog-tiles) as they fill: what
 * is published is computed from the entries alone, so that no damaged tile of the
 * archive is ever given away.
 */

#include "base/digest.h"
#include "base/err.h"
#include "crypto/sha256.h"
#include "format/tilepath.h"
#include "log/merkle.h"
#include "log/tiles.h"

/* Takes a tile of tile->width hashes, which live until it returns. */
typedef enum err_code (*tile_taker)(void *context, const struct tile *tile,
                                    const struct digest *hashes, struct err *err);

/* The caller sets the first three members; no taker: only the edge grows. */
struct tree_writer {
    struct sha256 *h;
    tile_taker take;
    void *context;
    struct merkle_edge edge; /* size and root so far */
    uint64_t next[TILE_LEVELS];
    size_t count[TILE_LEVELS];
    struct digest hashes[TILE_LEVELS][TILE_WIDTH];
};

/* Fails as the taker does. */
MUST_USE enum err_code tree_writer_add(struct tree_writer *writer,
                                       const struct digest *leaf, struct err *err);

/* Hand out the partial tiles of the tree as it stands. */
MUST_USE enum err_code tree_writer_finish(struct tree_writer *writer, struct err *err);

#endif
