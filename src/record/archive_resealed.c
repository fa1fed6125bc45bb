#include "record/archive_inside.h"

#include "record/erasure.h"
#include "store/object.h"

/*
 * Statements that were sealed anew (format.md 4.9): their frames are erased, and what
 * they say lies in an object, sealed to another key. Whoever opens it checks the
 * commitment, so a false `reseal` can show nothing that was never said.
 */

struct resealed {
    struct digest commitment;
    struct digest stored;
};

void archive_note_reseal(struct archive *archive, const struct value *statement)
{
    struct erasure_target target;
    struct resealed known;

    if (!value_is_string(value_get(statement, STR("kind")), STR("reseal")) ||
        !erasure_target_read(&target, value_get(statement, STR("of"))) ||
        target.kind != ERASURE_STATEMENT ||
        !digest_parse(&known.stored, value_get_string(statement, STR("stored"))))
        return;
    known.commitment = target.what;
    buf_bytes(&archive->resealed, &known, sizeof known);
}

bool archive_is_resealed(struct digest *stored, const struct archive *archive,
                         const struct digest *commitment)
{
    const struct resealed *items =
        (const struct resealed *)(const void *)archive->resealed.ptr;

    for (size_t i = archive->resealed.len / sizeof *items; i-- > 0;)
        if (digest_equal(&items[i].commitment, commitment)) {
            *stored = items[i].stored;
            return true;
        }
    return false;
}

enum err_code archive_open_resealed(struct opened *out, struct arena *arena,
                                    struct archive *archive,
                                    const struct digest *commitment, struct err *err)
{
    enum { BYTES_MAX = FRAME_SEALED_MAX_BYTES };
    struct digest stored;
    char *bytes;
    size_t got = 0;

    if (!archive_is_resealed(&stored, archive, commitment))
        return err_set(err, ERR_NOT_FOUND, "it was not sealed anew");
    if (!archive->keyring)
        return err_set(err, ERR_DENIED, "it is sealed, and no key here opens it");
    bytes = ARENA_ARRAY(arena, char, BYTES_MAX);
    if (object_read(&got, archive->store, &stored, 0, bytes, BYTES_MAX, err) != ERR_OK)
        return err->code;
    return keyring_open_bytes(out, arena, archive->keyring, (struct str){bytes, got},
                              commitment, err);
}

/* --- in the index of what the keyring opens --- */

struct deferred {
    struct ref ref;
    struct feed_statement stored;
};

/* The `reseal` may stand in a later feed: what is erased is put when all are read. */
void archive_defer_erased(struct archive *archive, struct ref ref,
                          const struct feed_statement *stored)
{
    const struct deferred one = {ref, *stored};

    buf_bytes(&archive->deferred, &one, sizeof one);
}

static enum err_code put_deferred(struct archive *archive, struct index *index,
                                  const struct deferred *item, struct err *err)
{
    struct arena arena = {0};
    struct opened opened = {0};
    struct err ignored = {0};
    bool is_open = archive_open_resealed(&opened, &arena, archive,
                                         &item->stored.commitment, &ignored) == ERR_OK;
    enum err_code code =
        index_put(index, item->ref, &item->stored, is_open ? &opened.value : NULL, err);

    arena_free(&arena);
    return code;
}

enum err_code archive_put_deferred(struct archive *archive, struct index *index,
                                   struct err *err)
{
    const struct deferred *items =
        (const struct deferred *)(const void *)archive->deferred.ptr;
    size_t count = archive->deferred.len / sizeof *items;
    enum err_code code = ERR_OK;

    for (size_t i = 0; code == ERR_OK && i < count;) {
        uint32_t feed = ref_feed(items[i].ref);
        struct feed_position position = feed_position(archive->feeds[feed].feed);

        code = index_begin(index, err);
        for (; code == ERR_OK && i < count && ref_feed(items[i].ref) == feed; i++)
            code = put_deferred(archive, index, &items[i], err);
        if (code == ERR_OK)
            code = index_commit(index, feed, &position, err);
        else
            index_rollback(index);
    }
    buf_reset(&archive->deferred);
    return code;
}
