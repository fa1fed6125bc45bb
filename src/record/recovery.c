#include "record/recovery.h"

#include "crypto/random.h"
#include "crypto/secret.h"
#include "log/feed.h"
#include "record/archive_inside.h"
#include "record/compartment.h"
#include "record/keyring.h"
#include "record/member_lock.h"
#include "record/query.h"
#include "record/session.h"

/* --- whose key --- */

static struct recovery_owner owner_of(const struct compartment *c)
{
    struct recovery_owner owner = {.kind = SHARES_OF_COMPARTMENT,
                                   .id = c->id,
                                   .name = c->name,
                                   .epoch = c->epoch,
                                   .has_key = true,
                                   .is_newest = true};

    memcpy(owner.key, c->key, sizeof owner.key);
    return owner;
}

enum err_code recovery_of_compartment(struct recovery_owner *out, struct archive *archive,
                                      struct str id_or_name, struct err *err)
{
    const struct compartment_list *list = NULL;
    const struct compartment *found;

    if (archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    found = id_or_name.len > 0 ? compartment_find(list, id_or_name)
                               : compartment_default(list);
    if (found) {
        *out = owner_of(found);
        return ERR_OK;
    }
    if (list->count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "the archive has no compartment: make one with stele seal new");
    return err_set(err, ERR_NOT_FOUND,
                   "no compartment \"" STR_FMT
                   "\": stele seal list tells which there are",
                   STR_ARG(str_prefix(id_or_name, 64)));
}

/* The newest key that the record has of a member. */
static enum err_code key_in_record(struct recovery_owner *owner, struct arena *arena,
                                   struct archive *archive, struct err *err)
{
    struct statement_list found = {0};
    struct ref after = {0};
    struct view now;

    if (frontier_now(&now, arena, archive_index(archive), err) != ERR_OK)
        return err->code;
    do {
        if (query_statements(&found, arena, archive_index(archive), now, STR("member"),
                             after, 0, err) != ERR_OK)
            return err->code;
        for (size_t i = 0; i < found.count; i++) {
            struct statement said = {0};

            after = found.items[i].ref;
            if (archive_statement(&said, arena, archive, after, err) != ERR_OK)
                return err->code;
            if (str_equal(value_get_string(&said.value, STR("id")), owner->id) &&
                age_recipient_parse(owner->key,
                                    value_get_string(&said.value, STR("key"))))
                owner->has_key = true;
        }
    } while (found.has_more);
    return ERR_OK;
}

/* The lock on this machine knows it best: what it closes is what was shared out. */
static enum err_code find_member(struct recovery_owner *out, struct arena *arena,
                                 struct archive *archive, struct str member,
                                 struct err *err)
{
    struct recovery_owner owner = {
        .kind = SHARES_OF_MEMBER, .id = arena_str(arena, member), .is_newest = true};
    struct member_lock lock;
    enum err_code code = member_lock_read(&lock, arena, archive->store, member, err);

    if (code == ERR_OK)
        owner.has_key = age_recipient_parse(owner.key, lock.key);
    else if (code == ERR_NOT_FOUND)
        code = key_in_record(&owner, arena, archive, err);
    if (code == ERR_OK)
        *out = owner;
    return code;
}

static enum err_code need_session(const struct session **out,
                                  const struct archive *archive, struct err *err)
{
    const struct session *session = archive_session(archive);

    if (!session)
        return err_set(err, ERR_DENIED,
                       "nobody is signed in on this machine: stele unlock");
    *out = session;
    return ERR_OK;
}

enum err_code recovery_of_session(struct recovery_owner *out, struct archive *archive,
                                  struct err *err)
{
    const struct session *session = NULL;

    if (need_session(&session, archive, err) != ERR_OK)
        return err->code;
    *out = (struct recovery_owner){
        .kind = SHARES_OF_MEMBER, .id = session_member(session), .is_newest = true};
    memcpy(out->key, session_identity(session)->public, sizeof out->key);
    return ERR_OK;
}

enum err_code recovery_of_set(struct recovery_owner *out, struct arena *arena,
                              struct archive *archive, const struct shares_set *set,
                              struct err *err)
{
    struct str id = {set->owner, SHARES_OWNER};
    const struct compartment_list *list = NULL;

    if (!str_starts_with(archive->id, (struct str){set->archive, SHARES_ARCHIVE}))
        return err_set(err, ERR_INVALID,
                       "these shares are of an archive whose id begins with %s, and this "
                       "one's is " STR_FMT,
                       set->archive, STR_ARG(archive->id));
    if (set->kind == SHARES_OF_MEMBER)
        return find_member(out, arena, archive, id, err);
    if (archive_compartments(&list, archive, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].id, id) && list->items[i].epoch == set->epoch) {
            *out = owner_of(&list->items[i]);
            out->is_newest = compartment_find(list, id)->epoch == set->epoch;
            return ERR_OK;
        }
    return err_set(err, ERR_NOT_FOUND,
                   "this archive has no compartment %s with an epoch %u: is a newer copy "
                   "of it somewhere?",
                   set->owner, set->epoch);
}

