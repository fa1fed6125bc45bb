#ifndef INTAKE_WORKBOOK_ODS_H
#define INTAKE_WORKBOOK_ODS_H

/* What the readers of an ODS file's content.xml share (OpenDocument 1.2 part 1): for the
 * workbook_ods*.c files and their tests. */

#include "intake/workbook_part.h"

struct ods_style {
    struct str name;
    struct str format; /* of a cell style: the name of its number format */
    struct str parent; /* whose format it has, when it names none */
    uint32_t order;    /* as found: of two of one name the later counts */
    unsigned shows;    /* workbook_number.h */
    bool is_table_hidden;
};

/* Number formats and styles, each sorted by name by ods_survey_finish(). */
struct ods_styles {
    struct ods_style *formats;
    uint32_t format_count;
    struct ods_style *styles;
    uint32_t style_count;
};

struct ods_sheet {
    struct str name;
    struct str style;
};

/* The first pass: styles and the names of the sheets. styles.xml, then content.xml. */
struct ods_survey {
    struct arena *arena;
    struct ods_styles styles;
    struct ods_style *open; /* the format or style at hand; NULL: none */
    struct ods_sheet *sheets;
    uint32_t sheet_count;
    unsigned depth;
    unsigned spreadsheet; /* the depth at which the sheets' parent began; 0: not yet */
};
extern const struct xml_handlers ods_survey_handlers;

/* Once all is read: styles can be found by name. */
void ods_survey_finish(struct ods_survey *survey);

/* NULL: there is none of that name. */
const struct ods_style *ods_find_style(const struct ods_styles *styles, const char *name);

/* The second pass: one sheet, written cell by cell. */
struct ods_reader;
extern const struct xml_handlers ods_sheet_handlers;
struct ods_reader *ods_reader_new(struct workbook_writer *w, struct arena *arena,
                                  const struct ods_styles *styles, uint32_t chosen);
/* What is known at the end only: the merged areas. */
void ods_reader_finish(struct ods_reader *reader);
void ods_reader_free(struct ods_reader *reader);

#endif
