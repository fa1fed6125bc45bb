#include "names/cross.h"

#include <assert.h>

#include "names/cross_costs.h"
#include "names/cross_edit.h"
#include "names/cross_letters.h"
#include "names/romanise.h"

enum {
    SIDE = CROSS_MAX + 4,
    FAR = 1U << 20,
    /* A letter that stands for nothing, where the tables have no cost for it: e^-10. */
    ALONE = 160
};

/* The groups that begin at each letter, by their length; 0: none. */
struct groups {
    uint16_t at[SIDE][CROSS_LATIN_MOST + 1];
    uint32_t alone[SIDE]; /* what it costs that the letter stands for nothing */
    size_t count;
    uint32_t whole; /* the cheapest way to write the name, alone */
};

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The groups that begin at letter i, of a name that costs cost[i] up to there. */
static void groups_from(struct groups *out, uint32_t cost[SIDE], size_t i,
                        const struct cross_letters *letters,
                        const struct cross_groups *table, size_t most)
{
    size_t node = 0;

    for (size_t len = 1; len <= most; len++)
        out->at[i][len] = 0;
    for (size_t len = 1; len <= most && i + len <= letters->count; len++) {
        node = table->next[node * 64 + letters->at[i + len - 1]];
        if (node == 0)
            return;
        out->at[i][len] = table->group[node];
        if (out->at[i][len] != 0)
            cost[i + len] = least(cost[i + len], cost[i] + table->whole[out->at[i][len]]);
    }
}

static void groups_of(struct groups *out, const struct cross_letters *letters,
                      const struct cross_groups *table, size_t most)
{
    uint32_t cost[SIDE];

    out->count = letters->count;
    for (size_t i = 0; i < SIDE; i++)
        cost[i] = FAR;
    cost[0] = 0;
    /* Also at the end, where nothing begins. */
    for (size_t i = 0; i <= letters->count; i++) {
        groups_from(out, cost, i, letters, table, most);
        cost[i + 1] = least(cost[i + 1], cost[i] + ALONE);
    }
    out->whole = cost[letters->count];
}

static uint32_t pair_cost(const struct cross_costs *costs, uint32_t latin,
                          uint32_t native)
{
    const struct cross_pair *pair = &costs->pair[costs->pair_start[latin] + native];

    return pair->row == latin ? pair->cost : CROSS_NEVER;
}

/* One letter that stands for nothing on the other side. */
static uint32_t alone_cost(const struct cross_costs *costs, uint32_t latin,
                           uint32_t native)
{
    uint32_t cost = latin + native == 0 ? CROSS_NEVER : pair_cost(costs, latin, native);

    return cost == CROSS_NEVER ? ALONE : cost;
}

/* What the groups that begin at i and j cost, from a cell that costs `here`. */
static void step(uint32_t cost[SIDE][SIDE], size_t i, size_t j,
                 const struct groups *latin, const struct groups *native,
                 const struct cross_costs *costs)
{
    uint32_t here = cost[i][j];

    for (size_t a = 1; a <= CROSS_LATIN_MOST; a++) {
        uint32_t group = latin->at[i][a];

        if (group == 0)
            continue;
        for (size_t b = 1; b <= CROSS_NATIVE_MOST; b++) {
            uint32_t opposite = native->at[j][b];
            uint32_t pair =
                opposite == 0 ? CROSS_NEVER : pair_cost(costs, group, opposite);

            if (pair != CROSS_NEVER)
                cost[i + a][j + b] = least(cost[i + a][j + b], here + pair);
        }
    }
}

static uint32_t joint_cost(const struct groups *latin, const struct groups *native,
                           const struct cross_costs *costs)
{
    /* One row and column more than is used: the last ones are written to, and not read.
     */
    uint32_t cost[SIDE][SIDE];

    assert(latin->count <= CROSS_MAX + 2 && native->count <= CROSS_MAX + 2);
    for (size_t i = 0; i <= latin->count + 1; i++)
        for (size_t j = 0; j <= native->count + 1; j++)
            cost[i][j] = FAR;
    cost[0][0] = 0;
    for (size_t i = 0; i <= latin->count; i++)
        for (size_t j = 0; j <= native->count; j++) {
            step(cost, i, j, latin, native, costs);
            cost[i + 1][j] = least(cost[i + 1][j], cost[i][j] + latin->alone[i]);
            cost[i][j + 1] = least(cost[i][j + 1], cost[i][j] + native->alone[j]);
        }
    return cost[latin->count][native->count];
}

static void groups_of_both(struct groups *latin, struct groups *native,
                           const struct cross_letters *a, const struct cross_letters *b,
                           const struct cross_costs *costs)
{
    groups_of(latin, a, &costs->latin, CROSS_LATIN_MOST);
    groups_of(native, b, &costs->native, CROSS_NATIVE_MOST);
    for (size_t i = 0; i <= a->count; i++)
        latin->alone[i] = alone_cost(costs, latin->at[i][1], 0);
    for (size_t j = 0; j <= b->count; j++)
        native->alone[j] = alone_cost(costs, 0, native->at[j][1]);
}

static unsigned across(const struct cross_letters *latin,
                       const struct cross_letters *native)
{
    const struct cross_costs *costs =
        native->script == CROSS_ARABIC ? &cross_costs_arabic : &cross_costs_cyrillic;
    struct groups a;
    struct groups b;
    uint32_t apart;
    uint32_t joint;

    groups_of_both(&a, &b, latin, native, costs);
    joint = joint_cost(&a, &b, costs);
    apart = a.whole + b.whole;
    if (joint >= apart)
        return 0;
    return least(NAME_LIKENESS_MOST, 2 * NAME_LIKENESS_MOST * (apart - joint) / apart);
}

/* Both in native letters: the Cyrillic one goes by Latin ones. */
static unsigned by_latin(struct str cyrillic, const struct cross_letters *arabic)
{
    struct cross_letters latin;
    struct name_text text;

    name_romanise(&text, cyrillic, ROMAN_KMU_2010);
    cross_letters_of(&latin, name_text_str(&text));
    return latin.script == CROSS_LATIN ? across(&latin, arabic) : 0;
}

unsigned name_likeness(struct str a, struct str b)
{
    struct cross_letters x;
    struct cross_letters y;

    cross_letters_of(&x, a);
    cross_letters_of(&y, b);
    if (x.count == 0 || y.count == 0)
        return 0;
    if (x.script == y.script)
        return cross_edit_likeness(&x, &y);
    if (x.script == CROSS_LATIN)
        return across(&x, &y);
    if (y.script == CROSS_LATIN)
        return across(&y, &x);
    return x.script == CROSS_CYRILLIC ? by_latin(a, &y) : by_latin(b, &x);
}
