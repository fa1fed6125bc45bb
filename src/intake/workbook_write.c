/* The writing side of workbook_stream.h. */

#include "base/file.h"
#include "base/text.h"
#include "intake/workbook_stream.h"

static void write_text(struct workbook_writer *w, struct str text)
{
    buf_i64(&w->out, (int64_t)text.len);
    buf_char(&w->out, ':');
    buf_append(&w->out, text);
    buf_char(&w->out, '\n');
}

void workbook_write_format(struct workbook_writer *w, enum workbook_format format)
{
    buf_append(&w->out, format == WORKBOOK_XLSX ? STR("stele-workbook 1 xlsx\n")
                                                : STR("stele-workbook 1 ods\n"));
}

void workbook_write_sheet(struct workbook_writer *w, struct str name, bool is_hidden)
{
    buf_append(&w->out, is_hidden ? STR("S h ") : STR("S v "));
    write_text(w, name);
}

static void write_numbers(struct workbook_writer *w, char letter, const uint32_t *n,
                          size_t count)
{
    buf_char(&w->out, letter);
    for (size_t i = 0; i < count; i++) {
        buf_char(&w->out, ' ');
        buf_i64(&w->out, n[i]);
    }
}

void workbook_write_chosen(struct workbook_writer *w, uint32_t number)
{
    write_numbers(w, 'T', &number, 1);
    buf_char(&w->out, '\n');
}

void workbook_write_hidden(struct workbook_writer *w, uint32_t first, uint32_t last)
{
    write_numbers(w, 'H', (uint32_t[]){first, last}, 2);
    buf_char(&w->out, '\n');
}

void workbook_write_row(struct workbook_writer *w, uint32_t row, bool is_hidden)
{
    write_numbers(w, 'R', &row, 1);
    buf_append(&w->out, is_hidden ? STR(" h\n") : STR(" v\n"));
}

enum err_code workbook_flush(struct workbook_writer *w, struct err *err)
{
    if (w->fd < 0)
        return ERR_OK;
    if (file_write(w->fd, "the table", buf_str(&w->out), err) != ERR_OK)
        return err->code;
    w->sent += w->out.len;
    buf_reset(&w->out);
    return ERR_OK;
}

enum err_code workbook_write_cell(struct workbook_writer *w,
                                  const struct workbook_cell *cell, struct err *err)
{
    enum { FULL = 1 << 17 };
    uint64_t most = w->max_cells > 0 ? w->max_cells : WORKBOOK_MAX_CELLS;

    if (++w->cells > most)
        return err_set(err, ERR_LIMIT, "the sheet has more than %ju cells",
                       (uintmax_t)most);
    if (w->sent + w->out.len + cell->text.len > WORKBOOK_MAX_STREAM - (1 << 20))
        return err_set(err, ERR_LIMIT, "the sheet has more than %d bytes of text",
                       WORKBOOK_MAX_STREAM - (1 << 20));
    write_numbers(w, 'C', &cell->column, 1);
    buf_char(&w->out, ' ');
    buf_char(&w->out, (char)cell->kind);
    buf_char(&w->out, ' ');
    write_text(w, cell->text);
    return w->out.len > FULL ? workbook_flush(w, err) : ERR_OK;
}

void workbook_write_merge(struct workbook_writer *w, const struct workbook_merge *merge)
{
    write_numbers(
        w, 'M',
        (uint32_t[]){merge->row, merge->column, merge->last_row, merge->last_column}, 4);
    buf_char(&w->out, '\n');
}

enum err_code workbook_write_end(struct workbook_writer *w, struct err *err)
{
    buf_append(&w->out, STR("E\n"));
    return workbook_flush(w, err);
}

/* What the file says of itself may stand in the message: it becomes plain text. */
static void append_plain(struct buf *out, struct str text)
{
    while (text.len > 0) {
        size_t len = utf8_sequence(text);

        if (len == 0 || (unsigned char)text.ptr[0] < 0x20 || text.ptr[0] == 0x7f) {
            buf_char(out, '?');
            len = 1;
        } else {
            buf_append(out, str_prefix(text, len));
        }
        text = str_after(text, len);
    }
}

void workbook_write_failure(struct workbook_writer *w, const struct err *failure)
{
    struct buf plain = {0};

    append_plain(&plain, str_from_c(failure->message));
    buf_append(&w->out, failure->code == ERR_LIMIT       ? STR("! L ")
                        : failure->code == ERR_NOT_FOUND ? STR("! N ")
                                                         : STR("! I "));
    write_text(w, buf_str(&plain));
    buf_release(&plain);
}
