#include "log/tiles.h"

#include <assert.h>

enum { LEVELS_PER_TILE = 8 };

enum err_code tile_append(struct buf *out, const struct merkle_source *source,
                          const struct tile *tile, struct err *err)
{
    size_t before = out->len;

    assert(tile->kind == TILE_HASHES && tile->level < TILE_LEVELS);
    for (unsigned i = 0; i < tile->width; i++) {
        struct digest hash = {0};

        if (source->read(source->context, &hash, LEVELS_PER_TILE * tile->level,
                         tile->n * TILE_WIDTH + i, err) != ERR_OK) {
            out->len = before;
            return err->code;
        }
        buf_bytes(out, hash.bytes, sizeof hash.bytes);
    }
    return ERR_OK;
}

static enum err_code load(struct tile_tree *tree, const struct tile *tile,
                          struct err *err)
{
    struct str bytes = {0};

    if (tree->last.width == tile->width && tree->last.level == tile->level &&
        tree->last.n == tile->n)
        return ERR_OK;
    tree->last.width = 0;
    if (tree->fetch(tree->context, &bytes, tile, err) != ERR_OK)
        return err->code;
    if (bytes.len < (size_t)tile->width * TILE_HASH_BYTES || bytes.len > TILE_MAX_BYTES ||
        bytes.len % TILE_HASH_BYTES != 0)
        return err_set(err, ERR_CORRUPT,
                       "tile %llu of level %u has %zu bytes, not %u hashes",
                       (unsigned long long)tile->n, tile->level, bytes.len, tile->width);
    memcpy(tree->hashes, bytes.ptr, (size_t)tile->width * TILE_HASH_BYTES);
    tree->last = *tile;
    return ERR_OK;
}

enum err_code tile_tree_read(void *context, struct digest *out, unsigned level,
                             uint64_t index, struct err *err)
{
    struct tile_tree *tree = context;
    unsigned inner = level % LEVELS_PER_TILE; /* levels above the tile's own hashes */
    struct tile tile = {.kind = TILE_HASHES, .level = level / LEVELS_PER_TILE};
    size_t count = (size_t)1 << inner;
    uint64_t first;

    if (level >= MERKLE_LEVELS || index >= tree->size >> level)
        return err_set(err, ERR_NOT_FOUND,
                       "no subtree %llu of level %u in a tree of size %llu",
                       (unsigned long long)index, level, (unsigned long long)tree->size);
    first =
        index << inner; /* among the hashes of the tile's level: no overflow, see above */
    tile.n = first / TILE_WIDTH;
    tile.width = tile_width(tree->size, tile.level, tile.n);
    if (load(tree, &tile, err) != ERR_OK)
        return err->code;
    *out = merkle_perfect(tree->h, &tree->hashes[first % TILE_WIDTH], count);
    return ERR_OK;
}
