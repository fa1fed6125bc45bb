#ifndef RECORD_REF_H
#define RECORD_REF_H

/*
 * A reference to a statement. In statements and on screen it is text,
 * "<feed id>.<index>" (format.md 4.2); inside the program and in the index it
 * is one number, because every claim carries several.
 *
 * Feeds are numbered by their order of admission, the founding feed 0. The
 * number never leaves the process: another replica may number otherwise.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct ref {
    int64_t n; /* feed << 40 | index; -1 is no statement */
};

enum { REF_INDEX_BITS = 40, REF_TEXT_MAX = 26 + 1 + 20 + 1 };

#define REF_NONE ((struct ref){-1})

static inline struct ref ref_of(uint32_t feed, uint64_t index)
{
    return (struct ref){(int64_t)((uint64_t)feed << REF_INDEX_BITS | index)};
}

static inline uint32_t ref_feed(struct ref ref)
{
    return (uint32_t)((uint64_t)ref.n >> REF_INDEX_BITS);
}

static inline uint64_t ref_index(struct ref ref)
{
    return (uint64_t)ref.n & ((UINT64_C(1) << REF_INDEX_BITS) - 1);
}

static inline bool ref_is_none(struct ref ref)
{
    return ref.n < 0;
}

#endif
