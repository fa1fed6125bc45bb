#include "log/feed_edge.h"

#include <assert.h>
#include <string.h>

enum { BITS_A_LEVEL = 8, KEEP_MEMORY = 1 << 22 };

void feed_edge_reset(struct feed_edge *edge)
{
    edge->size = 0;
    edge->first_group = 0;
    buf_reset(&edge->frames);
    buf_reset(&edge->entries);
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        buf_reset(&edge->hashes[level]);
        edge->tiles[level].size = 0;
    }
}

void feed_edge_release(struct feed_edge *edge)
{
    buf_release(&edge->frames);
    buf_release(&edge->entries);
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        buf_release(&edge->hashes[level]);
}

/* Add one hash at a level; a tile that fills adds its root one level up. */
static void add_hash(struct feed_edge *edge, struct sha256 *h, unsigned level,
                     struct digest hash)
{
    for (; level < TILE_LEVELS; level++) {
        struct merkle_edge *tile = &edge->tiles[level];

        buf_bytes(&edge->hashes[level], hash.bytes, sizeof hash.bytes);
        merkle_edge_add(tile, h, &hash);
        if (tile->size < TILE_WIDTH)
            return;
        hash = tile->roots[BITS_A_LEVEL];
        tile->size = 0;
    }
}

void feed_edge_set_tile(struct feed_edge *edge, struct sha256 *h, unsigned level,
                        struct str hashes)
{
    assert(level > 0 && level < TILE_LEVELS && edge->hashes[level].len == 0);
    assert(hashes.len % TILE_HASH_BYTES == 0 && hashes.len < TILE_MAX_BYTES);
    for (size_t at = 0; at < hashes.len; at += TILE_HASH_BYTES) {
        struct digest hash;

        memcpy(hash.bytes, hashes.ptr + at, sizeof hash.bytes);
        add_hash(edge, h, level, hash);
    }
}

void feed_edge_add(struct feed_edge *edge, struct sha256 *h, const struct entry *entry)
{
    char text[ENTRY_BYTES];

    entry_write(text, entry);
    bundle_append(&edge->entries, (struct str){text, sizeof text});
    add_hash(edge, h, 0, merkle_leaf(h, (struct str){text, sizeof text}));
    edge->size++;
    if (edge->size % TILE_WIDTH == 0) {
        uint64_t group = edge->size / TILE_WIDTH - 1 - edge->first_group;

        assert(group < EDGE_GROUPS_MAX);
        edge->group_end[group] = edge->frames.len;
    }
}

struct digest feed_edge_root(const struct feed_edge *edge, struct sha256 *h)
{
    struct merkle_edge whole = {.size = edge->size};

    for (unsigned level = 0; level < TILE_LEVELS; level++)
        memcpy(&whole.roots[(size_t)BITS_A_LEVEL * level], edge->tiles[level].roots,
               BITS_A_LEVEL * sizeof whole.roots[0]);
    return merkle_edge_head(&whole, h).root;
}

static void drop_front(struct buf *b, size_t len)
{
    size_t left = b->len - len;
    struct buf fresh = {0};

    if (len == 0)
        return;
    if (b->cap > KEEP_MEMORY) { /* a large import is over: give its memory back */
        buf_bytes(&fresh, b->ptr + len, left);
        buf_release(b);
        *b = fresh;
        return;
    }
    memmove(b->ptr, b->ptr + len, left);
    b->len = left;
}

void feed_edge_settle(struct feed_edge *edge)
{
    uint64_t full = edge->size / TILE_WIDTH - edge->first_group;

    if (full > 0) {
        drop_front(&edge->frames, edge->group_end[full - 1]);
        drop_front(&edge->entries, (size_t)full * TILE_WIDTH * EDGE_BUNDLE_ENTRY);
    }
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        struct buf *hashes = &edge->hashes[level];

        drop_front(hashes, hashes->len - hashes->len % TILE_MAX_BYTES);
    }
    edge->first_group = edge->size / TILE_WIDTH;
}
