/*
 * The first byte chooses the separator and the encoding, the rest is the text.
 * Property: rows that were read, written back and read again are the same rows.
 */

#include <stdlib.h>
#include <string.h>

#include "format/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Read all rows, in step with a second reader unless that is NULL; write them to out. */
static bool read_all(struct csv *csv, struct csv *again, struct buf *out)
{
    char separator = csv_detected(csv).separator;
    struct csv_row row = {0};
    struct csv_row other = {0};
    struct err err;

    do {
        if (csv_next(csv, &row, &err) != ERR_OK)
            return false;
        if (row.field_count > 0)
            csv_write_row(out, row.fields, row.field_count, separator);
        if (!again)
            continue;
        require(csv_next(again, &other, &err) == ERR_OK);
        require(other.field_count == row.field_count && other.number == row.number);
        for (size_t i = 0; i < row.field_count; i++)
            require(str_equal(row.fields[i], other.fields[i]));
    } while (row.field_count > 0);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char choices[] = {'\0', ',', ';', '\t', '|', 'x', ' ', ':'};
    struct arena arena = {0};
    struct buf first = {0};
    struct buf second = {0};
    unsigned choice = size > 0 ? data[0] : 0;
    struct csv_options options = {choices[choice % 8], (enum charset)(choice / 8 % 5)};
    struct str text = {(const char *)data + (size > 0 ? 1 : 0), size > 0 ? size - 1 : 0};
    struct csv *csv;
    struct csv *again;
    struct err err;

    if (csv_open(&csv, &arena, text, &options, &err) == ERR_OK &&
        read_all(csv, NULL, &first)) {
        struct csv_options written = {csv_detected(csv).separator, CHARSET_UTF8};

        require(csv_open(&csv, &arena, text, &options, &err) == ERR_OK);
        require(csv_open(&again, &arena, buf_str(&first), &written, &err) == ERR_OK);
        require(read_all(csv, again, &second));
        require(str_equal(buf_str(&first), buf_str(&second)));
    }
    buf_release(&first);
    buf_release(&second);
    arena_free(&arena);
    return 0;
}
