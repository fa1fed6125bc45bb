#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"prefer", 'p', "STATEMENT", 0, "The one that is preferred", 0},
    {"rule", 'R', "RULE", 0, "By which rule, such as nearest_to_speaker", 0},
    {"reason", 'r', "WORDS", 0, "Why", 0},
    {"supersedes", 's', "STATEMENT", 0, "The earlier decision that this one replaces", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 'p':
        draft_text(draft, "prefer", arg);
        return 0;
    case 'R':
        draft_text(draft, "rule", arg);
        return 0;
    case 'r':
        draft_text(draft, "reason", arg);
        return 0;
    case 's':
        draft_text(draft, "supersedes", arg);
        return 0;
    case ARGP_KEY_ARG:
        draft_list(draft, "among", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say among which claims to decide");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_decide(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "CLAIM CLAIM...",
        .doc = "Prefer one of several conflicting claims. The others stay in the record, "
               "and "
               "a later decision may say otherwise.",
        .children = children,
    };
    struct draft draft = {0};
    int status = EXIT_DONE;

    draft_start(&draft, cli, "decide");
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    return draft_add(&draft);
}
