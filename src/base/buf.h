#ifndef BASE_BUF_H
#define BASE_BUF_H

/*
 * struct buf: the growable writer beside struct str. {0} is a valid empty
 * buffer; buf_release() gives its memory back. Out of memory stops the process.
 */

#include <stdarg.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
};

/* Make room for n more bytes, where there is less. */
void buf_grow(struct buf *b, size_t n);

/* Room for n more bytes; returns where they go. The caller writes them, then adds to len.
 */
static inline char *buf_reserve(struct buf *b, size_t n)
{
    if (!b->ptr || n > b->cap - b->len)
        buf_grow(b, n);
    return b->ptr + b->len;
}

/* In this file, because a page is written by tens of thousands of them. */
static inline void buf_bytes(struct buf *b, const void *bytes, size_t len)
{
    char *to = buf_reserve(b, len);

    if (len > 0)
        memcpy(to, bytes, len);
    b->len += len;
}

static inline void buf_append(struct buf *b, struct str s)
{
    buf_bytes(b, s.ptr, s.len);
}

static inline void buf_puts(struct buf *b, const char *text)
{
    buf_bytes(b, text, strlen(text));
}

static inline void buf_char(struct buf *b, char c)
{
    *buf_reserve(b, 1) = c;
    b->len++;
}

void buf_i64(struct buf *b, int64_t n); /* in decimal */
void buf_u32be(struct buf *b, uint32_t value);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/* What was written; valid until the next write, reset or release. */
struct str buf_str(const struct buf *b);

/* The same as a C string, for printf. */
const char *buf_text(struct buf *b);

/* Empty the buffer, keeping its memory. */
void buf_reset(struct buf *b);

void buf_release(struct buf *b);

#endif
