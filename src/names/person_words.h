#ifndef NAMES_PERSON_WORDS_H
#define NAMES_PERSON_WORDS_H

/* A name's words as they are written, with what stands behind them. Only for
 * person_parts.c. */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { PERSON_WORDS_MOST = 16 };

/* Words of names that are no names. */
enum word_role {
    WORD_NAME,
    WORD_ARTICLE,      /* al- */
    WORD_SUN,          /* the article before the letters that it takes on: ar- */
    WORD_SERVANT,      /* Abd, also with the article: Abdul */
    WORD_FATHER,       /* Abu, Umm */
    WORD_CHAIN,        /* ibn, bin, bint */
    WORD_RELIGION,     /* Din, Eddin */
    WORD_RELIGION_BARE /* Din without an article of its own */
};

struct person_word {
    struct str text;
    size_t letters;
    enum word_role role;
    bool has_dot;    /* a full stop behind it */
    bool has_hyphen; /* a hyphen behind it, and a word behind that */
};

/* At most PERSON_WORDS_MOST; returns how many. Words have a letter. */
size_t person_words_of(struct person_word *out, struct str name);

#endif
