#include "share/publish.h"

#include <stdio.h>

#include "base/file.h"
#include "format/checkpoint.h"
#include "format/entry.h"
#include "log/signed_note.h"
#include "share/archive_facts.h"
#include "share/feed_log.h"
#include "share/outdir.h"
#include "share/tree_writer.h"
#include "store/store.h"
#include "store/store_feed.h"

/* One feed on its way into the folder. */
struct publishing {
    struct outdir *dir;
    struct feed_log log;
    struct arena arena;
    struct merkle_head old; /* what the folder holds: size 0 when nothing */
    struct str old_note;
    struct tree_writer *writer;
};

static struct str path_of(struct publishing *p, const char *name)
{
    return arena_printf(&p->arena, STR_FMT "/%s", STR_ARG(feed_id(p->log.feed)), name);
}

static enum err_code put(struct publishing *p, const char *name, struct str bytes,
                         struct err *err)
{
    return outdir_put(p->dir, path_of(p, name).ptr, bytes, err);
}

static enum err_code put_tile(struct publishing *p, const struct tile *tile,
                              struct str bytes, struct err *err)
{
    struct buf path = {0};
    enum err_code code;

    buf_append(&path, feed_id(p->log.feed));
    buf_char(&path, '/');
    tile_path_append(&path, tile);
    buf_char(&path, '\0');
    code = outdir_put(p->dir, path.ptr, bytes, err);
    buf_release(&path);
    return code;
}

static enum err_code take_tile(void *context, const struct tile *tile,
                               const struct digest *hashes, struct err *err)
{
    struct str bytes = {(const char *)hashes, (size_t)tile->width * TILE_HASH_BYTES};

    return put_tile(context, tile, bytes, err);
}

/* What the folder holds must be a checkpoint that this feed's key has signed. */
static enum err_code read_published(struct publishing *p, struct err *err)
{
    struct str path = path_of(p, "checkpoint");
    struct checkpoint checkpoint = {0};
    struct note note = {0};
    struct note_verdict verdict;
    enum err_code code =
        outdir_read(&p->old_note, &p->arena, p->dir, path.ptr, NOTE_MAX_BYTES, err);

    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    if (note_parse(&note, &p->arena, p->old_note, err) != ERR_OK ||
        signed_note_verify(&verdict, &note, &p->log.key, 1, err) != ERR_OK ||
        checkpoint_parse(&checkpoint, note.text, err) != ERR_OK)
        return err_set(err, ERR_CONFLICT,
                       "\"%s/" STR_FMT "\" is no checkpoint of this feed: publish into "
                       "another folder",
                       p->dir->path, STR_ARG(path));
    p->old = (struct merkle_head){checkpoint.size, checkpoint.root};
    if (p->old.size > p->log.head.size)
        return err_set(err, ERR_CONFLICT,
                       "\"%s/" STR_FMT "\" says %llu statements, this archive has %llu: "
                       "this is an older copy of the archive; publish from the newest",
                       p->dir->path, STR_ARG(path), (unsigned long long)p->old.size,
                       (unsigned long long)p->log.head.size);
    return ERR_OK;
}

/* The tree as it was when it had old.size leaves must be the one that was published. */
static enum err_code compare_published(struct publishing *p, struct err *err)
{
    struct merkle_head then;

    if (p->writer->edge.size != p->old.size || p->old_note.len == 0)
        return ERR_OK;
    then = merkle_edge_head(&p->writer->edge, p->log.h);
    if (digest_equal(&then.root, &p->old.root))
        return ERR_OK;
    return err_set(err, ERR_CONFLICT,
                   "\"%s/" STR_FMT "/checkpoint\" contradicts this archive: the same key "
                   "signed two different logs of %llu statements; keep both as evidence "
                   "and publish into another folder",
                   p->dir->path, STR_ARG(feed_id(p->log.feed)),
                   (unsigned long long)then.size);
}

/* The entries of one group into the tree, and into the folder when tiles are taken. */
static enum err_code add_group(struct publishing *p, uint64_t n, struct err *err)
{
    struct tile tile = {TILE_ENTRIES, 0, n, tile_width(p->log.head.size, 0, n)};
    struct buf bundle = {0};
    struct str rest;
    enum err_code code = feed_log_entries(&bundle, &p->log, n, err);

    rest = buf_str(&bundle);
    for (unsigned i = 0; code == ERR_OK && i < tile.width; i++) {
        struct str entry = {0};
        struct digest leaf;

        code = compare_published(p, err);
        if (code == ERR_OK)
            code = bundle_read(&entry, &rest, err);
        if (code != ERR_OK)
            break;
        leaf = merkle_leaf(p->log.h, entry);
        code = tree_writer_add(p->writer, &leaf, err);
    }
    if (code == ERR_OK && rest.len > 0)
        code = err_set(err, ERR_CORRUPT,
                       "a bundle of entries is too long; stele verify "
                       "tells more");
    if (code == ERR_OK && p->writer->take)
        code = put_tile(p, &tile, buf_str(&bundle), err);
    buf_release(&bundle);
    return code;
}

/*
 * Go through the whole tree. It is done twice: first with no taker, since a file that
 * was published cannot be taken back; only what has the signed root is then written.
 */
static enum err_code grow(struct publishing *p, tile_taker take, struct err *err)
{
    uint64_t groups = (p->log.head.size - 1) / TILE_WIDTH + 1;
    struct merkle_head head;

