#include "intake/workbook_ods_cell.h"

#include <stdio.h>
#include <string.h>

#include "intake/workbook_number.h"

static const struct {
    const char *word; /* of office:value-type */
    enum ods_type type;
    const char *attribute;
} types[] = {
    {"float", ODS_NUMBER, "value"},         {"percentage", ODS_NUMBER, "value"},
    {"currency", ODS_NUMBER, "value"},      {"date", ODS_DATE, "date-value"},
    {"time", ODS_TIME, "time-value"},       {"boolean", ODS_BOOLEAN, "boolean-value"},
    {"string", ODS_STRING, "string-value"},
};

void ods_cell_begin(struct ods_cell *cell, const char **attributes, unsigned shows)
{
    const char *type = xml_attribute(attributes, XML_ODF_OFFICE, "value-type");
    const char *extended = xml_attribute(attributes, XML_CALC_EXT, "value-type");
    struct buf text = cell->text;

    buf_reset(&text);
    *cell = (struct ods_cell){.text = text, .shows = shows, .repeats = 1};
    cell->has_formula = xml_attribute(attributes, XML_ODF_TABLE, "formula");
    for (size_t i = 0; type && i < sizeof types / sizeof types[0]; i++) {
        const char *value;

        if (strcmp(types[i].word, type) != 0)
            continue;
        cell->type = types[i].type;
        value = xml_attribute(attributes, XML_ODF_OFFICE, types[i].attribute);
        cell->has_value = value;
        if (value && cell->type == ODS_STRING)
            buf_append(&cell->text, str_from_c(value));
        else if (value)
            (void)snprintf(cell->value, sizeof cell->value, "%s", value);
    }
    if (extended && strcmp(extended, "error") == 0) {
        cell->type = ODS_ERROR;
        cell->has_value = false;
        buf_reset(&cell->text);
    }
}

/* The paragraphs count where no attribute says what the text is. */
static bool is_listening(const struct ods_cell *cell)
{
    return !(cell->type == ODS_STRING && cell->has_value);
}

void ods_cell_paragraph(struct ods_cell *cell)
{
    if (cell->paragraphs++ > 0 && is_listening(cell))
        buf_char(&cell->text, '\n');
    cell->is_after_blank = true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* OpenDocument 1.2 part 1, 6.1.2: blanks of any kind are one blank, none at the start. */
void ods_cell_text(struct xml_reader *xml, struct ods_cell *cell, struct str text)
{
    if (!is_listening(cell))
        return;
    while (text.len > 0) {
        size_t len = 0;

        while (len < text.len && !is_blank(text.ptr[len]))
            len++;
        if (len > 0)
            part_text(xml, &cell->text, str_prefix(text, len));
        else if (!cell->is_after_blank)
            part_text(xml, &cell->text, STR(" "));
        cell->is_after_blank = len == 0;
        text = str_after(text, len > 0 ? len : 1);
    }
}

void ods_cell_blanks(struct xml_reader *xml, struct ods_cell *cell, uint32_t count)
{
    for (uint32_t i = 0; i < count && is_listening(cell); i++)
        part_text(xml, &cell->text, STR(" "));
    cell->is_after_blank = false;
}

void ods_cell_mark(struct xml_reader *xml, struct ods_cell *cell, char c)
{
    if (is_listening(cell))
        part_text(xml, &cell->text, (struct str){&c, 1});
    cell->is_after_blank = false;
}

/* Programs without calcext write the value 0 and show the error. */
static bool is_error_shown(const struct ods_cell *cell)
{
    struct str text = str_trim(buf_str(&cell->text));

    return cell->has_formula &&
           (str_equal(text, STR("#N/A")) || str_starts_with(text, STR("Err:")) ||
            (str_starts_with(text, STR("#")) &&
             (str_ends_with(text, STR("!")) || str_ends_with(text, STR("?")))));
}

static enum workbook_kind append_error(struct buf *out, struct str text)
{
    buf_append(out, text.len > 0 ? part_cut(text, 100) : STR("#VALUE!"));
    return WORKBOOK_ERROR;
}

static enum workbook_kind append_value(struct buf *out, const struct ods_cell *cell)
{
    struct str value = str_from_c(cell->value);

    if (cell->type == ODS_DATE)
        return workbook_iso_date(out, value, cell->shows);
    if (cell->type == ODS_BOOLEAN) {
        buf_append(out, xml_is_true(cell->value) ? STR("TRUE") : STR("FALSE"));
        return WORKBOOK_BOOLEAN;
    }
    if (cell->type == ODS_TIME && workbook_iso_time(out, value))
        return WORKBOOK_TIME;
    if (cell->type == ODS_NUMBER && workbook_number(out, value))
        return WORKBOOK_NUMBER;
    return append_error(out, value);
}

enum workbook_kind ods_cell_end(struct buf *out, const struct ods_cell *cell)
{
    struct str text = buf_str(&cell->text);

    if (cell->type == ODS_ERROR || is_error_shown(cell))
        return append_error(out, str_trim(text));
    if (cell->has_value && cell->type != ODS_STRING)
        return append_value(out, cell);
    if (text.len == 0 && cell->has_formula && cell->type == ODS_NONE) {
        buf_char(out, '=');
        return WORKBOOK_FORMULA;
    }
    buf_append(out, text);
    return WORKBOOK_TEXT;
}
