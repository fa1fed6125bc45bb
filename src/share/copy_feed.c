#include "share/copy_feed.h"

#include "base/message.h"
#include "format/entry.h"
#include "log/tiles.h"
#include "store/store_feed.h"

enum { CHECKPOINTS_MAX = 1 << 28, NOTE_LINES = 5, ENTRY_IN_BUNDLE = 2 + ENTRY_BYTES };

/* --- paths and notes --- */

struct str copy_feed_path(struct copying *c, const struct copy_feed *f, const char *name)
{
    return arena_printf(&c->kept, "feeds/" STR_FMT "%s%s", STR_ARG(feed_id(f->log.feed)),
                        *name ? "/" : "", name);
}

struct str copy_tile_path(struct copying *c, const struct copy_feed *f,
                          const struct tile *tile)
{
    struct buf name = {0};
    struct str path;

    tile_path_append(&name, tile);
    buf_char(&name, '\0');
    path = copy_feed_path(c, f, name.ptr);
    buf_release(&name);
    return path;
}

static bool is_full(const struct copy_feed *f, uint64_t n)
{
    return tile_width(f->log.head.size, 0, n) == TILE_WIDTH;
}

struct str copy_pack_path(struct copying *c, const struct copy_feed *f, uint64_t n)
{
    const struct tile pack = {TILE_PACK, 0, n, TILE_WIDTH};
    char name[32];

    if (is_full(f, n))
        return copy_tile_path(c, f, &pack);
    (void)snprintf(name, sizeof name, "tail-%llu", (unsigned long long)n);
    return copy_feed_path(c, f, name);
}

struct str copy_last_note(struct str *list)
{
    size_t at = list->len;
    struct str note;

    for (int lines = 0; at > 0 && lines < NOTE_LINES; lines++) {
        at--; /* the newline */
        while (at > 0 && list->ptr[at - 1] != '\n')
            at--;
    }
    note = str_after(*list, at);
    *list = str_prefix(*list, at);
    return note;
}

/* The notes of the archive's list up to the one that is copied, which comes last. What a
 * power cut took from the list's end is told again, as a writer would. */
static void append_notes(struct buf *out, struct copying *c, struct copy_feed *f)
{
    struct str list = {0};
    struct err ignored = {0};
    size_t begin = 0;

    arena_reset(&f->log.scratch);
    if (store_part_read(&list, &f->log.scratch, c->store, feed_id(f->log.feed),
                        store_checkpoints(), CHECKPOINTS_MAX, &ignored) != ERR_OK)
        list = STR("");
    while (begin < list.len) {
        struct str rest = str_after(list, begin);
        uint64_t size = 0;
        size_t end = 0;

        for (int line = 0; line < NOTE_LINES && end < rest.len; line++)
            end = str_find(rest, '\n', end) + 1;
        (void)str_cut(&rest, '\n');
        if (begin + end > list.len || !str_to_u64(&size, str_cut(&rest, '\n')) ||
            size > f->log.head.size)
            break;
        begin += end;
    }
    buf_append(out, str_prefix(list, begin));
    if (!str_ends_with(str_prefix(list, begin), f->log.checkpoint))
        buf_append(out, f->log.checkpoint);
}

/* --- the plan --- */

/* What was right once is told when it is not so any more. */
static void plan_file(struct copying *c, struct copy_feed *f, uint64_t n, int mark,
                      struct str path, uint64_t size, enum copy_standing standing,
                      bool is_erasure)
{
    bool was_there = n < f->old.size / TILE_WIDTH;

    if (standing == COPY_SAME) {
        copy_count_kept(c, size);
        return;
    }
    if (was_there && !is_erasure)
        copy_find(c, COPY_REPAIRED, path,
                  standing == COPY_OTHER ? str_from_c(_("the copy's file was damaged"))
                                         : str_from_c(_("the copy's file was missing")));
    f->marks[n] = (uint8_t)(f->marks[n] | mark);
    copy_count_planned(c, size);
}

/* Files that the copy's checkpoint covers were right when they came there. Beyond it may
 * lie what a killed writer left. */
static bool is_read_again(const struct copying *c, const struct copy_feed *f, uint64_t n)
{
    return c->options->is_check || n >= f->old.size / TILE_WIDTH;
}

