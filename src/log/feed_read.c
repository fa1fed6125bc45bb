#include <string.h>

#include "log/feed_inside.h"

enum { FRAME_MAX_BYTES = FRAME_HEAD_MAX_BYTES + FRAME_SEALED_MAX_BYTES };

/* The index must be covered by the checkpoint; a newer one may cover it. */
static enum err_code need_index(struct feed *feed, uint64_t index, struct err *err)
{
    if (index >= feed->position.size && feed_refresh(feed, err) != ERR_OK)
        return err->code;
    if (index >= feed->position.size)
        return err_set(err, ERR_NOT_FOUND,
                       "feed %s has %llu statements, none of number "
                       "%llu",
                       feed->id, (unsigned long long)feed->position.size,
                       (unsigned long long)index);
    return ERR_OK;
}

/* The group's frames; when they are gone, a newer checkpoint says where they went. */
static enum err_code read_group(struct str *out, struct arena *arena, struct feed *feed,
                                uint64_t n, struct err *err)
{
    bool is_pack;
    enum err_code code = feed_group_read(out, &is_pack, arena, feed, n, err);

    if (code == ERR_NOT_FOUND && feed_refresh(feed, err) == ERR_OK)
        code = feed_group_read(out, &is_pack, arena, feed, n, err);
    if (code == ERR_NOT_FOUND) { /* the checkpoint covers it: it must be there */
        err->code = ERR_CORRUPT;
        return ERR_CORRUPT;
    }
    return code;
}

/* Step over count frames. */
static enum err_code skip_frames(struct str *rest, struct feed *feed, uint64_t first,
                                 uint64_t count, struct err *err)
{
    for (uint64_t i = first; i < first + count; i++) {
        struct frame_head head = {0};
        struct feed_statement unknown;

        if (frame_head_read(&head, *rest, err) != ERR_OK) {
            if (feed_step_unknown(&unknown, feed, rest, i))
                continue;
            return err_context(err, "statement %llu of feed %s: ", (unsigned long long)i,
                               feed->id);
        }
        *rest = str_after(*rest, head.head_len + head.bytes_len);
    }
    return ERR_OK;
}

enum err_code feed_read(struct feed_statement *out, struct arena *arena,
                        struct feed *feed, uint64_t index, struct err *err)
{
    uint64_t group = index / PACK_FRAMES;
    struct str frames;
    struct str rest;

    arena_reset(&feed->scratch);
    if (need_index(feed, index, err) != ERR_OK ||
        read_group(&frames, &feed->scratch, feed, group, err) != ERR_OK)
        return err->code;
    rest = frames;
    if (skip_frames(&rest, feed, group * PACK_FRAMES, index % PACK_FRAMES, err) !=
            ERR_OK ||
        feed_frame_read(out, feed, &rest, index, (uint32_t)(frames.len - rest.len),
                        err) != ERR_OK)
        return err->code;
    out->salt = arena_str(arena, out->salt);
    out->bytes = arena_str(arena, out->bytes);
    out->sealed = arena_str(arena, out->sealed);
    return ERR_OK;
}

enum err_code feed_read_at(struct feed_statement *out, struct arena *arena,
                           struct feed *feed, uint64_t index, uint32_t at, uint32_t len,
                           struct err *err)
{
    uint64_t group = index / PACK_FRAMES;
    bool is_full;
    size_t got = 0;
    struct str frame;
    char *bytes;

    if (need_index(feed, index, err) != ERR_OK)
        return err->code;
    if (len == 0 || len > FRAME_MAX_BYTES)
        return feed_read(out, arena, feed, index, err);
    is_full = group < feed->position.size / PACK_FRAMES;
    bytes = ARENA_ARRAY(arena, char, len);
    /* Whatever is not as remembered (a tail became a pack, an erasure moved frames) is
     * looked for from the group's start. */
    if (store_part_read_at(&got, feed->store, feed_name(feed),
                           is_full ? store_pack(group) : store_tail(group), at, bytes,
                           len, err) != ERR_OK ||
        got != len)
        return feed_read(out, arena, feed, index, err);
    frame = (struct str){bytes, len};
    if (feed_frame_read(out, feed, &frame, index, at, err) != ERR_OK || frame.len > 0)
        return feed_read(out, arena, feed, index, err);
    return ERR_OK;
}

struct scan {
    uint64_t from;
    uint64_t to;
    feed_visitor visit;
    void *context;
};

/* The statements of one group that lie in the scan's range. */
static enum err_code scan_group(struct feed *feed, struct str frames, uint64_t group,
                                const struct scan *scan, struct err *err)
{
    uint64_t first = group * PACK_FRAMES;
    uint64_t begin = scan->from > first ? scan->from : first;
    uint64_t end = scan->to < first + PACK_FRAMES ? scan->to : first + PACK_FRAMES;
    struct str rest = frames;

    if (skip_frames(&rest, feed, first, begin - first, err) != ERR_OK)
        return err->code;
    for (uint64_t index = begin; index < end; index++) {
        struct feed_statement statement;
        enum err_code code;

        if (feed_frame_read(&statement, feed, &rest, index,
                            (uint32_t)(frames.len - rest.len), err) != ERR_OK)
            return err->code;
        code = scan->visit(scan->context, &statement, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

enum err_code feed_scan(struct feed *feed, uint64_t from, uint64_t to, feed_visitor visit,
                        void *context, struct err *err)
{
    struct scan scan = {from, to, visit, context};
    struct arena arena = {0};
    enum err_code code = ERR_OK;

    if (from >= to)
        return ERR_OK;
    if (need_index(feed, to - 1, err) != ERR_OK)
        return err->code;
    for (uint64_t group = from / PACK_FRAMES;
         code == ERR_OK && group <= (to - 1) / PACK_FRAMES; group++) {
        struct str frames;

        arena_reset(&arena);
        code = read_group(&frames, &arena, feed, group, err);
        if (code == ERR_OK)
            code = scan_group(feed, frames, group, &scan, err);
    }
    arena_free(&arena);
    return code;
}
