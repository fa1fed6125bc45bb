#ifndef WEB_RANGE_H
#define WEB_RANGE_H

/* "Range: bytes=…" of RFC 9110 section 14. One range is answered; several, another unit,
 * or what is not understood gets the whole, as the standard allows: a request for a
 * thousand overlapping ranges costs no more than one without. */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum range_kind { RANGE_WHOLE, RANGE_PART, RANGE_NONE /* 416: behind the end */ };

struct range {
    uint64_t first;
    uint64_t len; /* at least 1, of a part */
};

/* header: the value, may be empty; size: of all bytes. */
enum range_kind range_read(struct range *out, struct str header, uint64_t size);

#endif
