#ifndef CLI_DRAFT_H
#define CLI_DRAFT_H

/* One statement built from a command's options, for add, assess, decide and withdraw. */

#include "cli/cli.h"

struct draft {
    struct cli *cli;
    struct value members; /* an object */
};

void draft_start(struct draft *draft, struct cli *cli, const char *kind);
void draft_text(struct draft *draft, const char *member, const char *text);
void draft_truth(struct draft *draft, const char *member);

/* Add text to the list `member`, which the first call makes. */
void draft_list(struct draft *draft, const char *member, const char *text);

/* "key=value" into the object `member`; a value of digits only becomes an integer. False
 * without '='. */
bool draft_pair(struct draft *draft, const char *member, const char *pair);

/* Write it to the archive as its own commit and tell the reference. Returns the exit
 * status. */
int draft_add(struct draft *draft);

/* Write an array of drafts (record/drafts.h) as one commit and tell every reference. */
int drafts_write(struct cli *cli, const struct value *drafts);

#endif
