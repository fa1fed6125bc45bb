#ifndef NAMES_STEM_H
#define NAMES_STEM_H

/*
 * Forms of words: what an index stores and a query looks up, so that могила is found by
 * могил and exhumation by exhumations.
 *
 * Latin letters are read as English, Arabic ones as Arabic (Snowball's stemmers).
 * Cyrillic may be Ukrainian or Russian and nothing says which: і ї є ґ or an apostrophe
 * decide for Ukrainian (our own stemmer, stem_ukrainian.h: Snowball has none), ы э ъ for
 * Russian (Snowball's), and a word with none of them has both stems. Two words meet
 * when they share a stem. A word that holds digits, or letters of several scripts, is
 * its own stem.
 *
 * A stem is no word of a language, and words of one stem need not be forms of one:
 * how often they are, and how often not, is measured (docs/searching.md).
 */

#include <stddef.h>

#include "base/str.h"
#include "names/word.h"

enum { STEMS_MAX = 4 }; /* three Ukrainian ones and a Russian one */

struct stem {
    char text[WORD_MAX];
    size_t len;
};

/* Holds the state of Snowball's stemmers: one a thread. */
struct stemmer;

struct stemmer *stemmer_new(void); /* out of memory stops the process */
void stemmer_free(struct stemmer *stemmer);

/* The stems of a word as word_next folds it; at least one unless the word is empty.
 * Different from each other. Ukrainian before Russian. */
size_t word_stem(struct stem out[STEMS_MAX], struct stemmer *stemmer, struct str folded);

#endif
