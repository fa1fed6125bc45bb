#ifndef BASE_BECH32_H
#define BASE_BECH32_H

/*
 * Bech32 (BIP 173): the text form of age keys, with a checksum that finds every error of
 * up to four characters. The case of the prefix is the case of the whole text, and the
 * 90 characters that BIP 173 allows are no limit here, as in age.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Characters of the text of len bytes: prefix, "1", the bytes, six of checksum. */
#define BECH32_LEN(prefix_len, len) ((prefix_len) + 1 + ((len)*8 + 4) / 5 + 6)

/* Writes BECH32_LEN(prefix.len, len) characters (no NUL). */
void bech32_encode(char *out, struct str prefix, const uint8_t *bytes, size_t len);

/* True when text is the bech32 of exactly len bytes with this prefix, in its case; fills
 * bytes then. One text for each run of bytes. */
bool bech32_decode(uint8_t *bytes, size_t len, struct str prefix, struct str text);

#endif
