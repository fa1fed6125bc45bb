#include "entering/amount.h"

#include <string.h>

#include "entering/words.h"

static const struct {
    struct str word;
    int64_t number;
} numbers[] = {
    {STR_INIT("one"), 1},     {STR_INIT("two"), 2},     {STR_INIT("three"), 3},
    {STR_INIT("four"), 4},    {STR_INIT("five"), 5},    {STR_INIT("six"), 6},
    {STR_INIT("seven"), 7},   {STR_INIT("eight"), 8},   {STR_INIT("nine"), 9},
    {STR_INIT("ten"), 10},    {STR_INIT("eleven"), 11}, {STR_INIT("twelve"), 12},
    {STR_INIT("twenty"), 20}, {STR_INIT("один"), 1},    {STR_INIT("одна"), 1},
    {STR_INIT("два"), 2},     {STR_INIT("дві"), 2},     {STR_INIT("двоє"), 2},
    {STR_INIT("три"), 3},     {STR_INIT("троє"), 3},    {STR_INIT("чотири"), 4},
    {STR_INIT("четверо"), 4}, {STR_INIT("п’ять"), 5},   {STR_INIT("п'ять"), 5},
    {STR_INIT("шість"), 6},   {STR_INIT("сім"), 7},     {STR_INIT("вісім"), 8},
    {STR_INIT("дев’ять"), 9}, {STR_INIT("десять"), 10}, {STR_INIT("двадцять"), 20},
};

/* What stands before a number, and which member it then is. */
static const struct {
    struct str word;
    const char *member;
} signs[] = {
    {STR_INIT("at least "), "lower"},
    {STR_INIT("not less than "), "lower"},
    {STR_INIT("no fewer than "), "lower"},
    {STR_INIT(">="), "lower"},
    {STR_INIT("≥"), "lower"},
    {STR_INIT("щонайменше "), "lower"},
    {STR_INIT("не менше "), "lower"},
    {STR_INIT("up to "), "upper"},
    {STR_INIT("at most "), "upper"},
    {STR_INIT("<="), "upper"},
    {STR_INIT("≤"), "upper"},
    {STR_INIT(".."), "upper"},
    {STR_INIT("до "), "upper"},
    {STR_INIT("about "), "about"},
    {STR_INIT("around "), "about"},
    {STR_INIT("some "), "about"},
    {STR_INIT("~"), "about"},
    {STR_INIT("близько "), "about"},
    {STR_INIT("приблизно "), "about"},
};

static const struct str vague[] = {
    STR_INIT("several"),  STR_INIT("many more"), STR_INIT("many"),   STR_INIT("dozens"),
    STR_INIT("hundreds"), STR_INIT("a few"),     STR_INIT("few"),    STR_INIT("some"),
    STR_INIT("кілька"),   STR_INIT("декілька"),  STR_INIT("багато"), STR_INIT("десятки"),
};

static const struct {
    struct str word;
    struct str unit;
} units_of_people[] = {
    {STR_INIT("people"), STR_INIT("person")},
    {STR_INIT("persons"), STR_INIT("person")},
    {STR_INIT("person"), STR_INIT("person")},
    {STR_INIT("victims"), STR_INIT("person")},
    {STR_INIT("civilians"), STR_INIT("person")},
    {STR_INIT("men"), STR_INIT("person")},
    {STR_INIT("women"), STR_INIT("person")},
    {STR_INIT("children"), STR_INIT("person")},
    {STR_INIT("soldiers"), STR_INIT("person")},
    {STR_INIT("bodies"), STR_INIT("body")},
    {STR_INIT("corpses"), STR_INIT("body")},
    {STR_INIT("body"), STR_INIT("body")},
    {STR_INIT("graves"), STR_INIT("grave")},
    {STR_INIT("families"), STR_INIT("family")},
    {STR_INIT("cells"), STR_INIT("cell")},
    {STR_INIT("houses"), STR_INIT("house")},
    {STR_INIT("buildings"), STR_INIT("building")},
    {STR_INIT("людей"), STR_INIT("person")},
    {STR_INIT("людини"), STR_INIT("person")},
    {STR_INIT("люди"), STR_INIT("person")},
    {STR_INIT("осіб"), STR_INIT("person")},
    {STR_INIT("особи"), STR_INIT("person")},
    {STR_INIT("чоловіки"), STR_INIT("person")},
    {STR_INIT("чоловіків"), STR_INIT("person")},
    {STR_INIT("жінки"), STR_INIT("person")},
    {STR_INIT("жінок"), STR_INIT("person")},
    {STR_INIT("дітей"), STR_INIT("person")},
    {STR_INIT("тіла"), STR_INIT("body")},
    {STR_INIT("тіл"), STR_INIT("body")},
    {STR_INIT("могили"), STR_INIT("grave")},
    {STR_INIT("могил"), STR_INIT("grave")},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "1,000" and "1 000" are no other number than 1000. */
static bool digits_take(int64_t *out, struct str *text)
{
    uint64_t n = 0;
    size_t at = 0;

    while (at < text->len) {
        const bool is_gap = (text->ptr[at] == ',' || text->ptr[at] == ' ') && at > 0 &&
                            at + 3 < text->len && is_digit(text->ptr[at + 1]) &&
                            is_digit(text->ptr[at + 2]) && is_digit(text->ptr[at + 3]) &&
                            (at + 4 == text->len || !is_digit(text->ptr[at + 4]));

        if (is_digit(text->ptr[at]))
            n = n * 10 + (uint64_t)(text->ptr[at] - '0');
        else if (!is_gap)
            break;
        if (n > 1000000000000)
            return false;
        at++;
    }
    if (at == 0)
        return false;
    *out = (int64_t)n;
    *text = str_after(*text, at);
    return true;
}

static bool number_take(int64_t *out, struct str *text)
{
    struct str rest = *text;
    const struct str word = words_next(&rest);

    if (text->len > 0 && is_digit(text->ptr[0]))
        return digits_take(out, text);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        if (words_same(numbers[i].word, word)) {
            *out = numbers[i].number;
            *text = rest;
            return true;
        }
    return false;
}

static bool sign_take(const char **member, struct str *text)
{
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (words_begins(*text, signs[i].word)) {
            *member = signs[i].member;
            *text = str_trim(str_after(*text, signs[i].word.len));
            return true;
        }
    return false;
}

static bool vague_take(struct value *out, struct arena *arena, struct str *text)
{
    for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++) {
        const size_t len = vague[i].len;

        if (!words_begins(*text, vague[i]) ||
            (text->len > len && text->ptr[len] != ' ' && text->ptr[len] != ','))
            continue;
        *out = value_object();
        value_set(out, arena, STR("words"), value_string(str_prefix(*text, len)));
        *text = str_after(*text, len);
        return true;
    }
    return false;
}

