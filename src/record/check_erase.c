/* What destroys content, or seals it anew: `erase`, `reseal`. */

#include "record/check_parts.h"
#include "record/erasure.h"

/* What everybody's trust rests on is not erased: without it nothing else could be
 * checked, nor who may erase. */
static const char erasable[] =
    "claim entity passage object derived assess decide withdraw import same distinct "
    "undo custody consent access disclose clock";

static MUST_USE enum err_code check_rows(const struct value *rows, struct err *err)
{
    int64_t before = 0;

    for (uint32_t i = 0; i < rows->count; i++) {
        if (rows->items[i].type != VALUE_INTEGER || rows->items[i].integer <= before)
            return err_set(err, ERR_INVALID,
                           "\"rows\" are row numbers from 1 on, each once, in order");
        before = rows->items[i].integer;
    }
    return rows->count > 0 ? ERR_OK : err_set(err, ERR_INVALID, "\"rows\" names no row");
}

static MUST_USE enum err_code check_of(const struct check_context *context,
                                       const struct value *of, struct err *err)
{
    struct erasure_target target;
    struct check_target found;

    if (!erasure_target_read(&target, of))
        return err_set(err, ERR_INVALID,
                       "\"of\" is a statement {\"c\", \"s\"}, an object {\"object\"} or "
                       "rows of one {\"object\", \"rows\"}");
    if (target.kind == ERASURE_ROWS)
        return check_rows(target.rows, err);
    if (target.kind == ERASURE_OBJECT)
        return ERR_OK;
    if (shape_check_one(of, SHAPE_PINNED, STR("of"), err) != ERR_OK)
        return err->code;
    return check_statement_exists(&found, context, target.ref, str_from_c(erasable),
                                  STR("of"), err);
}

MUST_USE enum err_code check_erase(const struct check_context *context,
                                   const struct value *erase, struct err *err)
{
    enum { OF = COMMON_COUNT, GROUND, CONFIRMS, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_OBJECT),
        SHAPE_NEEDED("ground", SHAPE_TEXT),
        SHAPE_MEMBER("confirms", SHAPE_PINNED),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, erase, members, COUNT, err) != ERR_OK ||
        check_of(context, found[OF], err) != ERR_OK)
        return err->code;
    return found[CONFIRMS]
               ? check_statement_exists(&target, context,
                                        value_get_string(found[CONFIRMS], STR("s")),
                                        STR("erase"), STR("confirms"), err)
               : ERR_OK;
}

MUST_USE enum err_code check_reseal(const struct check_context *context,
                                    const struct value *reseal, struct err *err)
{
    enum { OF = COMMON_COUNT, STORED, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("of", SHAPE_PINNED),
        SHAPE_NEEDED("stored", SHAPE_HEX),
    };
    const struct value *found[COUNT];
    struct check_target target;

    if (shape_check(found, context->additions, reseal, members, COUNT, err) != ERR_OK)
        return err->code;
    if (!found[COMMON_COMPARTMENT])
        return err_set(err, ERR_INVALID, "member \"compartment\" is missing");
    return check_statement_exists(&target, context, value_get_string(found[OF], STR("s")),
                                  STR(""), STR("of"), err);
}
