#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "record/genesis.h"
#include "record/schema.h"
#include "sheet/clock_text.h"

struct clock_command {
    struct cli *cli;
    const char *reads;
    const char *against;
    const char *uncertainty;
    const char *who;
    const char *note;
    int64_t reads_s;
};

static const struct argp_option options[] = {
    {"reads", 'r', "TIME", 0,
     "What the other clock shows at this moment, in UTC: 2026-11-25T10:00:30Z", 0},
    {"against", 'a', "KIND", 0,
     "What the other clock is: satellite (a GPS receiver), network_time, radio, phone, "
     "person (another person's clock), timestamp, published_hash",
     0},
    {"uncertainty", 'u', "SECONDS", 0, "By how much the comparison may be off", 0},
    {"who", 'w', "TEXT", 0, "Whose clock it is, or which device", 0},
    {"note", 'n', "TEXT", 0, "Anything that matters for it", 0},
    {0},
};

static void check_complete(struct clock_command *command, struct argp_state *state)
{
    if (!command->reads)
        cli_misuse(state, "say with --reads what the other clock shows: "
                          "2026-11-25T10:00:30Z");
    else if (!clock_parse(&command->reads_s, str_from_c(command->reads)))
        cli_misuse(state, "\"%s\" is no time in UTC like 2026-11-25T10:00:30Z",
                   command->reads);
    else if (!command->against)
        cli_misuse(state, "say with --against what the other clock is");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct clock_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case 'r':
        command->reads = arg;
        return 0;
    case 'a':
        command->against = arg;
        return 0;
    case 'u':
        command->uncertainty = arg;
        return 0;
    case 'w':
        command->who = arg;
        return 0;
    case 'n':
        command->note = arg;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the time is given with --reads \"%s\"", arg);
        return 0;
    case ARGP_KEY_END:
        check_complete(command, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void set_text(struct value *draft, struct arena *arena, struct str key,
                     const char *text)
{
    if (text)
        value_set(draft, arena, key, value_string(str_from_c(text)));
}

/* Seconds by which this clock is ahead of the other one. */
static struct value draft_of(const struct clock_command *command, int64_t now_s)
{
    struct arena *arena = &command->cli->arena;
    struct value draft = value_object();
    int64_t seconds = 0;

    value_set(&draft, arena, STR("kind"), value_string(STR("clock")));
    set_text(&draft, arena, STR("method"), command->against);
    set_text(&draft, arena, STR("other"), command->reads);
    value_set(&draft, arena, STR("offset_s"), value_integer(now_s - command->reads_s));
    if (command->uncertainty && str_to_i64(&seconds, str_from_c(command->uncertainty)))
        value_set(&draft, arena, STR("uncertainty_s"), value_integer(seconds));
    else
        set_text(&draft, arena, STR("uncertainty_s"), command->uncertainty);
    set_text(&draft, arena, STR("who"), command->who);
    set_text(&draft, arena, STR("note"), command->note);
    return draft;
}

static enum err_code record(struct ref *ref, struct cli *cli, const struct value *draft,
                            struct err *err)
{
    enum err_code code = archive_begin(cli->archive, err);

    if (code != ERR_OK)
        return code;
    code = archive_add(cli->archive, ref, draft, err);
    if (code == ERR_OK)
        return archive_commit(cli->archive, err);
    archive_rollback(cli->archive);
    return code;
}

static void report(struct cli *cli, const struct value *draft, struct ref ref)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    struct buf sentence = {0};

    if (cli->json) {
        value_set(&line, arena, STR("kind"), value_string(STR("clock")));
        value_set(&line, arena, STR("ref"),
                  value_string(archive_ref_text(cli->archive, arena, ref)));
        value_set(&line, arena, STR("offset_s"), *value_get(draft, STR("offset_s")));
        cli_print_json(&line);
        return;
    }
    cli_mark_synthetic(cli);
    clock_sentence(&sentence, draft);
    cli_print(buf_str(&sentence));
    printf(_("\nrecorded as " STR_FMT "\n"),
           STR_ARG(archive_ref_short(cli->archive, arena, ref)));
    buf_release(&sentence);
}

int cmd_clock(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc =
            "Record how far this machine's clock is from another one, so that the times "
            "in statements can be judged. Read the other clock, type the command, and "
            "press Enter when it shows that time. Nothing is set, and no statement is "
            "changed.",
        .children = children,
    };
    struct clock_command command = {.cli = cli};
    struct clock_text now = {{0}};
    struct value draft;
    struct ref ref;
    int64_t now_s = 0;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    /* Before anything that takes time: a question, or waiting for the lock. */
    if (clock_now(&now, &err) != ERR_OK)
        return cli_fail(cli, &err);
    (void)clock_parse(&now_s, str_from_c(now.text));
    draft = draft_of(&command, now_s);
    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        record(&ref, cli, &draft, &err) != ERR_OK)
        return cli_fail(cli, &err);
    report(cli, &draft, ref);
    return EXIT_DONE;
}
