#include "share/key_pem.h"

#include <string.h>

#include "base/text.h"

/* Everything up to the key itself is the same for every Ed25519 key. */
static const uint8_t prefix[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                   0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

void key_pem_append(struct buf *out, const uint8_t public_key[ED25519_PUBLIC_BYTES])
{
    uint8_t der[sizeof prefix + ED25519_PUBLIC_BYTES];

    memcpy(der, prefix, sizeof prefix);
    memcpy(der + sizeof prefix, public_key, ED25519_PUBLIC_BYTES);
    buf_append(out, STR("-----BEGIN PUBLIC KEY-----\n"));
    base64_append(out, der, sizeof der);
    buf_append(out, STR("\n-----END PUBLIC KEY-----\n"));
}
