#include "names/person.h"

#include <assert.h>
#include <string.h>

#include "names/letters.h"
#include "names/person_pair.h"
#include "names/person_parts.h"

enum {
    SETS = 1 << PERSON_PARTS_MOST,
    NONE = -1,
    /* Weights, in quarters. */
    FAMILY = 16,
    GIVEN = 12,
    PATRONYMIC = 8,
    HALF = 8,
    MISSING_PATRONYMIC = 1,
    MISSING_LITTLE = 2,
    MISSING_NAME = 6
};

struct comparison {
    struct person_parts a;
    struct person_parts b;
    struct part_likeness pair[PERSON_PARTS_MOST][PERSON_PARTS_MOST];
    int partner[PERSON_PARTS_MOST];   /* of a's parts in b, or NONE */
    bool is_taken[PERSON_PARTS_MOST]; /* of b's */
    unsigned reasons;
    unsigned sum;
    unsigned weight;
};

static unsigned weight_of(const struct person_part *part)
{
    if (part->is_half)
        return HALF;
    switch ((enum part_kind)part->kind) {
    case PART_FAMILY:
        return FAMILY;
    case PART_GIVEN:
        return GIVEN;
    case PART_PATRONYMIC:
        return PATRONYMIC;
    case PART_INITIAL:
        break;
    }
    return 0;
}

/* The lower weight, or else it would pay to set a part against a weightier one than
 * itself. An initial weighs what the other does; two of them as patronymics. */
static unsigned pair_weight(const struct person_part *a, const struct person_part *b)
{
    unsigned x = weight_of(a);
    unsigned y = weight_of(b);

    if (x == 0 || y == 0)
        return x + y == 0 ? PATRONYMIC : x + y;
    return x < y ? x : y;
}

static unsigned gain(const struct comparison *c, size_t i, size_t k)
{
    unsigned value = c->pair[i][k].score * pair_weight(&c->a.at[i], &c->b.at[k]);
    unsigned bonus = 0;

    /* Where two ways are as good, parts of one kind, and of one place. */
    if (value == 0)
        return 0;
    if (c->a.at[i].kind == c->b.at[k].kind)
        bonus += 16;
    if (i == k)
        bonus += 4;
    return 64 * value + bonus;
}

/* best[i][set]: the highest sum + 1 of pairs of a's first i parts with just the parts of
 * b that are in set; 0 where there is none. */
typedef unsigned sums[PERSON_PARTS_MOST + 1][SETS];

static void raise_to(unsigned *best, unsigned value)
{
    if (*best < value)
        *best = value;
}

static void add_part_of_a(const struct comparison *c, sums best, size_t i)
{
    for (size_t set = 0; set < (size_t)1 << c->b.count; set++) {
        if (best[i][set] == 0)
            continue;
        raise_to(&best[i + 1][set], best[i][set]);
        for (size_t k = 0; k < c->b.count; k++)
            if ((set >> k & 1) == 0 && gain(c, i, k) > 0)
                raise_to(&best[i + 1][set | (size_t)1 << k],
                         best[i][set] + gain(c, i, k));
    }
}

/* The part of b that a's part i has in the best way to set; set without it. */
static int partner_of(const struct comparison *c, sums best, size_t i, size_t *set)
{
    if (best[i + 1][*set] == best[i][*set])
        return NONE;
    for (size_t k = 0; k < c->b.count; k++) {
        size_t without = *set & ~((size_t)1 << k);

        if (without != *set && gain(c, i, k) > 0 && best[i][without] > 0 &&
            best[i + 1][*set] == best[i][without] + gain(c, i, k)) {
            *set = without;
            return (int)k;
        }
    }
    return NONE;
}

static void find_partners(struct comparison *c)
{
    sums best;
    size_t set = 0;

    memset(best, 0, (c->a.count + 1) * sizeof best[0]);
    best[0][0] = 1;
    for (size_t i = 0; i < c->a.count; i++)
        add_part_of_a(c, best, i);
    for (size_t other = 0; other < (size_t)1 << c->b.count; other++)
        if (best[c->a.count][other] > best[c->a.count][set])
            set = other;
    for (size_t i = c->a.count; i-- > 0;) {
        c->partner[i] = partner_of(c, best, i, &set);
        if (c->partner[i] != NONE)
            c->is_taken[c->partner[i]] = true;
    }
}

