#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * An arena owns everything allocated from it and frees it all at once.
 * One arena per lifetime: process, request, command, batch. There is no way
 * to free a single object. Out of memory stops the process with a message.
 *
 * Under AddressSanitizer every object is its own malloc, so that a write past
 * one object is caught even when the next one lies behind it.
 */

#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

/* Says so and stops the process: nothing that was acknowledged depends on its going on.
 */
_Noreturn void out_of_memory(size_t size);

struct arena {
    struct arena_block *head; /* {0} is a valid empty arena */
};

/* Zeroed memory for count objects; stops the process if count*size overflows. */
void *arena_alloc(struct arena *a, size_t count, size_t size);

/* A copy of s that lives as long as the arena, followed by a NUL that len does not count.
 */
struct str arena_str(struct arena *a, struct str s);

/* The formatted text, living as long as the arena; ends in a NUL that len does not count.
 */
struct str arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Forget every object but keep one block for reuse: for loops over many small batches. */
void arena_reset(struct arena *a);

void arena_free(struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (n), sizeof(type)))

#endif
