#ifndef CRYPTO_KEYED_HASH_H
#define CRYPTO_KEYED_HASH_H

/*
 * Hashes that only those who share a passphrase can make and compare: HMAC-SHA-256 (RFC
 * 2104) under a key that Argon2id stretches from the passphrase and a salt, so that a
 * stranger who holds the hashes pays for each passphrase that they try. Whoever has the
 * passphrase can try words at the price of a hash each.
 */

#include "base/digest.h"
#include "crypto/passphrase.h"

enum { KEYED_HASH_KEY_BYTES = 32 };

/*
 * Fills key, which belongs into memory of crypto/secret.h. ERR_INVALID: an empty
 * passphrase; ERR_LIMIT: the cost is beyond those of crypto/passphrase.h, or its memory
 * is not to be had.
 */
MUST_USE enum err_code keyed_hash_key(uint8_t key[KEYED_HASH_KEY_BYTES],
                                      struct str passphrase,
                                      const uint8_t salt[PASSPHRASE_SALT_BYTES],
                                      const struct passphrase_cost *cost,
                                      struct err *err);

void keyed_hash(struct digest *out, const uint8_t key[KEYED_HASH_KEY_BYTES],
                struct str bytes);

#endif
