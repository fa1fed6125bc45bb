#ifndef INTAKE_MATCH_H
#define INTAKE_MATCH_H

/*
 * Which row of a later release is which row of an earlier one. A key that one row has on
 * either side says it. Rows that share their key are told by what they say, and what is
 * left by their place among those that share it. Rows without a key are told by what they
 * say; by place only where just as many stand between the same two neighbours.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define MATCH_NOTHING UINT32_MAX

struct match_row {
    struct str key;      /* empty: none */
    uint64_t content[2]; /* the same for rows that say the same */
};

enum match_how { MATCH_NONE, MATCH_BY_KEY, MATCH_BY_CONTENT, MATCH_BY_PLACE };

struct match {
    uint32_t partner; /* the earlier row, or MATCH_NOTHING */
    enum match_how how;
    bool is_same; /* it says the same */
};

/* out: one for each later row. No earlier row is the partner of two. */
void match_rows(struct match *out, const struct match_row *earlier,
                uint32_t earlier_count, const struct match_row *later,
                uint32_t later_count);

#endif
