#include "base/process.h"
#include "record/archive_inside.h"
#include "record/member_lock.h"
#include "record/query.h"
#include "record/roles.h"
#include "store/store_secret.h"

/*
 * Who writes here, and what they may write (docs/members.md). Where no member has a
 * passphrase on this machine, whoever can read its state folder writes as the member
 * whose device it is; and nothing of this costs anything.
 */

const struct session *archive_session(const struct archive *archive)
{
    return archive->session;
}

bool archive_has_members(const struct archive *archive)
{
    return archive->has_members;
}

static enum err_code look_for_locks(struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct str *members = NULL;
    size_t count = 0;
    enum err_code code = member_lock_list(&members, &count, &arena, archive->store, err);

    archive->has_members = code == ERR_OK && count > 0;
    arena_free(&arena);
    return code;
}

/* A key that is sealed to others stays locked; feed_begin() says so. */
static void unlock_feeds(struct archive *archive)
{
    struct err ignored = {0};

    for (uint32_t i = 0; i < archive->feed_count; i++)
        if (feed_unlock(archive->feeds[i].feed, session_identity(archive->session),
                        &ignored) != ERR_OK)
            continue;
}

enum err_code archive_settle_session(struct archive *archive, struct err *err)
{
    if (archive->session) {
        process_hide_memory();
        archive->member = arena_str(&archive->arena, session_member(archive->session));
        unlock_feeds(archive);
    }
    return store_has_members(archive->store) ? look_for_locks(archive, err) : ERR_OK;
}

enum err_code archive_take_session(struct archive *archive, struct session *session,
                                   struct err *err)
{
    session_close(archive->session);
    archive->session = session;
    return archive_settle_session(archive, err);
}

enum err_code archive_sign_in(struct archive *archive, struct err *err)
{
    struct session *session = NULL;
    enum err_code code;

    if (!store_has_members(archive->store))
        return ERR_OK;
    code = look_for_locks(archive, err);
    if (code != ERR_OK || !archive->has_members)
        return code;
    code = session_find(&session, archive->id, archive->store, err);
    if (code == ERR_NOT_FOUND)
        return ERR_OK; /* reading needs nobody; archive_begin() says what to do */
    return code == ERR_OK ? archive_take_session(archive, session, err) : code;
}

struct roles_view archive_roles_view(struct archive *archive, struct arena *arena)
{
    struct admission *admissions =
        ARENA_ARRAY(arena, struct admission, archive->feed_count);

    for (uint32_t i = 0; i < archive->feed_count; i++)
        admissions[i] = archive->feeds[i].admission;
    return (struct roles_view){archive->described, admissions, archive->feed_count,
                               archive->founder};
}

enum err_code archive_know_roles(struct archive *archive, struct err *err)
{
    return archive->described ? ERR_OK : archive_read_feeds(archive, err);
}

enum err_code archive_try_session(struct session **out, struct archive *archive,
                                  struct str member, struct str secret, struct err *err)
{
    return session_open(out, archive->id, archive->store, member, secret, err);
}

struct str archive_member(const struct archive *archive)
{
    return archive->member;
}

enum err_code archive_roles(unsigned *out, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct roles_view view;

    *out = ROLE_ALL;
    if (!archive->session)
        return ERR_OK;
    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    view = archive_roles_view(archive, &arena);
    *out = roles_now(&view, archive->member).roles;
    arena_free(&arena);
    return ERR_OK;
}

enum err_code archive_is_reader(bool *out, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct member_roles roles;
    struct roles_view view;

    *out = false;
    if (!archive->session)
        return ERR_OK;
    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    view = archive_roles_view(archive, &arena);
    roles = roles_now(&view, archive->member);
    *out = roles.is_known &&
           !roles_suffice(roles.roles, ROLE_ADMIN | ROLE_RECORDER | ROLE_REVIEWER);
    arena_free(&arena);
    return ERR_OK;
}

