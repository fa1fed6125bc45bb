#include "base/text.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";
static const char base32_digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

void hex_encode(char *out, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = hex_digits[bytes[i] >> 4];
        out[2 * i + 1] = hex_digits[bytes[i] & 15];
    }
}

void hex_append(struct buf *out, const uint8_t *bytes, size_t len)
{
    hex_encode(buf_reserve(out, 2 * len), bytes, len);
    out->len += 2 * len;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hex_decode(uint8_t *bytes, size_t len, struct str hex)
{
    if (hex.len != 2 * len)
        return false;
    for (size_t i = 0; i < hex.len; i++)
        if (hex_value(hex.ptr[i]) < 0)
            return false;
    for (size_t i = 0; i < len; i++)
        bytes[i] =
            (uint8_t)(hex_value(hex.ptr[2 * i]) * 16 + hex_value(hex.ptr[2 * i + 1]));
    return true;
}

void base32_encode(char *out, const uint8_t *bytes, size_t bits)
{
    size_t count = (bits + 4) / 5;

    for (size_t i = 0; i < count; i++) {
        unsigned value = 0;

        for (size_t bit = 5 * i; bit < 5 * i + 5; bit++) {
            unsigned byte = bit < bits ? bytes[bit / 8] : 0;

            value = value << 1 | (byte >> (7 - bit % 8) & 1U);
        }
        out[i] = base32_digits[value];
    }
}

/* By table: every id that is read passes here seventeen times. */
int base32_value(char c)
{
    static const int8_t after_digits['z' - 'a' + 1] = {
        10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, -1, 20,
        21, -1, 22, 23, 24, 25, 26, -1, 27, 28, 29, 30, 31,
    };

    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'z' ? after_digits[c - 'a'] : -1;
}

char base32_meant(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c == 'i' || c == 'l')
        return '1';
    if (c == 'o')
        return '0';
    if (base32_value(c) < 0)
        return '\0';
    return c;
}

bool base32_is_filler(char c)
{
    return c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void base64_append(struct buf *out, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        unsigned group = (unsigned)bytes[i] << 16;

        if (have > 1)
            group |= (unsigned)bytes[i + 1] << 8;
        if (have > 2)
            group |= bytes[i + 2];
        buf_char(out, base64_digits[group >> 18]);
        buf_char(out, base64_digits[group >> 12 & 63]);
        buf_char(out, base64_digits[have > 1 ? group >> 6 & 63 : 64]);
        buf_char(out, base64_digits[have > 2 ? group & 63 : 64]);
    }
}

static int base64_value(char c)
{
    const char *at = c != '\0' && c != '=' ? strchr(base64_digits, c) : NULL;

    return at ? (int)(at - base64_digits) : -1;
}

/* One group of four characters to 1..3 bytes; 0 when it is not canonical. */
static size_t base64_group(uint8_t out[3], const char *in, bool is_last)
{
    size_t padding = 0;
    unsigned group = 0;

    if (is_last && in[3] == '=')
        padding = in[2] == '=' ? 2 : 1;
    for (size_t i = 0; i < 4; i++) {
        int value = i < 4 - padding ? base64_value(in[i]) : 0;

        if (value < 0)
            return 0;
        group = group << 6 | (unsigned)value;
    }
    if ((padding == 1 && (group & 0xff) != 0) || (padding == 2 && (group & 0xffff) != 0))
        return 0;
    out[0] = (uint8_t)(group >> 16);
    out[1] = (uint8_t)(group >> 8 & 0xff);
    out[2] = (uint8_t)(group & 0xff);
    return 3 - padding;
}

bool base64_decode(uint8_t *bytes, size_t max, size_t *len, struct str text)
{
    size_t total = 0;

    if (text.len % 4 != 0 || text.len / 4 > max / 3 + 1)
        return false;
    for (size_t i = 0; i < text.len; i += 4) {
        uint8_t group[3];
        size_t got = base64_group(group, text.ptr + i, i + 4 == text.len);

        if (got == 0 || total + got > max)
            return false;
        memcpy(bytes + total, group, got);
        total += got;
    }
    *len = total;
    return true;
}

static bool is_continuation(struct str s, size_t at)
{
    return at < s.len && ((unsigned char)s.ptr[at] & 0xc0) == 0x80;
}

/* Longer than needed, a surrogate, or beyond U+10FFFF: the second byte tells. */
static bool is_forbidden(unsigned first, unsigned second)
{
    switch (first) {
    case 0xe0:
        return second < 0xa0;
    case 0xed:
        return second > 0x9f;
    case 0xf0:
        return second < 0x90;
    case 0xf4:
        return second > 0x8f;
    default:
        return first < 0xc2 || first > 0xf4;
    }
}

size_t utf8_sequence(struct str s)
{
    unsigned first = s.len > 0 ? (unsigned char)s.ptr[0] : 0xff;

    if (first < 0x80)
        return 1;
    if (!is_continuation(s, 1) || is_forbidden(first, (unsigned char)s.ptr[1]))
        return 0;
    if (first < 0xe0)
        return 2;
    if (!is_continuation(s, 2))
        return 0;
    if (first < 0xf0)
        return 3;
    return is_continuation(s, 3) ? 4 : 0;
}

bool utf8_is_valid(struct str s)
{
    while (s.len > 0) {
        size_t len = utf8_sequence(s);

        if (len == 0)
            return false;
        s = str_after(s, len);
    }
    return true;
}

uint32_t utf8_next(struct str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *at;
    size_t len = utf8_sequence(str_after(s, *at));

    *at += len > 0 ? len : 1;
    switch (len) {
    case 2:
        return (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
    case 3:
        return (p[0] & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
    case 4:
        return (p[0] & 0x07U) << 18 | (p[1] & 0x3fU) << 12 | (p[2] & 0x3fU) << 6 |
               (p[3] & 0x3fU);
    default:
        return p[0];
    }
}

void utf8_append(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        buf_char(out, (char)(0xc0 | c >> 6));
    } else if (c < 0x10000) {
        buf_char(out, (char)(0xe0 | c >> 12));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    } else {
        buf_char(out, (char)(0xf0 | c >> 18));
        buf_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
        buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
    }
    buf_char(out, (char)(0x80 | (c & 0x3f)));
}