static enum copy_standing stand(struct copying *c, bool reads, struct str path,
                                struct str bytes)
{
    return reads ? copy_compare(c, path, bytes) : copy_compare_size(c, path, bytes.len);
}

/*
 * The folder may be one that is written to: of a feed that is as long there as here, what
 * its writer has begun behind our end stays, a commit on its way or of a killed writer.
 */
static bool goes_on(struct copying *c, struct str path, struct str bytes)
{
    struct arena arena = {0};
    struct str there = {0};
    struct err ignored = {0};
    bool is = c->target.fd >= 0 && !c->target.is_marked &&
              file_read(&there, &arena, c->target.fd, path.ptr, CHECKPOINTS_MAX,
                        &ignored) == ERR_OK &&
              there.len > bytes.len && str_starts_with(there, bytes);

    arena_free(&arena);
    return is;
}

static enum copy_standing stand_tail(struct copying *c, const struct copy_feed *f,
                                     struct str path, struct str bytes)
{
    enum copy_standing standing = copy_compare(c, path, bytes);
    bool is_level = f->old.size == f->log.head.size;

    return standing == COPY_OTHER && is_level && goes_on(c, path, bytes) ? COPY_SAME
                                                                         : standing;
}

static struct str tile_bytes(const struct copy_group *group)
{
    return (struct str){(const char *)group->leaves,
                        (size_t)group->width * TILE_HASH_BYTES};
}

/* A damaged pack goes only where none is: the copy's may be whole. */
static void plan_damaged(struct copying *c, struct copy_feed *f,
                         const struct copy_group *group)
{
    struct str path = copy_pack_path(c, f, group->n);
    struct str there = {0};
    struct str outcome = str_from_c(_("the copy does not have them either"));
    struct err ignored = {0};

    arena_reset(&c->scratch);
    if (c->target.fd >= 0 && file_read(&there, &c->scratch, c->target.fd, path.ptr,
                                       COPY_PLAIN_MAX, &ignored) == ERR_OK) {
        if (copy_group_fits(group, c->h, there))
            outcome =
                str_from_c(_("the copy has them whole: bring this file back from there"));
        copy_count_kept(c, there.len);
    } else if (group->frames.len > 0) {
        outcome = str_from_c(_("the file is copied as it is"));
        f->marks[group->n] |= COPY_MARK_FRAMES;
        copy_count_planned(c, group->frames.len);
    }
    copy_find(
        c, group->frames.len > 0 ? COPY_DAMAGED : COPY_MISSING, path,
        arena_printf(
            &c->kept,
            group->frames.len > 0
                ? _("statements among %llu to %llu are not what was recorded; " STR_FMT)
                : _("statements among %llu to %llu are missing; " STR_FMT),
            (unsigned long long)group->n * TILE_WIDTH,
            (unsigned long long)group->n * TILE_WIDTH + group->width - 1,
            STR_ARG(outcome)));
}

/* Nobody asked for it: what the copy has is kept. */
static void plan_unlawful(struct copying *c, struct copy_feed *f,
                          const struct copy_group *group)
{
    struct str path = copy_pack_path(c, f, group->n);
    struct err ignored = {0};
    struct str there = {0};

    arena_reset(&c->scratch);
    copy_find(c, COPY_DAMAGED, path,
              str_from_c(_("content of statements was destroyed, and no two members "
                           "asked for that; stele verify tells more")));
    if (c->target.fd >= 0 &&
        file_read(&there, &c->scratch, c->target.fd, path.ptr, COPY_PLAIN_MAX,
                  &ignored) == ERR_OK &&
        copy_group_fits(group, c->h, there)) {
        copy_count_kept(c, there.len);
        return;
    }
    f->marks[group->n] |= COPY_MARK_FRAMES;
    copy_count_planned(c, group->frames.len);
}

static void plan_frames(struct copying *c, struct copy_feed *f, struct copy_group *group,
                        bool reads)
{
    struct str path = copy_pack_path(c, f, group->n);
    bool has_more = copy_keep_erased(c, group, path);
    enum copy_standing standing = is_full(f, group->n)
                                      ? stand(c, reads, path, group->frames)
                                      : stand_tail(c, f, path, group->frames);
    bool is_erasure = standing == COPY_OTHER &&
                      group->n < copy_group_count_of(f->old.size) &&
                      (has_more || copy_erased_of(c, group) == COPY_LAWFULLY_ERASED);

    if (has_more)
        copy_find(c, COPY_DIFFERS, path,
                  str_from_c(_("statements are erased there that this archive still has: "
                               "they are not brought back; stele verify there tells "
                               "whether two members asked for it")));
    c->report.erased_files += is_erasure;
    plan_file(c, f, group->n, COPY_MARK_FRAMES, path, group->frames.len, standing,
              is_erasure);
}

