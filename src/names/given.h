#ifndef NAMES_GIVEN_H
#define NAMES_GIVEN_H

/*
 * Given names that stand for each other: Олексій, Алексей and Oleksii, Ганна and Anna,
 * the short forms of each, Arabic names and their Latin spellings; and the patronymics
 * made of them. From the tables given_slavic.txt and given_arabic.txt, whose lines say
 * which forms are one name. A form may stand on several lines: Саша is Олександр and
 * Олександра.
 *
 * A word is looked up as written (but for case, marks and apostrophes), and where it
 * stands nowhere so, by its fold1 key (names/key.h), so that Oleksiy need not be listed
 * beside Oleksii. The tables are read once, at the first call, of whatever thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* How a form belongs to its line. */
enum given_kind {
    GIVEN_FULL,
    GIVEN_SHORT, /* Саша: perhaps of other lines too */
    GIVEN_RELATED /* a name of its own that the same person may go by: Оксана, Ксенія */
};

enum given_sex { GIVEN_MAN, GIVEN_WOMAN, GIVEN_EITHER };

enum { GIVEN_NAMES_MOST = 8 };

struct given_name {
    uint16_t line;
    uint8_t kind; /* enum given_kind */
    uint8_t sex;  /* enum given_sex */
};

/* The lines on which a word stands; none: it is no given name that we know. */
struct given_names {
    struct given_name at[GIVEN_NAMES_MOST];
    size_t count;
};

void given_names_of(struct given_names *out, struct str word);

/*
 * The lines of the men whose patronymic the word is: Олексійович, Алексеевна, Oleksiivna.
 * By its ending (-ович -евич -івна -овна -евна, and after names in -а -ич -ична), before
 * which stands what a man's name is without its own ending. Family names that are made in
 * the same way (Петрович) are found as well: which it is, the rest of the name tells.
 */
void given_patronymic_of(struct given_names *out, struct str word);

/* What the table says of two words, or of two patronymics. */
enum given_tie {
    GIVEN_NOTHING, /* one of them is not in it */
    GIVEN_APART, /* both are, on no line in common: Олександр and Олександра */
    GIVEN_MAY_BE, /* forms of related names: Оксана and Ксенія */
    GIVEN_BY_SHORT,
    GIVEN_ONE /* full forms of one name */
};

enum given_tie given_tie(const struct given_names *a, const struct given_names *b);

/* Full or short forms of one name. */
bool given_are_equivalent(struct str a, struct str b);

/* The other way: the forms of a line, one a call, as the table writes them. *rest starts
 * as given_line(). False at the end. */
struct str given_line(uint16_t line);
bool given_next(struct str *form, enum given_kind *kind, struct str *rest);

#endif
