#ifndef RECORD_SEARCH_WORDS_H
#define RECORD_SEARCH_WORDS_H

/*
 * By which tokens a word is indexed and looked up: one function for both sides, so that
 * they cannot differ. Beside the word as it is written (folded) stand its keys: the
 * spelling made alike across scripts and romanisations (names/key.h), of the word and of
 * its stems (names/word_key.h), so that other scripts, spellings and forms meet it.
 *
 * The first byte of a token that is no plain word says what it is.
 */

#include "names/word.h"
#include "names/word_key.h"
#include "store/text_index.h"

enum search_space {
    SEARCH_KEY = 1,      /* spellings and forms made alike */
    SEARCH_SKELETON = 2, /* consonants, of words in Arabic letters */
    SEARCH_ALONE = 3     /* the key of a name that is one word and no more */
};

enum { SEARCH_KEYS_MAX = 1 + WORD_KEYS_MAX };

struct search_token {
    char text[WORD_MAX + 1];
    size_t len;
};

static inline struct str search_token_str(const struct search_token *token)
{
    return (struct str){token->text, token->len};
}

/* The key without the byte that says that it is one. */
static inline struct str search_token_key(const struct search_token *token)
{
    return str_after(search_token_str(token), 1);
}

struct search_word {
    struct search_token exact; /* never empty */
    struct search_token keys[SEARCH_KEYS_MAX];
    size_t key_count; /* 0: numbers, codes, scripts that we have no rules for */
    struct search_token skeleton; /* of a word in Arabic letters; else empty */
};

void search_word_of(struct search_word *out, struct stemmer *stemmer,
                    const struct word *word);

/* The key of two words in Arabic letters written as one (عبد الرحمن, عبدالرحمن). */
void search_join(struct search_token *out, struct str first, struct str second);

/* Whether the token is the word itself, one of its keys, or its skeleton. */
bool search_word_has(const struct search_word *word, const struct search_token *key);

/* The consonants of a word in any script, as the token of a word in Arabic letters. */
void search_skeleton_of(struct search_token *out, const struct word *word);

/* As one place of a prepared text: the word and its keys. */
void search_word_put(struct buf *prepared, const struct search_word *word,
                     bool is_same_place);

#endif
