#include "record/check_parts.h"
#include "record/id.h"

enum {
    CLAIM_ABOUT = COMMON_COUNT,
    CLAIM_PROPERTY,
    CLAIM_VALUE,
    CLAIM_PASSAGE,
    CLAIM_MODE,
    CLAIM_QUANTIFIER,
    CLAIM_QUALIFIERS,
    CLAIM_BASIS,
    CLAIM_PREMISES,
    CLAIM_IMPORT,
    CLAIM_ROW,
    CLAIM_NOTE,
    CLAIM_SEAL,
    CLAIM_SUPERSEDES,
    CLAIM_REASON,
    CLAIM_MEMBERS
};

static const struct shape_member claim_members[CLAIM_MEMBERS] = {
    COMMON_MEMBERS,
    SHAPE_NEEDED("about", SHAPE_TEXT),
    SHAPE_NEEDED("property", SHAPE_TEXT),
    SHAPE_MEMBER("value", SHAPE_ANY),
    SHAPE_MEMBER("passage", SHAPE_STATEMENT),
    SHAPE_TERM_OF("mode", "mode"),
    SHAPE_TERM_OF("quantifier", "quantifier"),
    SHAPE_MEMBER("qualifiers", SHAPE_OBJECT),
    SHAPE_MEMBER("basis", SHAPE_TEXT),
    SHAPE_MEMBER("premises", SHAPE_LIST),
    SHAPE_MEMBER("import", SHAPE_STATEMENT),
    SHAPE_MEMBER("row", SHAPE_POSITIVE),
    SHAPE_MEMBER("note", SHAPE_TEXT),
    SHAPE_MEMBER("seal", SHAPE_TEXT),
    SHAPE_MEMBER("supersedes", SHAPE_PINNED),
    SHAPE_TERM_OF("reason", "withdrawal_reason"),
};

static MUST_USE enum err_code check_about(struct check_entity *subject,
                                          const struct check_context *context,
                                          const struct schema_property *property,
                                          struct str about, struct err *err)
{
    struct check_target target;

    if (id_is_valid(about)) {
        if (property->about == SCHEMA_CLAIM)
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" is said about a claim, not about an entity",
                           STR_ARG(property->key));
        return check_entity_exists(subject, context, about, property->about, STR("about"),
                                   err);
    }
    if (!shape_is_statement_ref(about))
        return err_set(err, ERR_INVALID,
                       "member \"about\" is neither the id of an entity nor a reference "
                       "<feed>.<index> to a claim");
    if (!(property->about & SCHEMA_CLAIM))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is said about an entity, not about a claim",
                       STR_ARG(property->key));
    return check_statement_exists(&target, context, about, STR("claim"), STR("about"),
                                  err);
}

static MUST_USE enum err_code check_premises(const struct check_context *context,
                                             const struct value *premises,
                                             struct err *err)
{
    struct check_target target;

