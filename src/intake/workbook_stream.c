#include "intake/workbook_stream.h"

#include <string.h>

#include "base/message.h"
#include "base/text.h"

/* One pass over a stream. */
struct stream {
    struct str rest;
    struct arena *arena;
    struct workbook *out;
    uint64_t cells;
    struct err *err;
};

static enum err_code broken(struct stream *s, const char *what)
{
    return err_set(s->err, ERR_CORRUPT,
                   "what the reader of workbooks wrote is not as it should be: %s",
                   _(what));
}

static bool take(struct str *rest, struct str bytes)
{
    if (!str_starts_with(*rest, bytes))
        return false;
    *rest = str_after(*rest, bytes.len);
    return true;
}

/* Digits up to `end`, which is taken too; no leading zeros. */
static bool take_number(uint32_t *out, struct str *rest, char end, uint32_t limit)
{
    uint64_t n = 0;
    size_t i = 0;

    for (; i < rest->len && i < 10 && rest->ptr[i] >= '0' && rest->ptr[i] <= '9'; i++)
        n = 10 * n + (uint64_t)(rest->ptr[i] - '0');
    if (i == 0 || i == rest->len || rest->ptr[i] != end || n > limit ||
        (i > 1 && rest->ptr[0] == '0'))
        return false;
    *out = (uint32_t)n;
    *rest = str_after(*rest, i + 1);
    return true;
}

static bool take_text(struct str *out, struct str *rest, uint32_t limit)
{
    uint32_t len;

    if (!take_number(&len, rest, ':', limit) || len >= rest->len ||
        rest->ptr[len] != '\n')
        return false;
    *out = str_prefix(*rest, len);
    *rest = str_after(*rest, (size_t)len + 1);
    return true;
}

/* 'v' or 'h', and what follows. */
static bool take_hidden(bool *is_hidden, struct str *rest, char end)
{
    if (rest->len < 2 || (rest->ptr[0] != 'v' && rest->ptr[0] != 'h') ||
        rest->ptr[1] != end)
        return false;
    *is_hidden = rest->ptr[0] == 'h';
    *rest = str_after(*rest, 2);
    return true;
}

static bool has_control(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
            return true;
    return false;
}

/* Room for one more behind count, in an array that grows by doubling. */
static void *room(struct arena *arena, void *items, uint32_t count, size_t size)
{
    void *bigger;

    if (count > 0 && (count < 16 || (count & (count - 1)) != 0))
        return items;
    bigger = arena_alloc(arena, count > 0 ? 2 * (size_t)count : 16, size);
    if (count > 0)
        memcpy(bigger, items, count * size);
    return bigger;
}

static enum err_code read_failure(struct stream *s)
{
    static const struct {
        struct str mark;
        enum err_code code;
    } codes[] = {{STR_INIT("I "), ERR_INVALID},
                 {STR_INIT("L "), ERR_LIMIT},
                 {STR_INIT("N "), ERR_NOT_FOUND}};
    struct str message;

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (!take(&s->rest, codes[i].mark))
            continue;
        if (!take_text(&message, &s->rest, sizeof s->err->message) || s->rest.len > 0)
            return broken(s, "its sentence");
        if (!utf8_is_valid(message) || has_control(message) || message.len == 0)
            return broken(s, "its sentence is no text");
        return err_set(s->err, codes[i].code, STR_FMT, STR_ARG(message));
    }
    return broken(s, "its kind of failure");
}

static enum err_code read_format(struct stream *s)
{
    if (take(&s->rest, STR("stele-workbook 1 xlsx\n")))
        s->out->format = WORKBOOK_XLSX;
    else if (take(&s->rest, STR("stele-workbook 1 ods\n")))
        s->out->format = WORKBOOK_ODS;
    else
        return broken(s, "its first line");
    return ERR_OK;
}

static enum err_code read_sheets(struct stream *s)
{
    struct workbook *book = s->out;

    while (take(&s->rest, STR("S "))) {
        struct workbook_sheet sheet = {0};

        if (book->sheet_count == WORKBOOK_MAX_SHEETS ||
            !take_hidden(&sheet.is_hidden, &s->rest, ' ') ||
            !take_text(&sheet.name, &s->rest, 4096) || !utf8_is_valid(sheet.name))
            return broken(s, "a sheet");
        book->sheets = room(s->arena, book->sheets, book->sheet_count, sizeof sheet);
        book->sheets[book->sheet_count++] = sheet;
    }
    if (str_starts_with(s->rest, STR("! ")))
        return ERR_OK;
    if (!take(&s->rest, STR("T ")) ||
        !take_number(&book->chosen, &s->rest, '\n', book->sheet_count) ||
        book->chosen-- == 0)
        return broken(s, "the sheet chosen");
    return ERR_OK;
}

static enum err_code read_hidden(struct stream *s)
{
    struct workbook *book = s->out;

