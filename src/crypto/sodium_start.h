#ifndef CRYPTO_SODIUM_START_H
#define CRYPTO_SODIUM_START_H

/* libsodium asks for this before anything else; it is cheap and thread-safe when
 * repeated. The process stops when it does not start. For crypto/ only. */
void sodium_start(void);

#endif
