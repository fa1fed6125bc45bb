#include "entering/words.h"

#include "base/fold.h"
#include "base/text.h"

enum { WORDS_OF_TERM_MAX = 6, LISTED_MAX = 6 };

/* What people write for a term beside its labels. */
static const struct {
    struct str vocabulary;
    struct str word;
    struct str term;
} others[] = {
    {STR_INIT("participant_role"), STR_INIT("led there"), STR_INIT("informant")},
    {STR_INIT("participant_role"), STR_INIT("told"), STR_INIT("informant")},
    {STR_INIT("participant_role"), STR_INIT("took away"), STR_INIT("remover")},
    {STR_INIT("participant_role"), STR_INIT("привели"), STR_INIT("informant")},
    {STR_INIT("participant_role"), STR_INIT("поховали"), STR_INIT("buried")},
    {STR_INIT("quantifier"), STR_INIT("each"), STR_INIT("all")},
    {STR_INIT("quantifier"), STR_INIT("every"), STR_INIT("all")},
    {STR_INIT("quantifier"), STR_INIT("both"), STR_INIT("all")},
    {STR_INIT("quantifier"), STR_INIT("a"), STR_INIT("all")},
    {STR_INIT("quantifier"), STR_INIT("один"), STR_INIT("at_least_one")},
    {STR_INIT("knows"), STR_INIT("saw"), STR_INIT("observed")},
    {STR_INIT("knows"), STR_INIT("told"), STR_INIT("told")},
    {STR_INIT("restraint"), STR_INIT("tied hands"), STR_INIT("hands_tied")},
    {STR_INIT("head_covering"), STR_INIT("head in a bag"), STR_INIT("bag")},
    {STR_INIT("duress"), STR_INIT("forced"), STR_INIT("force")},
    {STR_INIT("duress"), STR_INIT("threatened"), STR_INIT("threat")},
};

static uint32_t point_of(struct str text, size_t *at)
{
    const uint32_t c = fold_code_point(utf8_next(text, at));

    return c == '_' || c == '-' ? ' ' : c;
}

/* How much of word is typed: false when something differs. */
static bool is_beginning(struct str word, struct str typed, bool *is_whole)
{
    size_t at = 0;
    size_t typed_at = 0;

    if (!utf8_is_valid(word) || !utf8_is_valid(typed) || typed.len == 0)
        return false;
    while (typed_at < typed.len) {
        if (at >= word.len || point_of(word, &at) != point_of(typed, &typed_at))
            return false;
    }
    *is_whole = at == word.len;
    return true;
}

bool words_begins(struct str word, struct str typed)
{
    bool is_whole;

    return is_beginning(word, typed, &is_whole);
}

bool words_same(struct str word, struct str typed)
{
    bool is_whole = false;

    return is_beginning(word, typed, &is_whole) && is_whole;
}

/* How well one word fits, kept if better. */
static void fit(enum words_match *best, struct str word, struct str typed)
{
    bool is_whole = false;

    if (!is_beginning(word, typed, &is_whole))
        return;
    if (is_whole)
        *best = WORD_EXACT;
    else if (*best < WORD_BEGINS)
        *best = WORD_BEGINS;
}

static enum words_match fit_labels(struct str key, const struct str *labels,
                                   struct str typed)
{
    enum words_match best = WORD_NONE;

    fit(&best, key, typed);
    for (size_t i = 0; i < SCHEMA_LANGUAGES; i++)
        fit(&best, labels[i], typed);
    return best;
}

static enum words_match fit_term(const struct schema_vocabulary *vocabulary,
                                 const struct schema_term *term, struct str typed)
{
    enum words_match best = fit_labels(term->key, term->label, typed);

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (str_equal(others[i].vocabulary, vocabulary->key) &&
            str_equal(others[i].term, term->key))
            fit(&best, others[i].word, typed);
    return best;
}

/* Takes one more that fits into what was found so far. */
static enum words_match join(enum words_match best, enum words_match found,
                             bool is_shorter, bool is_longer)
{
    if (found == WORD_NONE || (best == WORD_EXACT && found != WORD_EXACT))
        return best;
    if (best == WORD_NONE || (found == WORD_EXACT && best != WORD_EXACT))
        return found;
    if (is_longer || is_shorter)
        return best;
    return WORD_SEVERAL;
}

