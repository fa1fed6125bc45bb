#include <inttypes.h>

#include "base/message.h"
#include "format/entry.h"
#include "log/audit_inside.h"
#include "log/commitment.h"

/* The three copies of a statement's commitment, and which of them disagrees. */
enum copy { COPY_FRAME, COPY_ENTRY, COPY_TILE, COPIES };

struct part {
    bool is_there;
    struct str bytes;
    struct str path;
    struct str rest; /* frames and entries are read from the front */
    uint64_t first;  /* a run of statements whose copy here is wrong: [first, end) */
    uint64_t end;
};

struct group {
    uint64_t n;
    size_t count;       /* statements of it that the checkpoint covers */
    bool is_full;       /* its frames are those of a pack */
    bool is_lost;       /* behind a frame of an unknown form, no other is found */
    uint64_t lost_from; /* index of that frame */
    struct part parts[COPIES];
};

/* What each copy says of one statement. */
struct copies {
    bool has[COPIES];
    struct digest leaf[COPIES];
};

static const char *what_differs(enum copy copy)
{
    switch (copy) {
    case COPY_FRAME:
        return N_("what is stored is not what was committed to: its content is lost or "
                  "cannot be trusted");
    case COPY_ENTRY:
        return N_("the entry is not the statement's; what the statement says is kept "
                  "elsewhere");
    case COPY_TILE:
    case COPIES:
        break;
    }
    return N_(
        "the hash is not the statement's; what the statement says is kept elsewhere");
}

static void report_run(struct audit *a, enum copy copy, struct part *part)
{
    struct str what = str_from_c(_(what_differs(copy)));

    if (part->end == part->first + 1)
        what = arena_printf(&a->group, _("statement %" PRIu64 ": " STR_FMT), part->first,
                            STR_ARG(what));
    if (part->end > part->first)
        audit_report(a, AUDIT_DAMAGED, part->path, what, part->first, part->end);
    part->first = part->end = 0;
}

/* Behind one unreadable frame or entry nothing is found: one finding, not hundreds. */
static void add_to_run(struct audit *a, enum copy copy, struct part *part, uint64_t index)
{
    if (part->end != index)
        report_run(a, copy, part);
    if (part->end == 0)
        part->first = index;
    part->end = index + 1;
}

static bool agree(const struct copies *c, enum copy x, enum copy y)
{
    return c->has[x] && c->has[y] && digest_equal(&c->leaf[x], &c->leaf[y]);
}

/* The leaf that two copies agree on, else the best single one. */
static struct digest believed_leaf(const struct copies *c)
{
    if (agree(c, COPY_ENTRY, COPY_TILE))
        return c->leaf[COPY_TILE];
    for (enum copy copy = COPY_FRAME; copy < COPIES; copy++)
        if (c->has[copy])
            return c->leaf[copy];
    return (struct digest){{0}};
}

static void read_frame_copy(struct copies *c, struct frame *frame, struct entry *entry,
                            struct audit *a, struct part *part)
{
    struct err ignored = {0};

    if (part->rest.len == 0 || frame_read(frame, &part->rest, &ignored) != ERR_OK) {
        part->bytes = part->rest = STR(""); /* frames have no marks to find the next by */
        return;
    }
    *entry = frame_entry(a->h, frame);
    c->has[COPY_FRAME] = true;
    c->leaf[COPY_FRAME] = entry_leaf(a->h, entry);
}

static void read_entry_copy(struct copies *c, struct str *said, struct audit *a,
                            struct part *part)
{
    struct str text;
    struct err ignored = {0};

    if (part->rest.len == 0 || bundle_read(&text, &part->rest, &ignored) != ERR_OK) {
        part->rest = STR("");
        return;
    }
    *said = text;
    c->has[COPY_ENTRY] = true;
    c->leaf[COPY_ENTRY] = merkle_leaf(a->h, text);
}

/*
 * In an archive of a newer format: the frame is of a form that this version does not
 * know. Where the bundle names its hash its bytes are held against that; else neither it
 * nor what stands behind it can be looked at.
 */
static bool read_unknown(struct copies *c, struct frame *frame, struct entry *entry,
                         struct audit *a, struct group *g, struct str said,
                         uint64_t index)
{
    struct part *part = &g->parts[COPY_FRAME];
    struct err ignored = {0};

    if (!a->is_newer || !part->is_there || (!g->is_lost && !frame_is_unknown(part->rest)))
        return false;
    a->result.unknown++;
    if (g->is_lost) {
        a->result.unlooked++;
        return true;
    }
    if (said.len > 0 && entry_parse(entry, said, &ignored) == ERR_OK &&
        frame_step_unknown(&part->rest, a->h, entry)) {
        frame->form = FRAME_UNKNOWN;
        c->has[COPY_FRAME] = true;
        c->leaf[COPY_FRAME] = entry_leaf(a->h, entry);
        return true;
    }
    a->result.unlooked++;
    g->is_lost = true;
    g->lost_from = index;
    a->result.is_root_unknown = a->result.is_root_unknown || g->count < TILE_WIDTH;
    part->rest = STR("");
    return true;
}

static void report_lost(struct audit *a, const struct group *g)
{
    uint64_t end = g->n * TILE_WIDTH + g->count;

    if (g->is_lost)
        audit_report(
            a, AUDIT_UNKNOWN, g->parts[COPY_FRAME].path,
            str_from_c(
                _("it goes on in a form that this version does not know: a newer version "
                  "of Stele can check it")),
            g->lost_from, end);
}