static void count_pairs(struct comparison *c)
{
    int last = NONE;

    for (size_t i = 0; i < c->a.count; i++) {
        int k = c->partner[i];
        unsigned weight;

        if (k == NONE)
            continue;
        weight = pair_weight(&c->a.at[i], &c->b.at[k]);
        c->sum += weight * c->pair[i][k].score;
        c->weight += weight;
        c->reasons |= c->pair[i][k].reasons;
        if (k < last)
            c->reasons |= PERSON_ORDER;
        last = k;
    }
}

/* What says of two parts without a partner that they contradict each other, or 0. */
static unsigned contradiction(const struct person_part *a, const struct person_part *b)
{
    if (a->kind == PART_INITIAL || b->kind == PART_INITIAL) {
        if (a->kind == PART_PATRONYMIC || b->kind == PART_PATRONYMIC)
            return PERSON_PATRONYMIC_APART;
        if (a->kind == PART_FAMILY || b->kind == PART_FAMILY)
            return 0; /* which it would be the initial of, nobody can tell */
        return PERSON_GIVEN_APART;
    }
    if (a->kind != b->kind)
        return 0;
    return a->kind == PART_GIVEN        ? PERSON_GIVEN_APART
           : a->kind == PART_PATRONYMIC ? PERSON_PATRONYMIC_APART
                                        : PERSON_FAMILY_APART;
}

static void count_contradictions(struct comparison *c)
{
    for (size_t i = 0; i < c->a.count; i++)
        for (size_t k = 0; k < c->b.count && c->partner[i] == NONE; k++) {
            unsigned what = c->is_taken[k] ? 0 : contradiction(&c->a.at[i], &c->b.at[k]);

            if (what == 0)
                continue;
            c->partner[i] = (int)k;
            c->is_taken[k] = true;
            c->weight += pair_weight(&c->a.at[i], &c->b.at[k]);
            c->reasons |= what;
        }
}

static void count_missing(struct comparison *c, const struct person_part *part)
{
    if (part->is_half) {
        c->weight += MISSING_LITTLE;
        c->reasons |= PERSON_COMPOUND;
    } else if (part->kind == PART_PATRONYMIC) {
        c->weight += MISSING_PATRONYMIC;
        c->reasons |= PERSON_PATRONYMIC_MISSING;
    } else {
        c->weight += part->kind == PART_INITIAL ? MISSING_LITTLE : MISSING_NAME;
        c->reasons |= PERSON_PART_MISSING;
    }
}

static void count_rest(struct comparison *c)
{
    count_contradictions(c);
    for (size_t i = 0; i < c->a.count; i++)
        if (c->partner[i] == NONE)
            count_missing(c, &c->a.at[i]);
    for (size_t k = 0; k < c->b.count; k++)
        if (!c->is_taken[k])
            count_missing(c, &c->b.at[k]);
}

static void compare(struct comparison *c)
{
    for (size_t i = 0; i < c->a.count; i++)
        for (size_t k = 0; k < c->b.count; k++)
            c->pair[i][k] = part_compare(&c->a.at[i], &c->b.at[k]);
    find_partners(c);
    count_pairs(c);
    count_rest(c);
    if (c->a.has_chain != c->b.has_chain)
        c->reasons |= PERSON_CHAIN;
}

struct person_likeness person_compare(struct str a, struct str b)
{
    struct comparison c;
    struct person_likeness likeness;
    bool is_first = str_compare(a, b) <= 0;

    /* One order always, so that ties are broken alike. */
    c.sum = c.weight = c.reasons = 0;
    memset(c.is_taken, 0, sizeof c.is_taken);
    person_parts_of(&c.a, is_first ? a : b);
    person_parts_of(&c.b, is_first ? b : a);
    if (c.a.count == 0 || c.b.count == 0)
        return (struct person_likeness){0, 0};
    compare(&c);
    if (name_script_of(a) != name_script_of(b))
        c.reasons |= PERSON_SCRIPT;
    likeness.score = (c.sum + c.weight / 2) / c.weight;
    likeness.reasons = c.reasons;
    return likeness;
}

const char *person_reason_key(size_t bit)
{
    static const char *const keys[PERSON_REASONS] = {
        "order",
        "script",
        "spelling",
        "one-edit",
        "sounds",
        "given-equivalent",
        "given-short",
        "given-related",
        "family-sex",
        "initial",
        "compound",
        "article",
        "chain",
        "patronymic-missing",
        "part-missing",
        "given-apart",
        "patronymic-apart",
        "family-apart",
    };

    assert(bit < PERSON_REASONS);
    return keys[bit];
}
