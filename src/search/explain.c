#include "search/explain.h"

#include <string.h>

#include "base/map.h"

/*
 * One way through the text. A term of one word is met word by word; one of several when
 * they stand one behind the other, so each term remembers how far it has come.
 */

struct way {
    size_t met; /* words of the term so far */
    size_t start;
    size_t next; /* the position that its next word must have */
    enum search_step step;
};

struct idle_word {
    UT_hash_handle hh;
    struct str marked;
};

struct explaining {
    struct explainer *explainer;
    const struct expanded *expanded;
    struct arena *arena;
    struct str text;
    struct search_why *why;
    struct snippet_hit *hits;
    size_t hit_cap;
    struct way ways[QUERY_TERMS_MAX];
};

static void add_hit(struct explaining *e, size_t start, size_t end, size_t number)
{
    struct search_why *why = e->why;
    struct snippet_hit *last = why->hit_count > 0 ? &e->hits[why->hit_count - 1] : NULL;
    uint32_t bit = UINT32_C(1) << number;

    if (last && start < last->start + last->len) {
        size_t last_end = last->start + last->len;

        last->start = start < last->start ? start : last->start;
        last->len = (end > last_end ? end : last_end) - last->start;
        last->terms |= bit;
        return;
    }
    if (why->hit_count == SNIPPET_HITS_MAX)
        return;
    if (!e->hits || why->hit_count == e->hit_cap) {
        size_t cap = e->hit_cap > 0 ? 2 * e->hit_cap : 16;
        struct snippet_hit *hits = ARENA_ARRAY(e->arena, struct snippet_hit, cap);

        if (e->hit_cap > 0)
            memcpy(hits, e->hits, e->hit_cap * sizeof *hits);
        e->hits = hits;
        e->hit_cap = cap;
    }
    e->hits[why->hit_count++] = (struct snippet_hit){start, end - start, bit};
}

static void meet(struct explaining *e, size_t number, size_t start, size_t end,
                 enum search_step step)
{
    struct search_met *met = &e->why->terms[number];

    add_hit(e, start, end, number);
    if (met->is_met && met->step <= step)
        return;
    *met = (struct search_met){.is_met = true,
                               .step = step,
                               .typed = e->expanded->terms[number].term->typed,
                               .found = {e->text.ptr + start, end - start}};
}

static void try_term(struct explaining *e, size_t number, const struct word *word,
                     const struct search_word *tokens)
{
    const struct expanded_term *term = &e->expanded->terms[number];
    struct way *way = &e->ways[number];
    enum search_step step;

    if (way->met > 0 && word->position != way->next)
        way->met = 0;
    step = expand_meets(e->expanded, number, way->met, tokens);
    if (step == STEP_NONE && way->met > 0) {
        way->met = 0;
        step = expand_meets(e->expanded, number, 0, tokens);
    }
    if (step == STEP_NONE)
        return;
    if (way->met == 0) {
        way->start = word->start;
        way->step = STEP_SAME;
    }
    way->step = step > way->step ? step : way->step;
    way->next = word->position + 1;
    if (++way->met == term->term->word_count) {
        meet(e, number, way->start, word->start + word->len, way->step);
        way->met = 0;
    }
}

/* A number or code as it is written. */
static bool is_whole(const struct query_term *term, const struct word *word)
{
    return term->whole.folded.len > 0 && str_equal(term->whole.folded, word->folded);
}

/* --- words that meet nothing --- */

void explainer_start(struct explainer *out, struct arena *arena,
                     const struct expanded *expanded)
{
    *out = (struct explainer){
        .expanded = expanded, .arena = arena, .level = expanded->level};
}

void explainer_end(struct explainer *explainer)
{
    HASH_CLEAR(hh, explainer->idle);
}

static bool is_known_idle(struct explainer *explainer, const struct word *word)
{
    struct idle_word *found = NULL;

    if (explainer->level != explainer->expanded->level) {
        explainer_end(explainer);
        explainer->level = explainer->expanded->level;
    }
    HASH_FIND(hh, explainer->idle, word->marked.ptr, word->marked.len, found);
    return found != NULL;
}

static bool meets_any(const struct expanded *expanded, const struct search_word *tokens)
{
    for (size_t i = 0; i < QUERY_TERMS_MAX; i++) {
        const struct expanded_term *term = &expanded->terms[i];

        for (size_t k = 0; term->term && k < term->term->word_count; k++)
            if (expand_meets(expanded, i, k, tokens) != STEP_NONE)
                return true;
    }
    return false;
}

static void remember_idle(struct explainer *explainer, const struct word *word)
{
    struct idle_word *idle = ARENA_NEW(explainer->arena, struct idle_word);

    idle->marked = arena_str(explainer->arena, word->marked);
    HASH_ADD_KEYPTR(hh, explainer->idle, idle->marked.ptr, idle->marked.len, idle);
}

/* False: the word meets nothing. */
static bool tokens_of(struct search_word *out, struct explainer *explainer,
                      const struct word *word)
{
    if (is_known_idle(explainer, word))
        return false;
    search_word_of(out, explainer->expanded->stemmer, word);
    if (meets_any(explainer->expanded, out))
        return true;
    remember_idle(explainer, word);
    return false;
}

/* --- the way --- */

static void try_word(struct explaining *e, const struct word *word)
{
    struct search_word tokens;

    if (word->parts == 1 && !tokens_of(&tokens, e->explainer, word))
        return;
    for (size_t i = 0; i < QUERY_TERMS_MAX; i++) {
        const struct expanded_term *term = &e->expanded->terms[i];

        if (!term->term || term->is_excluded)
            continue;
        if (word->parts == 1)
            try_term(e, i, word, &tokens);
        else if (is_whole(term->term, word))
            meet(e, i, word->start, word->start + word->len, STEP_SAME);
    }
}

void search_explain(struct search_why *out, struct explainer *explainer, struct str text)
{
    struct explaining e = {.explainer = explainer,
                           .expanded = explainer->expanded,
                           .arena = explainer->arena,
                           .text = text,
                           .why = out};
    struct word_reader reader;
    struct word word;
    size_t words = 0;

    *out = (struct search_why){.step = STEP_SAME};
    word_reader_init(&reader, text);
    while (words < SEARCH_WORDS_EXPLAINED && word_next(&word, &reader)) {
        try_word(&e, &word);
        words++;
    }
    out->hits = e.hits;
    for (size_t i = 0; i < QUERY_TERMS_MAX; i++)
        if (out->terms[i].is_met && out->terms[i].step > out->step)
            out->step = out->terms[i].step;
}
