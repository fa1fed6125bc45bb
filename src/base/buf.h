#ifndef BASE_BUF_H
#define BASE_BUF_H

/*
 * struct buf: the growable writer beside struct str. {0} is a valid empty
 * buffer; buf_release() gives its memory back. Out of memory stops the process.
 */

#include <stdarg.h>

#include "base/err.h"
#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
};

void buf_append(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *text);
void buf_bytes(struct buf *b, const void *bytes, size_t len);
void buf_char(struct buf *b, char c);
void buf_i64(struct buf *b, int64_t n); /* in decimal */
void buf_u32be(struct buf *b, uint32_t value);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/* Room for n more bytes; returns where they go. The caller writes them, then adds to len.
 */
char *buf_reserve(struct buf *b, size_t n);

/* What was written; valid until the next write, reset or release. */
struct str buf_str(const struct buf *b);

/* The same as a C string, for printf. */
const char *buf_text(struct buf *b);

/* Empty the buffer, keeping its memory. */
void buf_reset(struct buf *b);

void buf_release(struct buf *b);

#endif
