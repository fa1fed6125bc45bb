#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

/* Secrets at the beginning and the end of their life: made by the kernel, wiped for good.
 */

#include <stddef.h>

/* len unpredictable bytes from getrandom(2). The process stops when the kernel has none:
 * a predictable salt or key is worse than no key. */
void random_fill(void *bytes, size_t len);

/* Overwrite a secret; unlike memset() this is never optimised away. */
void crypto_wipe(void *bytes, size_t len);

#endif
