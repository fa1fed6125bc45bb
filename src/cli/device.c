#include "cli/device.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"

static const struct argp_option options[] = {
    {"member", 'm', "ID", 0,
     "With \"new\": whose device this is. With \"admit\": who writes there (may be "
     "repeated)",
     0},
    {"at", 'a', "SIZE", 0,
     "With \"end\": how many statements of it count (default: as many as are here)", 0},
    {0},
};

static const struct {
    struct str word;
    enum device_action action;
} actions[] = {
    {STR_INIT("new"), DEVICE_NEW},
    {STR_INIT("list"), DEVICE_LIST},
    {STR_INIT("admit"), DEVICE_ADMIT},
    {STR_INIT("end"), DEVICE_END},
};

static void take_word(struct device_command *device, const char *word,
                      const struct argp_state *state)
{
    bool takes_feed = device->action == DEVICE_ADMIT || device->action == DEVICE_END;

    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (device->action == DEVICE_NONE &&
            str_equal(str_from_c(word), actions[i].word)) {
            device->action = actions[i].action;
            return;
        }
    if (takes_feed && device->which.len == 0)
        device->which = str_from_c(word);
    else
        cli_misuse(state,
                   "\"%s\" is not understood: stele device new, list, admit KEY, or end "
                   "FEED",
                   word);
}

static void take_member(struct device_command *device, const char *word,
                        const struct argp_state *state)
{
    if (device->member_count == DEVICE_MEMBERS_MAX)
        cli_misuse(state, "one device has at most %d members", DEVICE_MEMBERS_MAX);
    device->members[device->member_count++] = str_from_c(word);
}

static void check(const struct device_command *device, const struct argp_state *state)
{
    bool takes_members = device->action == DEVICE_NEW || device->action == DEVICE_ADMIT;

    if (device->member_count > 0 && !takes_members)
        cli_misuse(state, "--member belongs to stele device new and admit");
    if (device->member_count > 1 && device->action == DEVICE_NEW)
        cli_misuse(state, "a new device is one member's; more are named when it is "
                          "admitted");
    if (device->at != DEVICE_ALL && device->action != DEVICE_END)
        cli_misuse(state, "--at belongs to stele device end");
    if (device->action == DEVICE_ADMIT && device->which.len == 0)
        cli_misuse(state, "say which: stele device admit KEY, with the key that stele "
                          "device new printed there");
    if (device->action == DEVICE_END && device->which.len == 0)
        cli_misuse(state, "say which: stele device end FEED (stele device list)");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct device_command *device = state->input;
    uint64_t size = 0;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = device->cli;
        return 0;
    case 'm':
        take_member(device, arg, state);
        return 0;
    case 'a':
        if (!str_to_u64(&size, str_from_c(arg)) || size > INT64_MAX)
            cli_misuse(state, "\"%s\" is no number of statements", arg);
        device->at = (int64_t)size;
        return 0;
    case ARGP_KEY_ARG:
        take_word(device, arg, state);
        return 0;
    case ARGP_KEY_END:
        check(device, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- list --- */

static const char *ground_word(enum admission_ground ground)
{
    switch (ground) {
    case ADMISSION_FOUNDING:
        return "founding";
    case ADMISSION_BY_ADMIN:
        return "admitted";
    case ADMISSION_REPLACEMENT:
        return "replacement";
    case ADMISSION_NONE:
        break;
    }
    return "not_admitted";
}

static struct value members_of(const struct admission *a)
{
    return a->members ? *a->members : value_array();
}

static void print_json(struct cli *cli, const struct device *device)
{
    const struct admission *a = device->admission;
    struct digest_text root = digest_text(&device->root);
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("feed"), value_string(device->feed));
    value_set(&line, arena, STR("admission"),
              value_string(str_from_c(ground_word(a->ground))));
    value_set(&line, arena, STR("by"),
              device->by.len > 0 ? value_string(device->by) : value_null());
    value_set(&line, arena, STR("replaces"),
              a->replaces.len > 0 ? value_string(a->replaces) : value_null());
    value_set(&line, arena, STR("size"), value_integer((int64_t)device->size));
    value_set(&line, arena, STR("root"),
              value_string(arena_str(arena, str_from_c(root.hex))));
    value_set(&line, arena, STR("members"), members_of(a));
    value_set(&line, arena, STR("until"),
              device->ended_by.len > 0 ? value_integer((int64_t)a->until) : value_null());
    value_set(&line, arena, STR("contested"), value_bool(a->is_contested));
    value_set(&line, arena, STR("key_here"), value_bool(device->is_ours));
    value_set(&line, arena, STR("written_here"), value_bool(device->is_writing));
    cli_print_json(&line);
}

static void print_ground(const struct device *device)
{
    const struct admission *a = device->admission;

    switch (a->ground) {
    case ADMISSION_FOUNDING:
        printf(_("  the founding feed\n"));
        return;
    case ADMISSION_BY_ADMIN:
        printf(_("  admitted by an admin in feed %.*s\n"), STR_ARG(device->by));
        return;
    case ADMISSION_REPLACEMENT:
        printf(_("  goes on for feed %.*s, signed by that feed's key\n"),
               STR_ARG(device->by));
        return;
    case ADMISSION_NONE:
        break;
    }
    if (a->replaces.len > 0)
        printf(_("  not admitted: it says that it goes on for feed %.*s, without a valid "
                 "signature of that feed's key\n"),
               STR_ARG(a->replaces));
    else
        printf(
            _("  not admitted: what it says is kept, and decides and counts nothing\n"));
}

static void print_device(const struct device *device)
{
    const struct admission *a = device->admission;

    printf(
        _n(device->size, "%.*s: %" PRIu64 " statement", "%.*s: %" PRIu64 " statements"),
        STR_ARG(device->feed), device->size);
    if (device->is_writing)
        printf(_(", written on this machine"));
    else if (device->is_ours)
        printf(_(", its key is on this machine"));
    printf("\n");
    print_ground(device);
    if (device->ended_by.len > 0)
        printf(_n(a->until, "  ended at %" PRIu64 " statement, in feed %.*s\n",
                  "  ended at %" PRIu64 " statements, in feed %.*s\n"),
               a->until, STR_ARG(device->ended_by));
    if (a->is_contested)
        printf(
            _("  a feed that may not end it says that it is ended: an open conflict\n"));
    if (a->members && a->members->count > 1)
        printf(_n(a->members->count, "  its key vouches for %u member:\n",
                  "  its key vouches for %u members; which of them wrote what rests on "
                  "that machine alone:\n"),
               a->members->count);
    for (uint32_t i = 0; a->members && i < a->members->count; i++)
        if (a->members->items[i].type == VALUE_STRING)
            printf(_("  member %.*s\n"), STR_ARG(a->members->items[i].string));
}

static int list_devices(struct cli *cli)
{
    struct err err = {0};

    if (device_read(cli->archive, &err) != ERR_OK)
        return cli_fail(cli, &err);
    cli_mark_synthetic(cli);
    for (uint32_t n = 0; n < device_count(cli->archive); n++) {
        struct device device = device_at(cli->archive, n);

        if (cli->json)
            print_json(cli, &device);
        else
            print_device(&device);
    }
    return EXIT_DONE;
}

/* --- new --- */

static void tell_json(struct cli *cli, const struct device_made *made)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();

    value_set(&line, arena, STR("feed"), value_string(made->feed));
    value_set(&line, arena, STR("key"), value_string(made->vkey));
    value_set(&line, arena, STR("admitted"), value_bool(made->is_admitted));
    value_set(&line, arena, STR("replaces"),
              made->replaces.len > 0 ? value_string(made->replaces) : value_null());
    if (made->replaces.len > 0)
        value_set(&line, arena, STR("ends_at"), value_integer((int64_t)made->ends_at));
    cli_print_json(&line);
}

