#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/gate.h"
#include "cli/reading.h"
#include "sheet/entity_text.h"
#include "sheet/sheet_json.h"
#include "sheet/statement_text.h"
#include "sheet/subject.h"
#include "sheet/texts_text.h"

struct show_command {
    struct cli *cli;
    bool raw;     /* --raw: the statement's own bytes */
    int64_t page; /* --page: of the text, and nothing else; 0: not asked for */
    const char *as_of;
    struct gate_options gate;
    struct str *ids;
    size_t id_count;
    struct access reading;
    struct buf out; /* printed when all is gathered, and logged what must be */
};

static const struct argp_option options[] = {
    {"as-of", 'a', "FRONTIER|DAY", 0,
     "Show what was known then: the end of a day (UTC), or a frontier that an earlier "
     "answer named",
     0},
    {"page", 'p', "N", 0,
     "Print a page of a text: of what is preserved as plain text, of what was made of a "
     "file, or of the newest text made of the file that is named",
     0},
    {"raw", 'R', NULL, 0, "Print a statement's canonical bytes, as they were signed", 0},
    {0},
};

static void parse_page(struct show_command *show, const char *arg,
                       struct argp_state *state)
{
    uint64_t page = 0;

    if (!str_to_u64(&page, str_from_c(arg)) || page == 0 || page > INT32_MAX)
        cli_misuse(state, "--page takes a number from 1 on");
    show->page = (int64_t)page;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct show_command *show = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = show->cli;
        show->ids = ARENA_ARRAY(&show->cli->arena, struct str, (size_t)state->argc + 1);
        return 0;
    case 'a':
        show->as_of = arg;
        return 0;
    case 'p':
        parse_page(show, arg, state);
        return 0;
    case 'R':
        show->raw = true;
        return 0;
    case ARGP_KEY_ARG:
        show->ids[show->id_count++] = str_from_c(arg);
        return 0;
    case ARGP_KEY_NO_ARGS:
        cli_misuse(state, "say what to show: an entity, a statement or a preserved file");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool is_terminal(void)
{
    return isatty(STDOUT_FILENO) == 1;
}

/* JSON escapes what would act on a terminal; text has to be watched. */
static void put_out(const struct cli *cli, const struct buf *out)
{
    if (cli->json)
        (void)fwrite(out->ptr, 1, out->len, stdout);
    else
        cli_print(buf_str(out));
}

static enum err_code show_entity(struct show_command *show, struct sheet *sheet,
                                 struct str id, struct err *err)
{
    struct entity_sheet entity;
    struct sheet_writer writer;

    if (entity_sheet_read(&entity, sheet, id, err) != ERR_OK)
        return err->code;
    sheet_writer_start(&writer, &show->out, sheet, is_terminal());
    if (show->cli->json)
        entity_json(&show->out, &writer, &entity);
    else
        entity_text(&writer, &entity);
    return ERR_OK;
}

static enum err_code show_statement(struct show_command *show, struct sheet *sheet,
                                    struct ref ref, struct err *err)
{
    struct statement_sheet statement;
    struct sheet_writer writer;

    if (statement_sheet_read(&statement, sheet, ref, err) != ERR_OK ||
        statement_sheet_compare(&statement, err) != ERR_OK)
        return err->code;
    if (show->raw) {
        buf_append(&show->out, statement.statement.bytes);
        buf_char(&show->out, '\n');
        return ERR_OK;
    }
    sheet_writer_start(&writer, &show->out, sheet, is_terminal());
    if (show->cli->json)
        statement_json(&show->out, &writer, &statement);
    else
        statement_text(&writer, &statement);
    return ERR_OK;
}

/* The text that a page is asked of: the statement's own, or the newest of its file that
 * nobody has withdrawn. NULL: there is none. */
static const struct page_text *choose_text(const struct statement_sheet *s)
{
    if (s->itself.count > 0)
        return s->itself.items;
    for (size_t i = 0; i < s->texts.count; i++)
        if (!s->texts.items[i].is_withdrawn)
            return &s->texts.items[i];
    return NULL;
}

static enum err_code show_page(struct show_command *show, struct sheet *sheet,
                               struct ref ref, struct err *err)
{
    const struct page_text *text;
    struct statement_sheet statement;
    struct sheet_writer writer;
    struct str words = {0};

