/* A table as a workbook. */

#include "base/process.h"
#include "sheet/table_file.h"

enum { BOOK_MAX = 256 << 20 };

static enum err_code describe(struct buf *out, struct sheet *sheet,
                              const struct table_ask *ask, struct err *err)
{
    struct table_line *line = ARENA_NEW(sheet->arena, struct table_line);
    struct table_file file;
    enum err_code code = ERR_OK;

    table_file_start(&file, sheet, ask, TABLE_XLSX);
    while (code == ERR_OK && !file.is_done) {
        code = table_file_next(out, line, &file, err);
        if (code == ERR_OK && file.lines > TABLE_BOOK_LINES)
            code = err_set(err, ERR_LIMIT,
                           "a workbook takes at most %d lines: filter the table, or take "
                           "CSV",
                           TABLE_BOOK_LINES);
    }
    table_file_end(&file);
    return code;
}

enum err_code table_book(struct str *xlsx, struct arena *arena, struct sheet *sheet,
                         const struct table_ask *ask, struct err *err)
{
    static char name[] = "stele-sheet";
    static char option[] = "--xlsx";
    static char *const argv[] = {name, option, NULL};
    struct str program = {0};
    struct buf description = {0};
    enum err_code code = describe(&description, sheet, ask, err);

    if (code == ERR_OK)
        code = process_find_own(&program, arena, name, err);
    if (code == ERR_OK)
        code = process_run(xlsx, arena, program.ptr, argv, buf_str(&description),
                           BOOK_MAX, err);
    buf_release(&description);
    return code;
}
