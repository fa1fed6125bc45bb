#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "record/session.h"

struct lock {
    struct cli *cli;
    bool all;
};

static const struct argp_option options[] = {
    {"all", 'a', NULL, 0, "Sign out of every archive, wherever it is", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct lock *lock = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = lock->cli;
        return 0;
    case 'a':
        lock->all = true;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is not understood: stele lock takes no argument", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int cmd_lock(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Sign out on this machine: the member's key is taken from the kernel's "
               "key ring, and commands that run go no further than what they are about "
               "to write. To sign in again: stele unlock.",
        .children = children,
    };
    struct lock lock = {.cli = cli};
    struct value line = value_object();
    struct err err = {0};
    int status = EXIT_DONE;
    size_t ended;

    if (!cli_parse(cli, &argp, argc, argv, &lock, &status))
        return status;
    if (!lock.all && cli_open(cli, ARCHIVE_SIGNED_OUT, &err) != ERR_OK)
        return cli_fail(cli, &err);
    ended = lock.all ? session_forget_all() : session_forget(archive_id(cli->archive));
    if (cli->json) {
        value_set(&line, &cli->arena, STR("ended"), value_integer((int64_t)ended));
        cli_print_json(&line);
    } else if (ended == 0) {
        printf(_("Nobody was signed in.\n"));
    } else {
        printf(_n(ended, "%zu session has ended.\n", "%zu sessions have ended.\n"),
               ended);
    }
    return EXIT_DONE;
}
