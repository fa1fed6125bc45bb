#include "record/archive_inside.h"

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/message.h"
#include "format/canon.h"
#include "record/genesis.h"
#include "record/id.h"
#include "store/object.h"

void batch_clear(struct batch *batch)
{
    struct pending_entity *entity;
    struct pending_entity *next;

    HASH_ITER(hh, batch->entities, entity, next)
    {
        HASH_DEL(batch->entities, entity);
    }
    batch->is_open = false;
    batch->count = 0;
    batch->cap = 0;
    batch->statements = NULL;
    arena_reset(&batch->arena);
}

static enum err_code read_additions(struct archive *archive, struct err *err)
{
    struct arena *arena = &archive->additions_arena;
    struct view now;

    archive->additions = NULL;
    arena_reset(arena);
    if (frontier_now(&now, arena, archive->index, err) != ERR_OK)
        return err->code;
    return additions_read(&archive->additions, arena, archive->index, now, err);
}

/* What is written behind a feed's end counts nowhere. */
static enum err_code refuse_ended(const struct archive *archive, struct err *err)
{
    const struct admission *a = &archive->feeds[archive->own].admission;

    if (!archive->feeds[archive->own].is_ours || a->ground == ADMISSION_NONE ||
        a->until == UINT64_MAX)
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot write feed " STR_FMT
                   ": it was ended at %llu statements; to go "
                   "on with a new feed: stele device new",
                   STR_ARG(feed_id(archive->feed)), (unsigned long long)a->until);
}

/* An older copy, from before this machine went on with a new feed. */
static enum err_code refuse_older_copy(struct archive *archive, struct err *err)
{
    struct str missing = {0};

    if (archive->knows_own)
        return ERR_OK;
    if (archive_missing_feed(&missing, archive, err) != ERR_OK)
        return err->code;
    if (missing.len > 0)
        return err_set(err, ERR_DENIED,
                       "cannot write: this machine writes feed " STR_FMT
                       ", which this folder does not hold, so an older copy was put "
                       "back; go on with the newest copy, or without it: stele device "
                       "new",
                       STR_ARG(missing));
    archive->knows_own = true;
    return ERR_OK;
}

/*
 * An erasure that a killed process left unfinished comes first. One that cannot be
 * finished (a damaged pack, a full disk) is told, and hinders nobody from recording.
 */
static enum err_code finish_erasures(struct archive *archive, struct err *err)
{
    bool did = false;
    struct err why = {0};

    if (archive_finish_erasures(&did, archive, &why) == ERR_OK)
        return ERR_OK;
    archive->notice = arena_printf(
        &archive->arena, _("an erasure could not be finished: %s"), why.message);
    feed_end(archive->feed);
    return feed_begin(archive->feed, err);
}

enum err_code archive_begin(struct archive *archive, struct err *err)
{
    enum err_code code = refuse_ended(archive, err);

    if (code == ERR_OK)
        code = refuse_older_copy(archive, err);
    if (code == ERR_OK)
        code = archive_check_member(archive, err);
    if (code == ERR_OK)
        code = feed_begin(archive->feed, err);
    if (code != ERR_OK)
        return code;
    /* The next beginning finds nothing to tell any more. */
    if (feed_notice(archive->feed).len > 0)
        archive->notice = arena_str(&archive->arena, feed_notice(archive->feed));
    /* Another process may have written since this one last looked. */
    code = archive_catch_up(archive, err);
    if (code == ERR_OK)
        archive_retry_texts(archive);
    if (code == ERR_OK)
        code = finish_erasures(archive, err);
    if (code != ERR_OK) {
        feed_end(archive->feed);
        return code;
    }
    code = read_additions(archive, err);
    if (code == ERR_OK)
        code = archive_read_compartments(archive, err);
    if (code != ERR_OK) {
        feed_end(archive->feed);
        return code;
    }
    archive->batch.is_open = true;
    archive->batch.first = feed_next(archive->feed);
    return ERR_OK;
}

const struct additions *archive_additions(const struct archive *archive)
{
    assert(archive->batch.is_open);
    return archive->additions;
}

uint32_t archive_batch_size(const struct archive *archive)
{
    return archive->batch.count;
}

const struct pending_statement *archive_pending(const struct archive *archive,
                                                struct ref ref)
{
    const struct batch *batch = &archive->batch;

    if (!batch->is_open || ref_feed(ref) != archive->own ||
        ref_index(ref) < batch->first || ref_index(ref) - batch->first >= batch->count)
        return NULL;
    return &batch->statements[ref_index(ref) - batch->first];
}

