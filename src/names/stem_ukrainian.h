#ifndef NAMES_STEM_UKRAINIAN_H
#define NAMES_STEM_UKRAINIAN_H

/*
 * The stems of a Ukrainian word: what its forms have in common, by its ending alone and
 * without a dictionary. Ours, as Snowball has none; docs/searching.md has the rules and
 * what they were measured to do.
 *
 * An ending often allows two readings (Харків may be the town or "of the Kharks", роботи
 * works or "to work"): then each has its stem. A verb's stem is that of its past tense
 * (читати, читаю, читав: читал), because that is a noun's stem as well (могила: могил)
 * and so nothing has to be guessed.
 */

#include "names/stem.h"

enum { STEMS_UKRAINIAN_MAX = 3 };

/* folded: Cyrillic, as word_next folds it, not empty. At least one stem. */
size_t stem_ukrainian(struct stem out[STEMS_UKRAINIAN_MAX], struct str folded);

#endif
