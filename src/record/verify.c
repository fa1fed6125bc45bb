#include "record/verify.h"

#include "base/map.h"
#include <inttypes.h>

#include "base/buf.h"
#include "crypto/sha256.h"
#include "format/canon.h"
#include "format/entry.h"
#include "format/note.h"
#include "format/tilepath.h"
#include "log/commitment.h"
#include "log/signed_note.h"
#include "record/genesis.h"
#include "store/object.h"
#include "store/store.h"
#include "store/store_feed.h"

enum { READ_BYTES = 256 * 1024 };

/* A stored object that statements name. */
struct named_object {
    struct digest name;
    uint64_t size;
    uint64_t statement; /* the first that names it */
    uint64_t statements;
    bool is_found;
    UT_hash_handle hh;
};

struct verification {
    struct store *store;
    struct arena *arena;
    struct arena scratch; /* one statement at a time */
    struct sha256 *h;
    const struct verify_options *options;
    struct verify_result result;
    struct named_object *objects;
    struct str feed;   /* the one at hand */
    struct value zero; /* statement 0 of the founding feed */
    uint8_t *buffer;   /* READ_BYTES */
};

static void report(void *context, const struct audit_finding *finding)
{
    struct verification *v = context;

    if (finding->grade == AUDIT_UNFINISHED)
        v->result.unfinished++;
    else
        v->result.wrong++;
    v->options->report(v->options->context, finding);
}

static void find(struct verification *v, enum audit_grade grade, struct str file,
                 struct str what)
{
    const struct audit_finding finding = {grade, file, what, 0, 0};

    report(v, &finding);
}

/* --- statements --- */

static void name_object(struct verification *v, const struct value *statement,
                        uint64_t index)
{
    struct named_object *object = NULL;
    struct digest name;
    int64_t size = 0;

    if (!digest_parse(&name, value_get_string(statement, STR("stored"))) ||
        !value_get_integer(&size, statement, STR("size")))
        return;
    HASH_FIND(hh, v->objects, &name, sizeof name, object);
    if (!object) {
        object = ARENA_NEW(v->arena, struct named_object);
        object->name = name;
        object->size = (uint64_t)size;
        object->statement = index;
        HASH_ADD(hh, v->objects, name, sizeof name, object);
    }
    object->statements++;
}

static const char *what_is_wrong(struct verification *v, struct value *value,
                                 const struct feed_statement *statement, struct err *why)
{
    int64_t index = -1;

    if (canon_parse(value, &v->scratch, statement->bytes, why) != ERR_OK)
        return why->message;
    if (!str_equal(value_get_string(value, STR("feed")), v->feed))
        return "it names another feed";
    if (!value_get_integer(&index, value, STR("index")) ||
        (uint64_t)index != statement->index)
        return "it names another index";
    if (value_get_string(value, STR("kind")).len == 0)
        return "it has no kind";
    return NULL;
}

static enum err_code read_statement(void *context, const struct feed_statement *statement,
                                    struct err *err)
{
    struct verification *v = context;
    struct value value = {0};
    struct err why = {0};
    const char *wrong;

    (void)err;
    if (statement->form != FRAME_OPEN)
        return ERR_OK;
    arena_reset(&v->scratch);
    wrong = what_is_wrong(v, &value, statement, &why);
    if (wrong)
        find(v, AUDIT_DAMAGED,
             arena_printf(&v->scratch, "feeds/" STR_FMT, STR_ARG(v->feed)),
             arena_printf(&v->scratch,
                          "statement %" PRIu64 " is signed but malformed: %s",
                          statement->index, wrong));
    else if (value_is_string(value_get(&value, STR("kind")), STR("object")))
        name_object(v, &value, statement->index);
    return ERR_OK;
}

/* --- feeds and their keys --- */

/* The first frame of a feed, unchecked: it names the key, and the key's hash is the
 * feed's id. */
