#include "record/check_parts.h"

MUST_USE enum err_code check_new_entity(const struct check_context *context,
                                        const struct value *entity, struct err *err)
{
    enum { ID = COMMON_COUNT, ENTITY, CLASS, SEVERAL, LABEL, LIST, ROW, SEAL, COUNT };
    static const struct shape_member members[COUNT] = {
        COMMON_MEMBERS,
        SHAPE_NEEDED("id", SHAPE_ID),
        SHAPE_NEEDED("entity", SHAPE_TEXT),
        SHAPE_MEMBER("class", SHAPE_TEXT),
        SHAPE_MEMBER("several", SHAPE_TRUE),
        SHAPE_MEMBER("label", SHAPE_TEXT),
        SHAPE_MEMBER("list", SHAPE_ID),
        SHAPE_MEMBER("row", SHAPE_TEXT),
        SHAPE_MEMBER("seal", SHAPE_TEXT),
    };
    const struct value *found[COUNT];
    const struct schema_kind *kind;
    struct check_entity taken = {0};
    struct str class_key;

    if (shape_check(found, context->additions, entity, members, COUNT, err) != ERR_OK)
        return err->code;
    kind = additions_kind(context->additions, found[ENTITY]->string);
    if (!kind)
        return err_set(err, ERR_INVALID, "there is no kind of entity \"" STR_FMT "\"",
                       STR_ARG(str_prefix(found[ENTITY]->string, 64)));
    class_key = found[CLASS] ? found[CLASS]->string : STR("");
    if (found[CLASS] && shape_check_term(found[CLASS], context->additions, kind->classes,
                                         STR("class"), err) != ERR_OK)
        return err->code;
    if (!found[LIST] != !found[ROW])
        return err_set(err, ERR_INVALID, "\"list\" and \"row\" go together");
    if (found[LIST] &&
        check_entity_ref(context, found[LIST], check_kind_bits(STR("list")), STR("list"),
                         err) != ERR_OK)
        return err->code;
    if (context->find_entity &&
        context->find_entity(&taken, context->data, found[ID]->string, err) != ERR_OK)
        return err->code;
    if (taken.exists && !taken.is_hidden)
        return err_set(err, ERR_CONFLICT, "id " STR_FMT " is taken: make a new one",
                       STR_ARG(found[ID]->string));
    return protect_entity(context, kind->key, class_key, found[LABEL] != NULL, err);
}
