#ifndef NAMES_CROSS_H
#define NAMES_CROSS_H

/*
 * How alike two spellings of one name are, across Latin, Cyrillic and Arabic: for ranking
 * candidates that something else found, never for deciding that two names are one.
 *
 * Across scripts a spelling is taken for a row of letter groups. Where J is the cost of
 * the cheapest way to write both spellings as one row of pairs of groups (-ln of its
 * chance), and A and B what each costs alone, the likeness is 1000 * 2 (A + B - J) / (A +
 * B), not below 0: the share of what the two spellings tell that they tell in common
 * (normalised mutual information). Spellings of unlike names tell nothing of each other:
 * J is A + B. The chances are estimated from pairs of spellings (docs/names-persons.md).
 * Between Cyrillic and Arabic the Cyrillic name is put into Latin letters first.
 *
 * Within one script it is 1000 * (1 - D / N), not below 0: D the cheapest row of edits,
 * in which letters that spellings of one name often exchange cost a half, N the letters
 * of the longer.
 *
 * Names are compared as a whole, without blanks, hyphens and apostrophes, in any case.
 * The order of a and b is the same. 0 where either has no letter of these scripts.
 */

#include "base/str.h"

enum { NAME_LIKENESS_MOST = 1000 };

unsigned name_likeness(struct str a, struct str b);

#endif
