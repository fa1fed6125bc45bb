#include "record/verify.h"

#include "base/map.h"
#include <inttypes.h>

#include "base/message.h"
#include "format/canon.h"
#include "format/entry.h"
#include "log/commitment.h"
#include "log/signed_note.h"
#include "record/genesis.h"
#include "record/verify_inside.h"
#include "store/store.h"
#include "store/store_feed.h"

void verify_report(void *context, const struct audit_finding *finding)
{
    struct verification *v = context;

    if (finding->grade == AUDIT_UNFINISHED)
        v->result.unfinished++;
    else if (finding->grade != AUDIT_UNKNOWN && finding->grade != AUDIT_REMARK)
        v->result.wrong++;
    v->options->report(v->options->context, finding);
}

void verify_find(struct verification *v, enum audit_grade grade, struct str file,
                 struct str what)
{
    const struct audit_finding finding = {grade, file, what, 0, 0};

    verify_report(v, &finding);
}

/* --- statements --- */

static const char *what_is_wrong(struct verification *v, struct value *value,
                                 const struct feed_statement *statement, struct err *why)
{
    int64_t index = -1;

    if (canon_parse(value, &v->scratch, statement->bytes, why) != ERR_OK)
        return why->message;
    if (!str_equal(value_get_string(value, STR("feed")), v->feed))
        return _("it names another feed");
    if (!value_get_integer(&index, value, STR("index")) ||
        (uint64_t)index != statement->index)
        return _("it names another index");
    if (value_get_string(value, STR("kind")).len == 0)
        return _("it has no kind");
    return NULL;
}

static void take_statement(struct verification *v, const struct value *value,
                           const struct feed_statement *statement)
{
    struct str kind = value_get_string(value, STR("kind"));

    known_look(&v->known, value);
    verify_note_author(v, value, statement->index, kind);
    /* An object that a kind of a newer version names is no less named. */
    if (str_equal(kind, STR("object")) || str_equal(kind, STR("derived")) ||
        !known_kind(kind))
        verify_name_object(v, value, statement->index);
    else
        verify_note_word(v, statement, kind);
    if (str_equal(kind, STR("reseal")))
        verify_name_object(v, value, statement->index);
}

static enum err_code read_statement(void *context, const struct feed_statement *statement,
                                    struct err *err)
{
    struct verification *v = context;
    struct value value = {0};
    struct err why = {0};
    const char *wrong;

    (void)err;
    if (statement->form == FRAME_ERASED)
        verify_note_erased(v, statement);
    if (statement->form == FRAME_SEALED)
        verify_sealed(v, statement);
    if (statement->form != FRAME_OPEN)
        return ERR_OK;
    arena_reset(&v->scratch);
    wrong = what_is_wrong(v, &value, statement, &why);
    if (wrong)
        verify_find(v, AUDIT_DAMAGED,
                    arena_printf(&v->scratch, "feeds/" STR_FMT, STR_ARG(v->feed)),
                    arena_printf(&v->scratch,
                                 _("statement %" PRIu64 " is signed but malformed: %s"),
                                 statement->index, wrong));
    else
        take_statement(v, &value, statement);
    return ERR_OK;
}

/* --- feeds and their keys --- */

/* The first frame of a pack or tail, unchecked. ERR_IO alone is an error: what a disk
 * does not give may be whole. */
static enum err_code first_statement(bool *is_there, struct value *out,
                                     struct digest *commitment, struct verification *v,
                                     struct str feed, struct store_part part,
                                     struct err *err)
{
    struct str bytes;
    struct frame frame = {0};
    struct entry entry;
    enum err_code code =
        store_part_read(&bytes, v->arena, v->store, feed, part, SIZE_MAX, err);