static void remember_entity(struct batch *batch, const struct value *statement)
{
    struct pending_entity *entity = ARENA_NEW(&batch->arena, struct pending_entity);
    struct str id = value_get_string(statement, STR("id"));

    assert(id.len == ENTITY_ID_LEN);
    memcpy(entity->id, id.ptr, id.len);
    entity->kind = arena_str(&batch->arena, value_get_string(statement, STR("entity")));
    entity->class_ = arena_str(&batch->arena, value_get_string(statement, STR("class")));
    HASH_ADD(hh, batch->entities, id, ENTITY_ID_LEN, entity);
}

static void remember(struct batch *batch, const struct value *statement, bool is_sealed,
                     const struct digest *commitment)
{
    struct str kind = value_get_string(statement, STR("kind"));
    struct str property = value_get_string(statement, STR("property"));
    struct pending_statement *bigger;

    if (batch->count == batch->cap) {
        batch->cap = batch->cap > 0 ? 2 * batch->cap : 64;
        bigger = ARENA_ARRAY(&batch->arena, struct pending_statement, batch->cap);
        if (batch->count > 0)
            memcpy(bigger, batch->statements, batch->count * sizeof *bigger);
        batch->statements = bigger;
    }
    batch->statements[batch->count++] = (struct pending_statement){
        arena_str(&batch->arena, kind), arena_str(&batch->arena, property),
        value_get(statement, STR("roles_only")) != NULL, is_sealed, *commitment};
    if (str_equal(kind, STR("entity")))
        remember_entity(batch, statement);
}

/* The draft with the four members that every statement has; members are shared, not
 * copied. */
static enum err_code complete(struct value *out, struct archive *archive,
                              const struct value *draft, struct err *err)
{
    static const char *const ours[] = {"feed", "index", "at", "by"};
    struct arena *arena = &archive->batch.scratch;
    struct clock_text now;
    struct value whole = value_object();

    if (genesis_clock(&now, archive->is_synthetic, err) != ERR_OK)
        return err->code;
    if (draft->type != VALUE_OBJECT)
        return err_set(err, ERR_INVALID, "a statement is an object");
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (value_get(draft, str_from_c(ours[i])))
            return err_set(err, ERR_INVALID,
                           "member \"%s\" is written by the program and cannot be given",
                           ours[i]);
    whole.cap = draft->count + 4;
    whole.members = ARENA_ARRAY(arena, struct member, whole.cap);
    if (draft->count > 0)
        memcpy(whole.members, draft->members, draft->count * sizeof *whole.members);
    whole.count = draft->count;
    value_set(&whole, arena, STR("feed"), value_string(feed_id(archive->feed)));
    value_set(&whole, arena, STR("index"),
              value_integer((int64_t)feed_next(archive->feed)));
    value_set(&whole, arena, STR("at"),
              value_string(arena_str(arena, str_from_c(now.text))));
    value_set(&whole, arena, STR("by"), value_string(archive->member));
    *out = whole;
    return ERR_OK;
}

static enum err_code write_open(struct digest *commitment, struct archive *archive,
                                const struct value *statement, struct err *err)
{
    buf_reset(&archive->batch.bytes);
    if (canon_write(&archive->batch.bytes, statement, err) != ERR_OK)
        return err->code;
    return feed_add(commitment, archive->feed, buf_str(&archive->batch.bytes), NULL, err);
}

/* The compartment that `seal` names, where it names one; else the usual one. */
static const struct compartment *choose_compartment(const struct archive *archive,
                                                    const struct value *statement)
{
    const struct compartment *named = compartment_find(
        &archive->compartments, value_get_string(statement, STR("seal")));

    return named ? named : compartment_default(&archive->compartments);
}

static enum err_code write_sealed(struct digest *commitment, struct archive *archive,
                                  struct value *statement, struct err *err)
{
    const struct compartment *compartment = choose_compartment(archive, statement);
    struct buf *bytes = &archive->batch.bytes;
    enum err_code code;

    assert(compartment);
    value_set(statement, &archive->batch.scratch, STR("compartment"),
              value_string(compartment->id));
    buf_reset(bytes);
    code = canon_write(bytes, statement, err);
    if (code == ERR_OK)
        code = feed_add_sealed(commitment, archive->feed, buf_str(bytes),
                               &compartment->key, 1, err);
    explicit_bzero(bytes->ptr, bytes->len);
    return code;
}

/* What everybody must be able to read: who may write, what to seal to, what was erased.
 */
static bool is_always_open(const struct value *statement)
{
    static const struct str kinds[] = {STR_INIT("archive"), STR_INIT("member"),
                                       STR_INIT("device"),  STR_INIT("compartment"),
                                       STR_INIT("schema"),  STR_INIT("clock"),
                                       STR_INIT("erase"),   STR_INIT("reseal")};
    struct str kind = value_get_string(statement, STR("kind"));

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_equal(kinds[i], kind))
            return true;
    return false;
}

