#include "record/archive_inside.h"

#include "format/canon.h"
#include "record/index_open.h"
#include "record/page_index.h"
#include "store/db.h"

/* How the index is kept level with the logs: it may lag, never lead (format.md 4.3). */

enum { ROWS_A_TRANSACTION = 65536 };

struct projection {
    struct archive *archive; /* its keyring; NULL where only what is open is wanted */
    struct index *index;
    struct arena arena;
    uint32_t feed;
};

/* What cannot be opened, for whatever reason, is a row without a kind; verify tells more.
 */
static bool read_sealed(struct value *value, struct projection *p,
                        const struct feed_statement *stored)
{
    struct opened opened = {0};
    struct err ignored = {0};

    if (!p->archive || stored->form != FRAME_SEALED ||
        archive_unseal(&opened, &p->arena, p->archive, p->feed, stored, &ignored) !=
            ERR_OK)
        return false;
    *value = opened.value;
    return true;
}

static enum err_code project(void *context, const struct feed_statement *statement,
                             struct err *err)
{
    struct projection *projection = context;
    struct ref ref = ref_of(projection->feed, statement->index);
    struct value value = {0};
    bool is_open = statement->form == FRAME_OPEN;
    bool is_known = is_open;

    arena_reset(&projection->arena);
    if (projection->archive && statement->form == FRAME_ERASED) {
        archive_defer_erased(projection->archive, ref, statement);
        return ERR_OK;
    }
    if (!is_open)
        is_known = read_sealed(&value, projection, statement);
    else if (canon_parse(&value, &projection->arena, statement->bytes, err) != ERR_OK)
        return err_context(err, "statement %llu: ", (unsigned long long)statement->index);
    if (projection->archive && is_open)
        archive_note_reseal(projection->archive, &value);
    return index_put(projection->index, ref, statement, is_known ? &value : NULL, err);
}

/* Everything of feed number n from `from` to its checkpoint, in transactions of bounded
 * size. */
static enum err_code project_from(struct archive *archive, struct index *index,
                                  uint32_t n, uint64_t from, struct err *err)
{
    struct projection projection = {.archive = index_is_private(index) ? archive : NULL,
                                    .index = index};
    struct feed *feed = archive->feeds[n].feed;
    struct feed_position end = feed_position(feed);
    enum err_code code = index_add_feed(&projection.feed, index, feed_id(feed), err);

    while (code == ERR_OK && from < end.size) {
        uint64_t to =
            end.size - from > ROWS_A_TRANSACTION ? from + ROWS_A_TRANSACTION : end.size;
        struct feed_position reached = {.size = to};

        if (to == end.size)
            reached.root = end.root;
        code = index_begin(index, err);
        if (code == ERR_OK)
            code = feed_scan(feed, from, to, project, &projection, err);
        if (code == ERR_OK)
            code = index_commit(index, projection.feed, &reached, err);
        else
            index_rollback(index);
        from = to;
    }
    arena_free(&projection.arena);
    return code;
}

/* How much of each feed a view may show: what does not count is kept, and not shown; but
 * whoever writes at this machine sees what was written here. */
static void set_bounds(struct archive *archive)
{
    for (uint32_t n = 0; archive->index && n < archive->feed_count; n++) {
        const struct admission *a = &archive->feeds[n].admission;
        bool counts = a->ground != ADMISSION_NONE;

        index_bound_feed(archive->index, n,
                         (struct feed_bounds){
                             .from = counts ? a->from : 0,
                             .until = counts              ? a->until
                                      : n == archive->own ? UINT64_MAX
                                                          : 0,
                             .counts = counts,
                         });
    }
}

/* Before the first statement of any: one feed may speak of another that lies deeper. */
static enum err_code number_feeds(struct archive *archive, struct index *index,
                                  struct err *err)
{
    enum err_code code = ERR_OK;
    uint32_t number = 0;

    for (uint32_t n = 0; code == ERR_OK && n < archive->feed_count; n++)
        code = index_add_feed(&number, index, feed_id(archive->feeds[n].feed), err);
    return code;
}

