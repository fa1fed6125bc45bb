#ifndef NAMES_PERSON_PAIR_H
#define NAMES_PERSON_PAIR_H

/* Two parts of names against each other, as person.h counts. Only for person.c. */

#include "names/person_parts.h"

struct part_likeness {
    unsigned score; /* 0: no pair */
    unsigned reasons;
};

struct part_likeness part_compare(const struct person_part *a,
                                  const struct person_part *b);

/* Whether a, an initial or abbreviation, may stand for b. */
bool part_abbreviates(const struct person_part *a, const struct person_part *b);

#endif
