#include "intake/table.h"

#include <string.h>

#include "format/csv.h"
#include "format/foreign.h"

struct table {
    struct arena *arena;
    struct str text; /* UTF-8 */
    struct table_options options;
    char given_separator;
    struct str *names;
    size_t name_count;
    size_t name_cap;
    struct table_cell *cells;
    int64_t number;
    bool has_reason; /* TABLE_REASON: of CSV its first column, of JSON a member */
    /* CSV */
    struct csv *csv;
    /* JSON */
    struct value rows;
    struct arena row_arena;
};

static void add_name(struct table *table, struct str name)
{
    if (table->name_count == table->name_cap) {
        size_t cap = table->name_cap > 0 ? 2 * table->name_cap : 16;
        struct str *names = ARENA_ARRAY(table->arena, struct str, cap);

        if (table->name_count > 0)
            memcpy(names, table->names, table->name_count * sizeof *names);
        table->names = names;
        table->name_cap = cap;
    }
    table->names[table->name_count++] = name;
}

static size_t find_name(const struct table *table, struct str name, size_t likely)
{
    if (likely < table->name_count && str_equal(table->names[likely], name))
        return likely;
    for (size_t i = 0; i < table->name_count; i++)
        if (str_equal(table->names[i], name))
            return i;
    return table->name_count;
}

static enum err_code open_csv(struct table *table, struct err *err)
{
    struct csv_options options = {table->options.separator, CHARSET_UTF8};
    struct csv_row header = {0};

    if (csv_open(&table->csv, table->arena, table->text, &options, err) != ERR_OK ||
        csv_next(table->csv, &header, err) != ERR_OK)
        return err->code;
    if (header.field_count == 0)
        return err_set(err, ERR_INVALID, "it is empty: there is no row of column names");
    table->options.separator = csv_detected(table->csv).separator;
    table->has_reason = str_equal(str_trim(header.fields[0]), TABLE_REASON);
    for (size_t i = table->has_reason; i < header.field_count; i++)
        add_name(table, arena_str(table->arena, str_trim(header.fields[i])));
    if (table->name_count == 0)
        return err_set(err, ERR_INVALID, "it has no column but \"" STR_FMT "\"",
                       STR_ARG(TABLE_REASON));
    return ERR_OK;
}

static const struct value *json_row(const struct table *table, uint32_t i)
{
    return table->rows.type == VALUE_OBJECT ? &table->rows.members[i].value
                                            : &table->rows.items[i];
}

static enum err_code open_json(struct table *table, struct err *err)
{
    if (foreign_parse(&table->rows, table->arena, table->text, err) != ERR_OK)
        return err->code;
    if (table->rows.type != VALUE_ARRAY && table->rows.type != VALUE_OBJECT)
        return err_set(err, ERR_INVALID, "it is neither an array nor an object of rows");
    for (uint32_t i = 0; i < table->rows.count; i++) {
        const struct value *row = json_row(table, i);

        for (uint32_t k = 0; row->type == VALUE_OBJECT && k < row->count; k++) {
            struct str name = row->members[k].key;

            if (str_equal(name, TABLE_REASON))
                table->has_reason = true;
            else if (find_name(table, name, k) == table->name_count)
                add_name(table, name);
        }
    }
    if (table->name_count == 0)
        return err_set(err, ERR_INVALID,
                       "it is empty: no row has a member, so there are no columns");
    return ERR_OK;
}

enum err_code table_open(struct table **out, struct arena *arena, struct str text,
                         const struct table_options *options, struct err *err)
{
    struct table *table = ARENA_NEW(arena, struct table);
    /* A file of rejected rows is UTF-8 whatever the file was that they came from. */
    enum charset charset =
        str_starts_with(text, STR("\xef\xbb\xbf")) ? CHARSET_DETECT : options->charset;

    if (text.len > TABLE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "it is larger than %d bytes", TABLE_MAX_BYTES);
    table->arena = arena;
    table->options = *options;
    table->given_separator = options->separator;
    if (charset_decode(&table->text, &table->options.charset, arena, text, charset,
                       err) != ERR_OK ||
        (options->is_json ? open_json(table, err) : open_csv(table, err)) != ERR_OK)
        return err->code;
    table->cells = ARENA_ARRAY(arena, struct table_cell, table->name_count);
    *out = table;
    return ERR_OK;
}

void table_close(struct table *table)
{
    if (table)
        arena_free(&table->row_arena);
}

const struct str *table_names(const struct table *table, size_t *count)
{
    *count = table->name_count;
    return table->names;
}

bool table_is_rejects(const struct table *table)
{
    return table->has_reason;
}

struct table_options table_detected(const struct table *table)
{
    return table->options;
}

static enum err_code next_csv(struct table_row *out, bool *is_row, struct table *table,
                              struct err *err)
{
    struct csv_row row = {0};
    size_t skipped = table->has_reason;

    if (csv_next(table->csv, &row, err) != ERR_OK)
        return err->code;
    *is_row = row.field_count > 0;
    if (!*is_row)
        return ERR_OK;
    if (skipped > row.field_count)
        skipped = row.field_count;
    *out = (struct table_row){.cells = table->cells,
                              .number = ++table->number,
                              .line = row.line,
                              .fields = row.fields + skipped,
                              .field_count = row.field_count - skipped};
    for (size_t i = 0; i < table->name_count; i++)
        table->cells[i] = (struct table_cell){
            .text = i < out->field_count ? str_trim(out->fields[i]) : STR("")};
    if (out->field_count < table->name_count)
        out->problem = "the row has fewer cells than there are columns";
    for (size_t i = table->name_count; i < out->field_count; i++)
        if (str_trim(out->fields[i]).len > 0)
            out->problem = "the row has more cells than there are columns";
    return ERR_OK;
}

