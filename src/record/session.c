#include "record/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/kernel_key.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "record/id.h"
#include "record/member_lock.h"
#include "record/passphrase_file.h"
#include "store/store.h"
#include "store/store_secret.h"

/* What lies in the kernel: how long it lives without use, and the key. */
enum { SHARED_BYTES = 4 + AGE_KEY_BYTES, NAME_MAX_BYTES = 96 };

#define NAME_PREFIX "stele:"

struct session {
    char member[ID_LEN + 1];
    char name[NAME_MAX_BYTES]; /* in the kernel */
    bool is_shared;            /* it lies there, and others may end it */
    uint32_t seconds;
    struct age_identity identity;
};

static void name_of(char out[NAME_MAX_BYTES], struct str archive, struct str member)
{
    (void)snprintf(out, NAME_MAX_BYTES, NAME_PREFIX STR_FMT ":" STR_FMT, STR_ARG(archive),
                   STR_ARG(member));
}

static struct session *session_new(struct str archive, struct str member)
{
    struct session *session = SECRET_NEW(struct session);

    memcpy(session->member, member.ptr, ID_LEN);
    name_of(session->name, archive, member);
    return session;
}

void session_close(struct session *session)
{
    secret_free(session);
}

struct session *session_copy(const struct session *session)
{
    struct session *copy = SECRET_NEW(struct session);

    *copy = *session;
    copy->is_shared = false;
    return copy;
}

struct str session_member(const struct session *session)
{
    return (struct str){session->member, ID_LEN};
}

const struct age_identity *session_identity(const struct session *session)
{
    return &session->identity;
}

/* --- in the kernel --- */

static bool from_kernel(struct session **out, struct str archive, struct str member)
{
    uint8_t shared[SHARED_BYTES];
    struct session *session = session_new(archive, member);
    struct err ignored = {0};
    size_t len = 0;
    bool is_there =
        kernel_key_get(shared, sizeof shared, &len, session->name, &ignored) == ERR_OK &&
        len == sizeof shared;

    if (is_there) {
        for (int i = 0; i < 4; i++)
            session->seconds = session->seconds << 8 | shared[i];
        age_identity_from_secret(&session->identity, shared + 4);
        session->is_shared = true;
        is_there = kernel_key_keep(session->name, session->seconds, &ignored) == ERR_OK;
    }
    crypto_wipe(shared, sizeof shared);
    if (is_there)
        *out = session;
    else
        session_close(session);
    return is_there;
}

enum err_code session_share(struct session *session, uint32_t seconds, struct err *err)
{
    uint8_t shared[SHARED_BYTES];
    struct str archive = str_after(str_from_c(session->name), strlen(NAME_PREFIX));
    enum err_code code;

    archive = str_prefix(archive, STORE_ID_LEN);
    (void)session_forget(archive);
    for (int i = 0; i < 4; i++)
        shared[i] = (uint8_t)(seconds >> (24 - 8 * i));
    memcpy(shared + 4, session->identity.secret, AGE_KEY_BYTES);
    code = kernel_key_put(session->name, shared, sizeof shared, seconds, err);
    crypto_wipe(shared, sizeof shared);
    if (code == ERR_OK) {
        session->seconds = seconds;
        session->is_shared = true;
    }
    return code;
}

enum err_code session_use(struct session *session, struct err *err)
{
    if (!session->is_shared ||
        kernel_key_keep(session->name, session->seconds, err) == ERR_OK)
        return ERR_OK;
    return err_set(
        err, ERR_DENIED,
        "member %s was signed out meanwhile: sign in with stele unlock, and do "
        "it again",
        session->member);
}

size_t session_forget(struct str archive)
{
    char prefix[NAME_MAX_BYTES];

    name_of(prefix, archive, STR(""));
    return kernel_key_drop_all(prefix);
}

size_t session_forget_all(void)
{
    return kernel_key_drop_all(NAME_PREFIX);
}

/* --- with a passphrase --- */

static enum err_code no_lock(struct str member, size_t count, struct err *err)
{
    if (count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no member has a passphrase on this machine: set one with stele "
                       "member passphrase");
    if (member.len == 0)
        return err_set(err, ERR_INVALID,
                       "several members have a passphrase on this machine: say who you "
                       "are with --member ID, or STELE_MEMBER");
    return err_set(err, ERR_NOT_FOUND,
                   "member " STR_FMT " has no passphrase on this machine: set one with "
                   "stele member passphrase",
                   STR_ARG(str_prefix(member, 40)));
}

static enum err_code choose(struct member_lock *out, struct arena *arena,
                            struct store *store, struct str member, struct err *err)
{
    struct str *members = NULL;
    size_t count = 0;
    struct id id;

    if (member_lock_list(&members, &count, arena, store, err) != ERR_OK)
        return err->code;
    if (member.len > 0 && id_parse(&id, member, err) != ERR_OK)
        return err_context(err, "the member's id: ");
    for (size_t i = 0; i < count; i++)
        if (member.len == 0 ? count == 1 : str_equal(members[i], id_str(&id)))
            return member_lock_read(out, arena, store, members[i], err);
    return no_lock(member, count, err);
}

enum err_code session_open(struct session **out, struct str archive, struct store *store,
                           struct str member, struct str secret, struct err *err)
{
    struct arena arena = {0};
    struct member_lock lock = {0};
    struct session *session = NULL;
    enum err_code code = choose(&lock, &arena, store, member, err);

    if (code == ERR_OK) {
        session = session_new(archive, lock.member);
        code = member_lock_open(&session->identity, store, &lock, secret, err);
    }
    arena_free(&arena);
    if (code == ERR_OK)
        *out = session;
    else
        session_close(session);
    return code;
}

static enum err_code from_file(struct session **out, struct str archive,
                               struct store *store, const char *path, struct err *err)
{
    struct passphrase typed = {0};
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes it once we run */
    struct str member = str_from_c(getenv("STELE_MEMBER"));
    enum err_code code = passphrase_from_file(&typed, path, err);

    if (code == ERR_NOT_FOUND) /* of the file, not of somebody signed in */
        code = err->code = ERR_DENIED;
    if (code == ERR_OK)
        code = session_open(out, archive, store, member, passphrase_str(&typed), err);
    passphrase_forget(&typed);
    return code;
}

enum err_code session_find(struct session **out, struct str archive, struct store *store,
                           struct err *err)
{
    struct arena arena = {0};
    struct str *members = NULL;
    const char *path =
        getenv("STELE_PASSPHRASE_FILE"); /* NOLINT(concurrency-mt-unsafe) */
    size_t count = 0;
    bool is_found = false;

    if (member_lock_list(&members, &count, &arena, store, err) != ERR_OK) {
        arena_free(&arena);
        return err->code;
    }
    for (size_t i = 0; !is_found && i < count; i++)
        is_found = from_kernel(out, archive, members[i]);
    arena_free(&arena);
    if (is_found)
        return ERR_OK;
    if (count > 0 && path && *path)
        return from_file(out, archive, store, path, err);
    return err_set(err, ERR_NOT_FOUND, "nobody is signed in: stele unlock");
}
