#ifndef CRYPTO_ED25519_H
#define CRYPTO_ED25519_H

/*
 * Ed25519 signatures (RFC 8032 section 5.1) through libsodium, which refuses
 * non-canonical and small-order public keys and a signature scalar that is not
 * reduced: one message and key have one valid signature text each.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { ED25519_SEED_BYTES = 32, ED25519_PUBLIC_BYTES = 32, ED25519_SIGNATURE_BYTES = 64 };

struct ed25519_key {
    uint8_t seed[ED25519_SEED_BYTES]; /* the secret: crypto_wipe() it */
    uint8_t public[ED25519_PUBLIC_BYTES];
};

/* The key pair that belongs to seed. */
void ed25519_from_seed(struct ed25519_key *out, const uint8_t seed[ED25519_SEED_BYTES]);

/* A fresh key pair. */
void ed25519_new(struct ed25519_key *out);

void ed25519_sign(uint8_t signature[ED25519_SIGNATURE_BYTES],
                  const struct ed25519_key *key, struct str message);

bool ed25519_verify(const uint8_t signature[ED25519_SIGNATURE_BYTES],
                    const uint8_t public[ED25519_PUBLIC_BYTES], struct str message);

#endif
