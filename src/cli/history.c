#include "sheet/history.h"
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "sheet/sheet_json.h"

struct history_command {
    struct cli *cli;
    const char *as_of;
    const char *id;
    struct gate_options gate;
};

static const struct argp_option options[] = {
    {"as-of", 'a', "FRONTIER|DAY", 0, "Only what had happened then", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct history_command *history = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = history->cli;
        return 0;
    case 'a':
        history->as_of = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (history->id)
            cli_misuse(state, "one ID, please: \"%s\" is the second", arg);
        history->id = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say whose history: an entity, a statement or a file");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code print_history(struct history_command *command, struct sheet *sheet,
                                   struct access *reading, struct err *err)
{
    struct subject subject = {0};
    struct history history = {0};
    struct sheet_writer writer;
    struct buf out = {0};

    if (subject_find(&subject, sheet, str_from_c(command->id), err) != ERR_OK ||
        gate_reading_subject(command->cli, &command->gate, &subject, sheet->as_of.view,
                             err) != ERR_OK ||
        history_read(&history, sheet, &subject, err) != ERR_OK ||
        reading_commit(reading, command->cli, err) != ERR_OK)
        return err->code;
    cli_mark_synthetic(command->cli);
    sheet_writer_start(&writer, &out, sheet, isatty(STDOUT_FILENO) == 1);
    if (command->cli->json) {
        history_json(&out, &writer, &history);
        (void)fwrite(out.ptr, 1, out.len, stdout);
    } else {
        history_text(&writer, &history);
        cli_print(buf_str(&out));
    }
    buf_release(&out);
    return ERR_OK;
}

int cmd_history(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "ID",
        .doc =
            "Tell everything that was recorded about an entity, a statement or a file, "
            "in order: who entered, corrected, assessed, decided or withdrew what, "
            "when and why.",
        .children = children,
    };
    struct history_command command = {.cli = cli};
    struct access reading = {0};
    struct sheet sheet = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        sheet_open(&sheet, &cli->arena, cli->archive, str_from_c(command.as_of), &err) !=
            ERR_OK ||
        reading_begin(&reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    sheet_note_to(&sheet, &reading);
    if (print_history(&command, &sheet, &reading, &err) != ERR_OK)
        status = gate_status(cli, &command.gate, &err);
    access_end(&reading);
    sheet_close(&sheet);
    return status;
}
