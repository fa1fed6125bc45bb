#ifndef INTAKE_WORKBOOK_XLSX_H
#define INTAKE_WORKBOOK_XLSX_H

/* What the readers of an XLSX file's parts share (ECMA-376 part 1, SpreadsheetML): for
 * the workbook_xlsx*.c files and their tests. */

#include "intake/workbook_part.h"

struct xlsx {
    struct arena *arena;
    struct zip *zip;
    bool is_1904;
    struct part_sheet *sheets;
    struct str *relations; /* of each sheet: the id that leads to its part */
    uint32_t sheet_count;
    struct str *strings;
    uint32_t string_count;
    uint64_t string_bytes;
    unsigned *shows; /* of each cell style: what workbook_number.h says of its format */
    uint32_t style_count;
};

/* sharedStrings.xml and styles.xml; a file may have neither. */
extern const struct xml_handlers xlsx_strings;
extern const struct xml_handlers xlsx_styles;

struct xlsx_strings_reader {
    struct xlsx *book;
    struct buf text;
    bool is_item;
    bool is_text;
    unsigned phonetic; /* how deep in readings of the characters, which are no text */
};
struct xlsx_styles_reader {
    struct xlsx *book;
    struct xlsx_format *formats;
    uint32_t format_count;
    bool is_formats;
    bool is_cell_styles;
};

/* A sheet's part, written cell by cell. */
MUST_USE enum err_code xlsx_read_sheet(struct workbook_writer *w, struct xlsx *book,
                                       struct str part, struct err *err);

/* The same of XML at hand, in two pieces: for tests. */
MUST_USE enum err_code xlsx_sheet_from(struct workbook_writer *w, struct xlsx *book,
                                       struct str xml, struct str rest, struct err *err);

/* Append a text as XLSX writes it: _x000A_ stands for a line feed (22.9.2.19). */
void xlsx_unescape(struct buf *out, struct str text);

#endif
