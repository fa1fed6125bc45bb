#include <inttypes.h>

#include "base/message.h"
#include "format/checkpoint.h"
#include "format/frame.h"
#include "log/audit_inside.h"
#include "log/signed_note.h"

enum { NOTE_LINES = 5, FIRST_MAX_BYTES = 1 << 20 };

static enum err_code check_note(struct checkpoint *out, struct audit *a, struct str bytes,
                                struct err *err)
{
    struct note note = {0};
    struct note_verdict verdict = {0};
    enum err_code code;

    arena_reset(&a->note);
    code = note_parse(&note, &a->note, bytes, err);

    if (code == ERR_OK)
        code = signed_note_verify(&verdict, &note, &a->key, 1, err);
    if (code == ERR_OK)
        code = checkpoint_parse(out, note.text, err);
    if (code == ERR_OK && !str_equal(out->origin, a->key.name))
        code = err_set(err, ERR_INVALID, "the note is about another log");
    return code;
}

static bool has_part(struct audit *a, struct store_part part)
{
    struct err ignored = {0};
    uint64_t size = 0;

    return store_part_size(&size, a->store, a->feed, part, &ignored) != ERR_NOT_FOUND;
}

static bool holds_one_statement(struct audit *a)
{
    struct err ignored = {0};
    struct frame frame = {0};
    struct str rest = {0};

    return !has_part(a, store_pack(0)) &&
           store_part_read(&rest, &a->group, a->store, a->feed, store_tail(0),
                           FIRST_MAX_BYTES, &ignored) == ERR_OK &&
           frame_read(&frame, &rest, &ignored) == ERR_OK &&
           frame_read(&frame, &rest, &ignored) != ERR_OK;
}

static bool has_one_note_at_most(struct audit *a)
{
    struct err ignored = {0};
    struct str list = {0};
    size_t lines = 0;

    if (!has_part(a, store_checkpoints()))
        return true;
    if (store_part_read(&list, &a->group, a->store, a->feed, store_checkpoints(),
                        NOTE_MAX_BYTES, &ignored) != ERR_OK)
        return false;
    for (size_t i = 0; i < list.len; i++)
        lines += list.ptr[i] == '\n';
    return lines <= NOTE_LINES;
}

/* The writer of a feed's statement 0 was killed before its checkpoint was there: nothing
 * of it was acknowledged. One statement only, or who removes two files could say the
 * same. */
static bool is_first_unpublished(struct audit *a)
{
    return a->listener->may_be_unpublished && !has_part(a, store_checkpoint()) &&
           has_one_note_at_most(a) && holds_one_statement(a);
}

static enum err_code read_checkpoint(struct audit *a, struct err *err)
{
    struct str path;
    struct checkpoint checkpoint = {0};
    struct err why = {0};
    bool is_there;
    enum err_code code =
        audit_read_part(&a->newest, &is_there, &path, a, store_checkpoint(), 0, 0, err);

