#include <inttypes.h>

#include "base/buf.h"
#include "base/message.h"
#include "log/audit_inside.h"
#include "log/signed_note.h"
#include "log/tiles.h"

enum { PART_MAX_BYTES = 64 * 1024 * 1024, CHECKPOINTS_MAX_BYTES = 1 << 30 };

void audit_report(struct audit *a, enum audit_grade grade, struct str file,
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

enum err_code audit_read_part(struct str *out, bool *is_there, struct str *path,
                              struct audit *a, struct store_part part, uint64_t first,
                              uint64_t end, struct err *err)
{
    size_t limit =
        part.kind == STORE_CHECKPOINTS ? CHECKPOINTS_MAX_BYTES : PART_MAX_BYTES;
    enum err_code code =
        store_part_read(out, &a->group, a->store, a->feed, part, limit, err);

    *path = path_of(a, &part);
    *is_there = code == ERR_OK;
    if (code == ERR_OK) {
        a->result.bytes += out->len;
        return ERR_OK;
    }
    if (code == ERR_IO)
        return code;
    *out = STR("");
    audit_report(a, code == ERR_NOT_FOUND ? AUDIT_MISSING : AUDIT_DAMAGED, *path,
                 code == ERR_NOT_FOUND ? str_from_c(_("the file is missing"))
                                       : arena_str(&a->group, str_from_c(err->message)),
                 first, end);
    return ERR_OK;
}

bool audit_has_moved(struct audit *a)
{
    struct str now = {0};
    struct err ignored = {0};

    return store_part_read(&now, &a->group, a->store, a->feed, store_checkpoint(),
                           PART_MAX_BYTES, &ignored) == ERR_OK &&
           !str_equal(now, a->newest);
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

/* A writer that filled a group meanwhile has put a wider one in the partial tile's place.
 */
static bool is_superseded(struct audit *a, const struct tile *tile)
{
    uint64_t size = 0;
    struct err ignored = {0};

    return tile->width < TILE_WIDTH &&
           store_part_size(&size, a->store, a->feed,
                           store_tile(tile->level, tile->n, tile->width),
                           &ignored) == ERR_NOT_FOUND &&
           audit_has_moved(a);
}

static enum err_code audit_upper_tile(struct audit *a, const struct tile *tile,
                                      struct err *err)
{
    const struct merkle_source source = {read_group_root, a};
    struct str bytes;
    struct str path;
    struct buf expected = {0};
    bool is_there;
    enum err_code code;

    arena_reset(&a->group);
    if (is_superseded(a, tile))
        return ERR_OK;
    code = audit_read_part(&bytes, &is_there, &path, a,
                           store_tile(tile->level, tile->n, tile->width), 0, 0, err);
    if (code == ERR_OK)
        code = tile_append(&expected, &source, tile, err);
    if (code == ERR_OK && is_there && !str_equal(bytes, buf_str(&expected)))
        audit_report(
            a, AUDIT_DAMAGED, path,
            str_from_c(
                _("the hashes are not those of the statements; the statements are whole, "
                  "but proofs made with this file fail")),
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
    audit_pass_size(a);
    for (uint64_t n = 0; code == ERR_OK && n < full; n++) {
        code = audit_group(a, n, TILE_WIDTH, err);
        a->groups[n] = merkle_perfect(a->h, a->leaves, TILE_WIDTH);
    }
    if (code == ERR_OK && size % TILE_WIDTH > 0)
        code = audit_group(a, full, size % TILE_WIDTH, err);
    return code;
}

/*
 * Where the root is wrong and yet every file agrees with the others, either a copy was
 * changed in all its places, or it stands in one alone: in the tail.
 */
static void report_root(struct audit *a)
{
    uint64_t size = a->result.position.size;
    struct store_part tail = store_tail(size / TILE_WIDTH);
    struct store_part checkpoint = store_checkpoint();
    bool is_in_tail = size % TILE_WIDTH > 0 && a->signed_to >= size - size % TILE_WIDTH;

    audit_report(
        a, AUDIT_DAMAGED, path_of(a, is_in_tail ? &tail : &checkpoint),
        str_from_c(_("the statements do not give the root that was signed: at least one "
                     "of them is not what was recorded")),
        a->signed_to, size);
}

static void check_root(struct audit *a)
{
    struct merkle_head head = merkle_edge_head(&a->edge, a->h);
    uint64_t size = a->result.position.size;

    if (a->result.is_root_unknown)
        return;
    a->result.is_root_right =
        head.size == size && digest_equal(&head.root, &a->result.position.root);
    if (a->result.is_root_right && !a->has_gap)
        a->result.whole_to = size;
    else if (!a->result.is_root_right && a->has_checkpoint)
        report_root(a);
}

static enum err_code audit_all(struct audit *a, struct err *err)
{
    if (audit_notes(a, err) != ERR_OK || audit_groups(a, err) != ERR_OK ||
        audit_upper_tiles(a, err) != ERR_OK)
        return err->code;
    check_root(a);
    return ERR_OK;
}

enum err_code audit_feed(struct audit_result *out, struct store *store, struct str feed,
                         const uint8_t public_key[32],
                         const struct audit_listener *listener, struct err *err)
{
    struct audit audit = {.store = store,
                          .feed = feed,
                          .listener = listener,
                          .is_newer = store_is_newer(store)};
    struct str origin;
    enum err_code code;

    audit.h = sha256_new();
    origin = arena_printf(&audit.arena, "stele.invalid/feed/" STR_FMT, STR_ARG(feed));
    audit.key = signed_note_key(audit.h, origin, NOTE_ED25519, public_key);
    code = audit_all(&audit, err);
    if (code == ERR_OK)
        *out = audit.result;
    sha256_free(audit.h);
    arena_free(&audit.note);
    arena_free(&audit.group);
    arena_free(&audit.arena);
    return code;
}
