#include "names/person_pair.h"

#include <string.h>

#include "names/cross.h"
#include "names/distance.h"
#include "names/key.h"
#include "names/letters.h"
#include "names/meet.h"
#include "names/person.h"
#include "names/romanise.h"

enum { LIKELY = 700, PERHAPS = 550, FOLDS_LEAST = 400, STEM_LEAST = 3, SLIP_MOST = 2 };

static const struct part_likeness no_pair;

static void drop_apostrophes(struct name_points *points)
{
    size_t kept = 0;

    for (size_t i = 0; i < points->count; i++)
        if (name_class_of(points->at[i]) != CLASS_APOSTROPHE)
            points->at[kept++] = points->at[i];
    points->count = kept;
}

/* The same letters, but for case, marks and apostrophes: NAME_SAME of name_meet, at a
 * fraction of what finding out the other steps costs. */
static bool is_same(struct str a, struct str b)
{
    struct name_points x;
    struct name_points y;

    name_points_plain(&x, a);
    name_points_plain(&y, b);
    drop_apostrophes(&x);
    drop_apostrophes(&y);
    return x.count > 0 && x.count == y.count &&
           memcmp(x.at, y.at, x.count * sizeof x.at[0]) == 0;
}

static bool points_begin(struct str text, struct str with)
{
    struct name_points whole;
    struct name_points part;

    name_fold_arabic(&whole, text);
    name_fold_arabic(&part, with);
    if (part.count == 0 || part.count > whole.count)
        return false;
    for (size_t i = 0; i < part.count; i++)
        if (whole.at[i] != part.at[i])
            return false;
    return true;
}

/* In Latin letters by one of the usual tables: Y. and Yu. for Юрій. */
static bool romanised_begins(struct str text, struct str with)
{
    static const enum romanisation tables[] = {ROMAN_KMU_2010, ROMAN_RU_BGN};

    if (name_script_of(text) != SCRIPT_CYRILLIC || name_script_of(with) != SCRIPT_LATIN)
        return false;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct name_text latin;

        name_romanise(&latin, text, tables[i]);
        if (points_begin(name_text_str(&latin), with))
            return true;
    }
    return false;
}

static bool fold_begins(struct str text, struct str with)
{
    struct name_key whole;
    struct name_key part;

    name_fold1(&whole, text);
    name_fold1(&part, with);
    return part.len > 0 && str_starts_with(name_key_str(&whole), name_key_str(&part));
}

static bool may_begin(struct str text, struct str with)
{
    return points_begin(text, with) || romanised_begins(text, with) ||
           (name_script_of(text) != name_script_of(with) && fold_begins(text, with));
}

bool part_abbreviates(const struct person_part *a, const struct person_part *b)
{
    if (may_begin(b->text, a->text))
        return true;
    for (size_t i = 0; i < b->given.count; i++) {
        struct str rest = given_line(b->given.at[i].line);
        struct str form;
        enum given_kind kind;

        while (given_next(&form, &kind, &rest))
            if (kind == GIVEN_FULL && may_begin(form, a->text))
                return true;
    }
    return false;
}

static struct part_likeness by_initial(const struct person_part *a,
                                       const struct person_part *b)
{
    bool fits = a->kind == PART_INITIAL ? part_abbreviates(a, b) : part_abbreviates(b, a);

    if (!fits && a->kind == b->kind)
        fits = part_abbreviates(b, a);
    return fits ? (struct part_likeness){700, PERSON_INITIAL} : no_pair;
}

/* The family name's stem, in fold1 letters, and the sex its ending tells. */
struct family {
    struct str stem;
    enum given_sex sex;
};

static const struct {
    struct str ending;
    size_t stays; /* letters of the ending that both forms have */
    enum given_sex sex;
} family_endings[] = {
    {STR_INIT("ova"), 2, GIVEN_WOMAN}, {STR_INIT("eva"), 2, GIVEN_WOMAN},
    {STR_INIT("ina"), 2, GIVEN_WOMAN}, {STR_INIT("ov"), 2, GIVEN_MAN},
    {STR_INIT("ev"), 2, GIVEN_MAN},    {STR_INIT("in"), 2, GIVEN_MAN},
    {STR_INIT("oi"), 0, GIVEN_MAN},    {STR_INIT("i"), 0, GIVEN_MAN},
    {STR_INIT("a"), 0, GIVEN_WOMAN},
};

static struct family family_of(struct name_key *key, struct str text)
{
    struct str fold1;

    name_fold1(key, text);
    fold1 = name_key_str(key);
    for (size_t i = 0; i < sizeof family_endings / sizeof family_endings[0]; i++) {
        struct str ending = family_endings[i].ending;

        if (str_ends_with(fold1, ending))
            return (struct family){
                str_prefix(fold1, fold1.len - ending.len + family_endings[i].stays),
                family_endings[i].sex};
    }
    return (struct family){STR(""), GIVEN_EITHER};
}

/* -ський and -ська, -ий and -а, -ов and -ова, -ин and -ина. */
static bool is_other_sex(struct str a, struct str b)
{
    struct name_key left;
    struct name_key right;
    struct family x = family_of(&left, a);
    struct family y = family_of(&right, b);

    return x.sex != y.sex && x.stem.len >= STEM_LEAST && str_equal(x.stem, y.stem);
}

static struct part_likeness by_tie(enum given_tie tie)
{
    switch (tie) {
    case GIVEN_ONE:
        return (struct part_likeness){950, PERSON_GIVEN_EQUIVALENT};
    case GIVEN_BY_SHORT:
        return (struct part_likeness){850, PERSON_GIVEN_SHORT};
    case GIVEN_MAY_BE:
        return (struct part_likeness){600, PERSON_GIVEN_RELATED};
    case GIVEN_APART:
    case GIVEN_NOTHING:
        break;
    }
    return no_pair;
}

