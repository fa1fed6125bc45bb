/* What members make of statements: assessments, decisions, withdrawals. */

#include "record/check_parts.h"
#include "record/id.h"

/* Claims and other statements by their reference, sources and the like by their id. */
static MUST_USE enum err_code check_assessed(const struct check_context *context,
                                             const struct value *of, struct err *err)
{
    struct check_entity entity;
    struct check_target target;

    if (of->type == VALUE_STRING && id_is_valid(of->string))
        return check_entity_exists(&entity, context, of->string, UINT32_MAX, STR("of"),
                                   err);
    if (shape_check_one(of, SHAPE_STATEMENT, STR("of"), err) != ERR_OK)
        return err->code;
    return check_statement_exists(&target, context, of->string, STR(""), STR("of"), err);
}

enum {
    OF = COMMON_COUNT,
    STATUS,
    INDEPENDENCE,
    RELIABILITY,
    STANDARD,
    RULE,
    REASON,
    NOTE_PUBLIC,
    SUPERSEDES,
    READING,
    SKIPPED,
    DUPLICATE_OF,
    ASSESS_COUNT
};

/* Who reads a file (inbox.h): a word about preserved files, and about nothing else. */
static MUST_USE enum err_code check_reading(const struct check_context *context,
                                            const struct value **found, struct err *err)
{
    bool is_skipped = value_is_string(found[READING], STR("skipped"));
    struct check_target target;

    if (found[STATUS] || found[INDEPENDENCE] || found[RELIABILITY] || found[STANDARD])
        return err_set(err, ERR_INVALID,
                       "who reads a file is said apart from what is thought of it");
    if (is_skipped != (found[SKIPPED] != NULL))
        return err_set(err, ERR_INVALID,
                       "\"skipped\" says why a file is skipped: it stands with "
                       "\"reading\": \"skipped\", and there it must stand");
    if (found[DUPLICATE_OF] &&
        (!is_skipped || !value_is_string(found[SKIPPED], STR("duplicate"))))
        return err_set(err, ERR_INVALID,
                       "\"duplicate_of\" stands with \"skipped\": \"duplicate\"");
    if (found[DUPLICATE_OF] &&
        check_statement_exists(&target, context, found[DUPLICATE_OF]->string,
                               STR("object"), STR("duplicate_of"), err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < found[OF]->count; i++) {
        const struct value *of = &found[OF]->items[i];

        if (shape_check_one(of, SHAPE_STATEMENT, STR("of"), err) != ERR_OK ||
            check_statement_exists(&target, context, of->string, STR("object"), STR("of"),
                                   err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* What is thought of statements. */
static MUST_USE enum err_code check_opinion(const struct check_context *context,
                                            const struct value **found, struct err *err)
{
    if (found[SKIPPED] || found[DUPLICATE_OF])
        return err_set(err, ERR_INVALID,
                       "\"skipped\" and \"duplicate_of\" stand with \"reading\"");
    for (uint32_t i = 0; i < found[OF]->count; i++)
        if (check_assessed(context, &found[OF]->items[i], err) != ERR_OK)
            return err->code;
    if (!found[STATUS] && !found[INDEPENDENCE] && !found[RELIABILITY] && !found[STANDARD])
        return err_set(err, ERR_INVALID,
                       "it assesses nothing: give a \"status\", \"independence\", "
                       "\"reliability\" or \"standard\"");
    if (found[STATUS] && value_is_string(found[STATUS], STR("conflict"))) {
        if (!found[NOTE_PUBLIC])
            return err_set(err, ERR_INVALID,
                           "a conflict needs a \"note_public\" that says what conflicts");
    } else if (!found[REASON]) {
        return err_set(err, ERR_INVALID, "member \"reason\" is missing");
    }
    if (found[STANDARD] && !found[RULE])
        return err_set(
            err, ERR_INVALID,
            "a standard of proof needs the \"rule\" it was judged by, with its "
            "version");
    return ERR_OK;
}

MUST_USE enum err_code check_assess(const struct check_context *context,
                                    const struct value *assess, struct err *err)
{
    static const struct shape_member members[ASSESS_COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_LIST),
        SHAPE_TERM_OF("status", "assessment_status"),
        SHAPE_TERM_OF("independence", "independence"),
        SHAPE_TERM_OF("reliability", "reliability"),
        SHAPE_TERM_OF("standard", "standard_of_proof"),
        SHAPE_MEMBER("rule", SHAPE_TEXT),
        SHAPE_MEMBER("reason", SHAPE_TEXT),
        SHAPE_MEMBER("note_public", SHAPE_TEXT),
        SHAPE_MEMBER("supersedes", SHAPE_PINNED),
        SHAPE_TERM_OF("reading", "reading_status"),
        SHAPE_TERM_OF("skipped", "skip_reason"),
        SHAPE_MEMBER("duplicate_of", SHAPE_STATEMENT),
    };
    const struct value *found[ASSESS_COUNT];

    if (shape_check(found, context->additions, assess, members, ASSESS_COUNT, err) !=
        ERR_OK)
        return err->code;
    return found[READING] ? check_reading(context, found, err)
                          : check_opinion(context, found, err);
}

static struct str pinned_ref(const struct value *pinned)
{
    return value_get_string(pinned, STR("s"));
}

static bool is_same_pinned(const struct value *a, const struct value *b)
{
    return str_equal(pinned_ref(a), pinned_ref(b)) &&
           str_equal(value_get_string(a, STR("c")), value_get_string(b, STR("c")));
}

static bool is_named_before(const struct value *among, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++)
        if (str_equal(pinned_ref(&among->items[at]), pinned_ref(&among->items[i])))
            return true;
    return false;
}

/* Deciding between claims of different properties would decide nothing. */
static MUST_USE enum err_code check_among(bool *has_preferred,
                                          const struct check_context *context,
                                          const struct value *among,
                                          const struct value *prefer, struct err *err)
{
    char property[ADDITION_KEY_MAX] = {0};
    size_t property_len = 0;
    struct check_target target;

    for (uint32_t i = 0; i < among->count; i++) {
        const struct value *of = &among->items[i];

        if (shape_check_one(of, SHAPE_PINNED, STR("among"), err) != ERR_OK)
            return err->code;
        if (is_named_before(among, i))
            return err_set(err, ERR_INVALID, "\"among\" names one claim twice");
        if (check_statement_exists(&target, context, pinned_ref(of), STR("claim"),
                                   STR("among"), err) != ERR_OK)
            return err->code;
        if (i > 0 && !str_equal(target.property, (struct str){property, property_len}))
            return err_set(err, ERR_INVALID,
                           "\"among\" names claims of different properties");
        property_len = str_prefix(target.property, sizeof property).len;
        memcpy(property, target.property.ptr, property_len);
        *has_preferred = *has_preferred || is_same_pinned(of, prefer);
    }
    return ERR_OK;
}

MUST_USE enum err_code check_decide(const struct check_context *context,
                                    const struct value *decide, struct err *err)
{
    enum { AMONG = COMMON_COUNT, PREFER, DECIDED_BY_RULE, WHY, INSTEAD_OF, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("among", SHAPE_LIST),
        SHAPE_NEEDED("prefer", SHAPE_PINNED),
        SHAPE_TERM_NEEDED("rule", "decision_rule"),
        SHAPE_NEEDED("reason", SHAPE_TEXT),
        SHAPE_MEMBER("supersedes", SHAPE_PINNED),
    };
    const struct value *found[COUNT];
    struct check_target target;
    bool has_preferred = false;

    if (shape_check(found, context->additions, decide, members, COUNT, err) != ERR_OK)
        return err->code;
    if (found[AMONG]->count < 2)
        return err_set(err, ERR_INVALID, "a decision is among two claims at least");
    if (check_among(&has_preferred, context, found[AMONG], found[PREFER], err) != ERR_OK)
        return err->code;
    if (!has_preferred)
        return err_set(err, ERR_INVALID, "\"prefer\" is not one of \"among\"");
    return found[INSTEAD_OF]
               ? check_statement_exists(&target, context, pinned_ref(found[INSTEAD_OF]),
                                        STR("decide"), STR("supersedes"), err)
               : ERR_OK;
}

MUST_USE enum err_code check_withdraw(const struct check_context *context,
                                      const struct value *withdraw, struct err *err)
{
    enum { WITHDRAWN = COMMON_COUNT, WHY, IMPORT, ROW, NOTE, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_PINNED),
        SHAPE_TERM_NEEDED("reason", "withdrawal_reason"),
        /* a row of a later release that no longer says it */
        SHAPE_MEMBER("import", SHAPE_STATEMENT),
        SHAPE_MEMBER("row", SHAPE_POSITIVE),
        SHAPE_MEMBER("note", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, withdraw, members, COUNT, err) != ERR_OK)
        return err->code;
    if (found[IMPORT] &&
        check_statement_exists(&target, context, found[IMPORT]->string, STR("import"),
                               STR("import"), err) != ERR_OK)
        return err->code;
    return check_statement_exists(&target, context, pinned_ref(found[WITHDRAWN]),
                                  STR("claim passage assess decide entity derived"),
                                  STR("of"), err);
}
