#include <stdlib.h>

#include "crypto/sha256.h"
#include "record/archive_inside.h"
#include "record/erase_inside.h"
#include "record/index.h"
#include "record/index_open.h"
#include "store/object.h"
#include "store/store.h"

/*
 * The second half of an erasure (format.md 4.2, steps 2 to 5). The statements are
 * acknowledged already, so whatever stops this is made good by the next writer: an
 * erasure is finished where the objects are gone and the index was made from frames
 * without content; so these two come last.
 */

#define BEGUN_NOTE "erasing"

struct doomed {
    struct ref ref;
    struct digest commitment;
};

struct finishing {
    struct arena arena;
    struct archive *archive;
    struct erasures all;
    struct doomed *statements; /* still to be destroyed */
    size_t statement_count;
    struct digest *objects;
    size_t object_count;
    bool is_begun; /* somebody began, and did not come to the end */
};

/* What is to be destroyed must live on first, where it was only sealed anew. */
static bool lives_on(struct finishing *f, const struct digest *stored)
{
    enum { BYTES_MAX = FRAME_SEALED_MAX_BYTES + 1 };
    struct err ignored = {0};
    struct digest digest;
    struct sha256 *h;
    size_t got = 0;
    char *bytes = ARENA_ARRAY(&f->arena, char, BYTES_MAX);

    if (object_read(&got, f->archive->store, stored, 0, bytes, BYTES_MAX, &ignored) !=
        ERR_OK)
        return false;
    h = sha256_new();
    digest = sha256_of(h, (struct str){bytes, got});
    sha256_free(h);
    return digest_equal(&digest, stored);
}

static enum err_code look_at_statement(struct finishing *f, const struct erasure *e,
                                       struct err *err)
{
    struct ref ref;
    int64_t len = 0;

    if (!index_parse_ref(&ref, f->archive->index, e->target.ref))
        return ERR_OK; /* of a feed that this replica does not have */
    if (index_frame_len(&len, f->archive->index, ref, err) != ERR_OK)
        return err->code;
    if (len == 0 || len == FRAME_HEAD_MAX_BYTES ||
        (e->is_reseal && !lives_on(f, &e->stored)))
        return ERR_OK;
    f->statements[f->statement_count++] = (struct doomed){ref, e->target.what};
    return ERR_OK;
}

static enum err_code look_at_object(struct finishing *f, const struct erasure *e,
                                    struct err *err)
{
    uint64_t size = 0;
    enum err_code code = object_size(&size, f->archive->store, &e->target.what, err);

    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code == ERR_OK)
        f->objects[f->object_count++] = e->target.what;
    return code;
}

/* The object of an earlier reseal, sealed to a key that is not to open it any more. */
static enum err_code look_at_reseal(struct finishing *f, const struct erasure *e,
                                    struct err *err)
{
    uint64_t size = 0;
    enum err_code code;

    if (!e->is_reseal || !erasures_is_outdated(&f->all, &e->stored))
        return ERR_OK;
    code = object_size(&size, f->archive->store, &e->stored, err);
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code == ERR_OK)
        f->objects[f->object_count++] = e->stored;
    return code;
}

/* For archive_refuse_erased(). */
static void remember_objects(struct finishing *f)
{
    struct archive *archive = f->archive;

    arena_reset(&archive->erased_arena);
    archive->erased_object_count = 0;
    archive->erased_objects =
        ARENA_ARRAY(&archive->erased_arena, struct digest, f->all.count + 1);
    buf_reset(&archive->resealed);
    for (size_t i = 0; i < f->all.count; i++)
        if (f->all.items[i].is_reseal && f->all.items[i].is_effective)
            archive_note_reseal(archive, &f->all.items[i].first->statement);
    for (size_t i = 0; i < f->all.count; i++)
        if (f->all.items[i].is_effective &&
            f->all.items[i].target.kind != ERASURE_STATEMENT)
            archive->erased_objects[archive->erased_object_count++] =
                f->all.items[i].target.what;
}

enum err_code archive_refuse_erased(struct archive *archive,
                                    const struct value *statement, struct err *err)
{
    struct digest name;

    if (archive->erased_object_count == 0 ||
        !digest_parse(&name, value_get_string(statement, STR("stored"))))
        return ERR_OK;
    for (size_t i = 0; i < archive->erased_object_count; i++) {
        if (!digest_equal(&archive->erased_objects[i], &name))
            continue;
        if (object_erase(archive->store, &name, err) != ERR_OK)
            return err->code;
        return err_set(
            err, ERR_DENIED,
            "the bytes of \"" STR_FMT
            "\" were erased by two members, and are not taken in again "
            "(stele erase --list)",
            STR_ARG(str_prefix(value_get_string(statement, STR("name")), 200)));
    }
    return ERR_OK;
}

static enum err_code look(struct finishing *f, struct err *err)
{
    enum err_code code = erase_read(&f->all, &f->arena, f->archive, err);

