#ifndef SEARCH_NEAR_TEXT_H
#define SEARCH_NEAR_TEXT_H

/*
 * Two texts side by side: how much of the one stands in the other, in nearly the same
 * words, and where. Words are compared by their keys (record/text_sketch.h), so that
 * inflection and spelling hide nothing; a translation shares nothing.
 */

#include "record/text_sketch.h"

struct near_word {
    size_t at; /* in bytes of the text */
    size_t len;
};

struct near_words {
    struct str text;
    struct near_word *words;
    uint64_t *keys; /* one a word */
    size_t count;
    uint64_t whole; /* text_whole() of all of it */
    bool is_cut;    /* it goes on behind NEAR_WORDS_MAX */
};

enum { NEAR_WORDS_MAX = 20000 }; /* of one text; what stands behind is left out */

void near_words_of(struct near_words *out, struct arena *arena, struct stemmer *stemmer,
                   struct str text);

/* Shingles, each counted once. */
struct near_share {
    size_t a;
    size_t b;
    size_t common;
    bool is_same; /* word for word */
};

void near_compare(struct near_share *out, const struct near_words *a,
                  const struct near_words *b);

/* How much of one stands in the other, in percent; 0 for a text without shingles. */
unsigned near_percent(size_t common, size_t all);

/* A stretch of words that both have, in bytes of either text. */
struct near_run {
    size_t words;
    size_t a;
    size_t a_len;
    size_t b;
    size_t b_len;
};

struct near_runs {
    struct near_run *items; /* in the order of a */
    size_t count;
    bool has_more; /* shorter ones were left out */
};

/* The longest stretches of NEAR_RUN_LEAST words or more, at most `limit`. Within one, up
 * to NEAR_RUN_GAP words may differ on either side. */
enum { NEAR_RUN_LEAST = 6, NEAR_RUN_GAP = 3 };
void near_runs_of(struct near_runs *out, struct arena *arena, const struct near_words *a,
                  const struct near_words *b, size_t limit);

#endif