static void tell(const struct device_made *made)
{
    printf(_("This machine now writes feed %.*s.\n"), STR_ARG(made->feed));
    if (made->replaces.len > 0)
        printf(_n(made->ends_at,
                  "It goes on for feed %.*s, which ends at %" PRIu64
                  " statement: that feed's key has signed it.\n",
                  "It goes on for feed %.*s, which ends at %" PRIu64
                  " statements: that feed's key has signed it.\n"),
               STR_ARG(made->replaces), made->ends_at);
    if (!made->is_admitted)
        printf(
            _("It is not admitted yet: what is written here is kept and shown here, and "
              "decides and counts nothing until an admin of the archive admits this "
              "key:\n%.*s\n"),
            STR_ARG(made->vkey));
}

static int make_device(struct device_command *device)
{
    struct cli *cli = device->cli;
    struct device_made made = {0};
    struct err err = {0};

    if (device_new(&made, &cli->arena, cli->archive, device->members[0], &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json)
        tell_json(cli, &made);
    else
        tell(&made);
    return EXIT_DONE;
}

int cmd_device(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "new\nlist\nadmit KEY|FEED\nend FEED",
        .doc = "Each machine writes a feed of its own, with a key of its own. \"list\" "
               "tells which feeds the archive has, which count, and which is this "
               "machine's. \"new\" begins one for this machine: where the archive was "
               "brought here from another, where an older copy of it was put back, or "
               "where its feed was ended. An admin says the rest: \"admit\" lets what "
               "that machine's key signs count, \"end\" lets it count no longer: where "
               "a machine was lost, stolen or given away.",
        .children = children,
    };
    struct device_command device = {.cli = cli, .at = DEVICE_ALL};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &device, &status))
        return status;
    if (device.action == DEVICE_ADMIT)
        return device_run_admit(&device);
    if (device.action == DEVICE_END)
        return device_run_end(&device);
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK)
        return cli_fail(cli, &err);
    return device.action == DEVICE_NEW ? make_device(&device) : list_devices(cli);
}
