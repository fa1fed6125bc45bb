#include "format/csv.h"

#include <string.h>

enum { DETECT_ROWS = 10, DETECT_BYTES = 1 << 16 };

struct csv {
    struct arena *arena;
    const char *at;
    const char *end;
    size_t line;   /* of *at */
    size_t number; /* rows given */
    struct csv_options options;
    struct str *fields;
    size_t field_count;
    size_t field_cap;
    /* Fields with doubled quotes are rewritten here. An outgrown scratch stays in the
     * arena, so fields that point into it stay valid. */
    char *scratch;
    size_t scratch_used;
    size_t scratch_cap;
    struct err failure;
};

static const char separators[] = {',', ';', '\t', '|'};

enum { SEPARATOR_COUNT = sizeof separators };

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t separator_index(char c)
{
    for (size_t i = 0; i < SEPARATOR_COUNT; i++)
        if (separators[i] == c)
            return i;
    return SEPARATOR_COUNT;
}

/* Count each separator outside quotes in the row at *at, which moves behind it. */
static void count_separators(size_t counts[SEPARATOR_COUNT], struct str text, size_t *at)
{
    bool is_quoted = false;
    char before = ',';

    for (; *at < text.len; ++*at) {
        char c = text.ptr[*at];
        size_t which = separator_index(c);

        if (is_quoted) {
            is_quoted = c != '"';
        } else if (c == '"') {
            /* After a quote: the second of a doubled one, the field goes on. */
            is_quoted = before == '"' || separator_index(before) < SEPARATOR_COUNT;
        } else if (is_line_end(c)) {
            break;
        } else if (which < SEPARATOR_COUNT) {
            counts[which]++;
        }
        before = c;
    }
    while (*at < text.len && is_line_end(text.ptr[*at]))
        ++*at;
}

/*
 * The separator with which most of the first rows have as many fields as the first
 * row; among equals the one that makes more fields, then the one listed first.
 */
static char detect_separator(struct str text)
{
    size_t counts[DETECT_ROWS][SEPARATOR_COUNT] = {{0}};
    size_t rows = 0;
    size_t best = 0;
    size_t best_score = 0;
    size_t at = 0;

    text = str_prefix(text, DETECT_BYTES);
    while (at < text.len && is_line_end(text.ptr[at]))
        at++;
    while (rows < DETECT_ROWS && at < text.len)
        count_separators(counts[rows++], text, &at);
    for (size_t i = 0; i < SEPARATOR_COUNT; i++) {
        size_t agreeing = 0;
        size_t score;

        for (size_t row = 0; row < rows; row++)
            if (counts[row][i] == counts[0][i])
                agreeing++;
        score = counts[0][i] > 0 ? agreeing * DETECT_BYTES + counts[0][i] : 0;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return separators[best];
}

static bool take_line_end(struct csv *csv)
{
    if (csv->at == csv->end || !is_line_end(*csv->at))
        return false;
    if (*csv->at == '\r' && csv->end - csv->at > 1 && csv->at[1] == '\n')
        csv->at++;
    csv->at++;
    csv->line++;
    return true;
}

static void set_separator(struct csv *csv)
{
    struct str text = {csv->at, (size_t)(csv->end - csv->at)};
    bool is_named = text.len >= 5 && str_starts_with(text, STR("sep=")) &&
                    separator_index(text.ptr[4]) < SEPARATOR_COUNT &&
                    (text.len == 5 || is_line_end(text.ptr[5]));

    if (!is_named) {
        csv->options.separator = detect_separator(text);
        return;
    }
    csv->options.separator = text.ptr[4];
    csv->at += 5;
    (void)take_line_end(csv);
}

enum err_code csv_open(struct csv **out, struct arena *arena, struct str text,
                       const struct csv_options *options, struct err *err)
{
    struct csv_options wanted =
        options ? *options : (struct csv_options){'\0', CHARSET_DETECT};
    struct csv *csv;
    enum err_code code;

    if (text.len > CSV_MAX_BYTES)
        return err_set(err, ERR_LIMIT,
                       "text has %zu bytes, more than %d: split it into parts", text.len,
                       CSV_MAX_BYTES);
    if (wanted.separator == '"' || is_line_end(wanted.separator) ||
        (unsigned char)wanted.separator >= 0x80)
        return err_set(err, ERR_INVALID,
                       "a quote, a line break or a byte beyond ASCII cannot separate "
                       "fields");
    if (text.len == 0)
        text = STR("");
    code = charset_decode(&text, &wanted.charset, arena, text, wanted.charset, err);
    if (code != ERR_OK)
        return code;
    csv = ARENA_NEW(arena, struct csv);
    csv->arena = arena;
    csv->at = text.ptr;
    csv->end = text.ptr + text.len;
    csv->line = 1;
    csv->options = wanted;
    if (wanted.separator == '\0')
        set_separator(csv);
    *out = csv;
    return ERR_OK;
}

struct csv_options csv_detected(const struct csv *csv)
{
    return csv->options;
}

/* Room for len bytes, given by the scratch or by a new one twice as large. */
static char *scratch_room(struct csv *csv, size_t len)
{
    char *room;

    if (csv->scratch_cap - csv->scratch_used < len) {
        csv->scratch_cap = 2 * csv->scratch_cap + len;
        csv->scratch = ARENA_ARRAY(csv->arena, char, csv->scratch_cap);
        csv->scratch_used = 0;
    }
    room = csv->scratch + csv->scratch_used;
    csv->scratch_used += len;
    return room;
}

/* The field without the second of each two quotes. */
static struct str undoubled(struct csv *csv, struct str raw)
{
    char *room = scratch_room(csv, raw.len);
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++) {
        room[len++] = raw.ptr[i];
        if (raw.ptr[i] == '"')
            i++;
    }
    return (struct str){room, len};
}