static struct str scalar_text(struct table *table, const struct value *v)
{
    struct buf text = {0};
    struct str kept;

    switch (v->type) {
    case VALUE_STRING:
        return str_trim(v->string);
    case VALUE_NULL:
        return STR("");
    case VALUE_TRUE:
        return STR("true");
    case VALUE_FALSE:
        return STR("false");
    case VALUE_INTEGER:
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        break;
    }
    foreign_write(&text, v);
    kept = arena_str(&table->row_arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

static struct table_cell json_cell(struct table *table, const struct value *v)
{
    struct table_cell cell = {.text = scalar_text(table, v)};
    struct str *parts;

    if (v->type != VALUE_ARRAY)
        return cell;
    cell.is_list = true;
    if (v->count == 0) {
        cell.text = STR("");
        return cell;
    }
    parts = ARENA_ARRAY(&table->row_arena, struct str, v->count);
    for (uint32_t i = 0; i < v->count; i++)
        parts[i] = scalar_text(table, &v->items[i]);
    if (v->count == 1)
        cell.text = parts[0];
    cell.parts = parts;
    cell.part_count = v->count;
    return cell;
}

static void next_json(struct table_row *out, bool *is_row, struct table *table)
{
    const struct value *row;

    *is_row = table->number < (int64_t)table->rows.count;
    if (!*is_row)
        return;
    row = json_row(table, (uint32_t)table->number);
    arena_reset(&table->row_arena);
    memset(table->cells, 0, table->name_count * sizeof *table->cells);
    *out = (struct table_row){
        .cells = table->cells, .number = ++table->number, .value = row};
    if (row->type != VALUE_OBJECT) {
        out->problem = "the row is not an object";
        return;
    }
    for (uint32_t i = 0; i < row->count; i++) {
        size_t at = find_name(table, row->members[i].key, i);

        if (at < table->name_count)
            table->cells[at] = json_cell(table, &row->members[i].value);
    }
}

static void check_cells(struct table_row *row, size_t count)
{
    for (size_t i = 0; i < count && !row->problem; i++)
        if (row->cells[i].text.len > TABLE_MAX_CELL)
            row->problem = "a cell of the row is longer than 60000 bytes";
}

enum err_code table_next(struct table_row *out, bool *is_row, struct table *table,
                         struct err *err)
{
    if (table->options.is_json)
        next_json(out, is_row, table);
    else if (next_csv(out, is_row, table, err) != ERR_OK)
        return err->code;
    if (*is_row)
        check_cells(out, table->name_count);
    return ERR_OK;
}

enum err_code table_rewind(struct table *table, struct err *err)
{
    struct csv_options options = {table->given_separator, CHARSET_UTF8};
    struct csv_row header;

    table->number = 0;
    if (table->options.is_json)
        return ERR_OK;
    if (csv_open(&table->csv, table->arena, table->text, &options, err) != ERR_OK)
        return err->code;
    return csv_next(table->csv, &header, err);
}

static void reject_header(struct table_rejects *rejects, const struct table *table)
{
    /* The mark keeps a spreadsheet, and us, from guessing. */
    buf_append(&rejects->text, STR("\xef\xbb\xbf"));
    csv_write_field(&rejects->text, TABLE_REASON, table->options.separator);
    buf_char(&rejects->text, table->options.separator);
    csv_write_row(&rejects->text, table->names, table->name_count,
                  table->options.separator);
}

/* With every column of the table, so that it has the same ones when it is read again. */
static void reject_json(struct table_rejects *rejects, const struct table *table,
                        const struct table_row *row, struct str reason)
{
    struct arena arena = {0};
    struct value whole = value_object();

    value_set(&whole, &arena, TABLE_REASON, value_string(reason));
    if (row->value->type != VALUE_OBJECT)
        value_set(&whole, &arena, STR("row"), *row->value);
    for (size_t i = 0; i < table->name_count; i++) {
        const struct value *cell = value_get(row->value, table->names[i]);

        value_set(&whole, &arena, table->names[i], cell ? *cell : value_null());
    }
    buf_append(&rejects->text, rejects->count > 0 ? STR(",\n") : STR("[\n"));
    foreign_write(&rejects->text, &whole);
    arena_free(&arena);
}

void table_reject(struct table_rejects *rejects, const struct table *table,
                  const struct table_row *row, struct str reason)
{
    if (table->options.is_json) {
        reject_json(rejects, table, row, reason);
    } else {
        if (rejects->count == 0)
            reject_header(rejects, table);
        csv_write_field(&rejects->text, reason, table->options.separator);
        if (row->field_count > 0) {
            buf_char(&rejects->text, table->options.separator);
            csv_write_row(&rejects->text, row->fields, row->field_count,
                          table->options.separator);
        } else {
            buf_append(&rejects->text, STR("\r\n"));
        }
    }
    rejects->count++;
}

void table_reject_end(struct table_rejects *rejects, const struct table *table)
{
    if (table->options.is_json && rejects->count > 0)
        buf_append(&rejects->text, STR("\n]\n"));
}
