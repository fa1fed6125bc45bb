#ifndef BENCH_NAMES_SPLIT_H
#define BENCH_NAMES_SPLIT_H

/*
 * Which rows of a file of names are kept for the test: those whose native spelling,
 * without blanks, hashes to 0 mod 5. By the native spelling, so that all Latin spellings
 * of one native name are on one side, and no query of either direction was seen in
 * tuning.
 */

#include <stdbool.h>

#include "base/map.h"
#include "base/str.h"

static inline bool names_is_test(struct str native)
{
    char text[256];
    size_t len = 0;

    for (size_t i = 0; i < native.len && len < sizeof text; i++)
        if (native.ptr[i] != ' ')
            text[len++] = native.ptr[i];
    return map_hash(text, len) % 5 == 0;
}

#endif