static bool first_statement(struct value *out, struct digest *commitment,
                            struct verification *v, struct str feed)
{
    struct str bytes;
    struct frame frame = {0};
    struct entry entry;
    struct err ignored = {0};
    struct str rest;

    if (store_part_read(&bytes, v->arena, v->store, feed, store_pack(0), SIZE_MAX,
                        &ignored) != ERR_OK &&
        store_part_read(&bytes, v->arena, v->store, feed, store_tail(0), SIZE_MAX,
                        &ignored) != ERR_OK)
        return false;
    rest = bytes;
    if (frame_read(&frame, &rest, &ignored) != ERR_OK || frame.form != FRAME_OPEN)
        return false;
    entry = frame_entry(v->h, &frame);
    *commitment = entry.commitment;
    return canon_parse(out, v->arena, str_after(frame.bytes, FRAME_SALT_BYTES),
                       &ignored) == ERR_OK;
}

static bool key_of_feed(uint8_t public[ED25519_PUBLIC_BYTES], struct verification *v,
                        struct str feed, const struct value *first)
{
    struct note_key key = {0};
    struct err ignored = {0};
    char id[FEED_ID_LEN];

    if (signed_note_key_parse(&key, v->arena, v->h, value_get_string(first, STR("key")),
                              &ignored) != ERR_OK ||
        key.type != NOTE_ED25519)
        return false;
    memcpy(public, key.public.ptr, ED25519_PUBLIC_BYTES);
    feed_id_of(id, public);
    return str_equal(feed, (struct str){id, sizeof id});
}

static enum err_code verify_feed(struct verification *v, struct verify_feed *out,
                                 struct str feed, struct err *err)
{
    const struct audit_listener listener = {v, report, read_statement};
    struct str folder = arena_printf(v->arena, "feeds/" STR_FMT, STR_ARG(feed));
    uint8_t public[ED25519_PUBLIC_BYTES];
    struct value first = {0};
    struct digest commitment = {{0}};

    out->id = feed;
    out->is_founding = str_equal(feed, store_facts(v->store)->feed);
    if (!first_statement(&first, &commitment, v, feed) ||
        !key_of_feed(public, v, feed, &first)) {
        find(v, AUDIT_DAMAGED, folder,
             STR("statement 0 does not give the key that the feed is named after: no "
                 "signature of this feed can be checked"));
        return ERR_OK;
    }
    if (out->is_founding) {
        char id[FEED_ID_LEN];

        archive_id_of(id, &commitment);
        v->result.archive = arena_str(v->arena, (struct str){id, sizeof id});
        v->zero = first;
    }
    v->feed = feed;
    return audit_feed(&out->result, v->store, feed, public, &listener, err);
}

static enum err_code verify_feeds(struct verification *v, struct err *err)
{
    struct str *ids;
    size_t count = 0;
    enum err_code code = store_feed_list(&ids, &count, v->arena, v->store, err);

    v->result.feeds = ARENA_ARRAY(v->arena, struct verify_feed, count);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = verify_feed(v, &v->result.feeds[v->result.feed_count++], ids[i], err);
    return code;
}

/* stele.json is derived: made anew from statement 0 it must be the same byte for byte. */
static void verify_facts(struct verification *v)
{
    struct buf expected = {0};

    v->result.name = value_get_string(&v->zero, STR("name"));
    v->result.is_synthetic = value_get(&v->zero, STR("synthetic")) != NULL;
    genesis_public_facts(&expected, v->result.archive,
                         value_get_string(&v->zero, STR("feed")), v->result.name);
    if (!str_equal(buf_str(&expected), store_facts(v->store)->text))
        find(v, AUDIT_DAMAGED, STR("stele.json"),
             STR("it does not say what statement 0 of the founding feed says; the "
                 "archive id "
                 "that was written down on paper decides which of them is right"));
    buf_release(&expected);
}

/* --- objects --- */

