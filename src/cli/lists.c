#include "cli/lists.h"

#include <string.h>

#include "cli/commands.h"
#include "cli/reading.h"
#include "record/query.h"

enum { KEY_AS_OF_VERSION = 256, KEY_CSV };

static const struct argp_option options[] = {
    {"as-of-version", KEY_AS_OF_VERSION, "VERSION", 0,
     "With show: the list as that release has it (default: the newest)", 0},
    {"csv", KEY_CSV, NULL, 0, "With show or diff: CSV, for a spreadsheet", 0},
    {"as-of", 'a', "FRONTIER|DAY", 0, "Only what was recorded then", 0},
    {0},
};

static void check_words(const struct lists_command *lists, const struct argp_state *state)
{
    bool is_show = lists->word_count > 0 && strcmp(lists->words[0], "show") == 0;
    bool is_diff = lists->word_count > 0 && strcmp(lists->words[0], "diff") == 0;

    if (lists->word_count > 0 && !is_show && !is_diff)
        cli_misuse(state, "\"%s\" is neither show nor diff", lists->words[0]);
    if (is_show && lists->word_count != 2)
        cli_misuse(state, "say which list to show: stele lists show LIST");
    if (is_diff && lists->word_count < 2)
        cli_misuse(state, "say what to compare: stele lists diff LIST, or two versions");
    if (lists->version && !is_show)
        cli_misuse(state, "--as-of-version goes with: stele lists show LIST");
    if (lists->is_csv && lists->word_count == 0)
        cli_misuse(state, "--csv goes with show and with diff");
    if (lists->is_csv && lists->cli->json)
        cli_misuse(state, "--csv and --json are two forms: choose one");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct lists_command *lists = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = lists->cli;
        return 0;
    case KEY_AS_OF_VERSION:
        lists->version = arg;
        return 0;
    case KEY_CSV:
        lists->is_csv = true;
        return 0;
    case 'a':
        lists->as_of = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (lists->word_count == 4)
            cli_misuse(state, "too many words: \"%s\" has no place here", arg);
        lists->words[lists->word_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        check_words(lists, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static struct str word(const struct lists_command *lists, size_t i)
{
    return str_from_c(lists->words[i]);
}

/* Of a list alone: its last two versions. */
static enum err_code find_last_two(const struct list_version **from,
                                   const struct list_version **to,
                                   const struct list_versions *versions, struct err *err)
{
    size_t found = 0;

    for (size_t i = versions->count; i > 0 && found < 2; i--) {
        const struct list_version *version = &versions->items[i - 1];

        if (!version->imports[0].is_closed)
            continue;
        *(found == 0 ? to : from) = version;
        found++;
    }
    if (found < 2)
        return err_set(err, ERR_NOT_FOUND,
                       "the list \"" STR_FMT
                       "\" has not two versions yet: there is nothing to compare",
                       STR_ARG(str_prefix(versions->list.label, 100)));
    return ERR_OK;
}

/* The tables of a list, for a reader: the rows of all of them are shown or compared. */
static enum err_code check_reading(struct lists_command *lists,
                                   const struct list_versions *versions, struct err *err)
{
    struct cli *cli = lists->cli;
    struct import_list imports = {0};
    struct gate_item *items;
    size_t count = 0;

    if (query_imports(&imports, &cli->arena, archive_index(cli->archive),
                      lists->view.view, versions->list.id, err) != ERR_OK)
        return err->code;
    items = ARENA_ARRAY(&cli->arena, struct gate_item, imports.count + 1);
    for (size_t i = 0; i < imports.count; i++)
        if (!ref_is_none(imports.items[i].source))
            items[count++] = (struct gate_item){.thing = GATE_STATEMENT,
                                                .ref = imports.items[i].source};
    return gate_reading(cli, &lists->gate, items, count, err);
}

static enum err_code print_diff(struct lists_command *lists, struct err *err)
{
    const struct list_versions *versions = NULL;
    const struct list_version *from = NULL;
    const struct list_version *to = NULL;
    struct archive *archive = lists->cli->archive;
    size_t at = lists->word_count - 2; /* of A, when two versions are named */

    if (lists->word_count == 2) {
        if (lists_find(&versions, lists, word(lists, 1), err) != ERR_OK ||
            check_reading(lists, versions, err) != ERR_OK ||
            find_last_two(&from, &to, versions, err) != ERR_OK)
            return err->code;
        return lists_print_diff(lists, versions, from, to, err);
    }
    if ((lists->word_count == 3
             ? lists_find_pair(&versions, lists, word(lists, 1), word(lists, 2), err)
             : lists_find(&versions, lists, word(lists, 1), err)) != ERR_OK ||
        check_reading(lists, versions, err) != ERR_OK ||
        list_versions_find(&from, versions, archive, word(lists, at), err) != ERR_OK ||
        list_versions_find(&to, versions, archive, word(lists, at + 1), err) != ERR_OK)
        return err->code;
    return lists_print_diff(lists, versions, from, to, err);
}

static enum err_code run(struct lists_command *lists, struct err *err)
{
    struct cli *cli = lists->cli;
    const struct list_versions *versions = NULL;
    enum err_code code =
        lists->as_of ? archive_view_as_of(&lists->view, &cli->arena, cli->archive,
                                          str_from_c(lists->as_of), err)
                     : archive_view_now(&lists->view, &cli->arena, cli->archive, err);

    if (code != ERR_OK || lists_read(lists, err) != ERR_OK)
        return err->code;
    if (lists->word_count == 0)
        return lists_print_all(lists, err);
    if (strcmp(lists->words[0], "diff") == 0)
        return print_diff(lists, err);
    if (lists_find(&versions, lists, word(lists, 1), err) != ERR_OK ||
        check_reading(lists, versions, err) != ERR_OK)
        return err->code;
    return lists_print_state(lists, versions, err);
}

int cmd_lists(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "\nshow LIST\ndiff LIST [A B]\ndiff A B",
        .doc = "Show the lists that were imported, with their versions; a list as a "
               "version has it (show); what two versions have differently, column by "
               "column (diff; the last two where none are named). LIST is a name or an "
               "id; A and B are releases, numbers of versions, or references of imports "
               "(docs/lists.md).",
        .children = children,
    };
    struct lists_command lists = {.cli = cli};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &lists, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        reading_begin(&lists.reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (!lists.is_csv)
        cli_mark_synthetic(cli);
    else if (archive_is_synthetic(cli->archive))
        cli_remark(cli, "SYNTHETIC archive: test data, nobody and nothing real");
    if (run(&lists, &err) != ERR_OK)
        status = gate_status(cli, &lists.gate, &err);
    access_end(&lists.reading);
    return status;
}
