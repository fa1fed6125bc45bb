/* The claims that a row makes of one of its entities. */

#include <string.h>

#include "intake/import_inside.h"

static void left_out(void *data, uint32_t column, struct str words)
{
    struct importer *importer = data;

    importer_find(importer, IMPORT_LEFT_OUT, importer->table_row->number, 0,
                  importer->mapping->columns[column].name, words);
}

struct transform_view row_view(struct importer *importer, const struct instance *instance)
{
    struct transform_view view = {.mapping = importer->mapping,
                                  .cells = importer->table_row->cells,
                                  .split_column = MAPPING_NO_COLUMN,
                                  .left_out = left_out,
                                  .data = importer};

    if (instance && instance->split_part.len > 0) {
        view.split_column = importer->mapping->entities[instance->entity].key[0];
        view.split_part = instance->split_part;
    }
    return view;
}

struct draft *row_add_draft(struct importer *importer)
{
    struct draft *bigger;

    if (importer->draft_count == importer->draft_cap) {
        importer->draft_cap = importer->draft_cap > 0 ? 2 * importer->draft_cap : 32;
        bigger = ARENA_ARRAY(importer->arena, struct draft, importer->draft_cap);
        if (importer->draft_count > 0)
            memcpy(bigger, importer->drafts, importer->draft_count * sizeof *bigger);
        importer->drafts = bigger;
    }
    importer->drafts[importer->draft_count] = (struct draft){0};
    return &importer->drafts[importer->draft_count++];
}

/* The ids that a reference points to. */
struct targets {
    struct str *ids;
    uint32_t count;
};

static void add_target(struct targets *targets, struct importer *importer, struct str id)
{
    targets->ids =
        mapping_room(&importer->row, targets->ids, targets->count, sizeof *targets->ids);
    targets->ids[targets->count++] = id;
}

static void entity_targets(struct targets *out, struct importer *importer,
                           uint32_t entity)
{
    for (uint32_t i = 0; i < importer->instance_count; i++)
        if (importer->instances[i].entity == entity)
            add_target(out, importer, importer->instances[i].id);
}

static enum err_code list_targets(struct targets *out, struct importer *importer,
                                  const struct transform_view *view,
                                  const struct mapping_source *source, struct str list,
                                  enum mapping_otherwise otherwise, struct err *err)
{
    struct transform_readings keys = {0};
    struct known_entity *known = NULL;

    if (transform_read(&keys, &importer->row, view, source, otherwise, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < keys.count; i++) {
        if (known_find(&known, importer, list, keys.items[i].text, err) != ERR_OK)
            return err->code;
        if (known)
            add_target(out, importer, known->id);
        else if (otherwise == MAPPING_LEAVE_OUT)
            transform_leave_out(view, source, keys.items[i].words);
        else
            return transform_refuse(view, source, keys.items[i].words,
                                    "is no row of the list that the mapping names", err);
    }
    return ERR_OK;
}

static enum err_code find_targets(struct targets *out, struct importer *importer,
                                  const struct transform_view *view,
                                  const struct mapping_source *source,
                                  enum mapping_otherwise otherwise, struct err *err)
{
    struct known_entity *list = NULL;

    if (source->from == MAPPING_FROM_ENTITY) {
        entity_targets(out, importer, source->entity);
        return ERR_OK;
    }
    /* The lists were looked for before the first row, under the empty list. */
    if (known_find(&list, importer, STR(""), source->list, err) != ERR_OK)
        return err->code;
    return list_targets(out, importer, view, source, list->id, otherwise, err);
}

static bool is_reference(const struct mapping_source *source)
{
    return source->from == MAPPING_FROM_ENTITY || source->from == MAPPING_FROM_LIST;
}

/* A qualifier's value; *is_said is false when its cell is empty. */
static enum err_code qualifier_value(struct value *out, bool *is_said,
                                     struct importer *importer,
                                     const struct transform_view *view,
                                     const struct mapping_qualifier *qualifier,
                                     struct err *err)
{
    struct targets targets = {0};
    struct str text;
    int64_t n;