static enum err_code hash_object(struct digest *out, struct verification *v,
                                 const struct digest *name, struct err *err)
{
    uint64_t offset = 0;
    size_t got = 0;

    sha256_start(v->h);
    do {
        if (object_read(&got, v->store, name, offset, v->buffer, READ_BYTES, err) !=
            ERR_OK)
            return err->code;
        sha256_add(v->h, v->buffer, got);
        offset += got;
        if (v->options->progress)
            v->options->progress(v->options->context, got);
    } while (got > 0);
    v->result.object_bytes += offset;
    *out = sha256_finish(v->h);
    return ERR_OK;
}

static struct str object_path(struct verification *v, const struct digest *name)
{
    struct digest_text text = digest_text(name);

    return arena_printf(&v->scratch, "objects/%.2s/%s", text.hex, text.hex + 2);
}

static struct str consequence(struct verification *v, const struct named_object *object)
{
    if (!object)
        return STR("");
    return arena_printf(
        &v->scratch,
        "; statement %" PRIu64 " records it%s, and what was taken from it "
        "can no longer be shown",
        object->statement, object->statements > 1 ? " and others too" : "");
}

static enum err_code verify_object(struct verification *v,
                                   const struct object_entry *entry, struct err *err)
{
    struct named_object *object = NULL;
    struct digest actual = {{0}};
    struct str path;
    enum err_code code;

    arena_reset(&v->scratch);
    path = object_path(v, &entry->name);
    HASH_FIND(hh, v->objects, &entry->name, sizeof entry->name, object);
    code = hash_object(&actual, v, &entry->name, err);
    if (code != ERR_OK && code != ERR_IO && code != ERR_DENIED)
        return code;
    if (code != ERR_OK)
        find(v, AUDIT_DAMAGED, path, arena_str(&v->scratch, str_from_c(err->message)));
    else if (!digest_equal(&actual, &entry->name))
        find(v, AUDIT_DAMAGED, path,
             arena_printf(&v->scratch, "the object is not what it was" STR_FMT,
                          STR_ARG(consequence(v, object))));
    else if (!object)
        find(v, AUDIT_UNFINISHED, path,
             STR("the object is whole and no statement names it: a preserve was stopped "
                 "before it was recorded"));
    if (object)
        object->is_found = true;
    return ERR_OK;
}

static int by_statement(const struct named_object *a, const struct named_object *b)
{
    return (a->statement > b->statement) - (a->statement < b->statement);
}

static void report_missing_objects(struct verification *v)
{
    struct named_object *object;
    struct named_object *next;

    HASH_SORT(v->objects, by_statement);
    HASH_ITER(hh, v->objects, object, next)
    {
        v->result.objects++;
        if (object->is_found)
            continue;
        arena_reset(&v->scratch);
        find(v, AUDIT_MISSING, object_path(v, &object->name),
             arena_printf(&v->scratch, "the object is missing" STR_FMT,
                          STR_ARG(consequence(v, object))));
    }
}

static enum err_code verify_objects(struct verification *v, struct err *err)
{
    struct object_entry *entries;
    size_t count = 0;
    enum err_code code = object_list(&entries, &count, v->arena, v->store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        if (entries[i].stray.len > 0)
            find(v,
                 str_starts_with(entries[i].stray, STR(".new/")) ? AUDIT_UNFINISHED
                                                                 : AUDIT_UNEXPECTED,
                 arena_printf(v->arena, "objects/" STR_FMT, STR_ARG(entries[i].stray)),
                 STR("no object: it has not the name of one"));
        else
            code = verify_object(v, &entries[i], err);
    }
    if (code == ERR_OK)
        report_missing_objects(v);
    return code;
}

/* --- everything else in the folder --- */

static const struct verify_feed *feed_of(const struct verification *v, struct str id)
{
    for (size_t i = 0; i < v->result.feed_count; i++)
        if (str_equal(v->result.feeds[i].id, id))
            return &v->result.feeds[i];
    return NULL;
}

