#include "cli/commands.h"
#include "cli/draft.h"

static const struct argp_option options[] = {
    {"reason", 'r', "CODE", 0,
     "typing_error, misread_source, source_corrected or new_information", 0},
    {"note", 'n', "WORDS", 0, "What was wrong, in words", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 'r':
        draft_text(draft, "reason", arg);
        return 0;
    case 'n':
        draft_text(draft, "note", arg);
        return 0;
    case ARGP_KEY_ARG:
        if (value_get(&draft->members, STR("of")))
            argp_error(state, "one statement at a time: \"%s\" is the second", arg);
        draft_text(draft, "of", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say which statement is withdrawn");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_withdraw(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "STATEMENT",
        .doc = "Take a statement back. It stays in the record and in its history; it no "
               "longer counts.",
        .children = children,
    };
    struct draft draft = {0};
    int status = EXIT_DONE;

    draft_start(&draft, cli, "withdraw");
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    return draft_add(&draft);
}
