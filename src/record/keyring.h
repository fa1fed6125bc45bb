#ifndef RECORD_KEYRING_H
#define RECORD_KEYRING_H

/*
 * The secrets of the compartments that whoever is at work may open. On this machine each
 * lies as an age file to a member's key (note "key.<compartment>.<epoch>.<member>"); here
 * they are open, in memory that is neither swapped nor dumped.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/age.h"
#include "format/value.h"

struct feed_statement;
struct keyring;
struct store;

enum { KEYRING_MAX = 256, KEYRING_ID_LEN = 17 };

/* An empty one: it opens nothing. */
struct keyring *keyring_new(void);
void keyring_close(struct keyring *keyring); /* wipes it */

/* False when it is full. What is there already is not added again. */
bool keyring_add(struct keyring *keyring, struct str compartment, uint32_t epoch,
                 const struct age_identity *identity);

/* Add every key that this machine keeps for the member. One that cannot be opened is
 * left out. */
MUST_USE enum err_code keyring_load(struct keyring *keyring, struct store *store,
                                    struct str member,
                                    const struct age_identity *identity, struct err *err);

/* Keep a compartment's secret on this machine for a member, whose key is public. */
MUST_USE enum err_code keyring_give(struct store *store, struct str compartment,
                                    uint32_t epoch, const struct age_identity *secret,
                                    struct str member,
                                    const uint8_t (*public_key)[AGE_KEY_BYTES],
                                    struct err *err);

/* A compartment's secret as an age file to a member's key; and one that was carried here,
 * kept on this machine. ERR_DENIED when it is not for this member. */
void keyring_seal(struct buf *out, const struct age_identity *secret,
                  const uint8_t (*public_key)[AGE_KEY_BYTES]);
MUST_USE enum err_code keyring_take(struct store *store, struct str compartment,
                                    uint32_t epoch, struct str sealed, struct str member,
                                    const struct age_identity *identity, struct err *err);

size_t keyring_count(const struct keyring *keyring);
const struct age_identity *keyring_identities(const struct keyring *keyring);
bool keyring_has(const struct keyring *keyring, struct str compartment, uint32_t epoch);

/* The secret of a compartment's epoch, or NULL. Borrowed: do not copy it anywhere. */
const struct age_identity *keyring_find(const struct keyring *keyring,
                                        struct str compartment, uint32_t epoch);

/* "<compartment>.<epoch>" of all, sorted, a blank behind each: what an index made with
 * them can show. */
void keyring_describe(struct buf *out, const struct keyring *keyring);

/*
 * Open a sealed statement of a feed: S and its value, in arena. ERR_DENIED: none of these
 * keys opens it. ERR_CORRUPT: it opens, and what it holds is not this statement of this
 * feed and compartment (somebody else's ciphertext, or another one put in its place).
 */
struct opened {
    struct str salt;
    struct str bytes;
    struct value value;
};
MUST_USE enum err_code keyring_open(struct opened *out, struct arena *arena,
                                    struct keyring *keyring, struct str feed,
                                    const struct feed_statement *stored, struct err *err);

/* The same for the sealed bytes alone, wherever they lie: an object that a `reseal` put
 * in place of a frame, whose compartment may then be another than S says. */
MUST_USE enum err_code keyring_open_bytes(struct opened *out, struct arena *arena,
                                          struct keyring *keyring, struct str sealed,
                                          const struct digest *commitment,
                                          struct err *err);

#endif
