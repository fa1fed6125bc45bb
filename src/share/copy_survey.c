#include "base/message.h"
#include "share/copy_feed.h"

#include "format/canon.h"
#include "format/checkpoint.h"
#include "log/signed_note.h"
#include "store/store_feed.h"

/*
 * What the archive holds of a feed, and how the copy stands to it: read before anything
 * is written, so that a fork, a longer log and damage are known in time.
 */

enum { CHECKPOINTS_MAX = 1 << 28, STORED_KEY_LEN = 10 };

/* --- what the copy holds --- */

static bool read_note(struct merkle_head *out, struct copying *c, struct copy_feed *f,
                      struct str bytes)
{
    struct checkpoint checkpoint = {0};
    struct note note = {0};
    struct note_verdict verdict;
    struct err ignored = {0};

    if (note_parse(&note, &c->scratch, bytes, &ignored) != ERR_OK ||
        signed_note_verify(&verdict, &note, &f->log.key, 1, &ignored) != ERR_OK ||
        checkpoint_parse(&checkpoint, note.text, &ignored) != ERR_OK)
        return false;
    *out = (struct merkle_head){checkpoint.size, checkpoint.root};
    return true;
}

/* The last note of the copy's list that this feed's key has signed. */
static struct merkle_head last_listed(struct copying *c, struct copy_feed *f)
{
    struct merkle_head last = {0};
    struct str list = {0};
    struct err ignored = {0};
    struct str path = copy_feed_path(c, f, "checkpoints");

    if (file_read(&list, &c->scratch, c->target.fd, path.ptr, CHECKPOINTS_MAX,
                  &ignored) != ERR_OK)
        return last;
    while (list.len > 0 && last.size == 0) {
        struct str note = copy_last_note(&list);

        if (!read_note(&last, c, f, note))
            last.size = 0;
    }
    return last;
}

static enum err_code refuse_ahead(const struct copying *c, const struct copy_feed *f,
                                  uint64_t there, struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   "\"%s\" is ahead: it holds %llu statements of feed " STR_FMT
                   ", this archive %llu; this archive is the older one: copy from the "
                   "newest",
                   c->target.path, (unsigned long long)there,
                   STR_ARG(feed_id(f->log.feed)), (unsigned long long)f->log.head.size);
}

static enum err_code refuse_fork(const struct copying *c, const struct copy_feed *f,
                                 struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   "\"%s\" and this archive hold two different histories of feed " STR_FMT
                   ": keep both as evidence, and copy into another folder",
                   c->target.path, STR_ARG(feed_id(f->log.feed)));
}

/* The longer one begins as the shorter one: what cannot be read there is not judged,
 * since nothing is written there either. */
static enum err_code check_begins_same(struct copying *c, const struct copy_feed *f,
                                       struct err *err)
{
    struct store *copy = NULL;
    struct feed *feed = NULL;
    struct digest root = f->log.head.root;
    struct err ignored = {0};
    bool is_read = store_open(&copy, c->target.path, &ignored) == ERR_OK &&
                   feed_open(&feed, copy, feed_id(f->log.feed), &ignored) == ERR_OK &&
                   feed_root(&root, feed, f->log.head.size, &ignored) == ERR_OK;

    feed_close(feed);
    store_close(copy);
    if (is_read && !digest_equal(&root, &f->log.head.root))
        return refuse_fork(c, f, err);
    return ERR_OK;
}

static enum err_code leave_ahead(struct copying *c, struct copy_feed *f, struct err *err)
{
    struct err why = {0};

    f->is_left = f->is_ahead = true;
    (void)refuse_ahead(c, f, f->old.size, &why);
    copy_note_ahead(c, &why);
    return check_begins_same(c, f, err);
}

static enum err_code read_old(struct copying *c, struct copy_feed *f, struct err *err)
{
    struct str path = copy_feed_path(c, f, "checkpoint");
    struct merkle_head listed;
    struct str note = {0};
    enum err_code code;

    if (c->target.fd < 0)
        return ERR_OK;
    code = file_read(&note, &c->scratch, c->target.fd, path.ptr, NOTE_MAX_BYTES, err);
    if (code != ERR_OK && code != ERR_NOT_FOUND && code != ERR_LIMIT)
        return err_context(err, "\"%s\": ", c->target.path);
    if (code != ERR_OK || !read_note(&f->old, c, f, note)) {
        /* The list tells at least whether the copy went further. */
        listed = last_listed(c, f);
        if (listed.size > f->log.head.size)
            return refuse_ahead(c, f, listed.size, err);
        if (listed.size > 0 && !c->target.is_marked)
            copy_find(c, COPY_REPAIRED, path,
                      str_from_c(_("the copy's checkpoint was missing or damaged")));
    }
    f->there = arena_str(&c->kept, note);
    return f->old.size > f->log.head.size ? leave_ahead(c, f, err) : ERR_OK;
}

enum err_code copy_feed_check_unchanged(struct copying *c, struct copy_feed *f,
                                        struct err *err)
{
    struct str path = copy_feed_path(c, f, "checkpoint");
    struct str now = {0};
    enum err_code code =
        file_read(&now, &c->scratch, c->target.fd, path.ptr, NOTE_MAX_BYTES, err);

