#include "intake/workbook_xml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/message.h"
#include "intake/workbook.h"

struct xml_reader {
    XML_Parser parser;
    const struct xml_handlers *handlers;
    void *data;
    struct err failure; /* code ERR_OK: none */
    uint64_t taken;
    unsigned depth;
};

/* Between namespace and name: no URI holds one. */
enum { SPACE_ENDS = ' ' };

static const struct {
    struct str uri;
    enum xml_space space;
} spaces[] = {
    {STR_INIT("http://schemas.openxmlformats.org/spreadsheetml/2006/main"), XML_SHEET},
    {STR_INIT("http://purl.oclc.org/ooxml/spreadsheetml/main"), XML_SHEET},
    {STR_INIT("http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
     XML_OFFICE_RELATION},
    {STR_INIT("http://purl.oclc.org/ooxml/officeDocument/relationships"),
     XML_OFFICE_RELATION},
    {STR_INIT("http://schemas.openxmlformats.org/package/2006/relationships"),
     XML_PACKAGE_RELATION},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:table:1.0"), XML_ODF_TABLE},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:text:1.0"), XML_ODF_TEXT},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:office:1.0"), XML_ODF_OFFICE},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:style:1.0"), XML_ODF_STYLE},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"), XML_ODF_NUMBER},
    {STR_INIT("urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"), XML_ODF_MANIFEST},
    {STR_INIT("urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
     XML_CALC_EXT},
};

static enum xml_space space_of(const char **local, const char *name)
{
    const char *end = strchr(name, SPACE_ENDS);
    struct str uri;

    *local = end ? end + 1 : name;
    if (!end)
        return XML_NO_SPACE;
    uri = (struct str){name, (size_t)(end - name)};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        if (str_equal(spaces[i].uri, uri))
            return spaces[i].space;
    return XML_OTHER;
}

void xml_fail(struct xml_reader *xml, enum err_code code, const char *fmt, ...)
{
    char message[sizeof xml->failure.message];
    va_list arguments;

    if (xml->failure.code != ERR_OK)
        return;
    va_start(arguments, fmt);
    (void)vsnprintf(message, sizeof message, _(fmt), arguments);
    va_end(arguments);
    (void)err_set(&xml->failure, code, "%s", message);
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name,
                             const XML_Char **attributes)
{
    struct xml_reader *xml = data;
    const char *local;
    enum xml_space space = space_of(&local, name);

    if (xml->failure.code != ERR_OK) /* expat may finish what it has begun */
        return;
    if (++xml->depth > WORKBOOK_MAX_DEPTH)
        xml_fail(xml, ERR_LIMIT, "its elements lie more than %d deep",
                 WORKBOOK_MAX_DEPTH);
    else
        xml->handlers->start(xml, space, local, attributes);
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct xml_reader *xml = data;
    const char *local;
    enum xml_space space = space_of(&local, name);

    if (xml->failure.code != ERR_OK)
        return;
    xml->depth--;
    xml->handlers->end(xml, space, local);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int len)
{
    struct xml_reader *xml = data;

    if (xml->failure.code == ERR_OK)
        xml->handlers->text(xml, (struct str){text, (size_t)len});
}

/* Called at "<!DOCTYPE", before any entity could be declared. */
static void XMLCALL on_doctype(void *data, const XML_Char *name,
                               const XML_Char *system_id, const XML_Char *public_id,
                               int has_subset)
{
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    xml_fail(data, ERR_INVALID,
             "it has a DOCTYPE, which no spreadsheet program writes: it is not read");
}

struct xml_reader *xml_reader_new(const struct xml_handlers *handlers, void *data)
{
    struct xml_reader *xml = calloc(1, sizeof *xml);

    if (!xml)
        abort();
    xml->parser = XML_ParserCreateNS(NULL, SPACE_ENDS);
    if (!xml->parser)
        abort();
    xml->handlers = handlers;
    xml->data = data;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    return xml;
}

void xml_reader_free(struct xml_reader *xml)
{
    if (!xml)
        return;
    XML_ParserFree(xml->parser);
    free(xml);
}

void *xml_data(const struct xml_reader *xml)
{
    return xml->data;
}

/* Expat keeps a tag until its end is there, and looks at all of it each time. */
static bool holds_too_much(const struct xml_reader *xml)
{
    int64_t at = XML_GetCurrentByteIndex(xml->parser);

    return at >= 0 && xml->taken - (uint64_t)at > WORKBOOK_MAX_MARKUP;
}

enum err_code xml_take(struct xml_reader *xml, struct str bytes, bool is_last,
                       struct err *err)
{
    enum { STEP = 1 << 16 };
    struct str part;

    do {
        part = str_prefix(bytes, STEP);
        bytes = str_after(bytes, part.len);
        xml->taken += part.len;
        if (XML_Parse(xml->parser, part.ptr, (int)part.len, is_last && bytes.len == 0) ==
                XML_STATUS_ERROR &&
            xml->failure.code == ERR_OK)
            (void)err_set(&xml->failure, ERR_INVALID,
                          "it is not XML as it should be, at line %ju: %s",
                          (uintmax_t)XML_GetCurrentLineNumber(xml->parser),
                          XML_ErrorString(XML_GetErrorCode(xml->parser)));
        if (xml->failure.code == ERR_OK && holds_too_much(xml))
            (void)err_set(&xml->failure, ERR_LIMIT, "a tag in it is longer than %d bytes",
                          WORKBOOK_MAX_MARKUP);
    } while (xml->failure.code == ERR_OK && bytes.len > 0);
    if (xml->failure.code != ERR_OK)
        *err = xml->failure;
    return xml->failure.code;
}

const char *xml_attribute(const char **attributes, enum xml_space space, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2) {
        const char *local;

        /* The name first: it differs most often. */
        if (space == XML_NO_SPACE) {
            if (strcmp(attributes[i], name) == 0)
                return attributes[i + 1];
        } else if (space_of(&local, attributes[i]) == space && strcmp(local, name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

bool xml_is_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 ||
                     strcmp(value, "on") == 0);
}
