/* The entities of a row: which they are, whether they are there, what makes them. */

#include <string.h>

#include "intake/import_inside.h"

#define JOINT IDENTITY_JOINT

/* What is odd about the key of the row at hand. */
static void look_at_key(struct importer *importer, struct str key)
{
    const struct mapping *mapping = importer->mapping;
    int64_t number = importer->table_row->number;
    int64_t first = 0;
    struct str name;

    if (mapping->key_count == 0)
        return;
    name = mapping->columns[mapping->key[0]].name;
    if (key.len == 0) {
        importer_find(importer, IMPORT_NO_KEY, number, 0, name, STR(""));
        return;
    }
    if (!identity_take(&importer->keys_seen, &first, key, number))
        importer_find(importer, IMPORT_KEY_AGAIN, number, first, name,
                      identity_shown(&importer->row, key));
}

/* Which row of the list it is: as was found beforehand, else by its key and content. */
static struct str row_identity(struct importer *importer)
{
    const struct mapping *mapping = importer->mapping;
    const struct release_plan *plan = &importer->plan;
    struct transform_view view = row_view(importer, NULL);
    struct str key =
        identity_join(&importer->row, &view, mapping->key, mapping->key_count);
    int64_t number = importer->table_row->number;
    size_t count = 0;

    if (!importer->table_row->problem)
        look_at_key(importer, key);
    if (plan->identities && number <= (int64_t)plan->row_count)
        return plan->identities[number - 1];
    (void)table_names(importer->job->table, &count);
    return identity_of_row(&importer->identities, &importer->row, key,
                           importer->table_row->cells, count, number);
}

static struct str named_identity(struct importer *importer, struct str name,
                                 struct str key)
{
    buf_reset(&importer->bytes);
    buf_append(&importer->bytes, STR(JOINT));
    buf_append(&importer->bytes, name);
    buf_append(&importer->bytes, STR(JOINT));
    buf_append(&importer->bytes, key);
    return arena_str(&importer->row, buf_str(&importer->bytes));
}

static bool is_there_already(const struct importer *importer, uint32_t entity,
                             struct str identity)
{
    for (uint32_t i = 0; i < importer->instance_count; i++)
        if (importer->instances[i].entity == entity &&
            str_equal(importer->instances[i].identity, identity))
            return true;
    return false;
}

/* In the archive, made by an earlier row, or to be made by this one. */
static enum err_code settle(struct instance *instance, struct importer *importer,
                            const struct mapping_entity *entity, struct err *err)
{
    struct known_entity *known = NULL;
    bool is_shared = entity->key_count > 0;

    if ((is_shared || !importer->is_new_list) &&
        known_find(&known, importer, importer->list, instance->identity, err) != ERR_OK)
        return err->code;
    instance->is_compared = is_shared || known;
    instance->is_new = !known;
    if (!known) {
        instance->id = archive_new_id(importer->archive, &importer->row);
        return ERR_OK;
    }
    instance->known = known;
    instance->id = known->id;
    instance->class_ = known->class_;
    if (!str_equal(known->kind, entity->kind->key))
        return err_set(err, ERR_INVALID,
                       "the archive has a " STR_FMT " under this key, not a " STR_FMT,
                       STR_ARG(known->kind), STR_ARG(entity->kind->key));
    return ERR_OK;
}

static enum err_code add_instance(struct importer *importer, uint32_t number,
                                  struct str identity, struct str part, struct err *err)
{
    const struct mapping_entity *entity = &importer->mapping->entities[number];
    struct instance instance = {
        .entity = number, .identity = identity, .split_part = part};

    if (is_there_already(importer, number, identity))
        return ERR_OK;
    if (settle(&instance, importer, entity, err) != ERR_OK)
        return err->code;
    importer->instances = mapping_room(&importer->row, importer->instances,
                                       importer->instance_count, sizeof instance);
    importer->instances[importer->instance_count++] = instance;
    return ERR_OK;
}

