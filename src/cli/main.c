#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/language.h"

static const char *const doc = N_(
    "The record for people who document atrocities: keeps originals untouched, records "
    "who did what to whom with a source behind every claim, and lets a stranger check "
    "it.\vCommands:");

enum { OPTION_MEMBER = 0x100, OPTION_PASSPHRASE_FILE };

static const struct argp_option options[] = {
    {"archive", 'C', "ARCHIVE", 0,
     "The archive's folder, or one below it (default: where you are)", 0},
    {"member", OPTION_MEMBER, "ID", 0,
     "Who gives the passphrase (needed where several have one on this machine)", 0},
    {"passphrase-file", OPTION_PASSPHRASE_FILE, "FILE", 0,
     "Sign in for this command alone, with the passphrase in FILE (\"-\": standard "
     "input). As a rule: stele unlock",
     0},
    {0},
};

const char *argp_program_version = "stele " STELE_VERSION;

struct invocation {
    struct cli *cli;
    int command_at; /* where in argv the command stands; 0 when there is none */
};

/* As if the environment had said so: record/session.c looks there. */
static error_t set(const char *variable, const char *value)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): threads start after the options are read */
    return setenv(variable, value, 1) == 0 ? 0 : ENOMEM;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): argp fixes the type */
static error_t parse_global(int key, char *arg, struct argp_state *state)
{
    struct invocation *invocation = state->input;

    switch (key) {
    case 'C':
        invocation->cli->folder = arg;
        return 0;
    case OPTION_MEMBER:
        return set("STELE_MEMBER", arg);
    case OPTION_PASSPHRASE_FILE:
        return set("STELE_PASSPHRASE_FILE", arg);
    case ARGP_KEY_ARG:
        invocation->command_at = state->next - 1;
        state->next = state->argc; /* the rest is the command's own */
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static char *list_commands(int key, const char *text, void *input)
{
    struct buf list = {0};

    if (key != ARGP_KEY_HELP_POST_DOC)
        return language_help(key, text, input);
    buf_append(&list, str_from_c(text));
    buf_char(&list, '\n');
    for (size_t i = 0; i < command_count; i++)
        buf_printf(&list, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
    buf_printf(&list, "\n%s\n", _("stele COMMAND --help tells a command's options."));
    buf_char(&list, '\0');
    return list.ptr; /* argp frees what differs from text */
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void refuse_command(const char *name)
{
    struct buf shown = {0};

    cli_append_shown(&shown, str_from_c(name));
    (void)fprintf(stderr,
                  _("stele: \"" STR_FMT "\" is no command; stele --help lists them\n"),
                  STR_ARG(buf_str(&shown)));
    buf_release(&shown);
}

/* What was printed may still fail to arrive: a full disk must not look like success. */
static int flush_output(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    perror(_("stele: could not write the output"));
    return EXIT_COULD_NOT;
}

int main(int argc, char **argv)
{
    static const struct argp global = {
        .options = options,
        .parser = parse_global,
        .args_doc = "COMMAND [ARGUMENT...]",
        .doc = NULL,
        .help_filter = list_commands,
    };
    static char self[] = "stele";
    struct argp argp = global;
    struct cli cli = {.folder = ".", .command = ""};
    struct invocation invocation = {&cli, 0};
    const struct command *command;
    int status;

    language_start(argc, argv);
    argv[0] = self; /* messages name the program, not where it lies */
    argp.doc = doc;
    argp_err_exit_status = EXIT_USED_WRONGLY;
    argp_program_version_hook = NULL;
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): threads start after the options are read */
    status = argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &invocation);
    if (status == ENOMEM) /* the only failure that argp is silent about */
        out_of_memory(0);
    if (status != 0)
        return EXIT_USED_WRONGLY;
    if (invocation.command_at == 0) {
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): as above */
        argp_help(&argp, stderr, ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK,
                  argv[0]);
        return EXIT_USED_WRONGLY;
    }
    cli.command = argv[invocation.command_at];
    command = find_command(cli.command);
    if (!command) {
        refuse_command(cli.command);
        return EXIT_USED_WRONGLY;
    }
    status =
        command->run(&cli, argc - invocation.command_at, argv + invocation.command_at);
    if (cli.archive && archive_notice(cli.archive).len > 0)
        cli_remark(&cli, "stele %s: " STR_FMT, cli.command,
                   STR_ARG(archive_notice(cli.archive)));
    archive_close(cli.archive);
    status = flush_output(status);
    arena_free(&cli.arena);
    return status;
}
