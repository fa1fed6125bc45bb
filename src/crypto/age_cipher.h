#ifndef CRYPTO_AGE_CIPHER_H
#define CRYPTO_AGE_CIPHER_H

/*
 * For the age*.c files of crypto/ only: ChaCha20-Poly1305 through OpenSSL, which takes
 * half the time of libsodium's for whole chunks. For a short message libsodium's is as
 * fast and needs no object.
 */

#include <stdbool.h>

#include "crypto/age_header.h"

struct age_cipher;

/* Never NULL: without memory or the cipher the process stops. */
struct age_cipher *age_cipher_new(void);
void age_cipher_free(struct age_cipher *cipher); /* wipes the key */

void age_cipher_set_key(struct age_cipher *cipher, const uint8_t key[AGE_KEY_BYTES]);

/* Writes len + AGE_TAG_BYTES bytes; len is at most AGE_CHUNK_BYTES. */
void age_cipher_seal(struct age_cipher *cipher, uint8_t *out, uint64_t index,
                     bool is_last, const void *bytes, size_t len);

/* Writes len - AGE_TAG_BYTES bytes. False: altered; what was written is then wiped. */
bool age_cipher_open(struct age_cipher *cipher, uint8_t *out, uint64_t index,
                     bool is_last, const void *bytes, size_t len);

#endif
