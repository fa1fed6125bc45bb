#include <assert.h>
#include <string.h>

#include "crypto/random.h"
#include "format/payload.h"
#include "log/commitment.h"
#include "log/feed_inside.h"

static enum err_code refuse_foreign(struct feed *feed, struct err *err)
{
    struct arena arena = {0};
    struct str owner = store_stranger(feed->store, &arena);

    feed->state = FEED_FOREIGN;
    if (owner.len > 0)
        (void)err_set(err, ERR_DENIED,
                      "cannot write feed %s: its key belongs to \"" STR_FMT
                      "\" or to another machine; here the archive can only be read "
                      "(to write here too: stele device new)",
                      feed->id, STR_ARG(owner));
    else
        (void)err_set(err, ERR_DENIED,
                      "cannot write feed %s: its key is not on this machine; here the "
                      "archive can only be read (to write here too: stele device new)",
                      feed->id);
    arena_free(&arena);
    return ERR_DENIED;
}

static enum err_code refuse(struct feed *feed, struct err *err)
{
    if (feed->state == FEED_RESTORED)
        return err_set(
            err, ERR_DENIED,
            "cannot write feed %s: this machine has signed more than the folder "
            "holds (%llu statements), so an older copy was put back; the last "
            "note is kept in \"anchors\"; go on with the newest copy, or without it: "
            "stele device new",
            feed->id, (unsigned long long)feed->position.size);
    return err_set(
        err, ERR_DENIED,
        "cannot write feed %s: this machine and the folder hold two different "
        "histories of it; both notes are kept in \"anchors\"; it can only be read "
        "(to go on with a new feed: stele device new)",
        feed->id);
}

static enum err_code need_head(struct feed *feed, struct err *err)
{
    struct arena arena = {0};
    struct str head;
    enum err_code code =
        store_head_read(&head, &arena, feed->store, feed_name(feed), err);

    arena_free(&arena);
    return code;
}

enum err_code feed_begin(struct feed *feed, struct err *err)
{
    bool was_interrupted = false;
    enum err_code code = feed_key_load(feed, err);

    assert(!feed->is_locked);
    if (code == ERR_OK)
        code = need_head(feed, err);
    if (code == ERR_NOT_FOUND)
        return refuse_foreign(feed, err);
    if (code != ERR_OK)
        return code;
    if (store_lock(&was_interrupted, feed->store, feed_name(feed), err) != ERR_OK)
        return err->code;
    feed->is_locked = true;
    if (was_interrupted)
        feed->is_settled = false;
    feed->was_interrupted = was_interrupted;
    code = feed_recover(&feed->state, feed, err);
    if (code == ERR_OK && feed->state != FEED_WRITABLE)
        code = refuse(feed, err);
    if (code != ERR_OK)
        feed_end(feed);
    return code;
}

void feed_end(struct feed *feed)
{
    if (!feed->is_locked)
        return;
    if (feed->edge.size != feed->loaded.size)
        feed->is_loaded = false; /* forget what was added and not committed */
    feed->is_locked = false;
    store_unlock(feed->store, feed->is_settled);
}

uint64_t feed_next(const struct feed *feed)
{
    return feed->edge.size;
}

static const uint8_t *fresh_salt(struct feed *feed)
{
    if (feed->salts_used == SALTS_AT_ONCE) {
        random_fill(feed->salts, sizeof feed->salts);
        feed->salts_used = 0;
    }
    return feed->salts[feed->salts_used++];
}

static enum err_code check_room(const struct feed *feed, struct str statement,
                                struct err *err)
{
    assert(feed->is_locked);
    if (!feed->is_loaded)
        return err_set(err, ERR_CONFLICT,
                       "cannot add to feed %s: its last commit failed; begin again",
                       feed->id);
    if (statement.len < STATEMENT_MIN_BYTES || statement.len > STATEMENT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a statement has %d to %d bytes, not %zu",
                       STATEMENT_MIN_BYTES, STATEMENT_MAX_BYTES, statement.len);
    if (feed->edge.size - feed->loaded.size >= FEED_COMMIT_MAX ||
        feed->edge.frames.len > COMMIT_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "one commit holds at most %d statements or 1 GiB",
                       FEED_COMMIT_MAX);
    return ERR_OK;
}

