#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Bytes as text and back: lower-case hex, Crockford base32 (lower case, most
 * significant bits first, no padding: format.md 4.1), base64 (RFC 4648
 * section 4 with padding), and the UTF-8 check every text passes at the border.
 * Decoders accept the canonical form only: one text for each run of bytes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Writes 2 * len characters to out (no NUL). */
void hex_encode(char *out, const uint8_t *bytes, size_t len);
void hex_append(struct buf *out, const uint8_t *bytes, size_t len);

/* True when hex is exactly 2 * len lower-case digits; fills bytes then. */
bool hex_decode(uint8_t *bytes, size_t len, struct str hex);

/* The first `bits` bits of bytes as ceil(bits / 5) characters (no NUL). */
void base32_encode(char *out, const uint8_t *bytes, size_t bits);

/* Value 0..31 of one lower-case Crockford character, or -1. */
int base32_value(char c);

/* As people type it: the lower-case character that they mean by c (i and l are 1, o is
 * 0), or NUL where it is none; and what they put in between. */
char base32_meant(char c);
bool base32_is_filler(char c);

/* alpha * v in GF(32) with x^5 + x^2 + 1: what check characters are made of (format.md
 * 4.6). v < 32. */
static inline unsigned base32_times_alpha(unsigned v)
{
    v <<= 1;
    return v & 32U ? v ^ 0x25U : v;
}

void base64_append(struct buf *out, const uint8_t *bytes, size_t len);

/*
 * True when text is the canonical base64 of at most max bytes; *len is then
 * their number. Line breaks, missing padding and non-zero spare bits are refused.
 */
bool base64_decode(uint8_t *bytes, size_t max, size_t *len, struct str text);

/* Length in bytes of the well-formed UTF-8 sequence at the start of s, 0 if there is
 * none. */
size_t utf8_sequence(struct str s);

/* No overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629). */
bool utf8_is_valid(struct str s);

/* The code point at *at, which moves past it. s must be valid UTF-8 and *at < s.len. */
uint32_t utf8_next(struct str s, size_t *at);

void utf8_append(struct buf *out, uint32_t code_point);

#endif
