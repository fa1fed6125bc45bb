#ifndef RECORD_TEXT_NEAR_H
#define RECORD_TEXT_NEAR_H

/*
 * Which texts share shingles with a text, from the index alone: those worth comparing
 * word by word (search/near_text.h). What this finds is a guess; what it does not find
 * shares little.
 *
 * A shingle that stands on more than NEAR_COMMON pages is a set phrase and tells nothing,
 * unless nothing else is there.
 */

#include "record/frontier.h"
#include "record/text_sketch.h"

enum { NEAR_COMMON = 64, NEAR_PAGES_MAX = 8 };

struct near_text {
    struct ref text;               /* the statement that makes it one (page_text.h) */
    bool is_same;                  /* word for word */
    uint32_t hits;                 /* shingles of the sketches in common */
    int64_t pages[NEAR_PAGES_MAX]; /* with most of them, the best first */
    int64_t asked[NEAR_PAGES_MAX]; /* and the page that was asked of, of each; 0: words */
    uint32_t page_count;
};

struct near_texts {
    struct near_text *items; /* most in common first */
    size_t count;
    bool has_more;
};

/* Of a text of the index. */
MUST_USE enum err_code near_texts_of(struct near_texts *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct ref text, size_t limit, struct err *err);

/* Of words that somebody typed. keys: one a word. */
MUST_USE enum err_code near_texts_of_words(struct near_texts *out, struct arena *arena,
                                           struct index *index, struct view view,
                                           const uint64_t *keys, size_t count,
                                           uint64_t whole, size_t limit, struct err *err);

/* A page comes into the index. */
MUST_USE enum err_code near_put(struct index *index, struct ref text, int64_t page,
                                const uint64_t *keys, size_t count, struct err *err);

#endif
