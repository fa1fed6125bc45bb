#include "record/reseal.h"

#include "crypto/random.h"
#include "format/payload.h"
#include "record/archive_inside.h"
#include "record/compartment.h"

struct resealing {
    struct archive *archive;
    const struct compartment *to;
    struct arena arena; /* holds what was opened: wiped */
    struct buf plain;
    struct buf sealed;
};

static enum err_code find_compartment(struct resealing *r, struct str name,
                                      struct err *err)
{
    const struct compartment_list *list = NULL;
    enum err_code code = archive_compartments(&list, r->archive, err);

    if (code != ERR_OK)
        return code;
    r->to = compartment_find(list, name);
    return r->to ? ERR_OK
                 : err_set(err, ERR_NOT_FOUND, "there is no compartment \"" STR_FMT "\"",
                           STR_ARG(str_prefix(name, 80)));
}

/* Salt and statement, from the frame or from where an earlier reseal put them. */
static enum err_code open_statement(struct opened *out, struct resealing *r,
                                    struct ref ref, struct err *err)
{
    struct feed_statement stored = {0};
    struct feed *feed = archive_feed_of(r->archive, ref);
    enum err_code code = feed ? feed_read(&stored, &r->arena, feed, ref_index(ref), err)
                              : err_set(err, ERR_NOT_FOUND, "there is no such statement");

    if (code != ERR_OK)
        return code;
    if (stored.form == FRAME_SEALED)
        return archive_unseal(out, &r->arena, r->archive, ref_feed(ref), &stored, err);
    if (stored.form != FRAME_ERASED)
        return err_set(err, ERR_INVALID,
                       "it stands open for ever: only what is sealed can be sealed anew");
    code = archive_open_resealed(out, &r->arena, r->archive, &stored.commitment, err);
    return code == ERR_NOT_FOUND
               ? err_set(err, ERR_INVALID, "it is erased: there is nothing to seal")
               : code;
}

static enum err_code keep(struct digest *name, struct resealing *r, struct err *err)
{
    struct object_writer *writer = NULL;
    bool existed = false;

    if (archive_object_begin(&writer, r->archive, err) != ERR_OK)
        return err->code;
    if (archive_object_write(writer, r->sealed.ptr, r->sealed.len, err) != ERR_OK) {
        archive_object_abort(writer);
        return err->code;
    }
    return archive_object_keep(name, &existed, writer, err);
}

static enum err_code seal(struct digest *name, struct resealing *r, struct ref ref,
                          struct err *err)
{
    struct opened opened = {0};
    enum err_code code = open_statement(&opened, r, ref, err);

    if (code != ERR_OK)
        return code;
    buf_reset(&r->plain);
    buf_reset(&r->sealed);
    payload_append(&r->plain, (const uint8_t *)opened.salt.ptr, opened.bytes);
    age_seal(&r->sealed, &r->to->key, 1, buf_str(&r->plain));
    crypto_wipe(r->plain.ptr, r->plain.len);
    return keep(name, r, err);
}

static enum err_code say(struct resealing *r, struct ref ref, const struct digest *name,
                         struct err *err)
{
    struct value draft = value_object();
    struct value of = {0};
    struct str hex = arena_str(&r->arena, str_from_c(digest_text(name).hex));

    if (archive_ref_pinned(&of, &r->arena, r->archive, ref, err) != ERR_OK)
        return err->code;
    value_set(&draft, &r->arena, STR("kind"), value_string(STR("reseal")));
    value_set(&draft, &r->arena, STR("of"), of);
    value_set(&draft, &r->arena, STR("stored"), value_string(hex));
    value_set(&draft, &r->arena, STR("compartment"), value_string(r->to->id));
    return archive_add(r->archive, NULL, &draft, err);
}

static enum err_code one(struct resealing *r, struct ref ref, struct err *err)
{
    struct digest name = {{0}};
    struct str text;
    enum err_code code = seal(&name, r, ref, err);

    if (code == ERR_OK)
        code = say(r, ref, &name, err);
    if (code != ERR_OK) {
        text = archive_ref_short(r->archive, &r->arena, ref);
        return err_context(err, STR_FMT ": ", STR_ARG(text));
    }
    return ERR_OK;
}

