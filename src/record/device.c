#include "record/device.h"

#include "base/text.h"
#include "crypto/random.h"
#include "format/canon.h"
#include "log/feed_replace.h"
#include "record/archive_inside.h"
#include "record/genesis.h"
#include "record/id.h"
#include "record/query.h"
#include "store/store.h"

enum err_code device_read(struct archive *archive, struct err *err)
{
    return archive->feed_count == 1 ? archive_know_roles(archive, err) : ERR_OK;
}

uint32_t device_count(const struct archive *archive)
{
    return archive->feed_count;
}

struct device device_at(const struct archive *archive, uint32_t n)
{
    const struct archive_feed *f = &archive->feeds[n];
    const struct admission *a = &f->admission;
    struct device device = {.feed = feed_id(f->feed),
                            .size = feed_position(f->feed).size,
                            .root = feed_position(f->feed).root,
                            .admission = a,
                            .is_ours = feed_is_ours(f->feed)};

    device.is_writing = n == archive->own && device.is_ours;
    if (a->ground == ADMISSION_BY_ADMIN || a->ground == ADMISSION_REPLACEMENT)
        device.by = feed_id(archive->feeds[a->by].feed);
    if (a->until != UINT64_MAX)
        device.ended_by = feed_id(archive->feeds[a->ended_by].feed);
    return device;
}

/* --- a new one --- */

static enum err_code refuse_second(const struct archive *archive, struct err *err)
{
    return err_set(err, ERR_CONFLICT,
                   "this machine writes feed " STR_FMT " already, and can go on with it",
                   STR_ARG(feed_id(archive->feed)));
}

/*
 * Whether this machine can write as it is. Where it cannot: whether its old feed is to
 * be replaced, or only a new one to be begun.
 */
static enum err_code examine(bool *replaces, struct archive *archive, struct err *err)
{
    struct err why = {0};
    struct str missing = {0};

    *replaces = false;
    if (store_writable(archive->store, err) != ERR_OK ||
        archive_missing_feed(&missing, archive, err) != ERR_OK)
        return err->code;
    if (archive->feeds[archive->own].admission.until != UINT64_MAX)
        return ERR_OK;
    *replaces = feed_is_ours(archive->feed);
    if (missing.len > 0)
        return ERR_OK;
    if (feed_begin(archive->feed, &why) == ERR_OK) {
        feed_end(archive->feed);
        return refuse_second(archive, err);
    }
    if (why.code != ERR_DENIED && why.code != ERR_CORRUPT)
        return err_set(err, why.code, "%s", why.message);
    return ERR_OK;
}

/* The members that `member` statements name. */
static enum err_code only_member(struct str *out, struct arena *arena,
                                 struct archive *archive, struct err *err)
{
    struct statement_list list = {0};
    struct view now;
    enum err_code code = frontier_now(&now, arena, archive->index, err);

    if (code == ERR_OK)
        code = query_statements(&list, arena, archive->index, now, STR("member"),
                                (struct ref){0}, 0, err);
    *out = STR("");
    for (size_t i = 0; code == ERR_OK && i < list.count; i++) {
        struct statement statement = {0};
        struct str id;

        code = archive_statement(&statement, arena, archive, list.items[i].ref, err);
        id = value_get_string(&statement.value, STR("id"));
        if (code == ERR_OK && out->len > 0 && !str_equal(*out, id))
            return err_set(err, ERR_INVALID,
                           "the archive has several members: say with --member whose "
                           "device this is");
        if (code == ERR_OK)
            *out = id;
    }
    return code;
}

static enum err_code find_member(struct str *out, struct arena *arena,
                                 struct archive *archive, struct str member,
                                 struct err *err)
{
    struct id id;

    if (archive->has_members && !archive->session)
        return err_set(err, ERR_DENIED,
                       "members have a passphrase on this machine: whose device this is "
                       "signs in first (stele unlock)");
    if (member.len == 0 && archive->session) {
        *out = archive->member;
        return ERR_OK;
    }
    if (member.len == 0)
        return only_member(out, arena, archive, err);
    if (id_parse(&id, member, err) != ERR_OK)
        return err_context(err, "the member's id: ");
    if (archive->session && !str_equal(id_str(&id), archive->member))
        return err_set(err, ERR_DENIED,
                       "member " STR_FMT " is signed in on this machine: it is that "
                       "member's device, or %s signs in first (stele unlock)",
                       STR_ARG(archive->member), id.text);
    *out = arena_str(arena, id_str(&id));
    return ERR_OK;
}

