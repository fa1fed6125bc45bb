#include "log/audit.h"

#include <inttypes.h>

#include "base/arena.h"
#include "base/buf.h"
#include "crypto/sha256.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "format/note.h"
#include "format/tilepath.h"
#include "log/commitment.h"
#include "log/merkle.h"
#include "log/signed_note.h"
#include "log/tiles.h"
#include "store/store_feed.h"

enum { PART_MAX_BYTES = 64 * 1024 * 1024, CHECKPOINTS_MAX_BYTES = 1 << 30 };

/* One note of `checkpoints`: the tree must have had this root at this size. */
struct milestone {
    uint64_t size;
    struct digest root;
};

struct audit {
    struct store *store;
    struct str feed;
    const struct audit_listener *listener;
    struct audit_result result;
    struct sha256 *h;
    struct merkle_edge edge;
    struct digest
        *groups; /* root of every full group: what the upper tiles are made of */
    struct digest leaves[TILE_WIDTH]; /* of the group at hand */
    const struct milestone *milestones;
    size_t milestone_count;
    size_t milestone_next;
    bool has_checkpoint;
    struct arena arena; /* lives as long as the audit */
    struct arena group; /* one pack at a time */
    struct note_key key;
};

/* The three copies of one group's commitments. */
struct group {
    uint64_t n;
    size_t count; /* statements of it that the checkpoint covers */
    struct str frames;
    struct str bundle;
    struct str tile;
    struct str frames_path;
    struct str bundle_path;
    struct str tile_path;
};

static void report(struct audit *a, enum audit_grade grade, struct str file,
                   struct str what, uint64_t first, uint64_t end)
{
    const struct audit_finding finding = {grade, file, what, first, end};

    a->listener->finding(a->listener->context, &finding);
}

static struct str path_of(struct audit *a, const struct store_part *part)
{
    struct buf path = {0};
    struct str copy;

    buf_printf(&path, "feeds/" STR_FMT "/", STR_ARG(a->feed));
    if (part->kind == STORE_CHECKPOINT)
        buf_append(&path, STR("checkpoint"));
    else if (part->kind == STORE_CHECKPOINTS)
        buf_append(&path, STR("checkpoints"));
    else if (part->kind == STORE_TAIL)
        buf_printf(&path, "tail-%" PRIu64, part->tile.n);
    else
        tile_path_append(&path, &part->tile);
    copy = arena_str(&a->group, buf_str(&path));
    buf_release(&path);
    return copy;
}

/* A part's bytes; a missing one is a finding and empty. */
static enum err_code read_part(struct str *out, struct str *path, struct audit *a,
                               struct store_part part, uint64_t first, uint64_t end,
                               struct err *err)
{
    enum err_code code =
        store_part_read(out, &a->group, a->store, a->feed, part, PART_MAX_BYTES, err);

    *path = path_of(a, &part);
    if (code == ERR_OK) {
        a->result.bytes += out->len;
        return ERR_OK;
    }
    if (code == ERR_IO)
        return code;
    *out = STR("");
    report(a, code == ERR_NOT_FOUND ? AUDIT_MISSING : AUDIT_DAMAGED, *path,
           code == ERR_NOT_FOUND ? STR("the file is missing")
                                 : arena_str(&a->group, str_from_c(err->message)),
           first, end);
    return ERR_OK;
}

/* --- the signed notes --- */

static enum err_code check_note(struct checkpoint *out, struct audit *a, struct str bytes,
                                struct err *err)
{
    struct note note = {0};
    struct note_verdict verdict = {0};
    enum err_code code = note_parse(&note, &a->arena, bytes, err);

    if (code == ERR_OK)
        code = signed_note_verify(&verdict, &note, &a->key, 1, err);
    if (code == ERR_OK)
        code = checkpoint_parse(out, note.text, err);
    if (code == ERR_OK && !str_equal(out->origin, a->key.name))
        code = err_set(err, ERR_INVALID, "the note is about another log");
    return code;
}

static enum err_code read_checkpoint(struct audit *a, struct err *err)
{
    struct str bytes;
    struct str path;
    struct checkpoint checkpoint = {0};
    struct err why = {0};
    enum err_code code = read_part(&bytes, &path, a, store_checkpoint(), 0, 0, err);

    if (code != ERR_OK || bytes.len == 0)
        return code;
    if (check_note(&checkpoint, a, bytes, &why) != ERR_OK) {
        report(a, AUDIT_DAMAGED, path, arena_str(&a->group, str_from_c(why.message)), 0,
               0);
        return ERR_OK;
    }
    a->result.position = (struct feed_position){checkpoint.size, checkpoint.root};
    a->has_checkpoint = true;
    return ERR_OK;
}

