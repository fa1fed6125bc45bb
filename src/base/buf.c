#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { BUF_MIN_BYTES = 256, PRINTED_BYTES = 80 /* most of what is printed fits */ };

void buf_grow(struct buf *b, size_t n)
{
    size_t cap = b->cap > 0 ? b->cap : BUF_MIN_BYTES;
    size_t needed;
    char *bigger;

    if (__builtin_add_overflow(b->len, n, &needed))
        needed = SIZE_MAX;
    while (cap < needed)
        if (__builtin_mul_overflow(cap, (size_t)2, &cap))
            cap = needed;
    bigger = realloc(b->ptr, cap);
    if (!bigger)
        out_of_memory(cap);
    b->ptr = bigger;
    b->cap = cap;
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
    char *to = buf_reserve(b, PRINTED_BYTES);
    size_t room = b->cap - b->len;
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(to, room, fmt, args);
    if (len > 0 && (size_t)len >= room)
        (void)vsnprintf(buf_reserve(b, (size_t)len + 1), (size_t)len + 1, fmt, again);
    if (len > 0)
        b->len += (size_t)len;
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
