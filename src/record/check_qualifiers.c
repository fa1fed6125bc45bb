/* Named fields: qualifiers of a claim, and the further members of term values. */

#include "record/check_parts.h"

MUST_USE enum err_code check_field(const struct check_context *context,
                                   const struct schema_field *field,
                                   const struct value *value, struct err *err)
{
    static const enum shape shapes[] = {
        [SCHEMA_FIELD_TEXT] = SHAPE_TEXT,       [SCHEMA_FIELD_TERM] = SHAPE_TERM,
        [SCHEMA_FIELD_INTEGER] = SHAPE_NATURAL, [SCHEMA_FIELD_DECIMAL] = SHAPE_DECIMAL,
        [SCHEMA_FIELD_BOOLEAN] = SHAPE_BOOLEAN, [SCHEMA_FIELD_DATE] = SHAPE_DATE,
        [SCHEMA_FIELD_REFERENCE] = SHAPE_TEXT,  [SCHEMA_FIELD_LANG] = SHAPE_LANG,
    };

    if (field->type == SCHEMA_FIELD_TERM)
        return shape_check_term(value, context->additions, field->vocabulary, field->key,
                                err);
    if (shape_check_one(value, shapes[field->type], field->key, err) != ERR_OK)
        return err->code;
    if (field->type != SCHEMA_FIELD_REFERENCE ||
        value_is_string(value, STR("not_stated")))
        return ERR_OK;
    return check_entity_ref(context, value, field->refers, field->key, err);
}

static const struct schema_field *qualifier_of(const struct schema_property *property,
                                               struct str key)
{
    const struct schema_field *field = schema_field(key);

    if (!field || field->is_common)
        return field;
    for (size_t i = 0; i < property->required_count; i++)
        if (property->required[i] == field)
            return field;
    for (size_t i = 0; i < property->allowed_count; i++)
        if (property->allowed[i] == field)
            return field;
    return NULL;
}

static MUST_USE enum err_code check_required(const struct schema_property *property,
                                             const struct value *qualifiers,
                                             struct err *err)
{
    for (size_t i = 0; i < property->required_count; i++)
        if (!value_get(qualifiers, property->required[i]->key))
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" needs the qualifier \"" STR_FMT "\"",
                           STR_ARG(property->key), STR_ARG(property->required[i]->key));
    if (property->needs_time && !value_get(qualifiers, STR("from")) &&
        !value_get(qualifiers, STR("until")) && !value_get(qualifiers, STR("when")))
        return err_set(err, ERR_INVALID,
                       "\"" STR_FMT "\" needs a time: one of the qualifiers \"from\", "
                       "\"until\", \"when\"",
                       STR_ARG(property->key));
    return ERR_OK;
}

MUST_USE enum err_code check_qualifiers(const struct check_context *context,
                                        const struct schema_property *property,
                                        const struct value *qualifiers, struct err *err)
{
    for (uint32_t i = 0; qualifiers && i < qualifiers->count; i++) {
        const struct member *member = &qualifiers->members[i];
        const struct schema_field *field = qualifier_of(property, member->key);

        if (!field)
            return err_set(err, ERR_INVALID,
                           "\"" STR_FMT "\" takes no qualifier \"" STR_FMT "\"",
                           STR_ARG(property->key), STR_ARG(str_prefix(member->key, 64)));
        if (check_field(context, field, &member->value, err) != ERR_OK)
            return err_context(err, "qualifiers: ");
    }
    return check_required(property, qualifiers, err);
}
