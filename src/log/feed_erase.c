#include <assert.h>

#include "crypto/random.h"
#include "log/commitment.h"
#include "log/feed_inside.h"
#include "log/tiles.h"

/*
 * Erasure (format.md 4.2): the group's frames are written anew, those of the statements
 * that are to go as commitments only. The tree does not change, so neither do tiles,
 * entries, notes and proofs.
 */

struct group_erasure {
    struct feed *feed;
    uint64_t n;
    uint64_t width; /* statements that the checkpoint covers */
    const struct feed_erasure *items;
    size_t count;
    struct str tile; /* of a full group */
    struct buf out;
    bool has_changed;
};

static const struct feed_erasure *wanted(const struct group_erasure *g, uint64_t index)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->items[i].index == index)
            return &g->items[i];
    return NULL;
}

static bool has_leaf(const struct group_erasure *g, const struct entry *entry,
                     uint64_t index)
{
    struct digest leaf = entry_leaf(g->feed->h, entry);
    size_t at = (size_t)(index % PACK_FRAMES) * TILE_HASH_BYTES;

    return memcmp(g->tile.ptr + at, leaf.bytes, sizeof leaf.bytes) == 0;
}

/*
 * Nothing may be destroyed by mistake, and what is written must be what the tree holds,
 * or the log is broken for good. An open statement is its own commitment: even a damaged
 * one can be erased where the tile confirms what it was.
 */
static enum err_code entry_to_keep(struct entry *out, const struct group_erasure *g,
                                   const struct frame *frame,
                                   const struct feed_erasure *item, struct err *err)
{
    const struct entry named = {item->commitment, item->commitment};

    *out = frame_entry(g->feed->h, frame);
    if (!digest_equal(&out->commitment, &item->commitment)) {
        if (frame->form != FRAME_OPEN || g->tile.len == 0 ||
            !has_leaf(g, &named, item->index))
            return err_set(
                err, ERR_CONFLICT,
                "statement %llu of feed %s is another one than was asked to be erased",
                (unsigned long long)item->index, g->feed->id);
        *out = named;
    }
    if (g->tile.len > 0 && !has_leaf(g, out, item->index))
        return err_set(err, ERR_CORRUPT,
                       "statement %llu of feed %s is damaged, and what its bytes were "
                       "committed as is not known any more; bring the pack back from a "
                       "copy first",
                       (unsigned long long)item->index, g->feed->id);
    return ERR_OK;
}

static enum err_code take_frame(struct group_erasure *g, struct str *rest, uint64_t index,
                                struct err *err)
{
    const struct feed_erasure *item = wanted(g, index);
    struct str start = *rest;
    struct frame frame = {0};
    struct entry entry;

    if (frame_read(&frame, rest, err) != ERR_OK)
        return err_context(err, "statement %llu of feed %s: ", (unsigned long long)index,
                           g->feed->id);
    if (item && entry_to_keep(&entry, g, &frame, item, err) != ERR_OK)
        return err->code;
    if (item && frame.form != FRAME_ERASED) {
        frame_append_erased(&g->out, &entry.commitment, &entry.stored);
        g->has_changed = true;
    } else {
        buf_append(&g->out, str_prefix(start, start.len - rest->len));
    }
    return ERR_OK;
}

/* What the unfinished group's content is in our memory must not come back from there. */
static void forget_edge(struct feed *feed)
{
    if (feed->edge.frames.len > 0)
        crypto_wipe(feed->edge.frames.ptr, feed->edge.frames.len);
    feed->is_loaded = false;
    feed->tail_len = 0;
    feed_edge_reset(&feed->edge);
}

static enum err_code read_tile(struct group_erasure *g, struct err *err)
{
    struct feed *feed = g->feed;

    if (g->width < PACK_FRAMES)
        return ERR_OK;
    if (store_part_read(&g->tile, &feed->scratch, feed->store, feed_name(feed),
                        store_tile(0, g->n, TILE_WIDTH), TILE_MAX_BYTES, err) != ERR_OK)
        return err->code;
    return g->tile.len == TILE_MAX_BYTES
               ? ERR_OK
               : err_set(err, ERR_CORRUPT, "tile %llu of feed %s is damaged",
                         (unsigned long long)g->n, feed->id);
}

static enum err_code erase_in_group(struct group_erasure *g, struct err *err)
{
    struct feed *feed = g->feed;
    struct str frames = {0};
    bool is_pack = g->width == PACK_FRAMES;

    arena_reset(&feed->scratch);
    if (store_part_read(&frames, &feed->scratch, feed->store, feed_name(feed),
                        is_pack ? store_pack(g->n) : store_tail(g->n), PACK_MAX_BYTES,
                        err) != ERR_OK ||
        read_tile(g, err) != ERR_OK)
        return err->code;
    for (uint64_t i = 0; i < g->width; i++)
        if (take_frame(g, &frames, g->n * PACK_FRAMES + i, err) != ERR_OK)
            return err->code;
    buf_append(&g->out, frames); /* what no checkpoint covers is not ours to judge */
    if (!g->has_changed)
        return ERR_OK;
    if (!is_pack)
        forget_edge(feed);
    return store_frames_replace(feed->store, feed_name(feed), g->n, is_pack,
                                buf_str(&g->out), err);
}

enum err_code feed_erase(struct feed *feed, const struct feed_erasure *items,
                         size_t count, struct err *err)
{
    enum err_code code = feed_refresh(feed, err);

    for (size_t i = 0; code == ERR_OK && i < count;) {
        struct group_erasure g = {
            .feed = feed, .n = items[i].index / PACK_FRAMES, .items = items + i};

        if (items[i].index >= feed->position.size)
            return err_set(err, ERR_NOT_FOUND, "feed %s has no statement %llu", feed->id,
                           (unsigned long long)items[i].index);
        while (i < count && items[i].index / PACK_FRAMES == g.n) {
            g.count++;
            i++;
        }
        g.width = feed->position.size - g.n * PACK_FRAMES;
        if (g.width > PACK_FRAMES)
            g.width = PACK_FRAMES;
        code = erase_in_group(&g, err);
        buf_release(&g.out);
    }
    return code;
}
