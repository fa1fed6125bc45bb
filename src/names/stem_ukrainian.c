#include "names/stem_ukrainian.h"

#include <string.h>

/* What an ending makes of what stands before it, the base. */
enum reading {
    NOUN,   /* the base */
    NOUN_I, /* the base; its ц, з, с may stand for к, г, х (жінці, нозі, Волновасі) */
    FIRST, /* земл(ю), бач(у): a noun, or the first person of a verb with ил */
    NOUN_M, /* стол(ом), біл(им), Максим */
    ADJECTIVE, /* the base; -ан and -ен may be of a verb (похованого, поховань) */
    PLURAL,        /* стол(ів), Харків, and the past tense сидів */
    DATIVE,        /* стол(ові), Харков(і) */
    VERB,          /* the base and л; the base must end in a vowel */
    PERHAPS_VERB,  /* that, or a noun with a shorter ending: the letters to keep for it */
    VERB_I,        /* the base and ил (робиш) */
    PERHAPS_VERB_I /* that, or a noun in ь (лежать, пам'ять) */
};

struct ending {
    const char *text;
    enum reading reading;
};

/* Longer ones first: the first that fits counts. */
static const struct ending endings[] = {
    {"тимемо", VERB},
    {"тимете", VERB},
    {"тимуть", VERB},
    {"тиметь", VERB},
    {"тимеш", VERB},
    {"тимем", VERB},
    {"тиму", VERB},
    {"тиме", VERB},
    {"ього", ADJECTIVE},
    {"ьому", ADJECTIVE},
    {"ємо", VERB},
    {"єте", VERB},
    {"ють", VERB},
    {"єть", VERB},
    {"ючи", VERB},
    {"вши", VERB},
    {"ймо", VERB},
    {"йте", VERB},
    {"імо", VERB_I},
    {"іть", VERB_I},
    {"имо", VERB_I},
    {"ите", VERB_I},
    {"ить", VERB_I},
    {"ать", PERHAPS_VERB_I},
    {"ять", PERHAPS_VERB_I},
    {"уть", NOUN},
    {"еть", NOUN},
    {"емо", NOUN},
    {"ете", NOUN},
    {"учи", NOUN},
    {"ого", ADJECTIVE},
    {"ому", ADJECTIVE},
    {"ьої", ADJECTIVE},
    {"ьою", ADJECTIVE},
    {"ими", ADJECTIVE},
    {"іми", ADJECTIVE},
    {"ові", DATIVE},
    {"еві", DATIVE},
    {"єві", DATIVE},
    {"ами", NOUN},
    {"ями", NOUN},
    {"ьми", NOUN},
    {"єш", VERB},
    {"єм", PERHAPS_VERB},
    {"иш", VERB_I},
    {"еш", NOUN},
    {"ою", NOUN},
    {"ею", NOUN},
    {"єю", NOUN},
    {"ий", ADJECTIVE},
    {"ій", ADJECTIVE},
    {"їй", NOUN},
    {"ої", ADJECTIVE},
    {"их", ADJECTIVE},
    {"іх", ADJECTIVE},
    {"їх", NOUN},
    {"им", NOUN_M},
    {"ім", NOUN_M},
    {"їм", NOUN},
    {"ом", NOUN_M},
    {"ем", NOUN_M},
    {"ам", NOUN_M},
    {"ям", NOUN},
    {"ах", NOUN},
    {"ях", NOUN},
    {"ів", PLURAL},
    {"їв", PLURAL},
    {"ей", NOUN},
    {"ти", PERHAPS_VERB},
    {"а", NOUN},
    {"я", NOUN},
    {"о", ADJECTIVE},
    {"е", NOUN},
    {"и", NOUN},
    {"і", NOUN_I},
    {"ї", NOUN},
    {"у", FIRST},
    {"ю", PERHAPS_VERB},
    {"є", PERHAPS_VERB},
    {"й", PERHAPS_VERB},
    {"в", PERHAPS_VERB},
    {"ю", FIRST},
    {"є", NOUN},
    {"ь", ADJECTIVE},
};

