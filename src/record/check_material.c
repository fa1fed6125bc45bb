/* What came in: objects, what was made of them, and tables that were read. */

#include "record/check_parts.h"

static MUST_USE enum err_code check_one_name(const struct value *text,
                                             const struct value *hex, struct str name,
                                             struct err *err)
{
    if (!text || !hex)
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "it has \"" STR_FMT "\" and \"" STR_FMT
                   "_hex\": a name that is UTF-8 has "
                   "the first, any other the second",
                   STR_ARG(name), STR_ARG(name));
}

static MUST_USE enum err_code check_obtained(const struct value *obtained,
                                             struct err *err)
{
    static const struct shape_member members[] = {
        SHAPE_NEEDED("how", SHAPE_TEXT),   SHAPE_MEMBER("from", SHAPE_TEXT),
        SHAPE_MEMBER("where", SHAPE_TEXT), SHAPE_MEMBER("on", SHAPE_DATE),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[5];

    if (obtained && shape_check(found, NULL, obtained, members, 5, err) != ERR_OK)
        return err_context(err, "obtained: ");
    return ERR_OK;
}

MUST_USE enum err_code check_object(const struct check_context *context,
                                    const struct value *object, struct err *err)
{
    enum {
        SHA256 = COMMON_COUNT,
        SIZE,
        TYPE,
        NAME,
        NAME_HEX,
        PATH,
        PATH_HEX,
        STORED,
        RUN,
        STAT,
        OBTAINED,
        NOTE,
        SEAL,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("sha256", SHAPE_HEX),
        SHAPE_NEEDED("size", SHAPE_NATURAL),
        SHAPE_MEMBER("type", SHAPE_TEXT),
        SHAPE_MEMBER("name", SHAPE_TEXT),
        SHAPE_MEMBER("name_hex", SHAPE_NAME_HEX),
        SHAPE_MEMBER("path", SHAPE_TEXT),
        SHAPE_MEMBER("path_hex", SHAPE_NAME_HEX),
        SHAPE_MEMBER("stored", SHAPE_HEX),
        SHAPE_MEMBER("run", SHAPE_ID),
        SHAPE_MEMBER("stat", SHAPE_TEXT),
        SHAPE_MEMBER("obtained", SHAPE_OBJECT),
        SHAPE_MEMBER("note", SHAPE_TEXT),
        SHAPE_MEMBER("seal", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, context->additions, object, members, COUNT, err) != ERR_OK ||
        check_one_name(found[NAME], found[NAME_HEX], STR("name"), err) != ERR_OK ||
        check_one_name(found[PATH], found[PATH_HEX], STR("path"), err) != ERR_OK)
        return err->code;
    return check_obtained(found[OBTAINED], err);
}

MUST_USE enum err_code check_derived(const struct check_context *context,
                                     const struct value *derived, struct err *err)
{
    enum {
        OF = COMMON_COUNT,
        SHA256,
        SIZE,
        HOW,
        TYPE,
        NAME,
        NAME_HEX,
        STORED,
        TOOL,
        VERSION,
        PARAMETERS,
        SANDBOX,
        PERSON,
        CAPACITY,
        LANG,
        FROM_S,
        UNTIL_S,
        PAGE,
        REVIEWER,
        RUN,
        NOTE,
        SEAL,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_OBJECT_NAME),
        SHAPE_NEEDED("sha256", SHAPE_HEX),
        SHAPE_NEEDED("size", SHAPE_NATURAL),
        SHAPE_TERM_NEEDED("how", "derivation"),
        SHAPE_MEMBER("type", SHAPE_TEXT),
        SHAPE_MEMBER("name", SHAPE_TEXT),
        SHAPE_MEMBER("name_hex", SHAPE_NAME_HEX),
        SHAPE_MEMBER("stored", SHAPE_HEX),
        SHAPE_MEMBER("tool", SHAPE_TEXT),
        SHAPE_MEMBER("version", SHAPE_TEXT),
        SHAPE_MEMBER("parameters", SHAPE_ANY),
        SHAPE_MEMBER("sandbox", SHAPE_ANY),
        SHAPE_MEMBER("person", SHAPE_TEXT),
        SHAPE_MEMBER("capacity", SHAPE_TEXT),
        SHAPE_MEMBER("lang", SHAPE_LANG),
        SHAPE_MEMBER("from_s", SHAPE_NUMBER),
        SHAPE_MEMBER("until_s", SHAPE_NUMBER),
        SHAPE_MEMBER("page", SHAPE_POSITIVE),
        SHAPE_MEMBER("reviewer", SHAPE_TEXT),
        SHAPE_MEMBER("run", SHAPE_ID),
        SHAPE_MEMBER("note", SHAPE_TEXT),
        SHAPE_MEMBER("seal", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, context->additions, derived, members, COUNT, err) != ERR_OK ||
        check_one_name(found[NAME], found[NAME_HEX], STR("name"), err) != ERR_OK)
        return err->code;
    if (!found[TOOL] != !found[VERSION])
        return err_set(err, ERR_INVALID, "\"tool\" and \"version\" go together");
    if (!found[PERSON] != !found[CAPACITY])
        return err_set(err, ERR_INVALID, "\"person\" and \"capacity\" go together");
    if (!found[TOOL] && !found[PERSON])
        return err_set(err, ERR_INVALID,
                       "it says not who made it: a \"tool\" with its \"version\", or a "
                       "\"person\" in what \"capacity\"");
    if (check_object_name(context, found[OF], STR("of"), err) != ERR_OK)
        return err->code;
    return protect_derived(context, derived, err);
}

