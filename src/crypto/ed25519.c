#include "crypto/ed25519.h"

#include <sodium.h>

#include "crypto/random.h"
#include "crypto/sodium_start.h"

static const unsigned char *message_bytes(struct str message)
{
    return (const unsigned char *)message.ptr;
}

void ed25519_from_seed(struct ed25519_key *out, const uint8_t seed[ED25519_SEED_BYTES])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    sodium_start();
    memmove(out->seed, seed, ED25519_SEED_BYTES);
    (void)crypto_sign_seed_keypair(out->public, secret, out->seed);
    crypto_wipe(secret, sizeof secret);
}

void ed25519_new(struct ed25519_key *out)
{
    uint8_t seed[ED25519_SEED_BYTES];

    random_fill(seed, sizeof seed);
    ed25519_from_seed(out, seed);
    crypto_wipe(seed, sizeof seed);
}

void ed25519_sign(uint8_t signature[ED25519_SIGNATURE_BYTES],
                  const struct ed25519_key *key, struct str message)
{
    /* libsodium's secret key is the seed followed by the public key. */
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    sodium_start();
    memcpy(secret, key->seed, ED25519_SEED_BYTES);
    memcpy(secret + ED25519_SEED_BYTES, key->public, ED25519_PUBLIC_BYTES);
    (void)crypto_sign_detached(signature, NULL, message_bytes(message), message.len,
                               secret);
    crypto_wipe(secret, sizeof secret);
}

bool ed25519_verify(const uint8_t signature[ED25519_SIGNATURE_BYTES],
                    const uint8_t public[ED25519_PUBLIC_BYTES], struct str message)
{
    sodium_start();
    return crypto_sign_verify_detached(signature, message_bytes(message), message.len,
                                       public) == 0;
}
