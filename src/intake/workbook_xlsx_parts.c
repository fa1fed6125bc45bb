/* What the sheets of an XLSX file point to: shared texts and styles. */

#include <string.h>

#include "base/text.h"
#include "intake/workbook_number.h"
#include "intake/workbook_xlsx.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character that "_x0041_" at the beginning of text stands for; 0: none does. */
static uint32_t escaped(struct str text)
{
    uint32_t c = 0;

    if (text.len < 7 || text.ptr[0] != '_' || text.ptr[1] != 'x' || text.ptr[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_value(text.ptr[i]);

        if (digit < 0)
            return 0;
        c = 16 * c + (uint32_t)digit;
    }
    return c >= 0xd800 && c <= 0xdfff ? 0 : c;
}

void xlsx_unescape(struct buf *out, struct str text)
{
    while (text.len > 0) {
        size_t plain = str_find(text, '_', 0);
        uint32_t c;

        buf_append(out, str_prefix(text, plain));
        text = str_after(text, plain);
        if (text.len == 0)
            return;
        c = escaped(text);
        if (c == 0)
            buf_char(out, '_');
        else if (c != '\r') /* it stands before a line feed */
            utf8_append(out, c);
        text = str_after(text, c == 0 ? 1 : 7);
    }
}

static void start_in_strings(struct xml_reader *xml, enum xml_space space,
                             const char *name, const char **attributes)
{
    struct xlsx_strings_reader *r = xml_data(xml);

    (void)attributes;
    if (space != XML_SHEET)
        return;
    if (strcmp(name, "si") == 0) {
        r->is_item = true;
        buf_reset(&r->text);
    } else if (strcmp(name, "rPh") == 0) {
        r->phonetic++;
    } else if (strcmp(name, "t") == 0) {
        r->is_text = r->is_item && r->phonetic == 0;
    }
}

static void add_string(struct xml_reader *xml, struct xlsx_strings_reader *r)
{
    struct xlsx *book = r->book;
    struct buf text = {0};

    if (book->string_count == WORKBOOK_MAX_STRINGS ||
        book->string_bytes + r->text.len > WORKBOOK_MAX_STRING_BYTES) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d texts, or %d bytes of them",
                 WORKBOOK_MAX_STRINGS, WORKBOOK_MAX_STRING_BYTES);
        return;
    }
    xlsx_unescape(&text, buf_str(&r->text));
    book->strings =
        part_room(book->arena, book->strings, book->string_count, sizeof *book->strings);
    book->strings[book->string_count++] = arena_str(book->arena, buf_str(&text));
    book->string_bytes += text.len;
    buf_release(&text);
}

static void end_in_strings(struct xml_reader *xml, enum xml_space space, const char *name)
{
    struct xlsx_strings_reader *r = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (strcmp(name, "t") == 0) {
        r->is_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        r->phonetic--;
    } else if (strcmp(name, "si") == 0 && r->is_item) {
        r->is_item = false;
        add_string(xml, r);
    }
}

static void text_in_strings(struct xml_reader *xml, struct str text)
{
    struct xlsx_strings_reader *r = xml_data(xml);

    if (r->is_text)
        part_text(xml, &r->text, text);
}

const struct xml_handlers xlsx_strings = {start_in_strings, end_in_strings,
                                          text_in_strings};

struct xlsx_format {
    uint32_t id;
    unsigned shows;
};

static void add_format(struct xml_reader *xml, struct xlsx_styles_reader *r,
                       const char **attributes)
{
    const char *id = xml_attribute(attributes, XML_NO_SPACE, "numFmtId");
    const char *code = xml_attribute(attributes, XML_NO_SPACE, "formatCode");

    if (!id || !code)
        return;
    if (r->format_count == WORKBOOK_MAX_STYLES) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d number formats",
                 WORKBOOK_MAX_STYLES);
        return;
    }
    r->formats =
        part_room(r->book->arena, r->formats, r->format_count, sizeof *r->formats);
    r->formats[r->format_count++] = (struct xlsx_format){
        part_number(xml, id, 0, UINT32_MAX), workbook_custom_format(str_from_c(code))};
}

/* A file may give a builtin number another code. */
static unsigned format_of(const struct xlsx_styles_reader *r, uint32_t id)
{
    for (uint32_t i = 0; i < r->format_count; i++)
        if (r->formats[i].id == id)
            return r->formats[i].shows;
    return workbook_builtin_format(id);
}

static void add_style(struct xml_reader *xml, struct xlsx_styles_reader *r,
                      const char **attributes)
{
    struct xlsx *book = r->book;
    const char *id = xml_attribute(attributes, XML_NO_SPACE, "numFmtId");

    if (book->style_count == WORKBOOK_MAX_STYLES) {
        xml_fail(xml, ERR_LIMIT, "it has more than %d cell styles", WORKBOOK_MAX_STYLES);
        return;
    }
    book->shows =
        part_room(book->arena, book->shows, book->style_count, sizeof *book->shows);
    book->shows[book->style_count++] = format_of(r, part_number(xml, id, 0, UINT32_MAX));
}

static void start_in_styles(struct xml_reader *xml, enum xml_space space,
                            const char *name, const char **attributes)
{
    struct xlsx_styles_reader *r = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (strcmp(name, "numFmts") == 0)
        r->is_formats = true;
    else if (strcmp(name, "cellXfs") == 0)
        r->is_cell_styles = true;
    else if (r->is_formats && strcmp(name, "numFmt") == 0)
        add_format(xml, r, attributes);
    else if (r->is_cell_styles && strcmp(name, "xf") == 0)
        add_style(xml, r, attributes);
}

static void end_in_styles(struct xml_reader *xml, enum xml_space space, const char *name)
{
    struct xlsx_styles_reader *r = xml_data(xml);

    if (space != XML_SHEET)
        return;
    if (strcmp(name, "numFmts") == 0)
        r->is_formats = false;
    else if (strcmp(name, "cellXfs") == 0)
        r->is_cell_styles = false;
}

static void no_text(struct xml_reader *xml, struct str text)
{
    (void)xml;
    (void)text;
}

const struct xml_handlers xlsx_styles = {start_in_styles, end_in_styles, no_text};