    while (take(&s->rest, STR("H "))) {
        struct workbook_span span;

        if (!take_number(&span.first, &s->rest, ' ', WORKBOOK_MAX_COLUMNS - 1) ||
            !take_number(&span.last, &s->rest, '\n', WORKBOOK_MAX_COLUMNS - 1) ||
            span.first > span.last ||
            (book->hidden_count > 0 &&
             span.first <= book->hidden[book->hidden_count - 1].last))
            return broken(s, "a hidden column");
        book->hidden = room(s->arena, book->hidden, book->hidden_count, sizeof span);
        book->hidden[book->hidden_count++] = span;
    }
    return ERR_OK;
}

static bool take_row(struct workbook_cursor *cursor)
{
    return take(&cursor->rest, STR("R ")) &&
           take_number(&cursor->row, &cursor->rest, ' ', WORKBOOK_MAX_ROWS) &&
           take_hidden(&cursor->is_hidden, &cursor->rest, '\n');
}

static bool take_cell(struct workbook_cell *cell, struct str *rest)
{
    if (!take(rest, STR("C ")) ||
        !take_number(&cell->column, rest, ' ', WORKBOOK_MAX_COLUMNS - 1) ||
        rest->len < 2 || rest->ptr[1] != ' ' || rest->ptr[0] == '\0' ||
        !strchr("tndDyTbef", rest->ptr[0]))
        return false;
    cell->kind = (enum workbook_kind)rest->ptr[0];
    *rest = str_after(*rest, 2);
    return take_text(&cell->text, rest, WORKBOOK_MAX_TEXT);
}

static enum err_code read_cells(struct stream *s, struct workbook_cursor *cursor)
{
    struct workbook_cell cell;
    int64_t last = -1;

    while (str_starts_with(cursor->rest, STR("C "))) {
        if (!take_cell(&cell, &cursor->rest) || (int64_t)cell.column <= last)
            return broken(s, "a cell");
        if (++s->cells > WORKBOOK_MAX_CELLS)
            return broken(s, "too many cells");
        if (!utf8_is_valid(cell.text) || memchr(cell.text.ptr, 0, cell.text.len))
            return broken(s, "a cell is no text");
        last = cell.column;
        if (cell.column >= s->out->width)
            s->out->width = cell.column + 1;
    }
    return ERR_OK;
}

static enum err_code read_rows(struct stream *s)
{
    struct workbook_cursor cursor = {.rest = s->rest};
    uint32_t last = 0;

    while (str_starts_with(cursor.rest, STR("R "))) {
        if (!take_row(&cursor) || cursor.row <= last)
            return broken(s, "a row");
        last = cursor.row;
        if (read_cells(s, &cursor) != ERR_OK)
            return s->err->code;
    }
    s->out->rows = str_prefix(s->rest, s->rest.len - cursor.rest.len);
    s->rest = cursor.rest;
    return ERR_OK;
}

static enum err_code read_merges(struct stream *s)
{
    struct workbook *book = s->out;

    while (take(&s->rest, STR("M "))) {
        struct workbook_merge merge;

        if (book->merge_count == WORKBOOK_MAX_MERGES ||
            !take_number(&merge.row, &s->rest, ' ', WORKBOOK_MAX_ROWS) ||
            !take_number(&merge.column, &s->rest, ' ', WORKBOOK_MAX_COLUMNS - 1) ||
            !take_number(&merge.last_row, &s->rest, ' ', WORKBOOK_MAX_ROWS) ||
            !take_number(&merge.last_column, &s->rest, '\n', WORKBOOK_MAX_COLUMNS - 1) ||
            merge.row == 0 || merge.row > merge.last_row ||
            merge.column > merge.last_column)
            return broken(s, "a merged area");
        book->merges = room(s->arena, book->merges, book->merge_count, sizeof merge);
        book->merges[book->merge_count++] = merge;
    }
    return ERR_OK;
}

enum err_code workbook_parse(struct workbook *out, struct arena *arena, struct str text,
                             struct err *err)
{
    static enum err_code (*const parts[])(struct stream *) = {
        read_format, read_sheets, read_hidden, read_rows, read_merges,
    };
    struct workbook book = {0};
    struct stream s = {text, arena, &book, 0, err};

    if (text.len > WORKBOOK_MAX_STREAM)
        return broken(&s, "it is too long");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (take(&s.rest, STR("! ")))
            return read_failure(&s);
        if (parts[i](&s) != ERR_OK)
            return err->code;
    }
    if (take(&s.rest, STR("! ")))
        return read_failure(&s);
    if (!str_equal(s.rest, STR("E\n")))
        return broken(&s, "it has no end");
    *out = book;
    return ERR_OK;
}

bool workbook_next_row(struct workbook_cursor *cursor)
{
    struct workbook_cell passed;

    while (workbook_next_cell(&passed, cursor))
        ;
    return take_row(cursor);
}

bool workbook_next_cell(struct workbook_cell *out, struct workbook_cursor *cursor)
{
    return take_cell(out, &cursor->rest);
}
