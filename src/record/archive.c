#include "record/archive.h"

#include "base/message.h"
#include "crypto/random.h"
#include "format/canon.h"
#include "record/archive_inside.h"
#include "record/genesis.h"
#include "record/id.h"
#include "store/store.h"

struct str archive_id(const struct archive *archive)
{
    return archive->id;
}

struct str archive_name(const struct archive *archive)
{
    return archive->name;
}

struct str archive_folder(const struct archive *archive)
{
    return store_folder(archive->store);
}

void archive_machine_folders(struct str out[ARCHIVE_MACHINE_FOLDERS], struct arena *arena)
{
    out[0] = store_state_home(arena);
    out[1] = store_cache_home(arena);
}

struct str archive_notice(const struct archive *archive)
{
    return archive->notice;
}

bool archive_is_synthetic(const struct archive *archive)
{
    return archive->is_synthetic;
}

struct str archive_remark(const struct archive *archive)
{
    return archive->remark;
}

bool archive_has_new_index(const struct archive *archive)
{
    return archive->has_new_index;
}

bool archive_had_other_index(const struct archive *archive)
{
    return archive->had_other_index;
}

struct index *archive_index(struct archive *archive)
{
    return archive->index;
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;
    if (archive->batch.is_open)
        archive_rollback(archive);
    batch_clear(&archive->batch);
    arena_free(&archive->additions_arena);
    arena_free(&archive->erased_arena);
    buf_release(&archive->resealed);
    buf_release(&archive->deferred);
    arena_free(&archive->compartment_arena);
    arena_free(&archive->batch.arena);
    arena_free(&archive->batch.scratch);
    arena_free(&archive->batch.lookup);
    buf_release(&archive->batch.bytes);
    index_close(archive->index);
    keyring_close(archive->keyring);
    for (uint32_t i = 0; i < archive->feed_count; i++)
        feed_close(archive->feeds[i].feed);
    session_close(archive->session);
    store_close(archive->store);
    arena_free(&archive->arena);
    free(archive);
}

static enum err_code write_genesis(struct store *store, const struct genesis *genesis,
                                   struct err *err)
{
    struct feed *feed = NULL;
    enum err_code code = feed_create(&feed, store, &genesis->key, err);

    if (code == ERR_OK)
        code = feed_begin(feed, err);
    for (size_t i = 0; code == ERR_OK && i < GENESIS_STATEMENTS; i++)
        code = feed_add(NULL, feed, buf_str(&genesis->statement[i]),
                        i == 0 ? genesis->salt : NULL, err);
    if (code == ERR_OK)
        code = feed_commit(feed, err);
    if (feed) {
        feed_end(feed);
        feed_close(feed);
    }
    return code;
}

enum err_code archive_create(struct archive **out, const char *folder, struct str name,
                             bool synthetic, struct err *err)
{
    struct genesis genesis = {0};
    struct store *store = NULL;
    struct buf facts = {0};
    enum err_code code = genesis_make(&genesis, name, synthetic, err);

    if (code != ERR_OK)
        return code;
    genesis_public_facts(&facts, (struct str){genesis.archive, FEED_ID_LEN},
                         (struct str){genesis.feed, FEED_ID_LEN}, name);
    code = store_create(&store, folder, buf_str(&facts), err);
    if (code == ERR_OK)
        code = write_genesis(store, &genesis, err);
    /* Only now does the folder get its name: an init that was killed before left nothing
     * that anybody was told of, and init may be called again. */
    if (code == ERR_OK)
        code = store_settle(store, err);
    store_close(store);
    buf_release(&facts);
    genesis_release(&genesis);
    return code == ERR_OK ? archive_open(out, folder, ARCHIVE_WRITE, err) : code;
}

static enum err_code open_founding(struct archive *archive, struct err *err)
{
    struct archive_feed *founding = ARENA_NEW(&archive->arena, struct archive_feed);

    if (feed_open(&founding->feed, archive->store, store_facts(archive->store)->feed,
                  err) != ERR_OK)
        return err->code;
    founding->admission =
        (struct admission){.ground = ADMISSION_FOUNDING, .until = UINT64_MAX};
    archive->feeds = founding;
    archive->feed_count = 1;
    archive->feed = founding->feed;
    return ERR_OK;
}

