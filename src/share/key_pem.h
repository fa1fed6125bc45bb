#ifndef SHARE_KEY_PEM_H
#define SHARE_KEY_PEM_H

/* An Ed25519 public key as openssl reads it: PEM of a SubjectPublicKeyInfo (RFC 8410
 * section 4). */

#include <stdint.h>

#include "base/buf.h"
#include "crypto/ed25519.h"

void key_pem_append(struct buf *out, const uint8_t public_key[ED25519_PUBLIC_BYTES]);

#endif