    if (code != ERR_OK && code != ERR_NOT_FOUND && code != ERR_LIMIT)
        return err_context(err, "\"%s\": ", c->target.path);
    if (str_equal(now, f->there))
        return ERR_OK;
    return err_set(
        err, ERR_CONFLICT,
        "\"%s\" was written meanwhile, by another process: nothing was copied; "
        "do it again",
        c->target.path);
}

/* --- what the statements name --- */

/* Canonical JSON writes the key in one way, so most statements need not be parsed. */
static void look_for_object(struct copying *c, const struct copy_feed *f,
                            const struct frame *frame, uint64_t index)
{
    struct str statement = str_after(frame->bytes, FRAME_SALT_BYTES);
    struct copy_named named = {.feed = f->number, .statement = index};
    struct value value = {0};
    struct err ignored = {0};

    if (str_find_str(statement, STR("\"stored\":\"")) == statement.len)
        return;
    arena_reset(&c->scratch);
    if (canon_parse(&value, &c->scratch, statement, &ignored) == ERR_OK &&
        digest_parse(&named.name, value_get_string(&value, STR("stored"))))
        buf_bytes(&c->named, &named, sizeof named);
}

static void look_at_statements(struct copying *c, const struct copy_feed *f,
                               const struct copy_group *group)
{
    for (unsigned i = 0; i < group->width; i++) {
        const struct frame *frame = &group->frame[i];

        if (!group->is_good[i] || frame->form == FRAME_SEALED)
            c->takes_all = true;
        else if (frame->form == FRAME_OPEN) {
            copy_erased_look(c, f, frame, group->n * TILE_WIDTH + i);
            look_for_object(c, f, frame, group->n * TILE_WIDTH + i);
        }
    }
}

/* --- the tree --- */

static void add_leaves(struct copy_feed *f, struct merkle_edge *edge,
                       const struct copy_group *group)
{
    struct merkle_edge own = {0};

    for (unsigned i = 0; i < group->width; i++) {
        if (edge->size == f->old.size)
            f->old_root = merkle_edge_head(edge, f->log.h).root;
        merkle_edge_add(edge, f->log.h, &group->leaves[i]);
        merkle_edge_add(&own, f->log.h, &group->leaves[i]);
    }
    f->roots[group->n] = merkle_edge_head(&own, f->log.h).root;
}

static void read_groups(struct copying *c, struct copy_feed *f)
{
    uint64_t count = copy_group_count(f);
    struct merkle_edge edge = {0};
    struct merkle_head head;
    struct copy_group *group = ARENA_NEW(&c->kept, struct copy_group);

    for (uint64_t n = 0; n < count; n++) {
        copy_group_read(group, &f->bundle, &f->log, n);
        add_leaves(f, &edge, group);
        look_at_statements(c, f, group);
        f->lengths[n] = (uint32_t)group->frames.len;
        if (group->state != COPY_GROUP_WHOLE)
            f->marks[n] |= COPY_MARK_DAMAGED;
    }
    head = merkle_edge_head(&edge, f->log.h);
    f->is_root_right = digest_equal(&head.root, &f->log.head.root);
    if (f->old.size == f->log.head.size)
        f->old_root = head.root;
}

/* --- what follows --- */

static void report_root(struct copying *c, struct copy_feed *f)
{
    bool has_damage = false;

    for (uint64_t n = 0; n < copy_group_count(f); n++)
        has_damage = has_damage || f->marks[n] != 0;
    if (!has_damage)
        copy_find(c, COPY_DAMAGED, copy_feed_path(c, f, "checkpoint"),
                  str_from_c(_(
                      "the statements do not give the root that was signed: at least one "
                      "of them is not what was recorded")));
}

/* A copy that was whole is not made worse: see copy_feed_write(). */
static void leave_feed(struct copying *c, struct copy_feed *f)
{
    f->is_left = true;
    for (uint64_t n = 0; n < copy_group_count(f); n++)
        if (f->marks[n] & COPY_MARK_DAMAGED)
            copy_find(c, COPY_DAMAGED, copy_pack_path(c, f, n),
                      str_from_c(_("its statements are damaged or missing")));
    copy_find(c, COPY_DAMAGED, copy_feed_path(c, f, ""),
              arena_printf(&c->kept,
                           _("the copy keeps its own %llu statements of this feed, which "
                             "damaged ones would replace; stele verify tells more"),
                           (unsigned long long)f->old.size));
}

enum err_code copy_feed_survey(struct copying *c, struct copy_feed *f, struct err *err)
{
    uint64_t count = copy_group_count(f);

    if (read_old(c, f, err) != ERR_OK)
        return err->code;
    f->roots = ARENA_ARRAY(&c->kept, struct digest, count);
    f->lengths = ARENA_ARRAY(&c->kept, uint32_t, count);
    f->marks = ARENA_ARRAY(&c->kept, uint8_t, count);
    read_groups(c, f);
    if (!f->is_root_right) {
        report_root(c, f);
        if (f->old.size > 0 && !f->is_ahead)
            leave_feed(c, f);
    } else if (f->old.size > 0 && !f->is_ahead &&
               !digest_equal(&f->old_root, &f->old.root)) {
        return refuse_fork(c, f, err);
    }
    return ERR_OK;
}