static void read_tile_copy(struct copies *c, const struct part *part, size_t j)
{
    c->has[COPY_TILE] = part->bytes.len >= (j + 1) * TILE_HASH_BYTES;
    if (c->has[COPY_TILE])
        memcpy(c->leaf[COPY_TILE].bytes, part->bytes.ptr + j * TILE_HASH_BYTES,
               TILE_HASH_BYTES);
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
    if (frame->form == FRAME_SEALED)
        statement.sealed = frame->bytes;
    return a->listener->statement(a->listener->context, &statement, err);
}

static enum err_code audit_statement(struct audit *a, struct group *g, size_t j,
                                     struct err *err)
{
    uint64_t index = g->n * TILE_WIDTH + j;
    struct part *frames = &g->parts[COPY_FRAME];
    struct copies copies = {0};
    struct frame frame = {0};
    struct entry entry = {0};
    struct str said = STR("");
    size_t before = frames->rest.len;
    size_t at = frames->bytes.len - before;
    bool is_whole;

    read_entry_copy(&copies, &said, a, &g->parts[COPY_ENTRY]);
    if (!read_unknown(&copies, &frame, &entry, a, g, said, index))
        read_frame_copy(&copies, &frame, &entry, a, frames);
    read_tile_copy(&copies, &g->parts[COPY_TILE], j);
    a->leaves[j] = believed_leaf(&copies);
    for (enum copy copy = COPY_FRAME; copy < COPIES; copy++)
        if (g->parts[copy].is_there && !(copy == COPY_FRAME && g->is_lost) &&
            !(copies.has[copy] && digest_equal(&copies.leaf[copy], &a->leaves[j])))
            add_to_run(a, copy, &g->parts[copy], index);
    is_whole =
        copies.has[COPY_FRAME] && digest_equal(&copies.leaf[COPY_FRAME], &a->leaves[j]);
    a->result.damaged += !is_whole && !g->is_lost;
    a->has_gap = a->has_gap || !is_whole;
    merkle_edge_add(&a->edge, a->h, &a->leaves[j]);
    audit_pass_size(a);
    return is_whole ? hand_on(a, &frame, &entry.commitment, index, at,
                              before - frames->rest.len, err)
                    : ERR_OK;
}

/* Behind the statements that are covered stand those written since. */
static bool is_written_meanwhile(struct audit *a, const struct group *g)
{
    return g->count < TILE_WIDTH && (g->is_full || audit_has_moved(a));
}

static void check_ends(struct audit *a, const struct group *g)
{
    uint64_t first = g->n * TILE_WIDTH;
    const struct part *frames = &g->parts[COPY_FRAME];
    bool is_full = g->is_full;

    if (frames->rest.len > 0 && !is_written_meanwhile(a, g))
        audit_report(a, is_full ? AUDIT_DAMAGED : AUDIT_UNFINISHED, frames->path,
                     arena_printf(&a->group,
                                  is_full
                                      ? _n(frames->rest.len,
                                           "%zu byte stands behind the last statement",
                                           "%zu bytes stand behind the last statement")
                                      : _n(frames->rest.len,
                                           "%zu byte that no checkpoint covers: the next "
                                           "writer removes it",
                                           "%zu bytes that no checkpoint covers: the "
                                           "next writer removes them"),
                                  frames->rest.len),
                     first, first);
    if (g->parts[COPY_ENTRY].rest.len > 0)
        audit_report(
            a, AUDIT_DAMAGED, g->parts[COPY_ENTRY].path,
            str_from_c(_("bytes stand behind the last entry; the statements are whole")),
            first, first);
    if (g->parts[COPY_TILE].bytes.len > g->count * TILE_HASH_BYTES)
        audit_report(
            a, AUDIT_DAMAGED, g->parts[COPY_TILE].path,
            str_from_c(_("bytes stand behind the last hash; the statements are whole")),
            first, first);
}

static enum err_code read_part(struct audit *a, struct part *part, struct store_part name,
                               uint64_t first, uint64_t end, struct err *err)
{
    enum err_code code = audit_read_part(&part->bytes, &part->is_there, &part->path, a,
                                         name, first, end, err);

    part->rest = part->bytes;
    return code;
}

/* The unfinished group's tail is gone, and somebody has written since: it is a pack now.
 */
static bool was_filled(struct audit *a, uint64_t n)
{
    struct err ignored = {0};
    uint64_t size = 0;

    return store_part_size(&size, a->store, a->feed, store_tail(n), &ignored) ==
               ERR_NOT_FOUND &&
           store_part_size(&size, a->store, a->feed, store_pack(n), &ignored) == ERR_OK &&
           audit_has_moved(a);
}

enum err_code audit_group(struct audit *a, uint64_t n, size_t count, struct err *err)
{
    struct group g = {.n = n, .count = count};
    uint64_t first = n * TILE_WIDTH;
    bool is_full = count == TILE_WIDTH;
    enum err_code code;

    arena_reset(&a->group);
    g.is_full = is_full || was_filled(a, n);
    code = read_part(a, &g.parts[COPY_FRAME], g.is_full ? store_pack(n) : store_tail(n),
                     first, first + count, err);
    if (code == ERR_OK && is_full)
        code = read_part(a, &g.parts[COPY_ENTRY], store_entries(n), first, first, err);
    if (code == ERR_OK && is_full)
        code = read_part(a, &g.parts[COPY_TILE], store_tile(0, n, TILE_WIDTH), first,
                         first, err);
    for (size_t j = 0; code == ERR_OK && j < count; j++)
        code = audit_statement(a, &g, j, err);
    for (enum copy copy = COPY_FRAME; copy < COPIES; copy++)
        report_run(a, copy, &g.parts[copy]);
    report_lost(a, &g);
    if (code == ERR_OK)
        check_ends(a, &g);
    return code;
}
