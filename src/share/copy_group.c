#include "share/copy_group.h"

#include "format/entry.h"
#include "log/commitment.h"
#include "store/store_feed.h"

enum { TILE_FILE_MAX = TILE_WIDTH * TILE_HASH_BYTES, BUNDLE_FILE_MAX = 65536 };

/* Frames one after the other: how many could be read, their leaves and entries. */
struct parsed {
    struct digest leaf[TILE_WIDTH];
    unsigned count;
    size_t len;
};

static void parse_frames(struct parsed *out, struct copy_group *group, struct buf *bundle,
                         struct sha256 *h, struct str frames)
{
    struct str rest = frames;
    struct err ignored = {0};

    for (unsigned i = 0; i < group->width; i++) {
        struct entry entry;
        char text[ENTRY_BYTES];

        if (frame_read(&group->frame[i], &rest, &ignored) != ERR_OK)
            break;
        entry = frame_entry(h, &group->frame[i]);
        out->leaf[i] = entry_leaf(h, &entry);
        entry_write(text, &entry);
        bundle_append(bundle, (struct str){text, sizeof text});
        out->count = i + 1;
    }
    out->len = frames.len - rest.len;
}

static bool read_part(struct str *out, struct feed_log *log, struct store_part part,
                      size_t limit)
{
    struct err ignored = {0};

    return store_part_read(out, &log->scratch, log->store, feed_id(log->feed), part,
                           limit, &ignored) == ERR_OK;
}

/* The leaves of a tile's file: all of them or none. */
static bool read_tile(struct digest leaves[TILE_WIDTH], struct feed_log *log, uint64_t n)
{
    struct str bytes = {0};

    if (!read_part(&bytes, log, store_tile(0, n, TILE_WIDTH), TILE_FILE_MAX) ||
        bytes.len != TILE_FILE_MAX)
        return false;
    memcpy(leaves, bytes.ptr, TILE_FILE_MAX);
    return true;
}

static bool read_bundle(struct digest leaves[TILE_WIDTH], struct str *bytes,
                        struct feed_log *log, uint64_t n)
{
    struct err ignored = {0};
    struct str rest;

    if (!read_part(bytes, log, store_entries(n), BUNDLE_FILE_MAX))
        return false;
    rest = *bytes;
    for (unsigned i = 0; i < TILE_WIDTH; i++) {
        struct str entry = {0};

        if (bundle_read(&entry, &rest, &ignored) != ERR_OK)
            return false;
        leaves[i] = merkle_leaf(log->h, entry);
    }
    return rest.len == 0;
}

static bool same(const struct digest *a, const struct digest *b)
{
    return memcmp(a, b, TILE_FILE_MAX) == 0;
}

/* Two of three are believed. */
static void settle_leaves(struct copy_group *group, struct feed_log *log,
                          const struct parsed *pack, bool is_pack_readable)
{
    struct digest tile[TILE_WIDTH];
    struct digest bundle[TILE_WIDTH];
    struct str bytes = {0};
    bool has_tile = read_tile(tile, log, group->n);
    bool has_bundle;

    if (is_pack_readable && has_tile && same(pack->leaf, tile))
        return;
    has_bundle = read_bundle(bundle, &bytes, log, group->n);
    if (is_pack_readable && ((has_bundle && same(pack->leaf, bundle)) || !has_tile ||
                             !has_bundle || !same(tile, bundle))) {
        group->state = COPY_GROUP_TILE_WRONG;
        return;
    }
    group->state = COPY_GROUP_PACK_WRONG;
    memset(group->leaves, 0, sizeof group->leaves);
    if (has_bundle && (!has_tile || same(tile, bundle)))
        memcpy(group->leaves, bundle, TILE_FILE_MAX);
    else if (has_tile)
        memcpy(group->leaves, tile, TILE_FILE_MAX);
    group->entries = bytes; /* as it is: there is nothing to make it from */
}

void copy_group_read(struct copy_group *group, struct buf *bundle, struct feed_log *log,
                     uint64_t n)
{
    struct parsed pack = {.count = 0};
    struct str frames = {0};
    bool is_readable;
    bool is_full;

    arena_reset(&log->scratch);
    buf_reset(bundle);
    *group = (struct copy_group){.n = n, .width = tile_width(log->head.size, 0, n)};
    is_full = group->width == TILE_WIDTH;
    if (feed_log_frames(&frames, log, n, &group->why) != ERR_OK)
        frames = STR("");
    parse_frames(&pack, group, bundle, log->h, frames);
    is_readable = pack.count == group->width && (!is_full || pack.len == frames.len);
    group->frames =
        pack.count == group->width && !is_full ? str_prefix(frames, pack.len) : frames;
    group->entries = buf_str(bundle);
    memcpy(group->leaves, pack.leaf, sizeof group->leaves);
    if (is_full)
        settle_leaves(group, log, &pack, is_readable);
    else if (!is_readable)
        group->state = COPY_GROUP_PACK_WRONG;
    for (unsigned i = 0; i < pack.count; i++)
        group->is_good[i] = digest_equal(&pack.leaf[i], &group->leaves[i]);
}

bool copy_group_fits(const struct copy_group *group, struct sha256 *h, struct str frames)
{
    struct str rest = frames;
    struct err ignored = {0};

    for (unsigned i = 0; i < group->width; i++) {
        struct frame frame = {0};
        struct entry entry;
        struct digest leaf;

        if (frame_read(&frame, &rest, &ignored) != ERR_OK)
            return false;
        entry = frame_entry(h, &frame);
        leaf = entry_leaf(h, &entry);
        if (!digest_equal(&leaf, &group->leaves[i]))
            return false;
    }
    return rest.len == 0;
}
