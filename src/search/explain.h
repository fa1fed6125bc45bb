#ifndef SEARCH_EXPLAIN_H
#define SEARCH_EXPLAIN_H

/*
 * Why a text was found: which of its words met which of those that were typed, by which
 * step; and where they stand, to mark them.
 */

#include "search/expand.h"
#include "search/snippet.h"

struct search_met {
    bool is_met;
    enum search_step step;
    struct str typed; /* the term */
    struct str found; /* part of the text: the word, or the words of a phrase */
};

struct search_why {
    const struct snippet_hit *hits; /* in the text, in order, apart */
    size_t hit_count;
    struct search_met terms[QUERY_TERMS_MAX]; /* by their number: the nearest meeting */
    enum search_step step;                    /* the farthest of those */
};

/* Words behind the first so many are not looked at. */
enum { SEARCH_WORDS_EXPLAINED = 20000 };

/* Explains texts to one query. It remembers words that meet nothing: pages of documents
 * repeat them, and the keys of a word cost more than all else here. */
struct explainer {
    const struct expanded *expanded;
    struct arena *arena;
    struct idle_word *idle;
    enum search_level level; /* for which they are idle */
};

/* expanded and arena must outlive it; end it with explainer_end(). */
void explainer_start(struct explainer *out, struct arena *arena,
                     const struct expanded *expanded);
void explainer_end(struct explainer *explainer);

void search_explain(struct search_why *out, struct explainer *explainer, struct str text);

#endif
