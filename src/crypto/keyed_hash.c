#include "crypto/keyed_hash.h"

#include <inttypes.h>

#include <sodium.h>

#include "crypto/sodium_start.h"

enum { KIB = 1024 };

static bool is_within(const struct passphrase_cost *cost)
{
    return cost->ops >= 1 && cost->ops <= PASSPHRASE_OPS_MAX &&
           cost->mem_kib <= PASSPHRASE_MEM_KIB_MAX &&
           cost->mem_kib * KIB >= crypto_pwhash_argon2id_MEMLIMIT_MIN &&
           cost->ops * cost->mem_kib <= PASSPHRASE_WORK_MAX;
}

enum err_code keyed_hash_key(uint8_t key[KEYED_HASH_KEY_BYTES], struct str passphrase,
                             const uint8_t salt[PASSPHRASE_SALT_BYTES],
                             const struct passphrase_cost *cost, struct err *err)
{
    sodium_start();
    if (passphrase.len == 0)
        return err_set(err, ERR_INVALID, "the passphrase is empty");
    if (!is_within(cost))
        return err_set(err, ERR_LIMIT,
                       "%" PRIu64 " passes over %" PRIu64
                       " KiB are asked for, which is outside the limits",
                       cost->ops, cost->mem_kib);
    if (crypto_pwhash(key, KEYED_HASH_KEY_BYTES, passphrase.ptr, passphrase.len, salt,
                      cost->ops, (size_t)cost->mem_kib * KIB,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(err, ERR_LIMIT,
                       "%" PRIu64 " KiB of memory are needed for the passphrase, and are "
                       "not to be had",
                       cost->mem_kib);
    return ERR_OK;
}

void keyed_hash(struct digest *out, const uint8_t key[KEYED_HASH_KEY_BYTES],
                struct str bytes)
{
    sodium_start();
    (void)crypto_auth_hmacsha256(out->bytes, (const unsigned char *)bytes.ptr, bytes.len,
                                 key);
}