/* Whether whoever admitted this machine's feed named the member as one of those who write
 * there. */
static bool is_of_device(const struct archive *archive)
{
    const struct admission *own = &archive->feeds[archive->own].admission;

    return own->members ? admission_may_write(own, archive->member)
                        : str_equal(archive->member, archive->founder);
}

static enum err_code learn_roles(struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct roles_view view = archive_roles_view(archive, &arena);
    struct member_roles roles = roles_now(&view, archive->member);
    bool counts = archive->feeds[archive->own].admission.ground != ADMISSION_NONE;

    arena_free(&arena);
    archive->roles = roles.roles;
    /* What a feed says that nobody has admitted decides nothing, whoever says it. */
    if (!roles.is_known && !counts)
        archive->roles = ROLE_RECORDER;
    if (archive->roles != 0)
        return ERR_OK;
    return err_set(err, ERR_DENIED,
                   "cannot write: member " STR_FMT
                   " has no role in this archive; an admin gives roles: stele member "
                   "role (stele member list shows them)",
                   STR_ARG(archive->member));
}

/* Where nobody signs in and only the founder was ever named, there is nothing to ask. */
static enum err_code need_roles(bool *out, struct archive *archive, struct err *err)
{
    struct arena arena = {0};
    struct statement_list list = {0};
    struct view now = {0};
    enum err_code code = ERR_OK;

    *out = archive->session || archive->described;
    if (*out)
        return ERR_OK;
    code = frontier_now(&now, &arena, archive->index, err);
    if (code == ERR_OK)
        code = query_statements(&list, &arena, archive->index, now, STR("member"),
                                (struct ref){0}, 2, err);
    *out = list.count > 1;
    arena_free(&arena);
    return code;
}

enum err_code archive_check_member(struct archive *archive, struct err *err)
{
    bool needs_roles = false;

    archive->roles = ROLE_ALL;
    if (archive->has_members && !archive->session)
        return err_set(err, ERR_DENIED,
                       "cannot write: nobody is signed in on this machine: stele unlock");
    if (archive->session && session_use(archive->session, err) != ERR_OK)
        return err->code;
    if (need_roles(&needs_roles, archive, err) != ERR_OK)
        return err->code;
    if (!needs_roles)
        return ERR_OK;
    if (archive_know_roles(archive, err) != ERR_OK)
        return err->code;
    /* Where its key is not here, feed_begin() says so. */
    if (archive->feeds[archive->own].is_ours && !is_of_device(archive))
        return err_set(err, ERR_DENIED,
                       "cannot write: member " STR_FMT
                       " is not one of those who write feed " STR_FMT
                       "; an admin names them: stele device admit FEED --member ID",
                       STR_ARG(archive->member), STR_ARG(feed_id(archive->feed)));
    return learn_roles(archive, err);
}

/* Of its own feed, whoever writes it may say that it ends. */
static bool is_own_end(const struct archive *archive, const struct value *statement)
{
    return value_is_string(value_get(statement, STR("of")), feed_id(archive->feed)) &&
           value_get(statement, STR("until")) != NULL;
}

enum err_code archive_check_role(const struct archive *archive,
                                 const struct value *statement, struct err *err)
{
    struct str kind = value_get_string(statement, STR("kind"));
    unsigned wanted = roles_for(statement);
    struct buf needs = {0};
    struct buf has = {0};

    if (roles_suffice(archive->roles, wanted) || is_own_end(archive, statement))
        return ERR_OK;
    roles_append(&needs, wanted);
    roles_append(&has, archive->roles);
    (void)err_set(err, ERR_DENIED,
                  "to write \"" STR_FMT "\" needs the role " STR_FMT
                  ", and member " STR_FMT " has: " STR_FMT " (stele member list)",
                  STR_ARG(kind), STR_ARG(buf_str(&needs)), STR_ARG(archive->member),
                  STR_ARG(buf_str(&has)));
    buf_release(&needs);
    buf_release(&has);
    return ERR_DENIED;
}
