#include "crypto/passphrase.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>

#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/sodium_start.h"

enum { KIB = 1024, MOST_KIB = 256 * KIB, LEAST_KIB = 19 * KIB, LEAST_OPS = 2 };

/* False: the memory is not to be had. */
static bool derive(uint8_t key[crypto_secretbox_KEYBYTES], struct str passphrase,
                   const uint8_t salt[PASSPHRASE_SALT_BYTES],
                   const struct passphrase_cost *cost)
{
    return crypto_pwhash(key, crypto_secretbox_KEYBYTES, passphrase.ptr, passphrase.len,
                         salt, cost->ops, (size_t)cost->mem_kib * KIB,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
}

static enum err_code check_cost(const struct passphrase_cost *cost, struct err *err)
{
    if (cost->ops < 1 || cost->ops > PASSPHRASE_OPS_MAX ||
        cost->mem_kib * KIB < crypto_pwhash_argon2id_MEMLIMIT_MIN ||
        cost->mem_kib > PASSPHRASE_MEM_KIB_MAX ||
        cost->ops * cost->mem_kib > PASSPHRASE_WORK_MAX)
        return err_set(err, ERR_LIMIT,
                       "the lock asks for %" PRIu64 " passes over %" PRIu64
                       " KiB, which is outside the limits",
                       cost->ops, cost->mem_kib);
    return ERR_OK;
}

static enum err_code no_memory(const struct passphrase_cost *cost, struct err *err)
{
    return err_set(err, ERR_LIMIT,
                   "a passphrase needs %" PRIu64 " MiB of memory, which are not free",
                   cost->mem_kib / KIB);
}

enum err_code passphrase_seal(struct passphrase_box *out, struct str passphrase,
                              const struct passphrase_cost *cost, struct str secret,
                              struct err *err)
{
    struct passphrase_box box = {.cost = *cost, .len = secret.len + PASSPHRASE_TAG_BYTES};
    uint8_t *key;

    assert(secret.len > 0 && secret.len <= PASSPHRASE_SECRET_MAX);
    if (passphrase.len == 0)
        return err_set(err, ERR_INVALID, "an empty passphrase protects nothing");
    if (check_cost(cost, err) != ERR_OK)
        return err->code;
    key = secret_alloc(1, crypto_secretbox_KEYBYTES);
    random_fill(box.salt, sizeof box.salt);
    random_fill(box.nonce, sizeof box.nonce);
    if (!derive(key, passphrase, box.salt, cost)) {
        secret_free(key);
        return no_memory(cost, err);
    }
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        box.box, NULL, (const uint8_t *)secret.ptr, secret.len, NULL, 0, NULL, box.nonce,
        key);
    secret_free(key);
    *out = box;
    return ERR_OK;
}

enum err_code passphrase_open(uint8_t *secret, size_t len,
                              const struct passphrase_box *box, struct str passphrase,
                              struct err *err)
{
    bool is_open;
    uint8_t *key;

    if (len == 0 || len > PASSPHRASE_SECRET_MAX || box->len != len + PASSPHRASE_TAG_BYTES)
        return err_set(err, ERR_CORRUPT, "the lock does not hold a key of %zu bytes",
                       len);
    if (check_cost(&box->cost, err) != ERR_OK)
        return err->code;
    key = secret_alloc(1, crypto_secretbox_KEYBYTES);
    if (!derive(key, passphrase, box->salt, &box->cost)) {
        secret_free(key);
        return no_memory(&box->cost, err);
    }
    is_open = crypto_aead_xchacha20poly1305_ietf_decrypt(
                  secret, NULL, NULL, box->box, box->len, NULL, 0, box->nonce, key) == 0;
    secret_free(key);
    if (!is_open)
        return err_set(err, ERR_DENIED, "this is not the passphrase");
    return ERR_OK;
}

/* Until one pass takes no more than the time, or the least memory is reached. */
static uint64_t choose_memory(struct passphrase_cost *cost, uint64_t memory_bytes,
                              passphrase_time time_us)
{
    uint64_t quarter_kib = memory_bytes / KIB / 4;
    uint64_t took_us;

    *cost = (struct passphrase_cost){1, MOST_KIB};
    while (cost->mem_kib > quarter_kib && cost->mem_kib > LEAST_KIB)
        cost->mem_kib /= 2;
    if (cost->mem_kib < LEAST_KIB)
        cost->mem_kib = LEAST_KIB;
    for (;;) {
        took_us = time_us(cost);
        /* Two passes at least: one is over before half the time, or the memory shrinks.
         */
        if (took_us <= PASSPHRASE_MOST_MS * 1000 / 2 || cost->mem_kib == LEAST_KIB)
            return took_us;
        cost->mem_kib = cost->mem_kib / 2 < LEAST_KIB ? LEAST_KIB : cost->mem_kib / 2;
    }
}

void passphrase_choose(struct passphrase_cost *out, uint64_t *took_ms,
                       uint64_t memory_bytes, passphrase_time time_us)
{
    uint64_t most_ops;
    uint64_t took_us = choose_memory(out, memory_bytes, time_us);

    most_ops = PASSPHRASE_WORK_MAX / out->mem_kib;
    if (most_ops > PASSPHRASE_OPS_MAX)
        most_ops = PASSPHRASE_OPS_MAX;
    out->ops = took_us > 0 ? PASSPHRASE_TARGET_MS * UINT64_C(1000) / took_us : most_ops;
    if (out->ops > most_ops)
        out->ops = most_ops;
    if (out->ops < LEAST_OPS)
        out->ops = LEAST_OPS;
    /* The first pass also fetches the memory from the kernel: later ones take less, and
     * on a busy machine more. What counts is the whole. */
    took_us = time_us(out);
    while (took_us > PASSPHRASE_MOST_MS * 1000L && out->ops > LEAST_OPS) {
        out->ops--;
        took_us = time_us(out);
    }
    while (took_us < 500 * 1000L && out->ops < most_ops) {
        out->ops++;
        took_us = time_us(out);
    }
    if (took_ms)
        *took_ms = took_us / 1000;
}

static uint64_t cpu_us(void)
{
    struct timespec now;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint64_t real_time_us(const struct passphrase_cost *cost)
{
    static const uint8_t salt[PASSPHRASE_SALT_BYTES];
    uint8_t key[crypto_secretbox_KEYBYTES];
    uint64_t start = cpu_us();

    return derive(key, STR("how long does this take"), salt, cost) ? cpu_us() - start
                                                                   : UINT64_MAX;
}

struct passphrase_cost passphrase_least(void)
{
    return (struct passphrase_cost){.ops = LEAST_OPS, .mem_kib = LEAST_KIB};
}

void passphrase_measure(struct passphrase_cost *out, uint64_t *took_ms)
{
    long pages = sysconf(_SC_PHYS_PAGES);
    long page = sysconf(_SC_PAGESIZE);
    uint64_t memory = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : 0;

    sodium_start();
    passphrase_choose(out, took_ms, memory, real_time_us);
}
