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