static size_t line_ends(struct str s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\n' ||
            (s.ptr[i] == '\r' && (i + 1 == s.len || s.ptr[i + 1] != '\n')))
            count++;
    return count;
}

static enum err_code read_quoted(struct csv *csv, struct str *field)
{
    const char *start = csv->at + 1;
    const char *from = start;
    const char *quote;
    bool has_doubled = false;
    struct str raw;

    while ((quote = memchr(from, '"', (size_t)(csv->end - from))) &&
           csv->end - quote > 1 && quote[1] == '"') {
        has_doubled = true;
        from = quote + 2;
    }
    if (!quote)
        return err_set(&csv->failure, ERR_INVALID,
                       "line %zu: the quote that opens field %zu is never closed",
                       csv->line, csv->field_count + 1);
    raw = (struct str){start, (size_t)(quote - start)};
    csv->at = quote + 1;
    csv->line += line_ends(raw);
    if (csv->at < csv->end && *csv->at != csv->options.separator &&
        !is_line_end(*csv->at))
        return err_set(&csv->failure, ERR_INVALID,
                       "line %zu: field %zu goes on behind its closing quote; double "
                       "the quotes inside a quoted field",
                       csv->line, csv->field_count + 1);
    *field = has_doubled ? undoubled(csv, raw) : raw;
    return ERR_OK;
}

static struct str read_plain(struct csv *csv)
{
    const char *start = csv->at;
    const char *at = start;
    const char *end = csv->end;
    char separator = csv->options.separator;

    while (at < end && *at != separator && !is_line_end(*at))
        at++;
    csv->at = at;
    return (struct str){start, (size_t)(at - start)};
}

static enum err_code add_field(struct csv *csv, struct str field)
{
    if (csv->field_count == CSV_MAX_FIELDS)
        return err_set(&csv->failure, ERR_LIMIT, "line %zu: row has more than %d fields",
                       csv->line, CSV_MAX_FIELDS);
    if (csv->field_count == csv->field_cap) {
        size_t cap = csv->field_cap > 0 ? 2 * csv->field_cap : 32;
        struct str *bigger = ARENA_ARRAY(csv->arena, struct str, cap);

        if (csv->field_count > 0)
            memcpy(bigger, csv->fields, csv->field_count * sizeof *bigger);
        csv->fields = bigger;
        csv->field_cap = cap;
    }
    csv->fields[csv->field_count++] = field;
    return ERR_OK;
}

/* The fields of one row, up to and including its line end. */
static enum err_code read_row(struct csv *csv)
{
    bool has_more = true;

    csv->field_count = 0;
    csv->scratch_used = 0;
    while (has_more) {
        struct str field = {NULL, 0};
        enum err_code code = ERR_OK;

        if (csv->at < csv->end && *csv->at == '"')
            code = read_quoted(csv, &field);
        else
            field = read_plain(csv);
        if (code == ERR_OK)
            code = add_field(csv, field);
        if (code != ERR_OK)
            return code;
        has_more = csv->at < csv->end && *csv->at == csv->options.separator;
        if (has_more)
            csv->at++;
    }
    (void)take_line_end(csv);
    return ERR_OK;
}

enum err_code csv_next(struct csv *csv, struct csv_row *out, struct err *err)
{
    size_t line;

    if (csv->failure.code == ERR_OK) {
        while (take_line_end(csv))
            ;
        if (csv->at == csv->end) {
            *out = (struct csv_row){.line = csv->line, .number = csv->number};
            return ERR_OK;
        }
        line = csv->line;
        if (read_row(csv) == ERR_OK) {
            *out = (struct csv_row){csv->fields, csv->field_count, line, csv->number++};
            return ERR_OK;
        }
    }
    *err = csv->failure;
    return csv->failure.code;
}