static void plan_group(struct copying *c, struct copy_feed *f, struct copy_group *group,
                       uint64_t n)
{
    const struct tile entries = {TILE_ENTRIES, 0, n, TILE_WIDTH};
    const struct tile tile = {TILE_HASHES, 0, n, TILE_WIDTH};
    bool reads = is_read_again(c, f, n);
    struct str path;

    copy_group_read(group, &f->bundle, &f->log, n);
    if (group->state == COPY_GROUP_PACK_WRONG) {
        plan_damaged(c, f, group);
    } else if (copy_erased_of(c, group) == COPY_UNLAWFULLY_ERASED) {
        plan_unlawful(c, f, group);
    } else {
        plan_frames(c, f, group, reads);
    }
    if (group->state == COPY_GROUP_TILE_WRONG)
        copy_find(
            c, COPY_DAMAGED, copy_tile_path(c, f, &tile),
            str_from_c(
                _("it does not fit the statements, which are whole; the copy gets the "
                  "right one")));
    if (group->width < TILE_WIDTH)
        return;
    path = copy_tile_path(c, f, &entries);
    plan_file(c, f, n, COPY_MARK_ENTRIES, path, group->entries.len,
              stand(c, reads, path, group->entries), false);
    path = copy_tile_path(c, f, &tile);
    plan_file(c, f, n, COPY_MARK_TILE, path, TILE_MAX_BYTES,
              stand(c, reads, path, tile_bytes(group)), false);
}

/* The rule for what the copy has already: three looks at sizes, and nothing is read. */
static bool plan_by_size(struct copying *c, struct copy_feed *f, uint64_t n)
{
    const struct tile entries = {TILE_ENTRIES, 0, n, TILE_WIDTH};
    const struct tile tile = {TILE_HASHES, 0, n, TILE_WIDTH};
    const uint64_t bundle = (uint64_t)TILE_WIDTH * ENTRY_IN_BUNDLE;

    if (is_read_again(c, f, n) || f->marks[n] != 0 ||
        copy_compare_size(c, copy_pack_path(c, f, n), f->lengths[n]) != COPY_SAME ||
        copy_compare_size(c, copy_tile_path(c, f, &entries), bundle) != COPY_SAME ||
        copy_compare_size(c, copy_tile_path(c, f, &tile), TILE_MAX_BYTES) != COPY_SAME)
        return false;
    copy_count_kept(c, f->lengths[n]);
    copy_count_kept(c, bundle);
    copy_count_kept(c, TILE_MAX_BYTES);
    return true;
}

/* --- tiles above the leaves, and the list of notes: made anew, compared, put --- */

static enum err_code read_root(void *context, struct digest *out, unsigned level,
                               uint64_t index, struct err *err)
{
    const struct copy_feed *f = context;
    uint64_t per = UINT64_C(1) << (level - 8);

    (void)err;
    *out = merkle_perfect(f->log.h, f->roots + index * per, per);
    return ERR_OK;
}

typedef enum err_code (*made_file)(struct copying *c, struct str path, struct str bytes,
                                   struct err *err);

static enum err_code each_tile(struct copying *c, struct copy_feed *f, unsigned level,
                               made_file visit, struct err *err)
{
    const struct merkle_source source = {read_root, f};
    uint64_t size = f->log.head.size;
    uint64_t full = tile_full_count(size, level);
    unsigned partial = tile_partial_width(size, level);
    struct buf bytes = {0};
    enum err_code code = ERR_OK;

    for (uint64_t n = 0; code == ERR_OK && n < full + (partial > 0); n++) {
        const struct tile tile = {TILE_HASHES, level, n, n < full ? TILE_WIDTH : partial};

        buf_reset(&bytes);
        code = tile_append(&bytes, &source, &tile, err);
        if (code == ERR_OK)
            code = visit(c, copy_tile_path(c, f, &tile), buf_str(&bytes), err);
    }
    buf_release(&bytes);
    return code;
}

