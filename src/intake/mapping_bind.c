/* What can be said of a mapping as a whole, and against the table it is used on. */

#include "intake/mapping_read.h"

static enum err_code check_terms(const struct mapping_translation *table,
                                 const struct schema_vocabulary *vocabulary,
                                 uint32_t line, struct err *err)
{
    struct str wrong = STR("");

    for (uint32_t i = 0; i < table->count && wrong.len == 0; i++)
        if (!schema_term(vocabulary, table->pairs[i].to))
            wrong = table->pairs[i].to;
    if (wrong.len == 0 && table->otherwise == MAPPING_USE_TERM &&
        !schema_term(vocabulary, table->term))
        wrong = table->term;
    if (wrong.len == 0)
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "line %u: the translation \"" STR_FMT "\" of line %u gives \"" STR_FMT
                   "\", which is not a term of \"" STR_FMT "\"",
                   line, STR_ARG(table->name), table->line,
                   STR_ARG(str_prefix(wrong, 64)), STR_ARG(vocabulary->key));
}

static enum err_code check_claim(const struct mapping *mapping,
                                 const struct mapping_claim *claim, struct err *err)
{
    if (claim->form != SCHEMA_TERM)
        return ERR_OK;
    for (uint32_t i = 0; i < claim->source.step_count; i++) {
        const struct mapping_step *step = &claim->source.steps[i];

        if (step->kind == MAPPING_TRANSLATE &&
            check_terms(&mapping->translations[step->translation],
                        claim->property->vocabulary, claim->line, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code check_reference(const struct mapping *mapping,
                                     const struct mapping_claim *claim, struct err *err)
{
    const struct mapping_entity *target;

    if (claim->source.from != MAPPING_FROM_ENTITY)
        return ERR_OK;
    target = &mapping->entities[claim->source.entity];
    if (claim->property->refers & target->kind->bit)
        return ERR_OK;
    return err_set(err, ERR_INVALID,
                   "line %u: \"" STR_FMT "\" cannot point to \"" STR_FMT
                   "\", which is of kind " STR_FMT,
                   claim->line, STR_ARG(claim->property->key), STR_ARG(target->name),
                   STR_ARG(target->kind->key));
}

static enum err_code check_entity(const struct mapping *mapping,
                                  const struct mapping_entity *entity, struct err *err)
{
    for (uint32_t i = 0; i < entity->class_count; i++)
        if (entity->classes[i].column != MAPPING_NO_COLUMN &&
            check_terms(&mapping->translations[entity->classes[i].translation],
                        entity->kind->classes, entity->line, err) != ERR_OK)
            return err->code;
    for (uint32_t i = 0; i < entity->claim_count; i++)
        if (check_claim(mapping, &entity->claims[i], err) != ERR_OK ||
            check_reference(mapping, &entity->claims[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static bool has_main(const struct mapping *mapping)
{
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        if (mapping->entities[i].key_count == 0)
            return true;
    return false;
}

enum err_code mapping_check(const struct mapping *mapping, struct err *err)
{
    if (mapping->list.len == 0)
        return err_set(err, ERR_INVALID,
                       "line 1: the mapping names no list: write  list \"NAME\"");
    if (mapping->entity_count == 0)
        return err_set(
            err, ERR_INVALID,
            "line 1: the mapping describes no entity: write  entity NAME KIND");
    if (!has_main(mapping))
        return err_set(
            err, ERR_INVALID,
            "line %u: one entity must stand for the row itself: leave out its key",
            mapping->entities[0].line);
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        if (check_entity(mapping, &mapping->entities[i], err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static enum err_code unknown_column(const struct mapping_column *column,
                                    const struct str *names, size_t name_count,
                                    struct err *err)
{
    struct buf list = {0};

    for (size_t i = 0; i < name_count && list.len < 300; i++) {
        buf_append(&list, i > 0 ? STR(", ") : STR(""));
        buf_append(&list, names[i]);
    }
    (void)err_set(err, ERR_INVALID,
                  "line %u, column %u: the file has no column \"" STR_FMT
                  "\"; it has: " STR_FMT
                  " (if a release may lack it, write the line  optional \"" STR_FMT
                  "\"  in the mapping)",
                  column->line, column->place, STR_ARG(str_prefix(column->name, 64)),
                  STR_ARG(buf_str(&list)), STR_ARG(str_prefix(column->name, 64)));
    buf_release(&list);
    return err->code;
}

static enum err_code bind_one(struct mapping_column *column, const struct str *names,
                              size_t name_count, struct err *err)
{
    uint32_t at = MAPPING_NO_COLUMN;

    for (size_t i = 0; i < name_count; i++) {
        if (!str_equal(names[i], column->name))
            continue;
        if (at != MAPPING_NO_COLUMN)
            return err_set(err, ERR_INVALID,
                           "line %u, column %u: the file has two columns \"" STR_FMT
                           "\": give one of them another name in a copy of the file",
                           column->line, column->place,
                           STR_ARG(str_prefix(column->name, 64)));
        at = (uint32_t)i;
    }
    if (at == MAPPING_NO_COLUMN && !column->is_optional)
        return unknown_column(column, names, name_count, err);
    column->at = at;
    return ERR_OK;
}

enum err_code mapping_bind(struct mapping *mapping, const struct str *names,
                           size_t name_count, struct err *err)
{
    for (uint32_t i = 0; i < mapping->column_count; i++)
        if (bind_one(&mapping->columns[i], names, name_count, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static bool is_missing(const struct mapping *mapping, uint32_t column)
{
    return column != MAPPING_NO_COLUMN &&
           mapping->columns[column].at == MAPPING_NO_COLUMN;
}

bool mapping_claim_is_mute(const struct mapping *mapping,
                           const struct mapping_claim *claim)
{
    const struct mapping_source *source = &claim->source;

    for (uint32_t i = 0; i < source->text.count; i++)
        if (is_missing(mapping, source->text.pieces[i].column))
            return true;
    for (uint32_t i = 0; i < claim->conditions.count; i++)
        if (is_missing(mapping, claim->conditions.items[i].column))
            return true;
    return source->from == MAPPING_FROM_PAIR && is_missing(mapping, source->second);
}

static bool is_named(const struct mapping *mapping, struct str name)
{
    for (uint32_t i = 0; i < mapping->column_count; i++)
        if (str_equal(mapping->columns[i].name, name))
            return true;
    return false;
}

size_t mapping_unused(uint32_t *out, const struct mapping *mapping,
                      const struct str *names, size_t name_count)
{
    size_t count = 0;

    for (size_t i = 0; i < name_count; i++)
        if (!is_named(mapping, names[i]))
            out[count++] = (uint32_t)i;
    return count;
}
