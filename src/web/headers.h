#ifndef WEB_HEADERS_H
#define WEB_HEADERS_H

/* The headers of an answer, from its kind: a page cannot choose them. */

#include <stddef.h>

#include "base/arena.h"
#include "web/exchange.h"

struct header {
    const char *name;
    const char *value;
};

enum { HEADERS_MAX = 24 };

/* Texts live in the exchange's arena. */
size_t headers_of(struct header out[HEADERS_MAX], struct exchange *x);

#endif
