#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/member.h"

static const struct argp_option options[] = {
    {"member", 'm', "ID", 0, "With \"passphrase\": whose, where it is not your own", 0},
    {"pin", 'i', NULL, 0,
     "With \"passphrase\": a PIN of at least 6 digits, for work in the field. It is "
     "bound to this machine, and protects less: docs/members.md says what",
     0},
    {"new-passphrase-file", 'n', "FILE", 0,
     "Read the new passphrase or PIN from FILE (\"-\": standard input)", 0},
    {0},
};

static const struct {
    struct str word;
    enum member_action action;
} actions[] = {
    {STR_INIT("passphrase"), MEMBER_PASSPHRASE},
};

static void take_word(struct member_command *member, char *arg, struct argp_state *state)
{
    struct str word = str_from_c(arg);

    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (member->action == MEMBER_NOTHING && str_equal(word, actions[i].word)) {
            member->action = actions[i].action;
            return;
        }
    cli_misuse(state, "\"%s\" is not understood: stele member --help", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct member_command *member = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = member->cli;
        return 0;
    case 'm':
        member->id = str_from_c(arg);
        return 0;
    case 'i':
        member->is_pin = true;
        return 0;
    case 'n':
        member->file = arg;
        return 0;
    case ARGP_KEY_ARG:
        take_word(member, arg, state);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say what to do: stele member passphrase");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_member(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "passphrase",
        .doc = "Say who works with this archive. \"passphrase\" sets or changes a "
               "member's passphrase on this machine: from then on whoever writes here "
               "signs in first (stele unlock), and the key that signs is sealed to the "
               "members who may.",
        .children = children,
    };
    struct member_command member = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &member, &status))
        return status;
    return member_passphrase(&member);
}