/* Taking the lock destroys the old bytes; here it must succeed. */
static enum err_code finish(struct archive *archive, struct err *err)
{
    bool did = false;
    enum err_code code = archive_begin(archive, err);

    if (code == ERR_OK) {
        code = archive_finish_erasures(&did, archive, err);
        archive_rollback(archive);
    }
    return code == ERR_OK
               ? ERR_OK
               : err_context(err, "it is sealed anew, and the old bytes are still here; "
                                  "the next command that writes goes on: ");
}

enum err_code reseal_statements(struct archive *archive, const struct ref *refs,
                                size_t count, struct str compartment, struct err *err)
{
    struct resealing r = {.archive = archive};
    enum err_code code = archive_begin(archive, err);

    if (code != ERR_OK)
        return code;
    code = find_compartment(&r, compartment, err);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = one(&r, refs[i], err);
    if (code == ERR_OK)
        code = archive_commit(archive, err);
    else
        archive_rollback(archive);
    buf_release(&r.plain);
    buf_release(&r.sealed);
    arena_free(&r.arena);
    return code == ERR_OK ? finish(archive, err) : code;
}

enum err_code reseal_statement(struct archive *archive, struct ref ref,
                               struct str compartment, struct err *err)
{
    return reseal_statements(archive, &ref, 1, compartment, err);
}

/* --- all of them --- */

struct finding {
    struct resealing r;
    struct arena *arena;
    struct ref *items;
    size_t count;
    size_t cap;
    size_t shut;
    uint32_t feed;
};

static void put(struct finding *f, struct ref ref)
{
    if (f->count == f->cap) {
        struct ref *bigger;

        f->cap = 2 * f->cap + 64;
        bigger = ARENA_ARRAY(f->arena, struct ref, f->cap);
        if (f->count > 0)
            memcpy(bigger, f->items, f->count * sizeof *bigger);
        f->items = bigger;
    }
    f->items[f->count++] = ref;
}

/* Whether the newest key of the compartment opens these bytes. */
static bool is_new_already(struct finding *f, const struct feed_statement *stored)
{
    const struct age_identity *newest =
        keyring_find(f->r.archive->keyring, f->r.to->id, f->r.to->epoch);
    struct err ignored = {0};
    size_t which = 0;
    bool opens;

    if (!newest || stored->form != FRAME_SEALED)
        return false;
    buf_reset(&f->r.plain);
    opens = age_open(&f->r.plain, &which, stored->sealed, newest, 1, &ignored) == ERR_OK;
    if (f->r.plain.len > 0)
        crypto_wipe(f->r.plain.ptr, f->r.plain.len);
    return opens;
}

static enum err_code look(void *context, const struct feed_statement *stored,
                          struct err *err)
{
    struct finding *f = context;
    struct opened opened = {0};
    struct err ignored = {0};

    (void)err;
    if (stored->form != FRAME_SEALED || is_new_already(f, stored))
        return ERR_OK;
    arena_reset(&f->r.arena);
    if (archive_unseal(&opened, &f->r.arena, f->r.archive, f->feed, stored, &ignored) ==
        ERR_OK)
        put(f, ref_of(f->feed, stored->index));
    else
        f->shut++;
    return ERR_OK;
}

enum err_code reseal_find(struct ref **out, size_t *count, size_t *shut,
                          struct arena *arena, struct archive *archive,
                          struct str compartment, struct err *err)
{
    struct finding f = {.r = {.archive = archive}, .arena = arena};
    enum err_code code = find_compartment(&f.r, compartment, err);

    for (; code == ERR_OK && f.feed < archive->feed_count; f.feed++) {
        struct feed *feed = archive->feeds[f.feed].feed;

        code = feed_scan(feed, 0, feed_position(feed).size, look, &f, err);
    }
    buf_release(&f.r.plain);
    arena_free(&f.r.arena);
    *out = f.items;
    *count = f.count;
    *shut = f.shut;
    return code;
}