static enum err_code project_all(struct archive *archive, struct index *index,
                                 struct err *err)
{
    enum err_code code = number_feeds(archive, index, err);
    uint64_t pages = 0;

    for (uint32_t n = 0; code == ERR_OK && n < archive->feed_count; n++)
        code = project_from(archive, index, n, 0, err);
    if (code == ERR_OK)
        code = archive_put_deferred(archive, index, err);
    return code == ERR_OK ? archive_index_texts(&pages, archive, index, err) : code;
}

/* Of all that the keyring opens, in memory. */
static enum err_code rebuild_private(struct archive *archive, struct err *err)
{
    struct index *fresh = NULL;
    enum err_code code = index_make_private(&fresh, archive->keyring, err);

    if (code == ERR_OK)
        code = project_all(archive, fresh, err);
    if (code == ERR_OK)
        code = index_finish(fresh, err);
    if (code != ERR_OK) {
        index_close(fresh);
        return err_context(err, "could not build the index: ");
    }
    index_close(archive->index);
    archive->index = fresh;
    set_bounds(archive);
    return archive_keep_index(archive, err);
}

/* Of what stands open, on this machine's disk. */
static enum err_code rebuild_open(struct archive *archive, struct err *err)
{
    struct index *beside = NULL;
    bool is_usable = false;
    bool is_other = false;
    enum err_code code = index_open_beside(&beside, archive->store, err);

    if (code == ERR_OK)
        code = project_all(archive, beside, err);
    if (code == ERR_OK)
        code = index_switch(beside, err);
    else
        index_close(beside);
    if (code != ERR_OK)
        return err_context(err, "could not build the index: ");
    index_close(archive->index);
    archive->index = NULL;
    code = index_open(&archive->index, &is_usable, &is_other, archive->store, true, err);
    set_bounds(archive);
    archive->has_new_index = code == ERR_OK;
    return code;
}

/* Whether the index of this archive holds what was sealed too. */
static bool is_private(const struct archive *archive)
{
    return keyring_count(archive->keyring) > 0;
}

static enum err_code rebuild(struct archive *archive, struct err *err)
{
    return is_private(archive) ? rebuild_private(archive, err)
                               : rebuild_open(archive, err);
}

/* An index that is ahead of the files, or speaks of another last statement, is wrong. */
static enum err_code find_lag(uint64_t *indexed, bool *is_wrong, struct archive *archive,
                              uint32_t n, struct err *err)
{
    struct feed *feed = archive->feeds[n].feed;
    struct feed_position now = feed_position(feed);
    struct digest root = {0};
    enum err_code code =
        index_feed_position(indexed, &root, archive->index, feed_id(feed), err);

    if (code != ERR_OK)
        return code;
    /* Somebody has recorded more since this archive last looked: what is indexed was
     * acknowledged before. */
    if (*indexed > now.size && feed_refresh(feed, err) != ERR_OK)
        return err->code;
    now = feed_position(feed);
    *is_wrong = *indexed > now.size ||
                (*indexed == now.size && *indexed > 0 && !digest_equal(&root, &now.root));
    return ERR_OK;
}

/* Feeds in another order than ours: one was admitted meanwhile, or another process knows
 * more of them than we do. */
static bool has_other_feeds(const struct archive *archive)
{
    uint32_t count = index_feed_count(archive->index);

    for (uint32_t n = 0; n < count && n < archive->feed_count; n++)
        if (!str_equal(index_feed_id(archive->index, n), feed_id(archive->feeds[n].feed)))
            return true;
    return count > archive->feed_count;
}

enum standing {
    INDEX_LEVEL,
    INDEX_LAGS,
    INDEX_WRONG /* missing, of another version, or about other statements */
};

static enum err_code compare(enum standing *out, struct archive *archive, struct err *err)
{
    *out = has_other_feeds(archive) ? INDEX_WRONG : INDEX_LEVEL;
    if (index_feed_count(archive->index) < archive->feed_count && *out == INDEX_LEVEL)
        *out = INDEX_LAGS;
    for (uint32_t n = 0; n < archive->feed_count && *out != INDEX_WRONG; n++) {
        uint64_t indexed = 0;
        bool is_wrong = false;

        if (find_lag(&indexed, &is_wrong, archive, n, err) != ERR_OK)
            return err->code;
        if (is_wrong)
            *out = INDEX_WRONG;
        else if (indexed < feed_position(archive->feeds[n].feed).size)
            *out = INDEX_LAGS;
    }
    return ERR_OK;
}

