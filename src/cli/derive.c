#include "intake/derive.h"

#include <fcntl.h>
#include <stdio.h>

#include "base/file.h"
#include "base/message.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "format/foreign.h"
#include "record/page_text.h"
#include "sheet/subject.h"

enum {
    KEY_TOOL = 256,
    KEY_VERSION,
    KEY_PARAMETERS,
    KEY_BY,
    KEY_AS,
    KEY_HOW,
    KEY_LANG,
    KEY_PAGE,
    KEY_REVIEWER,
    KEY_NOTE,
    KEY_SEAL
};

struct derive_command {
    struct cli *cli;
    struct derive_job job;
    const char *object;
    const char *file;
    const char *parameters;
    struct value parameters_value;
};

static const struct argp_option options[] = {
    {"how", KEY_HOW, "HOW", 0,
     "How the text was made: text (taken out of the file), ocr (recognised on an image), "
     "transcript, translation",
     0},
    {"tool", KEY_TOOL, "NAME", 0, "The program that made it", 0},
    {"tool-version", KEY_VERSION, "VERSION", 0, "The program's version", 0},
    {"parameters", KEY_PARAMETERS, "JSON", 0,
     "What the program was told, such as '{\"psm\":6}'", 0},
    {"by", KEY_BY, "PERSON", 0, "The person who made it", 0},
    {"as", KEY_AS, "CAPACITY", 0, "In what capacity: sworn translator, volunteer …", 0},
    {"lang", KEY_LANG, "CODE", 0, "The language of the text, such as uk", 0},
    {"page", KEY_PAGE, "N", 0, "The page of the file that the text begins with", 0},
    {"reviewer", KEY_REVIEWER, "PERSON", 0, "Who has checked it against the file", 0},
    {"note", KEY_NOTE, "WORDS", 0, "A remark", 0},
    {"seal", KEY_SEAL, "COMPARTMENT", OPTION_ARG_OPTIONAL,
     "Seal the text, and what is said of it, although the file stands open. The text of "
     "a "
     "sealed file always is",
     0},
    {0},
};

static void parse_page(struct derive_command *command, const char *arg,
                       struct argp_state *state)
{
    uint64_t page = 0;

    if (!str_to_u64(&page, str_from_c(arg)) || page == 0 || page > 100000)
        cli_misuse(state, "--page takes a number from 1 to 100000");
    command->job.page = (int64_t)page;
}

static void parse_argument(struct derive_command *command, const char *arg,
                           struct argp_state *state)
{
    if (!command->object)
        command->object = arg;
    else if (!command->file)
        command->file = arg;
    else
        cli_misuse(state, "one file and one text at a time, please");
}

/* Which member of the job an option fills; NULL: one that needs more than that. */
static struct str *text_of(struct derive_job *job, int key)
{
    switch (key) {
    case KEY_HOW:
        return &job->how;
    case KEY_TOOL:
        return &job->tool;
    case KEY_VERSION:
        return &job->version;
    case KEY_BY:
        return &job->person;
    case KEY_AS:
        return &job->capacity;
    case KEY_LANG:
        return &job->lang;
    case KEY_REVIEWER:
        return &job->reviewer;
    case KEY_NOTE:
        return &job->note;
    default:
        return NULL;
    }
}

