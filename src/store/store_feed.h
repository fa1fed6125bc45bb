#ifndef STORE_STORE_FEED_H
#define STORE_STORE_FEED_H

/*
 * The files of one feed, and the one conditional write of the whole program:
 * store_feed_commit() (format.md 4.3 and 4.8).
 *
 *   feeds/<feed>/checkpoint     the signed note
 *                checkpoints    every note so far, five lines each
 *                tail-<N>       frames of the unfinished group N
 *                pack/ tile/    full groups; at levels >= 1 also the newest partial tile
 *   (state) <feed>/key head head.lock; key.age in place of key where members sign in
 *
 * The store moves bytes and knows their order; what they mean is log/'s affair.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/tilepath.h"

struct store;

enum store_part_kind {
    STORE_CHECKPOINT,
    STORE_CHECKPOINTS,
    STORE_TAIL, /* of group tile.n */
    STORE_TILE  /* a pack, a bundle of entries or a tile of hashes: see tile */
};

struct store_part {
    enum store_part_kind kind;
    struct tile tile;
};

static inline struct store_part store_checkpoint(void)
{
    return (struct store_part){.kind = STORE_CHECKPOINT};
}

static inline struct store_part store_checkpoints(void)
{
    return (struct store_part){.kind = STORE_CHECKPOINTS};
}

static inline struct store_part store_tail(uint64_t n)
{
    return (struct store_part){STORE_TAIL, {.n = n}};
}

static inline struct store_part store_pack(uint64_t n)
{
    return (struct store_part){STORE_TILE, {TILE_PACK, 0, n, TILE_WIDTH}};
}

static inline struct store_part store_entries(uint64_t n)
{
    return (struct store_part){STORE_TILE, {TILE_ENTRIES, 0, n, TILE_WIDTH}};
}

static inline struct store_part store_tile(unsigned level, uint64_t n, unsigned width)
{
    return (struct store_part){STORE_TILE, {TILE_HASHES, level, n, width}};
}

/* Every feed of the archive, sorted. */
MUST_USE enum err_code store_feed_list(struct str **ids, size_t *count,
                                       struct arena *arena, struct store *store,
                                       struct err *err);

/* False only when it surely is not there: a disk that does not answer is no answer. */
bool store_feed_exists(struct store *store, struct str feed);

/* ERR_NOT_FOUND, in all three, when there is no such part. */
MUST_USE enum err_code store_part_size(uint64_t *out, struct store *store,
                                       struct str feed, struct store_part part,
                                       struct err *err);
MUST_USE enum err_code store_part_read(struct str *out, struct arena *arena,
                                       struct store *store, struct str feed,
                                       struct store_part part, size_t limit,
                                       struct err *err);
/* Up to len bytes from offset; *got is less only at the end. */
MUST_USE enum err_code store_part_read_at(size_t *got, struct store *store,
                                          struct str feed, struct store_part part,
                                          uint64_t offset, void *buffer, size_t len,
                                          struct err *err);

/*
 * What this machine holds of the feed's writer: its secret key, and the head, the
 * last note signed. ERR_NOT_FOUND when this machine is not the writer.
 */
MUST_USE enum err_code store_key_read(struct str *out, struct arena *arena,
                                      struct store *store, struct str feed,
                                      struct err *err);
MUST_USE enum err_code store_head_read(struct str *out, struct arena *arena,
                                       struct store *store, struct str feed,
                                       struct err *err);

/* The secret key as sealed to the members who may write here; ERR_NOT_FOUND when it is
 * not. A machine has the one or the other, or both where sealing was interrupted. */
MUST_USE enum err_code store_sealed_key_read(struct str *out, struct arena *arena,
                                             struct store *store, struct str feed,
                                             struct err *err);

/* Keep the secret key sealed, and forget the clear one. */
MUST_USE enum err_code store_key_seal(struct store *store, struct str feed,
                                      struct str sealed, struct err *err);

/* Overwrite and remove the clear key, durably: for whoever has seen that the sealed one
 * holds the same. One that is not there is no error. */
MUST_USE enum err_code store_key_forget(struct store *store, struct str feed,
                                        struct err *err);

/* Folder and state of a new feed, with an empty head and this key, clear or sealed.
 * ERR_CONFLICT when it is there. */
MUST_USE enum err_code store_feed_create(struct store *store, struct str feed,
                                         struct str key, bool is_sealed, struct err *err);

/* Everything below needs the feed's lock. */

struct store_file {
    struct tile tile;
    struct str bytes;
};

struct store_commit {
    struct str feed;
    struct str old_head; /* what the head must hold now: the swap compares */
    struct str note;
    uint64_t tail;                  /* N of the tail to append to */
    struct str tail_bytes;          /* nothing: no tail is touched */
    const struct store_file *files; /* full groups and tiles, written whole */
    size_t file_count;
    const struct tile *stale; /* partial tiles that a larger one replaces */
    size_t stale_count;
    bool closes_tail; /* a group was filled that had a tail: */
    uint64_t closed_tail;
};

/*
 * Steps 3 to 5 and 7 of format.md 4.3, in this order: tail, groups and directories
 * durable; head durable, the point of no return; checkpoints and checkpoint;
 * leftovers removed. ERR_OK means acknowledged. ERR_CONFLICT: the head is not
 * old_head, nothing was written. After any other failure the feed must be
 * recovered before it is written again; nothing is tried twice here.
 */
MUST_USE enum err_code store_feed_commit(struct store *store,
                                         const struct store_commit *commit,
                                         struct err *err);

/* Step 5 alone, for a writer that died before it: old is what `checkpoint` says now. */
MUST_USE enum err_code store_feed_publish(struct store *store, struct str feed,
                                          struct str old, struct str note,
                                          struct err *err);

/* Put a head back from the checkpoint, where an old one was restored. */
MUST_USE enum err_code store_head_write(struct store *store, struct str feed,
                                        struct str note, struct err *err);

/*
 * Remove what no checkpoint of this size covers: bytes of the tail from tail_len on,
 * other tails, groups and tiles that a killed writer left.
 */
MUST_USE enum err_code store_feed_clean(struct store *store, struct str feed,
                                        uint64_t size, uint64_t tail_len,
                                        struct err *err);

/*
 * For erasure only: the pack (of a full group) or the tail (of the unfinished one) anew,
 * with erased frames in it. Whatever else holds frames of this group is removed: the tail
 * of a group that was filled, the pack of one that a killed writer was about to fill.
 */
MUST_USE enum err_code store_frames_replace(struct store *store, struct str feed,
                                            uint64_t n, bool is_pack, struct str bytes,
                                            struct err *err);

#endif
