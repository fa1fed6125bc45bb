#include "intake/preserve.h"

#include <stdio.h>

#include "base/message.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "intake/finding.h"
#include "record/compartment.h"

enum { KEY_FROM = 256, KEY_HOW, KEY_ON, KEY_SEAL, KEY_WHERE };

struct preserve_command {
    struct cli *cli;
    struct preserve_options options;
    bool is_check;
    bool is_sealed;
    struct str compartment; /* empty: the usual one */
};

static const struct argp_option options[] = {
    {"check", 'c', NULL, 0,
     "Preserve nothing: read the source and the stored bytes again, and say whether "
     "every "
     "file is in the archive",
     0},
    {"from", KEY_FROM, "WHOM", 0, "From whom the files were obtained", 0},
    {"where", KEY_WHERE, "PLACE", 0, "Where they were obtained", 0},
    {"on", KEY_ON, "DATE", 0, "When they were obtained, as an EDTF date: 2022-09-12", 0},
    {"how", KEY_HOW, "WORDS", 0, "How they were obtained (default: copied)", 0},
    {"seal", KEY_SEAL, "COMPARTMENT", OPTION_ARG_OPTIONAL,
     "Seal the files, and what is recorded about them, while they are read: to this "
     "compartment, or the usual one. A field device always does",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct preserve_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case 'c':
        command->is_check = true;
        return 0;
    case KEY_FROM:
        command->options.from = str_from_c(arg);
        return 0;
    case KEY_WHERE:
        command->options.where = str_from_c(arg);
        return 0;
    case KEY_ON:
        command->options.on = str_from_c(arg);
        return 0;
    case KEY_HOW:
        command->options.how = str_from_c(arg);
        return 0;
    case KEY_SEAL:
        command->is_sealed = true;
        command->compartment = str_from_c(arg);
        return 0;
    case ARGP_KEY_ARGS:
        command->options.paths = (const char *const *)(state->argv + state->next);
        command->options.path_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): one thread */
        cli_misuse(state, "say which files or folders to preserve");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* A file name must not drive the terminal: what is no text is shown escaped. */
static void append_shown(struct buf *out, struct str name)
{
    for (size_t at = 0; at < name.len;) {
        size_t len = utf8_sequence(str_after(name, at));
        struct str part = {name.ptr + at, len > 0 ? len : 1};

        if (finding_is_text(part))
            buf_append(out, part);
        else
            for (size_t i = 0; i < part.len; i++)
                buf_printf(out, "\\x%02x", (unsigned)(unsigned char)part.ptr[i]);
        at += part.len;
    }
}

/* One line on stderr for a file that is not in the archive. */
static void complain(const char *root, struct str path, struct str reason)
{
    struct buf file = {0};
    struct buf folder = {0};

    append_shown(&file, path);
    append_shown(&folder, str_from_c(root));
    (void)fprintf(stderr, _("\"%s\" in \"%s\": " STR_FMT "\n"), buf_text(&file),
                  buf_text(&folder), STR_ARG(reason));
    buf_release(&file);
    buf_release(&folder);
}

static void print_json(struct cli *cli, const struct preserve_outcome *outcome)
{
    static const struct str kinds[] = {
        [PRESERVE_NEW] = STR_INIT("preserved"),
        [PRESERVE_DUPLICATE] = STR_INIT("found_again"),
        [PRESERVE_UNCHANGED] = STR_INIT("unchanged"),
        [PRESERVE_RESUMED] = STR_INIT("resumed"),
        [PRESERVE_REFUSED] = STR_INIT("refused"),
    };
    struct arena arena = {0};
    struct value line = value_object();
    struct digest_text hex = digest_text(&outcome->sha256);

    value_set(&line, &arena, STR("outcome"), value_string(kinds[outcome->kind]));
    finding_set_bytes(&line, &arena, STR("root"), STR("root_hex"),
                      str_from_c(outcome->root));
    finding_set_bytes(&line, &arena, STR("path"), STR("path_hex"), outcome->path);
    if (outcome->kind == PRESERVE_REFUSED) {
        value_set(&line, &arena, STR("reason"), value_string(outcome->reason));
    } else {
        value_set(&line, &arena, STR("sha256"), value_string(str_from_c(hex.hex)));
        value_set(&line, &arena, STR("size"), value_integer((int64_t)outcome->size));
    }
    if (outcome->type) {
        value_set(&line, &arena, STR("type"), value_string(str_from_c(outcome->type)));
        value_set(&line, &arena, STR("statement"),
                  value_string(archive_ref_text(cli->archive, &arena, outcome->ref)));
    }
    cli_print_json(&line);
    arena_free(&arena);
}

static void on_outcome(void *context, const struct preserve_outcome *outcome)
{
    struct cli *cli = context;

    if (cli->json)
        print_json(cli, outcome);
    else if (outcome->kind == PRESERVE_REFUSED)
        complain(outcome->root, outcome->path, outcome->reason);
}

static void print_line(struct buf *line)
{
    buf_char(line, '\n');
    cli_print(buf_str(line));
    buf_release(line);
}

static void print_report(struct cli *cli, const struct preserve_report *report)
{
    struct buf line = {0};
    struct buf bytes = {0};

    if (cli->json)
        return;
    cli_mark_synthetic(cli);
    progress_bytes(&bytes, report->bytes);
    buf_printf(&line,
               _n(report->preserved, "%s file preserved (%s)", "%s files preserved (%s)"),
               cli_number(cli, report->preserved), buf_text(&bytes));
    if (report->duplicates > 0)
        buf_printf(&line,
                   _n(report->duplicates, ", %s stored before and found again",
                      ", %s stored before and found again"),
                   cli_number(cli, report->duplicates));
    if (report->unchanged > 0)
        buf_printf(&line,
                   _n(report->unchanged, ", %s in the archive already, unchanged",
                      ", %s in the archive already, unchanged"),
                   cli_number(cli, report->unchanged));
    if (report->resumed > 0)
        buf_printf(&line,
                   _n(report->resumed, ", %s preserved before this run was stopped",
                      ", %s preserved before this run was stopped"),
                   cli_number(cli, report->resumed));
    if (report->refused > 0)
        buf_printf(&line, _n(report->refused, ", %s refused", ", %s refused"),
                   cli_number(cli, report->refused));
    print_line(&line);
    buf_release(&bytes);
}

/* To what is sealed, if anything is. */
static enum err_code choose_seal(struct preserve_command *command, struct err *err)
{
    struct cli *cli = command->cli;
    const struct compartment_list *list = NULL;
    const struct compartment *compartment;

    if (!command->is_sealed && !archive_seals_all(cli->archive))
        return ERR_OK;
    if (archive_compartments(&list, cli->archive, err) != ERR_OK)
        return err->code;
    compartment = command->compartment.len > 0
                      ? compartment_find(list, command->compartment)
                      : compartment_default(list);
    if (!compartment && command->compartment.len > 0)
        return err_set(err, ERR_NOT_FOUND,
                       "there is no compartment \"" STR_FMT "\" to seal to (stele seal)",
                       STR_ARG(command->compartment));
    if (!compartment)
        return err_set(err, ERR_DENIED,
                       "the archive has no compartment to seal to: an admin makes one "
                       "with `stele seal new`");
    command->options.seal = arena_str(&cli->arena, compartment->id);
    memcpy(command->options.seal_key, compartment->key, AGE_KEY_BYTES);
    return ERR_OK;
}

static int run_preserve(struct preserve_command *command)
{
    struct preserve_options *preserving = &command->options;
    struct cli *cli = command->cli;
    struct preserve_report report;
    struct err err = {0};
    enum err_code code;

    preserving->quiet = cli->quiet;
    preserving->outcome = on_outcome;
    preserving->context = cli;
    if (cli_open(cli, ARCHIVE_WRITE, &err) != ERR_OK ||
        choose_seal(command, &err) != ERR_OK)
        return cli_fail(cli, &err);
    code = preserve(&report, cli->archive, preserving, &err);
    if (code == ERR_OK || report.preserved + report.duplicates > 0)
        print_report(cli, &report);
    if (code != ERR_OK)
        return cli_fail(cli, &err);
    return report.refused > 0 ? EXIT_FOUND_WRONG : EXIT_DONE;
}

static void on_missing(void *context, const char *root, struct str path,
                       struct str reason)
{
    const struct cli *cli = context;
    struct arena arena = {0};
    struct value line = value_object();

    if (!cli->json) {
        complain(root, path, reason);
        return;
    }
    value_set(&line, &arena, STR("outcome"), value_string(STR("missing")));
    finding_set_bytes(&line, &arena, STR("root"), STR("root_hex"), str_from_c(root));
    finding_set_bytes(&line, &arena, STR("path"), STR("path_hex"), path);
    value_set(&line, &arena, STR("reason"), value_string(reason));
    cli_print_json(&line);
    arena_free(&arena);
}

static void print_check_json(const struct preserve_check_report *report)
{
    struct arena arena = {0};
    struct value line = value_object();

    value_set(&line, &arena, STR("outcome"), value_string(STR("checked")));
    value_set(&line, &arena, STR("files"), value_integer((int64_t)report->files));
    value_set(&line, &arena, STR("whole"), value_integer((int64_t)report->whole));
    value_set(&line, &arena, STR("bytes"), value_integer((int64_t)report->bytes));
    cli_print_json(&line);
    arena_free(&arena);
}

static void print_check(struct cli *cli, const struct preserve_check_report *report)
{
    uint64_t missing = report->files - report->whole;
    struct buf line = {0};
    struct buf bytes = {0};

    if (cli->json) {
        print_check_json(report);
        return;
    }
    cli_mark_synthetic(cli);
    if (missing == 0) {
        progress_bytes(&bytes, report->bytes);
        buf_printf(&line,
                   _n(report->files,
                      "everything is in the archive: %s file (%s), source and stored "
                      "bytes both read now and the same",
                      "everything is in the archive: %s files (%s), source and stored "
                      "bytes both read now and the same"),
                   cli_number(cli, report->files), buf_text(&bytes));
    } else {
        buf_printf(&line,
                   _n(missing,
                      "NOT everything is in the archive: %s of %s are missing (named "
                      "above): keep the source",
                      "NOT everything is in the archive: %s of %s are missing (named "
                      "above): keep the source"),
                   cli_number(cli, missing), cli_number(cli, report->files));
    }
    print_line(&line);
    buf_release(&bytes);
}

static int run_check(struct cli *cli, const struct preserve_options *given)
{
    struct preserve_check_options checking = {.paths = given->paths,
                                              .path_count = given->path_count,
                                              .quiet = cli->quiet,
                                              .missing = on_missing,
                                              .context = cli};
    struct preserve_check_report report;
    struct err err = {0};

    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        preserve_check(&report, cli->archive, &checking, &err) != ERR_OK)
        return cli_fail(cli, &err);
    print_check(cli, &report);
    return report.whole < report.files ? EXIT_FOUND_WRONG : EXIT_DONE;
}

int cmd_preserve(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_common_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "PATH...",
        .doc = "Preserve files and whole folders, byte for byte, and record where each "
               "was found. The source is only read. Stopped half way, the same command "
               "goes on; one that seals leaves no trace of what it read and begins "
               "anew.\vBefore a card is used again, ask with --check whether all of "
               "it is in the archive.",
        .children = children,
    };
    struct preserve_command command = {.cli = cli};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    return command.is_check ? run_check(cli, &command.options) : run_preserve(&command);
}
