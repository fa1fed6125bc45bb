#ifndef RECORD_TEXT_SKETCH_H
#define RECORD_TEXT_SKETCH_H

/*
 * Texts that say nearly the same in nearly the same words: what the index keeps of a
 * page so that another page with stretches in common is found again.
 *
 * A word stands for its shortest key (search_words.h), so that forms and spellings of it
 * are one. SHINGLE_WORDS of them in a row are a shingle; a shingle is its hash. Of the
 * hashes of a page those below a fixed bound are kept, one in SKETCH_ONE_IN, whatever
 * the page: then two pages have kept the same of what they share, however long the one
 * and short the other. Short pages keep their SKETCH_LEAST smallest at least.
 *
 * Other tongues give other keys: a translation shares nothing with what it translates.
 */

#include "base/arena.h"
#include "base/str.h"
#include "record/search_words.h"

enum {
    SHINGLE_WORDS = 4,
    SHINGLE_BITS = 48,
    SKETCH_ONE_IN = 16,
    SKETCH_LEAST = 8,
    SKETCH_MAX = 4096 /* of one page; a longer one is a book without page ends */
};

struct sketch {
    int64_t *hashes; /* ascending, different from each other */
    size_t count;
};

/* What stands for a word. */
uint64_t text_key(const struct search_word *word);

/* The shingle that begins at keys, of which there are SHINGLE_WORDS. */
int64_t shingle_of(const uint64_t *keys);

/* Every shingle of a row of words. */
void shingles_of(struct sketch *out, struct arena *arena, const uint64_t *keys,
                 size_t count);

/* What is kept of them. */
void sketch_of(struct sketch *out, struct arena *arena, const uint64_t *keys,
               size_t count);

/* The words as they are written, folded: two texts with one such number say the same
 * letter for letter, but for signs, blanks, and capitals. Start with 0. */
uint64_t text_whole(uint64_t whole, struct str folded);

#endif
