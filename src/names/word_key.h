#ifndef NAMES_WORD_KEY_H
#define NAMES_WORD_KEY_H

/*
 * What makes the forms and the spellings of a word meet in running text: the fold2 of its
 * stem. Харкова, Харьковом, "in Kharkov" and "Kharkiv's" share a key with Kharkiv; two
 * words meet when they share one of their keys.
 */

#include "names/key.h"
#include "names/stem.h"

enum { WORD_KEYS_MAX = STEMS_MAX };

/*
 * The keys of a word as word_next gives it (its `marked` form, so that Buča meets Bucha;
 * `folded` does for text without accents). None for numbers and codes, which have no
 * spellings, for letters that no key is made of, and for words of which less than two
 * letters are left (не, на). Different from each other.
 */
size_t word_keys(struct name_key out[WORD_KEYS_MAX], struct stemmer *stemmer,
                 struct str word);

#endif
