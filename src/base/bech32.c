#include "base/bech32.h"

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/* In ASCII the two cases of a letter differ in one bit. */
enum { CASE_BIT = 'a' ^ 'A' };

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c | CASE_BIT);
    return c;
}

static char upper(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c & ~CASE_BIT);
    return c;
}

static bool is_upper(struct str prefix)
{
    for (size_t i = 0; i < prefix.len; i++) {
        if (lower(prefix.ptr[i]) != prefix.ptr[i])
            return true;
    }
    return false;
}

/* One step of the checksum: the BCH code over GF(32) of BIP 173. */
static uint32_t step(uint32_t sum, uint32_t value)
{
    static const uint32_t generator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                          0x2a1462b3};
    uint32_t top = sum >> 25;

    sum = (sum & 0x1ffffff) << 5 ^ value;
    for (size_t i = 0; i < 5; i++) {
        if ((top >> i & 1) != 0)
            sum ^= generator[i];
    }
    return sum;
}

/* The checksum after the prefix: its high bits, a zero, its low bits. */
static uint32_t prefix_sum(struct str prefix)
{
    uint32_t sum = 1;

    for (size_t i = 0; i < prefix.len; i++)
        sum = step(sum, (uint32_t)(unsigned char)lower(prefix.ptr[i]) >> 5);
    sum = step(sum, 0);
    for (size_t i = 0; i < prefix.len; i++)
        sum = step(sum, (uint32_t)(unsigned char)lower(prefix.ptr[i]) & 31);
    return sum;
}

/* Bits 5i to 5i+4 of bytes, most significant first; zeros follow the last byte. */
static uint32_t five_bits(const uint8_t *bytes, size_t len, size_t i)
{
    size_t at = 5 * i / 8;
    uint32_t pair = (uint32_t)bytes[at] << 8 | (at + 1 < len ? bytes[at + 1] : 0);

    return pair >> (11 - 5 * i % 8) & 31;
}

/* The last six characters, as 30 bits. */
static uint32_t checksum(uint32_t sum)
{
    for (size_t i = 0; i < 6; i++)
        sum = step(sum, 0);
    return sum ^ 1;
}

void bech32_encode(char *out, struct str prefix, const uint8_t *bytes, size_t len)
{
    size_t values = (8 * len + 4) / 5;
    size_t total = BECH32_LEN(prefix.len, len);
    char *at = out;
    uint32_t sum = prefix_sum(prefix);

    if (prefix.len > 0)
        memcpy(at, prefix.ptr, prefix.len);
    at += prefix.len;
    *at++ = '1';
    for (size_t i = 0; i < values; i++) {
        uint32_t value = five_bits(bytes, len, i);

        sum = step(sum, value);
        *at++ = alphabet[value];
    }
    sum = checksum(sum);
    for (size_t i = 0; i < 6; i++)
        *at++ = alphabet[sum >> (25 - 5 * i) & 31];
    for (size_t i = 0; is_upper(prefix) && i < total; i++)
        out[i] = upper(out[i]);
}

/* The value of one character in the wanted case, or -1. */
static int value_of(char c, bool wants_upper)
{
    const char *at;

    if (c == '\0' || c != (wants_upper ? upper(c) : lower(c)))
        return -1;
    at = strchr(alphabet, lower(c));
    return at ? (int)(at - alphabet) : -1;
}

/* The checksum fits, and what fills up the last of the values is zero. */
static bool is_whole(struct str rest, uint32_t sum, size_t values, size_t spare_bits,
                     bool wants_upper)
{
    for (size_t i = 0; i < rest.len; i++) {
        int value = value_of(rest.ptr[i], wants_upper);

        if (value < 0)
            return false;
        sum = step(sum, (uint32_t)value);
        if (i + 1 == values && ((uint32_t)value & ((1U << spare_bits) - 1)) != 0)
            return false;
    }
    return sum == 1;
}

bool bech32_decode(uint8_t *bytes, size_t len, struct str prefix, struct str text)
{
    bool wants_upper = is_upper(prefix);
    size_t values = (8 * len + 4) / 5;
    struct str rest = str_after(text, prefix.len + 1);
    uint32_t bits = 0;
    unsigned held = 0;
    size_t at = 0;

    if (text.len != BECH32_LEN(prefix.len, len) || !str_starts_with(text, prefix) ||
        text.ptr[prefix.len] != '1' ||
        !is_whole(rest, prefix_sum(prefix), values, 5 * values - 8 * len, wants_upper))
        return false;
    for (size_t i = 0; i < values; i++) {
        bits = (bits << 5 | (uint32_t)value_of(rest.ptr[i], wants_upper)) & 0x1fff;
        held += 5;
        if (held >= 8) {
            held -= 8;
            bytes[at++] = (uint8_t)(bits >> held);
        }
    }
    return true;
}
