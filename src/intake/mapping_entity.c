/* The blocks of a mapping: entities and translations. */

#include "intake/mapping_read.h"

/* "class shelling if ...", or "class COLUMN translate NAME". */
static enum err_code read_class(struct mapping_entity *entity,
                                struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;
    struct mapping_class one = {.column = MAPPING_NO_COLUMN};
    uint32_t start = line->at;

    if (mapping_line_take(&one.term, line, "a class") != ERR_OK)
        return reader->err->code;
    if (mapping_line_is(line, "translate")) {
        line->at = start;
        one.term = STR("");
        if (mapping_read_column(&one.column, reader, "a column") != ERR_OK)
            return reader->err->code;
        line->at++;
        if (mapping_read_name(&one.translation, reader, reader->translation_names,
                              "the name of a translation of this mapping") != ERR_OK)
            return reader->err->code;
    } else if (!schema_term(entity->kind->classes, one.term)) {
        line->at = start;
        return mapping_line_fail(
            line, "a " STR_FMT " has no class \"" STR_FMT "\"; its classes: " STR_FMT,
            STR_ARG(entity->kind->key), STR_ARG(str_prefix(one.term, 64)),
            STR_ARG(mapping_list_terms(reader->arena, entity->kind->classes)));
    }
    if (mapping_line_accept(line, "if") &&
        mapping_read_conditions(&one.conditions, reader) != ERR_OK)
        return reader->err->code;
    entity->classes = mapping_room(reader->arena, entity->classes, entity->class_count,
                                   sizeof *entity->classes);
    entity->classes[entity->class_count++] = one;
    return ERR_OK;
}

static enum err_code read_entity_key(struct mapping_entity *entity,
                                     struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_read_columns(&entity->key, &entity->key_count, reader) != ERR_OK)
        return reader->err->code;
    if (!mapping_line_accept(line, "split"))
        return ERR_OK;
    if (entity->key_count != 1)
        return mapping_line_fail(line, "only a key of one column can be split");
    return mapping_read_split(&entity->split, reader);
}

static enum err_code read_only(struct mapping_entity *entity,
                               struct mapping_reader *reader)
{
    if (!mapping_line_accept(&reader->line, "if"))
        return mapping_line_fail(&reader->line, "if is expected after only");
    return mapping_read_conditions(&entity->conditions, reader);
}

/* *is_one tells whether the word at hand begins what is said of the entity itself. */
static enum err_code read_entity_clause(bool *is_one, struct mapping_entity *entity,
                                        struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    *is_one = true;
    if (mapping_line_accept(line, "class"))
        return read_class(entity, reader);
    if (mapping_line_accept(line, "label"))
        return mapping_read_template(&entity->label, reader, "the label");
    if (mapping_line_accept(line, "key"))
        return read_entity_key(entity, reader);
    if (mapping_line_accept(line, "only"))
        return read_only(entity, reader);
    *is_one = false;
    return ERR_OK;
}

enum err_code mapping_read_entity_head(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;
    struct mapping_line *line = &reader->line;
    struct mapping_entity entity = {.line = line->number};
    struct str kind = {0};
    bool is_one = true;

    if (mapping_read_text(&entity.name, reader, "the name of the entity") != ERR_OK ||
        mapping_line_take(&kind, line, "the kind of the entity") != ERR_OK)
        return reader->err->code;
    for (uint32_t i = 0; i < mapping->entity_count; i++)
        if (str_equal(mapping->entities[i].name, entity.name))
            return mapping_line_fail(
                line, "the entity \"" STR_FMT "\" was described already in line %u",
                STR_ARG(entity.name), mapping->entities[i].line);
    entity.kind = schema_kind(kind);
    if (!entity.kind) {
        line->at--;
        return mapping_line_fail(line,
                                 "there is no kind of entity \"" STR_FMT
                                 "\"; there are: person, people, group, place, event, "
                                 "act, remains, item, source, interview, property, "
                                 "list",
                                 STR_ARG(str_prefix(kind, 64)));
    }
    while (mapping_line_peek(line)) {
        if (read_entity_clause(&is_one, &entity, reader) != ERR_OK)
            return reader->err->code;
        if (!is_one)
            return mapping_line_end(line,
                                    "expected: class, label, key or only if; what is "
                                    "said of it stands indented below");
    }
    if (mapping->entity_count == MAPPING_MAX_ENTITIES)
        return err_set(reader->err, ERR_LIMIT,
                       "line %u: a mapping has at most %d entities", line->number,
                       MAPPING_MAX_ENTITIES);
    mapping->entities = mapping_room(reader->arena, mapping->entities,
                                     mapping->entity_count, sizeof *mapping->entities);
    mapping->entities[mapping->entity_count++] = entity;
    return ERR_OK;
}