static enum err_code refuse_open_in_field(const struct archive *archive, struct err *err)
{
    if (!archive->seals_all || archive_can_seal(archive))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "this is a field device, and the archive has no compartment to seal "
                   "to: make one in the office (stele seal new) and copy the archive "
                   "here again");
}

static enum err_code add(struct archive *archive, struct ref *out,
                         const struct check_context *context, const struct value *draft,
                         bool must_seal, struct err *err)
{
    struct batch *batch = &archive->batch;
    struct value statement = {0};
    struct digest commitment = {0};
    uint64_t index = feed_next(archive->feed);
    enum err_code code;

    assert(batch->is_open);
    arena_reset(&batch->scratch);
    if (complete(&statement, archive, draft, err) != ERR_OK ||
        archive_check_role(archive, &statement, err) != ERR_OK ||
        (context && check_statement(context, &statement, err) != ERR_OK) ||
        archive_refuse_erased(archive, &statement, err) != ERR_OK)
        return err->code;
    if (context && context->must_seal)
        must_seal = *context->must_seal;
    if (!is_always_open(&statement)) {
        if (refuse_open_in_field(archive, err) != ERR_OK)
            return err->code;
        must_seal = must_seal || archive->seals_all;
    }
    code = must_seal ? write_sealed(&commitment, archive, &statement, err)
                     : write_open(&commitment, archive, &statement, err);
    if (code != ERR_OK)
        return code;
    remember(batch, &statement, must_seal, &commitment);
    if (value_is_string(value_get(&statement, STR("kind")), STR("schema")))
        additions_put(archive->additions, &statement);
    if (out)
        *out = ref_of(archive->own, index);
    return ERR_OK;
}

enum err_code archive_add(struct archive *archive, struct ref *out,
                          const struct value *draft, struct err *err)
{
    bool must_seal = false;
    const struct check_context context = {
        .is_synthetic = archive->is_synthetic,
        .must_seal = archive_can_seal(archive) ? &must_seal : NULL,
        .is_complete = true,
        .additions = archive->additions,
        .data = archive,
        .find_entity = archive_find_entity,
        .find_statement = archive_find_statement};

    return add(archive, out, &context, draft, false, err);
}

enum err_code archive_add_checked(struct archive *archive, struct ref *out,
                                  const struct value *draft, bool must_seal,
                                  struct err *err)
{
    return add(archive, out, NULL, draft, must_seal, err);
}

enum err_code archive_commit(struct archive *archive, struct err *err)
{
    struct err ignored = {0};
    enum err_code code = ERR_OK;

    assert(archive->batch.is_open);
    if (archive->batch.count > 0)
        code = object_sync(archive->store, err);
    if (code == ERR_OK)
        code = feed_commit(archive->feed, err);
    /* Acknowledged. The index may lag (a full disk, say): the next open catches up. */
    if (code == ERR_OK && archive_catch_up(archive, &ignored) != ERR_OK)
        archive->index_warning = ignored;
    archive->knows_compartments = false; /* this batch may have announced one */
    feed_end(archive->feed);
    batch_clear(&archive->batch);
    return code;
}

void archive_rollback(struct archive *archive)
{
    if (!archive->batch.is_open)
        return;
    feed_end(archive->feed);
    batch_clear(&archive->batch);
}

static enum err_code commitment_of(struct digest *out, struct arena *arena,
                                   struct archive *archive, struct ref ref,
                                   struct err *err)
{
    const struct pending_statement *said = archive_pending(archive, ref);
    struct feed_statement stored = {0};
    enum err_code code;

    if (said) {
        *out = said->commitment;
        return ERR_OK;
    }
    code = feed_read(&stored, arena, archive_feed_of(archive, ref), ref_index(ref), err);
    if (code == ERR_OK)
        *out = stored.commitment;
    return code;
}

enum err_code archive_ref_pinned(struct value *out, struct arena *arena,
                                 struct archive *archive, struct ref ref, struct err *err)
{
    struct digest commitment = {0};
    struct value pinned = value_object();
    enum err_code code = commitment_of(&commitment, arena, archive, ref, err);

    if (code != ERR_OK)
        return code;
    value_set(&pinned, arena, STR("c"),
              value_string(arena_str(arena, str_from_c(digest_text(&commitment).hex))));
    value_set(&pinned, arena, STR("s"),
              value_string(archive_ref_text(archive, arena, ref)));
    *out = pinned;
    return ERR_OK;
}
