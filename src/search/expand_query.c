#include "search/expand.h"

/* What words may stand as, as a query of the text index. */

static unsigned ins_of(enum text_table table)
{
    switch (table) {
    case TEXT_NAMES:
        return QUERY_IN_NAMES;
    case TEXT_SAID:
        return QUERY_IN_WORDS | QUERY_IN_VALUES | QUERY_IN_FILES;
    case TEXT_PAGES:
    case TEXT_TABLES:
        break;
    }
    return QUERY_IN_TEXT;
}

static void put_list(struct buf *out, const struct search_key_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        text_add(out, search_token_str(&list->items[i].token), true);
}

static void put_word(struct buf *out, const struct expanded_term *term, size_t at,
                     enum search_step last)
{
    const struct expanded_word *word = &term->words[at];
    bool is_beginning =
        term->term->match == QUERY_PREFIX && at + 1 == term->term->word_count;
    bool is_exact = last < STEP_SPELT || term->term->match == QUERY_EXACT;

    /* Wherever a word stands, its keys do: asking for both doubles the work. */
    if (is_exact || is_beginning || word->tokens.key_count == 0)
        text_add(out, search_token_str(&word->tokens.exact), false);
    if (is_exact)
        return;
    if (is_beginning) {
        text_add(out, search_token_str(&word->beginning), true);
        return;
    }
    for (size_t i = 0; i < word->tokens.key_count; i++)
        text_add(out, search_token_str(&word->tokens.keys[i]), i > 0);
    text_add(out, search_token_str(&word->joined[0]), true);
    text_add(out, search_token_str(&word->joined[1]), true);
    if (last >= STEP_KNOWN)
        put_list(out, &word->known);
    if (last >= STEP_LETTER) {
        put_list(out, &word->near);
        put_list(out, &word->near_words);
        put_list(out, &word->skeleton);
    }
    if (last >= STEP_SOUNDS)
        put_list(out, &word->sounds);
}

static struct str phrase_of(struct arena *arena, const struct expanded_term *term,
                            enum search_step last)
{
    struct buf out = {0};
    struct str text;

    for (size_t i = 0; i < term->term->word_count; i++)
        put_word(&out, term, i, last);
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

/* What is written without a blank (458/22) is one token where it is written so. */
static struct str whole_of(struct arena *arena, const struct query_term *term)
{
    struct buf out = {0};
    struct str text;

    text_add(&out, term->whole.folded, false);
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static enum search_step step_of_term(size_t number, enum search_step last, size_t far)
{
    bool is_far = far == EXPAND_ALL_FAR || far == number;

    return is_far || last <= STEP_KNOWN ? last : STEP_KNOWN;
}

static struct text_clause clause_of(const struct expanded *expanded,
                                    const struct query_clause *clause, unsigned ins,
                                    enum search_step last, size_t far)
{
    struct text_phrase *phrases =
        ARENA_ARRAY(expanded->arena, struct text_phrase, 2 * clause->term_count);
    struct text_clause out = {.phrases = phrases};

    for (size_t i = 0; i < clause->term_count; i++) {
        const struct query_term *term = &clause->terms[i];

        if ((term->in & ins) == 0)
            continue;
        if (term->whole.folded.len > 0)
            phrases[out.count++] =
                (struct text_phrase){.prepared = whole_of(expanded->arena, term)};
        phrases[out.count++] = (struct text_phrase){
            .prepared = phrase_of(expanded->arena, &expanded->terms[term->number],
                                  step_of_term(term->number, last, far)),
            .is_beginning = term->match == QUERY_PREFIX};
    }
    return out;
}

bool expand_has_known(const struct expanded *expanded)
{
    for (size_t i = 0; i < expanded->query->term_count; i++)
        for (size_t k = 0;
             expanded->terms[i].term && k < expanded->terms[i].term->word_count; k++)
            if (expanded->terms[i].words[k].known.count > 0)
                return true;
    return false;
}

bool expand_has_far(const struct expanded *expanded, size_t number)
{
    const struct expanded_term *term = &expanded->terms[number];

    for (size_t i = 0; term->term && i < term->term->word_count; i++)
        if (term->words[i].near.count + term->words[i].near_words.count +
                term->words[i].skeleton.count + term->words[i].sounds.count >
            0)
            return true;
    return false;
}

bool expand_query(struct text_query *out, const struct expanded *expanded,
                  enum text_table table, enum search_step last, size_t far)
{
    const struct query *query = expanded->query;
    struct text_clause *all =
        ARENA_ARRAY(expanded->arena, struct text_clause, query->clause_count + 1);
    struct text_clause *none =
        ARENA_ARRAY(expanded->arena, struct text_clause, query->clause_count + 1);

    *out = (struct text_query){.all = all, .none = none};
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct query_clause *clause = &query->clauses[i];
        struct text_clause made =
            clause_of(expanded, clause, ins_of(table),
                      clause->is_excluded ? STEP_JOINED : last, far);

        if (clause->is_excluded && made.count > 0)
            none[out->none_count++] = made;
        else if (!clause->is_excluded && made.count == 0)
            return false;
        else if (!clause->is_excluded)
            all[out->all_count++] = made;
    }
    return out->all_count > 0;
}

bool expand_alone(struct text_query *out, const struct expanded *expanded)
{
    const struct query *query = expanded->query;
    const struct expanded_word *word;
    struct text_clause *clause;
    struct text_phrase *phrase;
    struct buf prepared = {0};

    if (query->clause_count != 1 || query->clauses[0].is_excluded ||
        query->clauses[0].term_count != 1)
        return false;
    if (query->clauses[0].terms[0].word_count != 1 ||
        query->clauses[0].terms[0].match != QUERY_FORMS ||
        (query->clauses[0].terms[0].in & QUERY_IN_NAMES) == 0)
        return false;
    word = &expanded->terms[query->clauses[0].terms[0].number].words[0];
    for (size_t i = 0; i < word->tokens.key_count; i++) {
        struct search_token alone = word->tokens.keys[i];

        alone.text[0] = SEARCH_ALONE;
        text_add(&prepared, search_token_str(&alone), i > 0);
    }
    if (prepared.len == 0)
        return false;
    phrase = ARENA_NEW(expanded->arena, struct text_phrase);
    clause = ARENA_NEW(expanded->arena, struct text_clause);
    *phrase =
        (struct text_phrase){.prepared = arena_str(expanded->arena, buf_str(&prepared))};
    *clause = (struct text_clause){.phrases = phrase, .count = 1};
    *out = (struct text_query){.all = clause, .all_count = 1};
    buf_release(&prepared);
    return true;
}