static MUST_USE enum err_code check_import_end(const struct check_context *context,
                                               const struct value *import,
                                               struct err *err)
{
    enum {
        OF = COMMON_COUNT,
        ROWS,
        ACCEPTED,
        REJECTED,
        UNCHANGED,
        VANISHED,
        DIFFERENCES,
        NOTE,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_STATEMENT),
        SHAPE_NEEDED("rows", SHAPE_NATURAL),
        SHAPE_NEEDED("accepted", SHAPE_NATURAL),
        SHAPE_NEEDED("rejected", SHAPE_NATURAL),
        SHAPE_MEMBER("unchanged", SHAPE_NATURAL),
        SHAPE_MEMBER("vanished", SHAPE_NATURAL),
        SHAPE_MEMBER("differences", SHAPE_OBJECT_NAME),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, import, members, COUNT, err) != ERR_OK)
        return err->code;
    if (found[ACCEPTED]->integer > found[ROWS]->integer - found[REJECTED]->integer)
        return err_set(err, ERR_INVALID,
                       "more rows are accepted and rejected than there are");
    if (check_statement_exists(&target, context, found[OF]->string, STR("import"),
                               STR("of"), err) != ERR_OK)
        return err->code;
    return check_object_name(context, found[DIFFERENCES], STR("differences"), err);
}

/* The import of another release of the list, or of another part of this one. */
static MUST_USE enum err_code check_other_import(const struct check_context *context,
                                                 const struct value *ref, struct str name,
                                                 struct err *err)
{
    struct check_target target;

    return ref ? check_statement_exists(&target, context, ref->string, STR("import"),
                                        name, err)
               : ERR_OK;
}

MUST_USE enum err_code check_import(const struct check_context *context,
                                    const struct value *import, struct err *err)
{
    enum {
        SOURCE = COMMON_COUNT,
        MAPPING,
        LIST,
        VERSION,
        BEFORE,
        COMPLETES,
        SHEET,
        ENCODING,
        NOTE,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("source", SHAPE_OBJECT_NAME),
        SHAPE_NEEDED("mapping", SHAPE_OBJECT_NAME),
        SHAPE_MEMBER("list", SHAPE_ID),
        SHAPE_MEMBER("version", SHAPE_TEXT),
        SHAPE_MEMBER("before", SHAPE_STATEMENT),
        SHAPE_MEMBER("completes", SHAPE_STATEMENT),
        SHAPE_MEMBER("sheet", SHAPE_TEXT),
        SHAPE_MEMBER("encoding", SHAPE_TEXT),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (value_get(import, STR("of")))
        return check_import_end(context, import, err);
    if (shape_check(found, context->additions, import, members, COUNT, err) != ERR_OK ||
        check_object_name(context, found[SOURCE], STR("source"), err) != ERR_OK ||
        check_object_name(context, found[MAPPING], STR("mapping"), err) != ERR_OK)
        return err->code;
    if (found[VERSION] && !found[LIST])
        return err_set(err, ERR_INVALID, "a \"version\" is of a \"list\": name the list");
    if (check_other_import(context, found[BEFORE], STR("before"), err) != ERR_OK ||
        check_other_import(context, found[COMPLETES], STR("completes"), err) != ERR_OK)
        return err->code;
    return found[LIST] ? check_entity_ref(context, found[LIST],
                                          check_kind_bits(STR("list")), STR("list"), err)
                       : ERR_OK;
}
