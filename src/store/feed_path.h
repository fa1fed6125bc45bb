#ifndef STORE_FEED_PATH_H
#define STORE_FEED_PATH_H

/* Where the parts of a feed lie below the archive's folder: for store/ only. */

#include "store/store_feed.h"
#include "store/store_inside.h"

struct store_path feed_part_path(struct str feed, const struct store_part *part);

static inline struct store_path feed_tile_path(struct str feed, const struct tile *tile)
{
    struct store_part part = {STORE_TILE, *tile};

    return feed_part_path(feed, &part);
}

#endif
