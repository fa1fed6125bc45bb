#ifndef NAMES_STEM_INSIDE_H
#define NAMES_STEM_INSIDE_H

/*
 * The inside of a stemmer, for stem.c and word_key.c. Half of a text is words it has had
 * just before, so the keys of the last few thousand are remembered: an entry a hash, the
 * newest stays.
 */

#include <libstemmer.h>
#include <stdint.h>

#include "names/stem.h"

enum { REMEMBERED = 4096, REMEMBERED_WORD = 40, REMEMBERED_KEYS = 64 };

struct remembered {
    uint8_t len; /* of the word; 0: nothing yet */
    uint8_t count;
    uint8_t key_len[STEMS_MAX];
    char word[REMEMBERED_WORD];
    char keys[REMEMBERED_KEYS]; /* one behind the other */
};

struct stemmer {
    struct sb_stemmer *english;
    struct sb_stemmer *russian;
    struct sb_stemmer *arabic;
    struct remembered *remembered; /* REMEMBERED of them */
};

#endif
