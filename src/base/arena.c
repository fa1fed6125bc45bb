#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ONE_MALLOC_PER_OBJECT true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_MALLOC_PER_OBJECT true
#endif
#endif
#ifndef ONE_MALLOC_PER_OBJECT
#define ONE_MALLOC_PER_OBJECT false
#endif

enum {
    BLOCK_MIN_BYTES = 16 * 1024,
    BLOCK_MAX_BYTES = 1024 * 1024,
    PRINTED_BYTES = 256 /* printed in one go; what is longer, in two */
};

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t cap;
    alignas(max_align_t) char bytes[];
};

void out_of_memory(size_t size)
{
    (void)fprintf(stderr, "stele: out of memory (%zu bytes)\n", size);
    abort();
}

static size_t next_block_bytes(const struct arena *a, size_t size)
{
    size_t cap = a->head ? 2 * a->head->cap : BLOCK_MIN_BYTES;

    if (cap > BLOCK_MAX_BYTES)
        cap = BLOCK_MAX_BYTES;
    return size > cap || ONE_MALLOC_PER_OBJECT ? size : cap;
}

static struct arena_block *add_block(struct arena *a, size_t size)
{
    size_t cap = next_block_bytes(a, size);
    struct arena_block *block = NULL;

    if (cap <= SIZE_MAX - sizeof *block)
        block = malloc(sizeof *block + cap);
    if (!block)
        out_of_memory(size);
    *block = (struct arena_block){a->head, 0, cap};
    a->head = block;
    return block;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
    struct arena_block *block = a->head;
    size_t total;
    size_t rounded;
    void *object;

    if (__builtin_mul_overflow(count, size, &total) ||
        __builtin_add_overflow(total, alignof(max_align_t) - 1, &rounded))
        out_of_memory(SIZE_MAX);
    rounded -= rounded % alignof(max_align_t);
    if (!block || block->cap - block->used < rounded)
        block = add_block(a, ONE_MALLOC_PER_OBJECT ? total : rounded);
    object = block->bytes + block->used;
    block->used = ONE_MALLOC_PER_OBJECT ? block->cap : block->used + rounded;
    return memset(object, 0, total);
}

struct str arena_str(struct arena *a, struct str s)
{
    char *copy = arena_alloc(a, s.len + 1, 1);

    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    return (struct str){copy, s.len};
}

struct str arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_list again;
    char most[PRINTED_BYTES];
    char *text;
    int len;

    va_start(args, fmt);
    va_copy(again, args);
    len = vsnprintf(most, sizeof most, fmt, args);
    va_end(args);
    if (len < 0)
        out_of_memory(0);
    text = arena_alloc(a, (size_t)len + 1, 1);
    if ((size_t)len < sizeof most)
        memcpy(text, most, (size_t)len);
    else
        (void)vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return (struct str){text, (size_t)len};
}

void arena_reset(struct arena *a)
{
    struct arena_block *kept = a->head;

    if (!kept)
        return;
    if (ONE_MALLOC_PER_OBJECT || kept->cap > BLOCK_MAX_BYTES) {
        arena_free(a);
        return;
    }
    a->head = kept->next;
    arena_free(a);
    kept->next = NULL;
    kept->used = 0;
    a->head = kept;
}

void arena_free(struct arena *a)
{
    while (a->head) {
        struct arena_block *next = a->head->next;

        free(a->head);
        a->head = next;
    }
}