/* Behind a number: "-15", "..15", " to 15", "+", "..". */
static void upper_take(struct value *out, struct arena *arena, int64_t first,
                       struct str *text)
{
    static const struct str marks[] = {STR_INIT(".."),   STR_INIT("–"),
                                       STR_INIT("-"),    STR_INIT(" to "),
                                       STR_INIT(" or "), STR_INIT(" до ")};
    int64_t last = 0;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct str rest = str_after(*text, marks[i].len);

        if (!str_starts_with(*text, marks[i]))
            continue;
        if (number_take(&last, &rest)) {
            value_set(out, arena, STR("lower"), value_integer(first));
            value_set(out, arena, STR("upper"), value_integer(last));
            *text = rest;
            return;
        }
        if (i == 0) {
            value_set(out, arena, STR("lower"), value_integer(first));
            *text = rest;
            return;
        }
    }
    if (text->len > 0 && text->ptr[0] == '+') {
        value_set(out, arena, STR("lower"), value_integer(first));
        *text = str_after(*text, 1);
        return;
    }
    value_set(out, arena, STR("exact"), value_integer(first));
}

bool amount_take(struct value *out, struct arena *arena, struct str *text)
{
    struct str rest = str_trim(*text);
    struct value amount = value_object();
    const char *member = NULL;
    int64_t number = 0;

    if (sign_take(&member, &rest) && number_take(&number, &rest)) {
        value_set(&amount, arena, str_from_c(member), value_integer(number));
    } else {
        rest = str_trim(*text);
        if (vague_take(out, arena, &rest)) {
            *text = rest;
            return true;
        }
        if (!number_take(&number, &rest))
            return false;
        upper_take(&amount, arena, number, &rest);
    }
    *out = amount;
    *text = rest;
    return true;
}

bool amount_unit_take(struct str *unit, struct str *text)
{
    struct str rest = *text;
    const struct str word = words_next(&rest);
    const struct schema_term *term = NULL;

    for (size_t i = 0; i < sizeof units_of_people / sizeof units_of_people[0]; i++)
        if (words_same(units_of_people[i].word, word)) {
            *unit = units_of_people[i].unit;
            *text = rest;
            return true;
        }
    if (words_term(&term, schema_vocabulary(STR("counting_unit")), word) != WORD_EXACT)
        return false;
    *unit = term->key;
    *text = rest;
    return true;
}

/* "hours" for hour. */
static bool unit_take(struct str *unit, struct str *text,
                      const struct schema_vocabulary *units)
{
    struct str rest = *text;
    struct str word = words_next(&rest);
    const struct schema_term *term = NULL;

    if (str_equal(units->key, STR("counting_unit")))
        return amount_unit_take(unit, text);
    if (words_term(&term, units, word) != WORD_EXACT) {
        if (!str_ends_with(word, STR("s")) ||
            words_term(&term, units, str_prefix(word, word.len - 1)) != WORD_EXACT)
            return false;
    }
    *unit = term->key;
    *text = rest;
    return true;
}

static void per_take(struct value *out, struct arena *arena, struct str *text)
{
    struct str rest = *text;
    const struct schema_term *term = NULL;
    const struct str word = words_next(&rest);

    if ((words_same(STR("per"), word) || words_same(STR("на"), word)) &&
        words_take(&term, schema_vocabulary(STR("per")), &rest) >= WORD_BEGINS) {
        value_set(out, arena, STR("per"), value_string(term->key));
        *text = rest;
    }
    rest = str_trim(*text);
    if (words_take(&term, schema_vocabulary(STR("at")), &rest) == WORD_EXACT) {
        value_set(out, arena, STR("at"), value_string(term->key));
        *text = rest;
    }
}

bool amount_read(struct value *out, struct arena *arena, struct str text,
                 const struct schema_vocabulary *units)
{
    struct str rest = text;
    struct str unit = STR("");
    struct value amount;

    if (!amount_take(&amount, arena, &rest))
        return false;
    if (unit_take(&unit, &rest, units))
        value_set(&amount, arena, STR("unit"), value_string(unit));
    if (str_equal(units->key, STR("counting_unit")))
        per_take(&amount, arena, &rest);
    if (str_trim(rest).len > 0)
        return false;
    *out = amount;
    return true;
}
