#include "cli/add.h"

#include <stdio.h>

#include "cli/commands.h"
#include "cli/draft.h"

struct add_options {
    struct cli *cli;
    const char *file;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct add_options *add = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = add->cli;
        return 0;
    case ARGP_KEY_ARG:
        if (add->file)
            cli_misuse(state, "one file at a time: \"%s\" is the second", arg);
        add->file = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say what to add");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int add_file(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "FILE\nentity KIND [OPTION...]\npassage SOURCE [OPTION...]\n"
                    "claim ABOUT PROPERTY VALUE [OPTION...]\nplace WORDS [OPTION...]",
        .doc = "Record statements: those of FILE (JSON drafts that name one another by "
               "local ids; - is standard input), all or none of them; or one entity, "
               "passage or claim; or a place with what a source says of where it is. "
               "stele add claim --help and its like tell the options.",
        .children = children,
    };
    struct add_options add = {.cli = cli};
    struct value drafts = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &add, &status))
        return status;
    if (drafts_read(&drafts, cli, add.file, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return drafts_write(cli, &drafts);
}

int cmd_add(struct cli *cli, int argc, char **argv)
{
    static const struct command kinds[] = {
        {"entity", add_entity, ""},
        {"passage", add_passage, ""},
        {"claim", add_claim, ""},
        {"place", add_place, ""},
    };

    for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(argv[1], kinds[i].name) == 0) {
            cli->command = arena_printf(&cli->arena, "add %s", kinds[i].name).ptr;
            return kinds[i].run(cli, argc - 1, argv + 1);
        }
    return add_file(cli, argc, argv);
}
