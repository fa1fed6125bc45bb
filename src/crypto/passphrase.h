#ifndef CRYPTO_PASSPHRASE_H
#define CRYPTO_PASSPHRASE_H

/*
 * A short secret under a passphrase: XChaCha20-Poly1305 with a key from Argon2id (RFC
 * 9106), both of libsodium. How much Argon2id costs is measured once, where the
 * passphrase is set, and stands beside the box: guessing costs others as much as it
 * costs us, so it is as much as a person waits for.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum {
    PASSPHRASE_SALT_BYTES = 16,
    PASSPHRASE_NONCE_BYTES = 24,
    PASSPHRASE_TAG_BYTES = 16,
    PASSPHRASE_SECRET_MAX = 64,
    PASSPHRASE_TARGET_MS = 650, /* between 0.5 and 0.8 s */
    PASSPHRASE_MOST_MS = 800,
    /* What is opened at most: some seconds, and no more memory than a laptop has. */
    PASSPHRASE_OPS_MAX = 64,
    PASSPHRASE_MEM_KIB_MAX = 1 << 20,
    PASSPHRASE_WORK_MAX = 8 << 20 /* ops * mem_kib */
};

/* What one guess costs: passes over so much memory. */
struct passphrase_cost {
    uint64_t ops;
    uint64_t mem_kib;
};

struct passphrase_box {
    struct passphrase_cost cost;
    uint8_t salt[PASSPHRASE_SALT_BYTES];
    uint8_t nonce[PASSPHRASE_NONCE_BYTES];
    uint8_t box[PASSPHRASE_SECRET_MAX + PASSPHRASE_TAG_BYTES];
    size_t len; /* of box */
};

/*
 * The cost that this machine bears in 0.5 to 0.8 s of one core, *took_ms (may be NULL):
 * up to 256 MiB, at most a quarter of the machine's memory, and never less than 19 MiB
 * and two passes, however slow it is. Takes about two seconds. Processor time is
 * measured, so that a machine busy at the moment is not given weaker protection for ever.
 */
void passphrase_measure(struct passphrase_cost *out, uint64_t *took_ms);

/* 19 MiB and two passes: what OWASP asks for at the least, and no less is ever chosen. */
struct passphrase_cost passphrase_least(void);

/* The same rule, for a machine with so much memory on which cost takes time_us(cost)
 * microseconds (UINT64_MAX: cannot be had). */
typedef uint64_t (*passphrase_time)(const struct passphrase_cost *cost);
void passphrase_choose(struct passphrase_cost *out, uint64_t *took_ms,
                       uint64_t memory_bytes, passphrase_time time_us);

/*
 * Fills *out with a fresh salt and nonce. The secret has 1 to PASSPHRASE_SECRET_MAX
 * bytes. ERR_INVALID: an empty passphrase; ERR_LIMIT: the cost is beyond the limits, or
 * the memory it asks for is not to be had.
 */
MUST_USE enum err_code passphrase_seal(struct passphrase_box *out, struct str passphrase,
                                       const struct passphrase_cost *cost,
                                       struct str secret, struct err *err);

/*
 * Fills secret, which has len bytes and belongs into memory of crypto/secret.h.
 * ERR_DENIED: another passphrase, or the box was altered; ERR_LIMIT: the box asks for
 * more than the limits, or for memory that is not to be had; ERR_CORRUPT: it holds no
 * secret of this length.
 */
MUST_USE enum err_code passphrase_open(uint8_t *secret, size_t len,
                                       const struct passphrase_box *box,
                                       struct str passphrase, struct err *err);

#endif
