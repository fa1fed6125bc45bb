#ifndef SHARE_COPY_GROUP_H
#define SHARE_COPY_GROUP_H

/*
 * One group of statements of the archive, held against itself: a pack's statements give
 * the same leaves as its bundle of entries and its tile. Where the three disagree two of
 * them are believed for the moment; whether they were right the signed root decides.
 */

#include "share/copy_inside.h"

enum copy_group_state {
    COPY_GROUP_WHOLE,
    COPY_GROUP_TILE_WRONG, /* the statements are whole */
    COPY_GROUP_PACK_WRONG
};

struct copy_group {
    uint64_t n;
    unsigned width;
    enum copy_group_state state;
    struct str frames;  /* of exactly these statements where that could be told */
    struct str entries; /* the bundle, as the copy should have it */
    struct digest leaves[TILE_WIDTH]; /* believed */
    struct frame frame[TILE_WIDTH];
    bool is_good[TILE_WIDTH]; /* the frame gives the believed leaf */
    struct err why;           /* it could not be read at all */
};

/* Everything lies in the log's scratch and in bundle, until the next group is read. */
void copy_group_read(struct copy_group *group, struct buf *bundle, struct feed_log *log,
                     uint64_t n);

/* Whether other frames, of another copy, give exactly these leaves. */
bool copy_group_fits(const struct copy_group *group, struct sha256 *h, struct str frames);

#endif
