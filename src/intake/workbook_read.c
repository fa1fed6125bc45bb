#include "intake/workbook_read.h"

#include <string.h>

#include "intake/workbook_part.h"

/* The part that says what an OpenDocument file is, and whether it is encrypted. */
struct manifest {
    struct buf type; /* of the mimetype part */
    bool is_encrypted;
};

static enum err_code take_type(void *data, struct str piece, bool is_last,
                               struct err *err)
{
    struct manifest *manifest = data;

    (void)is_last;
    if (manifest->type.len + piece.len > 200)
        return err_set(err, ERR_INVALID, "it is longer than the name of a type");
    buf_append(&manifest->type, piece);
    return ERR_OK;
}

static void start(struct xml_reader *xml, enum xml_space space, const char *name,
                  const char **attributes)
{
    struct manifest *manifest = xml_data(xml);

    (void)attributes;
    if (space == XML_ODF_MANIFEST && strcmp(name, "encryption-data") == 0)
        manifest->is_encrypted = true;
}

static void end(struct xml_reader *xml, enum xml_space space, const char *name)
{
    (void)xml;
    (void)space;
    (void)name;
}

static void text(struct xml_reader *xml, struct str piece)
{
    (void)xml;
    (void)piece;
}

static enum err_code look_at_manifest(struct manifest *manifest, struct zip *zip,
                                      struct err *err)
{
    static const struct xml_handlers handlers = {start, end, text};
    struct str type;

    if (zip_read(zip, STR("mimetype"), take_type, manifest, err) != ERR_OK)
        return err->code;
    type = str_trim(buf_str(&manifest->type));
    if (!str_equal(type, STR("application/vnd.oasis.opendocument.spreadsheet")) &&
        !str_equal(type, STR("application/vnd.oasis.opendocument.spreadsheet-template")))
        return err_set(err, ERR_INVALID,
                       "it is an OpenDocument file, but no spreadsheet: its type is "
                       "\"" STR_FMT "\"",
                       STR_ARG(type));
    if (zip_has(zip, STR("META-INF/manifest.xml")) &&
        part_read(zip, STR("META-INF/manifest.xml"), &handlers, manifest, err) != ERR_OK)
        return err->code;
    if (manifest->is_encrypted)
        return err_set(err, ERR_INVALID,
                       "it is encrypted: save it without a password and import that");
    return ERR_OK;
}

static enum err_code read_ods(struct workbook_writer *w, struct zip *zip,
                              struct str sheet, struct err *err)
{
    struct manifest manifest = {0};
    enum err_code code = look_at_manifest(&manifest, zip, err);

    buf_release(&manifest.type);
    if (code != ERR_OK)
        return code;
    workbook_write_format(w, WORKBOOK_ODS);
    return ods_read(w, zip, sheet, err);
}

static enum err_code read_zip(struct workbook_writer *w, struct zip *zip,
                              struct str sheet, struct err *err)
{
    if (zip_has(zip, STR("mimetype")))
        return read_ods(w, zip, sheet, err);
    if (zip_has(zip, STR("[Content_Types].xml")) && zip_has(zip, STR("_rels/.rels"))) {
        workbook_write_format(w, WORKBOOK_XLSX);
        return xlsx_read(w, zip, sheet, err);
    }
    return err_set(err, ERR_INVALID,
                   "it is a zip archive, but neither an XLSX nor an ODS workbook: "
                   "unpack it and import the table in it");
}

enum err_code workbook_read(struct workbook_writer *w, struct str file, struct str sheet,
                            struct err *err)
{
    struct arena arena = {0};
    struct zip zip;
    enum err_code code;

    if (file.len > WORKBOOK_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "a workbook of more than %d bytes is not read",
                       WORKBOOK_MAX_BYTES);
    code = zip_open(&zip, &arena, file, err);
    if (code == ERR_OK)
        code = read_zip(w, &zip, sheet, err);
    arena_free(&arena);
    if (code != ERR_OK)
        return code;
    return workbook_write_end(w, err);
}
