#include "places/place_words.h"

#include <stdlib.h>

#include "base/text.h"
#include "names/key.h"
#include "places/place_phrases.h"
#include "places/place_tokens.h"

enum { TOKENS_MAX = 64, NUMBER_MAX = 16 };

/* A name, or a kind, that is being read: [first, last] are its tokens. */
struct reading_name {
    bool has_words;
    bool has_sort;
    size_t first;
    size_t last;
    size_t whole_first; /* with the word of its kind */
    size_t whole_last;
    enum place_sort sort;
};

struct reader {
    struct str text;
    struct place_token tokens[TOKENS_MAX];
    size_t count;
    size_t at;
    struct reading_name now;
    enum place_role role; /* of what is being read */
    struct place_words *out;
};

/* ---- phrases ---- */

static bool is_word(const struct reader *r, size_t at, struct str word)
{
    const struct place_token *token = &r->tokens[at];

    return at < r->count && token->kind == TOKEN_WORD &&
           str_equal((struct str){token->folded, token->folded_len}, word);
}

/* How many tokens the phrase takes here; 0: it does not stand here. */
static size_t phrase_length(const struct reader *r, const struct place_phrase *phrase)
{
    struct str rest = str_from_c(phrase->words);
    size_t n = 0;

    while (rest.len > 0) {
        if (!is_word(r, r->at + n, str_cut(&rest, ' ')))
            return 0;
        n++;
    }
    return phrase->flags & PHRASE_DOT && !r->tokens[r->at + n - 1].has_dot ? 0 : n;
}

static const struct place_phrase *find_phrase(const struct reader *r, size_t *length)
{
    const struct place_phrase *best = NULL;

    *length = 0;
    for (size_t i = 0; i < place_phrase_count; i++) {
        size_t n = phrase_length(r, &place_phrases[i]);

        if (n > *length) {
            *length = n;
            best = &place_phrases[i];
        }
    }
    return best;
}

/* ---- names ---- */

static struct str piece(const struct reader *r, size_t first, size_t last)
{
    size_t start = r->tokens[first].start;

    return (struct str){r->text.ptr + start, r->tokens[last].end - start};
}

static bool has_itself(const struct place_words *out)
{
    for (size_t i = 0; i < out->count; i++)
        if (out->names[i].role == PLACE_ITSELF)
            return true;
    return false;
}

/* "Luhansk, Oblast": the kind of the name before. */
static bool is_kind_of_last(const struct reader *r)
{
    const struct place_words *out = r->out;

    return r->role != PLACE_ITSELF && out->count > 0 &&
           out->names[out->count - 1].sort == PLACE_SORT_ANY;
}

static void add_name(struct reader *r)
{
    struct place_words *out = r->out;
    struct place_name *name = &out->names[out->count];

    if (out->count == PLACE_NAMES_MAX - 1)
        return; /* one is kept for put_itself_first() */
    *name = (struct place_name){.role = r->role, .sort = PLACE_SORT_ANY};
    if (name->role == PLACE_WITHIN && !has_itself(out) && out->relation == PLACE_AT)
        name->role = PLACE_ITSELF;
    if (r->now.has_sort)
        name->sort = r->now.sort;
    name->whole = piece(r, r->now.whole_first, r->now.whole_last);
    if (r->now.has_words)
        name->text = piece(r, r->now.first, r->now.last);
    out->count++;
}

static void close_name(struct reader *r)
{
    bool is_kind_alone = r->now.has_sort && !r->now.has_words;

    if (is_kind_alone && is_kind_of_last(r))
        r->out->names[r->out->count - 1].sort = r->now.sort;
    else if (r->now.has_words || (is_kind_alone && r->role != PLACE_BRACKET))
        add_name(r);
    r->now = (struct reading_name){0};
}

static void take_whole(struct reader *r, size_t first, size_t last)
{
    if (!r->now.has_words && !r->now.has_sort)
        r->now.whole_first = first;
    r->now.whole_last = last;
}

static void take_word(struct reader *r, size_t at)
{
    take_whole(r, at, at);
    if (!r->now.has_words)
        r->now.first = at;
    r->now.last = at;
    r->now.has_words = true;
}

/* Харківська, Донецької, Kharkivs'ka: an adjective made of another name. */
static bool is_adjective(const struct reader *r, size_t at)
{
    struct name_key key;
    struct str text;

    name_fold2(&key, piece(r, at, at));
    text = name_key_str(&key);
    for (size_t i = text.len > 5 ? text.len - 5 : 1; i + 1 < text.len; i++)
        if ((text.ptr[i] == 's' || text.ptr[i] == 'c') && text.ptr[i + 1] == 'k')
            return true;
    return false;
}

/* "село Гракове Харківської області": two names stand before the word for an area. */
static bool is_two_names(const struct reader *r, enum place_sort sort)
{
    return place_sort_is_area(sort) && r->now.has_words && r->now.first < r->now.last &&
           is_adjective(r, r->now.last);
}

