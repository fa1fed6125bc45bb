#ifndef PLACES_PLACE_TOKENS_H
#define PLACES_PLACE_TOKENS_H

/* The words and the punctuation of a text about a place: for place_words.c. */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { PLACE_FOLDED_MAX = 64 };

enum place_token_kind { TOKEN_WORD, TOKEN_COMMA, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_SLASH };

struct place_token {
    enum place_token_kind kind;
    size_t start; /* bytes of the text */
    size_t end;
    bool has_dot;                  /* directly behind it */
    char folded[PLACE_FOLDED_MAX]; /* in small letters; a longer word has none */
    size_t folded_len;
};

/* text must be valid UTF-8. What does not fit into max is left out. */
size_t place_tokens_of(struct place_token *tokens, size_t max, struct str text);

#endif
