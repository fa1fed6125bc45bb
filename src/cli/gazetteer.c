#include "cli/gazetteer.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/shipped.h"
#include "cli/commands.h"

enum { KEY_TITLE = 256, KEY_LICENCE, KEY_ATTRIBUTION, KEY_ALTERNATES, KEY_DIVISIONS };

static const struct argp_option options[] = {
    {"name", 'n', "NAME", 0,
     "With import: what to call it here, in small letters, digits and hyphens; one of "
     "that name makes room for it",
     0},
    {"map", 'm', "WORD=COLUMN,...", 0,
     "With import: which columns of a table are what: name, name:LANGUAGE, other, old, "
     "code, parent, kind, class, lat, lon, population, pcode, katottg, geonames",
     0},
    {"alternates", KEY_ALTERNATES, "FILE", 0,
     "With import of a dump of GeoNames: its alternateNamesV2.txt, for names with their "
     "languages",
     0},
    {"divisions", KEY_DIVISIONS, "FILE", 0,
     "With import of a dump of GeoNames: its admin1CodesASCII.txt or admin2Codes.txt, "
     "for "
     "regions and districts that the dump has only codes of. May be given several times",
     0},
    {"title", KEY_TITLE, "TEXT", 0, "With import: what it is, for people", 0},
    {"attribution", KEY_ATTRIBUTION, "TEXT", 0,
     "With import: whom to name beside what comes from it", 0},
    {"licence", KEY_LICENCE, "TEXT", 0, "With import: on which terms it is given", 0},
    {0},
};

static void add_file(const char **files, size_t *count, const char *file,
                     const struct argp_state *state)
{
    if (*count == GAZETTEER_FILES_MAX)
        cli_misuse(state, "at most %d files, please", GAZETTEER_FILES_MAX);
    else
        files[(*count)++] = file;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct gazetteer_command *command = state->input;
    struct gazetteer_import *import = &command->import;

    switch (key) {
    case 'n':
        import->name = str_from_c(arg);
        if (!gazetteer_name_is_valid(import->name))
            cli_misuse(state,
                       "\"%s\" is no name: at most 40 small letters, digits and hyphens, "
                       "please",
                       arg);
        break;
    case 'm':
        import->map = str_from_c(arg);
        break;
    case KEY_ALTERNATES:
        add_file(command->alternates, &import->alternates_count, arg, state);
        break;
    case KEY_DIVISIONS:
        add_file(command->divisions, &import->divisions_count, arg, state);
        break;
    case KEY_TITLE:
        import->title = str_from_c(arg);
        break;
    case KEY_ATTRIBUTION:
        import->attribution = str_from_c(arg);
        break;
    case KEY_LICENCE:
        import->licence = str_from_c(arg);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    command->option = arg;
    return 0;
}

static void check_words(const struct gazetteer_command *command,
                        const struct argp_state *state)
{
    const char *word = command->word_count > 0 ? command->words[0] : "";
    bool is_import = strcmp(word, "import") == 0;
    bool is_list = strcmp(word, "list") == 0;

    if (!is_import && !is_list && strcmp(word, "show") != 0 &&
        strcmp(word, "remove") != 0)
        cli_misuse(state, "say what to do: import, list, show or remove");
    if (is_import && command->word_count < 2)
        cli_misuse(state, "say which file to import: stele gazetteer import FILE");
    if (is_list && command->word_count > 1)
        cli_misuse(state, "\"%s\" has no place here: list shows all of them",
                   command->words[1]);
    if (!is_import && !is_list && command->word_count < 2)
        cli_misuse(state, "say which gazetteer: stele gazetteer %s NAME", word);
    if (!is_import && command->option)
        cli_misuse(state, "\"%s\" belongs to an option that goes with import",
                   command->option);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct gazetteer_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case ARGP_KEY_ARG:
        if (command->word_count == 2)
            cli_misuse(state, "too many words: \"%s\" has no place here", arg);
        command->words[command->word_count++] = arg;
        return 0;
    case ARGP_KEY_END:
        check_words(command, state);
        return 0;
    default:
        return parse_option(key, arg, state);
    }
}

enum err_code gazetteer_own_folder(const char **out, struct cli *cli, struct err *err)
{
    struct str home = gazetteers_home(&cli->arena);

    if (home.len == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no place for gazetteers: set HOME or XDG_DATA_HOME");
    *out = home.ptr;
    return ERR_OK;
}

enum err_code gazetteer_open_all(struct gazetteers **out, struct cli *cli,
                                 struct err *err)
{
    const struct gazetteer_info *infos;
    size_t count;

    if (gazetteers_open(out, gazetteers_home(&cli->arena),
                        shipped_folder(&cli->arena, "gazetteers"), err) != ERR_OK)
        return err->code;
    infos = gazetteers_info(*out, &count);
    for (size_t i = 0; i < count; i++)
        if (infos[i].problem.len > 0)
            cli_remark(cli, "%s", infos[i].problem.ptr);
    return ERR_OK;
}

static int run_remove(struct gazetteer_command *command)
{
    struct str name = str_from_c(command->words[1]);
    const char *folder = NULL;
    struct err err = {0};

    if (gazetteer_own_folder(&folder, command->cli, &err) != ERR_OK ||
        gazetteer_remove(folder, name, &err) != ERR_OK)
        return cli_fail(command->cli, &err);
    if (!command->cli->json && !command->cli->quiet)
        printf(_("removed %s\n"), command->words[1]);
    return EXIT_DONE;
}

int cmd_gazetteer(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "import FILE\nlist\nshow NAME|PLACE\nremove NAME",
        .doc =
            "Gazetteers say which places there are: reference data of this machine, for "
            "all archives. Import reads a dump of GeoNames, KATOTTG, a table of P-codes "
            "of Ukraine, or any table with a mapping; list says which there are, show "
            "what is known about one, or about a place (GAZETTEER:CODE), and remove "
            "takes one away (docs/places.md).\vA gazetteer is imported whole or not at "
            "all. Exit status 1: rows could not be used; they are named, and the others "
            "were taken.",
        .children = children,
    };
    struct gazetteer_command command = {.cli = cli};
    int status = EXIT_DONE;

    command.import.alternates = command.alternates;
    command.import.divisions = command.divisions;
    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (strcmp(command.words[0], "import") == 0)
        return gazetteer_run_import(&command);
    if (strcmp(command.words[0], "list") == 0)
        return gazetteer_run_list(&command);
    return strcmp(command.words[0], "show") == 0 ? gazetteer_run_show(&command)
                                                 : run_remove(&command);
}
