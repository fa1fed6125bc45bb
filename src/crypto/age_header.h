#ifndef CRYPTO_AGE_HEADER_H
#define CRYPTO_AGE_HEADER_H

/*
 * For the age*.c files of crypto/ only: the header of an age file, and the keys and
 * nonces that follow from it.
 *
 *   age-encryption.org/v1 LF
 *   -> X25519 b64nopad(share) LF
 *   b64nopad(body) LF                  once a recipient
 *   --- b64nopad(mac) LF
 *   nonce[16] || chunks
 *
 * A chunk is 65,536 bytes of plaintext and a tag of 16; the last one may be shorter, and
 * is empty only where there is nothing at all.
 */

#include "crypto/age.h"

enum {
    AGE_FILE_KEY_BYTES = 16,
    AGE_NONCE_BYTES = 16,
    AGE_TAG_BYTES = 16,
    AGE_CHUNK_BYTES = 65536,
    AGE_CHUNK_NONCE_BYTES = 12,
    AGE_HEADER_MAX = 65536
};

void age_header_append(struct buf *out, const uint8_t file_key[AGE_FILE_KEY_BYTES],
                       const uint8_t (*recipients)[AGE_KEY_BYTES], size_t count);

/*
 * The file key, from bytes that begin with a whole header; *len is the header's length.
 * Fails as age_open().
 */
MUST_USE enum err_code age_header_open(uint8_t file_key[AGE_FILE_KEY_BYTES], size_t *len,
                                       size_t *which, struct str bytes,
                                       const struct age_identity *identities,
                                       size_t count, struct err *err);

/* The MAC of a header up to and with its "---". */
void age_header_mac(uint8_t out[32], const uint8_t file_key[AGE_FILE_KEY_BYTES],
                    struct str header);

/* The key of the chunks. */
void age_payload_key(uint8_t out[AGE_KEY_BYTES],
                     const uint8_t file_key[AGE_FILE_KEY_BYTES],
                     const uint8_t nonce[AGE_NONCE_BYTES]);

void age_chunk_nonce(uint8_t out[AGE_CHUNK_NONCE_BYTES], uint64_t index, bool is_last);

/* How the bytes behind header and nonce divide into chunks; false when no payload has so
 * many. */
struct age_extent {
    uint64_t chunks;
    size_t last_len; /* plaintext in the last one */
    uint64_t size;   /* plaintext in all */
};
bool age_extent_of(struct age_extent *out, uint64_t sealed);

#endif
