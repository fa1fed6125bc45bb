#include <inttypes.h>
#include <stdio.h>

#include "base/message.h"
#include "cli/device.h"

/* stele device admit and end: what an admin says. */

static void tell_admitted(struct cli *cli, const struct device_admitted *admitted)
{
    struct arena *arena = &cli->arena;
    struct value line = value_object();
    uint32_t count = admitted->members->count;

    if (cli->json) {
        value_set(&line, arena, STR("feed"), value_string(admitted->feed));
        value_set(&line, arena, STR("members"), *admitted->members);
        value_set(&line, arena, STR("here"), value_bool(admitted->is_here));
        cli_print_json(&line);
        return;
    }
    printf(_n(count,
              "Feed %.*s is admitted: what its key signs counts, and vouches for %u "
              "member.\n",
              "Feed %.*s is admitted: what its key signs counts, and vouches for %u "
              "members.\n"),
           STR_ARG(admitted->feed), count);
    if (!admitted->is_here)
        printf(
            _("Its statements are not in this folder yet: bring a copy of this archive "
              "to that machine and back with stele copy.\n"));
}

int device_run_admit(struct device_command *device)
{
    struct cli *cli = device->cli;
    struct device_admitted admitted = {0};
    struct err err = {0};

    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        device_admit(&admitted, &cli->arena, cli->archive, device->which, device->members,
                     device->member_count, &err) != ERR_OK)
        return cli_fail(cli, &err);
    tell_admitted(cli, &admitted);
    return EXIT_DONE;
}

int device_run_end(struct device_command *device)
{
    struct cli *cli = device->cli;
    struct device_ended ended = {0};
    struct value line = value_object();
    struct err err = {0};

    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        device_end(&ended, &cli->arena, cli->archive, device->which, device->at, &err) !=
            ERR_OK)
        return cli_fail(cli, &err);
    if (cli->json) {
        value_set(&line, &cli->arena, STR("feed"), value_string(ended.feed));
        value_set(&line, &cli->arena, STR("size"), value_integer((int64_t)ended.size));
        cli_print_json(&line);
        return EXIT_DONE;
    }
    printf(_n(ended.size,
              "Feed %.*s ends at %" PRIu64
              " statement: what its key signs from there on is kept, and never counts.\n",
              "Feed %.*s ends at %" PRIu64
              " statements: what its key signs from there on is kept, and never "
              "counts.\n"),
           STR_ARG(ended.feed), ended.size);
    return EXIT_DONE;
}
