#include "names/given.h"

#include "names/given_table.h"
#include "names/key.h"
#include "names/letters.h"

/* A key of fewer letters is too many words'. */
enum { FOLD1_LEAST = 4, STEM_LEAST = 2 };

void given_names_of(struct given_names *out, struct str word)
{
    struct given_key key;
    struct name_key fold1;

    out->count = 0;
    given_key_of(&key, word);
    given_table_find(out, GIVEN_BY_FORM, (struct str){key.text, key.len});
    if (out->count > 0 || name_script_of(word) == SCRIPT_ARABIC)
        return;
    name_fold1(&fold1, word);
    if (fold1.len >= FOLD1_LEAST)
        given_table_find(out, GIVEN_BY_FOLD1, name_key_str(&fold1));
}

/* Endings in fold1 letters (q is ч), longest first. */
static const struct {
    struct str ending;
    enum given_by by;
} endings[] = {
    {STR_INIT("iniqna"), GIVEN_BY_PATRONYMIC_ICH},
    {STR_INIT("oviq"), GIVEN_BY_PATRONYMIC},
    {STR_INIT("eviq"), GIVEN_BY_PATRONYMIC},
    {STR_INIT("ovna"), GIVEN_BY_PATRONYMIC},
    {STR_INIT("evna"), GIVEN_BY_PATRONYMIC},
    {STR_INIT("ivna"), GIVEN_BY_PATRONYMIC},
    {STR_INIT("iqna"), GIVEN_BY_PATRONYMIC_ICH},
    {STR_INIT("iq"), GIVEN_BY_PATRONYMIC_ICH},
};

void given_patronymic_of(struct given_names *out, struct str word)
{
    struct name_key key;
    struct str fold1;

    out->count = 0;
    if (name_script_of(word) == SCRIPT_ARABIC)
        return;
    name_fold1(&key, word);
    fold1 = name_key_str(&key);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0] && out->count == 0; i++) {
        struct str stem;

        if (!str_ends_with(fold1, endings[i].ending))
            continue;
        stem = given_stem(str_prefix(fold1, fold1.len - endings[i].ending.len));
        if (stem.len >= STEM_LEAST)
            given_table_find(out, endings[i].by, stem);
    }
}

static enum given_tie tie_on_a_line(struct given_name a, struct given_name b)
{
    if (a.kind == GIVEN_RELATED || b.kind == GIVEN_RELATED)
        return GIVEN_MAY_BE;
    return a.kind == GIVEN_SHORT || b.kind == GIVEN_SHORT ? GIVEN_BY_SHORT : GIVEN_ONE;
}

enum given_tie given_tie(const struct given_names *a, const struct given_names *b)
{
    enum given_tie best = GIVEN_APART;

    if (a->count == 0 || b->count == 0)
        return GIVEN_NOTHING;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            enum given_tie tie = a->at[i].line == b->at[k].line
                                     ? tie_on_a_line(a->at[i], b->at[k])
                                     : GIVEN_APART;

            if (tie > best)
                best = tie;
        }
    return best;
}

bool given_are_equivalent(struct str a, struct str b)
{
    struct given_names left;
    struct given_names right;

    given_names_of(&left, a);
    given_names_of(&right, b);
    return given_tie(&left, &right) >= GIVEN_BY_SHORT;
}

struct str given_line(uint16_t line)
{
    return given_table_line(line);
}

bool given_next(struct str *form, enum given_kind *kind, struct str *rest)
{
    while (rest->len > 0) {
        struct str word = str_cut(rest, ' ');

        if (str_starts_with(word, STR("+")))
            continue;
        *kind = str_starts_with(word, STR("~"))   ? GIVEN_SHORT
                : str_starts_with(word, STR("?")) ? GIVEN_RELATED
                                                  : GIVEN_FULL;
        *form = str_after(word, *kind == GIVEN_FULL ? 0 : 1);
        return true;
    }
    return false;
}
