#include "cli/member.h"
#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "record/roles.h"

static const struct argp_option options[] = {
    {"role", 'r', "ROLE", 0,
     "With \"new\": admin, recorder (default), reviewer, reader or witness; may be "
     "repeated",
     0},
    {"name", 'N', "NAME", 0,
     "With \"new\": the member's name. It is sealed; others see the id alone", 0},
    {"key", 'k', "KEY", 0,
     "With \"new\" and \"role\": the member's public key (age1...), as stele member "
     "passphrase printed it on the member's own machine",
     0},
    {"here", 'H', NULL, 0,
     "With \"new\": the member works on this machine, and types a passphrase now", 0},
    {"member", 'm', "ID", 0, "With \"passphrase\": whose, where it is not your own", 0},
    {"pin", 'i', NULL, 0,
     "A PIN of at least 6 digits instead of a passphrase, for work in the field. It is "
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
    {STR_INIT("new"), MEMBER_NEW},
    {STR_INIT("list"), MEMBER_LIST},
    {STR_INIT("role"), MEMBER_ROLE},
    {STR_INIT("end"), MEMBER_END},
    {STR_INIT("passphrase"), MEMBER_PASSPHRASE},
};

static void take_role(struct member_command *member, const char *word,
                      const struct argp_state *state)
{
    for (unsigned role = 1; role <= ROLE_ALL; role *= 2)
        if (str_equal(role_name(role), str_from_c(word))) {
            member->draft.roles |= role;
            return;
        }
    cli_misuse(state, "\"%s\" is no role: admin, recorder, reviewer, reader or witness",
               word);
}

static void take_word(struct member_command *member, const char *word,
                      const struct argp_state *state)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (member->action == MEMBER_NOTHING &&
            str_equal(str_from_c(word), actions[i].word)) {
            member->action = actions[i].action;
            return;
        }
    if ((member->action == MEMBER_ROLE || member->action == MEMBER_END) &&
        member->id.len == 0)
        member->id = str_from_c(word);
    else if (member->action == MEMBER_ROLE)
        take_role(member, word, state);
    else
        cli_misuse(state, "\"%s\" is not understood: stele member --help", word);
}

static void check_options(const struct member_command *member,
                          const struct argp_state *state)
{
    bool takes_key = member->action == MEMBER_NEW || member->action == MEMBER_ROLE;
    bool takes_lock = member->action == MEMBER_PASSPHRASE || member->draft.is_here;

    if (member->draft.is_here && member->draft.key.len > 0)
        cli_misuse(state, "with --here the key is made now: --key is for a member whose "
                          "passphrase is on another machine");
    if ((member->draft.name.len > 0 || member->draft.is_here) &&
        member->action != MEMBER_NEW)
        cli_misuse(state, "--name and --here belong to stele member new");
    if (member->draft.key.len > 0 && !takes_key)
        cli_misuse(state, "--key belongs to stele member new and stele member role");
    if ((member->draft.is_pin || member->file) && !takes_lock)
        cli_misuse(state, "--pin and --new-passphrase-file belong to stele member "
                          "passphrase, and to stele member new --here");
}

static void check(const struct member_command *member, const struct argp_state *state)
{
    switch (member->action) {
    case MEMBER_NOTHING:
        cli_misuse(state, "say what to do: stele member new, list, role, end or "
                          "passphrase");
        return;
    case MEMBER_ROLE:
        if (member->id.len == 0 || member->draft.roles == 0)
            cli_misuse(state, "say who, and in which roles: stele member role ID ROLE... "
                              "(without any: stele member end ID)");
        break;
    case MEMBER_END:
        if (member->id.len == 0)
            cli_misuse(state, "say who: stele member end ID");
        break;
    case MEMBER_NEW:
    case MEMBER_LIST:
    case MEMBER_PASSPHRASE:
        break;
    }
    check_options(member, state);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct member_command *member = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = member->cli;
        return 0;
    case 'r':
        take_role(member, arg, state);
        return 0;
    case 'N':
        member->draft.name = str_from_c(arg);
        return 0;
    case 'k':
        member->draft.key = str_from_c(arg);
        return 0;
    case 'H':
        member->draft.is_here = true;
        return 0;
    case 'm':
        member->id = str_from_c(arg);
        return 0;
    case 'i':
        member->draft.is_pin = true;
        return 0;
    case 'n':
        member->file = arg;
        return 0;
    case ARGP_KEY_ARG:
        take_word(member, arg, state);
        return 0;
    case ARGP_KEY_END:
        check(member, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(struct member_command *member)
{
    switch (member->action) {
    case MEMBER_NEW:
        return member_make(member);
    case MEMBER_LIST:
        return member_print_list(member);
    case MEMBER_ROLE:
        return member_change(member);
    case MEMBER_END:
        return member_finish(member);
    case MEMBER_PASSPHRASE:
        return member_passphrase(member);
    case MEMBER_NOTHING:
        break;
    }
    return EXIT_USED_WRONGLY;
}

int cmd_member(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "new\nlist\nrole ID ROLE...\nend ID\npassphrase",
        .doc =
            "Say who works with this archive, and in which roles. \"new\" makes a "
            "member, "
            "\"role\" gives other roles in place of those there are, \"end\" takes all "
            "of "
            "them, and ends the devices that this member alone writes: an admin says so. "
            "\"passphrase\" sets or changes a passphrase on this machine: from then on "
            "whoever writes here signs in first (stele unlock), and the key that signs "
            "is "
            "sealed to the members who may.",
        .children = children,
    };
    struct member_command member = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &member, &status))
        return status;
    return run(&member);
}