    *is_there = false;
    if (code != ERR_OK)
        return code == ERR_IO ? code : ERR_OK;
    if (frame_read(&frame, &bytes, err) != ERR_OK || frame.form != FRAME_OPEN)
        return ERR_OK;
    entry = frame_entry(v->h, &frame);
    *commitment = entry.commitment;
    *is_there = canon_parse(out, v->arena, str_after(frame.bytes, FRAME_SALT_BYTES),
                            err) == ERR_OK;
    return ERR_OK;
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

/* Statement 0 names the key, and the key's hash is the feed's id. It stands in the pack,
 * or in the tail, beside which a killed writer may have left half a pack. */
static enum err_code find_key(bool *is_found, uint8_t public[ED25519_PUBLIC_BYTES],
                              struct value *first, struct digest *commitment,
                              struct verification *v, struct str feed, struct err *err)
{
    const struct store_part places[] = {store_pack(0), store_tail(0)};
    enum err_code code = ERR_OK;

    *is_found = false;
    for (size_t i = 0;
         code == ERR_OK && !*is_found && i < sizeof places / sizeof places[0]; i++) {
        bool is_there = false;

        code = first_statement(&is_there, first, commitment, v, feed, places[i], err);
        *is_found = is_there && key_of_feed(public, v, feed, first);
    }
    return code;
}

/* Statement 0 is lost, and with it the key: nothing else of the feed can be checked. */
static void report_no_key(struct verification *v, struct str feed)
{
    struct store_part places[] = {store_pack(0), store_tail(0),
                                  store_tile(0, 0, TILE_WIDTH)};
    bool is_there[3];
    bool was_full;
    uint64_t size;
    struct err ignored = {0};

    for (size_t i = 0; i < 3; i++)
        is_there[i] =
            store_part_size(&size, v->store, feed, places[i], &ignored) == ERR_OK;
    was_full = is_there[0] || (is_there[2] && !is_there[1]);
    verify_find(
        v, is_there[0] || is_there[1] ? AUDIT_DAMAGED : AUDIT_MISSING,
        arena_printf(v->arena, "feeds/" STR_FMT "/%s", STR_ARG(feed),
                     was_full ? "pack/000" : "tail-0"),
        str_from_c(_("statement 0 does not give the key that the feed is named after: no "
                     "signature of this feed can be checked, and the rest of it was not "
                     "looked at")));
}

/* A feed in which nothing was ever signed: making it was interrupted. */
static bool is_unbegun(struct verification *v, struct str feed)
{
    const struct store_part traces[] = {store_checkpoint(), store_checkpoints(),
                                        store_pack(0), store_entries(0),
                                        store_tile(0, 0, TILE_WIDTH)};
    struct err ignored = {0};
    uint64_t size = 0;

    if (str_equal(feed, store_facts(v->store)->feed))
        return false;
    for (size_t i = 0; i < sizeof traces / sizeof traces[0]; i++)
        if (store_part_size(&size, v->store, feed, traces[i], &ignored) == ERR_OK)
            return false;
    verify_find(
        v, AUDIT_UNFINISHED, arena_printf(v->arena, "feeds/" STR_FMT, STR_ARG(feed)),
        str_from_c(_("nothing was signed in this feed: making it was interrupted, and "
                     "stele device new goes on with it")));
    return true;
}

static enum err_code verify_feed(struct verification *v, struct verify_feed *out,
                                 struct str feed, struct err *err)
{
    const struct audit_listener listener = {
        .context = v,
        .may_be_unpublished = !str_equal(feed, store_facts(v->store)->feed),
        .finding = verify_report,
        .statement = read_statement,
        .wants_root = verify_wants_root,
        .root = verify_take_root,
    };
    uint8_t public[ED25519_PUBLIC_BYTES];
    struct value first = {0};
    struct digest commitment = {{0}};
    struct anchor_feed *anchored = &v->anchor_feeds[v->anchor_feed_count++];
    bool is_found = false;

