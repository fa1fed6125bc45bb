#ifndef NAMES_SOUNDS_H
#define NAMES_SOUNDS_H

/*
 * A name as a row of sounds, whatever it was spelt in: what the keys are made from. One
 * ASCII character a sound:
 *
 *   a e i o u   vowels              j   й, and what softens in я ю є ї
 *   J   Latin j: й, or Arabic ج     '   an Arabic vowel letter, or ع
 *   G   г     h   Latin h     g   ґ, Latin g and gh      H   х, Latin kh
 *   Z   ж       C   ч       S   ш       W   щ       c   ц
 *   w   Latin w, which is в, or Arabic و          Q   Latin ch: ч, х or ш
 *   b d f k l m n p r s t v z   and digits: themselves
 *
 * Letters of other scripts are the numbers of their code points, in five or more digits,
 * so that at least one spelling meets itself.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "names/letters.h"

enum { SOUNDS_MAX = 2 * NAME_POINTS_MAX };

struct sounds {
    char at[SOUNDS_MAX + 1]; /* a NUL after the last */
    size_t count;
    bool is_arabic; /* a letter of it is Arabic: the row is then consonants, see key.c */
};

void sounds_of(struct sounds *out, const struct name_points *points);

/* What spells no sound of its own is left out: й and i before a vowel, doubled letters;
 * тс is ц. What fold1 and everything above is made from. A Latin j before a vowel goes
 * with them, or is kept where it is to be compared with what else it may be. */
enum sounds_j { J_DROPPED, J_KEPT };
void sounds_soften(struct sounds *row, enum sounds_j j);

/* The vowels as fold2 has them: e is i, o is a, -ov is -iv, none at the end. */
void sounds_plain(struct sounds *row);

static inline bool sound_is_vowel(char c)
{
    const unsigned vowels = 1U << ('a' - 'a') | 1U << ('e' - 'a') | 1U << ('i' - 'a') |
                            1U << ('o' - 'a') | 1U << ('u' - 'a');
    unsigned letter = (unsigned char)c - (unsigned)'a';

    return letter < 26 && (vowels >> letter & 1) != 0;
}

#endif