/* One of two that fit, where the key of one begins that of the other. */
static bool takes_over(enum words_match best, enum words_match found, bool is_shorter)
{
    if (found == WORD_NONE)
        return false;
    if (best == WORD_NONE || (found == WORD_EXACT && best != WORD_EXACT))
        return true;
    return is_shorter && !(best == WORD_EXACT && found != WORD_EXACT);
}

enum words_match words_term(const struct schema_term **out,
                            const struct schema_vocabulary *vocabulary, struct str typed)
{
    enum words_match best = WORD_NONE;
    const struct schema_term *term = NULL;

    for (size_t i = 0; vocabulary && i < vocabulary->count; i++) {
        const struct schema_term *other = &vocabulary->terms[i];
        const enum words_match found = fit_term(vocabulary, other, typed);
        const bool is_shorter = term && str_starts_with(term->key, other->key);
        const bool is_longer = term && str_starts_with(other->key, term->key);
        const bool is_taken = takes_over(best, found, is_shorter);

        best = join(best, found, is_shorter, is_longer);
        if (is_taken)
            term = other;
    }
    if (best >= WORD_BEGINS)
        *out = term;
    return best;
}

void words_terms_append(struct buf *out, const struct schema_vocabulary *vocabulary,
                        struct str typed)
{
    size_t listed = 0;

    for (size_t i = 0; vocabulary && i < vocabulary->count && listed < LISTED_MAX; i++) {
        if (fit_term(vocabulary, &vocabulary->terms[i], typed) == WORD_NONE)
            continue;
        if (listed++ > 0)
            buf_append(out, STR(", "));
        buf_append(out, schema_label(vocabulary->terms[i].label));
    }
}

enum words_match words_property(const struct schema_property **out, struct str typed,
                                uint32_t about)
{
    size_t count;
    const struct schema_property *all = schema_properties(&count);
    const struct schema_property *property = NULL;
    enum words_match best = WORD_NONE;

    for (size_t i = 0; i < count; i++) {
        const enum words_match found =
            (about == 0 || all[i].about & about) && all[i].replaced_by.len == 0
                ? fit_labels(all[i].key, all[i].label, typed)
                : WORD_NONE;
        const bool is_shorter = property && str_starts_with(property->key, all[i].key);
        const bool is_longer = property && str_starts_with(all[i].key, property->key);
        const bool is_taken = takes_over(best, found, is_shorter);

        best = join(best, found, is_shorter, is_longer);
        if (is_taken)
            property = &all[i];
    }
    if (best >= WORD_BEGINS)
        *out = property;
    return best;
}

enum words_match words_kind(const struct schema_kind **out, struct str typed)
{
    size_t count;
    const struct schema_kind *all = schema_kinds(&count);
    enum words_match best = WORD_NONE;

    for (size_t i = 0; i < count; i++) {
        const enum words_match found = fit_labels(all[i].key, all[i].label, typed);

        if (takes_over(best, found, false))
            *out = &all[i];
        best = join(best, found, false, false);
    }
    return best;
}

static bool is_between(char c)
{
    return c == ' ' || c == '\t' || c == ',';
}

struct str words_next(struct str *text)
{
    struct str rest = *text;
    size_t len = 0;

    while (rest.len > 0 && is_between(rest.ptr[0]))
        rest = str_after(rest, 1);
    while (len < rest.len && !is_between(rest.ptr[len]))
        len++;
    *text = str_after(rest, len);
    return str_prefix(rest, len);
}

enum words_match words_take(const struct schema_term **out,
                            const struct schema_vocabulary *vocabulary, struct str *text)
{
    struct str rest = *text;
    struct str first = words_next(&rest);
    const char *begin = first.ptr;
    const char *end = text->ptr + text->len;
    struct str ends[WORDS_OF_TERM_MAX];
    size_t count = 0;
    enum words_match found = WORD_NONE;

    if (first.len == 0)
        return WORD_NONE;
    ends[count++] = rest;
    while (count < WORDS_OF_TERM_MAX && words_next(&rest).len > 0)
        ends[count++] = rest;
    while (count-- > 0) {
        const struct str typed = {begin, (size_t)(end - begin) - ends[count].len};

        found = words_term(out, vocabulary, str_trim(typed));
        if (found >= WORD_BEGINS) {
            *text = ends[count];
            return found;
        }
    }
    return found;
}
