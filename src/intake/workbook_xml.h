#ifndef INTAKE_WORKBOOK_XML_H
#define INTAKE_WORKBOOK_XML_H

/*
 * The XML of a workbook's parts, out of expat. A DOCTYPE is refused, so that there are
 * no entities but the five of XML; depth and the length of one piece of markup have
 * limits. Names come with the namespace they are in, whatever prefix the writer chose.
 */

#include "base/err.h"
#include "base/str.h"

enum xml_space {
    XML_NO_SPACE, /* attributes without prefix */
    XML_OTHER,
    XML_SHEET, /* SpreadsheetML */
    XML_OFFICE_RELATION,
    XML_PACKAGE_RELATION,
    XML_ODF_OFFICE,
    XML_ODF_TABLE,
    XML_ODF_TEXT,
    XML_ODF_STYLE,
    XML_ODF_NUMBER,
    XML_ODF_MANIFEST,
    XML_CALC_EXT
};

struct xml_reader;

struct xml_handlers {
    void (*start)(struct xml_reader *xml, enum xml_space space, const char *name,
                  const char **attributes);
    void (*end)(struct xml_reader *xml, enum xml_space space, const char *name);
    void (*text)(struct xml_reader *xml, struct str text);
};

/* handlers and data must outlive it. */
struct xml_reader *xml_reader_new(const struct xml_handlers *handlers, void *data);
void xml_reader_free(struct xml_reader *xml);

void *xml_data(const struct xml_reader *xml);

/* The next bytes; is_last with the last of them. Fails with what a handler said. */
MUST_USE enum err_code xml_take(struct xml_reader *xml, struct str bytes, bool is_last,
                                struct err *err);

/* For handlers: nothing more is read; xml_take() fails with this. */
void xml_fail(struct xml_reader *xml, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* For start handlers: an attribute's value; NULL when it is not there. */
const char *xml_attribute(const char **attributes, enum xml_space space,
                          const char *name);

/* "1", "true": the booleans of XML Schema. */
bool xml_is_true(const char *value);

#endif
