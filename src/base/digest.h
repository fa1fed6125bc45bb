#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

/* A SHA-256 value: the name of stored bytes, a commitment, a tree hash. */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "base/text.h"

struct digest {
    uint8_t bytes[32];
};

enum { DIGEST_HEX_LEN = 64 };

/* Its 64 lower-case hex digits and a NUL, for messages and names. */
struct digest_text {
    char hex[DIGEST_HEX_LEN + 1];
};

static inline bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static inline struct digest_text digest_text(const struct digest *d)
{
    struct digest_text text = {0};

    hex_encode(text.hex, d->bytes, sizeof d->bytes);
    return text;
}

/* True when hex is exactly 64 lower-case hex digits. */
static inline bool digest_parse(struct digest *out, struct str hex)
{
    return hex_decode(out->bytes, sizeof out->bytes, hex);
}

#endif