static bool is_expected_tile(const struct verify_feed *feed, const struct tile *tile)
{
    uint64_t size = feed->result.position.size;
    bool is_kept_partial = tile->kind == TILE_HASHES && tile->level > 0;

    if (tile->width < TILE_WIDTH && !is_kept_partial)
        return false;
    return tile_width(size, tile->level, tile->n) == tile->width;
}

/* Files of a feed; a group beyond the checkpoint is what a killed writer left. */
static bool is_expected_in_feed(const struct verify_feed *feed, struct str name,
                                bool *is_unfinished)
{
    uint64_t size = feed->result.position.size;
    struct tile tile = {0};
    uint64_t n = 0;

    if (str_equal(name, STR("checkpoint")) || str_equal(name, STR("checkpoints")))
        return true;
    if (str_starts_with(name, STR("tail-")) && str_to_u64(&n, str_after(name, 5))) {
        *is_unfinished = true;
        return n == size / TILE_WIDTH && size % TILE_WIDTH > 0;
    }
    if (!tile_path_parse(&tile, name))
        return false;
    *is_unfinished = true;
    return is_expected_tile(feed, &tile);
}

static void verify_path(struct verification *v, struct str path)
{
    struct str rest = path;
    struct str top = str_cut(&rest, '/');
    bool is_unfinished = false;
    const struct verify_feed *feed;

    if (str_equal(path, STR("stele.json")) || str_equal(top, STR("objects")) ||
        str_equal(top, STR("anchors")))
        return;
    feed = str_equal(top, STR("feeds")) ? feed_of(v, str_cut(&rest, '/')) : NULL;
    if (feed && is_expected_in_feed(feed, rest, &is_unfinished))
        return;
    if (is_unfinished)
        find(v, AUDIT_UNFINISHED, path,
             STR("no checkpoint covers it: a writer was killed, and the next one removes "
                 "it"));
    else
        find(v, AUDIT_UNEXPECTED, path,
             STR("nothing in the record accounts for this file; no statement depends on "
                 "it"));
}

static enum err_code verify_paths(struct verification *v, struct err *err)
{
    struct str *paths;
    size_t count = 0;
    enum err_code code = store_list_files(&paths, &count, v->arena, v->store, err);

    for (size_t i = 0; code == ERR_OK && i < count; i++)
        verify_path(v, paths[i]);
    return code;
}

enum err_code verify_archive(struct verify_result *out, struct arena *arena,
                             const char *folder, const struct verify_options *options,
                             struct err *err)
{
    struct verification v = {.arena = arena, .options = options};
    struct str found;
    enum err_code code = store_find(&found, arena, folder, err);

    if (code == ERR_OK)
        code = store_open(&v.store, found.ptr, err);
    if (code != ERR_OK)
        return code;
    v.h = sha256_new();
    v.buffer = ARENA_ARRAY(arena, uint8_t, READ_BYTES);
    v.result.archive = arena_str(arena, store_facts(v.store)->archive);
    code = verify_feeds(&v, err);
    if (code == ERR_OK) {
        verify_facts(&v);
        code = verify_objects(&v, err);
    }
    if (code == ERR_OK)
        code = verify_paths(&v, err);
    if (code == ERR_OK)
        *out = v.result;
    HASH_CLEAR(hh, v.objects);
    arena_free(&v.scratch);
    sha256_free(v.h);
    store_close(v.store);
    return code;
}

enum err_code verify_fixed(struct verify_result *out, struct arena *arena,
                           const char *folder, struct err *err)
{
    struct verify_result result = {0};
    struct store *store = NULL;
    struct str found;
    enum err_code code = store_find(&found, arena, folder, err);

    if (code == ERR_OK)
        code = store_open(&store, found.ptr, err);
    if (code != ERR_OK)
        return code;
    /* No kind of anchor is taken in yet (docs/decisions.md), so none can be believed. */
    store_close(store);
    *out = result;
    return ERR_OK;
}
