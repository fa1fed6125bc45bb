#include "search/expand.h"

#include <string.h>

#include "names/given.h"
#include "names/known.h"

enum search_step search_level_ends(enum search_level level)
{
    static const enum search_step ends[LEVELS] = {[LEVEL_SPELLINGS] = STEP_KNOWN,
                                                  [LEVEL_NEAR] = STEP_SKELETON,
                                                  [LEVEL_SOUNDS] = STEP_SOUNDS};

    return ends[level];
}

enum query_in search_in(enum search_place place)
{
    switch (place) {
    case SEARCH_LABEL:
    case SEARCH_NAME:
    case SEARCH_NAME_PARTS:
    case SEARCH_IDENTIFIER:
    case SEARCH_ROW:
        return QUERY_IN_NAMES;
    case SEARCH_WORDS:
    case SEARCH_TRANSLATION:
        return QUERY_IN_WORDS;
    case SEARCH_FILE:
        return QUERY_IN_FILES;
    case SEARCH_PAGE:
        return QUERY_IN_TEXT;
    case SEARCH_VALUE:
    case SEARCH_NOTE:
    case SEARCH_REASON:
    case SEARCH_PLACES:
        break;
    }
    return QUERY_IN_VALUES;
}

/* --- words --- */

/* Two words that are typed one behind the other, each a term of its own. */
static const struct query_word *neighbour(const struct query *query, size_t clause,
                                          int step)
{
    size_t at = clause + (size_t)step;
    const struct query_clause *other;

    if ((clause == 0 && step < 0) || at >= query->clause_count)
        return NULL;
    other = &query->clauses[at];
    if (other->is_excluded || other->term_count != 1 || other->terms[0].word_count != 1 ||
        other->terms[0].match != QUERY_FORMS)
        return NULL;
    return &other->terms[0].words[0];
}

static void join(struct expanded_word *out, const struct query *query, size_t clause)
{
    const struct query_word *word = neighbour(query, clause, 0);
    const struct query_word *before = neighbour(query, clause, -1);
    const struct query_word *behind = neighbour(query, clause, 1);

    if (!word || word->letters != WORD_ARABIC)
        return;
    if (before && before->letters == WORD_ARABIC)
        search_join(&out->joined[0], before->marked, word->marked);
    if (behind && behind->letters == WORD_ARABIC)
        search_join(&out->joined[1], word->marked, behind->marked);
}

/* Of single words only: who puts a phrase in quotation marks wants those words. */
static bool may_differ(const struct expanded_term *term)
{
    return term->term && !term->is_excluded && term->term->match == QUERY_FORMS &&
           !term->term->is_quoted && term->words[0].tokens.key_count > 0;
}

/* --- other words for one name --- */

static void make_room(struct search_key_list *list, struct arena *arena, size_t max)
{
    list->items = ARENA_ARRAY(arena, struct search_near, max);
    list->max = max;
}

static void add_known(struct expanded_word *out, const struct name_key *key)
{
    struct search_key_list *list = &out->known;
    struct search_near *item;

    if (list->count == list->max || key->len == 0)
        return;
    item = &list->items[list->count];
    item->token.text[0] = SEARCH_KEY;
    memcpy(item->token.text + 1, key->text, key->len);
    item->token.len = key->len + 1;
    if (!search_word_has(&out->tokens, &item->token))
        list->count++;
}

static void add_given(struct expanded_word *out, uint16_t line)
{
    struct str rest = given_line(line);
    enum given_kind kind;
    struct name_key key;
    struct str form;

    while (given_next(&form, &kind, &rest)) {
        name_fold2(&key, form);
        if (kind != GIVEN_RELATED)
            add_known(out, &key);
    }
}

static void set_known(struct expanded_word *out, struct arena *arena,
                      const struct query_word *word)
{
    struct name_key others[EXPAND_KNOWN_MAX];
    struct given_names given;
    struct name_key key;
    size_t count;

    make_room(&out->known, arena, EXPAND_KNOWN_MAX);
    name_known_key(&key, word->marked);
    count = name_known_others(others, EXPAND_KNOWN_MAX, &key);
    for (size_t i = 0; i < count; i++)
        add_known(out, &others[i]);
    given_names_of(&given, word->marked);
    for (size_t i = 0; i < given.count; i++)
        add_given(out, given.at[i].line);
}