    if (code != ERR_OK || !is_there)
        return code;
    a->newest = arena_str(&a->arena, a->newest);
    if (check_note(&checkpoint, a, a->newest, &why) != ERR_OK) {
        audit_report(a, AUDIT_DAMAGED, path,
                     arena_printf(&a->group, _("%s: how far the feed goes is not known"),
                                  why.message),
                     0, 0);
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

    for (int line = 0; line < NOTE_LINES && end < rest->len; line++)
        end = str_find(*rest, '\n', end) + 1;
    note = str_prefix(*rest, end);
    *rest = str_after(*rest, end);
    return note;
}

/*
 * What a power cut leaves at the end of the list, whose last page is not synced: a
 * shorter beginning of a note, or zeros up to the end of a sector or of the file.
 * Anything else is damage. from is everything from this note on, at this offset.
 */
static bool is_torn(const struct audit *a, struct str from, size_t offset)
{
    enum { PAGE = 4096, SECTOR = 512 };
    struct str name = a->key.name;
    struct str head = str_prefix(from, str_find(from, '\0', 0));
    size_t common = head.len < name.len ? head.len : name.len;
    size_t end = head.len;

    if (!a->has_checkpoint || head.len >= a->newest.len ||
        from.len > PAGE + 2 * a->newest.len ||
        !str_equal(str_prefix(head, common), str_prefix(name, common)))
        return false;
    while (end < from.len && from.ptr[end] == '\0')
        end++;
    return end == from.len || (end > head.len && (offset + end) % SECTOR == 0);
}

/* A writer died before it published the note, unless one has published it just now. */
static void report_unpublished(struct audit *a, struct str path,
                               const struct checkpoint *c)
{
    if (!audit_has_moved(a))
        audit_report(
            a, AUDIT_UNFINISHED, path,
            arena_printf(&a->group,
                         _("a note of size %" PRIu64 " was signed and not yet published"),
                         c->size),
            0, 0);
}

static void add_milestone(struct audit *a, struct milestone *into, struct str path,
                          const struct checkpoint *c)
{
    size_t count = a->milestone_count;

    if (count > 0 && c->size < into[count - 1].size)
        audit_report(
            a, AUDIT_DAMAGED, path,
            arena_printf(&a->group,
                         _("a note of size %" PRIu64 " stands behind a larger one"),
                         c->size),
            0, 0);
    else if (a->has_checkpoint && c->size > a->result.position.size)
        report_unpublished(a, path, c);
    else
        into[a->milestone_count++] = (struct milestone){c->size, c->root};
    a->result.notes = a->milestone_count;
}

/* The list is not synced: after a power cut it may lack its newest notes, no others. */
static void check_newest(struct audit *a, struct str path)
{
    const struct feed_position *position = &a->result.position;
    const struct milestone *last =
        a->milestone_count > 0 ? &a->milestones[a->milestone_count - 1] : NULL;

    if (!a->has_checkpoint || (last && last->size == position->size &&
                               digest_equal(&last->root, &position->root)))
        return;
    audit_report(
        a, AUDIT_UNFINISHED, path,
        str_from_c(_("the newest note is not in the list, as after a power cut; the "
                     "statements are held by \"checkpoint\" itself")),
        0, 0);
}

/* Without a checkpoint the newest note of the list says how far the feed goes. */
static void fall_back(struct audit *a)
{
    const struct milestone *last;

    if (a->has_checkpoint || a->milestone_count == 0)
        return;
    last = &a->milestones[a->milestone_count - 1];
    a->result.position = (struct feed_position){last->size, last->root};
}

/* Every note so far must be signed, and be a prefix of the next: its root is checked on
 * the way. */
static enum err_code read_checkpoints(struct audit *a, struct err *err)
{
    struct str rest;
    struct str path;
    struct milestone *milestones;
    size_t len;
    bool is_there;
    enum err_code code =
        audit_read_part(&rest, &is_there, &path, a, store_checkpoints(), 0, 0, err);

    if (code != ERR_OK || !is_there)
        return code;
    len = rest.len;
    milestones = ARENA_ARRAY(&a->arena, struct milestone, len / 64 + 1);
    while (rest.len > 0) {
        struct str from = rest;
        struct str bytes = next_note(&rest);
        struct checkpoint checkpoint = {0};
        struct err why = {0};

        if (check_note(&checkpoint, a, bytes, &why) == ERR_OK)
            add_milestone(a, milestones, path, &checkpoint);
        else if (is_torn(a, from, len - from.len)) {
            audit_report(a, AUDIT_UNFINISHED, path,
                         str_from_c(_("the last note is torn: the next writer drops it")),
                         0, 0);
            rest.len = 0;
        } else
            audit_report(a, AUDIT_DAMAGED, path,
                         arena_str(&a->group, str_from_c(why.message)), 0, 0);
    }
    a->milestones = milestones;
    check_newest(a, path);
    fall_back(a);
    return ERR_OK;
}

enum err_code audit_notes(struct audit *a, struct err *err)
{
    enum err_code code;

    if (is_first_unpublished(a)) {
        audit_report(
            a, AUDIT_UNFINISHED,
            arena_printf(&a->group, "feeds/" STR_FMT, STR_ARG(a->feed)),
            str_from_c(_("its first statement was not yet published: stele device "
                         "new goes on with it")),
            0, 0);
        return ERR_OK;
    }
    code = read_checkpoint(a, err);
    return code == ERR_OK ? read_checkpoints(a, err) : code;
}

static void check_milestone(struct audit *a, const struct milestone *m,
                            const struct merkle_head *head)
{
    if (!digest_equal(&head->root, &m->root))
        audit_report(
            a, AUDIT_DAMAGED,
            arena_printf(&a->group, "feeds/" STR_FMT "/checkpoints", STR_ARG(a->feed)),
            arena_printf(
                &a->group,
                _("the note of size %" PRIu64 " signs another root than the files give"),
                m->size),
            a->signed_to, m->size);
    else
        a->signed_to = m->size;
    if (a->signed_to == m->size && !a->has_gap)
        a->result.whole_to = m->size;
}

static bool is_milestone(const struct audit *a)
{
    return a->milestone_next < a->milestone_count &&
           a->milestones[a->milestone_next].size == a->edge.size;
}

void audit_pass_size(struct audit *a)
{
    const struct audit_listener *listener = a->listener;
    bool is_wanted =
        listener->wants_root && listener->wants_root(listener->context, a->edge.size);
    struct merkle_head head;

    if (a->result.is_root_unknown || (!is_wanted && !is_milestone(a)))
        return;
    head = merkle_edge_head(&a->edge, a->h);
    if (is_wanted)
        listener->root(listener->context, &head);
    while (is_milestone(a))
        check_milestone(a, &a->milestones[a->milestone_next++], &head);
}
