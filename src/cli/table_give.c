/* A table as a file, for somebody else. */

#include <stdio.h>

#include "base/message.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "record/giving.h"

enum { PIECE_OF_FILE = 1 << 16 };

/* Read once, to ask for everything that stands in it, and not written. */
static enum err_code ask_for_all(struct table_command *command, struct sheet *sheet,
                                 struct giving *giving, struct err *err)
{
    struct table_line *line = ARENA_NEW(&command->cli->arena, struct table_line);
    struct buf ignored = {0};
    struct table_file file;
    enum err_code code = ERR_OK;

    table_file_start(&file, sheet, &command->ask, command->format);
    while (code == ERR_OK && !file.is_done) {
        buf_reset(&ignored);
        code = table_file_next(&ignored, line, &file, err);
        for (size_t i = 0; i < line->used_count && code == ERR_OK; i++)
            code = giving_add(
                giving, &(struct gate_item){GATE_STATEMENT, line->used[i], STR("")}, err);
    }
    table_file_end(&file);
    buf_release(&ignored);
    return code;
}

static enum err_code pass(struct table_command *command, struct sheet *sheet,
                          struct access *reading, struct err *err)
{
    struct cli *cli = command->cli;
    struct giving *giving = ARENA_NEW(&cli->arena, struct giving);
    struct err ignored = {0};
    enum err_code code = gate_begin(giving, cli, &command->gate, err);

    if (code == ERR_OK)
        code = ask_for_all(command, sheet, giving, err);
    if (code == ERR_OK)
        code = gate_pass_given(cli, &command->gate, giving, err);
    giving_free(giving);
    reading->request.recipient = str_from_c(command->gate.recipient);
    if (code == ERR_OK)
        return reading_commit(reading, cli, err);
    /* A refusal stays one, whether it can be recorded or not. */
    if (command->gate.was_refused) {
        reading->request.did = STR("refused");
        if (reading_commit(reading, cli, &ignored) != ERR_OK)
            cli_remark(cli, "the refusal could not be recorded");
    }
    return code;
}

static enum err_code flush(struct buf *bytes, FILE *to, struct err *err)
{
    size_t len = bytes->len;

    if (len > 0 && fwrite(bytes->ptr, 1, len, to) != len)
        return err_set_errno(err, "cannot write the file");
    buf_reset(bytes);
    return ERR_OK;
}

static enum err_code write_book(struct table_command *command, struct sheet *sheet,
                                FILE *to, struct err *err)
{
    struct str book = {0};
    struct buf bytes = {0};
    enum err_code code =
        table_book(&book, &command->cli->arena, sheet, &command->ask, err);

    buf_append(&bytes, book);
    if (code == ERR_OK)
        code = flush(&bytes, to, err);
    buf_release(&bytes);
    return code;
}

static enum err_code write_all(uint64_t *lines, struct table_command *command,
                               struct sheet *sheet, FILE *to, struct err *err)
{
    struct table_line *line = ARENA_NEW(&command->cli->arena, struct table_line);
    struct buf bytes = {0};
    struct table_file file;
    enum err_code code = ERR_OK;

    table_file_start(&file, sheet, &command->ask, command->format);
    while (code == ERR_OK && !file.is_done) {
        code = table_file_next(&bytes, line, &file, err);
        if (code == ERR_OK && (bytes.len > PIECE_OF_FILE || file.is_done))
            code = flush(&bytes, to, err);
    }
    *lines = file.lines;
    table_file_end(&file);
    buf_release(&bytes);
    return code;
}

/* What was asked for is noted already; writing it notes nothing. */
static enum err_code write_file(struct table_command *command, struct sheet *sheet,
                                struct err *err)
{
    FILE *to = stdout;
    uint64_t lines = 0;
    enum err_code code;

    sheet_note_to(sheet, NULL);
    if (command->output) {
        to = fopen(command->output, "wxe");
        if (!to)
            return err_set_errno(err, "cannot make \"%s\"", command->output);
    }
    code = command->format == TABLE_XLSX ? write_book(command, sheet, to, err)
                                         : write_all(&lines, command, sheet, to, err);
    if (command->output && fclose(to) != 0 && code == ERR_OK)
        code = err_set_errno(err, "cannot write \"%s\"", command->output);
    if (code == ERR_OK && command->output && !command->cli->json && lines > 0)
        printf(_n(lines, "%zu line in \"%s\"\n", "%zu lines in \"%s\"\n"), (size_t)lines,
               command->output);
    return code;
}

enum err_code table_give(struct table_command *command, struct sheet *sheet,
                         struct access *reading, struct err *err)
{
    if (pass(command, sheet, reading, err) != ERR_OK)
        return err->code;
    return write_file(command, sheet, err);
}
