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
    struct str text;
    enum reading reading;
};

/* Longer ones first: the first that fits counts. */
static const struct ending endings[] = {
    {STR_INIT("тимемо"), VERB},
    {STR_INIT("тимете"), VERB},
    {STR_INIT("тимуть"), VERB},
    {STR_INIT("тиметь"), VERB},
    {STR_INIT("тимеш"), VERB},
    {STR_INIT("тимем"), VERB},
    {STR_INIT("тиму"), VERB},
    {STR_INIT("тиме"), VERB},
    {STR_INIT("ього"), ADJECTIVE},
    {STR_INIT("ьому"), ADJECTIVE},
    {STR_INIT("ємо"), VERB},
    {STR_INIT("єте"), VERB},
    {STR_INIT("ють"), VERB},
    {STR_INIT("єть"), VERB},
    {STR_INIT("ючи"), VERB},
    {STR_INIT("вши"), VERB},
    {STR_INIT("ймо"), VERB},
    {STR_INIT("йте"), VERB},
    {STR_INIT("імо"), VERB_I},
    {STR_INIT("іть"), VERB_I},
    {STR_INIT("имо"), VERB_I},
    {STR_INIT("ите"), VERB_I},
    {STR_INIT("ить"), VERB_I},
    {STR_INIT("ать"), PERHAPS_VERB_I},
    {STR_INIT("ять"), PERHAPS_VERB_I},
    {STR_INIT("уть"), NOUN},
    {STR_INIT("еть"), NOUN},
    {STR_INIT("емо"), NOUN},
    {STR_INIT("ете"), NOUN},
    {STR_INIT("учи"), NOUN},
    {STR_INIT("ого"), ADJECTIVE},
    {STR_INIT("ому"), ADJECTIVE},
    {STR_INIT("ьої"), ADJECTIVE},
    {STR_INIT("ьою"), ADJECTIVE},
    {STR_INIT("ими"), ADJECTIVE},
    {STR_INIT("іми"), ADJECTIVE},
    {STR_INIT("ові"), DATIVE},
    {STR_INIT("еві"), DATIVE},
    {STR_INIT("єві"), DATIVE},
    {STR_INIT("ами"), NOUN},
    {STR_INIT("ями"), NOUN},
    {STR_INIT("ьми"), NOUN},
    {STR_INIT("єш"), VERB},
    {STR_INIT("єм"), PERHAPS_VERB},
    {STR_INIT("иш"), VERB_I},
    {STR_INIT("еш"), NOUN},
    {STR_INIT("ою"), NOUN},
    {STR_INIT("ею"), NOUN},
    {STR_INIT("єю"), NOUN},
    {STR_INIT("ий"), ADJECTIVE},
    {STR_INIT("ій"), ADJECTIVE},
    {STR_INIT("їй"), NOUN},
    {STR_INIT("ої"), ADJECTIVE},
    {STR_INIT("их"), ADJECTIVE},
    {STR_INIT("іх"), ADJECTIVE},
    {STR_INIT("їх"), NOUN},
    {STR_INIT("им"), NOUN_M},
    {STR_INIT("ім"), NOUN_M},
    {STR_INIT("їм"), NOUN},
    {STR_INIT("ом"), NOUN_M},
    {STR_INIT("ем"), NOUN_M},
    {STR_INIT("ам"), NOUN_M},
    {STR_INIT("ям"), NOUN},
    {STR_INIT("ах"), NOUN},
    {STR_INIT("ях"), NOUN},
    {STR_INIT("ів"), PLURAL},
    {STR_INIT("їв"), PLURAL},
    {STR_INIT("ей"), NOUN},
    {STR_INIT("ти"), PERHAPS_VERB},
    {STR_INIT("а"), NOUN},
    {STR_INIT("я"), NOUN},
    {STR_INIT("о"), ADJECTIVE},
    {STR_INIT("е"), NOUN},
    {STR_INIT("и"), NOUN},
    {STR_INIT("і"), NOUN_I},
    {STR_INIT("ї"), NOUN},
    {STR_INIT("у"), FIRST},
    {STR_INIT("ю"), PERHAPS_VERB},
    {STR_INIT("є"), PERHAPS_VERB},
    {STR_INIT("й"), PERHAPS_VERB},
    {STR_INIT("в"), PERHAPS_VERB},
    {STR_INIT("ю"), FIRST},
    {STR_INIT("є"), NOUN},
    {STR_INIT("ь"), ADJECTIVE},
};

enum { ENDINGS = sizeof endings / sizeof endings[0] };

static const size_t letter = 2; /* bytes */

/* As str_ends_with, but looking at the last byte first: most words do not end so. */
static inline bool ends_with(struct str word, struct str ending)
{
    return word.len >= ending.len &&
           word.ptr[word.len - 1] == ending.ptr[ending.len - 1] &&
           memcmp(word.ptr + word.len - ending.len, ending.ptr, ending.len) == 0;
}

#define ENDS_IN(word, literal) ends_with(word, STR(literal))

static struct str without(struct str word, struct str ending)
{
    return str_prefix(word, word.len - ending.len);
}

static bool ends_in_one_of(struct str word, struct str letters)
{
    for (size_t i = 0; i < letters.len; i += letter)
        if (ends_with(word, (struct str){letters.ptr + i, letter}))
            return true;
    return false;
}

