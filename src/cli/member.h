#ifndef CLI_MEMBER_H
#define CLI_MEMBER_H

/* The parts of `stele member`. */

#include "cli/cli.h"
#include "record/member.h"

enum member_action {
    MEMBER_NOTHING,
    MEMBER_NEW,
    MEMBER_LIST,
    MEMBER_ROLE,
    MEMBER_END,
    MEMBER_PASSPHRASE
};

struct member_command {
    struct cli *cli;
    enum member_action action;
    struct str id;
    struct member_draft draft;
    const char *file; /* with the new passphrase */
};

int member_print_list(struct member_command *member);
int member_make(struct member_command *member);
int member_change(struct member_command *member);
int member_finish(struct member_command *member);
int member_passphrase(struct member_command *member);

#endif
