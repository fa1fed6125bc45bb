#ifndef BASE_FOLD_H
#define BASE_FOLD_H

/*
 * Upper and lower case made alike, for finding what people type: one code point for one,
 * in Latin, Greek and Cyrillic. The apostrophes that Ukrainian is written with are one.
 * This is no key for names (names/ has those) and no language's collation.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { FOLD_NEEDLE_MAX = 256 };

uint32_t fold_code_point(uint32_t c);

/* What is looked for, folded once. */
struct fold_needle {
    uint32_t points[FOLD_NEEDLE_MAX];
    size_t count;
};

/* False when text is not valid UTF-8 or longer than FOLD_NEEDLE_MAX code points. */
bool fold_needle_of(struct fold_needle *out, struct str text);

/* True when text, valid UTF-8, contains the needle; an empty needle is everywhere. */
bool fold_contains(struct str text, const struct fold_needle *needle);

#endif
