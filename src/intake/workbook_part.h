#ifndef INTAKE_WORKBOOK_PART_H
#define INTAKE_WORKBOOK_PART_H

/* What the readers of XLSX and ODS share: XML parts of a zip archive, texts that grow,
 * and the choice of a sheet. For the workbook_*.c files only. */

#include "intake/workbook_stream.h"
#include "intake/workbook_xml.h"
#include "intake/workbook_zip.h"

/* Read one part with these handlers. ERR_NOT_FOUND: it is not there. */
MUST_USE enum err_code part_read(struct zip *zip, struct str name,
                                 const struct xml_handlers *handlers, void *data,
                                 struct err *err);

/* The same of XML at hand. */
MUST_USE enum err_code part_parse(struct str text, const struct xml_handlers *handlers,
                                  void *data, struct err *err);

/* Append to a text that may not grow beyond WORKBOOK_MAX_TEXT. */
void part_text(struct xml_reader *xml, struct buf *text, struct str more);

/* At most max bytes of a text, whole characters. */
struct str part_cut(struct str text, size_t max);

/* A number of an attribute; without one, otherwise. Fails where it is none or above
 * limit. */
uint32_t part_number(struct xml_reader *xml, const char *value, uint32_t otherwise,
                     uint32_t limit);

/* Room for one more behind count, in an array that grows by doubling. */
void *part_room(struct arena *arena, void *items, uint32_t count, size_t size);

/* Columns and rows as people know them: "AB19". */
void part_cell_name(struct buf *out, uint32_t row, uint32_t column);

struct part_sheet {
    struct str name;
    bool is_hidden;
};

/* Write the sheets; *out is the one of that name, or the only visible one when name is
 * empty. ERR_NOT_FOUND and ERR_INVALID name those there are. */
MUST_USE enum err_code part_choose(uint32_t *out, struct workbook_writer *w,
                                   const struct part_sheet *sheets, uint32_t count,
                                   struct str name, struct err *err);

/* The readers: the sheet of that name is written, all of it but the first line. */
MUST_USE enum err_code xlsx_read(struct workbook_writer *w, struct zip *zip,
                                 struct str sheet, struct err *err);
MUST_USE enum err_code ods_read(struct workbook_writer *w, struct zip *zip,
                                struct str sheet, struct err *err);

#endif
