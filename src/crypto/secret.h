#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

/*
 * Memory for keys and passphrases: kept from swap (mlock) where the limits of the process
 * allow, left out of core dumps, between guard pages that stop the process when it is
 * overrun, wiped when freed.
 */

#include <stdbool.h>
#include <stddef.h>

/* Zeroed memory for count objects; stops the process when there is none or count * size
 * overflows. */
void *secret_alloc(size_t count, size_t size);

/* Wipes it; NULL is nothing. */
void secret_free(void *secret);

/* Whether this process may keep memory from being swapped out (ulimit -l). */
bool secret_is_kept_from_swap(void);

#define SECRET_NEW(type) ((type *)secret_alloc(1, sizeof(type)))
#define SECRET_ARRAY(type, n) ((type *)secret_alloc((n), sizeof(type)))

#endif
