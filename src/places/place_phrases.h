#ifndef PLACES_PLACE_PHRASES_H
#define PLACES_PLACE_PHRASES_H

/*
 * The table of words that place_words reads: a row for every word that real texts have,
 * none that they have not. place_words_test.c has a text for each row.
 */

#include <stddef.h>

#include "places/place_words.h"

enum place_means {
    MEANS_SORT,      /* a kind of place */
    MEANS_RELATION,  /* how it lies to the anchor that follows */
    MEANS_DIRECTION, /* the same, with degrees: "north of" */
    MEANS_VAGUE,     /* behind a name: somewhere around it ("vicinity", "-ish") */
    MEANS_IN,        /* what follows is what it lies in */
    MEANS_OF,        /* after a kind: its name follows; after a name: what it lies in */
    MEANS_AND,       /* between two anchors */
    MEANS_ALSO,      /* what follows is another name */
    MEANS_UNIT,      /* of a distance; the number stands before it */
    MEANS_FROM,      /* between a distance or a direction and its anchor */
    MEANS_NOTHING    /* passed over */
};

enum place_phrase_flag {
    PHRASE_DOT = 1, /* only with a dot: "с." is a village, "с" a preposition */
    PHRASE_BEFORE = 2 /* always before the name: "село", where "village" may follow it */
};

struct place_phrase {
    const char *words; /* small letters, one blank between words, without dots */
    enum place_means means;
    int value;      /* enum place_sort, enum place_relation, degrees, or metres */
    unsigned flags; /* enum place_phrase_flag */
};

/* A sort's phrase is always ready to be a name too: the longest phrase wins. */
extern const struct place_phrase place_phrases[];
extern const size_t place_phrase_count;

enum { PLACE_PHRASE_WORDS = 5 }; /* of the longest */

#endif
