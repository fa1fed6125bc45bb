#include "cli/commands.h"
#include "cli/reading.h"
#include "format/edtf.h"
#include "record/id.h"
#include "record/keyring.h"
#include "sheet/access_sheet.h"

enum { KEY_ITEM = 1000, KEY_ENTITY, KEY_MEMBER, KEY_SINCE };
enum { DAY_SECONDS = 86400 };

struct access_command {
    struct cli *cli;
    const char *item;
    const char *entity;
    const char *member;
    const char *since;
    struct subject subject;
    struct access reading;
};

static const struct argp_option options[] = {
    {"item", KEY_ITEM, "REF", 0,
     "Who looked at this statement, or this preserved file (its name or SHA-256)", 0},
    {"entity", KEY_ENTITY, "ID", 0,
     "Who looked for this person or thing, or at what is said about it", 0},
    {"member", KEY_MEMBER, "ID", 0, "What this member looked at", 0},
    {"since", KEY_SINCE, "DAY", 0, "Only on this day (UTC) or later: 2026-11-25", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct access_command *command = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = command->cli;
        return 0;
    case KEY_ITEM:
        command->item = arg;
        return 0;
    case KEY_ENTITY:
        command->entity = arg;
        return 0;
    case KEY_MEMBER:
        command->member = arg;
        return 0;
    case KEY_SINCE:
        command->since = arg;
        return 0;
    case ARGP_KEY_ARG:
        cli_misuse(state,
                   "\"%s\" has no place here: name it with --item, --entity or "
                   "--member",
                   arg);
        return 0;
    case ARGP_KEY_END:
        if (command->item && command->entity)
            cli_misuse(state, "--item or --entity: one of them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What the record of reading the log says that was asked: never the entries themselves,
 * or each report would be as long as all before it. */
static struct str asked(const struct access_command *command)
{
    const char *const names[] = {"item", "entity", "member", "since"};
    const char *const values[] = {command->item, command->entity, command->member,
                                  command->since};
    struct buf out = {0};
    struct str text;

    buf_puts(&out, "access log");
    for (size_t i = 0; i < 4; i++)
        if (values[i])
            buf_printf(&out, " %s:%s", names[i], values[i]);
    text = arena_str(&command->cli->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static enum err_code read_since(struct access_question *question, const char *text,
                                struct err *err)
{
    struct edtf edtf;

    if (!text)
        return ERR_OK;
    if (edtf_parse(&edtf, str_from_c(text), err) != ERR_OK)
        return err_context(err, "--since: ");
    question->has_since = true;
    question->since_s = edtf_bounds(&edtf).first * DAY_SECONDS;
    return ERR_OK;
}

/* Whoever left, or stands in no statement that can be read here, has a log all the same.
 */
static enum err_code read_member(struct access_question *question, struct arena *arena,
                                 const char *text, struct err *err)
{
    struct id id;

    if (!text)
        return ERR_OK;
    if (id_parse(&id, str_from_c(text), err) != ERR_OK)
        return err_context(err, "--member: ");
    question->member = arena_str(arena, id_str(&id));
    return ERR_OK;
}

static enum err_code read_subject(struct access_question *question,
                                  struct access_command *command, struct sheet *sheet,
                                  struct err *err)
{
    const char *option = command->item ? "--item" : "--entity";
    const char *text = command->item ? command->item : command->entity;
    struct subject *subject = &command->subject;

    if (!text)
        return ERR_OK;
    if (subject_find(subject, sheet, str_from_c(text), err) != ERR_OK)
        return err_context(err, "%s: ", option);
    if (command->entity && subject->kind != SUBJECT_ENTITY)
        return err_set(err, ERR_INVALID, "--entity: \"%s\" is no entity", text);
    if (command->item && subject->kind == SUBJECT_ENTITY)
        return err_set(err, ERR_INVALID,
                       "--item: \"%s\" is an entity: name it with --entity", text);
    if (command->entity)
        question->entity = subject->id;
    else
        question->item = subject;
    return ERR_OK;
}

static enum err_code report(struct access_command *command, struct sheet *sheet,
                            struct err *err)
{
    struct cli *cli = command->cli;
    struct access_question question = {0};
    struct access_sheet found = {0};
    struct sheet_writer writer;
    struct buf out = {0};

    if (read_since(&question, command->since, err) != ERR_OK ||
        read_member(&question, &cli->arena, command->member, err) != ERR_OK ||
        read_subject(&question, command, sheet, err) != ERR_OK ||
        access_sheet_read(&found, sheet, &question, err) != ERR_OK ||
        reading_commit(&command->reading, cli, err) != ERR_OK)
        return err->code;
    cli_mark_synthetic(cli);
    sheet_writer_start(&writer, &out, sheet, isatty(STDOUT_FILENO) == 1);
    if (cli->json) {
        access_json(&out, &writer, &found);
        (void)fwrite(out.ptr, 1, out.len, stdout);
    } else {
        access_text(&writer, &found);
        cli_print(buf_str(&out));
    }
    buf_release(&out);
    if (!command->reading.is_on)
        cli_remark(cli,
                   "this archive keeps no access log: it has no compartment that the "
                   "log could be sealed to");
    else if (keyring_count(archive_keyring(cli->archive)) == 0)
        cli_remark(cli, "the access log is sealed: sign in as somebody who may read it "
                        "(stele unlock)");
    return ERR_OK;
}

int cmd_access(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .doc = "Tell who looked at what is not open to everybody: read, searched for, "
               "unsealed, exported, or was refused; when, and why they said they did. "
               "Without options everything; nothing of it ever expires. Looking into it "
               "is recorded too.",
        .children = children,
    };
    struct access_command command = {.cli = cli};
    struct sheet sheet = {0};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        sheet_open(&sheet, &cli->arena, cli->archive, STR(""), &err) != ERR_OK ||
        reading_begin(&command.reading, cli, "read", asked(&command), &err) != ERR_OK)
        return cli_fail(cli, &err);
    sheet_note_to(&sheet, &command.reading);
    if (report(&command, &sheet, &err) != ERR_OK)
        status = cli_fail(cli, &err);
    access_end(&command.reading);
    sheet_close(&sheet);
    return status;
}
