#include "intake/blank.h"

#include "format/charset.h"
#include "intake/table.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct blanking {
    struct arena arena;
    const struct table_options *options;
    struct str text; /* UTF-8, without a byte order mark */
    const int64_t *rows;
    size_t count;
    size_t next; /* in rows */
    char separator;
    struct buf *out;
};

static bool is_wanted(struct blanking *b, int64_t number)
{
    if (b->next == b->count || b->rows[b->next] != number)
        return false;
    b->next++;
    return true;
}

static void take(struct blanking *b, size_t from, size_t to)
{
    buf_append(b->out, str_prefix(str_after(b->text, from), to - from));
}

/* --- CSV --- */

static bool is_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The end of a field that begins at `at`: of a quoted one behind its closing quote. */
static size_t field_end(const struct blanking *b, size_t at)
{
    const struct str t = b->text;

    if (at < t.len && t.ptr[at] == '"') {
        for (at++; at < t.len; at++) {
            if (t.ptr[at] != '"')
                continue;
            if (at + 1 == t.len || t.ptr[at + 1] != '"')
                return at + 1;
            at++;
        }
        return at;
    }
    while (at < t.len && t.ptr[at] != b->separator && !is_end(t.ptr[at]))
        at++;
    return at;
}

/* The end of the row that begins at `at`, before its line ending. */
static size_t row_end(const struct blanking *b, size_t at, size_t *separators)
{
    *separators = 0;
    for (;;) {
        at = field_end(b, at);
        if (at >= b->text.len || b->text.ptr[at] != b->separator)
            return at;
        (*separators)++;
        at++;
    }
}

static void blank_csv(struct blanking *b)
{
    int64_t number = -1; /* the header is row 0 */
    size_t at = 0;

    if (str_starts_with(b->text, STR("sep="))) {
        while (at < b->text.len && !is_end(b->text.ptr[at]))
            at++;
        take(b, 0, at);
    }
    while (at < b->text.len) {
        size_t separators;
        size_t end;

        if (is_end(b->text.ptr[at])) { /* blank lines are no rows */
            take(b, at, at + 1);
            at++;
            continue;
        }
        end = row_end(b, at, &separators);
        if (!is_wanted(b, ++number))
            take(b, at, end);
        else if (separators == 0)
            buf_append(b->out, STR("\"\""));
        else
            for (size_t i = 0; i < separators; i++)
                buf_char(b->out, b->separator);
        at = end;
    }
}

/* --- JSON --- */

/* Behind the string that begins at `at`. */
static size_t string_end(struct str t, size_t at)
{
    for (at++; at < t.len && t.ptr[at] != '"'; at++)
        if (t.ptr[at] == '\\')
            at++;
    return at < t.len ? at + 1 : t.len;
}

