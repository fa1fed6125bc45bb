/* Rows handed back, in a form that can be corrected and imported. */

#include "base/message.h"
#include "format/csv.h"
#include "format/foreign.h"
#include "intake/table.h"

static char separator_of(const struct table *table)
{
    if (table_workbook(table))
        return ',';
    return table_detected(table).separator;
}

static void reject_header(struct table_rejects *rejects, const struct table *table)
{
    char separator = separator_of(table);
    size_t count = 0;
    const struct str *names = table_names(table, &count);

    /* The mark keeps a spreadsheet, and us, from guessing. */
    buf_append(&rejects->text, STR("\xef\xbb\xbf"));
    csv_write_field(&rejects->text,
                    table_was_a_workbook(table) ? TABLE_SHEET_REASON : TABLE_REASON,
                    separator);
    buf_char(&rejects->text, separator);
    csv_write_row(&rejects->text, names, count, separator);
}

static void reject_csv(struct table_rejects *rejects, const struct table *table,
                       const struct table_row *row, struct str reason)
{
    char separator = separator_of(table);
    struct buf whole = {0};

    if (rejects->count == 0)
        reject_header(rejects, table);
    if (table_workbook(table))
        buf_printf(&whole, _("row %zu of the sheet \"" STR_FMT "\": "), row->line,
                   STR_ARG(table_detected(table).sheet));
    buf_append(&whole, reason);
    csv_write_field(&rejects->text, buf_str(&whole), separator);
    buf_release(&whole);
    if (row->field_count > 0) {
        buf_char(&rejects->text, separator);
        csv_write_row(&rejects->text, row->fields, row->field_count, separator);
    } else {
        buf_append(&rejects->text, STR("\r\n"));
    }
}

/* With every column of the table, so that it has the same ones when it is read again. */
static void reject_json(struct table_rejects *rejects, const struct table *table,
                        const struct table_row *row, struct str reason)
{
    struct arena arena = {0};
    struct value whole = value_object();
    size_t count = 0;
    const struct str *names = table_names(table, &count);

    value_set(&whole, &arena, TABLE_REASON, value_string(reason));
    if (row->value->type != VALUE_OBJECT)
        value_set(&whole, &arena, STR("row"), *row->value);
    for (size_t i = 0; i < count; i++) {
        const struct value *cell = value_get(row->value, names[i]);

        value_set(&whole, &arena, names[i], cell ? *cell : value_null());
    }
    buf_append(&rejects->text, rejects->count > 0 ? STR(",\n") : STR("[\n"));
    foreign_write(&rejects->text, &whole);
    arena_free(&arena);
}

void table_reject(struct table_rejects *rejects, const struct table *table,
                  const struct table_row *row, struct str reason)
{
    if (table_detected(table).format == TABLE_JSON)
        reject_json(rejects, table, row, reason);
    else
        reject_csv(rejects, table, row, reason);
    rejects->count++;
}

void table_reject_end(struct table_rejects *rejects, const struct table *table)
{
    if (table_detected(table).format == TABLE_JSON && rejects->count > 0)
        buf_append(&rejects->text, STR("\n]\n"));
}
