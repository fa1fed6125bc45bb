#ifndef SHEET_SHARE_PAPER_H
#define SHEET_SHARE_PAPER_H

/*
 * The sheet of paper that one keeper of a share gets (crypto/shares.h). It is in English
 * and in Ukrainian whatever language the program speaks: who keeps it may read either,
 * and may read it in ten years. It names neither the archive nor the compartment in
 * words: whoever finds it should not learn what it is a part of.
 */

#include "sheet/paper.h"

#include "crypto/share_text.h"

struct share_paper {
    const struct share *share;
    const struct share_text *text;
    size_t count;     /* of the set */
    struct str owner; /* the compartment's or member's id, as it is shown */
    struct str day;   /* on which it was made */
    bool is_synthetic;
};

/* One page, behind those that are there. */
void share_paper_add(struct paper *paper, const struct share_paper *facts);

/* The set's id as people see it: 8 hexadecimal digits, and a NUL. */
struct share_set_text {
    char text[2 * SHARES_ID + 1];
};
struct share_set_text share_set_text(const struct shares_set *set);

#endif
