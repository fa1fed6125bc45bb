#ifndef CLI_MEMBER_H
#define CLI_MEMBER_H

/* The parts of `stele member`. */

#include "cli/cli.h"

enum member_action { MEMBER_NOTHING, MEMBER_PASSPHRASE };

struct member_command {
    struct cli *cli;
    enum member_action action;
    struct str id;
    bool is_pin;
    const char *file; /* with the new passphrase */
};

int member_passphrase(struct member_command *member);

#endif
