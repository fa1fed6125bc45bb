#include <assert.h>
#include <string.h>

#include "log/commitment.h"
#include "log/feed_inside.h"

/*
 * A group that the checkpoint covers wholly is a pack; the unfinished one is a tail,
 * even while a killed writer's pack of the same number lies beside it. Between the two
 * looks a writer may have turned the one into the other, hence the third.
 */
enum err_code feed_group_read(struct str *out, bool *is_pack, struct arena *arena,
                              struct feed *feed, uint64_t n, struct err *err)
{
    uint64_t first = n * PACK_FRAMES;
    bool pack_first = n < feed->position.size / PACK_FRAMES;

    for (int look = 0; look < 3; look++) {
        bool wants_pack = pack_first == (look % 2 == 0);
        struct store_part part = wants_pack ? store_pack(n) : store_tail(n);
        enum err_code code = store_part_read(out, arena, feed->store, feed_name(feed),
                                             part, PACK_MAX_BYTES, err);

        if (code == ERR_OK)
            *is_pack = wants_pack;
        if (code != ERR_NOT_FOUND)
            return code;
    }
    return err_set(err, ERR_NOT_FOUND, "statements %llu to %llu of feed %s are missing",
                   (unsigned long long)first, (unsigned long long)first + PACK_FRAMES - 1,
                   feed->id);
}

/* Length of the frame at the start of rest; ERR_NOT_FOUND when it is cut short. */
static enum err_code frame_len(size_t *out, struct feed *feed, struct str rest,
                               uint64_t index, struct err *err)
{
    struct frame_head head = {0};

    if (rest.len >= 5 && frame_head_read(&head, rest, err) != ERR_OK)
        return err_context(err, "statement %llu of feed %s: ", (unsigned long long)index,
                           feed->id);
    if (rest.len < 5 || head.head_len + head.bytes_len > rest.len)
        return err_set(err, ERR_NOT_FOUND, "statement %llu of feed %s is missing",
                       (unsigned long long)index, feed->id);
    *out = head.head_len + head.bytes_len;
    return ERR_OK;
}

enum err_code feed_frame_read(struct feed_statement *out, struct feed *feed,
                              struct str *rest, uint64_t index, uint32_t at,
                              struct err *err)
{
    struct frame frame = {0};
    struct entry entry;
    size_t before = rest->len;

    if (frame_read(&frame, rest, err) != ERR_OK) {
        if (feed_step_unknown(out, feed, rest, index))
            return ERR_OK;
        return err_context(err, "statement %llu of feed %s: ", (unsigned long long)index,
                           feed->id);
    }
    entry = frame_entry(feed->h, &frame);
    *out = (struct feed_statement){.index = index,
                                   .at = at,
                                   .form = frame.form,
                                   .commitment = entry.commitment,
                                   .frame_len = (uint32_t)(before - rest->len)};
    if (frame.form == FRAME_OPEN) {
        out->salt = str_prefix(frame.bytes, FRAME_SALT_BYTES);
        out->bytes = str_after(frame.bytes, FRAME_SALT_BYTES);
    } else if (frame.form == FRAME_SEALED) {
        out->sealed = frame.bytes;
    }
    return ERR_OK;
}

/* Whether the unfinished group has this many frames. */
static enum err_code tail_has(bool *out, struct feed *feed, uint64_t n, uint64_t count,
                              struct err *err)
{
    struct str frames = {0};
    bool is_pack;

    *out = false;
    if (feed_group_read(&frames, &is_pack, &feed->scratch, feed, n, err) != ERR_OK)
        return err->code == ERR_NOT_FOUND ? ERR_OK : err->code;
    for (uint64_t i = 0; i < count; i++) {
        size_t len = 0;

        if (store_is_newer(feed->store) && frame_is_unknown(frames))
            break; /* how many stand behind it cannot be told */
        if (frame_len(&len, feed, frames, n * PACK_FRAMES + i, err) != ERR_OK)
            return err->code == ERR_NOT_FOUND ? ERR_OK : err->code;
        frames = str_after(frames, len);
    }
    *out = true;
    return ERR_OK;
}

enum err_code feed_has_size(bool *out, struct feed *feed, uint64_t size, struct err *err)
{
    uint64_t full = size / PACK_FRAMES;
    uint64_t bytes;

    *out = true;
    if (full > 0 && store_part_size(&bytes, feed->store, feed_name(feed),
                                    store_pack(full - 1), err) != ERR_OK) {
        *out = false;
        return err->code == ERR_NOT_FOUND ? ERR_OK : err->code;
    }
    if (size % PACK_FRAMES > 0)
        return tail_has(out, feed, full, size % PACK_FRAMES, err);
    return ERR_OK;
}

static enum err_code read_tile_file(struct str *out, struct feed *feed,
                                    const struct tile *tile, unsigned width,
                                    struct err *err)
{
    struct str bytes = {0};

