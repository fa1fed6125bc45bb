#ifndef RECORD_SESSION_H
#define RECORD_SESSION_H

/*
 * Who is signed in on this machine, to one archive: a member and the member's secret key,
 * in memory that is locked and wiped (crypto/secret.h).
 *
 * Between commands the key lies in the kernel's key ring (crypto/kernel_key.h) and goes
 * from there when it was not used for the time chosen at signing in. Where the kernel
 * keeps none, STELE_PASSPHRASE_FILE names a file with the passphrase, and STELE_MEMBER
 * whose it is where several members have a lock on this machine.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"

struct session;
struct store;

enum {
    SESSION_SECONDS = 600, /* a session that nobody uses ends, unless told otherwise */
    SESSION_SECONDS_MAX = 24 * 60 * 60
};

/* ERR_NOT_FOUND: nobody is signed in; what to do about it is said in the message. */
MUST_USE enum err_code session_find(struct session **out, struct str archive,
                                    struct store *store, struct err *err);

/* With a passphrase or PIN; member may be empty where only one has a lock here.
 * ERR_DENIED when it does not fit, ERR_NOT_FOUND when there is no such lock. */
MUST_USE enum err_code session_open(struct session **out, struct str archive,
                                    struct store *store, struct str member,
                                    struct str secret, struct err *err);

/* The same member and key again, for another open archive; it is in no key ring, and ends
 * with whoever closes it. */
struct session *session_copy(const struct session *session);

/* Let other commands of this user find it, for so long; whoever else was signed in to
 * this archive no longer is. ERR_DENIED where the kernel keeps no keys. */
MUST_USE enum err_code session_share(struct session *session, uint32_t seconds,
                                     struct err *err);

/* Before each use: ERR_DENIED when it was locked, or its time is over, since. */
MUST_USE enum err_code session_use(struct session *session, struct err *err);

/* End the sessions of one archive, or of all; returns how many there were. */
size_t session_forget(struct str archive);
size_t session_forget_all(void);

struct str session_member(const struct session *session);
const struct age_identity *session_identity(const struct session *session);
void session_close(struct session *session);

#endif