    if (is_reference(&qualifier->source)) {
        if (find_targets(&targets, importer, view, &qualifier->source, MAPPING_LEAVE_OUT,
                         err) != ERR_OK)
            return err->code;
        *is_said = targets.count > 0;
        *out = value_string(*is_said ? targets.ids[0] : STR(""));
        return ERR_OK;
    }
    text = transform_text(&importer->row, view, &qualifier->source.text);
    *is_said = text.len > 0;
    *out = value_string(text);
    if (qualifier->field->type == SCHEMA_FIELD_INTEGER && str_to_i64(&n, text))
        *out = value_integer(n);
    if (qualifier->field->type == SCHEMA_FIELD_BOOLEAN)
        *out = value_bool(str_equal(text, STR("true")) || str_equal(text, STR("yes")));
    return ERR_OK;
}

static enum err_code make_qualifiers(struct value *out, struct importer *importer,
                                     const struct transform_view *view,
                                     const struct mapping_claim *claim, struct err *err)
{
    *out = value_object();
    for (uint32_t i = 0; i < claim->qualifier_count; i++) {
        const struct mapping_qualifier *qualifier = &claim->qualifiers[i];
        struct value value = {0};
        bool is_said = false;

        if (qualifier_value(&value, &is_said, importer, view, qualifier, err) != ERR_OK)
            return err->code;
        if (is_said)
            value_set(out, &importer->row, qualifier->field->key, value);
    }
    return ERR_OK;
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

struct claim_maker {
    struct importer *importer;
    const struct instance *instance;
    const struct mapping_claim *claim;
    struct value qualifiers;
};

static bool is_shared_and_old(const struct claim_maker *maker)
{
    const struct known_entity *known = maker->instance->known;

    return known && known->is_old &&
           maker->importer->mapping->entities[maker->instance->entity].key_count > 0;
}

/* By this table, or by an import of the list before it. */
static bool is_said_already(const struct claim_maker *maker, struct str key)
{
    struct importer *importer = maker->importer;

    if (known_has_claim(importer, key))
        return true;
    return maker->instance->known && maker->instance->known->is_old &&
           said_again(importer, key, (uint32_t)importer->table_row->number);
}

/* Add the claim unless it was made before. */
static enum err_code add_claim(const struct claim_maker *maker, const struct value *value,
                               struct err *err)
{
    struct importer *importer = maker->importer;
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct str key = STR("");
    struct draft *added;

    set_text(&draft, arena, STR("about"), maker->instance->id);
    set_text(&draft, arena, STR("import"), importer->import_text);
    set_text(&draft, arena, STR("kind"), STR("claim"));
    set_text(&draft, arena, STR("mode"), maker->claim->mode);
    set_text(&draft, arena, STR("property"), maker->claim->property->key);
    if (maker->qualifiers.count > 0)
        value_set(&draft, arena, STR("qualifiers"), maker->qualifiers);
    set_text(&draft, arena, STR("quantifier"), maker->claim->quantifier);
    value_set(&draft, arena, STR("row"), value_integer(importer->table_row->number));
    value_set(&draft, arena, STR("value"), *value);
    if (maker->instance->is_compared) {
        if (known_claim_key(&key, importer, &draft, err) != ERR_OK)
            return err->code;
        if (is_said_already(maker, key))
            return ERR_OK;
    }
    added = row_add_draft(importer);
    added->value = draft;
    added->claim_key = key;
    if (is_shared_and_old(maker))
        added->deferred = maker->instance->known;
    return ERR_OK;
}

static enum err_code add_references(const struct claim_maker *maker,
                                    const struct transform_view *view, struct err *err)
{
    struct targets targets = {0};

    if (find_targets(&targets, maker->importer, view, &maker->claim->source,
                     maker->claim->otherwise, err) != ERR_OK)
        return err->code;
    for (uint32_t i = 0; i < targets.count; i++) {
        struct value value = value_string(targets.ids[i]);

        if (add_claim(maker, &value, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* "up to 5": the first column is empty, the second is not. */
static bool has_second_only(const struct transform_view *view,
                            const struct mapping_claim *claim)
{
    return claim->source.from == MAPPING_FROM_PAIR && claim->form != SCHEMA_COORDINATES &&
           transform_cell(view, claim->source.second).len > 0;
}

static enum err_code add_values(const struct claim_maker *maker,
                                const struct transform_view *view, struct err *err)
{
    static struct transform_reading nothing = {0};
    struct arena *arena = &maker->importer->row;
    struct transform_readings readings = {0};

    if (transform_read(&readings, arena, view, &maker->claim->source,
                       maker->claim->otherwise, err) != ERR_OK)
        return err->code;
    if (readings.count == 0 && has_second_only(view, maker->claim))
        readings = (struct transform_readings){&nothing, 1};
    for (uint32_t i = 0; i < readings.count; i++) {
        struct value value = {0};
        bool is_made = false;

        if (transform_value(&value, &is_made, arena, view, maker->claim,
                            &readings.items[i], err) != ERR_OK ||
            (is_made && add_claim(maker, &value, err) != ERR_OK))
            return err->code;
    }
    return ERR_OK;
}

enum err_code row_claims(struct importer *importer, const struct instance *instance,
                         struct err *err)
{
    const struct mapping_entity *entity = &importer->mapping->entities[instance->entity];
    struct transform_view view = row_view(importer, instance);

    for (uint32_t i = 0; i < entity->claim_count; i++) {
        struct claim_maker maker = {importer, instance, &entity->claims[i], {0}};
        enum err_code code;

        if (!transform_holds(&view, &maker.claim->conditions))
            continue;
        if (make_qualifiers(&maker.qualifiers, importer, &view, maker.claim, err) !=
            ERR_OK)
            return err->code;
        code = is_reference(&maker.claim->source) ? add_references(&maker, &view, err)
                                                  : add_values(&maker, &view, err);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}
