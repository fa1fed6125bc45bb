#ifndef INTAKE_WORKBOOK_ODS_CELL_H
#define INTAKE_WORKBOOK_ODS_CELL_H

/* One cell of an ODS sheet, from its attributes and its paragraphs. */

#include "intake/workbook_part.h"

enum ods_type {
    ODS_NONE,
    ODS_NUMBER,
    ODS_DATE,
    ODS_TIME,
    ODS_BOOLEAN,
    ODS_STRING,
    ODS_ERROR
};

struct ods_cell {
    enum ods_type type;
    unsigned shows; /* of its number format: workbook_number.h */
    bool has_formula;
    bool has_value;  /* value holds what an attribute says */
    char value[64];  /* of numbers, dates, times, booleans: cut where it is longer */
    struct buf text; /* its paragraphs */
    unsigned paragraphs;
    bool is_after_blank; /* further blanks of the XML mean nothing */
    uint32_t repeats;
};

void ods_cell_begin(struct ods_cell *cell, const char **attributes, unsigned shows);
void ods_cell_paragraph(struct ods_cell *cell);
void ods_cell_text(struct xml_reader *xml, struct ods_cell *cell, struct str text);
void ods_cell_blanks(struct xml_reader *xml, struct ods_cell *cell, uint32_t count);
void ods_cell_mark(struct xml_reader *xml, struct ods_cell *cell, char c);

/* Append what the cell says; nothing for an empty one. */
enum workbook_kind ods_cell_end(struct buf *out, const struct ods_cell *cell);

#endif
