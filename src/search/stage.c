#include "search/stage.h"

#include <stdlib.h>

#include "base/map.h"
#include "names/cross.h"

/* Rows that a level before has given: a row comes once. */
struct search_rows_seen {
    UT_hash_handle hh;
    struct {
        int64_t ref;
        uint32_t place;
        uint32_t page;
    } key;
};

struct gathering {
    struct search *search;
    struct search_hit *items;
    size_t count;
    size_t cap;
    size_t most; /* of this query */
    size_t taken;
    enum search_level level;
    bool is_as_typed;
    bool is_known;
    bool is_cut;
};

void search_start(struct search *out, struct arena *arena, struct index *index,
                  struct view view, const struct query *query)
{
    *out = (struct search){.arena = arena, .index = index, .view = view};
    expand_start(&out->expanded, arena, index, query);
}

void search_end(struct search *search)
{
    HASH_CLEAR(hh, search->seen);
    expand_end(&search->expanded);
}

static bool is_new(struct search *search, struct search_row row)
{
    struct search_rows_seen *seen = NULL;
    struct search_rows_seen *mine = ARENA_NEW(search->arena, struct search_rows_seen);

    mine->key.ref = row.ref.n;
    mine->key.place = row.place;
    mine->key.page = row.page;
    HASH_FIND(hh, search->seen, &mine->key, sizeof mine->key, seen);
    if (seen)
        return false;
    HASH_ADD(hh, search->seen, key, sizeof mine->key, mine);
    return true;
}

/* Some term of each clause is looked for in such a place. */
static bool is_asked_in(const struct query *query, enum search_place place)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct query_clause *clause = &query->clauses[i];
        unsigned in = 0;

        for (size_t k = 0; k < clause->term_count; k++)
            in |= clause->terms[k].in;
        if (!clause->is_excluded && (in & search_in(place)) == 0)
            return false;
    }
    return true;
}

static struct search_hit *add_item(struct gathering *g)
{
    if (g->count == g->cap) {
        size_t cap = g->cap > 0 ? 2 * g->cap : 64;
        struct search_hit *items = ARENA_ARRAY(g->search->arena, struct search_hit, cap);

        if (g->count > 0)
            memcpy(items, g->items, g->count * sizeof *items);
        g->items = items;
        g->cap = cap;
    }
    return &g->items[g->count++];
}

/* Words of the query that must be there: one of each clause. */
static uint32_t words_asked(const struct query *query)
{
    uint32_t count = 0;

    for (size_t i = 0; i < query->clause_count; i++)
        if (!query->clauses[i].is_excluded)
            count += (uint32_t)query->clauses[i].terms[0].word_count;
    return count;
}

/* The bits of the terms that have this word as it was typed. */
static uint32_t typed_by(const struct expanded *e, struct str folded)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < e->query->term_count; i++) {
        const struct expanded_term *term = &e->terms[i];

        for (size_t k = 0; term->term && k < term->term->word_count; k++)
            if (str_equal(term->term->words[k].folded, folded))
                bits |= UINT32_C(1) << i;
    }
    return bits;
}

static bool is_typed_all(const struct query *query, uint32_t bits)
{
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct query_clause *clause = &query->clauses[i];
        bool has_one = clause->is_excluded;

        for (size_t k = 0; k < clause->term_count && !has_one; k++)
            has_one = (bits >> clause->terms[k].number & 1U) != 0;
        if (!has_one)
            return false;
    }
    return true;
}

/* Of the word in the text that is likest to this one. */
static uint32_t likest(struct str asked, struct str text)
{
    struct word_reader reader;
    struct word word;
    uint32_t best = 0;

    word_reader_init(&reader, text);
    while (best < NAME_LIKENESS_MOST && word_next(&word, &reader)) {
        uint32_t likeness = name_likeness(asked, word.marked);

        best = likeness > best ? likeness : best;
    }
    return best;
}

static uint32_t likeness_of(const struct expanded *e, struct str text)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < e->query->term_count; i++) {
        const struct expanded_term *term = &e->terms[i];

        for (size_t k = 0; term->term && !term->is_excluded && k < term->term->word_count;
             k++)
            sum += likest(term->term->words[k].marked, text);
    }
    return sum;
}

/* How the words of a text that was read stand to those asked for. */
static void compare_words(struct search_hit *hit, const struct expanded *e)
{
    uint32_t asked = words_asked(e->query);
    struct word_reader reader;
    struct word word;
    uint32_t count = 0;
    uint32_t typed = 0;

    word_reader_init(&reader, hit->found.text);
    while (word_next(&word, &reader)) {
        count += word.parts == 1 ? 1U : 0U;
        if (word.parts == 1)
            typed |= typed_by(e, word.folded);
    }
    hit->others = count > asked ? count - asked : 0;
    hit->is_as_typed = is_typed_all(e->query, typed);
    if (hit->level != LEVEL_SPELLINGS && search_table(hit->found.row.place) == TEXT_NAMES)
        hit->likeness = likeness_of(e, hit->found.text);
}

static enum err_code take_row(void *context, const struct search_seen *seen,
                              bool *is_enough, struct err *err)
{
    struct gathering *g = context;
    struct search_hit hit = {.level = g->level,
                             .is_as_typed = g->is_as_typed,
                             .is_known = g->is_known,
                             .count = seen->count,
                             .span = seen->span};
    bool is_there = false;

    if (!is_asked_in(g->search->expanded.query, seen->row.place) ||
        !is_new(g->search, seen->row))
        return ERR_OK;
    if (search_read(&hit.found, &is_there, g->search->arena, g->search->index, seen->row,
                    err) != ERR_OK)
        return err->code;
    if (!is_there && seen->row.place != SEARCH_PAGE)
        return ERR_OK;
    if (is_there)
        compare_words(&hit, &g->search->expanded);
    *add_item(g) = hit;
    g->is_cut = *is_enough = ++g->taken == g->most;
    return ERR_OK;
}

