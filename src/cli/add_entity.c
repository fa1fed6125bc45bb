#include "cli/add.h"

#include "cli/draft.h"

static const struct argp_option options[] = {
    {"class", 'c', "CLASS", 0, "What kind of person, place, act ... it is", 0},
    {"label", 'l', "WORDS", 0, "A working name, never evidence", 0},
    {"several", 's', NULL, 0, "It stands for several things that are not counted", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct draft *draft = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = draft->cli;
        return 0;
    case 'c':
        draft_text(draft, "class", arg);
        return 0;
    case 'l':
        draft_text(draft, "label", arg);
        return 0;
    case 's':
        draft_truth(draft, "several");
        return 0;
    case ARGP_KEY_ARG:
        if (value_get(&draft->members, STR("entity")))
            argp_error(state, "one kind: \"%s\" is the second", arg);
        draft_text(draft, "entity", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say which kind of entity");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int add_entity(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "KIND",
        .doc = "Record that there is something to make statements about. KIND is person, "
               "people, group, place, event, act, remains, item, source, interview, "
               "property or list. What can be disputed is a claim, not part of this.",
        .children = children,
    };
    struct draft draft = {0};
    int status = EXIT_DONE;

    draft_start(&draft, cli, "entity");
    if (!cli_parse(cli, &argp, argc, argv, &draft, &status))
        return status;
    return draft_add(&draft);
}
