#ifndef LOG_FEED_EDGE_H
#define LOG_FEED_EDGE_H

/*
 * The growing end of a feed, in memory: what the files hold behind their last full
 * group, and what a commit adds. It is all that a writer needs to know of the log,
 * and has the same size in a log of any length.
 *
 * frames, entries and hashes[0] begin with the unfinished group, so that a group that
 * fills is a slice of each; hashes[l] begins with the unfinished tile of level l.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/str.h"
#include "crypto/sha256.h"
#include "format/entry.h"
#include "format/frame.h"
#include "log/merkle.h"
#include "log/tiles.h"

/* A commit holds at most 65,536 statements behind at most 255 of the unfinished group. */
enum { EDGE_GROUPS_MAX = 257, EDGE_BUNDLE_ENTRY = 2 + ENTRY_BYTES };

struct feed_edge {
    uint64_t size;
    uint64_t first_group; /* the group that frames begins with */
    struct buf frames;
    struct buf entries;
    size_t group_end[EDGE_GROUPS_MAX]; /* in frames: where each full group ends */
    struct buf hashes[TILE_LEVELS];
    struct merkle_edge tiles[TILE_LEVELS]; /* over the unfinished tile of each level */
};

/* An empty log. Keeps the memory. */
void feed_edge_reset(struct feed_edge *edge);
void feed_edge_release(struct feed_edge *edge);

/* Set the hashes of the unfinished tile of a level from 1 on, before the first add. */
void feed_edge_set_tile(struct feed_edge *edge, struct sha256 *h, unsigned level,
                        struct str hashes);

/* Add the statement whose frame was just appended to edge->frames. */
void feed_edge_add(struct feed_edge *edge, struct sha256 *h, const struct entry *entry);

/* The tree's root at its present size. */
struct digest feed_edge_root(const struct feed_edge *edge, struct sha256 *h);

/* Forget what is full: the files have it. */
void feed_edge_settle(struct feed_edge *edge);

#endif
