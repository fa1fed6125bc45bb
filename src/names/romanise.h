#ifndef NAMES_ROMANISE_H
#define NAMES_ROMANISE_H

/*
 * Ukrainian and Russian in Latin letters by the tables that documents were written with,
 * and back: which Cyrillic spellings a Latin one may stand for. Capitals stay capitals;
 * what is no Cyrillic letter stays as it is.
 */

#include <stddef.h>

#include "base/str.h"
#include "names/letters.h"

enum romanisation {
    ROMAN_KMU_2010,         /* Ukraine: Cabinet of Ministers, resolution 55, 2010 */
    ROMAN_UA_1996,          /* Ukraine: the national system before that */
    ROMAN_BGN_UK_1965,      /* BGN/PCGN 1965 for Ukrainian */
    ROMAN_UA_PASSPORT_2007, /* Ukrainian passports 2007 to 2010 */
    ROMAN_RU_BGN,           /* BGN/PCGN 1947 for Russian */
    ROMAN_RU_PASSPORT_2010, /* Russian passports 2010 to 2013: GOST R 52535.1-2006 */
    ROMAN_RU_PASSPORT_2013, /* Russian passports since: ICAO Doc 9303 */
    ROMAN_ISO9,             /* ISO 9:1995: one letter for one letter */
    ROMAN_COUNT
};

enum { NAME_TEXT_MAX = 4 * NAME_POINTS_MAX };

struct name_text {
    char text[NAME_TEXT_MAX]; /* no NUL */
    size_t len;
};

struct str name_text_str(const struct name_text *text);

/* "KMU 2010" and so on, for people. */
const char *romanisation_name(enum romanisation table);

void name_romanise(struct name_text *out, struct str cyrillic, enum romanisation table);

/* The Cyrillic spellings, in small letters, of which the Latin word may be the
 * romanisation, likeliest first, at most max; returns how many. Each of them romanises
 * to the Latin word again. */
size_t name_cyrillise(struct name_text *out, size_t max, struct str latin,
                      enum romanisation table);

#endif
