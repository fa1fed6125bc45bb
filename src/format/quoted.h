#ifndef FORMAT_QUOTED_H
#define FORMAT_QUOTED_H

/*
 * Text between the quotes of JSON, escaped as RFC 8785 section 3.2.2.2 says: the short
 * forms \b \t \n \f \r \" \\, other controls as \u00 and two lower-case hex digits,
 * nothing else. Canonical and plain JSON are written by this one function.
 */

#include <endian.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

/* Write text with its quotes. False, and nothing written, when it is not UTF-8. */
MUST_USE bool quoted_write(struct buf *out, struct str text);

/*
 * The first place at or after `at` that is not plain: a quote, a backslash, a control
 * character or a byte above ASCII; `end` when there is none. Eight bytes at a time: a
 * borrow of the subtractions can only mark bytes after a true hit, so the lowest mark
 * is exact.
 */
static inline const char *quoted_plain(const char *at, const char *end)
{
    static const uint64_t ones = 0x0101010101010101U;

    while (end - at >= 8) {
        uint64_t x;
        uint64_t hits;

        memcpy(&x, at, sizeof x);
        x = le64toh(x);
        hits = x | (x - 0x20 * ones) | ((x ^ '"' * ones) - ones) |
               ((x ^ '\\' * ones) - ones);
        hits &= 0x80 * ones;
        if (hits != 0)
            return at + __builtin_ctzll(hits) / 8;
        at += 8;
    }
    while (at < end && *at >= 0x20 && *at != '"' && *at != '\\')
        at++;
    return at;
}

#endif