static void start_term(struct expanded *expanded, const struct query_term *term,
                       size_t clause)
{
    struct expanded_term *out = &expanded->terms[term->number];
    struct expanded_word *last;

    out->term = term;
    out->is_excluded = expanded->query->clauses[clause].is_excluded;
    out->words = ARENA_ARRAY(expanded->arena, struct expanded_word, term->word_count);
    for (size_t i = 0; i < term->word_count; i++) {
        const struct word word = {.folded = term->words[i].folded,
                                  .marked = term->words[i].marked,
                                  .letters = term->words[i].letters,
                                  .parts = 1};

        search_word_of(&out->words[i].tokens, expanded->stemmer, &word);
    }
    for (size_t i = 0; may_differ(out) && i < term->word_count; i++)
        if (out->words[i].tokens.key_count > 0)
            set_known(&out->words[i], expanded->arena, &term->words[i]);
    last = &out->words[term->word_count - 1];
    if (term->match == QUERY_PREFIX && last->tokens.key_count > 0)
        last->beginning = last->tokens.keys[0];
    if (term->match == QUERY_FORMS && term->word_count == 1 &&
        expanded->query->clauses[clause].term_count == 1)
        join(&out->words[0], expanded->query, clause);
}

void expand_start(struct expanded *out, struct arena *arena, struct index *index,
                  const struct query *query)
{
    *out = (struct expanded){.query = query,
                             .arena = arena,
                             .index = index,
                             .stemmer = stemmer_new(),
                             .level = LEVEL_SPELLINGS};
    for (size_t i = 0; i < query->clause_count; i++)
        for (size_t k = 0; k < query->clauses[i].term_count; k++)
            start_term(out, &query->clauses[i].terms[k], i);
}

void expand_end(struct expanded *expanded)
{
    stemmer_free(expanded->stemmer);
    expanded->stemmer = NULL;
}

/* --- what stands farther off --- */

/* A word that one of the keys finds anyway need not be asked for: each token that is
 * costs a search of its own. */
static void drop_found(struct expanded_word *word, struct stemmer *stemmer,
                       unsigned letters)
{
    struct search_key_list *words = &word->near_words;
    size_t kept = 0;

    for (size_t i = 0; i < words->count; i++) {
        struct str text = search_token_str(&words->items[i].token);
        const struct word near = {
            .folded = text, .marked = text, .letters = letters, .parts = 1};
        struct search_word tokens;
        bool is_found = false;

        search_word_of(&tokens, stemmer, &near);
        for (size_t k = 0; k < tokens.key_count && !is_found; k++)
            is_found = search_word_has(&word->tokens, &tokens.keys[k]) ||
                       search_key_is_listed(&word->near, &tokens.keys[k]);
        if (!is_found)
            words->items[kept++] = words->items[i];
    }
    words->count = kept;
}

static enum err_code look_near(struct expanded *expanded, struct expanded_word *word,
                               const struct query_word *typed, struct text_index *texts,
                               struct err *err)
{
    const struct word text = {
        .folded = typed->folded, .marked = typed->marked, .letters = typed->letters};
    struct search_token skeleton;
    enum err_code code;

    make_room(&word->near, expanded->arena, EXPAND_KEYS_MAX);
    make_room(&word->near_words, expanded->arena, EXPAND_KEYS_MAX);
    make_room(&word->skeleton, expanded->arena, EXPAND_KEYS_MAX);
    code = search_keys_near(&word->near, texts, search_token_key(&word->tokens.keys[0]),
                            err);
    if (code == ERR_OK)
        code = search_words_near(&word->near_words, texts,
                                 search_token_str(&word->tokens.exact), err);
    drop_found(word, expanded->stemmer, typed->letters);
    search_skeleton_of(&skeleton, &text);
    if (code == ERR_OK && typed->letters == WORD_ARABIC)
        code = search_keys_of_skeleton(&word->skeleton, texts,
                                       search_token_key(&skeleton), err);
    else if (code == ERR_OK && skeleton.len > 2)
        word->skeleton.items[word->skeleton.count++].token = skeleton;
    return code;
}

static enum err_code look_level(struct expanded *expanded, struct expanded_term *term,
                                enum search_level level, struct text_index *texts,
                                struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < term->term->word_count && code == ERR_OK; i++) {
        struct expanded_word *word = &term->words[i];
        const struct query_word *typed = &term->term->words[i];

        if (word->tokens.key_count == 0)
            continue;
        if (level == LEVEL_NEAR) {
            code = look_near(expanded, word, typed, texts, err);
        } else {
            make_room(&word->sounds, expanded->arena, EXPAND_KEYS_MAX);
            code = search_keys_sounding(&word->sounds, texts, typed->marked, err);
        }
    }
    return code;
}

enum err_code expand_to(struct expanded *expanded, enum search_level level,
                        struct err *err)
{
    struct text_index *texts = NULL;
    enum err_code code = search_keys_of(&texts, expanded->index, err);

    while (code == ERR_OK && expanded->level < level) {
        expanded->level++;
        for (size_t i = 0; i < QUERY_TERMS_MAX && code == ERR_OK; i++)
            if (may_differ(&expanded->terms[i]))
                code = look_level(expanded, &expanded->terms[i], expanded->level, texts,
                                  err);
    }
    return code;
}
