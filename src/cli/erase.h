#ifndef CLI_ERASE_H
#define CLI_ERASE_H

/* What the erase*.c files of cli/ share. */

#include "cli/cli.h"
#include "record/erase.h"

struct erase_command {
    struct cli *cli;
    struct str *names;
    size_t name_count;
    struct str ground;
    const char *rows;
    bool confirms;
    bool lists;
    bool with_dependents;
    bool alone;
};

/* `of` of everything that is to go with the targets; see erase.c. */
struct erase_plan {
    struct value *targets;
    size_t count;
    size_t own; /* how many of them were named */
    struct erase_reached *reached;
    size_t reached_count;
    bool has_rows;
};

/* Everything that the names mean, and what else speaks of it. */
MUST_USE enum err_code erase_plan_reach(struct erase_plan *plan, struct cli *cli,
                                        struct err *err);

/* What else speaks of it is told; true when it was said what is to become of it. */
bool erase_is_settled(const struct erase_command *erase, const struct erase_plan *plan);

int erase_run_confirm(struct erase_command *erase);
int erase_run_list(struct cli *cli);

void erase_print_reached(struct cli *cli, const struct erase_plan *plan);
void erase_print_asked(struct cli *cli, const struct ref *asked, size_t count);

/* After it is done: what it does not reach. */
MUST_USE enum err_code erase_print_done(struct cli *cli, const struct ref *asked,
                                        size_t count, struct err *err);

#endif
