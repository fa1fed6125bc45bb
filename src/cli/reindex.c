#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = state->input;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the archive is named with -C: stele -C \"%s\" reindex", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_reindex(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .doc =
            "Build the index anew from the statements and put it in the place of the old "
            "one. The index holds nothing the statements do not say: doing this is "
            "always safe.",
        .children = children,
    };
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, cli, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK)
        return cli_fail(cli, &err);
    /* Without one that could be used, opening has just done it. */
    if (!archive_has_new_index(cli->archive) &&
        archive_reindex(cli->archive, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (!cli->json && !cli->quiet)
        printf(_("index built anew\n"));
    return EXIT_DONE;
}
