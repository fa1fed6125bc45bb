#ifndef NAMES_CROSS_EDIT_H
#define NAMES_CROSS_EDIT_H

/*
 * Likeness of two spellings in one script, as cross.h defines it: edits as in optimal
 * string alignment (names/distance.h). Half an edit are: one letter for another of its
 * group (vowels; consonants that spellings confuse), a letter doubled, and a letter
 * that is often left out (Latin h, Cyrillic soft and hard signs, Arabic long vowels).
 */

#include "names/cross_letters.h"

/* Both of one script, and neither empty. */
unsigned cross_edit_likeness(const struct cross_letters *a,
                             const struct cross_letters *b);

#endif
