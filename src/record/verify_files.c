#include "format/tilepath.h"
#include "record/verify_inside.h"
#include "store/store.h"

enum { GROUPS_A_COMMIT = 257 };

static const struct verify_feed *feed_of(const struct verification *v, struct str id)
{
    for (size_t i = 0; i < v->result.feed_count; i++)
        if (str_equal(v->result.feeds[i].id, id))
            return &v->result.feeds[i];
    return NULL;
}

static bool is_expected_tile(uint64_t size, const struct tile *tile)
{
    bool is_kept_partial = tile->kind == TILE_HASHES && tile->level > 0;

    if (tile->width < TILE_WIDTH && !is_kept_partial)
        return false;
    return tile_width(size, tile->level, tile->n) == tile->width;
}

/* One commit fills at most 256 groups, and what it leaves lies there or just behind. */
static bool is_leftover_tile(uint64_t size, const struct tile *tile)
{
    uint64_t full = tile_full_count(size, tile->level);

    if (tile->kind != TILE_HASHES || tile->level == 0)
        return tile->width == TILE_WIDTH && tile->n >= full &&
               tile->n <= full + GROUPS_A_COMMIT;
    return tile->n + 1 >= full && tile->n <= full + 1;
}

/* "checkpoint.new"; "pack/000.new", of an erasure: the writer was killed before the file
 * took its place. */
static bool is_being_replaced(struct str name)
{
    struct str suffix = STR(".new");
    struct tile tile = {0};

    if (str_equal(name, STR("checkpoint.new")))
        return true;
    return str_ends_with(name, suffix) &&
           tile_path_parse(&tile, str_prefix(name, name.len - suffix.len)) &&
           tile.kind == TILE_PACK;
}

enum expectation { EXPECTED, LEFTOVER, UNEXPECTED };

/* Files of a feed; a group beyond the checkpoint is what a killed writer left. */
static enum expectation in_feed(const struct verify_feed *feed, struct str name)
{
    uint64_t size = feed->result.position.size;
    struct tile tile = {0};
    uint64_t n = 0;

    if (str_equal(name, STR("checkpoint")) || str_equal(name, STR("checkpoints")))
        return EXPECTED;
    if (is_being_replaced(name))
        return LEFTOVER;
    if (str_starts_with(name, STR("tail-")) && str_to_u64(&n, str_after(name, 5))) {
        if (!feed->is_audited || (n == size / TILE_WIDTH && size % TILE_WIDTH > 0))
            return EXPECTED;
        return n <= size / TILE_WIDTH + GROUPS_A_COMMIT ? LEFTOVER : UNEXPECTED;
    }
    if (!tile_path_parse(&tile, name))
        return UNEXPECTED;
    if (!feed->is_audited || is_expected_tile(size, &tile))
        return EXPECTED;
    return is_leftover_tile(size, &tile) ? LEFTOVER : UNEXPECTED;
}

static void verify_path(struct verification *v, struct str path)
{
    struct str rest = path;
    struct str top = str_cut(&rest, '/');
    enum expectation expectation = UNEXPECTED;
    const struct verify_feed *feed;

    if (str_equal(path, STR("stele.json")) || str_equal(top, STR("objects")) ||
        str_equal(top, STR("anchors")))
        return;
    feed = str_equal(top, STR("feeds")) ? feed_of(v, str_cut(&rest, '/')) : NULL;
    if (feed)
        expectation = in_feed(feed, rest);
    if (expectation == LEFTOVER)
        verify_find(
            v, AUDIT_UNFINISHED, path,
            STR("no checkpoint covers it: a writer was killed, and the next one removes "
                "it"));
    else if (expectation == UNEXPECTED)
        verify_find(
            v, AUDIT_UNEXPECTED, path,
            STR("nothing in the record accounts for this file; no statement depends on "
                "it"));
}

enum err_code verify_paths(struct verification *v, struct err *err)
{
    struct str *paths;
    size_t count = 0;
    enum err_code code = store_list_files(&paths, &count, v->arena, v->store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        verify_path(v, paths[i]);
    return code;
}