enum { ENDINGS = sizeof endings / sizeof endings[0], LETTER = 2 /* bytes */ };

static bool ends_in(struct str word, const char *ending)
{
    return str_ends_with(word, str_from_c(ending));
}

static struct str without(struct str word, const char *ending)
{
    return str_prefix(word, word.len - str_from_c(ending).len);
}

static bool ends_in_one_of(struct str word, const char *letters)
{
    for (; *letters; letters += LETTER)
        if (str_ends_with(word, (struct str){letters, LETTER}))
            return true;
    return false;
}

static bool ends_in_vowel(struct str word)
{
    return ends_in_one_of(word, "аеиіоуяюєї");
}

/* Adds base and tail, unless it is there. */
static void put(struct stem *out, size_t *count, struct str base, const char *tail)
{
    struct stem *stem = &out[*count];
    size_t tail_len = strlen(tail);

    if (*count == STEMS_UKRAINIAN_MAX || base.len + tail_len > WORD_MAX)
        return;
    memcpy(stem->text, base.ptr, base.len);
    memcpy(stem->text + base.len, tail, tail_len);
    stem->len = base.len + tail_len;
    for (size_t i = 0; i < *count; i++)
        if (out[i].len == stem->len && memcmp(out[i].text, stem->text, stem->len) == 0)
            return;
    (*count)++;
}

/* The base of a noun or adjective: Марі(я) and Мар(ії), музе(ю) and муз(ей) alike. */
static struct str base_of(struct str word)
{
    while (word.len > 2 * LETTER && ends_in_one_of(word, "иіїеьй"))
        word = str_prefix(word, word.len - LETTER);
    if (word.len > 2 * LETTER && !ends_in_vowel(word) &&
        memcmp(word.ptr + word.len - LETTER, word.ptr + word.len - 2 * LETTER, LETTER) ==
            0)
        word = str_prefix(word, word.len - LETTER); /* ніччю, життя */
    return word;
}

static void put_verb(struct stem *out, size_t *count, struct str base)
{
    if (ends_in(base, "ну")) /* загинув, загине */
        put(out, count, without(base, "у"), "");
    else if (ends_in(base, "ува") || ends_in(base, "юва"))
        put(out, count, without(base, "ува"), "увал");
    else if (ends_in(base, "у") || ends_in(base, "ю")) /* ексгумую */
        put(out, count, without(base, "у"), "увал");
    else
        put(out, count, base, "л");
}

/* робл(ять), роб(ити). */
static struct str without_epenthesis(struct str base)
{
    if (ends_in(base, "л") && ends_in_one_of(without(base, "л"), "бпвмф"))
        return without(base, "л");
    return base;
}

