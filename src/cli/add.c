#include "cli/add.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/draft.h"
#include "format/foreign.h"

enum { DRAFT_FILE_MAX = 64 * 1024 * 1024 };

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

static enum err_code read_drafts(struct value *out, struct cli *cli, const char *file,
                                 struct err *err)
{
    struct str text;
    enum err_code code =
        strcmp(file, "-") == 0
            ? file_read_stream(&text, &cli->arena, STDIN_FILENO, DRAFT_FILE_MAX, err)
            : file_read(&text, &cli->arena, AT_FDCWD, file, DRAFT_FILE_MAX, err);

    if (code != ERR_OK)
        return code;
    if (foreign_parse(out, &cli->arena, text, err) != ERR_OK)
        return err_context(err, "\"%s\": ", file);
    if (out->type == VALUE_OBJECT) {
        struct value list = value_array();

        value_add(&list, &cli->arena, *out);
        *out = list;
    }
    return ERR_OK;
}

static int add_file(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "FILE\nentity KIND [OPTION...]\npassage SOURCE [OPTION...]\n"
                    "claim ABOUT PROPERTY VALUE [OPTION...]",
        .doc = "Record statements: those of FILE (JSON drafts that name one another by "
               "local ids; - is standard input), all or none of them; or one entity, "
               "passage or claim. stele add claim --help and its like tell the options.",
        .children = children,
    };
    struct add_options add = {.cli = cli};
    struct value drafts = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &add, &status))
        return status;
    if (read_drafts(&drafts, cli, add.file, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return drafts_write(cli, &drafts);
}

int cmd_add(struct cli *cli, int argc, char **argv)
{
    static const struct command kinds[] = {
        {"entity", add_entity, ""},
        {"passage", add_passage, ""},
        {"claim", add_claim, ""},
    };

    for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(argv[1], kinds[i].name) == 0) {
            cli->command = arena_printf(&cli->arena, "add %s", kinds[i].name).ptr;
            return kinds[i].run(cli, argc - 1, argv + 1);
        }
    return add_file(cli, argc, argv);
}