static void split_name(struct reader *r)
{
    size_t adjective = r->now.last;

    r->now.last = adjective - 1;
    r->now.whole_last = adjective - 1;
    close_name(r);
    r->role = PLACE_WITHIN;
    take_word(r, adjective);
}

static void take_sort(struct reader *r, const struct place_phrase *phrase, size_t length)
{
    enum place_sort sort = (enum place_sort)phrase->value;
    bool is_before = (phrase->flags & PHRASE_BEFORE) != 0;
    bool is_suffix;

    if (is_two_names(r, sort))
        split_name(r);
    is_suffix = r->now.has_words && !r->now.has_sort && !is_before;
    if (r->now.has_words && !is_suffix) {
        close_name(r);
        r->role = r->role == PLACE_ANCHOR ? PLACE_ANCHOR : PLACE_WITHIN;
    }
    take_whole(r, r->at, r->at + length - 1);
    r->now.sort = sort;
    r->now.has_sort = true;
    if (is_suffix) {
        close_name(r);
        r->role = r->role == PLACE_ITSELF ? PLACE_WITHIN : r->role;
    }
}

/* ---- relations ---- */

static void keep_relation_words(struct reader *r, size_t first, size_t last)
{
    struct str words = piece(r, first, last);
    struct str *kept = &r->out->relation_words;

    if (kept->len == 0)
        *kept = words;
    else
        kept->len = (size_t)(words.ptr + words.len - kept->ptr);
}

static void take_relation(struct reader *r, const struct place_phrase *phrase,
                          size_t length)
{
    struct place_words *out = r->out;

    close_name(r);
    keep_relation_words(r, r->at, r->at + length - 1);
    r->role = PLACE_ANCHOR;
    if (phrase->means == MEANS_DIRECTION) {
        out->has_direction = true;
        out->direction_deg = phrase->value;
        if (out->relation == PLACE_AT)
            out->relation = PLACE_TOWARDS;
    } else {
        out->relation = (enum place_relation)phrase->value;
    }
}

