#include "log/signed_note.h"
#include "record/archive_inside.h"
#include "record/device_inside.h"
#include "record/genesis.h"

/* What an admin says of devices: who may write, and up to where (format.md 4.1). */

/* --- which feed --- */

struct named_feed {
    struct str id;
    struct str key;
    uint32_t number; /* where is_here */
    bool is_here;
};

/* A key as `stele device new` prints it: it names the feed, and must be that feed's. */
static enum err_code read_key(struct named_feed *out, struct arena *arena,
                              struct str text, struct err *err)
{
    static const struct str origin = STR_INIT("stele.invalid/feed/");
    struct sha256 *h = sha256_new();
    struct note_key key = {0};
    char id[FEED_ID_LEN];
    enum err_code code = signed_note_key_parse(&key, arena, h, text, err);

    sha256_free(h);
    if (code != ERR_OK)
        return err_context(err,
                           "\"" STR_FMT "\" is neither a feed of this archive nor "
                           "the key of one: ",
                           STR_ARG(str_prefix(text, 40)));
    feed_id_of(id, (const uint8_t *)key.public.ptr);
    if (key.type != NOTE_ED25519 || !str_starts_with(key.name, origin) ||
        !str_equal(str_after(key.name, origin.len), (struct str){id, sizeof id}))
        return err_set(err, ERR_INVALID,
                       "this key belongs to another feed than it names: copy it whole, "
                       "as stele device new prints it");
    out->id = arena_str(arena, (struct str){id, sizeof id});
    out->key = arena_str(arena, text);
    return ERR_OK;
}

static bool number_of(uint32_t *out, const struct archive *archive, struct str id)
{
    for (uint32_t n = 0; n < archive->feed_count; n++)
        if (str_equal(feed_id(archive->feeds[n].feed), id)) {
            *out = n;
            return true;
        }
    return false;
}

static enum err_code key_of(struct named_feed *out, struct arena *arena,
                            struct archive *archive, struct err *err)
{
    uint8_t public[ED25519_PUBLIC_BYTES];
    struct buf vkey = {0};
    enum err_code code = feed_public_key(public, archive->feeds[out->number].feed, err);

    if (code == ERR_OK) {
        genesis_vkey_append(&vkey, arena, out->id, public);
        out->key = arena_str(arena, buf_str(&vkey));
    }
    buf_release(&vkey);
    return code;
}

static enum err_code find_named(struct named_feed *out, struct arena *arena,
                                struct archive *archive, struct str which,
                                struct err *err)
{
    enum err_code code;

    which = str_trim(which);
    if (str_find(which, '+', 0) < which.len) {
        code = read_key(out, arena, which, err);
        out->is_here = code == ERR_OK && number_of(&out->number, archive, out->id);
        return code;
    }
    code = archive_find_feed(&out->number, archive, which, err);
    if (code != ERR_OK)
        return code;
    out->is_here = true;
    out->id = feed_id(archive->feeds[out->number].feed);
    return key_of(out, arena, archive, err);
}

/* --- who writes there --- */

static void add_member(struct value *members, struct arena *arena, struct str id)
{
    for (uint32_t i = 0; i < members->count; i++)
        if (value_is_string(&members->items[i], id))
            return;
    value_add(members, arena, value_string(id));
}

static void add_members(struct value *members, struct arena *arena,
                        const struct value *more)
{
    for (uint32_t i = 0; more && more->type == VALUE_ARRAY && i < more->count; i++)
        if (more->items[i].type == VALUE_STRING)
            add_member(members, arena, more->items[i].string);
}

/* Only who is a member, and was not ended. */
static enum err_code check_members(struct arena *arena, struct archive *archive,
                                   const struct value *members, struct err *err)
{
    if (members->count == 0)
        return err_set(
            err, ERR_INVALID,
            "say who writes there: --member ID (stele member list shows them)");
    for (uint32_t i = 0; i < members->count; i++) {
        struct member_facts member = {0};

        if (member_find(&member, arena, archive, members->items[i].string, err) != ERR_OK)
            return err->code;
        if (member.roles == 0)
            return err_set(err, ERR_DENIED,
                           "member " STR_FMT " has no role: give one first (stele member "
                           "role)",
                           STR_ARG(member.id));
    }
    return ERR_OK;
}

static enum err_code gather_members(struct value *out, struct arena *arena,
                                    struct archive *archive,
                                    const struct named_feed *feed,
                                    const struct str *members, size_t count,
                                    struct err *err)
{
    *out = value_array();
    for (size_t i = 0; i < count; i++) {
        struct member_facts member = {0};

        if (member_find(&member, arena, archive, members[i], err) != ERR_OK)
            return err->code;
        add_member(out, arena, arena_str(arena, member.id));
    }
    if (feed->is_here) {
        const struct admission *a = &archive->feeds[feed->number].admission;

        /* Those it names itself count only where nobody else was named. */
        if (a->ground != ADMISSION_NONE || count == 0)
            add_members(out, arena, a->members);
    }
    return check_members(arena, archive, out, err);
}

/* --- the statements --- */

static enum err_code say_admitted(struct arena *arena, struct archive *archive,
                                  const struct named_feed *feed,
                                  const struct value *members, struct err *err)
{
    struct value draft = value_object();

    value_set(&draft, arena, STR("kind"), value_string(STR("device")));
    value_set(&draft, arena, STR("of"), value_string(feed->id));
    value_set(&draft, arena, STR("key"), value_string(feed->key));
    value_set(&draft, arena, STR("members"), *members);
    value_set(&draft, arena, STR("from"), value_integer(0));
    return archive_add(archive, NULL, &draft, err);
}

