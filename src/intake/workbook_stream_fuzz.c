/* A stream that is accepted is the only way of writing what it says. */

#include <assert.h>

#include "intake/workbook_stream.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the fuzzer looks for this name */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_rows(struct workbook_writer *w, const struct workbook *book)
{
    struct workbook_cursor cursor = {.rest = book->rows};
    struct workbook_cell cell;
    struct err err = {0};

    while (workbook_next_row(&cursor)) {
        workbook_write_row(w, cursor.row, cursor.is_hidden);
        while (workbook_next_cell(&cell, &cursor)) {
            assert(cell.column < book->width && cursor.row <= WORKBOOK_MAX_ROWS);
            assert(workbook_write_cell(w, &cell, &err) == ERR_OK);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct workbook_writer w = {.fd = -1};
    struct str text = {(const char *)data, size};
    struct arena arena = {0};
    struct workbook book;
    struct err err = {0};

    if (workbook_parse(&book, &arena, text, &err) == ERR_OK) {
        workbook_write_format(&w, book.format);
        for (uint32_t i = 0; i < book.sheet_count; i++)
            workbook_write_sheet(&w, book.sheets[i].name, book.sheets[i].is_hidden);
        workbook_write_chosen(&w, book.chosen + 1);
        for (uint32_t i = 0; i < book.hidden_count; i++)
            workbook_write_hidden(&w, book.hidden[i].first, book.hidden[i].last);
        write_rows(&w, &book);
        for (uint32_t i = 0; i < book.merge_count; i++)
            workbook_write_merge(&w, &book.merges[i]);
        assert(workbook_write_end(&w, &err) == ERR_OK);
        assert(str_equal(buf_str(&w.out), text));
    }
    buf_release(&w.out);
    arena_free(&arena);
    return 0;
}