    out->id = feed;
    out->is_founding = str_equal(feed, store_facts(v->store)->feed);
    anchored->id = feed;
    if (find_key(&is_found, public, &first, &commitment, v, feed, err) != ERR_OK)
        return err->code;
    if (!is_found) {
        if (!is_unbegun(v, feed))
            report_no_key(v, feed);
        return ERR_OK;
    }
    out->is_audited = true;
    v->feeds[v->result.feed_count - 1].first = first;
    memcpy(v->feeds[v->result.feed_count - 1].public, public, sizeof public);
    if (out->is_founding) {
        char id[FEED_ID_LEN];

        archive_id_of(id, &commitment);
        v->result.archive = arena_str(v->arena, (struct str){id, sizeof id});
        v->zero = first;
        store_know_format(v->store, genesis_format(&first));
    }
    v->feed = feed;
    v->wanted_next = 0;
    anchored->has_key = true;
    memcpy(anchored->public, public, sizeof anchored->public);
    if (audit_feed(&out->result, v->store, feed, public, &listener, err) != ERR_OK)
        return err->code;
    anchored->size = out->result.position.size;
    v->result.unknown_forms += out->result.unknown;
    v->result.unlooked += out->result.unlooked;
    return ERR_OK;
}

static void take_unknown(struct verification *v)
{
    v->result.format = store_facts(v->store)->format;
    v->result.unknown_kinds = v->known.kinds;
    v->result.unknown_members = v->known.members;
    v->result.unknown_properties = v->known.properties;
}

static enum err_code verify_feeds(struct verification *v, struct err *err)
{
    struct str *ids;
    size_t count = 0;
    enum err_code code = store_feed_list(&ids, &count, v->arena, v->store, err);

    v->result.feeds = ARENA_ARRAY(v->arena, struct verify_feed, count);
    v->feeds = ARENA_ARRAY(v->arena, struct verified_feed, count);
    v->anchor_feeds = ARENA_ARRAY(v->arena, struct anchor_feed, count);
    for (size_t i = 0; code == ERR_OK && i < count; i++)
        code = verify_feed(v, &v->result.feeds[v->result.feed_count++], ids[i], err);
    return code;
}

/* stele.json is derived: made anew from statement 0 it must be the same byte for byte. */
static void verify_facts(struct verification *v)
{
    v->result.name = value_get_string(&v->zero, STR("name"));
    v->result.is_synthetic = value_get(&v->zero, STR("synthetic")) != NULL;
    if (!genesis_facts_hold(store_facts(v->store)->text, v->result.archive, &v->zero))
        verify_find(
            v, AUDIT_DAMAGED, STR("stele.json"),
            str_from_c(
                _("it does not say what statement 0 of the founding feed says; the "
                  "archive id "
                  "that was written down on paper decides which of them is right")));
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
    known_start(&v.known, arena);
    v.buffer = ARENA_ARRAY(arena, uint8_t, VERIFY_READ_BYTES);
    v.result.archive = arena_str(arena, store_facts(v.store)->archive);
    verify_find_keys(&v);
    code = verify_want_roots(&v, err);
    if (code == ERR_OK)
        code = verify_feeds(&v, err);
    if (code == ERR_OK) {
        verify_facts(&v);
        code = verify_admission(&v, err);
    }
    if (code == ERR_OK)
        code = verify_anchors(&v, err);
    if (code == ERR_OK)
        code = verify_erased(&v, err);
    if (code == ERR_OK)
        verify_roles(&v);
    if (code == ERR_OK)
        code = verify_objects(&v, err);
    if (code == ERR_OK)
        code = verify_paths(&v, err);
    if (code == ERR_OK) {
        take_unknown(&v);
        *out = v.result;
    }
    verify_drop_keys(&v);
    known_end(&v.known);
    verify_forget_authors(&v);
    HASH_CLEAR(hh, v.objects);
    arena_free(&v.scratch);
    sha256_free(v.h);
    store_close(v.store);
    return code;
}

uint64_t verify_statements(const struct verify_result *result)
{
    uint64_t count = 0;

    for (size_t i = 0; i < result->feed_count; i++)
        count += result->feeds[i].result.position.size;
    return count;
}
