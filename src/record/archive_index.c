#include "record/archive_inside.h"

#include "format/canon.h"
#include "store/db.h"

/* How the index is kept level with the log: it may lag, never lead (format.md 4.3). */

enum { ROWS_A_TRANSACTION = 65536 };

struct projection {
    struct index *index;
    struct arena arena;
    uint32_t feed;
};

static enum err_code project(void *context, const struct feed_statement *statement,
                             struct err *err)
{
    struct projection *projection = context;
    struct ref ref = ref_of(projection->feed, statement->index);
    struct value value = {0};
    bool is_open = statement->form == FRAME_OPEN;

    arena_reset(&projection->arena);
    if (is_open &&
        canon_parse(&value, &projection->arena, statement->bytes, err) != ERR_OK)
        return err_context(err, "statement %llu: ", (unsigned long long)statement->index);
    return index_put(projection->index, ref, statement, is_open ? &value : NULL, err);
}

/* Everything from `from` to the checkpoint, in transactions of bounded size. */
static enum err_code project_from(struct archive *archive, struct index *index,
                                  uint64_t from, struct err *err)
{
    struct projection projection = {.index = index};
    struct feed_position end = feed_position(archive->feed);
    enum err_code code =
        index_add_feed(&projection.feed, index, feed_id(archive->feed), err);

    while (code == ERR_OK && from < end.size) {
        uint64_t to =
            end.size - from > ROWS_A_TRANSACTION ? from + ROWS_A_TRANSACTION : end.size;
        struct feed_position reached = {.size = to};

        if (to == end.size)
            reached.root = end.root;
        code = index_begin(index, err);
        if (code == ERR_OK)
            code = feed_scan(archive->feed, from, to, project, &projection, err);
        if (code == ERR_OK)
            code = index_commit(index, projection.feed, &reached, err);
        else
            index_rollback(index);
        from = to;
    }
    arena_free(&projection.arena);
    return code;
}

static enum err_code rebuild(struct archive *archive, struct err *err)
{
    struct index *beside = NULL;
    bool is_usable = false;
    bool is_other = false;
    enum err_code code = index_open_beside(&beside, archive->store, err);

    if (code == ERR_OK)
        code = project_from(archive, beside, 0, err);
    if (code == ERR_OK)
        code = index_switch(beside, err);
    else
        index_close(beside);
    if (code != ERR_OK)
        return err_context(err, "could not build the index: ");
    index_close(archive->index);
    archive->index = NULL;
    return index_open(&archive->index, &is_usable, &is_other, archive->store, true, err);
}

/* An index that is ahead of the files, or speaks of another last statement, is wrong. */
static enum err_code find_lag(uint64_t *indexed, bool *is_wrong, struct archive *archive,
                              struct err *err)
{
    struct feed_position now = feed_position(archive->feed);
    struct digest root = {0};
    enum err_code code =
        index_feed_position(indexed, &root, archive->index, feed_id(archive->feed), err);

    if (code != ERR_OK)
        return code;
    *is_wrong = *indexed > now.size ||
                (*indexed == now.size && *indexed > 0 && !digest_equal(&root, &now.root));
    return ERR_OK;
}

enum standing {
    INDEX_LEVEL,
    INDEX_LAGS, /* goes on at indexed */
    INDEX_WRONG /* missing, of another version, or about other statements */
};

static enum err_code find_standing(enum standing *out, uint64_t *indexed,
                                   struct archive *archive, struct err *err)
{
    bool is_usable = archive->index != NULL;
    bool is_wrong = false;
    bool is_other = false;
    enum err_code code = ERR_OK;

    if (!archive->index)
        code =
            index_open(&archive->index, &is_usable, &is_other, archive->store, true, err);
    if (code == ERR_OK && is_other)
        archive->had_other_index = true;
    if (code == ERR_OK && is_usable)
        code = find_lag(indexed, &is_wrong, archive, err);
    if (code == ERR_CORRUPT)
        is_wrong = true;
    else if (code != ERR_OK)
        return code;
    if (!is_usable || is_wrong)
        *out = INDEX_WRONG;
    else
        *out = *indexed < feed_position(archive->feed).size ? INDEX_LAGS : INDEX_LEVEL;
    return ERR_OK;
}

/* Under the lock: what another process did meanwhile need not be done again. */
static enum err_code level(struct archive *archive, struct err *err)
{
    enum standing standing = INDEX_LEVEL;
    uint64_t indexed = 0;
    enum err_code code = find_standing(&standing, &indexed, archive, err);

    if (code == ERR_OK && standing == INDEX_LAGS)
        code = project_from(archive, archive->index, indexed, err);
    /* A page of the index may be damaged where only writing comes by. */
    if (code == ERR_CORRUPT || (code == ERR_OK && standing == INDEX_WRONG))
        code = rebuild(archive, err);
    return code;
}

enum err_code archive_catch_up(struct archive *archive, struct err *err)
{
    enum standing standing = INDEX_LEVEL;
    struct db_lock *lock = NULL;
    uint64_t indexed = 0;
    enum err_code code = find_standing(&standing, &indexed, archive, err);

    if (code != ERR_OK || standing == INDEX_LEVEL)
        return code;
    code = db_lock(&lock, archive->store, err);
    if (code == ERR_OK)
        code = level(archive, err);
    db_unlock(lock);
    return code;
}

enum err_code archive_reindex(struct archive *archive, struct err *err)
{
    struct db_lock *lock = NULL;
    enum err_code code = db_lock(&lock, archive->store, err);

    if (code == ERR_OK)
        code = rebuild(archive, err);
    db_unlock(lock);
    return code;
}
