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

static bool has_key(const struct search_word *word, const struct search_token *key)
{
    for (size_t i = 0; i < word->key_count; i++)
        if (str_equal(search_token_str(&word->keys[i]), search_token_str(key)))
            return true;
    return key->len > 0 &&
           str_equal(search_token_str(&word->skeleton), search_token_str(key));
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
    if (!has_key(&out->tokens, &item->token))
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

static void start_term(struct expanded *e, const struct query_term *term, size_t clause)
{
    struct expanded_term *out = &e->terms[term->number];
    struct expanded_word *last;

    out->term = term;
    out->is_excluded = e->query->clauses[clause].is_excluded;
    out->words = ARENA_ARRAY(e->arena, struct expanded_word, term->word_count);
    for (size_t i = 0; i < term->word_count; i++) {
        const struct word word = {.folded = term->words[i].folded,
                                  .marked = term->words[i].marked,
                                  .letters = term->words[i].letters,
                                  .parts = 1};

        search_word_of(&out->words[i].tokens, e->stemmer, &word);
    }
    for (size_t i = 0; may_differ(out) && i < term->word_count; i++)
        if (out->words[i].tokens.key_count > 0)
            set_known(&out->words[i], e->arena, &term->words[i]);
    last = &out->words[term->word_count - 1];
    if (term->match == QUERY_PREFIX && last->tokens.key_count > 0)
        last->beginning = last->tokens.keys[0];
    if (term->match == QUERY_FORMS && term->word_count == 1 &&
        e->query->clauses[clause].term_count == 1)
        join(&out->words[0], e->query, clause);
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

static enum err_code look_near(struct expanded *e, struct expanded_word *word,
                               const struct query_word *typed, struct text_index *texts,
                               struct err *err)
{
    const struct word text = {
        .folded = typed->folded, .marked = typed->marked, .letters = typed->letters};
    struct search_token skeleton;
    enum err_code code;

    make_room(&word->near, e->arena, EXPAND_KEYS_MAX);
    make_room(&word->skeleton, e->arena, EXPAND_KEYS_MAX);
    code = search_keys_near(&word->near, texts, search_token_key(&word->tokens.keys[0]),
                            err);
    search_skeleton_of(&skeleton, &text);
    if (code == ERR_OK && typed->letters == WORD_ARABIC)
        code = search_keys_of_skeleton(&word->skeleton, texts,
                                       search_token_key(&skeleton), err);
    else if (code == ERR_OK && skeleton.len > 2)
        word->skeleton.items[word->skeleton.count++].token = skeleton;
    return code;
}

static enum err_code look_level(struct expanded *e, struct expanded_term *term,
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
            code = look_near(e, word, typed, texts, err);
        } else {
            make_room(&word->sounds, e->arena, EXPAND_KEYS_MAX);
            code = search_keys_sounding(&word->sounds, texts, typed->marked, err);
        }
    }
    return code;
}

enum err_code expand_to(struct expanded *e, enum search_level level, struct err *err)
{
    struct text_index *texts = NULL;
    enum err_code code = search_keys_of(&texts, e->index, err);

    while (code == ERR_OK && e->level < level) {
        e->level++;
        for (size_t i = 0; i < QUERY_TERMS_MAX && code == ERR_OK; i++)
            if (may_differ(&e->terms[i]))
                code = look_level(e, &e->terms[i], e->level, texts, err);
    }
    return code;
}