/* One note is five lines, the last of them the signature. */
static struct str next_note(struct str *rest)
{
    struct str note;
    size_t end = 0;

    for (int line = 0; line < 5 && end < rest->len; line++)
        end = str_find(*rest, '\n', end) + 1;
    note = str_prefix(*rest, end);
    *rest = str_after(*rest, end);
    return note;
}

static void add_milestone(struct audit *a, struct milestone *into, struct str path,
                          const struct checkpoint *c)
{
    size_t count = a->milestone_count;

    if (count > 0 && c->size < into[count - 1].size)
        report(a, AUDIT_DAMAGED, path,
               arena_printf(&a->group,
                            "a note of size %" PRIu64 " stands behind a larger one",
                            c->size),
               0, 0);
    else if (c->size > a->result.position.size)
        report(a, AUDIT_UNFINISHED, path,
               arena_printf(&a->group,
                            "a note of size %" PRIu64 " was signed and not yet published",
                            c->size),
               0, 0);
    else
        into[a->milestone_count++] = (struct milestone){c->size, c->root};
    a->result.notes = a->milestone_count;
}

/* Every note so far must be signed, and be a prefix of the next: its root is checked on
 * the way. */
static enum err_code read_checkpoints(struct audit *a, struct err *err)
{
    struct str rest;
    struct str path;
    struct milestone *milestones;
    enum err_code code = read_part(&rest, &path, a, store_checkpoints(), 0, 0, err);

    if (code != ERR_OK)
        return code;
    milestones = ARENA_ARRAY(&a->arena, struct milestone, rest.len / 64 + 1);
    while (rest.len > 0) {
        struct str bytes = next_note(&rest);
        struct checkpoint checkpoint = {0};
        struct err why = {0};

        if (check_note(&checkpoint, a, bytes, &why) == ERR_OK)
            add_milestone(a, milestones, path, &checkpoint);
        else if (rest.len > 0 || a->milestone_count == 0)
            report(a, AUDIT_DAMAGED, path, arena_str(&a->group, str_from_c(why.message)),
                   0, 0);
        else
            report(a, AUDIT_UNFINISHED, path,
                   STR("the last note is torn: the next writer drops it"), 0, 0);
    }
    a->milestones = milestones;
    return ERR_OK;
}

/* --- statements --- */

static void pass_milestones(struct audit *a)
{
    struct merkle_head head = {0};

    while (a->milestone_next < a->milestone_count &&
           a->milestones[a->milestone_next].size == a->edge.size) {
        const struct milestone *m = &a->milestones[a->milestone_next++];

        if (head.size != a->edge.size || a->edge.size == 0)
            head = merkle_edge_head(&a->edge, a->h);
        if (!digest_equal(&head.root, &m->root))
            report(a, AUDIT_DAMAGED,
                   arena_printf(&a->group, "feeds/" STR_FMT "/checkpoints",
                                STR_ARG(a->feed)),
                   arena_printf(&a->group,
                                "the note of size %" PRIu64
                                " signs another root than the files give",
                                m->size),
                   0, m->size);
    }
}

static void count_form(struct audit *a, enum frame_form form)
{
    a->result.open += form == FRAME_OPEN;
    a->result.sealed += form == FRAME_SEALED;
    a->result.erased += form == FRAME_ERASED;
}

static enum err_code hand_on(struct audit *a, const struct frame *frame,
                             const struct digest *commitment, uint64_t index, size_t at,
                             size_t len, struct err *err)
{
    struct feed_statement statement = {.index = index,
                                       .form = frame->form,
                                       .commitment = *commitment,
                                       .at = (uint32_t)at,
                                       .frame_len = (uint32_t)len};

    count_form(a, frame->form);
    if (frame->form == FRAME_OPEN) {
        statement.salt = str_prefix(frame->bytes, FRAME_SALT_BYTES);
        statement.bytes = str_after(frame->bytes, FRAME_SALT_BYTES);
    }
    return a->listener->statement(a->listener->context, &statement, err);
}

/* What each copy says of one statement. */
struct copies {
    bool has_frame;
    bool has_entry;
    bool has_tile;
    struct digest frame_leaf;
    struct digest entry_leaf;
    struct digest tile_leaf;
};

static bool agree(bool has_a, const struct digest *a, bool has_b, const struct digest *b)
{
    return has_a && has_b && digest_equal(a, b);
}

/* The leaf that two copies agree on, else the best single one. */
static struct digest believed_leaf(const struct copies *c)
{
    if (agree(c->has_entry, &c->entry_leaf, c->has_tile, &c->tile_leaf))
        return c->tile_leaf;
    if (c->has_frame)
        return c->frame_leaf;
    return c->has_entry ? c->entry_leaf : c->tile_leaf;
}