static enum err_code find_standing(enum standing *out, struct archive *archive,
                                   struct err *err)
{
    bool is_usable = archive->index != NULL;
    bool is_other = false;
    enum err_code code = ERR_OK;

    *out = INDEX_WRONG;
    if (!archive->index)
        code = is_private(archive) ? archive_find_index(&is_usable, archive, err)
                                   : index_open(&archive->index, &is_usable, &is_other,
                                                archive->store, true, err);
    if (code == ERR_OK && is_other)
        archive->had_other_index = true;
    if (code != ERR_OK || !is_usable)
        return code;
    set_bounds(archive);
    code = compare(out, archive, err);
    if (code != ERR_CORRUPT)
        return code;
    *out = INDEX_WRONG;
    return ERR_OK;
}

/* So much is read again rather than written out again. */
enum { LAG_NOT_KEPT = 1000 };

static enum err_code project_lags(struct archive *archive, struct err *err)
{
    enum err_code code = number_feeds(archive, archive->index, err);
    uint64_t behind = 0;
    uint64_t pages = 0;

    for (uint32_t n = 0; code == ERR_OK && n < archive->feed_count; n++) {
        uint64_t indexed = 0;
        bool is_wrong = false;

        code = find_lag(&indexed, &is_wrong, archive, n, err);
        behind += feed_position(archive->feeds[n].feed).size - indexed;
        if (code == ERR_OK)
            code = project_from(archive, archive->index, n, indexed, err);
    }
    if (code == ERR_OK)
        code = archive_put_deferred(archive, archive->index, err);
    if (code == ERR_OK)
        code = archive_index_texts(&pages, archive, archive->index, err);
    set_bounds(archive);
    if (code == ERR_OK && behind + pages > LAG_NOT_KEPT && is_private(archive))
        code = archive_keep_index(archive, err);
    return code;
}

/* Under the lock: what another process did meanwhile need not be done again. */
static enum err_code level(struct archive *archive, struct err *err)
{
    enum standing standing = INDEX_LEVEL;
    enum err_code code = find_standing(&standing, archive, err);

    if (code == ERR_OK && standing == INDEX_LAGS)
        code = project_lags(archive, err);
    /* A page of the index may be damaged where only writing comes by. */
    if (code == ERR_CORRUPT || (code == ERR_OK && standing == INDEX_WRONG))
        code = rebuild(archive, err);
    return code;
}

enum err_code archive_catch_up(struct archive *archive, struct err *err)
{
    enum standing standing = INDEX_LEVEL;
    struct db_lock *lock = NULL;
    enum err_code code = find_standing(&standing, archive, err);

    if (code != ERR_OK || standing == INDEX_LEVEL)
        return code;
    code = db_lock(&lock, archive->store, err);
    if (code == ERR_OK)
        code = level(archive, err);
    db_unlock(lock);
    return code;
}

void archive_retry_texts(struct archive *archive)
{
    struct db_lock *lock = NULL;
    struct err ignored = {0};
    uint64_t pages = 0;
    bool has_some = false;

    if (page_texts_wait(&has_some, archive->index, &ignored) != ERR_OK || !has_some ||
        db_lock(&lock, archive->store, &ignored) != ERR_OK)
        return;
    if (archive_index_texts(&pages, archive, archive->index, &ignored) != ERR_OK)
        archive->index_warning = ignored;
    db_unlock(lock);
}

enum err_code archive_reindex(struct archive *archive, struct err *err)
{
    struct db_lock *lock = NULL;
    enum err_code code = db_lock(&lock, archive->store, err);

    if (code == ERR_OK)
        code = rebuild_open(archive, err);
    if (code == ERR_OK && is_private(archive))
        code = rebuild_private(archive, err);
    db_unlock(lock);
    return code;
}