/* Letter for letter by a table of romanisation. */
static bool is_romanisation(struct str a, struct str b)
{
    struct str latin = name_script_of(a) == SCRIPT_LATIN ? a : b;
    struct str cyrillic = latin.ptr == a.ptr ? b : a;

    if (name_script_of(latin) != SCRIPT_LATIN ||
        name_script_of(cyrillic) != SCRIPT_CYRILLIC)
        return false;
    for (int table = 0; table < ROMAN_COUNT; table++) {
        struct name_text text;

        name_romanise(&text, cyrillic, (enum romanisation)table);
        if (is_same(name_text_str(&text), latin))
            return true;
    }
    return false;
}

/* Two scripts: a key alone says little of Arabic letters, and likeness more than sound.
 */
static struct part_likeness across(struct str a, struct str b, enum name_step step)
{
    unsigned likeness = name_likeness(a, b);

    if (step <= NAME_KNOWN && likeness >= FOLDS_LEAST)
        return is_romanisation(a, b) ? (struct part_likeness){PERSON_SCORE_MOST, 0}
                                     : (struct part_likeness){950, PERSON_SPELLING};
    if (step == NAME_EDIT)
        return (struct part_likeness){800, PERSON_ONE_EDIT};
    if (likeness >= LIKELY)
        return (struct part_likeness){850, PERSON_SPELLING};
    if (likeness >= PERHAPS || step < NAME_APART)
        return (struct part_likeness){600, PERSON_SOUNDS};
    return no_pair;
}

static struct part_likeness by_spelling(struct str a, struct str b)
{
    enum name_step step = name_meet(a, b);

    if (is_other_sex(a, b))
        return (struct part_likeness){950, PERSON_FAMILY_SEX};
    if (name_script_of(a) != name_script_of(b))
        return across(a, b, step);
    switch (step) {
    case NAME_SAME: /* not here: is_same */
    case NAME_FOLDED:
        return (struct part_likeness){950, PERSON_SPELLING};
    case NAME_KNOWN:
        return (struct part_likeness){900, PERSON_SPELLING};
    case NAME_EDIT:
        return (struct part_likeness){800, PERSON_ONE_EDIT};
    case NAME_SOUNDS:
        return (struct part_likeness){600, PERSON_SOUNDS};
    case NAME_APART:
        break;
    }
    return no_pair;
}

/* Spellings of one form, rather than two forms: أحمد and احمد, Юрій and Yuriy. */
static bool is_one_form(struct str a, struct str b)
{
    struct name_points x;
    struct name_points y;
    struct name_key left;
    struct name_key right;

    name_fold_arabic(&x, a);
    name_fold_arabic(&y, b);
    if (x.count == y.count && memcmp(x.at, y.at, x.count * sizeof x.at[0]) == 0)
        return true;
    name_fold1(&left, a);
    name_fold1(&right, b);
    return left.len > 0 && str_equal(name_key_str(&left), name_key_str(&right));
}

/* A family name against a given name that the table does not know, and the like: the same
 * word or a slip, or else nothing. */
static struct part_likeness by_slip(const struct person_part *a,
                                    const struct person_part *b)
{
    struct name_key left;
    struct name_key right;

    /* A patronymic is not the father's own name. */
    if ((a->kind == PART_PATRONYMIC && b->kind == PART_GIVEN) ||
        (a->kind == PART_GIVEN && b->kind == PART_PATRONYMIC))
        return no_pair;
    name_fold1(&left, a->text);
    name_fold1(&right, b->text);
    if (name_script_of(a->text) != SCRIPT_ARABIC &&
        name_script_of(b->text) != SCRIPT_ARABIC &&
        name_key_osa(&left, &right, SLIP_MOST) > SLIP_MOST)
        return no_pair;
    return by_spelling(a->text, b->text);
}

static struct part_likeness by_kind(const struct person_part *a,
                                    const struct person_part *b)
{
    enum given_tie tie = given_tie(&a->given, &b->given);

    if (is_same(a->text, b->text))
        return (struct part_likeness){PERSON_SCORE_MOST, 0};
    if (a->kind != b->kind) {
        struct part_likeness slip = by_slip(a, b);
        bool is_father = a->kind == PART_PATRONYMIC || b->kind == PART_PATRONYMIC;

        return is_father && slip.score < 800 ? no_pair : slip;
    }
    if (tie == GIVEN_NOTHING)
        return by_spelling(a->text, b->text);
    if (tie != GIVEN_ONE || !is_one_form(a->text, b->text))
        return by_tie(tie);
    return is_romanisation(a->text, b->text)
               ? (struct part_likeness){PERSON_SCORE_MOST, 0}
               : (struct part_likeness){950, PERSON_SPELLING};
}

struct part_likeness part_compare(const struct person_part *a,
                                  const struct person_part *b)
{
    struct part_likeness found;

    if (a->kind == PART_INITIAL || b->kind == PART_INITIAL) {
        if (is_same(a->text, b->text))
            return (struct part_likeness){PERSON_SCORE_MOST, 0};
        return by_initial(a, b);
    }
    found = by_kind(a, b);
    if (found.score > 0 && a->has_article != b->has_article)
        found.reasons |= PERSON_ARTICLE;
    if (found.score > 0 && a->is_half != b->is_half)
        found.reasons |= PERSON_COMPOUND;
    return found;
}
