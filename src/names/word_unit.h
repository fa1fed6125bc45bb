#ifndef NAMES_WORD_UNIT_H
#define NAMES_WORD_UNIT_H

/*
 * What one code point does in a word (word.h has the rules), as a table for Latin, Greek,
 * Cyrillic, Hebrew and Arabic and through utf8proc for the rest. Internal to word.c.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum word_kind {
    UNIT_PARTS,  /* parts words */
    UNIT_LETTER, /* also a vowel mark of a script whose vowels are marks */
    UNIT_DIGIT,
    UNIT_ALONE,      /* a letter of a script that leaves no blanks: a word by itself */
    UNIT_VOWEL,      /* a mark of such a script: belongs to the letter before */
    UNIT_ACCENT,     /* a mark that vanishes */
    UNIT_NOTHING,    /* vanishes wherever it stands */
    UNIT_APOSTROPHE, /* belongs to the word between two letters */
    UNIT_DITTO,  /* the same before я ю є ї y i j only: it is a quotation mark too */
    UNIT_HYPHEN, /* joins the parts of a code, may break a word at a line's end */
    UNIT_SIGN,   /* joins the parts of a code */
    UNIT_POINT   /* joins two runs of digits */
};

enum { UNIT_BYTES = 12 }; /* a Korean syllable is three letters of three bytes */

struct word_unit {
    uint8_t kind;
    uint8_t letters; /* enum word_letters */
    uint8_t folded_len;
    uint8_t marked_len;
    char folded[UNIT_BYTES];
    char marked[UNIT_BYTES];
};

/* Makes the table, once; before the first word_unit_at. */
void word_units_ready(void);

/* The unit at `at` (< text.len) and its length in bytes. What it returns stays until the
 * next call with the same scratch. */
const struct word_unit *word_unit_at(size_t *len, struct str text, size_t at,
                                     struct word_unit *scratch);

/* The length of a letter and an accent as one letter at out, 0 where there is none. */
size_t word_unit_compose(char out[UNIT_BYTES], struct str letter,
                         const struct word_unit *accent);

/* й and ї are letters of the alphabet, not и and і with an accent. */
bool word_unit_keeps_its_mark(struct str letter);

#endif