/* One for each part of its key column, where that is a list or is to be split. */
static enum err_code add_parts(struct importer *importer, uint32_t number,
                               const struct transform_view *view, struct err *err)
{
    const struct mapping_entity *entity = &importer->mapping->entities[number];
    struct mapping_words parts =
        transform_parts(&importer->row, view, entity->key[0], entity->split);

    for (uint32_t i = 0; i < parts.count; i++) {
        struct str identity = named_identity(importer, entity->name, parts.items[i]);

        if (add_instance(importer, number, identity, parts.items[i], err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code add_entity(struct importer *importer, uint32_t number,
                                struct str identity, struct err *err)
{
    const struct mapping_entity *entity = &importer->mapping->entities[number];
    struct transform_view view = row_view(importer, NULL);
    struct str key;

    if (!transform_holds(&view, &entity->conditions))
        return ERR_OK;
    if (number == importer->main)
        return add_instance(importer, number, identity, STR(""), err);
    if (entity->key_count == 1)
        return add_parts(importer, number, &view, err);
    key = identity;
    if (entity->key_count > 0)
        key = identity_join(&importer->row, &view, entity->key, entity->key_count);
    if (key.len == 0)
        return ERR_OK;
    return add_instance(importer, number, named_identity(importer, entity->name, key),
                        STR(""), err);
}

enum err_code row_instances(struct importer *importer, struct err *err)
{
    struct str identity = row_identity(importer);

    importer->instances = NULL;
    importer->instance_count = 0;
    if (importer->table_row->problem)
        return err_set(err, ERR_INVALID, "%s", importer->table_row->problem);
    for (uint32_t i = 0; i < importer->mapping->entity_count; i++)
        if (add_entity(importer, i, identity, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* The first class whose conditions hold; none is no mistake. */
static enum err_code class_of(struct str *out, struct importer *importer,
                              const struct transform_view *view,
                              const struct mapping_entity *entity, struct err *err)
{
    for (uint32_t i = 0; i < entity->class_count; i++) {
        const struct mapping_class *one = &entity->classes[i];
        struct mapping_piece piece = {.column = one->column};
        struct mapping_step step = {.kind = MAPPING_TRANSLATE,
                                    .translation = one->translation};
        struct mapping_source source = {
            .text = {&piece, 1}, .steps = &step, .step_count = 1};
        struct transform_readings readings = {0};

        if (!transform_holds(view, &one->conditions))
            continue;
        if (one->column == MAPPING_NO_COLUMN) {
            *out = one->term;
            return ERR_OK;
        }
        if (transform_read(&readings, &importer->row, view, &source, MAPPING_REJECT,
                           err) != ERR_OK)
            return err->code;
        if (readings.count > 0 && !readings.items[0].is_words_only) {
            *out = readings.items[0].text;
            return ERR_OK;
        }
    }
    return ERR_OK;
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

static enum err_code draft_entity(struct importer *importer, struct instance *instance,
                                  struct err *err)
{
    const struct mapping_entity *entity = &importer->mapping->entities[instance->entity];
    struct transform_view view = row_view(importer, instance);
    struct arena *arena = &importer->row;
    struct value draft = value_object();

    if (class_of(&instance->class_, importer, &view, entity, err) != ERR_OK)
        return err->code;
    set_text(&draft, arena, STR("class"), instance->class_);
    set_text(&draft, arena, STR("entity"), entity->kind->key);
    set_text(&draft, arena, STR("id"), instance->id);
    set_text(&draft, arena, STR("kind"), STR("entity"));
    if (entity->label.count > 0)
        set_text(&draft, arena, STR("label"),
                 transform_text(arena, &view, &entity->label));
    set_text(&draft, arena, STR("list"), importer->list);
    set_text(&draft, arena, STR("row"), instance->identity);
    row_add_draft(importer)->value = draft;
    return ERR_OK;
}

enum err_code row_drafts(struct importer *importer, struct err *err)
{
    for (uint32_t i = 0; i < importer->instance_count; i++)
        if (importer->instances[i].is_new &&
            draft_entity(importer, &importer->instances[i], err) != ERR_OK)
            return err->code;
    for (uint32_t i = 0; i < importer->instance_count; i++)
        if (row_claims(importer, &importer->instances[i], err) != ERR_OK)
            return err->code;
    return compare_row(importer, err);
}

/* Deferred: it waits for what the other rows say of the entity. */
static void defer(struct importer *importer, const struct draft *draft)
{
    struct pending_claim *pending = ARENA_NEW(importer->arena, struct pending_claim);

    pending->value = value_copy(&draft->value, importer->arena);
    pending->next = draft->deferred->pending;
    draft->deferred->pending = pending;
}

static void accept_draft(struct importer *importer, const struct draft *draft)
{
    struct import_result *result = importer->result;
    const struct value *kind = value_get(&draft->value, STR("kind"));

    if (draft->claim_key.len > 0)
        known_add_claim(importer, draft->claim_key);
    if (draft->deferred) {
        defer(importer, draft);
        return;
    }
    result->claims += value_is_string(kind, STR("claim"));
    result->superseded += draft->is_superseding;
    result->withdrawn += value_is_string(kind, STR("withdraw")) + draft->is_outdated;
}

/* It is marked as missing in the release that came after this one. */
static void add_row(struct importer *importer, const struct instance *instance)
{
    if (!importer->plan.is_outdated)
        return;
    importer->added = mapping_room(importer->arena, importer->added,
                                   importer->added_count, sizeof *importer->added);
    importer->added[importer->added_count++] =
        (struct added_row){arena_str(importer->arena, instance->identity),
                           arena_str(importer->arena, instance->id)};
}

void row_accept(struct importer *importer)
{
    for (uint32_t i = 0; i < importer->instance_count; i++) {
        struct instance *instance = &importer->instances[i];
        const struct mapping_entity *entity =
            &importer->mapping->entities[instance->entity];

        if (instance->is_new && entity->key_count > 0)
            (void)known_add(importer, importer->list, instance->identity, instance->id,
                            entity->kind->key, instance->class_);
        if (instance->known) {
            instance->known->is_mentioned = entity->key_count > 0;
            instance->known->definition = instance->entity;
        }
        importer->result->entities += instance->is_new;
        if (instance->is_new && instance->entity == importer->main)
            add_row(importer, instance);
    }
    for (uint32_t i = 0; i < importer->draft_count; i++)
        accept_draft(importer, &importer->drafts[i]);
}