    for (uint32_t i = 0; i < premises->count; i++) {
        if (shape_check_one(&premises->items[i], SHAPE_STATEMENT, STR("premises"), err) !=
                ERR_OK ||
            check_statement_exists(
                &target, context, premises->items[i].string,
                STR("claim passage assess decide object derived member"), STR("premises"),
                err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* A claim rests on one thing: words, a row of a preserved table, or other statements. */
static MUST_USE enum err_code check_ground_count(const struct value *const *found,
                                                 struct err *err)
{
    const int grounds = (found[CLAIM_PASSAGE] != NULL) + (found[CLAIM_PREMISES] != NULL) +
                        (found[CLAIM_IMPORT] != NULL);

    if (grounds == 0)
        return err_set(err, ERR_INVALID,
                       "it rests on nothing: give a \"passage\", \"premises\", or "
                       "\"import\" and \"row\"");
    if (grounds > 1)
        return err_set(err, ERR_INVALID,
                       "it rests on more than one of \"passage\", \"premises\" and "
                       "\"import\": write one claim for each");
    if (!found[CLAIM_IMPORT] != !found[CLAIM_ROW])
        return err_set(err, ERR_INVALID, "\"import\" and \"row\" go together");
    return ERR_OK;
}

static MUST_USE enum err_code check_basis(const struct value *const *found,
                                          struct err *err)
{
    const struct value *basis = found[CLAIM_BASIS];

    if (basis && !value_is_string(basis, STR("inferred")))
        return err_set(err, ERR_INVALID,
                       "member \"basis\" is \"inferred\" or left out (stated)");
    if (found[CLAIM_PREMISES] && !basis)
        return err_set(err, ERR_INVALID,
                       "what rests on premises is inferred: say \"basis\":\"inferred\"");
    if (basis && found[CLAIM_IMPORT])
        return err_set(err, ERR_INVALID, "what a row says is stated, not inferred");
    return ERR_OK;
}

static MUST_USE enum err_code check_ground(const struct check_context *context,
                                           const struct value *const *found,
                                           struct err *err)
{
    struct check_target target;

    if (check_ground_count(found, err) != ERR_OK || check_basis(found, err) != ERR_OK)
        return err->code;
    if (found[CLAIM_PASSAGE])
        return check_statement_exists(&target, context, found[CLAIM_PASSAGE]->string,
                                      STR("passage"), STR("passage"), err);
    if (found[CLAIM_IMPORT])
        return check_statement_exists(&target, context, found[CLAIM_IMPORT]->string,
                                      STR("import"), STR("import"), err);
    return check_premises(context, found[CLAIM_PREMISES], err);
}

/* Only what is said to be unknown has no value. */
static MUST_USE enum err_code check_claimed_value(const struct check_context *context,
                                                  const struct schema_property *property,
                                                  const struct value *const *found,
                                                  struct err *err)
{
    const struct value *value = found[CLAIM_VALUE];

    if (found[CLAIM_MODE] && value_is_string(found[CLAIM_MODE], STR("said_unknown"))) {
        if (value && (value->type != VALUE_OBJECT || value->count != 1 ||
                      !value_get(value, STR("words"))))
            return err_set(err, ERR_INVALID,
                           "what is said to be unknown has no value but {\"words\"}");
        return ERR_OK;
    }
    if (!value)
        return err_set(err, ERR_INVALID, "member \"value\" is missing");
    return check_value(context, property, value, err);
}

static MUST_USE enum err_code check_correction(const struct check_context *context,
                                               const struct value *supersedes,
                                               const struct value *reason,
                                               struct err *err)
{
    struct check_target target;

    if (!supersedes != !reason)
        return err_set(err, ERR_INVALID,
                       supersedes ? "what supersedes needs a \"reason\""
                                  : "a \"reason\" belongs to \"supersedes\"");
    if (!supersedes)
        return ERR_OK;
    return check_statement_exists(&target, context,
                                  value_get_string(supersedes, STR("s")), STR("claim"),
                                  STR("supersedes"), err);
}

MUST_USE enum err_code check_claim(const struct check_context *context,
                                   const struct value *claim, struct err *err)
{
    const struct value *found[CLAIM_MEMBERS];
    const struct schema_property *property;
    struct check_entity subject = {0};

    if (shape_check(found, context->additions, claim, claim_members, CLAIM_MEMBERS,
                    err) != ERR_OK)
        return err->code;
    property = additions_property(context->additions, found[CLAIM_PROPERTY]->string);
    if (!property)
        return err_set(err, ERR_INVALID, "there is no property \"" STR_FMT "\"",
                       STR_ARG(str_prefix(found[CLAIM_PROPERTY]->string, 64)));
    if (property->replaced_by.len > 0)
        return err_set(err, ERR_INVALID,
                       "property \"" STR_FMT "\" is retired: use \"" STR_FMT "\"",
                       STR_ARG(property->key), STR_ARG(property->replaced_by));
    if (check_ground(context, found, err) != ERR_OK ||
        check_about(&subject, context, property, found[CLAIM_ABOUT]->string, err) !=
            ERR_OK ||
        check_claimed_value(context, property, found, err) != ERR_OK ||
        check_qualifiers(context, property, found[CLAIM_QUALIFIERS], err) != ERR_OK ||
        check_correction(context, found[CLAIM_SUPERSEDES], found[CLAIM_REASON], err) !=
            ERR_OK)
        return err->code;
    return protect_claim(context, property, &subject, found[CLAIM_VALUE], err);
}
