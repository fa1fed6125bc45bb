/* Who looked at what is not open to everybody (docs/access.md). */

#include "record/check_parts.h"

static MUST_USE enum err_code check_each(const struct value *list, enum shape shape,
                                         struct str name, struct err *err)
{
    for (uint32_t i = 0; list && i < list->count; i++)
        if (shape_check_one(&list->items[i], shape, name, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/*
 * Whether what is named exists is not asked: who was refused may have named what this
 * archive does not hold, and the refusal is to be recorded all the same.
 */
MUST_USE enum err_code check_access(const struct check_context *context,
                                    const struct value *access, struct err *err)
{
    enum {
        DID = COMMON_COUNT,
        OF,
        ENTITIES,
        WORDS,
        WHY,
        RECIPIENT,
        COMMAND,
        SEAL,
        COUNT
    };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_TERM_NEEDED("did", "access_act"),
        SHAPE_MEMBER("of", SHAPE_LIST),
        SHAPE_MEMBER("entities", SHAPE_LIST),
        SHAPE_MEMBER("words", SHAPE_TEXT),
        SHAPE_MEMBER("why", SHAPE_TEXT), /* left out where nobody said it */
        SHAPE_MEMBER("recipient", SHAPE_TEXT),
        SHAPE_NEEDED("command", SHAPE_TEXT),
    };
    const struct value *found[COUNT];

    if (shape_check(found, context->additions, access, members, COUNT, err) != ERR_OK)
        return err->code;
    /* In clear it would tell whom people look for. */
    if (context->must_seal)
        *context->must_seal = true;
    if (str_equal(found[DID]->string, STR("searched")) && !found[WORDS])
        return err_set(err, ERR_INVALID, "a search needs the \"words\" searched for");
    if (check_each(found[OF], SHAPE_STATEMENT, STR("of"), err) != ERR_OK)
        return err->code;
    return check_each(found[ENTITIES], SHAPE_ID, STR("entities"), err);
}
