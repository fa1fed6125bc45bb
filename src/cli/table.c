#include "cli/table.h"

#include <stdio.h>

#include "base/message.h"
#include "cli/commands.h"
#include "cli/reading.h"
#include "format/canon.h"

enum {
    KEY_FIRST = 1000, /* and the fields of table_ask.h, in their order */
    KEY_LAST = KEY_FIRST + TABLE_FIELDS,
    KEY_FORMAT,
    KEY_AFTER,
    KEY_NEWEST,
    LIMIT = 50,
    LIMIT_MAX = 100000
};

static const struct argp_option options[] = {
    {"text", KEY_FIRST + TABLE_TEXT, "WORDS", 0,
     "Only what these words stand in, in any script and form", 0},
    {"class", KEY_FIRST + TABLE_CLASS, "CLASS", 0,
     "Only of this class; of objects: what the media type begins with", 0},
    {"property", KEY_FIRST + TABLE_PROPERTY, "PROPERTY", 0, "Only of which this is said",
     0},
    {"term", KEY_FIRST + TABLE_TERM, "TERM", 0, "... with this value", 0},
    {"place", KEY_FIRST + TABLE_PLACE, "ID|NAME", 0,
     "Only within this place, or any that is called so", 0},
    {"from", KEY_FIRST + TABLE_FROM, "EDTF", 0, "Only what may have been then or later",
     0},
    {"until", KEY_FIRST + TABLE_UNTIL, "EDTF", 0,
     "Only what may have been then or earlier", 0},
    {"source", KEY_FIRST + TABLE_SOURCE, "ID|NAME", 0, "Only what rests on this source",
     0},
    {"status", KEY_FIRST + TABLE_STATUS, "STATUS", 0,
     "Only what somebody assessed so: work_needed, conflict, accepted ...", 0},
    {"missing", KEY_FIRST + TABLE_MISSING, "place|date", 0,
     "Only of which no place, or no date, is said", 0},
    {"newest", KEY_NEWEST, NULL, 0, "What was recorded last comes first", 1},
    {"limit", 'n', "N", 0, "At most so many (default: 50)", 1},
    {"after", KEY_AFTER, "REF", 0, "Go on behind this line", 1},
    {"as-of", 'a', "FRONTIER|DAY", 0, "Only what was known then", 1},
    {"format", KEY_FORMAT, "csv|xlsx|geojson|json", 0,
     "Write all of it as a file, for somebody else: consent is asked", 2},
    {"output", 'o', "FILE", 0, "With --format: where to (default: standard output)", 2},
    {0},
};

static void parse_limit(struct table_command *table, const char *arg,
                        const struct argp_state *state)
{
    uint64_t limit = 0;

    if (!str_to_u64(&limit, str_from_c(arg)) || limit == 0 || limit > LIMIT_MAX)
        cli_misuse(state, "--limit takes a number from 1 to 100000");
    table->limit = (uint32_t)limit;
}

static void parse_name(struct table_command *table, const char *arg,
                       const struct argp_state *state)
{
    if (table->ask.table)
        cli_misuse(state, "one table, please: \"%s\" is the second", arg);
    table->ask.table = table_named(str_from_c(arg));
    if (!table->ask.table)
        cli_misuse(state,
                   "there is no table \"%s\"; there are: events, acts, persons, people, "
                   "groups, places, remains, items, sources, interviews, claims, objects",
                   arg);
}