enum err_code device_say_members(struct arena *arena, struct archive *archive, uint32_t n,
                                 const struct str *members, size_t count, struct err *err)
{
    struct named_feed feed = {.id = feed_id(archive->feeds[n].feed), .number = n};
    struct value all = value_array();

    add_members(&all, arena, archive->feeds[n].admission.members);
    for (size_t i = 0; i < count; i++)
        add_member(&all, arena, members[i]);
    if (key_of(&feed, arena, archive, err) != ERR_OK)
        return err->code;
    return say_admitted(arena, archive, &feed, &all, err);
}

bool device_may_end(const struct archive *archive, uint32_t n)
{
    const struct admission *own = &archive->feeds[archive->own].admission;
    const struct admission *other = &archive->feeds[n].admission;

    return n != archive->own && own->ground != ADMISSION_NONE &&
           (other->ground == ADMISSION_NONE || own->depth < other->depth);
}

enum err_code device_end_here(struct feed_position *out, struct archive *archive,
                              uint32_t n, int64_t size, struct err *err)
{
    struct feed *feed = archive->feeds[n].feed;

    out->size = size == DEVICE_ALL ? feed_position(feed).size : (uint64_t)size;
    return feed_root(&out->root, feed, out->size, err);
}

enum err_code device_say_end(struct arena *arena, struct archive *archive, uint32_t n,
                             const struct feed_position *end, struct err *err)
{
    struct digest_text root = digest_text(&end->root);
    struct value draft = value_object();
    struct value until = value_object();

    value_set(&until, arena, STR("size"), value_integer((int64_t)end->size));
    value_set(&until, arena, STR("root"),
              value_string(arena_str(arena, str_from_c(root.hex))));
    value_set(&draft, arena, STR("kind"), value_string(STR("device")));
    value_set(&draft, arena, STR("of"), value_string(feed_id(archive->feeds[n].feed)));
    value_set(&draft, arena, STR("until"), until);
    return archive_add(archive, NULL, &draft, err);
}

static enum err_code finish(struct archive *archive, enum err_code code, struct err *err)
{
    if (code == ERR_OK)
        return archive_commit(archive, err);
    archive_rollback(archive);
    return code;
}

/* Another member of this machine's own feed: the key is for that one too. */
static enum err_code share_key(struct archive *archive, const struct named_feed *feed,
                               struct err *err)
{
    if (!feed->is_here || !archive->session || !archive->feeds[feed->number].is_ours)
        return ERR_OK;
    if (archive_read_feeds(archive, err) != ERR_OK)
        return err->code;
    return member_seal_feeds(archive, err);
}

enum err_code device_admit(struct device_admitted *out, struct arena *arena,
                           struct archive *archive, struct str which,
                           const struct str *members, size_t count, struct err *err)
{
    struct named_feed feed = {0};
    struct value *all = ARENA_NEW(arena, struct value);
    enum err_code code = archive_know_roles(archive, err);

    if (code == ERR_OK)
        code = find_named(&feed, arena, archive, which, err);
    if (code == ERR_OK && feed.is_here &&
        archive->feeds[feed.number].admission.until != UINT64_MAX)
        return err_set(err, ERR_CONFLICT,
                       "feed " STR_FMT " was ended: what was ended does not come back; "
                       "let that machine begin a new one (stele device new)",
                       STR_ARG(feed.id));
    if (code == ERR_OK)
        code = gather_members(all, arena, archive, &feed, members, count, err);
    if (code == ERR_OK)
        code = archive_begin(archive, err);
    if (code != ERR_OK)
        return code;
    code = finish(archive, say_admitted(arena, archive, &feed, all, err), err);
    if (code == ERR_OK)
        code = share_key(archive, &feed, err);
    if (code == ERR_OK)
        *out = (struct device_admitted){feed.id, all, feed.is_here};
    return code;
}

static enum err_code refuse_end(struct archive *archive, uint32_t n, struct err *err)
{
    const struct archive_feed *feed = &archive->feeds[n];

    if (feed->admission.until != UINT64_MAX)
        return err_set(
            err, ERR_CONFLICT, "feed " STR_FMT " was ended already, at %llu statements",
            STR_ARG(feed_id(feed->feed)), (unsigned long long)feed->admission.until);
    if (feed->admission.ground == ADMISSION_FOUNDING)
        return err_set(
            err, ERR_DENIED,
            "the founding feed is what this archive hangs on: it is not ended, "
            "and a machine that lost its place goes on with stele device new");
    if (n == archive->own || device_may_end(archive, n))
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "feed " STR_FMT " is not for this machine's feed to end: that is said "
                   "in one nearer to the founding feed, or in itself",
                   STR_ARG(feed_id(feed->feed)));
}

enum err_code device_end(struct device_ended *out, struct arena *arena,
                         struct archive *archive, struct str which, int64_t size,
                         struct err *err)
{
    struct feed_position end = {0};
    uint32_t n = 0;
    enum err_code code = archive_know_roles(archive, err);

    if (code == ERR_OK)
        code = archive_find_feed(&n, archive, str_trim(which), err);
    if (code == ERR_OK)
        code = refuse_end(archive, n, err);
    if (code == ERR_OK)
        code = device_end_here(&end, archive, n, size, err);
    if (code == ERR_OK)
        code = archive_begin(archive, err);
    if (code != ERR_OK)
        return code;
    code = finish(archive, device_say_end(arena, archive, n, &end, err), err);
    if (code == ERR_OK)
        *out = (struct device_ended){feed_id(archive->feeds[n].feed), end.size};
    return code;
}
