#include "share/feed_log.h"

#include "format/canon.h"
#include "format/entry.h"
#include "log/commitment.h"
#include "log/signed_note.h"
#include "log/tiles.h"
#include "store/store.h"
#include "store/store_feed.h"

enum {
    PACK_MAX_BYTES = PACK_FRAMES * (FRAME_HEAD_MAX_BYTES + FRAME_SEALED_MAX_BYTES),
    BUNDLE_MAX_BYTES = PACK_FRAMES * (2 + ENTRY_BYTES)
};

/* Statement 0 of every feed names the key that signs it (format.md 4.1). */
static enum err_code learn_key(struct feed_log *log, struct err *err)
{
    struct feed_statement first = {0};
    struct value statement = {0};
    enum err_code code = feed_read(&first, &log->arena, log->feed, 0, err);

    if (code == ERR_OK)
        code = canon_parse(&statement, &log->arena, first.bytes, err);
    if (code == ERR_OK) {
        log->vkey = value_get_string(&statement, STR("key"));
        code = signed_note_key_parse(&log->key, &log->arena, log->h, log->vkey, err);
    }
    if (code != ERR_OK)
        return err_context(err, "statement 0 of feed " STR_FMT ": ",
                           STR_ARG(feed_id(log->feed)));
    return ERR_OK;
}

enum err_code feed_log_open(struct feed_log *out, struct store *store, struct str feed,
                            struct err *err)
{
    struct feed_log log = {.store = store};
    struct feed_position position;

    if (feed_open(&log.feed, store, feed, err) != ERR_OK)
        return err->code;
    position = feed_position(log.feed);
    log.h = sha256_new();
    log.head = (struct merkle_head){position.size, position.root};
    log.checkpoint = arena_str(&log.arena, feed_checkpoint(log.feed));
    if (position.size == 0)
        (void)err_set(err, ERR_NOT_FOUND,
                      "feed " STR_FMT " is empty: nothing was signed yet", STR_ARG(feed));
    if (position.size == 0 || learn_key(&log, err) != ERR_OK) {
        feed_log_close(&log);
        return err->code;
    }
    *out = log;
    return ERR_OK;
}

void feed_log_close(struct feed_log *log)
{
    feed_close(log->feed);
    sha256_free(log->h);
    buf_release(&log->tile);
    arena_free(&log->arena);
    arena_free(&log->scratch);
    *log = (struct feed_log){0};
}

static enum err_code read_part(struct str *out, struct feed_log *log,
                               struct store_part part, size_t limit, struct err *err)
{
    return store_part_read(out, &log->scratch, log->store, feed_id(log->feed), part,
                           limit, err);
}

/* A tail may become a pack between two looks, and is gone then. */
enum err_code feed_log_frames(struct str *out, struct feed_log *log, uint64_t n,
                              struct err *err)
{
    bool is_full = tile_width(log->head.size, 0, n) == TILE_WIDTH;
    enum err_code code = ERR_NOT_FOUND;

    for (int look = 0; look < 3 && code == ERR_NOT_FOUND; look++)
        code = read_part(out, log,
                         is_full == (look % 2 == 0) ? store_pack(n) : store_tail(n),
                         PACK_MAX_BYTES, err);
    if (code == ERR_NOT_FOUND)
        return err_set(err, ERR_CORRUPT,
                       "statements from %llu on of feed " STR_FMT
                       " are missing; stele verify tells more",
                       (unsigned long long)n * PACK_FRAMES, STR_ARG(feed_id(log->feed)));
    return code;
}

static enum err_code entries_from_frames(struct buf *out, struct feed_log *log,
                                         uint64_t n, unsigned width, struct err *err)
{
    struct str frames = {0};
    size_t before = out->len;

    if (feed_log_frames(&frames, log, n, err) != ERR_OK)
        return err->code;
    for (unsigned i = 0; i < width; i++) {
        struct frame frame = {0};
        struct entry entry;
        char text[ENTRY_BYTES];

        if (frame_read(&frame, &frames, err) != ERR_OK) {
            out->len = before;
            return err_context(err, "statement %llu of feed " STR_FMT ": ",
                               (unsigned long long)n * PACK_FRAMES + i,
                               STR_ARG(feed_id(log->feed)));
        }
        entry = frame_entry(log->h, &frame);
        entry_write(text, &entry);
        bundle_append(out, (struct str){text, sizeof text});
    }
    return ERR_OK;
}

