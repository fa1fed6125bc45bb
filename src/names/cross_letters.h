#ifndef NAMES_CROSS_LETTERS_H
#define NAMES_CROSS_LETTERS_H

/*
 * A name as the letters that name_likeness compares: small numbers, one row of them for
 * each script, between a first and a last mark that stand for the name's ends. Latin
 * letters lose their marks (č, š and ž become ch, sh and zh); Cyrillic and Arabic ones
 * are as Ukrainian, Russian and Arabic write them. Everything that is no letter of the
 * name's script is left out: blanks, hyphens, apostrophes, tatweel, vowel signs. The
 * script is that of the first letter. What is longer than CROSS_MAX is cut.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { CROSS_MAX = 48, CROSS_START = 62, CROSS_END = 63 };

enum cross_script { CROSS_NONE, CROSS_LATIN, CROSS_CYRILLIC, CROSS_ARABIC };

struct cross_letters {
    uint8_t at[CROSS_MAX + 2]; /* CROSS_START, letters below CROSS_START, CROSS_END */
    size_t count;              /* with both marks; 0 when there is no letter */
    enum cross_script script;
};

void cross_letters_of(struct cross_letters *out, struct str name);

/* Letters 1..26 of Latin. */
enum { LATIN_A = 1, LATIN_COUNT = 26 };

/* Of Cyrillic: а to я without ё are 1 to 32, then і ї є ґ ё ў. */
enum { CYRILLIC_COUNT = 38 };

/* Of Arabic, as cross_arabic lists them. */
enum { ARABIC_COUNT = 36 };
extern const uint32_t cross_arabic[ARABIC_COUNT];

#endif
