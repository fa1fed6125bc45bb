#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { BUF_MIN_BYTES = 256 };

static void grow(struct buf *b, size_t needed)
{
    size_t cap = b->cap > 0 ? b->cap : BUF_MIN_BYTES;
    char *bigger;

    while (cap < needed)
        if (__builtin_mul_overflow(cap, (size_t)2, &cap))
            cap = needed;
    bigger = realloc(b->ptr, cap);
    if (!bigger)
        out_of_memory(cap);
    b->ptr = bigger;
    b->cap = cap;
}

char *buf_reserve(struct buf *b, size_t n)
{
    size_t needed;

    if (__builtin_add_overflow(b->len, n, &needed))
        needed = SIZE_MAX;
    if (needed > b->cap || !b->ptr)
        grow(b, needed);
    return b->ptr + b->len;
}

void buf_puts(struct buf *b, const char *text)
{
    buf_append(b, str_from_c(text));
}

void buf_bytes(struct buf *b, const void *bytes, size_t len)
{
    char *to = buf_reserve(b, len);

    if (len > 0)
        memcpy(to, bytes, len);
    b->len += len;
}

void buf_append(struct buf *b, struct str s)
{
    buf_bytes(b, s.ptr, s.len);
}

void buf_char(struct buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->len++;
}

void buf_i64(struct buf *b, int64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    buf_bytes(b, digits + at, sizeof digits - at);
}

void buf_u32be(struct buf *b, uint32_t value)
{
    const uint8_t bytes[4] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16 & 0xff),
                              (uint8_t)(value >> 8 & 0xff), (uint8_t)(value & 0xff)};

    buf_bytes(b, bytes, sizeof bytes);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list args)
{
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, args);
    if (len > 0) {
        (void)vsnprintf(buf_reserve(b, (size_t)len + 1), (size_t)len + 1, fmt, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    buf_vprintf(b, fmt, args);
    va_end(args);
}

struct str buf_str(const struct buf *b)
{
    return b->len > 0 ? (struct str){b->ptr, b->len} : STR("");
}

const char *buf_text(struct buf *b)
{
    *buf_reserve(b, 1) = '\0';
    return b->ptr;
}

void buf_reset(struct buf *b)
{
    b->len = 0;
}

void buf_release(struct buf *b)
{
    free(b->ptr);
    *b = (struct buf){0};
}
