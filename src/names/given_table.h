#ifndef NAMES_GIVEN_TABLE_H
#define NAMES_GIVEN_TABLE_H

/* The tables of given.h as a hash table of folded forms. Only for given.c. */

#include "names/given.h"

extern const unsigned char given_slavic_bytes[];
extern const size_t given_slavic_bytes_len;
extern const unsigned char given_arabic_bytes[];
extern const size_t given_arabic_bytes_len;

/* What a key is made of. */
enum given_by {
    GIVEN_BY_FORM,          /* the form as written, folded */
    GIVEN_BY_FOLD1,         /* its fold1 key */
    GIVEN_BY_PATRONYMIC,    /* fold1 of what patronymics in -ович are made from */
    GIVEN_BY_PATRONYMIC_ICH /* of those in -ич, from men's names that end in a vowel a */
};

enum { GIVEN_KEY_MAX = 64 };

/* A folded word, for GIVEN_BY_FORM: equal for spellings that differ in case, marks,
 * apostrophes, ё and е, hamza. Empty when it is longer than any form. */
struct given_key {
    char text[GIVEN_KEY_MAX];
    size_t len;
};

void given_key_of(struct given_key *out, struct str word);

/* Adds the lines that have the key, without those that are there; an empty key has none.
 */
void given_table_find(struct given_names *out, enum given_by by, struct str key);

/* Of a stem or a name in fold1 letters: without the vowels behind its last consonant. */
struct str given_stem(struct str fold1);

struct str given_table_line(uint16_t line);

#endif
