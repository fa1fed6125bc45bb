#include "record/check_parts.h"
#include "record/id.h"

#include "base/buf.h"

uint32_t check_kind_bits(struct str kinds)
{
    uint32_t bits = 0;

    while (kinds.len > 0) {
        const struct schema_kind *kind = schema_kind(str_cut(&kinds, ' '));

        bits |= kind ? kind->bit : 0;
    }
    return bits;
}

static void list_kind(struct buf *list, const struct schema_kind *kind, uint32_t kinds)
{
    if (!(kind->bit & kinds))
        return;
    if (list->len > 0)
        buf_append(list, STR(", "));
    buf_append(list, kind->key);
}

static enum err_code wrong_kind(const struct check_context *context,
                                const struct check_entity *entity, struct str id,
                                uint32_t kinds, struct str name, struct err *err)
{
    struct buf list = {0};
    size_t count;
    const struct schema_kind *all = schema_kinds(&count);
    const struct schema_kind *kind;

    for (size_t i = 0; i < count; i++)
        list_kind(&list, &all[i], kinds);
    for (size_t i = 0; (kind = additions_kind_at(context->additions, i)) != NULL; i++)
        list_kind(&list, kind, kinds);
    (void)err_set(err, ERR_INVALID,
                  "\"" STR_FMT "\": " STR_FMT " is of kind " STR_FMT
                  "; what may stand here: " STR_FMT,
                  STR_ARG(name), STR_ARG(id), STR_ARG(entity->kind),
                  STR_ARG(buf_str(&list)));
    buf_release(&list);
    return err->code;
}

MUST_USE enum err_code check_entity_exists(struct check_entity *out,
                                           const struct check_context *context,
                                           struct str id, uint32_t kinds, struct str name,
                                           struct err *err)
{
    struct check_entity entity = {0};
    const struct schema_kind *kind;

    if (context->find_entity) {
        if (context->find_entity(&entity, context->data, id, err) != ERR_OK)
            return err->code;
        if (!entity.exists)
            return err_set(err, ERR_NOT_FOUND,
                           "\"" STR_FMT "\": there is no entity " STR_FMT, STR_ARG(name),
                           STR_ARG(id));
        kind = additions_kind(context->additions, entity.kind);
        if (!entity.is_hidden && (!kind || !(kind->bit & kinds)))
            return wrong_kind(context, &entity, id, kinds, name, err);
    }
    *out = entity;
    return ERR_OK;
}

MUST_USE enum err_code check_entity_ref(const struct check_context *context,
                                        const struct value *v, uint32_t kinds,
                                        struct str name, struct err *err)
{
    struct check_entity entity;

    if (v->type != VALUE_STRING || !id_is_valid(v->string))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" is not the id of an entity (17 characters, check "
                       "character right)",
                       STR_ARG(name));
    return check_entity_exists(&entity, context, v->string, kinds, name, err);
}

static bool is_one_of(struct str word, struct str words)
{
    while (words.len > 0)
        if (str_equal(word, str_cut(&words, ' ')))
            return true;
    return false;
}

MUST_USE enum err_code check_statement_exists(struct check_target *out,
                                              const struct check_context *context,
                                              struct str ref, struct str kinds,
                                              struct str name, struct err *err)
{
    struct check_target target = {0};

    if (context->find_statement) {
        if (context->find_statement(&target, context->data, ref, err) != ERR_OK)
            return err->code;
        if (!target.exists)
            return err_set(err, ERR_NOT_FOUND,
                           "\"" STR_FMT "\": there is no statement " STR_FMT,
                           STR_ARG(name), STR_ARG(ref));
        if (kinds.len > 0 && !target.is_hidden && !is_one_of(target.kind, kinds))
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\": " STR_FMT " is of kind " STR_FMT
                           "; what may stand here: " STR_FMT,
                           STR_ARG(name), STR_ARG(ref), STR_ARG(target.kind),
                           STR_ARG(kinds));
    }
    *out = target;
    return ERR_OK;
}

MUST_USE enum err_code check_object_name(const struct check_context *context,
                                         const struct value *v, struct str name,
                                         struct err *err)
{
    struct check_target target;

    if (!v || !shape_is_statement_ref(v->string))
        return ERR_OK;
    return check_statement_exists(&target, context, v->string, STR("object derived"),
                                  name, err);
}
