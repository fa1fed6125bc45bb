#ifndef CRYPTO_SHA256_H
#define CRYPTO_SHA256_H

/*
 * SHA-256 (FIPS 180-4) through OpenSSL's EVP, which uses the processor's own
 * instructions. One struct sha256 serves any number of messages, one after
 * the other and without allocating: make one per thread and pass it down.
 */

#include <stddef.h>

#include "base/digest.h"
#include "base/str.h"

struct sha256;

/* Never NULL: without memory or without SHA-256 the process stops. */
struct sha256 *sha256_new(void);
void sha256_free(struct sha256 *h);

/* One message: start, add any number of times, finish. A start forgets what was
 * unfinished. */
void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t len);
struct digest sha256_finish(struct sha256 *h);

/* The digest of one whole message; forgets what was unfinished. */
struct digest sha256_of(struct sha256 *h, struct str bytes);

#endif