    if (statement_sheet_read(&statement, sheet, ref, err) != ERR_OK)
        return err->code;
    text = choose_text(&statement);
    if (!text)
        return err_set(err, ERR_NOT_FOUND,
                       "there is no text of it that has pages: one is taken in with "
                       "stele derive");
    if (page_text_read(&words, sheet->arena, sheet->archive, text->ref, show->page,
                       err) != ERR_OK)
        return err->code;
    sheet_writer_start(&writer, &show->out, sheet, is_terminal());
    if (show->cli->json)
        page_json(&show->out, &writer, text, show->page, words);
    else
        page_of_text(&writer, text, show->page, words);
    return ERR_OK;
}

/* Preserved twice is two statements about the same bytes: both are shown. */
static enum err_code show_objects(struct show_command *show, struct sheet *sheet,
                                  const struct object_list *objects, struct err *err)
{
    enum err_code code = ERR_OK;

    if (show->page > 0)
        return show_page(show, sheet, objects->items[0].ref, err);
    for (size_t i = 0; i < objects->count && code == ERR_OK; i++)
        code = show_statement(show, sheet, objects->items[i].ref, err);
    return code;
}

static enum err_code show_subject(struct show_command *show, struct sheet *sheet,
                                  const struct subject *subject, struct err *err)
{
    switch (subject->kind) {
    case SUBJECT_ENTITY:
        if (show->page > 0)
            return err_set(err, ERR_INVALID,
                           "an entity has no pages: name a preserved file or a text");
        return show_entity(show, sheet, subject->id, err);
    case SUBJECT_STATEMENT:
        return show->page > 0 ? show_page(show, sheet, subject->ref, err)
                              : show_statement(show, sheet, subject->ref, err);
    case SUBJECT_OBJECT:
        break;
    }
    return show_objects(show, sheet, &subject->objects, err);
}

static enum err_code show_one(struct show_command *show, struct str text, struct err *err)
{
    struct cli *cli = show->cli;
    struct sheet sheet;
    struct subject subject = {0};
    enum err_code code =
        sheet_open(&sheet, &cli->arena, cli->archive, str_from_c(show->as_of), err);

    if (code != ERR_OK)
        return code;
    sheet_note_to(&sheet, &show->reading);
    code = subject_find(&subject, &sheet, text, err);
    if (code == ERR_OK)
        code = gate_reading_subject(cli, &show->gate, &subject, sheet.as_of.view, err);
    if (code == ERR_OK)
        code = show_subject(show, &sheet, &subject, err);
    sheet_close(&sheet);
    return code;
}

int cmd_show(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "ID...",
        .doc = "Show everything that is recorded about an entity, a statement or a "
               "preserved "
               "file: what is said, where it comes from, what contradicts it, what is "
               "missing. ID is an entity's id or its first six characters, a statement's "
               "reference FEED.INDEX, or a file's name or SHA-256.",
        .children = children,
    };
    struct show_command show = {.cli = cli};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &show, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        reading_begin(&show.reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    for (size_t i = 0; i < show.id_count; i++) {
        if (show.out.len > 0 && !cli->json)
            buf_append(&show.out, STR("\n\n"));
        if (show_one(&show, show.ids[i], &err) != ERR_OK)
            status = gate_status(cli, &show.gate, &err);
    }
    if (reading_commit(&show.reading, cli, &err) != ERR_OK) {
        status = cli_fail(cli, &err);
    } else {
        cli_mark_synthetic(cli);
        put_out(cli, &show.out);
    }
    access_end(&show.reading);
    buf_release(&show.out);
    return status;
}
