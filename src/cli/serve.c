#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/process.h"
#include "cli/cli.h"
#include "cli/commands.h"

enum { HOSTS_MAX = 32, PORT_MAX = 65535 };

struct serve {
    struct cli *cli;
    char *port;
    char *address;
    char *hosts[HOSTS_MAX];
    size_t host_count;
};

static const struct argp_option options[] = {
    {"port", 'p', "N", 0, "The port (default: 8410; 0: any that is free, and printed)",
     0},
    {"listen", 'l', "ADDRESS", 0,
     "The address (default: 127.0.0.1, which only this machine reaches)", 0},
    {"host", 'H', "NAME", 0,
     "A name by which browsers know this server, where a proxy stands in front: "
     "archive.example.org. May be given several times",
     0},
    {0},
};

static void set_port(struct serve *serve, char *text, const struct argp_state *state)
{
    uint64_t port = 0;

    if (!str_to_u64(&port, str_from_c(text)) || port > PORT_MAX)
        cli_misuse(state, "\"%s\" is no port: a number up to 65535", text);
    else
        serve->port = text;
}

/* What browsers send: a name or an address, perhaps with a port, and no scheme. */
static void add_host(struct serve *serve, char *text, const struct argp_state *state)
{
    if (*text == '\0' || strpbrk(text, "/ \t@?#") != NULL)
        cli_misuse(state,
                   "\"%s\" is no host name: without http:// and without a path, please",
                   text);
    else if (serve->host_count == HOSTS_MAX)
        cli_misuse(state, "at most %d host names, please", HOSTS_MAX);
    else
        serve->hosts[serve->host_count++] = text;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct serve *serve = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = serve->cli;
        return 0;
    case 'p':
        set_port(serve, arg, state);
        return 0;
    case 'l':
        serve->address = arg;
        return 0;
    case 'H':
        add_host(serve, arg, state);
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "the archive is named with -C: stele -C \"%s\" serve", arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool is_this_machine(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 ||
           strcmp(address, "localhost") == 0;
}

static void warn(const struct serve *serve)
{
    if (is_this_machine(serve->address))
        return;
    (void)fprintf(
        stderr,
        _("stele serve: %s is an address that other machines reach, and there is no "
          "encryption: whoever is on the way reads passphrases and the archive. Keep "
          "this for a cable between two machines; else listen on 127.0.0.1 and let a "
          "proxy with TLS stand in front (docs/serving.md). Nobody comes in without "
          "signing in.\n"),
        serve->address);
}

/* Becomes the server: only what stands in the arguments and the environment goes on. */
static enum err_code become(struct serve *serve, struct err *err)
{
    struct arena *arena = &serve->cli->arena;
    char json[] = "json";
    char text[] = "text";
    char *args[HOSTS_MAX + 6] = {strdup(serve->cli->folder), serve->address, serve->port,
                                 serve->cli->json ? json : text};
    size_t count = 4;
    char *const *words = NULL;
    char *const *language = message_environment(arena);

    for (size_t i = 0; i < serve->host_count; i++)
        args[count++] = serve->hosts[i];
    if (process_own(&words, arena, "stele-serve", args, err) != ERR_OK)
        return err->code = ERR_IO;
    for (size_t i = 0; language[i]; i++)
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
        (void)putenv(language[i]);
    (void)fflush(NULL);
    (void)execv(words[0], words);
    return err_set_errno(err, "could not start \"%s\"", words[0]);
}

int cmd_serve(struct cli *cli, int argc, char **argv)
{
    static char usual_port[] = "8410";
    static char usual_address[] = "127.0.0.1";
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Serve the archive's pages to a browser, until Ctrl-C: to read it and to "
               "enter into it. Prints the address. Members sign in with their "
               "passphrase; where nobody has one on this machine, the address holds a "
               "key that lets in once. Without --listen only this machine reaches it.",
        .children = children,
    };
    struct serve serve = {.cli = cli, .port = usual_port, .address = usual_address};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &serve, &status))
        return status;
    warn(&serve);
    (void)become(&serve, &err);
    return cli_fail(cli, &err);
}
