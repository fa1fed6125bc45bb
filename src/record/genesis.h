#ifndef RECORD_GENESIS_H
#define RECORD_GENESIS_H

/*
 * How an archive begins (format.md 4.1): three open statements by one member,
 * `archive`, `member`, `device`. The archive id is the start of statement 0's
 * commitment, so it fixes the founding key and everything signed with it.
 */

#include "base/buf.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/ed25519.h"
#include "format/value.h"
#include "log/feed.h"

enum { GENESIS_STATEMENTS = 3, ARCHIVE_NAME_MAX = 200 };

struct genesis {
    struct ed25519_key key;
    char feed[FEED_ID_LEN];
    char archive[FEED_ID_LEN];
    uint8_t salt[32];                         /* of statement 0 */
    struct buf statement[GENESIS_STATEMENTS]; /* canonical bytes */
};

/* What statements of this archive carry as their time. ERR_DENIED when STELE_NOW sets it
 * and the archive is not marked as synthetic: it would date real evidence. */
MUST_USE enum err_code genesis_clock(struct clock_text *out, bool synthetic,
                                     struct err *err);

/* Draw a key, a member and a salt, and write the statements. Release with
 * genesis_release(). */
MUST_USE enum err_code genesis_make(struct genesis *out, struct str name, bool synthetic,
                                    struct err *err);
void genesis_release(struct genesis *genesis);

/* A feed's public key as `device` statements carry it: its origin is the key's name. */
void genesis_vkey_append(struct buf *out, struct arena *arena, struct str feed,
                         const uint8_t public_key[ED25519_PUBLIC_BYTES]);

/* The one right content of stele.json for these facts (format.md 4.1). */
void genesis_public_facts(struct buf *out, struct str archive, struct str feed,
                          struct str name);

/*
 * Whether stele.json, which reads text, says what statement 0 says. In the format of this
 * program it is exactly those bytes; in a newer one its members that this program knows
 * must agree, whatever else stands there.
 */
bool genesis_facts_hold(struct str text, struct str archive, const struct value *zero);

/* The format that statement 0 names; 0 when it names none. */
int64_t genesis_format(const struct value *zero);

#endif