    if (store_part_read(&bytes, &feed->scratch, feed->store, feed_name(feed),
                        store_tile(tile->level, tile->n, width), TILE_MAX_BYTES,
                        err) != ERR_OK)
        return err->code;
    if (bytes.len != (size_t)width * TILE_HASH_BYTES)
        return err_set(err, ERR_CORRUPT, "tile %llu of level %u of feed %s is damaged",
                       (unsigned long long)tile->n, tile->level, feed->id);
    *out = str_prefix(bytes, (size_t)tile->width * TILE_HASH_BYTES);
    return ERR_OK;
}

/* Each hash is the root of a full tile one level below, and those are all kept. */
static enum err_code rebuild_tile(struct str *out, struct feed *feed,
                                  const struct tile *tile, struct err *err)
{
    struct digest *hashes = ARENA_ARRAY(&feed->scratch, struct digest, tile->width);

    for (unsigned i = 0; i < tile->width; i++) {
        struct tile below = {TILE_HASHES, tile->level - 1, tile->n * TILE_WIDTH + i,
                             TILE_WIDTH};
        struct digest full[TILE_WIDTH];
        struct str bytes = {0};

        if (read_tile_file(&bytes, feed, &below, TILE_WIDTH, err) != ERR_OK)
            return err->code;
        assert(bytes.len == sizeof full && bytes.ptr);
        memcpy(full, bytes.ptr, sizeof full);
        hashes[i] = merkle_perfect(feed->h, full, TILE_WIDTH);
    }
    *out = (struct str){(const char *)hashes, (size_t)tile->width * TILE_HASH_BYTES};
    return ERR_OK;
}

enum err_code feed_tile_read(struct str *out, struct feed *feed, const struct tile *tile,
                             struct err *err)
{
    enum err_code code;

    if (tile->level == 0 && tile->width < TILE_WIDTH &&
        tile->n == feed->edge.first_group) { /* kept in no file */
        *out = str_prefix(buf_str(&feed->edge.hashes[0]),
                          (size_t)tile->width * TILE_HASH_BYTES);
        return ERR_OK;
    }
    code = read_tile_file(out, feed, tile, tile->width, err);
    if (code == ERR_NOT_FOUND && tile->width < TILE_WIDTH)
        code = read_tile_file(out, feed, tile, TILE_WIDTH, err);
    if (code == ERR_NOT_FOUND && tile->level > 0)
        code = rebuild_tile(out, feed, tile, err);
    return code;
}

static enum err_code load_tiles(struct feed *feed, uint64_t size, struct err *err)
{
    for (unsigned level = 1; level < TILE_LEVELS; level++) {
        struct tile tile = {TILE_HASHES, level, tile_full_count(size, level),
                            tile_partial_width(size, level)};
        struct str hashes = {0};

        if (tile.width == 0)
            continue;
        if (feed_tile_read(&hashes, feed, &tile, err) != ERR_OK)
            return err->code;
        feed_edge_set_tile(&feed->edge, feed->h, level, hashes);
    }
    return ERR_OK;
}

static enum err_code load_frames(bool *ahead, struct feed *feed, uint64_t count,
                                 struct err *err)
{
    struct feed_edge *edge = &feed->edge;
    struct str frames = {0};

    if (feed_group_read(&frames, ahead, &feed->scratch, feed, edge->first_group, err) !=
        ERR_OK)
        return err->code;
    for (uint64_t i = 0; i < count; i++) {
        struct frame frame = {0};
        struct entry entry;
        struct str start = frames;
        size_t len = 0;

        if (frame_len(&len, feed, frames, edge->size, err) != ERR_OK ||
            frame_read(&frame, &frames, err) != ERR_OK)
            return err->code;
        entry = frame_entry(feed->h, &frame);
        buf_append(&edge->frames, str_prefix(start, len));
        feed_edge_add(edge, feed->h, &entry);
    }
    return ERR_OK;
}

enum err_code feed_edge_load(bool *ahead, struct feed *feed, uint64_t size,
                             struct err *err)
{
    struct feed_edge *edge = &feed->edge;
    uint64_t count = size % TILE_WIDTH;

    *ahead = false;
    feed->is_loaded = false;
    feed_edge_reset(edge);
    if (load_tiles(feed, size, err) != ERR_OK)
        return err->code;
    edge->size = size - count;
    edge->first_group = edge->size / TILE_WIDTH;
    return count > 0 ? load_frames(ahead, feed, count, err) : ERR_OK;
}

enum err_code feed_root(struct digest *out, struct feed *feed, uint64_t size,
                        struct err *err)
{
    bool ahead;

    assert(!feed->is_locked); /* the edge is this commit's */
    /* Whoever asks may know of a newer checkpoint: an index that another one caught up.
     */
    if (size > feed->position.size && feed_refresh(feed, err) != ERR_OK)
        return err->code;
    if (size == feed->position.size && size > 0) {
        *out = feed->position.root;
        return ERR_OK;
    }
    if (size > feed->position.size)
        return err_set(err, ERR_NOT_FOUND, "feed %s has %llu statements, not %llu",
                       feed->id, (unsigned long long)feed->position.size,
                       (unsigned long long)size);
    arena_reset(&feed->scratch);
    if (feed_edge_load(&ahead, feed, size, err) != ERR_OK)
        return err->code;
    *out = feed_edge_root(&feed->edge, feed->h);
    return ERR_OK;
}