enum err_code feed_log_entries(struct buf *out, struct feed_log *log, uint64_t n,
                               struct err *err)
{
    unsigned width = tile_width(log->head.size, 0, n);
    struct str bundle = {0};
    enum err_code code = ERR_NOT_FOUND;

    arena_reset(&log->scratch);
    if (width == TILE_WIDTH)
        code = read_part(&bundle, log, store_entries(n), BUNDLE_MAX_BYTES, err);
    if (code == ERR_NOT_FOUND)
        return entries_from_frames(out, log, n, width, err);
    if (code == ERR_OK)
        buf_append(out, bundle);
    return code;
}

/* Level 0 is the leaf hashes of the entries. */
static enum err_code hash_entries(struct feed_log *log, const struct tile *tile,
                                  struct err *err)
{
    struct buf bundle = {0};
    struct str rest;
    struct str entry = {0};
    enum err_code code = feed_log_entries(&bundle, log, tile->n, err);

    rest = buf_str(&bundle);
    for (unsigned i = 0; code == ERR_OK && i < tile->width; i++) {
        struct digest leaf;

        code = bundle_read(&entry, &rest, err);
        if (code != ERR_OK)
            break;
        leaf = merkle_leaf(log->h, entry);
        buf_bytes(&log->tile, leaf.bytes, sizeof leaf.bytes);
    }
    buf_release(&bundle);
    return code;
}

/* Each hash is the root of a full tile of the level below, and those are all kept. */
static enum err_code hash_tiles_below(struct feed_log *log, const struct tile *tile,
                                      struct err *err)
{
    struct digest hashes[TILE_WIDTH];
    struct str bytes = {0};

    for (unsigned i = 0; i < tile->width; i++) {
        struct digest root;

        arena_reset(&log->scratch);
        if (read_part(&bytes, log,
                      store_tile(tile->level - 1, tile->n * TILE_WIDTH + i, TILE_WIDTH),
                      sizeof hashes, err) != ERR_OK)
            return err->code;
        if (bytes.len != sizeof hashes)
            return err_set(err, ERR_CORRUPT,
                           "a tile of level %u of feed " STR_FMT
                           " is damaged; stele verify tells more",
                           tile->level - 1, STR_ARG(feed_id(log->feed)));
        memcpy(hashes, bytes.ptr, sizeof hashes);
        root = merkle_perfect(log->h, hashes, TILE_WIDTH);
        buf_bytes(&log->tile, root.bytes, sizeof root.bytes);
    }
    return ERR_OK;
}

enum err_code feed_log_fetch(void *context, struct str *out, const struct tile *tile,
                             struct err *err)
{
    struct feed_log *log = context;
    enum err_code code = ERR_NOT_FOUND;

    arena_reset(&log->scratch);
    buf_reset(&log->tile);
    if (tile->level > 0 || tile->width == TILE_WIDTH)
        code = read_part(out, log, store_tile(tile->level, tile->n, tile->width),
                         TILE_MAX_BYTES, err);
    /* The writer may have gone on and replaced a partial tile by a wider one. */
    if (code == ERR_NOT_FOUND) {
        code = tile->level == 0 ? hash_entries(log, tile, err)
                                : hash_tiles_below(log, tile, err);
        *out = buf_str(&log->tile);
    }
    if (code == ERR_NOT_FOUND)
        err->code = ERR_CORRUPT; /* the checkpoint covers it: it must be there */
    return code == ERR_OK ? ERR_OK : err->code;
}

enum err_code feed_log_prove(struct merkle_proof *out, struct feed_log *log,
                             uint64_t index, const struct digest *leaf, struct err *err)
{
    struct tile_tree tree = {
        .size = log->head.size, .fetch = feed_log_fetch, .context = log, .h = log->h};
    struct merkle_source source = {tile_tree_read, &tree};
    struct merkle_proof proof = {0};

    if (merkle_prove_inclusion(&proof, log->h, &source, index, log->head.size, err) !=
        ERR_OK)
        return err->code;
    if (!merkle_includes(log->h, &log->head, index, leaf, &proof))
        return err_set(err, ERR_CORRUPT,
                       "cannot prove statement %llu of feed " STR_FMT
                       ": its files do not give the signed root; stele verify tells more",
                       (unsigned long long)index, STR_ARG(feed_id(log->feed)));
    *out = proof;
    return ERR_OK;
}
