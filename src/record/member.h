#ifndef RECORD_MEMBER_H
#define RECORD_MEMBER_H

/*
 * Members of an archive: who they are by its statements, and their locks on this machine
 * (docs/members.md).
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct archive;

struct member_facts {
    struct str id;
    unsigned roles; /* roles.h; 0: ended */
    struct str key; /* age1…, as its newest statement says; or nothing */
    bool is_founder;
    bool is_contested;
    bool has_lock; /* on this machine */
    bool has_pin;
    bool is_signed_in;
    bool writes_here; /* this machine's feed */
};

/* Everybody that a counting `member` statement names, in order of their ids. Strings live
 * in arena or in the archive. */
MUST_USE enum err_code member_list(struct member_facts **out, size_t *count,
                                   struct arena *arena, struct archive *archive,
                                   struct err *err);

/* A new member. key (age1…) and name may be empty. With secret it gets a lock on this
 * machine, and writes this machine's feed from now on. */
struct member_draft {
    unsigned roles;
    struct str name;
    struct str key;
    bool is_here;
    bool is_pin;
    struct str secret; /* where is_here */
};
MUST_USE enum err_code member_new(struct str *id, struct arena *arena,
                                  struct archive *archive,
                                  const struct member_draft *draft, struct err *err);

/* Other roles for a member; id as people type it. ERR_DENIED where the last admin would
 * be gone, or an admin is not to be ended from here. key may be empty: as it was. */
MUST_USE enum err_code member_set_roles(struct archive *archive, struct str id,
                                        unsigned roles, struct str key, struct err *err);

/* End a member: no roles, and its devices, where nobody else writes there, end at what
 * this folder holds of them. */
struct member_ended {
    struct str id;
    struct str *feeds; /* that ended with it */
    size_t feed_count;
    struct str *left; /* feeds that others write too, or that do not end from here */
    size_t left_count;
};
MUST_USE enum err_code member_end(struct member_ended *out, struct arena *arena,
                                  struct archive *archive, struct str id,
                                  struct err *err);

/* Whose lock a passphrase is to open, and whether it is a PIN. member may be empty where
 * only one has a lock here; *member is then that one. */
MUST_USE enum err_code member_find_lock(struct str *member, bool *is_pin,
                                        struct arena *arena, struct archive *archive,
                                        struct err *err);

/* Sign in to the open archive and for other commands of this user, until it was not used
 * for so many seconds. *shared is false where the kernel keeps no keys: why is in *err,
 * and the result ERR_OK, since this process has opened the lock. */
MUST_USE enum err_code member_sign_in(bool *shared, struct archive *archive,
                                      struct str member, struct str secret,
                                      uint32_t seconds, struct err *err);

/* Whose lock is to be set or changed, as an id: where *member is empty that of whoever is
 * signed in, or where nobody has one yet, of the member whose device this is. ERR_DENIED
 * where another one has to sign in first. */
MUST_USE enum err_code member_may_set_lock(struct str *member, struct arena *arena,
                                           struct archive *archive, struct err *err);

/* Set or change it, as above. With the first one the key of this machine's feed is
 * sealed, and its clear file removed. *key is the member's public key (age1…). */
MUST_USE enum err_code member_set_lock(struct str *key, struct arena *arena,
                                       struct archive *archive, struct str member,
                                       struct str secret, bool is_pin, struct err *err);

#endif
