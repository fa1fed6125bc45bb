#ifndef CRYPTO_AGE_H
#define CRYPTO_AGE_H

/*
 * age v1 with X25519 recipients (C2SP/age; format.md 3.7): what Stele seals, the program
 * `age` opens, and the other way round. It hides contents from everybody without a key;
 * it does not say who wrote them, nor how long they are.
 *
 * Reading is strict: canonical base64, exact argument counts, a final chunk that is
 * marked so. Stanzas of other types are passed over. Whole files in memory here;
 * crypto/age_stream.h for what is larger.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

enum {
    AGE_KEY_BYTES = 32,
    AGE_RECIPIENT_LEN = 62,
    AGE_IDENTITY_LEN = 74,
    AGE_RECIPIENTS_MAX = 64
};

/* A key pair. The secret belongs into memory of crypto/secret.h. */
struct age_identity {
    uint8_t secret[AGE_KEY_BYTES];
    uint8_t public[AGE_KEY_BYTES];
};

void age_identity_new(struct age_identity *out);
void age_identity_from_secret(struct age_identity *out,
                              const uint8_t secret[AGE_KEY_BYTES]);

/* "age1...", ending in NUL. */
void age_recipient_text(char out[AGE_RECIPIENT_LEN + 1],
                        const uint8_t public[AGE_KEY_BYTES]);

/* False also for the few points with which everybody has the same shared secret. */
bool age_recipient_parse(uint8_t public[AGE_KEY_BYTES], struct str text);

/* "AGE-SECRET-KEY-1...", ending in NUL. Wipe it. */
void age_identity_text(char out[AGE_IDENTITY_LEN + 1],
                       const struct age_identity *identity);
bool age_identity_parse(struct age_identity *out, struct str text);

/*
 * Append plain, sealed to 1 to AGE_RECIPIENTS_MAX recipients, any of whom can open it.
 * They come from age_recipient_parse() or an identity: the process stops rather than seal
 * to a point that everybody can open.
 */
void age_seal(struct buf *out, const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count,
              struct str plain);

/* Bytes that age_seal() appends for len bytes. */
uint64_t age_sealed_size(uint64_t len, size_t recipients);

/*
 * Append what was sealed; *which (may be NULL) is the identity that opened it.
 * ERR_DENIED: none of them does; ERR_CORRUPT: not a whole, unaltered age file; ERR_LIMIT:
 * to more than AGE_RECIPIENTS_MAX recipients. On failure nothing is appended.
 */
MUST_USE enum err_code age_open(struct buf *out, size_t *which, struct str sealed,
                                const struct age_identity *identities, size_t count,
                                struct err *err);

#endif
