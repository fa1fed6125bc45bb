#include "crypto/secret.h"
#include "record/archive_inside.h"
#include "record/id.h"
#include "record/member.h"
#include "record/member_lock.h"

/* Locks of members on this machine, and who can open this machine's feeds with them. */

static enum err_code choose_lock(struct str *member, struct arena *arena,
                                 struct archive *archive, struct err *err)
{
    struct str *members = NULL;
    size_t count = 0;
    struct id id;

    if (member->len > 0) {
        if (id_parse(&id, *member, err) != ERR_OK)
            return err_context(err, "the member's id: ");
        *member = arena_str(arena, id_str(&id));
        return ERR_OK;
    }
    if (member_lock_list(&members, &count, arena, archive->store, err) != ERR_OK)
        return err->code;
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no member has a passphrase on this machine: set one with stele "
                       "member passphrase");
    if (count > 1)
        return err_set(err, ERR_INVALID,
                       "several members have a passphrase on this machine: say who you "
                       "are with --member ID");
    *member = members[0];
    return ERR_OK;
}

enum err_code member_find_lock(struct str *member, bool *is_pin, struct arena *arena,
                               struct archive *archive, struct err *err)
{
    struct member_lock lock = {0};
    enum err_code code = choose_lock(member, arena, archive, err);

    if (code == ERR_OK)
        code = member_lock_read(&lock, arena, archive->store, *member, err);
    if (code == ERR_OK)
        *is_pin = lock.is_pin;
    return code;
}

enum err_code member_sign_in(bool *shared, struct archive *archive, struct str member,
                             struct str secret, uint32_t seconds, struct err *err)
{
    struct session *session = NULL;
    enum err_code code =
        session_open(&session, archive->id, archive->store, member, secret, err);

    if (code != ERR_OK)
        return code;
    code = session_share(session, seconds, err);
    *shared = code == ERR_OK;
    if (code == ERR_OK || code == ERR_DENIED || code == ERR_LIMIT)
        return archive_take_session(archive, session, err);
    session_close(session);
    return code;
}

/* --- who can open the feeds' keys --- */

/* Of the members with a lock here those who write the feed: of one that nobody admitted,
 * those whom it names itself. */
static bool writes_here(const struct archive *archive, uint32_t n, struct str member)
{
    const struct admission *a = &archive->feeds[n].admission;

    return a->members ? admission_may_write(a, member)
                      : str_equal(member, archive->founder);
}

enum err_code member_recipients(uint8_t (**out)[AGE_KEY_BYTES], size_t *count,
                                struct arena *arena, struct archive *archive, uint32_t n,
                                struct err *err)
{
    struct str *members = NULL;
    size_t locks = 0;

    *count = 0;
    if (member_lock_list(&members, &locks, arena, archive->store, err) != ERR_OK)
        return err->code;
    *out = arena_alloc(arena, locks + 1, AGE_KEY_BYTES);
    for (size_t i = 0; i < locks && *count < AGE_RECIPIENTS_MAX; i++) {
        struct member_lock lock = {0};

        if (!writes_here(archive, n, members[i]))
            continue;
        if (member_lock_read(&lock, arena, archive->store, members[i], err) != ERR_OK)
            return err->code;
        if (age_recipient_parse((*out)[*count], lock.key))
            (*count)++;
    }
    return ERR_OK;
}

enum err_code member_seal_feeds(struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    enum err_code code = archive_know_roles(archive, err);

    for (uint32_t n = 0; code == ERR_OK && n < archive->feed_count; n++) {
        struct feed *feed = archive->feeds[n].feed;
        uint8_t(*recipients)[AGE_KEY_BYTES] = NULL;
        size_t count = 0;

        if (!feed_is_ours(feed))
            continue;
        code = member_recipients(&recipients, &count, &arena, archive, n, err);
        if (code == ERR_OK && count > 0)
            code = feed_seal_key(feed, (const uint8_t(*)[AGE_KEY_BYTES])recipients, count,
                                 err);
        if (code == ERR_DENIED && n != archive->own)
            code = ERR_OK; /* an old feed of other members: it stays as it is */
    }
    arena_free(&arena);
    return code;
}

/* --- a lock, new or changed --- */

static bool has_lock(struct archive *archive, struct arena *arena, struct str member)
{
    struct member_lock lock = {0};
    struct err ignored = {0};

    return member_lock_read(&lock, arena, archive->store, member, &ignored) !=
           ERR_NOT_FOUND;
}

static bool has_feed(const struct archive *archive)
{
    return feed_is_ours(archive->feed);
}

enum err_code member_may_set_lock(struct str *member, struct arena *arena,
                                  struct archive *archive, struct err *err)
{
    struct id id;

    if (member->len == 0) {
        *member = archive->member;
    } else if (id_parse(&id, *member, err) != ERR_OK) {
        return err_context(err, "the member's id: ");
    } else {
        *member = arena_str(arena, id_str(&id));
    }
    if (archive->session && str_equal(*member, session_member(archive->session)))
        return ERR_OK;
    if (has_lock(archive, arena, *member))
        return err_set(err, ERR_DENIED,
                       "member " STR_FMT " has a passphrase on this machine, and only "
                       "that member changes it: sign in with stele unlock first",
                       STR_ARG(*member));
    if (!archive->has_members && has_feed(archive) &&
        !writes_here(archive, archive->own, *member))
        return err_set(err, ERR_DENIED,
                       "member " STR_FMT
                       " does not write this machine's feed: whoever does sets a "
                       "passphrase first (stele member passphrase)",
                       STR_ARG(*member));
    if (archive->has_members && !archive->session)
        return err_set(err, ERR_DENIED,
                       "this machine has members with a passphrase, and one of them must "
                       "be there when another gets one: sign in with stele unlock first");
    return ERR_OK;
}

enum err_code member_set_lock(struct str *key, struct arena *arena,
                              struct archive *archive, struct str member,
                              struct str secret, bool is_pin, struct err *err)
{
    struct age_identity *identity = SECRET_NEW(struct age_identity);
    char text[AGE_RECIPIENT_LEN + 1];
    enum err_code code = member_may_set_lock(&member, arena, archive, err);

    if (archive->session && str_equal(member, session_member(archive->session)))
        *identity = *session_identity(archive->session);
    else
        age_identity_new(identity);
    if (code == ERR_OK)
        code = member_lock_write(archive->store, member, identity, secret, is_pin, err);
    if (code == ERR_OK) {
        archive->has_members = true;
        age_recipient_text(text, identity->public);
        *key = arena_str(arena, str_from_c(text));
        code = member_seal_feeds(archive, err);
    }
    secret_free(identity);
    return code;
}