enum err_code recovery_set(struct shares_set *out, const struct archive *archive,
                           const struct recovery_owner *owner, uint8_t needed,
                           struct err *err)
{
    struct shares_set set = {.kind = owner->kind, .needed = needed};

    if (owner->epoch > UINT16_MAX)
        return err_set(err, ERR_LIMIT, "a share has no room for epoch %u", owner->epoch);
    set.epoch = (uint16_t)owner->epoch;
    memcpy(set.archive, archive->id.ptr, SHARES_ARCHIVE);
    memcpy(set.owner, owner->id.ptr, SHARES_OWNER);
    *out = set;
    return ERR_OK;
}

/* --- the key --- */

enum err_code recovery_secret(uint8_t secret[SHARES_SECRET], struct archive *archive,
                              const struct recovery_owner *owner, struct err *err)
{
    const struct keyring *keyring = archive_keyring(archive);
    const struct age_identity *identity;
    const struct session *session = NULL;

    if (owner->kind == SHARES_OF_MEMBER) {
        if (need_session(&session, archive, err) != ERR_OK)
            return err->code;
        memcpy(secret, session_identity(session)->secret, SHARES_SECRET);
        return ERR_OK;
    }
    identity = keyring ? keyring_find(keyring, owner->id, owner->epoch) : NULL;
    if (!identity)
        return err_set(err, ERR_DENIED,
                       "whoever is signed in does not have the key of \"" STR_FMT
                       "\": it can be shared out only by somebody who can read what is "
                       "sealed to it (stele unlock)",
                       STR_ARG(owner->name));
    memcpy(secret, identity->secret, SHARES_SECRET);
    return ERR_OK;
}

enum err_code recovery_check(struct age_identity *out, const struct recovery_owner *owner,
                             const uint8_t secret[SHARES_SECRET], struct err *err)
{
    age_identity_from_secret(out, secret);
    if (!owner->has_key || memcmp(out->public, owner->key, AGE_KEY_BYTES) == 0)
        return ERR_OK;
    crypto_wipe(out, sizeof *out);
    return err_set(err, ERR_CORRUPT,
                   "the shares fit together, and what they give is not the key that the "
                   "archive names");
}

struct trial {
    const struct age_identity *identity;
    bool opens;
    uint64_t looked_at;
};

static enum err_code try_one(void *context, const struct feed_statement *stored,
                             struct err *err)
{
    struct trial *trial = context;
    struct buf plain = {0};
    struct err ignored = {0};

    (void)err;
    if (trial->opens || stored->form != FRAME_SEALED)
        return ERR_OK;
    trial->looked_at++;
    trial->opens =
        age_open(&plain, NULL, stored->sealed, trial->identity, 1, &ignored) == ERR_OK;
    if (plain.cap > 0)
        crypto_wipe(plain.ptr, plain.cap);
    buf_release(&plain);
    return ERR_OK;
}

enum err_code recovery_try(bool *opens, uint64_t *looked_at, struct archive *archive,
                           const struct age_identity *identity, struct err *err)
{
    struct trial trial = {.identity = identity};
    enum err_code code = ERR_OK;

    for (uint32_t i = 0; code == ERR_OK && !trial.opens && i < archive->feed_count; i++)
        code =
            feed_scan(archive->feeds[i].feed, 0,
                      feed_position(archive->feeds[i].feed).size, try_one, &trial, err);
    *opens = trial.opens;
    *looked_at = trial.looked_at;
    return code;
}

/* --- putting it in its place --- */

enum err_code recovery_install(struct archive *archive,
                               const struct recovery_owner *owner,
                               const struct age_identity *identity, struct err *err)
{
    const struct session *session = NULL;

    if (need_session(&session, archive, err) != ERR_OK)
        return err->code;
    return keyring_give(archive->store, owner->id, owner->epoch, identity,
                        session_member(session), &session_identity(session)->public, err);
}

enum err_code recovery_install_member(struct archive *archive,
                                      const struct recovery_owner *owner,
                                      const struct age_identity *identity,
                                      struct str passphrase, bool is_pin, struct err *err)
{
    if (member_lock_judge(passphrase, is_pin, err) != ERR_OK)
        return err->code;
    return member_lock_write(archive->store, owner->id, identity, passphrase, is_pin,
                             err);
}