/* Behind the item that begins at `at`: before a comma or the end of what holds it. */
static size_t item_end(struct str t, size_t at)
{
    int depth = 0;

    while (at < t.len) {
        char c = t.ptr[at];

        if (c == '"') {
            at = string_end(t, at);
            continue;
        }
        if (depth == 0 && (c == ',' || c == ']' || c == '}'))
            return at;
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        at++;
    }
    return at;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A row of an object of rows is known by its name, which goes too. */
static void blank_item(struct blanking *b, bool is_member, int64_t number)
{
    if (is_member)
        buf_printf(b->out, "\"erased row %lld\":", (long long)number);
    buf_append(b->out, STR("{}"));
}

static void blank_json(struct blanking *b)
{
    struct str t = b->text;
    size_t at = 0;
    int64_t number = 0;
    bool is_member;

    while (at < t.len && is_blank(t.ptr[at]))
        at++;
    is_member = at < t.len && t.ptr[at] == '{';
    take(b, 0, at < t.len ? at + 1 : at);
    at++;
    while (at < t.len) {
        size_t begin = at;
        size_t end;

        while (begin < t.len && (is_blank(t.ptr[begin]) || t.ptr[begin] == ','))
            begin++;
        take(b, at, begin);
        if (begin == t.len || t.ptr[begin] == ']' || t.ptr[begin] == '}') {
            take(b, begin, t.len);
            return;
        }
        end = item_end(t, begin);
        if (is_wanted(b, ++number))
            blank_item(b, is_member, number);
        else
            take(b, begin, end);
        at = end;
    }
}

/* --- held against what went in --- */

static bool is_empty(const struct table_row *row, size_t names)
{
    for (size_t i = 0; i < names; i++)
        if (row->cells[i].text.len > 0 || row->cells[i].part_count > 0)
            return false;
    return true;
}

/* By the names of the columns: one that only erased rows had is gone from JSON. */
static const struct table_cell *cell_of(const struct table *table,
                                        const struct table_row *row, struct str name)
{
    size_t count = 0;
    const struct str *names = table_names(table, &count);

    for (size_t i = 0; i < count; i++)
        if (str_equal(names[i], name))
            return &row->cells[i];
    return NULL;
}

static bool is_same(const struct table *before, const struct table_row *a,
                    const struct table *after, const struct table_row *b)
{
    size_t count = 0;
    const struct str *names = table_names(before, &count);

    for (size_t i = 0; i < count; i++) {
        const struct table_cell *x = &a->cells[i];
        const struct table_cell *y = cell_of(after, b, names[i]);

        if (y ? !str_equal(x->text, y->text) || x->part_count != y->part_count
              : x->text.len > 0 || x->part_count > 0)
            return false;
    }
    return true;
}

static enum err_code not_told_apart(struct err *err)
{
    return err_set(err, ERR_INVALID,
                   "the rows of this table cannot be told apart surely enough to erase "
                   "some of them: erase the whole object");
}

static enum err_code compare_rows(struct blanking *b, struct table *before,
                                  struct table *after, struct err *err)
{
    struct table_row x = {0};
    struct table_row y = {0};
    size_t names = 0;
    bool has_x = true;
    bool has_y = true;

    (void)table_names(after, &names);
    b->next = 0;
    while (has_x) {
        if (table_next(&x, &has_x, before, err) != ERR_OK ||
            table_next(&y, &has_y, after, err) != ERR_OK)
            return err->code;
        if (has_x != has_y)
            return not_told_apart(err);
        if (!has_x)
            break;
        if (is_wanted(b, x.number) ? !is_empty(&y, names)
                                   : !is_same(before, &x, after, &y))
            return not_told_apart(err);
    }
    return ERR_OK;
}

static enum err_code check(struct blanking *b, struct str before, struct err *err)
{
    struct table *old = NULL;
    struct table *new = NULL;
    enum err_code code = table_open(&old, &b->arena, before, b->options, err);

    if (code == ERR_OK)
        code = table_open(&new, &b->arena, buf_str(b->out), b->options, err);
    if (code == ERR_OK)
        code = compare_rows(b, old, new, err);
    table_close(old);
    table_close(new);
    return code;
}

static enum err_code blank(struct blanking *b, const struct table_options *how,
                           struct str bytes, struct err *err)
{
    enum charset found = CHARSET_UTF8;

    if (charset_decode(&b->text, &found, &b->arena, bytes, how->charset, err) != ERR_OK)
        return err->code;
    if (found != CHARSET_UTF8 || str_starts_with(bytes, STR(BYTE_ORDER_MARK)))
        buf_append(b->out, STR(BYTE_ORDER_MARK));
    if (str_starts_with(b->text, STR(BYTE_ORDER_MARK)))
        b->text = str_after(b->text, 3);
    b->separator = how->separator;
    if (how->format == TABLE_JSON)
        blank_json(b);
    else
        blank_csv(b);
    if (b->next < b->count)
        return err_set(err, ERR_NOT_FOUND, "the table has no row %lld",
                       (long long)b->rows[b->next]);
    return check(b, bytes, err);
}

enum err_code table_blank(struct buf *out, struct str bytes,
                          const struct table_options *options, const int64_t *rows,
                          size_t count, struct err *err)
{
    struct blanking b = {.options = options, .rows = rows, .count = count, .out = out};
    struct table *table = NULL;
    enum err_code code = table_open(&table, &b.arena, bytes, options, err);

    if (code == ERR_OK && table_workbook(table))
        code = err_set(err, ERR_INVALID,
                       "rows of a workbook cannot be erased one by one: erase the whole "
                       "object, and keep the other rows by preserving them as CSV");
    if (code == ERR_OK && count > 0 && rows[0] < 1)
        code = err_set(err, ERR_NOT_FOUND, "rows are counted from 1");
    if (code == ERR_OK) {
        const struct table_options how = table_detected(table);

        code = blank(&b, &how, bytes, err);
    }
    table_close(table);
    arena_free(&b.arena);
    return code;
}
