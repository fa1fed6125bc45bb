#include "format/payload.h"

#include <assert.h>

static unsigned floor_log2(uint64_t n)
{
    return 63U - (unsigned)__builtin_clzll(n);
}

uint64_t padme(uint64_t len)
{
    unsigned exponent;
    unsigned kept; /* leading bits that stay */
    uint64_t mask;

    if (len < 2)
        return len;
    exponent = floor_log2(len);
    kept = exponent > 0 ? floor_log2(exponent) + 1 : 0;
    if (exponent <= kept)
        return len;
    mask = (UINT64_C(1) << (exponent - kept)) - 1;
    return (len + mask) & ~mask;
}

static uint64_t padded(size_t statement_len)
{
    uint64_t len = padme(PAYLOAD_HEAD_BYTES + statement_len);

    return len < PAYLOAD_MIN_BYTES ? PAYLOAD_MIN_BYTES : len;
}

void payload_append(struct buf *out, const uint8_t salt[FRAME_SALT_BYTES],
                    struct str statement)
{
    size_t zeros = padded(statement.len) - PAYLOAD_HEAD_BYTES - statement.len;

    assert(statement.len <= STATEMENT_MAX_BYTES);
    buf_bytes(out, salt, FRAME_SALT_BYTES);
    buf_u32be(out, (uint32_t)statement.len);
    buf_append(out, statement);
    for (; zeros > 0; zeros--)
        buf_char(out, '\0');
}

static size_t read_u32be(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;

    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

static bool is_zero(struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] != '\0')
            return false;
    return true;
}

enum err_code payload_read(struct str *salt, struct str *statement, struct str payload,
                           struct err *err)
{
    size_t len;

    if (payload.len < PAYLOAD_MIN_BYTES)
        return err_set(err, ERR_CORRUPT, "sealed payload of %zu bytes, fewer than %d",
                       payload.len, PAYLOAD_MIN_BYTES);
    len = read_u32be(str_after(payload, FRAME_SALT_BYTES));
    if (len < STATEMENT_MIN_BYTES || len > STATEMENT_MAX_BYTES ||
        padded(len) != payload.len)
        return err_set(err, ERR_CORRUPT,
                       "sealed payload of %zu bytes cannot hold a statement of %zu",
                       payload.len, len);
    if (!is_zero(str_after(payload, PAYLOAD_HEAD_BYTES + len)))
        return err_set(err, ERR_CORRUPT, "sealed payload is padded with other than zero");
    *salt = str_prefix(payload, FRAME_SALT_BYTES);
    *statement = str_prefix(str_after(payload, PAYLOAD_HEAD_BYTES), len);
    return ERR_OK;
}
