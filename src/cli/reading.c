#include "cli/reading.h"

#include <stdlib.h>

#include "base/message.h"
#include "cli/language.h"

enum { KEY_WHY = 3000, WHY_MAX = 2000 };

static const struct argp_option options[] = {
    {"why", KEY_WHY, "TEXT", 0,
     "Why you read this: recorded where something of it is not open to everybody "
     "(default: STELE_WHY)",
     9},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct cli *cli = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = cli;
        return 0;
    case KEY_WHY:
        if (str_from_c(arg).len > WHY_MAX)
            cli_misuse(state, "--why takes at most %d bytes", WHY_MAX);
        cli->why = arg;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};

const struct argp cli_reading_argp = {.options = options,
                                      .parser = parse,
                                      .children = children,
                                      .help_filter = language_help};

enum err_code reading_begin(struct access *out, struct cli *cli, const char *did,
                            struct str words, struct err *err)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment */
    const char *why = cli->why ? cli->why : getenv("STELE_WHY");
    const struct access_request request = {
        .did = str_from_c(did),
        .command = str_from_c(cli->command),
        .why = str_prefix(str_from_c(why), WHY_MAX),
        .words = words,
    };

    return access_begin(out, &cli->arena, cli->archive, &request, err);
}

/* Said even under --quiet: whoever answers for the log must know of the gap. */
void reading_tell_unlogged(const struct cli *cli, const struct err *err)
{
    struct buf why = {0};

    cli_append_shown(&why, str_from_c(err->message));
    (void)fprintf(stderr, "stele %s: ", cli->command);
    (void)fprintf(stderr, _("nobody can see later who read this: %s\n"), buf_text(&why));
    buf_release(&why);
}

enum err_code reading_commit(struct access *reading, struct cli *cli, struct err *err)
{
    enum access_outcome outcome = ACCESS_OPEN;

    if (access_commit(&outcome, reading, err) != ERR_OK)
        return err->code;
    if (outcome == ACCESS_UNLOGGED)
        reading_tell_unlogged(cli, err);
    return ERR_OK;
}
