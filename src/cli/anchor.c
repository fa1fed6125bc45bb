#include "cli/anchor.h"

#include "cli/commands.h"
#include "store/store.h"

enum err_code anchor_archive_open(struct anchor_archive *out, struct cli *cli,
                                  struct err *err)
{
    struct str found = {0};

    if (store_find(&found, &cli->arena, cli->folder, err) != ERR_OK ||
        store_open(&out->store, found.ptr, err) != ERR_OK ||
        archive_facts_read(&out->facts, &cli->arena, out->store, err) != ERR_OK)
        return err->code;
    return anchor_source_open(&out->source, &cli->arena, out->store, err);
}

void anchor_archive_close(struct anchor_archive *archive)
{
    anchor_source_close(&archive->source);
    store_close(archive->store);
}

int cmd_anchor(struct cli *cli, int argc, char **argv)
{
    static const struct command forms[] = {
        {"list", anchor_list, ""},
        {"request", anchor_request, ""},
        {"accept", anchor_accept, ""},
    };

    for (size_t i = 0; argc > 1 && i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(argv[1], forms[i].name) == 0) {
            cli->command = arena_printf(&cli->arena, "anchor %s", forms[i].name).ptr;
            return forms[i].run(cli, argc - 1, argv + 1);
        }
    return anchor_paper_print(cli, argc, argv);
}
