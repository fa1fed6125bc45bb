#include "cli/recovery.h"

#include "cli/commands.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct cli *cli = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = cli;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is none of split, combine and drill", arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say which: split, combine or drill");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_recovery(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "split [OPTION...]\ncombine [SHARE...] [OPTION...]\ndrill [SHARE...] "
                    "[OPTION...]",
        .doc =
            "Share a key out among people, on paper, so that a number of them together "
            "give it back and fewer learn nothing. \"split\" makes the sheets, "
            "\"combine\" puts the key together when it was lost, \"drill\" only tries "
            "whether that would work, and notes the day for stele doctor. stele "
            "recovery split --help and its like tell the options.",
        .children = children,
    };
    static const struct command forms[] = {
        {"split", recovery_split, ""},
        {"combine", recovery_combine, ""},
        {"drill", recovery_drill, ""},
    };
    int status = EXIT_DONE;

    for (size_t i = 0; argc > 1 && i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(argv[1], forms[i].name) == 0) {
            cli->command = arena_printf(&cli->arena, "recovery %s", forms[i].name).ptr;
            return forms[i].run(cli, argc - 1, argv + 1);
        }
    return cli_parse(cli, &argp, argc, argv, cli, &status) ? EXIT_USED_WRONGLY : status;
}
