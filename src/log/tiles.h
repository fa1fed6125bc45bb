#ifndef LOG_TILES_H
#define LOG_TILES_H

/*
 * Tiles (C2SP tlog-tiles v0.1.0): the tree in files of 256 hashes. Hash i of tile
 * n of level L is the perfect subtree of level 8*L and index 256*n + i; the seven
 * levels between are computed when they are asked for.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "format/tilepath.h"
#include "log/merkle.h"

enum { TILE_LEVELS = 8, TILE_MAX_BYTES = TILE_WIDTH * TILE_HASH_BYTES };

/* Append a hash tile's content: tile->width hashes out of source. Fails as source does;
 * out then keeps what it had. */
MUST_USE enum err_code tile_append(struct buf *out, const struct merkle_source *source,
                                   const struct tile *tile, struct err *err);

/* Fetches a tile's bytes, which stay valid until the next call. A wider tile than asked
 * for will do: partial tiles may be gone once the full one exists. */
typedef enum err_code (*tile_fetcher)(void *context, struct str *out,
                                      const struct tile *tile, struct err *err);

/* A tree of a known size that lies in tiles. The caller sets the first four members. */
struct tile_tree {
    uint64_t size;
    tile_fetcher fetch;
    void *context;
    struct sha256 *h;
    struct tile last; /* what hashes holds; a width of 0: nothing */
    struct digest hashes[TILE_WIDTH];
};

/*
 * A merkle_reader whose context is a struct tile_tree. Subtrees must lie wholly
 * within the tree (ERR_NOT_FOUND). ERR_CORRUPT when a tile has another length
 * than it should; else fails as fetch does. Nothing shows that the hashes are
 * the right ones: check what is made of them against a signed root.
 */
MUST_USE enum err_code tile_tree_read(void *context, struct digest *out, unsigned level,
                                      uint64_t index, struct err *err);

#endif
