#ifndef CRYPTO_VERSION_H
#define CRYPTO_VERSION_H

/* The libraries that were loaded, which need not be those this was built with. */

const char *crypto_openssl_version(void); /* "3.0.19" */
const char *crypto_sodium_version(void);  /* "1.0.18" */

#endif
