#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"status", 's', "STATUS", 0,
     "accepted, conflict, work_needed, rejected or cannot_say", 0},
    {"reason", 'r', "WORDS", 0, "Why", 0},
    {"public-note", 'p', "WORDS", 0,
     "A note that may be published; a conflict must have one", 0},
    {"independence", 'i', "WORD", 0,
     "Whether sources are independent: established, not_established, dependent", 0},
    {"standard", 'S', "WORDS", 0, "The standard of proof that was applied", 0},
    {"rule", 'R', "WORDS", 0, "The rule that was applied, with its version", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 's':
        draft_text(draft, "status", arg);
        return 0;
    case 'r':
        draft_text(draft, "reason", arg);
        return 0;
    case 'p':
        draft_text(draft, "note_public", arg);
        return 0;
    case 'i':
        draft_text(draft, "independence", arg);
        return 0;
    case 'S':
        draft_text(draft, "standard", arg);
        return 0;
    case 'R':
        draft_text(draft, "rule", arg);
        return 0;
    case ARGP_KEY_ARG:
        draft_list(draft, "of", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say which statements are assessed");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_assess(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "STATEMENT...",
        .doc =
            "Record what somebody thinks of statements. An assessment is never part of "
            "the claim: both stay as they were.",
        .children = children,
    };
    struct draft draft = {0};
    int status = EXIT_DONE;

    draft_start(&draft, cli, "assess");
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    return draft_add(&draft);
}