/* "Lyman (-ish)", "Bucha, Kyiv vicinity": around the name before. */
static void take_vague(struct reader *r, size_t length)
{
    struct place_words *out = r->out;

    if (r->role == PLACE_BRACKET || !r->now.has_words)
        r->now = (struct reading_name){0};
    else
        close_name(r);
    if (out->count == 0 || out->relation != PLACE_AT)
        return;
    out->relation = PLACE_NEAR;
    keep_relation_words(r, r->at, r->at + length - 1);
    out->names[out->count - 1].role = PLACE_ANCHOR;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_number(double *out, struct str text)
{
    char digits[NUMBER_MAX];
    char *end;

    if (text.len == 0 || text.len >= sizeof digits || !is_digit(text.ptr[0]))
        return false;
    for (size_t i = 0; i < text.len; i++)
        digits[i] = text.ptr[i];
    digits[text.len] = '\0';
    if (str_find(text, ',', 0) < text.len)
        digits[str_find(text, ',', 0)] = '.';
    *out = strtod(digits, &end);
    return *end == '\0';
}

/* The number before it is the last word of what was taken for a name. */
static void take_unit(struct reader *r, const struct place_phrase *phrase, size_t length)
{
    struct place_words *out = r->out;
    size_t number = r->at - 1;
    double n = 0.0;

    if (!r->now.has_words || r->now.last != number ||
        !read_number(&n, piece(r, number, number))) {
        take_word(r, r->at);
        return;
    }
    r->now.has_words = r->now.first < number;
    r->now.last = r->now.whole_last = number - 1;
    close_name(r);
    out->metres = n * phrase->value;
    out->has_metres = true;
    out->relation = PLACE_AWAY;
    keep_relation_words(r, number, r->at + length - 1);
    r->role = PLACE_ANCHOR;
}

static bool joins_anchors(const struct reader *r)
{
    return r->role == PLACE_ANCHOR &&
           (r->out->relation == PLACE_BETWEEN || r->out->relation == PLACE_ON_ROAD);
}

static void take_within(struct reader *r)
{
    bool is_first = r->out->count == 0 && !r->now.has_words && !r->now.has_sort;

    close_name(r);
    r->role = is_first && r->role == PLACE_ITSELF ? PLACE_ITSELF : PLACE_WITHIN;
}

/* "city of Kharkiv", "district of Donetsk" */
static void take_of(struct reader *r)
{
    if (r->now.has_sort && !r->now.has_words)
        return;
    take_within(r);
}

static void take_phrase(struct reader *r, const struct place_phrase *phrase,
                        size_t length)
{
    switch (phrase->means) {
    case MEANS_SORT:
        take_sort(r, phrase, length);
        break;
    case MEANS_RELATION:
    case MEANS_DIRECTION:
        take_relation(r, phrase, length);
        break;
    case MEANS_VAGUE:
        take_vague(r, length);
        break;
    case MEANS_IN:
        take_within(r);
        break;
    case MEANS_OF:
        take_of(r);
        break;
    case MEANS_ALSO:
        close_name(r);
        r->role = PLACE_ALSO;
        break;
    case MEANS_UNIT:
        take_unit(r, phrase, length);
        break;
    case MEANS_AND:
        if (joins_anchors(r))
            close_name(r);
        else
            take_word(r, r->at);
        break;
    case MEANS_FROM:
    case MEANS_NOTHING:
        if (r->now.has_words)
            take_word(r, r->at);
        break;
    }
}

/* ---- the whole ---- */

static void take_punctuation(struct reader *r, enum place_token_kind kind)
{
    const struct place_words *out = r->out;
    bool is_itself;

    close_name(r);
    is_itself = out->count > 0 && (out->names[out->count - 1].role == PLACE_ITSELF ||
                                   out->names[out->count - 1].role == PLACE_ALSO);
    if (kind == TOKEN_OPEN)
        r->role = PLACE_BRACKET;
    else if (kind == TOKEN_SLASH && is_itself)
        r->role = PLACE_ALSO;
    else if (r->out->count > 0 || kind != TOKEN_COMMA)
        r->role = PLACE_WITHIN;
}

static void read_names(struct reader *r)
{
    while (r->at < r->count) {
        size_t length = 1;
        const struct place_phrase *phrase;

        if (r->tokens[r->at].kind != TOKEN_WORD) {
            take_punctuation(r, r->tokens[r->at].kind);
            r->at++;
            continue;
        }
        phrase = find_phrase(r, &length);
        if (phrase) {
            take_phrase(r, phrase, length);
        } else {
            take_word(r, r->at);
            length = 1;
        }
        r->at += length;
    }
    close_name(r);
}

/* Of a list with commas the smallest is meant, wherever it stands: "Donetsk oblast,
 * Staromlinovka". A district may be one of a town, so it does not yield to a name. */
static int smallness(enum place_sort sort)
{
    switch (sort) {
    case PLACE_SORT_COUNTRY:
        return 0;
    case PLACE_SORT_REGION:
        return 1;
    case PLACE_SORT_DISTRICT:
    case PLACE_SORT_COMMUNITY:
    case PLACE_SORT_ANY:
    case PLACE_SORT_TOWN:
        return 2;
    case PLACE_SORT_SETTLEMENT:
    case PLACE_SORT_VILLAGE:
        return 3;
    case PLACE_SORT_QUARTER:
    case PLACE_SORT_STREET:
    case PLACE_SORT_SITE:
        break;
    }
    return 4;
}

/* The rest keeps its order. */
static void move_to_front(struct place_words *out, size_t i)
{
    struct place_name name = out->names[i];

    for (; i > 0; i--)
        out->names[i] = out->names[i - 1];
    out->names[0] = name;
}

static void put_itself_first(struct place_words *out)
{
    size_t best = 0;

    while (best < out->count && out->names[best].role != PLACE_ITSELF)
        best++;
    if (best == out->count) {
        out->names[out->count++] =
            (struct place_name){.role = PLACE_ITSELF, .sort = PLACE_SORT_ANY};
    } else {
        out->names[best].role = PLACE_WITHIN;
        for (size_t i = 0; i < out->count; i++)
            if (out->names[i].role == PLACE_WITHIN &&
                smallness(out->names[i].sort) > smallness(out->names[best].sort))
                best = i;
        out->names[best].role = PLACE_ITSELF;
    }
    move_to_front(out, best);
}

void place_words_of(struct place_words *out, struct str text)
{
    struct reader reader = {.text = text, .out = out};

    *out = (struct place_words){0};
    if (!utf8_is_valid(text))
        return;
    reader.count = place_tokens_of(reader.tokens, TOKENS_MAX, text);
    read_names(&reader);
    if (out->count > 0)
        put_itself_first(out);
}

bool place_sort_is_area(enum place_sort sort)
{
    return sort <= PLACE_SORT_COMMUNITY;
}

const char *place_sort_word(enum place_sort sort)
{
    static const char *const words[] = {
        [PLACE_SORT_COUNTRY] = "country",
        [PLACE_SORT_REGION] = "region",
        [PLACE_SORT_DISTRICT] = "district",
        [PLACE_SORT_COMMUNITY] = "community",
        [PLACE_SORT_ANY] = "any",
        [PLACE_SORT_TOWN] = "town",
        [PLACE_SORT_SETTLEMENT] = "settlement",
        [PLACE_SORT_VILLAGE] = "village",
        [PLACE_SORT_QUARTER] = "quarter",
        [PLACE_SORT_STREET] = "street",
        [PLACE_SORT_SITE] = "site",
    };

    return words[sort];
}

const char *place_relation_word(enum place_relation relation)
{
    static const char *const words[] = {
        [PLACE_AT] = "at",           [PLACE_NEAR] = "near", [PLACE_OUTSIDE] = "outside",
        [PLACE_TOWARDS] = "towards", [PLACE_AWAY] = "away", [PLACE_BETWEEN] = "between",
        [PLACE_ON_ROAD] = "on_road",
    };

    return words[relation];
}