/* A feed that a killed `device new` left empty is taken up again. */
static struct feed *find_empty(const struct archive *archive)
{
    for (uint32_t n = 0; n < archive->feed_count; n++) {
        struct feed *feed = archive->feeds[n].feed;

        if (feed_position(feed).size == 0 && !feed_is_unpublished(feed) &&
            feed_is_ours(feed))
            return feed;
    }
    return NULL;
}

/* One that was killed between its signature and its checkpoint is only to be published.
 */
static struct feed *find_signed(const struct archive *archive)
{
    for (uint32_t n = 0; n < archive->feed_count; n++) {
        struct feed *feed = archive->feeds[n].feed;

        if (feed_position(feed).size == 0 && feed_is_unpublished(feed) &&
            feed_is_ours(feed))
            return feed;
    }
    return NULL;
}

static enum err_code publish(struct device_made *out, struct arena *arena,
                             struct feed *feed, struct err *err)
{
    struct feed_statement first = {0};
    struct value said = {0};
    const struct value *replaces;
    int64_t size = 0;
    enum err_code code = feed_begin(feed, err);

    if (code != ERR_OK)
        return code;
    feed_end(feed);
    code = feed_read(&first, arena, feed, 0, err);
    if (code == ERR_OK)
        code = canon_parse(&said, arena, first.bytes, err);
    if (code != ERR_OK)
        return code;
    replaces = value_get(&said, STR("replaces"));
    *out = (struct device_made){.feed = arena_str(arena, feed_id(feed)),
                                .vkey = value_get_string(&said, STR("key"))};
    if (replaces && value_get_integer(&size, replaces, STR("size"))) {
        out->replaces = value_get_string(replaces, STR("feed"));
        out->ends_at = (uint64_t)size;
        out->is_admitted = true;
    }
    return ERR_OK;
}

/* What statement 0 is made of. */
struct first {
    struct arena *arena;
    struct archive *archive;
    struct feed *feed;
    struct str member;
    struct value replaces; /* null: it replaces none */
};

static enum err_code say_replaced(struct device_made *out, struct first *first,
                                  struct err *err)
{
    struct archive *archive = first->archive;
    struct feed_replacement replacement = {.old_feed = feed_id(archive->feed),
                                           .new_feed = feed_id(first->feed)};
    struct digest_text root;
    uint8_t signature[ED25519_SIGNATURE_BYTES];
    struct buf sig = {0};

    if (feed_end_position(&replacement.position, archive->feed, err) != ERR_OK ||
        feed_sign_replacement(signature, archive->feed, &replacement, err) != ERR_OK)
        return err->code;
    base64_append(&sig, signature, sizeof signature);
    root = digest_text(&replacement.position.root);
    first->replaces = value_object();
    value_set(&first->replaces, first->arena, STR("feed"),
              value_string(replacement.old_feed));
    value_set(&first->replaces, first->arena, STR("size"),
              value_integer((int64_t)replacement.position.size));
    value_set(&first->replaces, first->arena, STR("root"),
              value_string(arena_str(first->arena, str_from_c(root.hex))));
    value_set(&first->replaces, first->arena, STR("sig"),
              value_string(arena_str(first->arena, buf_str(&sig))));
    buf_release(&sig);
    out->replaces = arena_str(first->arena, replacement.old_feed);
    out->ends_at = replacement.position.size;
    out->is_admitted = archive->feeds[archive->own].admission.ground != ADMISSION_NONE;
    return ERR_OK;
}

static enum err_code write_first(struct buf *out, const struct first *first,
                                 struct str vkey, struct err *err)
{
    struct arena *arena = first->arena;
    struct value s = value_object();
    struct value members = value_array();
    struct clock_text now;

