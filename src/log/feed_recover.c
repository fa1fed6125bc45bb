#include <stdio.h>

#include "base/message.h"
#include "log/commitment.h"
#include "log/feed_inside.h"
#include "log/tiles.h"
#include "store/object.h"

/*
 * What a writer does first: the table of format.md 4.4. K is the checkpoint in the
 * folder, H the head in this machine's state.
 */
struct standing {
    struct str head_note;
    struct feed_position head;       /* H */
    struct feed_position checkpoint; /* K */
};

static bool same_root(const struct feed_position *a, const struct feed_position *b)
{
    return digest_equal(&a->root, &b->root);
}

/* Evidence goes into the folder; where it cannot be written, the state still has it. */
static void keep_note(struct feed *feed, const struct feed_position *position,
                      struct str note)
{
    struct err ignored = {0};
    char name[128];

    (void)snprintf(name, sizeof name, "%s-%llu-%.16s.note", feed->id,
                   (unsigned long long)position->size, digest_text(&position->root).hex);
    if (store_anchor_put(feed->store, name, note, &ignored) != ERR_OK)
        return;
}

/* Load the edge of a position and compare roots. *has_root is false, and the result
 * ERR_OK, when files are missing or give another root. */
static enum err_code load_and_compare(bool *has_root, bool *is_missing, bool *ahead,
                                      struct feed *feed,
                                      const struct feed_position *position,
                                      struct err *err)
{
    struct digest root;
    enum err_code code = feed_edge_load(ahead, feed, position->size, err);

    *is_missing = code == ERR_NOT_FOUND;
    *has_root = false;
    if (code == ERR_NOT_FOUND || code == ERR_CORRUPT)
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    root = feed_edge_root(&feed->edge, feed->h);
    *has_root = digest_equal(&root, &position->root);
    return ERR_OK;
}

/* The pack of a full group holds what its tile says. */
static enum err_code check_group(struct feed *feed, uint64_t n, struct err *err)
{
    struct arena arena = {0};
    struct str pack = {0};
    struct str tile = {0};
    struct str name = feed_name(feed);
    enum err_code code = store_part_read(&pack, &arena, feed->store, name, store_pack(n),
                                         PACK_MAX_BYTES, err);

    if (code == ERR_OK)
        code = store_part_read(&tile, &arena, feed->store, name,
                               store_tile(0, n, TILE_WIDTH), TILE_MAX_BYTES, err);
    for (size_t i = 0; code == ERR_OK && i < PACK_FRAMES; i++) {
        struct frame frame;
        struct entry entry;
        struct digest leaf;
        struct str hash =
            str_prefix(str_after(tile, i * TILE_HASH_BYTES), TILE_HASH_BYTES);

        code = frame_read(&frame, &pack, err);
        if (code != ERR_OK)
            break;
        entry = frame_entry(feed->h, &frame);
        leaf = entry_leaf(feed->h, &entry);
        if (!str_equal(hash, (struct str){(const char *)leaf.bytes, sizeof leaf.bytes}))
            code = err_set(err, ERR_CORRUPT, "pack and tile %llu differ",
                           (unsigned long long)n);
    }
    arena_free(&arena);
    return code;
}

