#ifndef SHARE_COPY_FEED_H
#define SHARE_COPY_FEED_H

/* What copy_survey.c and copy_feed.c share: paths of a feed's files in the copy. */

#include "share/copy_group.h"

/* Of a group: damaged in the archive; what is to be written. */
enum {
    COPY_MARK_DAMAGED = 1,
    COPY_MARK_FRAMES = 2,
    COPY_MARK_ENTRIES = 4,
    COPY_MARK_TILE = 8
};

static inline uint64_t copy_group_count(const struct copy_feed *f)
{
    return (f->log.head.size - 1) / TILE_WIDTH + 1;
}

static inline uint64_t copy_group_count_of(uint64_t size)
{
    return size > 0 ? (size - 1) / TILE_WIDTH + 1 : 0;
}

/* Paths live in c->kept and end in NUL. */
struct str copy_feed_path(struct copying *c, const struct copy_feed *f, const char *name);
struct str copy_tile_path(struct copying *c, const struct copy_feed *f,
                          const struct tile *tile);
/* The pack of a full group, the tail of the unfinished one. */
struct str copy_pack_path(struct copying *c, const struct copy_feed *f, uint64_t n);

/* The last five lines of *list, which loses them. */
struct str copy_last_note(struct str *list);

#endif