/* stele.json must say what statement 0 says; a stranger's trust hangs on this line. */
static enum err_code read_identity(struct archive *archive, struct err *err)
{
    struct feed_statement first = {0};
    struct value zero = {0};
    const struct store_facts *facts = store_facts(archive->store);
    char id[FEED_ID_LEN];
    enum err_code code = open_founding(archive, err);

    archive->id = facts->archive;
    if (code == ERR_OK)
        code = feed_read(&first, &archive->arena, archive->feed, 0, err);
    if (code == ERR_OK)
        code = canon_parse(&zero, &archive->arena, first.bytes, err);
    if (code != ERR_OK)
        return code;
    archive_id_of(id, &first.commitment);
    archive->name = value_get_string(&zero, STR("name"));
    archive->founder = value_get_string(&zero, STR("member"));
    archive->member = archive->founder;
    archive->is_synthetic = value_get(&zero, STR("synthetic")) != NULL;
    store_know_format(archive->store, genesis_format(&zero));
    if (genesis_facts_hold(facts->text, (struct str){id, sizeof id}, &zero))
        return ERR_OK;
    return err_set(err, ERR_CORRUPT,
                   "\"stele.json\" does not say what statement 0 of the founding feed "
                   "says; stele verify tells more");
}

/*
 * Who means to write asks first what is there already, and what a killed writer signed
 * is there: published now, or an import would record the same rows again. Where this
 * fails archive_begin() says why.
 */
static void publish_signed(struct archive *archive)
{
    struct err ignored = {0};

    if (feed_is_unpublished(archive->feed) && archive_begin(archive, &ignored) == ERR_OK)
        archive_rollback(archive);
}

/* What two members have erased is not shown, and not kept, because a process was killed.
 * Whoever only reads is told; whoever may write takes the lock, which finishes it. */
static void finish_erasure(struct archive *archive, enum archive_mode mode)
{
    struct err ignored = {0};
    bool is_unfinished = false;

    if (archive_has_unfinished_erasure(&is_unfinished, archive, &ignored) != ERR_OK ||
        !is_unfinished)
        return;
    if (mode == ARCHIVE_WRITE && archive_begin(archive, &ignored) == ERR_OK)
        archive_rollback(archive);
    else if (archive->remark.len == 0)
        archive->remark =
            str_from_c(_("an erasure by two members is not finished here: what it names "
                         "may still be read; the next command that writes goes on"));
}

/* With a session nobody is looked for. */
static enum err_code open_with(struct archive **out, const char *folder,
                               enum archive_mode mode, bool looks,
                               struct session *session, struct err *err)
{
    struct archive *archive = calloc(1, sizeof *archive);
    struct str found;
    enum err_code code;

    if (!archive) {
        session_close(session);
        return err_set(err, ERR_LIMIT, "out of memory");
    }
    archive->session = session; /* closed with it, whatever happens */
    code = store_find(&found, &archive->arena, folder, err);
    if (code == ERR_OK)
        code = store_open(&archive->store, found.ptr, err);
    if (code == ERR_OK)
        code = read_identity(archive, err);
    if (code == ERR_OK)
        code = archive_open_feeds(archive, err);
    if (code == ERR_OK && looks)
        code = archive_sign_in(archive, err);
    else if (code == ERR_OK)
        code = archive_settle_session(archive, err);
    if (code == ERR_OK)
        code = archive_load_keys(archive, err);
    if (code == ERR_OK)
        code = archive_read_profile(archive, err);
    if (code == ERR_OK)
        code = archive_catch_up(archive, err);
    if (code == ERR_OK && mode == ARCHIVE_WRITE)
        publish_signed(archive);
    if (code == ERR_OK)
        finish_erasure(archive, mode);
    if (code != ERR_OK) {
        archive_close(archive);
        return code;
    }
    *out = archive;
    return ERR_OK;
}

enum err_code archive_open(struct archive **out, const char *folder,
                           enum archive_mode mode, struct err *err)
{
    return open_with(out, folder, mode, mode != ARCHIVE_SIGNED_OUT, NULL, err);
}

enum err_code archive_open_as(struct archive **out, const char *folder,
                              enum archive_mode mode, struct session *session,
                              struct err *err)
{
    return open_with(out, folder, mode, false, session, err);
}

struct str archive_new_id(struct archive *archive, struct arena *arena)
{
    uint8_t random[ID_RANDOM];
    struct id id;

    (void)archive;
    random_fill(random, sizeof random);
    id = id_new(random);
    return arena_str(arena, id_str(&id));
}
