#include "search/expand.h"

/* Back from a text: by which step a word of it meets one that was typed. */

static bool has_one_of(const struct search_word *word, const struct search_key_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (search_word_has(word, &list->items[i].token))
            return true;
    return false;
}

static bool share_stem(struct stemmer *stemmer, struct str a, struct str b)
{
    struct stem of_a[STEMS_MAX];
    struct stem of_b[STEMS_MAX];
    size_t count_a = word_stem(of_a, stemmer, a);
    size_t count_b = word_stem(of_b, stemmer, b);

    for (size_t i = 0; i < count_a; i++)
        for (size_t k = 0; k < count_b; k++)
            if (str_equal((struct str){of_a[i].text, of_a[i].len},
                          (struct str){of_b[k].text, of_b[k].len}))
                return true;
    return false;
}

/* The first key is of the word, the others of its stems. Where even the stems are the
 * same letters, it is the same spelling of another form. */
static enum search_step step_of_keys(struct stemmer *stemmer,
                                     const struct search_word *typed,
                                     const struct search_word *found)
{
    bool is_shared = false;

    for (size_t i = 0; i < typed->key_count && !is_shared; i++)
        is_shared = search_word_has(found, &typed->keys[i]);
    if (!is_shared)
        return STEP_NONE;
    if (!str_equal(search_token_str(&found->keys[0]),
                   search_token_str(&typed->keys[0])) ||
        share_stem(stemmer, search_token_str(&typed->exact),
                   search_token_str(&found->exact)))
        return STEP_FORM;
    return STEP_SPELT;
}

static bool begins(const struct expanded_word *word, const struct search_word *found)
{
    if (str_starts_with(search_token_str(&found->exact),
                        search_token_str(&word->tokens.exact)))
        return true;
    for (size_t i = 0; i < found->key_count && word->beginning.len > 0; i++)
        if (str_starts_with(search_token_str(&found->keys[i]),
                            search_token_str(&word->beginning)))
            return true;
    return false;
}

enum search_step expand_meets(const struct expanded *expanded, size_t number, size_t at,
                              const struct search_word *found)
{
    const struct expanded_term *term = &expanded->terms[number];
    const struct expanded_word *word = &term->words[at];
    enum search_step step;

    if (str_equal(search_token_str(&found->exact), search_token_str(&word->tokens.exact)))
        return STEP_SAME;
    if (term->term->match == QUERY_EXACT)
        return STEP_NONE;
    if (term->term->match == QUERY_PREFIX && at + 1 == term->term->word_count)
        return begins(word, found) ? STEP_BEGINS : STEP_NONE;
    step = step_of_keys(expanded->stemmer, &word->tokens, found);
    if (step != STEP_NONE)
        return step;
    if (search_word_has(found, &word->joined[0]) ||
        search_word_has(found, &word->joined[1]))
        return STEP_JOINED;
    if (has_one_of(found, &word->known))
        return STEP_KNOWN;
    if (has_one_of(found, &word->near) || has_one_of(found, &word->near_words))
        return STEP_LETTER;
    if (has_one_of(found, &word->skeleton))
        return STEP_SKELETON;
    return has_one_of(found, &word->sounds) ? STEP_SOUNDS : STEP_NONE;
}