enum err_code feed_add(struct digest *out, struct feed *feed, struct str statement,
                       const uint8_t *salt, struct err *err)
{
    struct entry entry;

    if (check_room(feed, statement, err) != ERR_OK)
        return err->code;
    buf_reset(&feed->together);
    buf_bytes(&feed->together, salt ? salt : fresh_salt(feed), FRAME_SALT_BYTES);
    buf_append(&feed->together, statement);
    entry.commitment = sha256_of(feed->h, buf_str(&feed->together));
    entry.stored = entry.commitment;
    frame_append_open(&feed->edge.frames, buf_str(&feed->together));
    feed_edge_add(&feed->edge, feed->h, &entry);
    if (out)
        *out = entry.commitment;
    return ERR_OK;
}

enum err_code feed_add_sealed(struct digest *out, struct feed *feed, struct str statement,
                              const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count,
                              struct err *err)
{
    const uint8_t *salt;
    struct entry entry;

    if (check_room(feed, statement, err) != ERR_OK)
        return err->code;
    salt = fresh_salt(feed);
    entry.commitment = commitment_of(feed->h, salt, statement);
    buf_reset(&feed->together);
    payload_append(&feed->together, salt, statement);
    buf_reset(&feed->sealed);
    age_seal(&feed->sealed, recipients, count, buf_str(&feed->together));
    if (feed->sealed.len > FRAME_SEALED_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a sealed statement has at most %d bytes, not %zu",
                       FRAME_SEALED_MAX_BYTES, feed->sealed.len);
    entry.stored = sha256_of(feed->h, buf_str(&feed->sealed));
    frame_append_sealed(&feed->edge.frames, &entry.commitment, buf_str(&feed->sealed));
    feed_edge_add(&feed->edge, feed->h, &entry);
    if (out)
        *out = entry.commitment;
    return ERR_OK;
}

/* What a commit writes, gathered in an arena. */
struct gathered {
    struct store_file *files;
    size_t file_count;
    struct tile *stale;
    size_t stale_count;
};

static void gather_file(struct gathered *g, enum tile_kind kind, unsigned level,
                        uint64_t n, unsigned width, struct str bytes)
{
    g->files[g->file_count++] = (struct store_file){{kind, level, n, width}, bytes};
}

static void gather_groups(struct gathered *g, const struct feed_edge *edge)
{
    uint64_t full = edge->size / TILE_WIDTH - edge->first_group;
    struct str frames = buf_str(&edge->frames);
    struct str entries = buf_str(&edge->entries);
    struct str leaves = buf_str(&edge->hashes[0]);
    enum { BUNDLE = TILE_WIDTH * EDGE_BUNDLE_ENTRY };
    size_t begin = 0;

    for (size_t i = 0; i < full; i++) {
        uint64_t n = edge->first_group + i;
        size_t end = edge->group_end[i];

        gather_file(g, TILE_PACK, 0, n, TILE_WIDTH,
                    str_prefix(str_after(frames, begin), end - begin));
        gather_file(g, TILE_ENTRIES, 0, n, TILE_WIDTH,
                    str_prefix(str_after(entries, i * BUNDLE), BUNDLE));
        gather_file(g, TILE_HASHES, 0, n, TILE_WIDTH,
                    str_prefix(str_after(leaves, i * TILE_MAX_BYTES), TILE_MAX_BYTES));
        begin = end;
    }
}

/* The tiles of a level from 1 on that have changed since old_size. */
static void gather_level(struct gathered *g, const struct feed_edge *edge,
                         uint64_t old_size, unsigned level)
{
    struct str hashes = buf_str(&edge->hashes[level]);
    uint64_t n = tile_full_count(old_size, level);
    unsigned old_width = tile_partial_width(old_size, level);
    unsigned width = tile_partial_width(edge->size, level);

    if (n == tile_full_count(edge->size, level) && old_width == width)
        return;
    for (; hashes.len >= TILE_MAX_BYTES; n++) {
        gather_file(g, TILE_HASHES, level, n, TILE_WIDTH,
                    str_prefix(hashes, TILE_MAX_BYTES));
        hashes = str_after(hashes, TILE_MAX_BYTES);
    }
    if (width > 0)
        gather_file(g, TILE_HASHES, level, n, width, hashes);
    if (old_width > 0)
        g->stale[g->stale_count++] = (struct tile){
            TILE_HASHES, level, tile_full_count(old_size, level), old_width};
}

