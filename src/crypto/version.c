#include "crypto/version.h"

#include <openssl/crypto.h>
#include <sodium.h>

const char *crypto_openssl_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *crypto_sodium_version(void)
{
    return sodium_version_string();
}
