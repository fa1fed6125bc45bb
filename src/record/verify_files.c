#include "base/message.h"
#include "format/tilepath.h"
#include "log/feed.h"
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

/* "checkpoint.new"; "pack/000.new" or "tail-0.new", of an erasure: the writer was killed
 * before the file took its place. */
static bool is_being_replaced(struct str name)
{
    struct str suffix = STR(".new");
    struct tile tile = {0};
    uint64_t n = 0;

    if (str_equal(name, STR("checkpoint.new")))
        return true;
    if (!str_ends_with(name, suffix))
        return false;
    name = str_prefix(name, name.len - suffix.len);
    if (str_starts_with(name, STR("tail-")))
        return str_to_u64(&n, str_after(name, 5));
    return tile_path_parse(&tile, name) && tile.kind == TILE_PACK;
}

enum expectation { EXPECTED, LEFTOVER, UNKNOWN, UNEXPECTED };

/* A stopped copying may have brought any number of groups that no checkpoint covers yet.
 * A writer that goes on meanwhile makes and removes files, and no more need be said. */
static enum expectation beyond(const struct verification *v,
                               const struct verify_feed *feed, bool is_leftover)
{
    if (v->feeds[feed - v->result.feeds].size_now > feed->result.position.size)
        return EXPECTED;
    return is_leftover || v->is_unfinished_copy ? LEFTOVER : UNEXPECTED;
}

/* Files of a feed; a group beyond the checkpoint is what a killed writer left. */
static enum expectation in_feed(const struct verification *v,
                                const struct verify_feed *feed, struct str name)
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
        return beyond(v, feed, n <= size / TILE_WIDTH + GROUPS_A_COMMIT);
    }
    if (!tile_path_parse(&tile, name))
        return UNEXPECTED;
    if (!feed->is_audited || is_expected_tile(size, &tile))
        return EXPECTED;
    return beyond(v, feed, is_leftover_tile(size, &tile));
}

/*
 * What a newer version may have put there: anything in an archive of its format, and in
 * one of ours the log of a replica, which the format has a place for (docs/versions.md).
 */
static bool is_of_newer(const struct verification *v, struct str top)
{
    return store_is_newer(v->store) || str_equal(top, STR("replica"));
}

static enum expectation expect(const struct verification *v, struct str path)
{
    struct str rest = path;
    struct str top = str_cut(&rest, '/');
    enum expectation expectation = UNEXPECTED;
    const struct verify_feed *feed;

    if (str_equal(path, STR("stele.json")) || str_equal(top, STR("objects")))
        return EXPECTED;
    /* Those that anchors_read() sees: each is judged by itself. */
    if (str_equal(top, STR("anchors")) && !str_starts_with(rest, STR(".")) &&
        str_find(rest, '/', 0) == rest.len)
        return EXPECTED;
    feed = str_equal(top, STR("feeds")) ? feed_of(v, str_cut(&rest, '/')) : NULL;
    if (feed)
        expectation = in_feed(v, feed, rest);
    return expectation == UNEXPECTED && is_of_newer(v, top) ? UNKNOWN : expectation;
}

/* What a stopped `stele copy` left, in a copy that is to be gone on with. */
static bool is_of_copy(struct verification *v, struct str path,
                       enum expectation expectation)
{
    struct str rest = path;

    if (str_equal(str_cut(&rest, '/'), STR(STORE_UNFINISHED_COPY)))
        verify_find(
            v, AUDIT_UNFINISHED, path,
            str_from_c(_("stele copy was stopped before its end: run it again into "
                         "this folder")));
    else if (expectation == LEFTOVER && v->is_unfinished_copy)
        verify_find(v, AUDIT_UNFINISHED, path,
                    str_from_c(_("no checkpoint covers it yet: stele copy was stopped")));
    else
        return false;
    return true;
}

static void verify_path(struct verification *v, struct str path)
{
    enum expectation expectation = expect(v, path);

    if (is_of_copy(v, path, expectation))
        return;
    switch (expectation) {
    case EXPECTED:
        break;
    case LEFTOVER:
        verify_find(
            v, AUDIT_UNFINISHED, path,
            str_from_c(_(
                "no checkpoint covers it: a writer was killed, and the next one removes "
                "it")));
        break;
    case UNKNOWN:
        v->result.unknown_files++;
        verify_find(
            v, AUDIT_UNKNOWN, path,
            str_from_c(_("this version does not read it, and says nothing about it")));
        break;
    case UNEXPECTED:
        verify_find(
            v, AUDIT_UNEXPECTED, path,
            str_from_c(
                _("nothing in the record accounts for this file; no statement depends on "
                  "it")));
        break;
    }
}

static void look_again(struct verification *v)
{
    for (size_t i = 0; i < v->result.feed_count; i++) {
        struct feed *feed = NULL;
        struct err ignored = {0};

        if (!v->result.feeds[i].is_audited ||
            feed_open(&feed, v->store, v->result.feeds[i].id, &ignored) != ERR_OK)
            continue;
        v->feeds[i].size_now = feed_position(feed).size;
        feed_close(feed);
    }
}

enum err_code verify_paths(struct verification *v, struct err *err)
{
    struct str *paths;
    size_t count = 0;
    enum err_code code = store_list_files(&paths, &count, v->arena, v->store, err);

    look_again(v);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        v->is_unfinished_copy =
            v->is_unfinished_copy || str_equal(paths[i], STR(STORE_UNFINISHED_TEXT));
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        verify_path(v, paths[i]);
    return code;
}