/* What the verb's stem may be: катован(ого), похован(ого), поранен(ня), ексгумац(ія). */
static void put_verb_of(struct stem *out, size_t *count, struct str base)
{
    static const struct {
        const char *end;
        const char *verb;
    } verbs[] = {
        {"ован", "увал"}, {"уван", "увал"}, {"юван", "увал"}, {"ан", "ал"},
        {"ян", "ял"},     {"ен", "ил"},     {"єн", "їл"},     {"ац", "увал"},
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (ends_in(base, verbs[i].end) &&
            base.len >= str_from_c(verbs[i].end).len + 2 * LETTER)
            put(out, count, without(base, verbs[i].end), verbs[i].verb);
}

/* The same of a noun, which must be one of doing it: поранен(ня), ексгумац(ія). */
static void put_verb_of_noun(struct stem *out, size_t *count, struct str base)
{
    if (ends_in(base, "нн") || ends_in(base, "аці"))
        put_verb_of(out, count, base_of(base));
}

/* бач(у), говор(ю), ходж(у): the past tense in ил. */
static void put_first(struct stem *out, size_t *count, struct str base)
{
    if (ends_in(base, "дж"))
        put(out, count, without(base, "ж"), "ил");
    else if (ends_in_one_of(base, "жчшщлнр") && !ends_in(base, "нн"))
        put(out, count, without_epenthesis(base), "ил");
}

/* загинул(а), as загин(е). */
static void put_past(struct stem *out, size_t *count, struct str base)
{
    if (ends_in(base, "нул"))
        put(out, count, without(base, "ул"), "");
}

static void put_alternation(struct stem *out, size_t *count, struct str base)
{
    if (ends_in(base, "ц"))
        put(out, count, without(base, "ц"), "к");
    else if (ends_in(base, "з"))
        put(out, count, without(base, "з"), "г");
    else if (ends_in(base, "с"))
        put(out, count, without(base, "с"), "х");
}

static size_t read_as(struct stem *out, struct str word, const struct ending *ending)
{
    struct str base = without(word, ending->text);
    size_t count = 0;

    switch (ending->reading) {
    case NOUN:
        put(out, &count, base_of(base), "");
        put_past(out, &count, base);
        put_verb_of_noun(out, &count, base);
        break;
    case FIRST:
        put(out, &count, base_of(base), "");
        put_first(out, &count, base);
        put_verb_of_noun(out, &count, base);
        break;
    case NOUN_M:
        put(out, &count, base_of(base), "");
        put(out, &count, word, "");
        put_verb_of(out, &count, base_of(base));
        break;
    case NOUN_I:
        put(out, &count, base_of(base), "");
        put_alternation(out, &count, base_of(base));
        put_verb_of_noun(out, &count, base);
        break;
    case ADJECTIVE:
        put(out, &count, base_of(base), "");
        put_verb_of(out, &count, base_of(base));
        put_past(out, &count, base);
        break;
    case PLURAL:
        put(out, &count, word, "");
        put(out, &count, base_of(base), "");
        put(out, &count, without(word, "в"), "л");
        break;
    case DATIVE:
        put(out, &count, base_of(base), "");
        put(out, &count, without(word, "і"), "");
        break;
    case PERHAPS_VERB:
        put(out, &count,
            base_of(strcmp(ending->text, "ти") == 0  ? without(word, "и")
                    : strcmp(ending->text, "в") == 0 ? word
                                                     : base),
            "");
        put_verb(out, &count, base);
        put_verb_of_noun(out, &count, base);
        break;
    case VERB:
        put_verb(out, &count, base);
        break;
    case VERB_I:
        put(out, &count, without_epenthesis(base), "ил");
        break;
    case PERHAPS_VERB_I:
        put(out, &count, without(word, "ь"), "");
        put(out, &count, without_epenthesis(base), "ил");
        break;
    }
    return count;
}

static bool fits(struct str word, const struct ending *ending)
{
    struct str text = str_from_c(ending->text);
    size_t least = ends_in(text, "м") ? 3 : 2; /* Крим, дом */

    if (word.len < text.len + least * LETTER || !str_ends_with(word, text))
        return false;
    if (ending->reading == VERB || ending->reading == PERHAPS_VERB)
        return ends_in_vowel(str_prefix(word, word.len - text.len));
    return true;
}

static struct str without_reflexive(struct str word)
{
    static const char *const before[] = {"ти", "ть", "в",  "ла", "ло", "ли", "у", "ю",
                                         "ш",  "мо", "те", "й",  "чи", "ши", "м", "и"};
    struct str verb = str_prefix(word, word.len - str_from_c("ся").len);

    if (word.len < 5 * LETTER || (!ends_in(word, "ся") && !ends_in(word, "сь")))
        return word;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (ends_in(verb, before[i]))
            return verb;
    return word;
}

size_t stem_ukrainian(struct stem out[STEMS_UKRAINIAN_MAX], struct str folded)
{
    struct str word = without_reflexive(folded);
    size_t count = 0;

    for (size_t i = 0; i < ENDINGS && count == 0; i++)
        if (fits(word, &endings[i]))
            count = read_as(out, word, &endings[i]);
    if (count == 0)
        put(out, &count, base_of(word), "");
    return count;
}