/* --- as a query of the text index --- */

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

    text_add(out, search_token_str(&word->tokens.exact), false);
    if (last < STEP_SPELT || term->term->match == QUERY_EXACT)
        return;
    if (is_beginning) {
        text_add(out, search_token_str(&word->beginning), true);
        return;
    }
    for (size_t i = 0; i < word->tokens.key_count; i++)
        text_add(out, search_token_str(&word->tokens.keys[i]), true);
    text_add(out, search_token_str(&word->joined[0]), true);
    text_add(out, search_token_str(&word->joined[1]), true);
    if (last >= STEP_KNOWN)
        put_list(out, &word->known);
    if (last >= STEP_LETTER) {
        put_list(out, &word->near);
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

static struct text_clause clause_of(const struct expanded *e,
                                    const struct query_clause *clause, unsigned ins,
                                    enum search_step last, size_t far)
{
    struct text_phrase *phrases =
        ARENA_ARRAY(e->arena, struct text_phrase, 2 * clause->term_count);
    struct text_clause out = {.phrases = phrases};

    for (size_t i = 0; i < clause->term_count; i++) {
        const struct query_term *term = &clause->terms[i];

        if ((term->in & ins) == 0)
            continue;
        if (term->whole.folded.len > 0)
            phrases[out.count++] =
                (struct text_phrase){.prepared = whole_of(e->arena, term)};
        phrases[out.count++] = (struct text_phrase){
            .prepared = phrase_of(e->arena, &e->terms[term->number],
                                  step_of_term(term->number, last, far)),
            .is_beginning = term->match == QUERY_PREFIX};
    }
    return out;
}

bool expand_has_known(const struct expanded *e)
{
    for (size_t i = 0; i < e->query->term_count; i++)
        for (size_t k = 0; e->terms[i].term && k < e->terms[i].term->word_count; k++)
            if (e->terms[i].words[k].known.count > 0)
                return true;
    return false;
}

bool expand_has_far(const struct expanded *e, size_t number)
{
    const struct expanded_term *term = &e->terms[number];

    for (size_t i = 0; term->term && i < term->term->word_count; i++)
        if (term->words[i].near.count + term->words[i].skeleton.count +
                term->words[i].sounds.count >
            0)
            return true;
    return false;
}

bool expand_query(struct text_query *out, const struct expanded *e, enum text_table table,
                  enum search_step last, size_t far)
{
    const struct query *query = e->query;
    struct text_clause *all =
        ARENA_ARRAY(e->arena, struct text_clause, query->clause_count + 1);
    struct text_clause *none =
        ARENA_ARRAY(e->arena, struct text_clause, query->clause_count + 1);

    *out = (struct text_query){.all = all, .none = none};
    for (size_t i = 0; i < query->clause_count; i++) {
        const struct query_clause *clause = &query->clauses[i];
        struct text_clause made = clause_of(
            e, clause, ins_of(table), clause->is_excluded ? STEP_JOINED : last, far);

        if (clause->is_excluded && made.count > 0)
            none[out->none_count++] = made;
        else if (!clause->is_excluded && made.count == 0)
            return false;
        else if (!clause->is_excluded)
            all[out->all_count++] = made;
    }
    return out->all_count > 0;
}

bool expand_alone(struct text_query *out, const struct expanded *e)
{
    const struct query *query = e->query;
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
    word = &e->terms[query->clauses[0].terms[0].number].words[0];
    for (size_t i = 0; i < word->tokens.key_count; i++) {
        struct search_token alone = word->tokens.keys[i];

        alone.text[0] = SEARCH_ALONE;
        text_add(&prepared, search_token_str(&alone), i > 0);
    }
    if (prepared.len == 0)
        return false;
    phrase = ARENA_NEW(e->arena, struct text_phrase);
    clause = ARENA_NEW(e->arena, struct text_clause);
    *phrase = (struct text_phrase){.prepared = arena_str(e->arena, buf_str(&prepared))};
    *clause = (struct text_clause){.phrases = phrase, .count = 1};
    *out = (struct text_query){.all = clause, .all_count = 1};
    buf_release(&prepared);
    return true;
}

/* --- back from a text --- */

static bool has_one_of(const struct search_word *word, const struct search_key_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (has_key(word, &list->items[i].token))
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
        is_shared = has_key(found, &typed->keys[i]);
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
    if (has_key(found, &word->joined[0]) || has_key(found, &word->joined[1]))
        return STEP_JOINED;
    if (has_one_of(found, &word->known))
        return STEP_KNOWN;
    if (has_one_of(found, &word->near))
        return STEP_LETTER;
    if (has_one_of(found, &word->skeleton))
        return STEP_SKELETON;
    return has_one_of(found, &word->sounds) ? STEP_SOUNDS : STEP_NONE;
}
