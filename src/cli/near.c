#include "sheet/near_text.h"

#include <stdio.h>

#include "base/message.h"
#include "cli/commands.h"
#include "cli/reading.h"
#include "sheet/subject.h"

enum { KEY_WORDS = 1000, KEY_RUNS };

struct near_command {
    struct cli *cli;
    const char *files[2];
    size_t count;
    const char *words;
    bool with_runs;
    struct sheet sheet;
    struct access reading;
    struct near_sheet near;
};

static const struct argp_option options[] = {
    {"words", KEY_WORDS, "WORDS", 0, "Look for these words instead of a file's", 0},
    {"side-by-side", KEY_RUNS, NULL, 0,
     "Show the stretches that both texts have (always, where two files are named)", 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct near_command *c = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = c->cli;
        return 0;
    case KEY_WORDS:
        c->words = arg;
        return 0;
    case KEY_RUNS:
        c->with_runs = true;
        return 0;
    case ARGP_KEY_ARG:
        if (c->count == 2)
            cli_misuse(state, "one file, or two that are compared: \"%s\" is too much",
                       arg);
        c->files[c->count++] = arg;
        return 0;
    case ARGP_KEY_END:
        if ((c->count == 0) == (c->words == NULL))
            cli_misuse(state, "say which file, or --words WORDS");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err_code read_all(struct near_command *c, struct err *err)
{
    struct ref a = REF_NONE;
    struct ref b = REF_NONE;

    if (c->words)
        return near_read_words(&c->near, &c->sheet, str_from_c(c->words), REF_NONE, err);
    if (subject_file(&a, &c->sheet, str_from_c(c->files[0]), err) != ERR_OK)
        return err->code;
    if (c->count == 1)
        return near_read(&c->near, &c->sheet, a, err);
    if (subject_file(&b, &c->sheet, str_from_c(c->files[1]), err) != ERR_OK)
        return err->code;
    return near_read_pair(&c->near, &c->sheet, a, b, err);
}

static void print_text(struct near_command *c, struct buf *out)
{
    struct sheet_writer writer;

    sheet_writer_start(&writer, out, &c->sheet, false);
    for (size_t i = 0; i < c->near.count; i++)
        near_item_text(&writer, &c->near.items[i], c->with_runs || c->count == 2);
    if (c->near.count == 0)
        lines_put(&writer.lines, 0, 0,
                  str_from_c(_("no preserved text shares much with it")));
    if (c->near.has_more)
        lines_put(&writer.lines, 0, 0, str_from_c(_("there are more, which share less")));
    lines_put(&writer.lines, 0, 0, str_from_c(near_remark()));
}

static void print(struct near_command *c)
{
    struct sheet_writer writer;
    struct buf out = {0};

    cli_mark_synthetic(c->cli);
    if (c->cli->json) {
        sheet_writer_start(&writer, &out, &c->sheet, false);
        for (size_t i = 0; i < c->near.count; i++)
            near_item_json(&out, &writer, &c->near.items[i]);
        (void)fwrite(out.ptr, 1, out.len, stdout);
    } else {
        print_text(c, &out);
        cli_print(buf_str(&out));
    }
    buf_release(&out);
}

static enum err_code check_reader(struct near_command *c, struct err *err)
{
    bool is_reader = false;

    if (archive_is_reader(&is_reader, c->cli->archive, err) != ERR_OK)
        return err->code;
    if (is_reader)
        return err_set(err, ERR_DENIED,
                       "texts are compared by those who enter what files say: a reader "
                       "has no part in it");
    return ERR_OK;
}

static enum err_code run(struct near_command *c, struct err *err)
{
    if (check_reader(c, err) != ERR_OK ||
        sheet_open(&c->sheet, &c->cli->arena, c->cli->archive, STR(""), err) != ERR_OK)
        return err->code;
    sheet_note_to(&c->sheet, &c->reading);
    if (read_all(c, err) != ERR_OK)
        return err->code;
    if (!c->near.has_text)
        return err_set(err, ERR_NOT_FOUND,
                       c->words ? "these are too few words to compare: give four or more"
                                : "there is no text of it to compare: one is taken in "
                                  "with stele derive");
    return reading_commit(&c->reading, c->cli, err);
}

int cmd_near(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {{&cli_reading_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "FILE\nFILE FILE\n--words WORDS",
        .doc =
            "Tell which preserved texts say nearly the same as that of a file, and how "
            "much of it: a second source may be the first one rewritten. Two files "
            "are shown side by side. FILE is a name, a SHA-256 or a reference "
            "(docs/near-texts.md).",
        .children = children,
    };
    struct near_command c = {.cli = cli};
    struct err err = {0};
    int status = EXIT_DONE;

    if (!cli_parse(cli, &argp, argc, argv, &c, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        reading_begin(&c.reading, cli, "read", STR(""), &err) != ERR_OK)
        return cli_fail(cli, &err);
    if (run(&c, &err) != ERR_OK)
        status = cli_fail(cli, &err);
    else
        print(&c);
    access_end(&c.reading);
    sheet_close(&c.sheet);
    return status;
}
