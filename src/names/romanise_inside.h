#ifndef NAMES_ROMANISE_INSIDE_H
#define NAMES_ROMANISE_INSIDE_H

/* What romanise.c and cyrillise.c share. */

#include "names/romanise.h"

struct roman_letter {
    uint32_t cyrillic;
    bool is_ukrainian;
    bool is_russian;
    const char *latin[ROMAN_COUNT];
};

extern const struct roman_letter roman_letters[];
extern const size_t roman_letter_count;

enum { ROMAN_APOSTROPHE = 0x2019 };

/* The letter in Latin ones when before stands before it, 0 at the start of a word. */
struct str roman_latin_of(const struct roman_letter *letter, enum romanisation table,
                          uint32_t before);

bool roman_is_vowel(uint32_t cyrillic);

/* False when it does not fit. */
bool roman_put_point(struct name_text *out, uint32_t c);

#endif