static bool ends_in_vowel(struct str word)
{
    return ends_in_one_of(word, STR("аеиіоуяюєї"));
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
    while (word.len > 2 * letter && ends_in_one_of(word, STR("иіїеьй")))
        word = str_prefix(word, word.len - letter);
    if (word.len > 2 * letter && !ends_in_vowel(word) &&
        memcmp(word.ptr + word.len - letter, word.ptr + word.len - 2 * letter, letter) ==
            0)
        word = str_prefix(word, word.len - letter); /* ніччю, життя */
    return word;
}

static void put_verb(struct stem *out, size_t *count, struct str base)
{
    if (ENDS_IN(base, "ну")) /* загинув, загине */
        put(out, count, without(base, STR("у")), "");
    else if (ENDS_IN(base, "ува") || ENDS_IN(base, "юва"))
        put(out, count, without(base, STR("ува")), "увал");
    else if (ENDS_IN(base, "у") || ENDS_IN(base, "ю")) /* ексгумую */
        put(out, count, without(base, STR("у")), "увал");
    else
        put(out, count, base, "л");
}

/* робл(ять), роб(ити). */
static struct str without_epenthesis(struct str base)
{
    if (ENDS_IN(base, "л") && ends_in_one_of(without(base, STR("л")), STR("бпвмф")))
        return without(base, STR("л"));
    return base;
}

/* What the verb's stem may be: катован(ого), похован(ого), поранен(ня), ексгумац(ія). */
static void put_verb_of(struct stem *out, size_t *count, struct str base)
{
    static const struct {
        struct str end;
        const char *verb;
    } verbs[] = {
        {STR_INIT("ован"), "увал"}, {STR_INIT("уван"), "увал"},
        {STR_INIT("юван"), "увал"}, {STR_INIT("ан"), "ал"},
        {STR_INIT("ян"), "ял"},     {STR_INIT("ен"), "ил"},
        {STR_INIT("єн"), "їл"},     {STR_INIT("ац"), "увал"},
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (ends_with(base, verbs[i].end) && base.len >= verbs[i].end.len + 2 * letter)
            put(out, count, without(base, verbs[i].end), verbs[i].verb);
}

/* The same of a noun, which must be one of doing it: поранен(ня), ексгумац(ія). */
static void put_verb_of_noun(struct stem *out, size_t *count, struct str base)
{
    if (ENDS_IN(base, "нн") || ENDS_IN(base, "аці"))
        put_verb_of(out, count, base_of(base));
}

/* бач(у), говор(ю), ходж(у): the past tense in ил. */
static void put_first(struct stem *out, size_t *count, struct str base)
{
    if (ENDS_IN(base, "дж"))
        put(out, count, without(base, STR("ж")), "ил");
    else if (ends_in_one_of(base, STR("жчшщлнр")) && !ENDS_IN(base, "нн"))
        put(out, count, without_epenthesis(base), "ил");
}

/* загинул(а), as загин(е). */
static void put_past(struct stem *out, size_t *count, struct str base)
{
    if (ENDS_IN(base, "нул"))
        put(out, count, without(base, STR("ул")), "");
}

static void put_alternation(struct stem *out, size_t *count, struct str base)
{
    if (ENDS_IN(base, "ц"))
        put(out, count, without(base, STR("ц")), "к");
    else if (ENDS_IN(base, "з"))
        put(out, count, without(base, STR("з")), "г");
    else if (ENDS_IN(base, "с"))
        put(out, count, without(base, STR("с")), "х");
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
        put(out, &count, without(word, STR("в")), "л");
        break;
    case DATIVE:
        put(out, &count, base_of(base), "");
        put(out, &count, without(word, STR("і")), "");
        break;
    case PERHAPS_VERB:
        put(out, &count,
            base_of(str_equal(ending->text, STR("ти"))  ? without(word, STR("и"))
                    : str_equal(ending->text, STR("в")) ? word
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
        put(out, &count, without(word, STR("ь")), "");
        put(out, &count, without_epenthesis(base), "ил");
        break;
    }
    return count;
}

static bool fits(struct str word, const struct ending *ending)
{
    struct str text = ending->text;
    size_t least;

    if (!ends_with(word, text))
        return false;
    least = ENDS_IN(text, "м") ? 3 : 2; /* Крим, дом */
    if (word.len < text.len + least * letter)
        return false;
    if (ending->reading == VERB || ending->reading == PERHAPS_VERB)
        return ends_in_vowel(str_prefix(word, word.len - text.len));
    return true;
}

static struct str without_reflexive(struct str word)
{
    static const struct str before[] = {
        STR_INIT("ти"), STR_INIT("ть"), STR_INIT("в"),  STR_INIT("ла"),
        STR_INIT("ло"), STR_INIT("ли"), STR_INIT("у"),  STR_INIT("ю"),
        STR_INIT("ш"),  STR_INIT("мо"), STR_INIT("те"), STR_INIT("й"),
        STR_INIT("чи"), STR_INIT("ши"), STR_INIT("м"),  STR_INIT("и")};
    struct str verb = str_prefix(word, word.len - 2 * letter);

    if (word.len < 5 * letter || (!ENDS_IN(word, "ся") && !ENDS_IN(word, "сь")))
        return word;
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (ends_with(verb, before[i]))
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