    *p->writer = (struct tree_writer){.h = p->log.h, .take = take, .context = p};
    for (uint64_t n = 0; n < groups; n++)
        if (add_group(p, n, err) != ERR_OK)
            return err->code;
    head = merkle_edge_head(&p->writer->edge, p->log.h);
    if (!digest_equal(&head.root, &p->log.head.root))
        return err_set(err, ERR_CORRUPT,
                       "the entries of feed " STR_FMT " do not give the signed root; "
                       "stele verify tells more",
                       STR_ARG(feed_id(p->log.feed)));
    if (compare_published(p, err) != ERR_OK)
        return err->code;
    return tree_writer_finish(p->writer, err);
}

/* The folder of the partial tiles that a full one has replaced since the old checkpoint.
 */
static enum err_code remove_partials(struct publishing *p, enum tile_kind kind,
                                     unsigned level, struct err *err)
{
    struct tile tile = {kind, level, tile_full_count(p->old.size, level), TILE_WIDTH};
    struct buf path = {0};
    enum err_code code;

    if (tile_partial_width(p->old.size, level) == 0 ||
        tile_width(p->log.head.size, level, tile.n) < TILE_WIDTH)
        return ERR_OK;
    buf_append(&path, feed_id(p->log.feed));
    buf_char(&path, '/');
    tile_path_append(&path, &tile);
    buf_append(&path, STR(".p"));
    buf_char(&path, '\0');
    code = outdir_remove_folder(p->dir, path.ptr, err);
    buf_release(&path);
    return code;
}

/* Readers take the full tile where a partial one is gone. */
static enum err_code remove_outgrown(struct publishing *p, struct err *err)
{
    enum err_code code = remove_partials(p, TILE_ENTRIES, 0, err);

    for (unsigned level = 0; code == ERR_OK && level < TILE_LEVELS; level++)
        code = remove_partials(p, TILE_HASHES, level, err);
    return code;
}

static struct str readme_text(struct publishing *p, const struct archive_facts *facts)
{
    return arena_printf(
        &p->arena,
        "%sThe log of feed " STR_FMT "\nof the archive %s.\n\n"
        "It holds commitments only: salted hashes of statements, which tell nothing of "
        "what they say.\nFormat: C2SP tlog-tiles (https://c2sp.org/tlog-tiles), one "
        "signed checkpoint, tiles of 256 hashes\nand bundles of 256 entries. key.vkey is "
        "the public key that signs the checkpoint.\n\n"
        "Keep every checkpoint that you see. Whoever holds an old one can show later "
        "whether the log\nhas only grown since, or was changed.\n\n"
        "It does not show that what is recorded is true, nor when anything happened.\n",
        facts->is_synthetic ? SYNTHETIC_LINE : "", STR_ARG(feed_id(p->log.feed)),
        facts->archive);
}

/* The checkpoint comes last: whoever reads it finds all that it promises. */
static enum err_code write_log(struct publishing *p, const struct archive_facts *facts,
                               struct err *err)
{
    struct str vkey = arena_printf(&p->arena, STR_FMT "\n", STR_ARG(p->log.vkey));

    if (grow(p, NULL, err) != ERR_OK || grow(p, take_tile, err) != ERR_OK ||
        put(p, "key.vkey", vkey, err) != ERR_OK ||
        put(p, "README.txt", readme_text(p, facts), err) != ERR_OK ||
        outdir_put_last(p->dir, path_of(p, "checkpoint").ptr, p->log.checkpoint, err) !=
            ERR_OK ||
        outdir_settle(p->dir, err) != ERR_OK)
        return err->code;
    return remove_outgrown(p, err);
}

static enum err_code publish_feed(struct published_log *out, struct outdir *dir,
                                  struct store *store, struct str feed,
                                  const struct archive_facts *facts, struct err *err)
{
    struct publishing p = {.dir = dir};
    uint64_t written = dir->written;
    uint64_t kept = dir->kept;
    enum err_code code = feed_log_open(&p.log, store, feed, err);

    *out = (struct published_log){.feed = feed};
    if (code == ERR_NOT_FOUND) /* a device that has written nothing yet */
        return ERR_OK;
    if (code != ERR_OK)
        return code;
    p.writer = ARENA_NEW(&p.arena, struct tree_writer);
    code = read_published(&p, err);
    if (code == ERR_OK)
        code = write_log(&p, facts, err);
    if (code == ERR_OK)
        *out = (struct published_log){feed, p.log.head.size, p.old.size,
                                      dir->written - written, dir->kept - kept};
    feed_log_close(&p.log);
    arena_free(&p.arena);
    return code;
}

enum err_code publish_archive(struct publication *out, struct arena *arena,
                              struct store *store, const char *folder, struct err *err)
{
    struct publication result = {0};
    struct archive_facts facts = {0};
    struct outdir dir = {.fd = -1};
    struct str *feeds = NULL;
    size_t count = 0;
    enum err_code code = archive_facts_read(&facts, arena, store, err);

    if (code == ERR_OK)
        code = store_feed_list(&feeds, &count, arena, store, err);
    if (code == ERR_OK)
        code = outdir_open(&dir, folder, store_folder(store), OUTDIR_ANY, err);
    if (code != ERR_OK)
        return code;
    result.is_synthetic = facts.is_synthetic;
    result.logs = ARENA_ARRAY(arena, struct published_log, count + 1);
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        struct published_log *log = &result.logs[result.count];

        code = publish_feed(log, &dir, store, feeds[i], &facts, err);
        if (log->size > 0)
            result.count++;
    }
    outdir_close(&dir);
    if (code == ERR_OK)
        *out = result;
    return code;
}
