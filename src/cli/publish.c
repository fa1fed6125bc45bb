#include "share/publish.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "share/archive_facts.h"
#include "store/store.h"

struct publish_command {
    struct cli *cli;
    const char *folder;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct publish_command *publish = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = publish->cli;
        return 0;
    case ARGP_KEY_ARG:
        if (publish->folder)
            cli_misuse(state, "one folder, please: \"%s\" is the second", arg);
        publish->folder = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say into which folder to publish");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void report_json(struct cli *cli, const struct published_log *log,
                        bool is_synthetic)
{
    struct value line = value_object();
    struct arena *arena = &cli->arena;

    value_set(&line, arena, STR("feed"), value_string(log->feed));
    value_set(&line, arena, STR("size"), value_integer((int64_t)log->size));
    value_set(&line, arena, STR("old_size"), value_integer((int64_t)log->old_size));
    value_set(&line, arena, STR("written"), value_integer((int64_t)log->written));
    value_set(&line, arena, STR("kept"), value_integer((int64_t)log->kept));
    value_set(&line, arena, STR("synthetic"), value_bool(is_synthetic));
    cli_print_json(&line);
}

static void report(struct cli *cli, const struct publication *done, const char *folder)
{
    if (done->is_synthetic && !cli->json)
        printf("%s", _(SYNTHETIC_LINE));
    for (size_t i = 0; i < done->count; i++) {
        const struct published_log *log = &done->logs[i];

        if (cli->json) {
            report_json(cli, log, done->is_synthetic);
            continue;
        }
        printf(_n(log->size, "\"%s/" STR_FMT "\": the log of %" PRIu64 " statements",
                  "\"%s/" STR_FMT "\": the log of %" PRIu64 " statements"),
               folder, STR_ARG(log->feed), log->size);
        if (log->old_size > 0)
            printf(_(", %" PRIu64 " of them published before"), log->old_size);
        printf(_n(log->written, ": %" PRIu64 " files written, %" PRIu64 " as they were\n",
                  ": %" PRIu64 " files written, %" PRIu64 " as they were\n"),
               log->written, log->kept);
    }
    if (!cli->json)
        printf(
            _("It holds commitments only: nobody can read from it what was recorded.\n"));
}

int cmd_publish(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .parser = parse,
        .args_doc = "DIR",
        .doc = "Write the log of every feed as static files into DIR (C2SP tlog-tiles), "
               "for a web server or a copy to somebody else. It holds salted hashes and "
               "a signed checkpoint, no content. Publish again when the archive has "
               "grown: whoever kept an earlier checkpoint can then see that nothing was "
               "changed since.",
        .children = children,
    };
    struct publish_command publish = {.cli = cli};
    struct publication done = {0};
    struct store *store = NULL;
    struct str found = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &publish, &status))
        return status;
    if (store_find(&found, &cli->arena, cli->folder, &err) != ERR_OK ||
        store_open(&store, found.ptr, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (publish_archive(&done, &cli->arena, store, publish.folder, &err) == ERR_OK)
        report(cli, &done, publish.folder);
    else
        status = cli_fail(cli, &err);
    store_close(store);
    return status;
}