static void check_all(const struct derive_command *command, struct argp_state *state)
{
    const struct derive_job *job = &command->job;

    if (!command->object || !command->file)
        cli_misuse(state, "say which preserved file, and the file with its text (\"-\": "
                          "standard input)");
    else if (!page_text_is_how(job->how))
        cli_misuse(state, "say with --how how the text was made: text, ocr, transcript "
                          "or translation");
    else if ((job->tool.len > 0) == (job->person.len > 0))
        cli_misuse(state,
                   "say who made the text: --tool and --tool-version of a program, "
                   "or --by and --as of a person");
    else if ((job->tool.len > 0) != (job->version.len > 0))
        cli_misuse(state, "--tool and --tool-version go together");
    else if ((job->person.len > 0) != (job->capacity.len > 0))
        cli_misuse(state, "--by and --as go together");
    else if (command->parameters && job->tool.len == 0)
        cli_misuse(state, "--parameters are those of a --tool");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct derive_command *command = state->input;
    struct str *text = text_of(&command->job, key);

    if (text) {
        *text = str_from_c(arg);
        return 0;
    }
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case KEY_PARAMETERS:
        command->parameters = arg;
        return 0;
    case KEY_PAGE:
        parse_page(command, arg, state);
        return 0;
    case KEY_SEAL:
        command->job.must_seal = true;
        command->job.compartment = str_from_c(arg);
        return 0;
    case ARGP_KEY_ARG:
        parse_argument(command, arg, state);
        return 0;
    case ARGP_KEY_END:
        check_all(command, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code read_parameters(struct derive_command *command, struct err *err)
{
    if (!command->parameters)
        return ERR_OK;
    if (foreign_parse(&command->parameters_value, &command->cli->arena,
                      str_from_c(command->parameters), err) != ERR_OK)
        return err_context(err, "--parameters: ");
    command->job.parameters = &command->parameters_value;
    return ERR_OK;
}

static enum err_code read_text(struct derive_command *command, struct err *err)
{
    struct str *text = &command->job.text;
    struct arena *arena = &command->cli->arena;

    if (str_equal(str_from_c(command->file), STR("-")))
        return file_read_stream(text, arena, STDIN_FILENO, PAGE_TEXT_BYTES_MAX, err);
    return file_read(text, arena, AT_FDCWD, command->file, PAGE_TEXT_BYTES_MAX, err);
}

static enum err_code find_object(struct derive_command *command, struct err *err)
{
    struct cli *cli = command->cli;
    struct sheet sheet;
    enum err_code code = sheet_open(&sheet, &cli->arena, cli->archive, STR(""), err);

    if (code != ERR_OK)
        return code;
    code = subject_file(&command->job.of, &sheet, str_from_c(command->object), err);
    sheet_close(&sheet);
    return code;
}

static void print_json(struct cli *cli, const struct derive_result *result)
{
    struct value line = value_object();
    struct digest_text sha256 = digest_text(&result->sha256);

    value_set(&line, &cli->arena, STR("outcome"),
              value_string(result->existed ? STR("unchanged") : STR("derived")));
    value_set(&line, &cli->arena, STR("pages"), value_integer(result->pages));
    value_set(&line, &cli->arena, STR("sealed"), value_bool(result->is_sealed));
    value_set(&line, &cli->arena, STR("sha256"), value_string(str_from_c(sha256.hex)));
    value_set(&line, &cli->arena, STR("statement"),
              value_string(archive_ref_text(cli->archive, &cli->arena, result->ref)));
    cli_print_json(&line);
}

static void print_result(struct cli *cli, const struct derive_result *result)
{
    struct str ref = archive_ref_short(cli->archive, &cli->arena, result->ref);
    struct buf line = {0};

    if (cli->json) {
        print_json(cli, result);
        return;
    }
    cli_mark_synthetic(cli);
    if (result->existed)
        buf_printf(&line,
                   _n(result->pages,
                      "the same text of %s page is recorded already: " STR_FMT,
                      "the same text of %s pages is recorded already: " STR_FMT),
                   cli_number(cli, (uint64_t)result->pages), STR_ARG(ref));
    else if (result->is_sealed)
        buf_printf(&line,
                   _n(result->pages, "text of %s page recorded, sealed: " STR_FMT,
                      "text of %s pages recorded, sealed: " STR_FMT),
                   cli_number(cli, (uint64_t)result->pages), STR_ARG(ref));
    else
        buf_printf(&line,
                   _n(result->pages, "text of %s page recorded: " STR_FMT,
                      "text of %s pages recorded: " STR_FMT),
                   cli_number(cli, (uint64_t)result->pages), STR_ARG(ref));
    buf_char(&line, '\n');
    cli_print(buf_str(&line));
    buf_release(&line);
}

int cmd_derive(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FILE TEXT",
        .doc =
            "Record a text that somebody or a program made of a preserved file, so "
            "that stele find finds its words page by page. FILE is the preserved "
            "file's name, SHA-256 or statement; TEXT is the file that holds the text "
            "(\"-\": standard input), in UTF-8, at most 64 MiB, a form feed after "
            "each page as pdftotext and tesseract write it.\vA better text of the same "
            "file is recorded beside the earlier one; withdraw what is wrong.",
        .children = children,
    };
    struct derive_command command = {.cli = cli};
    struct derive_result result;
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        read_parameters(&command, &err) != ERR_OK ||
        find_object(&command, &err) != ERR_OK || read_text(&command, &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (derive(&result, &cli->arena, cli->archive, &command.job, &err) != ERR_OK)
        return cli_fail(cli, &err);
    print_result(cli, &result);
    return EXIT_DONE;
}
