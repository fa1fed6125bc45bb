#include "format/csv.h"

#include <assert.h>

/* A byte order mark at the start of a text would be taken away unless quoted. */
static bool needs_quotes(struct str field, char separator)
{
    for (size_t i = 0; i < field.len; i++)
        if (field.ptr[i] == separator || field.ptr[i] == '"' || field.ptr[i] == '\n' ||
            field.ptr[i] == '\r')
            return true;
    return str_starts_with(field, STR("\xef\xbb\xbf"));
}

void csv_write_field(struct buf *out, struct str field, char separator)
{
    if (!needs_quotes(field, separator)) {
        buf_append(out, field);
        return;
    }
    buf_char(out, '"');
    for (size_t from = 0; from < field.len;) {
        size_t quote = str_find(field, '"', from);

        buf_bytes(out, field.ptr + from, quote - from);
        if (quote < field.len)
            buf_append(out, STR("\"\""));
        from = quote + 1;
    }
    buf_char(out, '"');
}

void csv_write_row(struct buf *out, const struct str *fields, size_t field_count,
                   char separator)
{
    assert(field_count > 0);
    /* One empty field by itself would be a blank line, which is no row. */
    if (field_count == 1 && fields[0].len == 0)
        buf_append(out, STR("\"\""));
    for (size_t i = 0; i < field_count; i++) {
        if (i > 0)
            buf_char(out, separator);
        csv_write_field(out, fields[i], separator);
    }
    buf_append(out, STR("\r\n"));
}