static void check(const struct table_command *table, const struct argp_state *state)
{
    if (!table->ask.table) {
        cli_misuse(state, "say which table: events, acts, persons, people, groups, "
                          "places, remains, items, sources, interviews, claims, objects");
        return;
    }
    for (int i = 0; i < TABLE_FIELDS; i++)
        if (table->ask.said[i].len > 0 &&
            !table_has_field(table->ask.table, (enum table_field)i))
            cli_misuse(state, "the table \"%s\" has no filter --%s",
                       table->ask.table->name, table_field_name((enum table_field)i));
    if (table->is_file && (table->limit > 0 || table->after))
        cli_misuse(state, "a file holds all of it: --limit and --after do not go with "
                          "--format");
    if (!table->is_file &&
        (table->output || table->gate.purpose || table->gate.recipient))
        cli_misuse(state, "--output, --purpose and --for go with --format");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct table_command *table = state->input;

    if (key >= KEY_FIRST && key < KEY_LAST) {
        table->ask.said[key - KEY_FIRST] = str_trim(str_from_c(arg));
        return 0;
    }
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = table->cli;
        state->child_inputs[1] = &table->gate;
        return 0;
    case KEY_NEWEST:
        table->ask.said[TABLE_ORDER] = STR("newest");
        return 0;
    case KEY_FORMAT:
        if (!table_format_named(&table->format, str_from_c(arg)))
            cli_misuse(state, "--format takes csv, xlsx, geojson or json");
        table->is_file = true;
        return 0;
    case KEY_AFTER:
        table->after = arg;
        return 0;
    case 'n':
        parse_limit(table, arg, state);
        return 0;
    case 'a':
        table->as_of = arg;
        return 0;
    case 'o':
        table->output = arg;
        return 0;
    case ARGP_KEY_ARG:
        parse_name(table, arg, state);
        return 0;
    case ARGP_KEY_END:
        check(table, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* --- to read --- */

/* What a reader may not read is left out, without a word: that too would say something
 * of somebody. */
static enum err_code may_read(bool *out, struct cli *cli, const struct table_line *line,
                              struct err *err)
{
    *out = true;
    for (size_t i = 0; i < line->used_count && *out; i++)
        if (gate_may_read(out, cli, line->used[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static void line_text(struct buf *out, const struct table_command *command,
                      const struct table_line *line)
{
    const struct table *table = command->ask.table;

    buf_puts(out, gate_id_text(command->cli, line->id));
    buf_append(out, STR("  "));
    table_cell_text(out, &line->cells[0]);
    buf_char(out, '\n');
    for (size_t i = 1; i < table->column_count; i++) {
        if (line->cells[i].count == 0)
            continue;
        buf_printf(out, "  %s: ", _(table->columns[i].label));
        table_cell_text(out, &line->cells[i]);
        buf_char(out, '\n');
    }
}

static void line_json(struct buf *out, const struct table_reader *reader,
                      const struct table_line *line)
{
    struct arena scratch = {0};
    struct value v = table_line_json(&scratch, reader, line);
    struct err ignored;

    if (canon_write(out, &v, &ignored) == ERR_OK)
        buf_char(out, '\n');
    arena_free(&scratch);
}

static enum err_code gather(struct buf *out, struct table_command *command,
                            struct sheet *sheet, const struct table_rows *rows,
                            struct err *err)
{
    struct table_reader reader;
    struct table_line *line = ARENA_NEW(&command->cli->arena, struct table_line);
    enum err_code code = ERR_OK;

    table_reader_start(&reader, sheet, command->ask.table);
    for (size_t i = 0; i < rows->count && code == ERR_OK; i++) {
        bool may = false;

        code = table_line_read(line, &reader, rows->items[i], err);
        if (code == ERR_OK)
            code = may_read(&may, command->cli, line, err);
        if (code != ERR_OK || !may)
            continue;
        if (command->cli->json)
            line_json(out, &reader, line);
        else
            line_text(out, command, line);
    }
    table_reader_end(&reader);
    return code;
}

static void remark(const struct table_command *command, const struct table_rows *rows)
{
    if (rows->count == 0 && !rows->has_more)
        cli_remark(command->cli, "nothing found");
    if (rows->has_more)
        cli_remark(
            command->cli, "there is more: go on with --after %s",
            archive_ref_short(command->cli->archive, &command->cli->arena, rows->next)
                .ptr);
    if (command->ask.is_cut)
        cli_remark(command->cli,
                   "the words stand in more texts than were looked at; say more of them");
}

static enum err_code list(struct table_command *command, struct sheet *sheet,
                          struct access *reading, struct err *err)
{
    struct cli *cli = command->cli;
    struct table_page page = {.limit = command->limit > 0 ? command->limit : LIMIT,
                              .is_newest_first = command->ask.is_newest_first};
    struct table_rows rows = {0};
    struct buf out = {0};
    enum err_code code = ERR_OK;

    if (command->after)
        code =
            archive_ref_parse(&page.after, cli->archive, str_from_c(command->after), err);
    if (code == ERR_OK)
        code = query_table(&rows, &cli->arena, sheet->index, sheet->as_of.view,
                           &command->ask.filter, &page, err);
    if (code == ERR_OK)
        code = gather(&out, command, sheet, &rows, err);
    if (code == ERR_OK)
        code = reading_commit(reading, cli, err);
    if (code == ERR_OK) {
        cli_mark_synthetic(cli);
        if (cli->json)
            (void)fwrite(out.ptr, 1, out.len, stdout);
        else
            cli_print(buf_str(&out));
        remark(command, &rows);
    }
    buf_release(&out);
    return code;
}

int cmd_table(struct cli *cli, int argc, char **argv)
{
    static const struct argp_child children[] = {
        {&cli_reading_argp, 0, NULL, 0}, {&gate_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        .options = options,
        .parser = parse,
        .args_doc = "TABLE",
        .doc = "List events, acts, persons, people, groups, places, remains, items, "
               "sources, interviews, claims or objects, with what is said of each; with "
               "--format, write all of the list as a file. Where it tells of people, "
               "these must have agreed to the purpose and the recipient.\v"
               "docs/tables.md tells what the columns mean and what stands in the files.",
        .children = children,
    };
    struct table_command command = {.cli = cli};
    struct access reading = {0};
    struct sheet sheet = {0};
    struct err err = {0};
    int status = EXIT_DONE;
    enum err_code code;

    if (!cli_parse(cli, &argp, argc, argv, &command, &status))
        return status;
    if (cli_open(cli, ARCHIVE_READ, &err) != ERR_OK ||
        sheet_open(&sheet, &cli->arena, cli->archive, str_from_c(command.as_of), &err) !=
            ERR_OK ||
        reading_begin(&reading, cli, command.is_file ? "exported" : "read", STR(""),
                      &err) != ERR_OK)
        return cli_fail(cli, &err);
    sheet_note_to(&sheet, &reading);
    code = table_ask_ready(&command.ask, &sheet, &err);
    if (code == ERR_OK)
        code = command.is_file ? table_give(&command, &sheet, &reading, &err)
                               : list(&command, &sheet, &reading, &err);
    if (code != ERR_OK)
        status = gate_status(cli, &command.gate, &err);
    access_end(&reading);
    sheet_close(&sheet);
    return status;
}
