#ifndef NAMES_PERSON_H
#define NAMES_PERSON_H

/*
 * How two whole names of persons compare, part by part, in whatever order: for showing
 * and ranking candidates. It says nothing of the persons: in one real list, name, age and
 * sex together still leave 62 people sharing.
 *
 * The score. Each name is taken apart (person_parts.h); each part of one is set against
 * at most one of the other, so that the sum is the highest. A pair counts
 *
 *   1000  the same letters, but for case, marks and apostrophes; or their romanisation
 *    950  one key (fold2); the full forms of one given name or patronymic; a family name
 * in its man's and its woman's form 900  a known other word for one name
 * (names/known.txt) 850  a short form of the given name; two scripts, and name_likeness
 * 700 or more 800  one small difference of spelling 700  an initial or abbreviation that
 * fits 600  related given names; alike in sound only, or by name_likeness 550 or more 0
 * anything else, and then they are no pair
 *
 * weighed by what the part is: a family name 4, a given name 3, a patronymic 2, each half
 * of a name with a hyphen 2, an initial as what it stands for. Parts left on both sides
 * that say different things of one kind (two given names) weigh as much and count 0. What
 * only one name has is no contradiction and weighs little: a patronymic 1/4, a half or an
 * initial 1/2, another name 3/2. The score is the weighed mean: 1000 where nothing
 * differs but the order, 0 where nothing is alike.
 *
 * Given names that are known to be different names are never a pair, however near their
 * spellings are: Олександр and Олександра.
 *
 * The order of a and b is the same. A name of more than ten parts is compared by ten.
 */

#include <stddef.h>

#include "base/str.h"

/* What was found on the way; several at a time. */
enum person_reason {
    PERSON_ORDER = 1 << 0,               /* the parts stand in another order */
    PERSON_SCRIPT = 1 << 1,              /* other scripts */
    PERSON_SPELLING = 1 << 2,            /* a part is spelt otherwise */
    PERSON_ONE_EDIT = 1 << 3,            /* a part has one small difference */
    PERSON_SOUNDS = 1 << 4,              /* a part is alike in sound only */
    PERSON_GIVEN_EQUIVALENT = 1 << 5,    /* forms of one given name or patronymic */
    PERSON_GIVEN_SHORT = 1 << 6,         /* a short form of the given name */
    PERSON_GIVEN_RELATED = 1 << 7,       /* related given names */
    PERSON_FAMILY_SEX = 1 << 8,          /* the family name of a man and of a woman */
    PERSON_INITIAL = 1 << 9,             /* an initial or abbreviation that fits */
    PERSON_COMPOUND = 1 << 10,           /* one half missing, or without the hyphen */
    PERSON_ARTICLE = 1 << 11,            /* al- in one only */
    PERSON_CHAIN = 1 << 12,              /* ibn, bin, bint in one only */
    PERSON_PATRONYMIC_MISSING = 1 << 13, /* in one only */
    PERSON_PART_MISSING = 1 << 14,       /* another name in one only */
    PERSON_GIVEN_APART = 1 << 15,        /* different given names */
    PERSON_PATRONYMIC_APART = 1 << 16,   /* different patronymics */
    PERSON_FAMILY_APART = 1 << 17        /* different family names, or other parts */
};

enum { PERSON_REASONS = 18, PERSON_SCORE_MOST = 1000 };

struct person_likeness {
    unsigned score;
    unsigned reasons; /* of enum person_reason */
};

struct person_likeness person_compare(struct str a, struct str b);

/* "order", "patronymic-missing", …: what programs call the reason 1 << bit, and sheet/
 * has sentences for. bit < PERSON_REASONS. */
const char *person_reason_key(size_t bit);

#endif