    if (code == ERR_OK)
        remember_objects(f);
    f->statements = ARENA_ARRAY(&f->arena, struct doomed, f->all.count + 1);
    f->objects = ARENA_ARRAY(&f->arena, struct digest, f->all.count + 1);
    for (size_t i = 0; code == ERR_OK && i < f->all.count; i++) {
        const struct erasure *e = &f->all.items[i];

        if (e->is_effective)
            code = e->target.kind == ERASURE_STATEMENT ? look_at_statement(f, e, err)
                                                       : look_at_object(f, e, err);
        if (code == ERR_OK && e->is_effective)
            code = look_at_reseal(f, e, err);
    }
    return code;
}

/* In the order of the frames, so that each pack is written once. */
static int in_order(const void *a, const void *b)
{
    int64_t x = ((const struct doomed *)a)->ref.n;
    int64_t y = ((const struct doomed *)b)->ref.n;

    return (x > y) - (x < y);
}

/* Those of one feed, from the first on. *count: how many they were. */
static enum err_code erase_in_feed(size_t *count, struct finishing *f, size_t first,
                                   struct err *err)
{
    struct ref ref = f->statements[first].ref;
    struct feed_erasure *items =
        ARENA_ARRAY(&f->arena, struct feed_erasure, f->statement_count);
    size_t n = 0;

    for (; first + n < f->statement_count &&
           ref_feed(f->statements[first + n].ref) == ref_feed(ref);
         n++)
        items[n] = (struct feed_erasure){ref_index(f->statements[first + n].ref),
                                         f->statements[first + n].commitment};
    *count = n;
    return feed_erase(archive_feed_of(f->archive, ref), items, n, err);
}

static enum err_code erase_statements(struct finishing *f, struct err *err)
{
    size_t count = 0;
    enum err_code code = ERR_OK;

    if (f->statement_count > 0)
        qsort(f->statements, f->statement_count, sizeof *f->statements, in_order);
    for (size_t i = 0; code == ERR_OK && i < f->statement_count; i += count)
        code = erase_in_feed(&count, f, i, err);
    return code;
}

/* What was read of the tail is not what lies there any more. */
static enum err_code begin_again(struct archive *archive, struct err *err)
{
    feed_end(archive->feed);
    return feed_begin(archive->feed, err);
}

/*
 * There may be two indexes, of what stands open and of what is sealed too: the one that
 * is not in use goes, the other is made anew. Which of them a process that goes on after
 * a crash looks at is not known, so a note says that the work has begun.
 */
static enum err_code destroy(struct finishing *f, struct err *err)
{
    static const struct str notes[] = {STR_INIT("draft"), STR_INIT("")};
    struct archive *archive = f->archive;
    enum err_code code =
        store_note_write(archive->store, BEGUN_NOTE, STR("begun\n"), err);

    if (code == ERR_OK)
        code = erase_statements(f, err);
    if (code == ERR_OK)
        code = begin_again(archive, err);
    if (code == ERR_OK)
        code = store_forget(archive->store, notes, index_is_private(archive->index), err);
    for (size_t i = 0; code == ERR_OK && i < f->object_count; i++)
        code = object_erase(archive->store, &f->objects[i], err);
    memset(archive->known, 0, sizeof archive->known);
    if (code == ERR_OK)
        code = archive_reindex(archive, err);
    return code == ERR_OK ? store_note_remove(archive->store, BEGUN_NOTE, err) : code;
}

static enum err_code start(struct finishing *f, size_t *words, struct err *err)
{
    struct str note = {0};
    struct err ignored = {0};
    enum err_code code = erase_count_words(words, &f->arena, f->archive, err);

    if (code != ERR_OK || *words == 0 || *words == f->archive->erasures_done)
        return code;
    f->is_begun = store_note_read(&note, &f->arena, f->archive->store, BEGUN_NOTE,
                                  &ignored) == ERR_OK;
    return look(f, err);
}

static bool is_unfinished(const struct finishing *f)
{
    return f->is_begun || f->statement_count + f->object_count > 0;
}

enum err_code archive_finish_erasures(bool *did, struct archive *archive, struct err *err)
{
    struct finishing f = {.archive = archive};
    size_t words = 0;
    enum err_code code = start(&f, &words, err);

    *did = false;
    if (code == ERR_OK && is_unfinished(&f)) {
        code = destroy(&f, err);
        *did = code == ERR_OK;
    }
    if (code == ERR_OK)
        archive->erasures_done = words;
    arena_free(&f.arena);
    return code;
}

enum err_code archive_has_unfinished_erasure(bool *out, struct archive *archive,
                                             struct err *err)
{
    struct finishing f = {.archive = archive};
    size_t words = 0;
    enum err_code code = start(&f, &words, err);

    *out = is_unfinished(&f);
    arena_free(&f.arena);
    return code;
}