enum err_code mapping_read_entity_line(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;
    struct mapping_entity *entity = &mapping->entities[mapping->entity_count - 1];
    struct mapping_claim claim = {0};
    bool is_one = true;

    if (read_entity_clause(&is_one, entity, reader) != ERR_OK)
        return reader->err->code;
    if (is_one)
        return mapping_line_end(&reader->line, "the line should end here");
    if (mapping_read_claim(&claim, reader, entity->kind) != ERR_OK)
        return reader->err->code;
    entity->claims = mapping_room(reader->arena, entity->claims, entity->claim_count,
                                  sizeof *entity->claims);
    entity->claims[entity->claim_count++] = claim;
    return ERR_OK;
}

enum err_code mapping_read_translation_head(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;
    struct mapping_translation translation = {.line = reader->line.number};

    if (mapping_read_text(&translation.name, reader, "the name of the translation") !=
        ERR_OK)
        return reader->err->code;
    for (uint32_t i = 0; i < mapping->translation_count; i++)
        if (str_equal(mapping->translations[i].name, translation.name))
            return mapping_line_fail(
                &reader->line,
                "the translation \"" STR_FMT "\" was described already in line %u",
                STR_ARG(translation.name), mapping->translations[i].line);
    mapping->translations =
        mapping_room(reader->arena, mapping->translations, mapping->translation_count,
                     sizeof *mapping->translations);
    mapping->translations[mapping->translation_count++] = translation;
    return ERR_OK;
}

static enum err_code read_fallback(struct mapping_translation *table,
                                   struct mapping_reader *reader)
{
    struct mapping_line *line = &reader->line;

    if (mapping_line_accept(line, "reject"))
        table->otherwise = MAPPING_REJECT;
    else if (mapping_line_accept(line, "words"))
        table->otherwise = MAPPING_KEEP_WORDS;
    else if (mapping_line_accept(line, "leave") && mapping_line_accept(line, "out"))
        table->otherwise = MAPPING_LEAVE_OUT;
    else if (mapping_line_accept(line, "=")) {
        table->otherwise = MAPPING_USE_TERM;
        return mapping_read_text(&table->term, reader, "a term");
    } else
        return mapping_line_fail(line,
                                 "expected after otherwise: reject, words, leave out "
                                 "or = and a term");
    return ERR_OK;
}

static enum err_code add_pair(struct mapping_translation *table,
                              struct mapping_reader *reader, struct mapping_pair pair)
{
    for (uint32_t i = 0; i < table->count; i++)
        if (str_equal(table->pairs[i].from, pair.from))
            return mapping_line_fail(&reader->line,
                                     "\"" STR_FMT "\" is translated already",
                                     STR_ARG(str_prefix(pair.from, 64)));
    table->pairs =
        mapping_room(reader->arena, table->pairs, table->count, sizeof *table->pairs);
    table->pairs[table->count++] = pair;
    return ERR_OK;
}

static enum err_code read_pairs(struct mapping_translation *table,
                                struct mapping_reader *reader)
{
    struct mapping_words from = {0};
    struct str to = {0};

    if (mapping_line_quoted(&from, reader->arena, &reader->line, "a word of the table") !=
        ERR_OK)
        return reader->err->code;
    if (!mapping_line_accept(&reader->line, "="))
        return mapping_line_fail(&reader->line, "= is expected here");
    if (mapping_read_text(&to, reader, "a term") != ERR_OK)
        return reader->err->code;
    for (uint32_t i = 0; i < from.count; i++)
        if (add_pair(table, reader, (struct mapping_pair){from.items[i], to}) != ERR_OK)
            return reader->err->code;
    return ERR_OK;
}

enum err_code mapping_read_translation_line(struct mapping_reader *reader)
{
    struct mapping *mapping = reader->mapping;
    struct mapping_translation *table =
        &mapping->translations[mapping->translation_count - 1];
    enum err_code code = mapping_line_accept(&reader->line, "otherwise")
                             ? read_fallback(table, reader)
                             : read_pairs(table, reader);

    if (code != ERR_OK)
        return code;
    return mapping_line_end(&reader->line, "the line should end here");
}
