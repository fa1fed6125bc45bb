#ifndef NAMES_STEM_UKRAINIAN_H
#define NAMES_STEM_UKRAINIAN_H

/*
 * The stem of a Ukrainian word: what its forms have in common, by its endings alone and
 * without a dictionary. Ours, as Snowball has none. docs/searching.md has what it was
 * measured to do.
 */

#include "names/stem.h"

/* folded: Cyrillic, as word_next folds it. */
void stem_ukrainian(struct stem *out, struct str folded);

#endif
