#ifndef RECORD_MEMBER_LOCK_H
#define RECORD_MEMBER_LOCK_H

/*
 * The lock of a member on this machine: a small file in the state folder that holds the
 * member's secret key (X25519, age), closed by a passphrase or a PIN (docs/members.md).
 *
 *   {"box":…,"form":1,"kdf":"argon2id","key":"age1…","kind":"passphrase"|"pin",
 *    "mem_kib":…,"nonce":…,"ops":…,"salt":…}
 *
 * A PIN is taken together with 32 random bytes that lie in a file beside it, so that the
 * lock alone, carried off, cannot be tried out. Whoever carries off both can try all of
 * them: only the encryption of the whole disk stands before that.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "crypto/passphrase.h"

struct store;

enum { PASSPHRASE_MIN = 8, PASSPHRASE_MAX = 1024, PIN_MIN = 6 };

struct member_lock {
    struct str member;
    bool is_pin;
    struct str key; /* age1… */
    struct passphrase_box box;
};

/* Whose locks are on this machine, sorted. */
MUST_USE enum err_code member_lock_list(struct str **members, size_t *count,
                                        struct arena *arena, struct store *store,
                                        struct err *err);

/* ERR_NOT_FOUND when the member has none here. Strings live in arena. */
MUST_USE enum err_code member_lock_read(struct member_lock *out, struct arena *arena,
                                        struct store *store, struct str member,
                                        struct err *err);

/* ERR_DENIED when it is another passphrase. */
MUST_USE enum err_code member_lock_open(struct age_identity *out, struct store *store,
                                        const struct member_lock *lock, struct str secret,
                                        struct err *err);

/* Too short, or a PIN of something else than digits: said in words. */
MUST_USE enum err_code member_lock_judge(struct str secret, bool is_pin, struct err *err);

/* A lock, in place of an older one: durable. */
MUST_USE enum err_code member_lock_write(struct store *store, struct str member,
                                         const struct age_identity *identity,
                                         struct str secret, bool is_pin, struct err *err);

#endif
