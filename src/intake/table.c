#include "intake/table.h"

#include <string.h>

#include "base/message.h"
#include "format/csv.h"
#include "format/foreign.h"
#include "intake/table_sheet.h"
#include "intake/workbook_child.h"

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
    bool was_a_workbook; /* the reason's column is TABLE_SHEET_REASON */
    /* JSON */
    struct value rows;
    struct arena row_arena;
    /* a workbook */
    struct table_sheet *sheet;
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

bool table_is_reason(struct str name)
{
    name = str_trim(name);
    return str_equal(name, TABLE_REASON) || str_equal(name, TABLE_SHEET_REASON);
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
    table->has_reason = table_is_reason(header.fields[0]);
    table->was_a_workbook = str_equal(str_trim(header.fields[0]), TABLE_SHEET_REASON);
    for (size_t i = table->has_reason; i < header.field_count; i++)
        add_name(table, arena_str(table->arena, str_trim(header.fields[i])));
    if (table->name_count == 0)
        return err_set(err, ERR_INVALID, "it has no column but \"" STR_FMT "\"",
                       STR_ARG(str_trim(header.fields[0])));
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

static enum err_code open_sheet(struct table *table, struct str file, struct err *err)
{
    const struct workbook *book;
    const struct str *names;
    struct str stream;

    if (workbook_run(&stream, table->arena, file, table->options.sheet, err) != ERR_OK ||
        table_sheet_open(&table->sheet, table->arena, stream, table->options.header_first,
                         table->options.header_last, err) != ERR_OK)
        return err->code;
    book = table_sheet_workbook(table->sheet);
    table->options.sheet = book->sheets[book->chosen].name;
    names = table_sheet_names(table->sheet, &table->name_count);
    table->names = ARENA_ARRAY(table->arena, struct str, table->name_count);
    memcpy(table->names, names, table->name_count * sizeof *names);
    return ERR_OK;
}

static bool is_zip(struct str file)
{
    return str_starts_with(file, STR("PK\x03\x04")) ||
           str_starts_with(file, STR("PK\x05\x06"));
}

static bool is_ole(struct str file)
{
    return str_starts_with(file, STR("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
}

/* The container of .xls, and of .xlsx behind a password. */
static enum err_code refuse_ole(struct str file, struct err *err)
{
    static const struct str encrypted =
        STR_INIT("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0");

    if (str_find_str(file, encrypted) < file.len)
        return err_set(err, ERR_INVALID,
                       "it is encrypted: save it without a password and import that");
    return err_set(err, ERR_INVALID,
                   "it is a workbook of the old kind (.xls), which is not read: save it "
                   "as .xlsx or CSV and import that");
}

/* "[{" or "{"": no CSV begins so. */
static bool is_json(struct str text)
{
    struct str whole = str_trim(text);
    struct str inside = str_trim(str_after(whole, 1));

    return (str_starts_with(whole, STR("[")) && str_starts_with(inside, STR("{"))) ||
           (str_starts_with(whole, STR("{")) && str_starts_with(inside, STR("\"")));
}

static enum err_code open_workbook(struct table *table, struct str file, struct err *err)
{
    enum table_format said = table->options.format;

    if (is_ole(file))
        return refuse_ole(file, err);
    if (said == TABLE_CSV || said == TABLE_JSON)
        return err_set(err, ERR_INVALID,
                       "it is a workbook or another zip archive, and the mapping says "
                       "\"format %s\": say format xlsx or format ods there, or leave "
                       "that line out",
                       said == TABLE_CSV ? "csv" : "json");
    table->options.format = TABLE_WORKBOOK;
    table->options.charset = CHARSET_UTF8;
    return open_sheet(table, file, err);
}

static enum err_code open_text(struct table *table, struct str text, struct err *err)
{
    /* A file of rejected rows is UTF-8 whatever the file was that they came from. */
    enum charset charset = str_starts_with(text, STR("\xef\xbb\xbf"))
                               ? CHARSET_DETECT
                               : table->options.charset;

    if (charset_decode(&table->text, &table->options.charset, table->arena, text, charset,
                       err) != ERR_OK)
        return err->code;
    if (table->options.format == TABLE_DETECT && is_json(table->text))
        table->options.format = TABLE_JSON;
    if (table->options.format != TABLE_JSON)
        table->options.format = TABLE_CSV;
    table->options.sheet = STR("");
    return table->options.format == TABLE_JSON ? open_json(table, err)
                                               : open_csv(table, err);
}

enum err_code table_open(struct table **out, struct arena *arena, struct str text,
                         const struct table_options *options, struct err *err)
{
    struct table *table = ARENA_NEW(arena, struct table);

    if (text.len > TABLE_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "it is larger than %d bytes", TABLE_MAX_BYTES);
    table->arena = arena;
    table->options = *options;
    table->given_separator = options->separator;
    if ((is_zip(text) || is_ole(text) ? open_workbook(table, text, err)
                                      : open_text(table, text, err)) != ERR_OK)
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

const char *table_media_type(const struct table *table)
{
    if (!table->sheet)
        return table->options.format == TABLE_JSON ? "application/json" : "text/csv";
    return table_sheet_workbook(table->sheet)->format == WORKBOOK_ODS
               ? "application/vnd.oasis.opendocument.spreadsheet"
               : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

const struct workbook *table_workbook(const struct table *table)
{
    return table->sheet ? table_sheet_workbook(table->sheet) : NULL;
}

bool table_is_hidden(const struct table *table, size_t column)
{
    return table->sheet && table_sheet_is_hidden(table->sheet, column);
}

/* YYYY, YYYY-MM, YYYY-MM-DD and YYYY-MM-DDTHH:MM:SS, as dates of a workbook are given. */
static bool is_sheet_date(struct str text)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    bool is_whole = text.len == 4 || text.len == 7 || text.len == 10 || text.len == 19;

    for (size_t i = 0; i < text.len && is_whole; i++)
        is_whole = form[i] == 'd' ? text.ptr[i] >= '0' && text.ptr[i] <= '9'
                                  : text.ptr[i] == form[i];
    return is_whole;
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
    for (size_t i = 0; table->was_a_workbook && i < table->name_count; i++)
        if (is_sheet_date(table->cells[i].text))
            table->cells[i].kind = WORKBOOK_DATE;
    if (out->field_count < table->name_count)
        out->problem = N_("the row has fewer cells than there are columns");
    for (size_t i = table->name_count; i < out->field_count; i++)
        if (str_trim(out->fields[i]).len > 0)
            out->problem = N_("the row has more cells than there are columns");
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
        out->problem = N_("the row is not an object");
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
            row->problem = N_("a cell of the row is longer than 60000 bytes");
}

enum err_code table_next(struct table_row *out, bool *is_row, struct table *table,
                         struct err *err)
{
    if (table->options.format == TABLE_JSON)
        next_json(out, is_row, table);
    else if (table->sheet) {
        if (table_sheet_next(out, is_row, table->sheet, err) != ERR_OK)
            return err->code;
    } else if (next_csv(out, is_row, table, err) != ERR_OK)
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
    if (table->sheet)
        return table_sheet_rewind(table->sheet, err);
    if (table->options.format == TABLE_JSON)
        return ERR_OK;
    if (csv_open(&table->csv, table->arena, table->text, &options, err) != ERR_OK)
        return err->code;
    return csv_next(table->csv, &header, err);
}

bool table_was_a_workbook(const struct table *table)
{
    return table->was_a_workbook || table->sheet;
}
