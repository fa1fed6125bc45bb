#ifndef NAMES_CROSS_COSTS_H
#define NAMES_CROSS_COSTS_H

/*
 * What it costs that a group of Latin letters and one of native letters stand for each
 * other: -16 ln of their chance. tools/name-costs.py makes these constants from
 * likeness-cyrillic.txt and likeness-arabic.txt, which say how they were estimated.
 */

#include <stdint.h>

enum { CROSS_NEVER = 255, CROSS_LATIN_MOST = 3, CROSS_NATIVE_MOST = 2 };

/* The groups of one side as a tree, and what each costs whatever stands opposite. */
struct cross_groups {
    const uint16_t *next;  /* [node * 64 + letter]: the node of the longer group, or 0 */
    const uint16_t *group; /* [node]: the number of its group, or 0 */
    const uint8_t *whole;  /* [group] */
};

/* The cost of a pair, where the row is that of the Latin group asked for. */
struct cross_pair {
    uint16_t row;
    uint8_t cost;
};

struct cross_costs {
    struct cross_groups latin;
    struct cross_groups native;
    const uint16_t *pair_start;    /* [latin group] */
    const struct cross_pair *pair; /* [pair_start[latin group] + native group] */
};

extern const struct cross_costs cross_costs_cyrillic;
extern const struct cross_costs cross_costs_arabic;

#endif
