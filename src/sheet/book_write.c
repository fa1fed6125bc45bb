/* The library's header has macros that name what is banned here: it is read before the
 * ban, which holds for this file all the same (src/meson.build leaves it out). */
#include <xlsxwriter.h>

#undef BASE_BANNED_H
#include "base/banned.h"

#include "sheet/book_write.h"

#include <stdlib.h>
#include <unistd.h>

#include "format/canon.h"

enum { WIDTH = 24, ABOUT_WIDTH = 60, TITLE_MAX = 31 };

struct book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *bold;
    struct arena head;
    struct arena row;
    lxw_row_t at;
    size_t line;
};

static enum err_code wrong_line(const struct book *b, struct err *err)
{
    return err_set(err, ERR_INVALID, "line %zu of the table is not as book_write.h says",
                   b->line);
}

static enum err_code check(lxw_error failed, struct err *err)
{
    if (failed == LXW_NO_ERROR)
        return ERR_OK;
    return err_set(err, ERR_IO, "cannot make the workbook: %s", lxw_strerror(failed));
}

/* What a cell has no room for is cut where everybody sees it. */
static enum err_code put_text(struct book *b, lxw_col_t column, struct str text,
                              lxw_format *format, struct err *err)
{
    enum { ROOM = 30000 };
    struct str cut = text;

    if (text.len <= ROOM)
        return check(worksheet_write_string(b->sheet, b->at, column,
                                            arena_str(&b->row, text).ptr, format),
                     err);
    cut.len = ROOM;
    while (cut.len > 0 && ((unsigned char)text.ptr[cut.len] & 0xC0U) == 0x80U)
        cut.len--;
    return check(
        worksheet_write_string(b->sheet, b->at, column,
                               arena_printf(&b->row, STR_FMT " … [cut: %zu bytes of %zu]",
                                            STR_ARG(cut), text.len - cut.len, text.len)
                                   .ptr,
                               format),
        err);
}

static enum err_code put_row(struct book *b, const struct value *row, struct err *err)
{
    enum err_code code = ERR_OK;

    if (row->type != VALUE_ARRAY || row->count > BOOK_COLUMNS_MAX)
        return wrong_line(b, err);
    for (uint32_t i = 0; i < row->count && code == ERR_OK; i++) {
        const struct value *cell = &row->items[i];

        if (cell->type == VALUE_INTEGER)
            code = check(worksheet_write_number(b->sheet, b->at, (lxw_col_t)i,
                                                (double)cell->integer, NULL),
                         err);
        else if (cell->type == VALUE_STRING && cell->string.len > 0)
            code = put_text(b, (lxw_col_t)i, cell->string, NULL, err);
    }
    b->at++;
    return code;
}

static enum err_code put_labels(struct book *b, const struct value *columns,
                                struct err *err)
{
    if (!columns || columns->type != VALUE_ARRAY || columns->count == 0 ||
        columns->count > BOOK_COLUMNS_MAX)
        return wrong_line(b, err);
    b->at = 0;
    for (uint32_t i = 0; i < columns->count; i++)
        if (put_text(b, (lxw_col_t)i, value_get_string(&columns->items[i], STR("label")),
                     b->bold, err) != ERR_OK)
            return err->code;
    (void)worksheet_set_column(b->sheet, 0, (lxw_col_t)(columns->count - 1), WIDTH, NULL);
    worksheet_freeze_panes(b->sheet, 1, 0);
    b->at = 1;
    return ERR_OK;
}

/* A sheet of its own: what the table is of, and which filter made it. */
static enum err_code put_about(struct book *b, const struct value *about, struct err *err)
{
    lxw_worksheet *table = b->sheet;
    enum err_code code = ERR_OK;

    b->sheet = workbook_add_worksheet(b->workbook, "About");
    if (!about || about->type != VALUE_ARRAY || !b->sheet)
        return wrong_line(b, err);
    b->at = 0;
    for (uint32_t i = 0; i < about->count && code == ERR_OK; i++, b->at++) {
        const struct value *pair = &about->items[i];

        if (pair->type != VALUE_ARRAY || pair->count != 2)
            return wrong_line(b, err);
        code = put_text(b, 0, pair->items[0].string, b->bold, err);
        if (code == ERR_OK)
            code = put_text(b, 1, pair->items[1].string, NULL, err);
    }
    (void)worksheet_set_column(b->sheet, 1, 1, ABOUT_WIDTH, NULL);
    b->sheet = table;
    return code;
}

static enum err_code put_head(struct book *b, struct str line, struct err *err)
{
    struct value head;
    struct str title;

    if (canon_parse(&head, &b->head, line, err) != ERR_OK)
        return wrong_line(b, err);
    title = str_prefix(value_get_string(&head, STR("title")), TITLE_MAX);
    b->sheet = workbook_add_worksheet(b->workbook, arena_str(&b->head, title).ptr);
    if (!b->sheet)
        return wrong_line(b, err);
    b->bold = workbook_add_format(b->workbook);
    format_set_bold(b->bold);
    if (put_about(b, value_get(&head, STR("about")), err) != ERR_OK)
        return err->code;
    return put_labels(b, value_get(&head, STR("columns")), err);
}

static enum err_code put_line(struct book *b, struct str line, struct err *err)
{
    struct value row;

    b->line++;
    if (b->line == 1)
        return put_head(b, line, err);
    arena_reset(&b->row);
    if (canon_parse(&row, &b->row, line, err) != ERR_OK)
        return wrong_line(b, err);
    return put_row(b, &row, err);
}

static enum err_code read_lines(struct book *b, FILE *in, struct err *err)
{
    enum err_code code = ERR_OK;
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    while (code == ERR_OK && (len = getline(&line, &room, in)) > 0) {
        if (len > BOOK_LINE_MAX) {
            code = err_set(err, ERR_LIMIT, "a line of the table is too long");
            break;
        }
        code = put_line(b, str_trim((struct str){line, (size_t)len}), err);
    }
    free(line);
    if (code == ERR_OK && b->line == 0)
        code = err_set(err, ERR_INVALID, "there is no table on standard input");
    return code;
}

enum err_code book_write(const char *file, FILE *in, struct err *err)
{
    static char memory[] = "/dev/shm"; /* not on a disk, where there is such a place */
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    /* The same table gives the same bytes: no clock stands in it. */
    lxw_doc_properties properties = {.created = 1};
    struct book b = {0};
    enum err_code code;

    if (access(memory, W_OK) == 0)
        options.tmpdir = memory;
    b.workbook = workbook_new_opt(file, &options);
    if (!b.workbook)
        return err_set(err, ERR_IO, "cannot make the workbook");
    (void)workbook_set_properties(b.workbook, &properties);
    code = read_lines(&b, in, err);
    if (check(workbook_close(b.workbook), code == ERR_OK ? err : &(struct err){0}) !=
            ERR_OK &&
        code == ERR_OK)
        code = err->code;
    arena_free(&b.head);
    arena_free(&b.row);
    return code;
}
