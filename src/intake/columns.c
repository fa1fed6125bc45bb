#include "intake/columns.h"

#include <stdlib.h>
#include <string.h>

enum { SAMPLE_BYTES = 60, SEEN_SLOTS = 1 << 16 };

/* --- dates --- */

/* "14.09.2022" as three numbers between two signs; false for anything else. */
static bool three_numbers(unsigned out[3], size_t lens[3], struct str text, char sign)
{
    size_t part = 0;

    memset(out, 0, 3 * sizeof *out);
    memset(lens, 0, 3 * sizeof *lens);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == sign && part < 2 && lens[part] > 0) {
            part++;
        } else if (c >= '0' && c <= '9' && lens[part] < 4) {
            out[part] = out[part] * 10 + (unsigned)(c - '0');
            lens[part]++;
        } else {
            return false;
        }
    }
    return part == 2 && lens[2] > 0;
}

static unsigned slash_form(const unsigned n[3])
{
    if (n[0] > 12)
        return n[1] <= 12 ? COLUMN_DAY_SLASH : COLUMN_NO_DATE;
    return n[1] > 12 ? COLUMN_MONTH_SLASH : COLUMN_ANY_SLASH;
}

static bool is_year(struct str text)
{
    bool is_digits = text.len == 4;

    for (size_t i = 0; i < text.len; i++)
        is_digits = is_digits && text.ptr[i] >= '0' && text.ptr[i] <= '9';
    return is_digits && (text.ptr[0] == '1' || text.ptr[0] == '2');
}

static unsigned date_form(struct str text)
{
    unsigned n[3];
    size_t lens[3];

    /* A workbook gives the time of day with the date. */
    if (text.len > 10 && text.ptr[10] == 'T')
        text = str_prefix(text, 10);
    if (three_numbers(n, lens, text, '-') && lens[0] == 4)
        return COLUMN_ISO;
    if (three_numbers(n, lens, text, '.') && lens[2] == 4 && n[1] <= 12)
        return COLUMN_DOTS;
    if (three_numbers(n, lens, text, '/') && lens[2] == 4)
        return slash_form(n);
    return is_year(text) ? COLUMN_YEAR : COLUMN_NO_DATE;
}

struct str columns_date_pattern(bool *is_mixed, const struct column_survey *column)
{
    unsigned dates = column->dates & ~(unsigned)(COLUMN_NO_DATE | COLUMN_YEAR);
    unsigned kinds = dates & ~(unsigned)COLUMN_ANY_SLASH;

    *is_mixed = (kinds & (kinds - 1)) != 0 ||
                ((dates & COLUMN_ANY_SLASH) && (kinds & (COLUMN_ISO | COLUMN_DOTS)));
    if (*is_mixed)
        return STR("");
    if (dates & COLUMN_DOTS)
        return STR("D.M.YYYY");
    if (dates & COLUMN_MONTH_SLASH)
        return STR("M/D/YYYY");
    /* 9/10/2022 alone tells nothing: the day first, as most of the world writes it, and
     * the page asks. */
    return dates & (COLUMN_DAY_SLASH | COLUMN_ANY_SLASH) ? STR("D/M/YYYY") : STR("");
}

/* --- the pass --- */

/* Which texts a column had, by their hash. */
struct seen {
    uint64_t *slots;
    uint32_t count;
};

static uint64_t hash_of(struct str text)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (uint8_t)text.ptr[i]) * UINT64_C(1099511628211);
    hash ^= hash >> 32;
    return hash != 0 ? hash : 1;
}

/* What is beyond half of the slots counts as new: an oddity is told, not counted to the
 * last row. */
static bool was_seen(struct seen *seen, struct arena *arena, struct str text)
{
    uint64_t hash = hash_of(text);
    size_t at = hash % SEEN_SLOTS;

    if (!seen->slots)
        seen->slots = ARENA_ARRAY(arena, uint64_t, SEEN_SLOTS);
    while (seen->slots[at] != 0) {
        if (seen->slots[at] == hash)
            return true;
        at = (at + 1) % SEEN_SLOTS;
    }
    if (seen->count < SEEN_SLOTS / 2) {
        seen->slots[at] = hash;
        seen->count++;
    }
    return false;
}

static bool is_number(struct str text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            digits++;
        else if (!strchr("+-., ", text.ptr[i]))
            return false;
    }
    return digits > 0;
}

static void add_sample(struct column_survey *column, struct arena *arena, struct str text)
{
    size_t len = text.len;

    if (column->sample_count == COLUMN_SAMPLES)
        return;
    /* Not inside a character. */
    if (len > SAMPLE_BYTES)
        for (len = SAMPLE_BYTES; len > 0 && (text.ptr[len] & 0xC0) == 0x80;)
            len--;
    text.len = len;
    column->samples[column->sample_count++] = arena_str(arena, text);
}

static void look_at(struct column_survey *column, struct seen *seen, struct arena *arena,
                    struct arena *scratch, struct str text)
{
    if (text.len == 0) {
        column->empty++;
        return;
    }
    column->filled++;
    column->dates |= date_form(text);
    column->is_number = column->is_number && is_number(text);
    if (was_seen(seen, scratch, text))
        column->repeated++;
    else
        add_sample(column, arena, text);
}

static bool can_be_named(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] < 0x20)
            return false;
    return name.len > 0;
}

static void start(struct columns *out, struct arena *arena, const struct table *table)
{
    const struct str *names = table_names(table, &out->count);

    out->items = ARENA_ARRAY(arena, struct column_survey, out->count + 1);
    for (size_t i = 0; i < out->count; i++) {
        out->items[i].name = names[i];
        out->items[i].is_number = true;
        out->items[i].is_unnamed = !can_be_named(names[i]);
        out->items[i].is_hidden = table_is_hidden(table, i);
        for (size_t k = 0; k < out->count; k++)
            if (k != i && str_equal(names[i], names[k]))
                out->items[i].is_twice = true;
    }
}

static void finish(struct columns *out)
{
    for (size_t i = 0; i < out->count; i++) {
        struct column_survey *column = &out->items[i];

        column->is_number = column->is_number && column->filled > 0;
        column->is_constant =
            out->rows > 1 && column->empty == 0 && column->repeated == column->filled - 1;
    }
}

static enum err_code each_row(struct columns *out, struct arena *arena,
                              struct arena *scratch, struct table *table, struct err *err)
{
    struct seen *seen = ARENA_ARRAY(scratch, struct seen, out->count + 1);
    struct table_row row = {0};
    bool is_row = true;

    while (out->rows < COLUMN_ROWS_MAX) {
        if (table_next(&row, &is_row, table, err) != ERR_OK)
            return err->code;
        if (!is_row)
            return ERR_OK;
        out->rows++;
        out->bad_rows += row.problem != NULL;
        for (size_t i = 0; i < out->count && !row.problem; i++)
            look_at(&out->items[i], &seen[i], arena, scratch,
                    str_trim(row.cells[i].text));
    }
    return ERR_OK;
}

enum err_code columns_survey(struct columns *out, struct arena *arena,
                             struct table *table, struct err *err)
{
    struct arena scratch = {0};
    enum err_code code = table_rewind(table, err);

    *out = (struct columns){0};
    start(out, arena, table);
    if (code == ERR_OK)
        code = each_row(out, arena, &scratch, table, err);
    arena_free(&scratch);
    finish(out);
    return code == ERR_OK ? table_rewind(table, err) : code;
}