static enum err_code each_made(struct copying *c, struct copy_feed *f, made_file visit,
                               struct err *err)
{
    struct buf notes = {0};
    struct str path = copy_feed_path(c, f, "checkpoints");
    enum err_code code = ERR_OK;

    for (unsigned level = 1; code == ERR_OK && level < TILE_LEVELS; level++)
        code = each_tile(c, f, level, visit, err);
    append_notes(&notes, c, f);
    if (code == ERR_OK && stand_tail(c, f, path, buf_str(&notes)) != COPY_SAME)
        code = visit(c, path, buf_str(&notes), err);
    else if (code == ERR_OK && !c->writer)
        copy_count_kept(c, notes.len);
    buf_release(&notes);
    return code;
}

static enum err_code plan_made(struct copying *c, struct str path, struct str bytes,
                               struct err *err)
{
    (void)err;
    if (copy_compare(c, path, bytes) == COPY_SAME)
        copy_count_kept(c, bytes.len);
    else
        copy_count_planned(c, bytes.len);
    return ERR_OK;
}

static enum err_code put_made(struct copying *c, struct str path, struct str bytes,
                              struct err *err)
{
    return copy_compare(c, path, bytes) == COPY_SAME ? ERR_OK
                                                     : copy_put(c, path, bytes, err);
}

enum err_code copy_feed_plan(struct copying *c, struct copy_feed *f, struct err *err)
{
    struct copy_group *group = ARENA_NEW(&c->kept, struct copy_group);
    struct str path = copy_feed_path(c, f, "checkpoint");

    if (f->is_left)
        return ERR_OK;
    for (uint64_t n = 0; n < copy_group_count(f); n++)
        if (!plan_by_size(c, f, n))
            plan_group(c, f, group, n);
    f->needs_checkpoint = copy_compare(c, path, f->log.checkpoint) != COPY_SAME;
    if (f->needs_checkpoint)
        copy_count_planned(c, f->log.checkpoint.len);
    else
        copy_count_kept(c, f->log.checkpoint.len);
    return each_made(c, f, plan_made, err);
}

/* --- writing --- */

static enum err_code write_group(struct copying *c, struct copy_feed *f,
                                 struct copy_group *group, uint64_t n, struct err *err)
{
    const struct tile entries = {TILE_ENTRIES, 0, n, TILE_WIDTH};
    const struct tile tile = {TILE_HASHES, 0, n, TILE_WIDTH};
    uint8_t marks = f->marks[n];

    copy_group_read(group, &f->bundle, &f->log, n);
    (void)copy_keep_erased(c, group, copy_pack_path(c, f, n));
    /* It was whole a moment ago. */
    if (group->state == COPY_GROUP_PACK_WRONG && !(marks & COPY_MARK_DAMAGED))
        return err_set(err, ERR_CORRUPT,
                       "the archive changed while it was copied: statements %llu to %llu "
                       "are not what they were; stele verify tells more",
                       (unsigned long long)n * TILE_WIDTH,
                       (unsigned long long)n * TILE_WIDTH + group->width - 1);
    if ((marks & COPY_MARK_FRAMES) &&
        copy_put(c, copy_pack_path(c, f, n), group->frames, err) != ERR_OK)
        return err->code;
    if ((marks & COPY_MARK_ENTRIES) &&
        copy_put(c, copy_tile_path(c, f, &entries), group->entries, err) != ERR_OK)
        return err->code;
    if ((marks & COPY_MARK_TILE) &&
        copy_put(c, copy_tile_path(c, f, &tile), tile_bytes(group), err) != ERR_OK)
        return err->code;
    return ERR_OK;
}

enum err_code copy_feed_write(struct copying *c, struct copy_feed *f, struct err *err)
{
    struct copy_group *group = ARENA_NEW(&c->kept, struct copy_group);

    if (f->is_left)
        return ERR_OK;
    for (uint64_t n = 0; n < copy_group_count(f); n++)
        if ((f->marks[n] & ~COPY_MARK_DAMAGED) != 0 &&
            write_group(c, f, group, n, err) != ERR_OK)
            return err->code;
    return each_made(c, f, put_made, err);
}

enum err_code copy_feed_publish(struct copying *c, struct copy_feed *f, struct err *err)
{
    if (f->is_left || !f->needs_checkpoint)
        return ERR_OK;
    return copy_put(c, copy_feed_path(c, f, "checkpoint"), f->log.checkpoint, err);
}