    if (genesis_clock(&now, first->archive->is_synthetic, err) != ERR_OK)
        return err->code;
    value_add(&members, arena, value_string(first->member));
    value_set(&s, arena, STR("kind"), value_string(STR("device")));
    value_set(&s, arena, STR("feed"), value_string(feed_id(first->feed)));
    value_set(&s, arena, STR("index"), value_integer(0));
    value_set(&s, arena, STR("at"), value_string(arena_str(arena, str_from_c(now.text))));
    value_set(&s, arena, STR("by"), value_string(first->member));
    value_set(&s, arena, STR("archive"), value_string(first->archive->id));
    value_set(&s, arena, STR("of"), value_string(feed_id(first->feed)));
    value_set(&s, arena, STR("key"), value_string(vkey));
    value_set(&s, arena, STR("members"), members);
    if (first->replaces.type == VALUE_OBJECT)
        value_set(&s, arena, STR("replaces"), first->replaces);
    return canon_write(out, &s, err);
}

static enum err_code commit_first(struct feed *feed, struct str statement,
                                  struct err *err)
{
    enum err_code code = feed_begin(feed, err);

    if (code != ERR_OK)
        return code;
    code = feed_add(NULL, feed, statement, NULL, err);
    if (code == ERR_OK)
        code = feed_commit(feed, err);
    feed_end(feed);
    return code;
}

static enum err_code begin_feed(struct device_made *out, struct first *first,
                                bool replaces, struct err *err)
{
    uint8_t public[ED25519_PUBLIC_BYTES];
    struct buf statement = {0};
    struct buf vkey = {0};
    enum err_code code = feed_public_key(public, first->feed, err);

    if (code == ERR_OK && replaces)
        code = say_replaced(out, first, err);
    if (code == ERR_OK) {
        genesis_vkey_append(&vkey, first->arena, feed_id(first->feed), public);
        out->vkey = arena_str(first->arena, buf_str(&vkey));
        out->feed = arena_str(first->arena, feed_id(first->feed));
        code = write_first(&statement, first, out->vkey, err);
    }
    if (code == ERR_OK)
        code = commit_first(first->feed, buf_str(&statement), err);
    buf_release(&statement);
    buf_release(&vkey);
    return code;
}

/* Where somebody signs in on this machine, the key is only for that member. */
static enum err_code make_feed(struct feed **out, struct archive *archive,
                               struct err *err)
{
    struct ed25519_key key;
    uint8_t recipient[1][AGE_KEY_BYTES] = {{0}};
    enum err_code code;

    if (archive->session)
        memcpy(recipient[0], session_identity(archive->session)->public, AGE_KEY_BYTES);
    ed25519_new(&key);
    code = feed_create_sealed(out, archive->store, &key,
                              (const uint8_t(*)[AGE_KEY_BYTES])recipient,
                              archive->session ? 1 : 0, err);
    crypto_wipe(&key, sizeof key);
    return code;
}

/* So that an older copy of the folder, from before this feed, is known for what it is. */
static enum err_code remember_own(struct archive *archive, struct str feed,
                                  struct err *err)
{
    struct buf line = {0};
    enum err_code code;

    buf_printf(&line, STR_FMT "\n", STR_ARG(feed));
    code = store_note_write(archive->store, OWN_FEED_NOTE, buf_str(&line), err);
    buf_release(&line);
    return code;
}

enum err_code device_new(struct device_made *out, struct arena *arena,
                         struct archive *archive, struct str member, struct err *err)
{
    struct first first = {.arena = arena, .archive = archive};
    struct feed *empty = find_empty(archive);
    struct device_made made = {0};
    struct feed *signed_one = find_signed(archive);
    bool replaces = false;
    enum err_code code;

    if (signed_one) {
        code = publish(out, arena, signed_one, err);
        return code == ERR_OK ? remember_own(archive, out->feed, err) : code;
    }
    code = examine(&replaces, archive, err);
    if (code == ERR_OK)
        code = find_member(&first.member, arena, archive, member, err);
    if (code != ERR_OK)
        return code;
    first.feed = empty;
    if (!empty && make_feed(&first.feed, archive, err) != ERR_OK)
        return err->code;
    code = begin_feed(&made, &first, replaces, err);
    if (!empty)
        feed_close(first.feed);
    if (code == ERR_OK) {
        *out = made;
        code = remember_own(archive, made.feed, err);
    }
    return code;
}