static void report_copies(struct audit *a, const struct group *g, const struct copies *c,
                          const struct digest *leaf, uint64_t index)
{
    if (g->frames.len > 0 && !(c->has_frame && digest_equal(&c->frame_leaf, leaf))) {
        a->result.damaged++;
        report(
            a, AUDIT_DAMAGED, g->frames_path,
            arena_printf(&a->group,
                         "statement %" PRIu64
                         " is not what was committed to: its content cannot be trusted",
                         index),
            index, index + 1);
    }
    if (c->has_entry && !digest_equal(&c->entry_leaf, leaf))
        report(a, AUDIT_DAMAGED, g->bundle_path,
               arena_printf(&a->group,
                            "the entry of statement %" PRIu64
                            " differs; the statement itself is whole",
                            index),
               index, index + 1);
    if (c->has_tile && !digest_equal(&c->tile_leaf, leaf))
        report(a, AUDIT_DAMAGED, g->tile_path,
               arena_printf(&a->group,
                            "the hash of statement %" PRIu64
                            " differs; the statement itself is whole",
                            index),
               index, index + 1);
}

static void read_tile_copy(struct copies *c, const struct group *g, size_t j)
{
    c->has_tile = g->tile.len >= (j + 1) * TILE_HASH_BYTES;
    if (c->has_tile)
        memcpy(c->tile_leaf.bytes, g->tile.ptr + j * TILE_HASH_BYTES, TILE_HASH_BYTES);
}

static void read_entry_copy(struct copies *c, struct audit *a, struct str *bundle)
{
    struct str text;
    struct err ignored = {0};

    c->has_entry = bundle_read(&text, bundle, &ignored) == ERR_OK;
    if (c->has_entry)
        c->entry_leaf = merkle_leaf(a->h, text);
    else
        *bundle = STR("");
}

static enum err_code audit_statement(struct audit *a, const struct group *g, size_t j,
                                     struct str *frames, struct str *bundle,
                                     struct err *err)
{
    uint64_t index = g->n * TILE_WIDTH + j;
    struct copies copies = {0};
    struct frame frame = {0};
    struct entry entry = {0};
    struct digest leaf;
    struct err ignored = {0};
    size_t at = g->frames.len - frames->len;

    copies.has_frame = frames->len > 0 && frame_read(&frame, frames, &ignored) == ERR_OK;
    if (copies.has_frame) {
        entry = frame_entry(a->h, &frame);
        copies.frame_leaf = entry_leaf(a->h, &entry);
    } else {
        *frames =
            STR(""); /* frames have no marks: behind an unreadable one nothing is found */
    }
    read_entry_copy(&copies, a, bundle);
    read_tile_copy(&copies, g, j);
    leaf = believed_leaf(&copies);
    report_copies(a, g, &copies, &leaf, index);
    a->leaves[j] = leaf;
    merkle_edge_add(&a->edge, a->h, &leaf);
    pass_milestones(a);
    if (!copies.has_frame || !digest_equal(&copies.frame_leaf, &leaf))
        return ERR_OK;
    return hand_on(a, &frame, &entry.commitment, index, at,
                   g->frames.len - frames->len - at, err);
}

static void check_lengths(struct audit *a, const struct group *g, struct str frames,
                          struct str bundle)
{
    uint64_t first = g->n * TILE_WIDTH;
    bool is_full = g->count == TILE_WIDTH;

    if (frames.len > 0)
        report(a, is_full ? AUDIT_DAMAGED : AUDIT_UNFINISHED, g->frames_path,
               arena_printf(&a->group,
                            is_full
                                ? "%zu bytes stand behind the last statement"
                                : "%zu bytes that no checkpoint covers: the next writer "
                                  "removes them",
                            frames.len),
               first, first);
    if (bundle.len > 0)
        report(a, AUDIT_DAMAGED, g->bundle_path,
               STR("bytes stand behind the last entry; the statements are whole"), first,
               first);
    if (g->tile.len > 0 && g->tile.len != g->count * TILE_HASH_BYTES)
        report(
            a, AUDIT_DAMAGED, g->tile_path,
            STR("the file has another length than it should; the statements are whole"),
            first, first);
}

static enum err_code audit_group(struct audit *a, uint64_t n, size_t count,
                                 struct err *err)
{
    struct group g = {.n = n, .count = count};
    uint64_t first = n * TILE_WIDTH;
    uint64_t end = first + count;
    bool is_full = count == TILE_WIDTH;
    struct str frames;
    struct str bundle;
    enum err_code code;