static enum err_code check_groups(bool *all_there, struct feed *feed, uint64_t from,
                                  uint64_t to, struct err *err)
{
    *all_there = true;
    for (uint64_t n = from; n < to; n++) {
        enum err_code code = check_group(feed, n, err);

        if (code == ERR_NOT_FOUND || code == ERR_CORRUPT) {
            *all_there = false;
            return ERR_OK;
        }
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

static void set_loaded(struct feed *feed, const struct feed_position *position,
                       struct str head)
{
    struct buf copy = {0};

    buf_append(&copy, head);
    buf_release(&feed->head);
    feed->head = copy;
    feed->loaded = *position;
    feed->tail_len = feed->edge.frames.len;
    feed->is_loaded = true;
}

/* H = K: the rule. Also the end of the two rows that can be mended. */
static enum err_code take_position(enum feed_state *state, struct feed *feed,
                                   const struct feed_position *position, struct str head,
                                   struct err *err)
{
    bool has_root;
    bool is_missing;
    bool ahead;

    if (load_and_compare(&has_root, &is_missing, &ahead, feed, position, err) != ERR_OK)
        return err->code;
    if (is_missing) {
        *state = FEED_RESTORED;
        keep_note(feed, position, head);
        return ERR_OK;
    }
    if (!has_root)
        return err_set(err, ERR_CORRUPT,
                       "the files of feed %s do not give the root of its checkpoint: run "
                       "\"stele verify\"",
                       feed->id);
    if (ahead)
        return err_set(
            err, ERR_CORRUPT,
            "the files of feed %s go beyond its checkpoint: an older checkpoint "
            "was put back; run \"stele verify\"",
            feed->id);
    set_loaded(feed, position, head);
    *state = FEED_WRITABLE;
    return ERR_OK;
}

/* size H > K: published now if the files have all of it; else the folder is an older one.
 */
static enum err_code head_is_ahead(enum feed_state *state, struct feed *feed,
                                   const struct standing *s, struct err *err)
{
    bool has_root;
    bool is_missing;
    bool ahead;

    if (load_and_compare(&has_root, &is_missing, &ahead, feed, &s->head, err) != ERR_OK)
        return err->code;
    if (has_root && check_groups(&has_root, feed, s->checkpoint.size / PACK_FRAMES,
                                 s->head.size / PACK_FRAMES, err) != ERR_OK)
        return err->code;
    if (!has_root || ahead) {
        *state = FEED_RESTORED;
        keep_note(feed, &s->head, s->head_note);
        return ERR_OK;
    }
    if (store_feed_publish(feed->store, feed_name(feed), buf_str(&feed->checkpoint),
                           s->head_note, err) != ERR_OK)
        return err->code;
    set_loaded(feed, &s->head, s->head_note);
    *state = FEED_WRITABLE;
    return feed_refresh(feed, err);
}

static enum err_code fetch_tile(void *context, struct str *out, const struct tile *tile,
                                struct err *err)
{
    return feed_tile_read(out, context, tile, err);
}

/* Whether K's tree, whose edge is loaded, begins with H's. */
static enum err_code is_consistent(bool *out, struct feed *feed, const struct standing *s,
                                   struct err *err)
{
    struct tile_tree tree = {
        .size = s->checkpoint.size, .fetch = fetch_tile, .context = feed, .h = feed->h};
    struct merkle_source source = {tile_tree_read, &tree};
    struct merkle_head older = {s->head.size, s->head.root};
    struct merkle_head newer = {s->checkpoint.size, s->checkpoint.root};
    struct merkle_proof proof;
    struct digest empty = sha256_of(feed->h, STR(""));

    if (s->head.size == 0) {
        *out = digest_equal(&s->head.root, &empty);
        return ERR_OK;
    }
    if (merkle_prove_consistency(&proof, feed->h, &source, older.size, newer.size, err) !=
        ERR_OK)
        return err->code;
    *out = merkle_extends(feed->h, &newer, &older, &proof);
    return ERR_OK;
}

/* size H < K: the state was restored from a backup, unless the two contradict each other.
 */
static enum err_code head_is_behind(enum feed_state *state, struct feed *feed,
                                    const struct standing *s, struct err *err)
{
    struct str note = buf_str(&feed->checkpoint);
    bool fits = false;

    if (take_position(state, feed, &s->checkpoint, note, err) != ERR_OK ||
        *state != FEED_WRITABLE)
        return err->code;
    if (is_consistent(&fits, feed, s, err) != ERR_OK)
        return err->code;
    if (!fits) {
        *state = FEED_FORKED;
        feed->is_loaded = false;
        keep_note(feed, &s->head, s->head_note);
        keep_note(feed, &s->checkpoint, note);
        return ERR_OK;
    }
    (void)snprintf(
        feed->notice, sizeof feed->notice,
        _("this machine remembered %llu statements of feed %s, the folder has "
          "%llu: an older state was put back, and only other replicas can tell "
          "whether more was signed"),
        (unsigned long long)s->head.size, feed->id,
        (unsigned long long)s->checkpoint.size);
    return store_head_write(feed->store, feed_name(feed), note, err);
}

static enum err_code decide(enum feed_state *state, struct feed *feed,
                            const struct standing *s, struct err *err)
{
    if (s->head.size > s->checkpoint.size)
        return head_is_ahead(state, feed, s, err);
    if (s->head.size < s->checkpoint.size)
        return head_is_behind(state, feed, s, err);
    if (same_root(&s->head, &s->checkpoint))
        return take_position(state, feed, &s->head, s->head_note, err);
    *state = FEED_FORKED;
    keep_note(feed, &s->head, s->head_note);
    keep_note(feed, &s->checkpoint, buf_str(&feed->checkpoint));
    return ERR_OK;
}

/* Leftovers of a killed writer are looked for once; then nothing but we makes any. */
static enum err_code settle(struct feed *feed, struct err *err)
{
    if (feed->is_settled)
        return ERR_OK;
    if (store_feed_clean(feed->store, feed_name(feed), feed->loaded.size,
                         feed->edge.frames.len, err) != ERR_OK ||
        object_sweep(feed->store, err) != ERR_OK)
        return err->code;
    feed->is_settled = true;
    return ERR_OK;
}

static enum err_code recover(enum feed_state *state, struct feed *feed, struct str head,
                             struct err *err)
{
    struct standing s = {.head_note = head};

    /* What a dead writer made looks as if it were on the disk, and may not be: folders
     * that statements are about to be put into, a head about to be published. */
    if (feed->was_interrupted && store_sync(feed->store, err) != ERR_OK)
        return err->code;
    if (feed_note_read(&s.head, feed, head, N_("last note signed"), err) != ERR_OK)
        return err->code;
    s.checkpoint = feed->position;
    if (feed->promised > 0 && s.head.size <= s.checkpoint.size)
        return err_set(
            err, ERR_CORRUPT,
            "statements of feed %s are missing: its checkpoint names %llu, %llu "
            "are there",
            feed->id, (unsigned long long)feed->promised,
            (unsigned long long)s.checkpoint.size);
    if (decide(state, feed, &s, err) != ERR_OK)
        return err->code;
    return *state == FEED_WRITABLE ? settle(feed, err) : ERR_OK;
}

bool feed_is_unpublished(const struct feed *feed)
{
    struct arena arena = {0};
    struct str head = {0};
    struct err ignored = {0};
    bool is_unpublished = store_head_read(&head, &arena, feed->store, feed_name(feed),
                                          &ignored) == ERR_OK &&
                          head.len > 0 && !str_equal(head, buf_str(&feed->checkpoint));

    arena_free(&arena);
    return is_unpublished;
}

/* An erasure by another process changes neither head nor checkpoint, and what this one
 * remembers of the unfinished group would bring the content back. It made the file
 * shorter: an erased frame is. */
static bool has_own_tail(struct feed *feed)
{
    struct err ignored = {0};
    uint64_t size = 0;

    return feed->tail_len == 0 ||
           (store_part_size(&size, feed->store, feed_name(feed),
                            store_tail(feed->edge.first_group), &ignored) == ERR_OK &&
            size == feed->tail_len);
}

enum err_code feed_recover(enum feed_state *state, struct feed *feed, struct err *err)
{
    struct arena arena = {0};
    struct str head = {0};
    enum err_code code;

    feed->notice[0] = '\0';
    code = store_head_read(&head, &arena, feed->store, feed_name(feed), err);
    if (code == ERR_OK)
        code = feed_refresh(feed, err);
    if (code != ERR_OK) {
        arena_free(&arena);
        return code;
    }
    if (feed->is_loaded && feed->is_settled && str_equal(head, buf_str(&feed->head)) &&
        feed->loaded.size == feed->position.size &&
        same_root(&feed->loaded, &feed->position) && has_own_tail(feed))
        *state = FEED_WRITABLE;
    else
        code = recover(state, feed, head, err);
    arena_free(&arena);
    return code;
}
