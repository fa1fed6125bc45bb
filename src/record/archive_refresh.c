#include "record/archive_inside.h"
#include "record/query.h"
#include "store/store.h"
#include "store/store_feed.h"

/* An archive that stays open while others write: see archive_refresh(). */

/* Statements of these kinds change what an open archive has read of the feeds, their
 * writers and its keys; the others only add rows to the index. */
static const struct str decisive[] = {
    STR_INIT("device"), STR_INIT("member"),      STR_INIT("erase"),
    STR_INIT("reseal"), STR_INIT("compartment"),
};

static enum err_code has_new(bool *out, struct archive *archive, struct view now,
                             uint32_t feed, uint64_t from, struct err *err)
{
    struct arena arena = {0};
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && !*out && i < sizeof decisive / sizeof *decisive;
         i++) {
        struct statement_list list = {0};
        struct ref after = from > 0 ? ref_of(feed, from - 1) : (struct ref){0};

        code = query_statements(&list, &arena, archive->index, now, decisive[i], after, 1,
                                err);
        *out = code == ERR_OK && list.count > 0 && ref_feed(list.items[0].ref) == feed;
    }
    arena_free(&arena);
    return code;
}

static enum err_code has_other_feeds(bool *out, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct str *ids = NULL;
    size_t count = 0;
    enum err_code code = store_feed_list(&ids, &count, &arena, archive->store, err);

    if (code == ERR_OK)
        *out = count != archive->feeds_there;
    arena_free(&arena);
    return code;
}

/* Whether anything came; before: the sizes until now. */
static enum err_code look(bool *has_come, uint64_t *before, struct archive *archive,
                          struct err *err)
{
    for (uint32_t n = 0; n < archive->feed_count; n++) {
        struct feed *feed = archive->feeds[n].feed;

        before[n] = feed_position(feed).size;
        if (feed_refresh(feed, err) != ERR_OK)
            return err->code;
        if (feed_position(feed).size != before[n])
            *has_come = true;
    }
    return ERR_OK;
}

enum err_code archive_refresh(bool *is_stale, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    uint64_t *before = ARENA_ARRAY(&arena, uint64_t, archive->feed_count);
    struct view now = {0};
    bool has_come = false;
    enum err_code code = has_other_feeds(is_stale, archive, err);

    /* Built anew meanwhile: what we hold may show what is erased. */
    *is_stale = *is_stale || index_is_replaced(archive->index);
    if (code == ERR_OK && !*is_stale)
        code = look(&has_come, before, archive, err);
    if (code == ERR_OK && has_come)
        code = archive_catch_up(archive, err);
    if (code == ERR_OK && has_come) {
        archive->knows_compartments = false;
        code = frontier_now(&now, &arena, archive->index, err);
    }
    for (uint32_t n = 0; code == ERR_OK && has_come && n < archive->feed_count; n++)
        code = has_new(is_stale, archive, now, n, before[n], err);
    arena_free(&arena);
    return code;
}