    arena_reset(&a->group);
    code = read_part(&g.frames, &g.frames_path, a,
                     is_full ? store_pack(n) : store_tail(n), first, end, err);
    if (code == ERR_OK && is_full)
        code =
            read_part(&g.bundle, &g.bundle_path, a, store_entries(n), first, first, err);
    if (code == ERR_OK && is_full)
        code = read_part(&g.tile, &g.tile_path, a, store_tile(0, n, TILE_WIDTH), first,
                         first, err);
    frames = g.frames;
    bundle = g.bundle;
    for (size_t j = 0; code == ERR_OK && j < count; j++)
        code = audit_statement(a, &g, j, &frames, &bundle, err);
    if (code == ERR_OK)
        check_lengths(a, &g, frames, bundle);
    return code;
}

/* --- the tiles above the leaves --- */

static enum err_code read_group_root(void *context, struct digest *out, unsigned level,
                                     uint64_t index, struct err *err)
{
    struct audit *a = context;
    uint64_t per = UINT64_C(1) << (level - 8);

    (void)err;
    *out = merkle_perfect(a->h, a->groups + index * per, per);
    return ERR_OK;
}

static enum err_code audit_upper_tile(struct audit *a, const struct tile *tile,
                                      struct err *err)
{
    const struct merkle_source source = {read_group_root, a};
    struct str bytes;
    struct str path;
    struct buf expected = {0};
    enum err_code code;

    arena_reset(&a->group);
    code = read_part(&bytes, &path, a, store_tile(tile->level, tile->n, tile->width), 0,
                     0, err);
    if (code == ERR_OK)
        code = tile_append(&expected, &source, tile, err);
    if (code == ERR_OK && bytes.len > 0 && !str_equal(bytes, buf_str(&expected)))
        report(
            a, AUDIT_DAMAGED, path,
            STR("the hashes are not those of the statements; the statements are whole, "
                "but proofs made with this file fail"),
            0, 0);
    buf_release(&expected);
    return code;
}

static enum err_code audit_upper_tiles(struct audit *a, struct err *err)
{
    uint64_t size = a->result.position.size;

    for (unsigned level = 1; level < TILE_LEVELS; level++) {
        uint64_t full = tile_full_count(size, level);
        unsigned partial = tile_partial_width(size, level);

        if (full == 0 && partial == 0)
            break;
        for (uint64_t n = 0; n < full + (partial > 0); n++) {
            const struct tile tile = {TILE_HASHES, level, n,
                                      n < full ? TILE_WIDTH : partial};

            if (audit_upper_tile(a, &tile, err) != ERR_OK)
                return err->code;
        }
    }
    return ERR_OK;
}

static enum err_code audit_groups(struct audit *a, struct err *err)
{
    uint64_t size = a->result.position.size;
    uint64_t full = size / TILE_WIDTH;
    enum err_code code = ERR_OK;

    a->groups = ARENA_ARRAY(&a->arena, struct digest, full + 1);
    pass_milestones(a);
    for (uint64_t n = 0; code == ERR_OK && n < full; n++) {
        code = audit_group(a, n, TILE_WIDTH, err);
        a->groups[n] = merkle_perfect(a->h, a->leaves, TILE_WIDTH);
    }
    if (code == ERR_OK && size % TILE_WIDTH > 0)
        code = audit_group(a, full, size % TILE_WIDTH, err);
    return code;
}

static enum err_code audit_all(struct audit *a, struct err *err)
{
    struct merkle_head head;
    enum err_code code = read_checkpoint(a, err);

    if (code == ERR_OK)
        code = read_checkpoints(a, err);
    if (code == ERR_OK)
        code = audit_groups(a, err);
    if (code == ERR_OK)
        code = audit_upper_tiles(a, err);
    if (code != ERR_OK)
        return code;
    head = merkle_edge_head(&a->edge, a->h);
    a->result.is_root_right = a->has_checkpoint && head.size == a->result.position.size &&
                              digest_equal(&head.root, &a->result.position.root);
    if (!a->result.is_root_right && a->has_checkpoint)
        report(a, AUDIT_DAMAGED,
               arena_printf(&a->group, "feeds/" STR_FMT "/checkpoint", STR_ARG(a->feed)),
               STR("the statements do not give the root that was signed"), 0,
               a->result.position.size);
    return ERR_OK;
}

enum err_code audit_feed(struct audit_result *out, struct store *store, struct str feed,
                         const uint8_t public_key[32],
                         const struct audit_listener *listener, struct err *err)
{
    struct audit audit = {.store = store, .feed = feed, .listener = listener};
    struct str origin;
    enum err_code code;

    audit.h = sha256_new();
    origin = arena_printf(&audit.arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed));
    audit.key = signed_note_key(audit.h, origin, NOTE_ED25519, public_key);
    code = audit_all(&audit, err);
    if (code == ERR_OK)
        *out = audit.result;
    sha256_free(audit.h);
    arena_free(&audit.group);
    arena_free(&audit.arena);
    return code;
}
