#include "format/entry.h"
#include "log/commitment.h"
#include "log/feed_inside.h"

/*
 * Frames of a newer format (docs/versions.md): what this version does not know is stepped
 * over, so that the statements around it can be read.
 */

/* Every entry of a feed has one length, so its place in the bundle is known. */
static bool read_entry(struct entry *out, struct feed *feed, uint64_t index)
{
    enum { LENGTH_BYTES = 2 };
    char bytes[LENGTH_BYTES + ENTRY_BYTES];
    size_t got = 0;
    struct err ignored = {0};
    uint64_t group = index / PACK_FRAMES;

    return group < feed->position.size / PACK_FRAMES &&
           store_part_read_at(&got, feed->store, feed_name(feed), store_entries(group),
                              index % PACK_FRAMES * sizeof bytes, bytes, sizeof bytes,
                              &ignored) == ERR_OK &&
           got == sizeof bytes &&
           entry_parse(out, (struct str){bytes + LENGTH_BYTES, ENTRY_BYTES}, &ignored) ==
               ERR_OK;
}

bool feed_step_unknown(struct feed_statement *out, struct feed *feed, struct str *rest,
                       uint64_t index)
{
    struct entry entry = {0};
    bool has_entry;

    if (!store_is_newer(feed->store) || (rest->len > 0 && !frame_is_unknown(*rest)))
        return false;
    has_entry = read_entry(&entry, feed, index);
    /* Behind a frame whose length nobody tells, nothing of the group is found. */
    if (rest->len > 0 && !(has_entry && frame_step_unknown(rest, feed->h, &entry)))
        *rest = STR("");
    *out = (struct feed_statement){
        .index = index, .form = FRAME_UNKNOWN, .commitment = entry.commitment};
    return true;
}
