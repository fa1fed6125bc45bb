#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/passphrase.h"
#include "record/member.h"
#include "record/session.h"

struct unlock {
    struct cli *cli;
    struct str member;
    const char *file;
    uint32_t seconds;
};

static const struct argp_option options[] = {
    {"member", 'm', "ID", 0,
     "Who signs in (needed where several members have a passphrase on this machine)", 0},
    {"for", 'f', "TIME", 0,
     "How long a session that nobody uses lasts: 90s, 10m, 8h (default: 10m, at most: "
     "24h)",
     0},
    {"passphrase-file", 'p', "FILE", 0,
     "Read the passphrase or PIN from FILE (\"-\": standard input)", 0},
    {0},
};

/* "10m" as seconds. */
static bool read_time(uint32_t *out, struct str text)
{
    uint64_t n = 0;
    uint64_t unit = str_ends_with(text, STR("h"))   ? 3600
                    : str_ends_with(text, STR("m")) ? 60
                    : str_ends_with(text, STR("s")) ? 1
                                                    : 0;

    if (unit == 0 || !str_to_u64(&n, str_prefix(text, text.len - 1)) || n == 0 ||
        n > SESSION_SECONDS_MAX / unit)
        return false;
    *out = (uint32_t)(n * unit);
    return true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct unlock *unlock = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = unlock->cli;
        return 0;
    case 'm':
        unlock->member = str_from_c(arg);
        return 0;
    case 'f':
        if (!read_time(&unlock->seconds, str_from_c(arg)))
            cli_misuse(state,
                       "\"%s\" is no time for a session: say 90s, 10m or 8h, at most 24h",
                       arg);
        return 0;
    case 'p':
        unlock->file = arg;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state, "\"%s\" is not understood: who signs in is said with --member",
                   arg);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void report(const struct unlock *unlock, struct str member)
{
    struct cli *cli = unlock->cli;
    struct value line = value_object();
    unsigned minutes = (unlock->seconds + 59) / 60;

    if (!cli->json) {
        printf(_n(minutes,
                  "Member %.*s is signed in, until nothing was done for %u minute "
                  "(stele lock ends it at once).\n",
                  "Member %.*s is signed in, until nothing was done for %u minutes "
                  "(stele lock ends it at once).\n"),
               STR_ARG(member), minutes);
        return;
    }
    value_set(&line, &cli->arena, STR("member"), value_string(member));
    value_set(&line, &cli->arena, STR("seconds"), value_integer(unlock->seconds));
    cli_print_json(&line);
}

static enum err_code sign_in(struct unlock *unlock, struct str *member, struct err *err)
{
    struct cli *cli = unlock->cli;
    struct passphrase typed = {0};
    bool is_pin = false;
    bool is_shared = false;
    enum err_code code =
        member_find_lock(member, &is_pin, &cli->arena, cli->archive, err);

    if (code == ERR_OK)
        code = passphrase_ask(&typed, unlock->file, *member, is_pin, err);
    if (code == ERR_OK)
        code = member_sign_in(&is_shared, cli->archive, *member, passphrase_str(&typed),
                              unlock->seconds, err);
    passphrase_forget(&typed);
    /* The passphrase is right, and nobody stays signed in: that is what was asked. */
    return code == ERR_OK && !is_shared ? (err->code = ERR_DENIED) : code;
}

int cmd_unlock(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Sign in on this machine with the passphrase or PIN of a member. What the "
               "member may read opens, and what is written here is the member's, until "
               "\"stele lock\", until nothing was done for a while, or until the machine "
               "is switched off. The member's key lies in the kernel's key ring "
               "meanwhile, never on a disk.",
        .children = children,
    };
    struct unlock unlock = {.cli = cli, .seconds = SESSION_SECONDS};
    struct str member;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &unlock, &status))
        return status;
    /* Opening the archive is not to sign in first: once is enough. */
    if (cli_open(cli, ARCHIVE_SIGNED_OUT, &err) != ERR_OK)
        return cli_fail(cli, &err);
    member = unlock.member;
    if (sign_in(&unlock, &member, &err) != ERR_OK)
        return cli_fail(cli, &err);
    report(&unlock, member);
    return EXIT_DONE;
}
