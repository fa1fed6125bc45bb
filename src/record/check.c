#include "record/check.h"

#include "record/check_parts.h"

static const struct {
    struct str kind;
    enum err_code (*check)(const struct check_context *context,
                           const struct value *statement, struct err *err);
} checks[] = {
    /* the most frequent first */
    {STR_INIT("claim"), check_claim},
    {STR_INIT("entity"), check_new_entity},
    {STR_INIT("passage"), check_passage},
    {STR_INIT("object"), check_object},
    {STR_INIT("derived"), check_derived},
    {STR_INIT("assess"), check_assess},
    {STR_INIT("decide"), check_decide},
    {STR_INIT("withdraw"), check_withdraw},
    {STR_INIT("import"), check_import},
    {STR_INIT("archive"), check_archive},
    {STR_INIT("member"), check_member},
    {STR_INIT("device"), check_device},
    {STR_INIT("clock"), check_clock},
    {STR_INIT("schema"), check_schema},
    {STR_INIT("compartment"), check_compartment},
    {STR_INIT("access"), check_access},
    {STR_INIT("erase"), check_erase},
    {STR_INIT("reseal"), check_reseal},
    {STR_INIT("consent"), check_consent},
};

static MUST_USE enum err_code check_complete(const struct value *statement,
                                             struct err *err)
{
    static const struct str needed[] = {STR_INIT("feed"), STR_INIT("index"),
                                        STR_INIT("at"), STR_INIT("by")};

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!value_get(statement, needed[i]))
            return err_set(err, ERR_INVALID, "member \"" STR_FMT "\" is missing",
                           STR_ARG(needed[i]));
    return ERR_OK;
}

MUST_USE enum err_code check_statement(const struct check_context *context,
                                       const struct value *statement, struct err *err)
{
    const struct str kind = value_get_string(statement, STR("kind"));

    if (statement->type != VALUE_OBJECT || kind.len == 0)
        return err_set(err, ERR_INVALID, "a statement is an object with a \"kind\"");
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (!str_equal(checks[i].kind, kind))
            continue;
        if ((context->is_complete && check_complete(statement, err) != ERR_OK) ||
            protect_seal(context, statement, err) != ERR_OK ||
            checks[i].check(context, statement, err) != ERR_OK)
            return err_context(err, STR_FMT ": ", STR_ARG(kind));
        return ERR_OK;
    }
    return err_set(err, ERR_INVALID,
                   "this version writes no statements of kind \"" STR_FMT "\"",
                   STR_ARG(str_prefix(kind, 64)));
}
