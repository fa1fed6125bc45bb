#ifndef SEARCH_SNIPPET_H
#define SEARCH_SNIPPET_H

/*
 * The stretch of a text that shows best why it was found: where most of the terms stand
 * together, then most hits, then the earliest. It begins and ends at a sentence or else
 * between words, never inside a character (nor between a letter and its marks), and is
 * in logical order whatever way the script runs. Bytes in, bytes out: nothing is added to
 * the text, and where it was cut is said.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "names/word.h"

enum { SNIPPET_LENGTH = 160, SNIPPET_HITS_MAX = 4096 };

/* The bits of the terms that the word is a hit of; 0: none. */
typedef uint32_t snippet_terms_of(void *context, const struct word *word);

/* A hit in the text; terms is never 0. */
struct snippet_hit {
    size_t start;
    size_t len;
    uint32_t terms;
};

struct snippet {
    struct str text;                /* part of the text given */
    size_t offset;                  /* where in the text */
    const struct snippet_hit *hits; /* from the start of the snippet, in order, apart */
    size_t hit_count;
    bool is_cut_before; /* text other than blanks was left out there */
    bool is_cut_after;
};

/* The hits of a text, in order of start, overlapping ones made one; at most
 * SNIPPET_HITS_MAX, the first. In the arena. */
size_t snippet_hits(const struct snippet_hit **out, struct arena *arena, struct str text,
                    snippet_terms_of *terms_of, void *context);

/* About length characters (code points) around the best of the hits, which are in order
 * and apart; the beginning of the text where there are none. */
struct snippet snippet_around(struct arena *arena, struct str text,
                              const struct snippet_hit *hits, size_t count,
                              size_t length);

/* Both, with the usual length. */
struct snippet snippet_of(struct arena *arena, struct str text,
                          snippet_terms_of *terms_of, void *context);

#endif
