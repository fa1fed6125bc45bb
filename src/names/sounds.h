#ifndef NAMES_SOUNDS_H
#define NAMES_SOUNDS_H

/*
 * A name as a row of sounds, whatever it was spelt in: what the keys are made from. One
 * ASCII character a sound:
 *
 *   a e i o u   vowels              j   й, and what softens in я ю є ї
 *   J   Latin j: й, or Arabic ج     '   an Arabic vowel letter, or ع
 *   h   г, Latin h and gh           g   ґ, Latin g       H   х, Latin kh
 *   Z   ж       C   ч       S   ш       W   щ       c   ц
 *   w   Latin w, which is в, or Arabic و
 *   b d f k l m n p r s t v z   and digits: themselves
 *
 * Letters of other scripts are the numbers of their code points, in five or more digits,
 * so that at least one spelling meets itself.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "names/letters.h"

enum { SOUNDS_MAX = 2 * NAME_MAX };

struct sounds {
    char at[SOUNDS_MAX];
    size_t count;
    bool is_arabic; /* a letter of it is Arabic: the row is then consonants, see key.c */
};

void sounds_of(struct sounds *out, const struct name_points *points);

static inline bool sound_is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

#endif
