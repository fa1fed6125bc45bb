#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"

#include <stdio.h>

struct init_options {
    struct cli *cli;
    const char *folder;
    const char *name;
    bool is_synthetic;
};

static const struct argp_option options[] = {
    {"name", 'n', "NAME", 0,
     "What people call the archive (default: the folder's name). It is public: no "
     "person's name, no place that must stay secret",
     0},
    {"synthetic", 's', NULL, 0,
     "Test data: lifts the protection of witnesses, and every output says so for ever",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct init_options *init = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = init->cli;
        return 0;
    case 'n':
        init->name = arg;
        return 0;
    case 's':
        init->is_synthetic = true;
        return 0;
    case ARGP_KEY_ARG:
        if (init->folder)
            cli_misuse(state, "one folder, please: \"%s\" is the second", arg);
        init->folder = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say in which folder the archive is to be");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* "cases/kharkiv/" is called "kharkiv". */
static struct str last_part(struct str path)
{
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    while (str_find(path, '/', 0) < path.len)
        (void)str_cut(&path, '/');
    return path;
}

static void report(struct cli *cli, const struct init_options *init)
{
    struct str id = archive_id(cli->archive);
    struct value line = value_object();

    if (cli->json) {
        value_set(&line, &cli->arena, STR("archive"), value_string(id));
        value_set(&line, &cli->arena, STR("name"),
                  value_string(archive_name(cli->archive)));
        value_set(&line, &cli->arena, STR("folder"),
                  value_string(str_from_c(init->folder)));
        value_set(&line, &cli->arena, STR("synthetic"), value_bool(init->is_synthetic));
        cli_print_json(&line);
        return;
    }
    cli_mark_synthetic(cli);
    printf(_("archive " STR_FMT " made in \"%s\"\n"), STR_ARG(id), init->folder);
    printf(_("Write this id down, on paper: it is what a stranger has to trust; "
             "everything else follows from it by signatures.\n"));
}

int cmd_init(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FOLDER",
        .doc =
            "Make a new archive in FOLDER, which is missing or empty. The key that signs "
            "it stays outside, in this machine's state folder.",
        .children = children,
    };
    struct init_options init = {.cli = cli};
    struct err err = {0};
    struct str name;
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &init, &status))
        return status;
    name = init.name ? str_from_c(init.name) : last_part(str_from_c(init.folder));
    if (archive_create(&cli->archive, init.folder, name, init.is_synthetic, &err) !=
        ERR_OK)
        return cli_fail(cli, &err);
    report(cli, &init);
    return EXIT_DONE;
}
