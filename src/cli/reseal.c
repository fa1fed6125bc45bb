#include "record/reseal.h"

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"

enum { KEY_ALL = 'A', KEY_TO = 't' };

struct reseal_command {
    struct cli *cli;
    struct str *names;
    size_t name_count;
    struct str to;
    bool all;
};

static const struct argp_option options[] = {
    {"to", KEY_TO, "COMPARTMENT", 0,
     "Its newest key; a compartment's id, or its name (stele seal list)", 0},
    {"all", KEY_ALL, NULL, 0,
     "Everything that can be opened here and is not sealed to that key", 0},
    {0},
};

static void check_use(const struct reseal_command *reseal, const struct argp_state *state)
{
    if (reseal->to.len == 0)
        cli_misuse(state, "say to which compartment, with --to");
    if (reseal->all == (reseal->name_count > 0))
        cli_misuse(state, "say which statements to seal anew, or --all");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct reseal_command *reseal = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = reseal->cli;
        reseal->names =
            ARENA_ARRAY(&reseal->cli->arena, struct str, (size_t)state->argc + 1);
        return 0;
    case KEY_TO:
        reseal->to = str_from_c(arg);
        return 0;
    case KEY_ALL:
        reseal->all = true;
        return 0;
    case ARGP_KEY_ARG:
        reseal->names[reseal->name_count++] = str_from_c(arg);
        return 0;
    case ARGP_KEY_END:
        check_use(reseal, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code find_refs(struct ref **refs, size_t *count, size_t *shut,
                               struct reseal_command *reseal, struct err *err)
{
    struct cli *cli = reseal->cli;

    if (reseal->all)
        return reseal_find(refs, count, shut, &cli->arena, cli->archive, reseal->to, err);
    *refs = ARENA_ARRAY(&cli->arena, struct ref, reseal->name_count);
    for (size_t i = 0; i < reseal->name_count; i++)
        if (archive_ref_parse(&(*refs)[i], cli->archive, reseal->names[i], err) != ERR_OK)
            return err->code;
    *count = reseal->name_count;
    return ERR_OK;
}

static void tell(struct cli *cli, size_t count, size_t shut)
{
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, &cli->arena, STR("resealed"), value_integer((int64_t)count));
        value_set(&line, &cli->arena, STR("shut"), value_integer((int64_t)shut));
        cli_print_json(&line);
        return;
    }
    printf(
        _n(count, "%zu statement is sealed anew.\n", "%zu statements are sealed anew.\n"),
        count);
    if (shut > 0)
        printf(_n(shut, "%zu statement could not be opened here, and was left.\n",
                  "%zu statements could not be opened here, and were left.\n"),
               shut);
    printf(_("The old bytes are destroyed here. Whoever has the old key still opens what "
             "was copied before: old blocks of the disk, backups, other machines, copies "
             "that stele copy has not brought up to date.\n"));
}

int cmd_reseal(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "STATEMENT...\n--all",
        .doc = "Seal statements anew to the newest key of a compartment: where a key was "
               "lost or stolen, or where other people are to read them. What was said, "
               "and its commitment in the log, stay the same. An admin does it, signed "
               "in with a key that opens them.",
        .children = children,
    };
    struct reseal_command reseal = {.cli = cli};
    struct ref *refs = NULL;
    size_t count = 0;
    size_t shut = 0;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &reseal, &status))
        return status;
    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        find_refs(&refs, &count, &shut, &reseal, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (!cli->json)
        cli_mark_synthetic(cli);
    if (count > 0 &&
        reseal_statements(cli->archive, refs, count, reseal.to, &err) != ERR_OK)
        return cli_fail(cli, &err);
    tell(cli, count, shut);
    return EXIT_DONE;
}
