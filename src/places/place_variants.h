#ifndef PLACES_PLACE_VARIANTS_H
#define PLACES_PLACE_VARIANTS_H

/*
 * Other texts that a name in a text may stand for, to be looked up as well. They are for
 * looking up and never shown. Each function returns how many there are, at most max.
 */

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum { PLACE_VARIANTS_MAX = 192 };

/* The name without the ending of a Ukrainian or Russian case that a key would keep. */
size_t place_variants_of_case(struct str *out, size_t max, struct arena *arena,
                              struct str text);

/* As English would write what Dutch, Scandinavian, German or French wrote. */
size_t place_variants_of_language(struct str *out, size_t max, struct arena *arena,
                                  struct str text);

/* Two letters changed back that had changed places: neighbours, or with one between. */
size_t place_variants_exchanged(struct str *out, size_t max, struct arena *arena,
                                struct str text);

#endif
