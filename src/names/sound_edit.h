#ifndef NAMES_SOUND_EDIT_H
#define NAMES_SOUND_EDIT_H

/*
 * How far two rows of sounds are apart: an optimal string alignment (names/distance.h) in
 * which an edit costs what it says. A whole one is SOUND_EDIT; exchanging sounds that
 * spelling confuses (s for з in German, z for ž without its mark) costs less, and so does
 * a vowel; at the start of the name everything costs more.
 */

#include "names/sounds.h"

enum { SOUND_EDIT = 12 };

/* Rows as sounds_plain leaves them. More than limit: limit + 1. */
unsigned sound_distance(const struct sounds *a, const struct sounds *b, unsigned limit);

/* The most that rows of these lengths may be apart and still be taken for one name. */
unsigned sound_limit(const struct sounds *a, const struct sounds *b);

#endif