static int by_number(uint64_t a, uint64_t b)
{
    return a == b ? 0 : a < b ? -1 : 1;
}

static int by_reference(const struct search_row *a, const struct search_row *b)
{
    int order = by_number((uint64_t)a->ref.n, (uint64_t)b->ref.n);

    if (order == 0)
        order = by_number(a->place, b->place);
    return order != 0 ? order : by_number(a->page, b->page);
}

static int by_typed(const struct search_hit *a, const struct search_hit *b)
{
    int order = (int)b->is_as_typed - (int)a->is_as_typed;

    return order != 0 ? order : (int)a->is_known - (int)b->is_known;
}

static int compare_names(const struct search_hit *a, const struct search_hit *b)
{
    int order = (int)(a->others > 0) - (int)(b->others > 0);

    if (order == 0)
        order = by_typed(a, b);
    if (order == 0)
        order = by_number(b->likeness, a->likeness);
    if (order == 0)
        order = by_number(a->others, b->others);
    return order != 0 ? order : by_number(a->found.row.place, b->found.row.place);
}

static int compare_said(const struct search_hit *a, const struct search_hit *b)
{
    int order = by_number(a->found.row.place, b->found.row.place);

    if (order == 0)
        order = by_typed(a, b);
    if (order == 0)
        order = by_number(a->span, b->span);
    return order != 0 ? order : by_number(b->count, a->count);
}

static int compare_hits(const void *x, const void *y)
{
    const struct search_hit *a = x;
    const struct search_hit *b = y;
    int order = search_table(a->found.row.place) == TEXT_NAMES ? compare_names(a, b)
                                                               : compare_said(a, b);

    return order != 0 ? order : by_reference(&a->found.row, &b->found.row);
}

static enum err_code gather(struct gathering *g, enum text_table table,
                            const struct text_query *query, bool is_as_typed,
                            struct err *err)
{
    g->taken = 0;
    g->is_as_typed = is_as_typed;
    return search_rows(g->search->index, g->search->view, table, query, take_row, g, err);
}

/* Where there is more than is looked at, what comes first must be among it: names that
 * are the word and no more, and the words as typed. */
static enum err_code gather_first(struct gathering *g, enum text_table table,
                                  struct err *err)
{
    const struct expanded *expanded = &g->search->expanded;
    struct text_query query;
    enum err_code code = ERR_OK;

    if (table == TEXT_NAMES && expand_alone(&query, expanded))
        code = gather(g, table, &query, false, err);
    if (code == ERR_OK && expand_query(&query, expanded, table, STEP_SAME, 0))
        code = gather(g, table, &query, true, err);
    return code;
}

static enum err_code gather_spellings(struct gathering *g, enum text_table table,
                                      struct err *err)
{
    struct text_query query;
    bool is_cut;
    enum err_code code = ERR_OK;

    /* Pages are not read here, so only the query tells whether the words are as typed. */
    if (table == TEXT_PAGES)
        code = gather_first(g, table, err);
    is_cut = g->is_cut;
    if (code == ERR_OK &&
        expand_query(&query, &g->search->expanded, table, STEP_JOINED, 0))
        code = gather(g, table, &query, false, err);
    is_cut = is_cut || g->is_cut;
    g->is_known = true;
    if (code == ERR_OK && expand_has_known(&g->search->expanded) &&
        expand_query(&query, &g->search->expanded, table, STEP_KNOWN, 0))
        code = gather(g, table, &query, false, err);
    is_cut = is_cut || g->is_cut;
    g->is_known = false;
    if (code == ERR_OK && is_cut && table != TEXT_PAGES)
        code = gather_first(g, table, err);
    g->is_cut = is_cut;
    return code;
}

/* One word of several is farther off; where that finds nothing, any of them may be. */
static enum err_code gather_far(struct gathering *g, enum text_table table,
                                enum search_step last, struct err *err)
{
    const struct expanded *expanded = &g->search->expanded;
    struct text_query query;
    size_t far = 0;
    bool is_cut = false;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < expanded->query->term_count && code == ERR_OK; i++) {
        if (!expand_has_far(expanded, i))
            continue;
        far++;
        if (expand_query(&query, expanded, table, last, i))
            code = gather(g, table, &query, false, err);
        is_cut = is_cut || g->is_cut;
    }
    if (code == ERR_OK && far > 1 && g->count == 0 && table == TEXT_NAMES &&
        expand_query(&query, expanded, table, last, EXPAND_ALL_FAR))
        code = gather(g, table, &query, false, err);
    g->is_cut = is_cut || g->is_cut;
    return code;
}

enum err_code search_stage(struct search_hits *out, struct search *search,
                           enum search_level level, enum text_table table, size_t most,
                           struct err *err)
{
    struct gathering g = {.search = search, .most = most, .level = level};
    enum err_code code = expand_to(&search->expanded, level, err);

    if (code == ERR_OK && level == LEVEL_SPELLINGS)
        code = gather_spellings(&g, table, err);
    else if (code == ERR_OK)
        code = gather_far(&g, table, search_level_ends(level), err);
    if (code != ERR_OK)
        return code;
    if (g.count > 1)
        qsort(g.items, g.count, sizeof *g.items, compare_hits);
    *out = (struct search_hits){g.items, g.count, g.is_cut};
    return ERR_OK;
}