static void gather(struct gathered *g, struct arena *arena, const struct feed *feed)
{
    uint64_t full = feed->edge.size / TILE_WIDTH - feed->edge.first_group;

    g->files = ARENA_ARRAY(arena, struct store_file, 3 * (full + TILE_LEVELS));
    g->stale = ARENA_ARRAY(arena, struct tile, TILE_LEVELS);
    gather_groups(g, &feed->edge);
    for (unsigned level = 1; level < TILE_LEVELS; level++)
        gather_level(g, &feed->edge, feed->loaded.size, level);
}

/* New frames of the group that stays unfinished; old ones are in the tail already. */
static struct str new_tail(const struct feed *feed)
{
    const struct feed_edge *edge = &feed->edge;
    uint64_t full = edge->size / TILE_WIDTH - edge->first_group;
    size_t begin = full > 0 ? edge->group_end[full - 1] : feed->tail_len;

    return str_after(buf_str(&edge->frames), begin);
}

static void committed(struct feed *feed, const struct feed_position *position,
                      struct buf *note)
{
    feed->position = *position;
    feed->loaded = *position;
    buf_reset(&feed->checkpoint);
    buf_append(&feed->checkpoint, buf_str(note));
    buf_reset(&feed->head);
    buf_append(&feed->head, buf_str(note));
    feed_edge_settle(&feed->edge);
    feed->tail_len = feed->edge.frames.len;
}

/* A full disk is better found now than in the middle of the files. */
static enum err_code need_space(const struct feed *feed, struct err *err)
{
    enum { SPARE_BYTES = 1 << 20 };
    uint64_t bytes = SPARE_BYTES + feed->edge.frames.len + feed->edge.entries.len +
                     2 * (uint64_t)feed->edge.hashes[0].len;
    uint64_t free_bytes = 0;

    if (store_free_space(&free_bytes, feed->store, err) != ERR_OK)
        return err->code;
    if (free_bytes < bytes)
        return err_set(
            err, ERR_IO,
            "could not write: the disk has %llu bytes free, and %llu are needed",
            (unsigned long long)free_bytes, (unsigned long long)bytes);
    return ERR_OK;
}

enum err_code feed_commit(struct feed *feed, struct err *err)
{
    struct feed_edge *edge = &feed->edge;
    struct feed_position position = {.size = edge->size};
    struct arena arena = {0};
    struct gathered g = {0};
    struct buf note = {0};
    struct store_commit commit;
    enum err_code code;

    assert(feed->is_locked);
    if (!feed->is_loaded)
        return err_set(err, ERR_CONFLICT,
                       "cannot commit to feed %s: its last commit failed; begin again",
                       feed->id);
    if (edge->size == feed->loaded.size)
        return ERR_OK;
    if (need_space(feed, err) != ERR_OK)
        return err->code;
    position.root = feed_edge_root(edge, feed->h);
    feed_note_append(&note, feed, &position);
    gather(&g, &arena, feed);
    commit = (struct store_commit){
        .feed = feed_name(feed),
        .old_head = buf_str(&feed->head),
        .note = buf_str(&note),
        .tail = edge->size / TILE_WIDTH,
        .tail_bytes = new_tail(feed),
        .files = g.files,
        .file_count = g.file_count,
        .stale = g.stale,
        .stale_count = g.stale_count,
        .closes_tail = feed->tail_len > 0 && edge->size / TILE_WIDTH > edge->first_group,
        .closed_tail = edge->first_group,
    };
    code = store_feed_commit(feed->store, &commit, err);
    if (code == ERR_OK) {
        committed(feed, &position, &note);
    } else { /* what is on the disk is known again after the next feed_begin() */
        feed->is_loaded = false;
        feed->is_settled = false;
    }
    buf_release(&note);
    arena_free(&arena);
    return code;
}
