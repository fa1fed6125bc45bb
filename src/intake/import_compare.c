/*
 * What a release says otherwise than the one before, or no longer. One value in the place
 * of one supersedes it; of several, what is gone is withdrawn and what is new is added:
 * which of them took whose place nobody said.
 */

#include "intake/import_inside.h"

/* One entity, with what the list said of it and does not say now, and what is new. */
struct comparison {
    struct importer *importer;
    const struct mapping_entity *definition;
    struct known_entity *entity;
    uint32_t row;      /* seen in this row counts; 0: seen in any */
    struct str reason; /* term of withdrawal_reason */
    bool is_all_there; /* what was not seen is no longer said */
};

/* Lines that could say it, all of which were read: silence then means something. */
static bool is_spoken_of(const struct comparison *c, struct str property)
{
    bool is_there = false;

    for (uint32_t i = 0; i < c->definition->claim_count; i++) {
        const struct mapping_claim *claim = &c->definition->claims[i];

        if (!str_equal(claim->property->key, property))
            continue;
        if (mapping_claim_is_mute(c->importer->mapping, claim))
            return false;
        is_there = true;
    }
    return is_there;
}

/* Said before, not now, and ours to end. */
static bool is_gone(const struct comparison *c, const struct said_claim *claim)
{
    bool is_seen = c->row > 0 ? claim->seen_row == c->row : claim->seen_row > 0;

    return !is_seen && !claim->is_held &&
           is_spoken_of(c, c->importer->said.properties[claim->property]);
}

static struct said_claim *said_number(const struct comparison *c, uint32_t number)
{
    return number > 0 ? &c->importer->said.items[number - 1] : NULL;
}

/* The one claim of a property that is gone; NULL when there are none or several. */
static struct said_claim *only_gone(const struct comparison *c, struct str property)
{
    struct said_claim *found = NULL;

    for (struct said_claim *claim = said_number(c, c->entity->said); claim;
         claim = said_number(c, claim->next)) {
        if (!str_equal(c->importer->said.properties[claim->property], property) ||
            !is_gone(c, claim))
            continue;
        if (found)
            return NULL;
        found = claim;
    }
    return found;
}

static enum err_code supersede(struct value *draft, struct comparison *c,
                               struct said_claim *claim, struct arena *arena,
                               struct err *err)
{
    struct value pinned = {0};

    if (archive_ref_pinned(&pinned, arena, c->importer->archive, claim->ref, err) !=
        ERR_OK)
        return err->code;
    value_set(draft, arena, STR("supersedes"), pinned);
    value_set(draft, arena, STR("reason"), value_string(c->reason));
    claim->seen_row = c->row > 0 ? c->row : UINT32_MAX; /* it has its successor */
    return ERR_OK;
}

static enum err_code withdraw(struct comparison *c, const struct said_claim *claim,
                              struct err *err)
{
    struct importer *importer = c->importer;
    struct arena *arena = &importer->row;
    struct value draft = value_object();
    struct value pinned = {0};

    if (archive_ref_pinned(&pinned, arena, importer->archive, claim->ref, err) != ERR_OK)
        return err->code;
    value_set(&draft, arena, STR("import"), value_string(importer->import_text));
    value_set(&draft, arena, STR("kind"), value_string(STR("withdraw")));
    value_set(&draft, arena, STR("of"), pinned);
    value_set(&draft, arena, STR("reason"), value_string(c->reason));
    if (c->row > 0)
        value_set(&draft, arena, STR("row"), value_integer(c->row));
    row_add_draft(importer)->value = draft;
    return ERR_OK;
}

/* What nobody took the place of. */
static enum err_code withdraw_rest(struct comparison *c, struct err *err)
{
    for (const struct said_claim *claim = said_number(c, c->entity->said); claim;
         claim = said_number(c, claim->next))
        if (is_gone(c, claim) && withdraw(c, claim, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

static bool has_gone(const struct comparison *c)
{
    for (const struct said_claim *claim = said_number(c, c->entity->said); claim;
         claim = said_number(c, claim->next))
        if (is_gone(c, claim))
            return true;
    return false;
}

static bool is_claim_about(const struct draft *draft, struct str id, struct str property)
{
    return value_is_string(value_get(&draft->value, STR("about")), id) &&
           (property.len == 0 ||
            value_is_string(value_get(&draft->value, STR("property")), property));
}

static uint32_t count_new(const struct importer *importer, uint32_t drafts, struct str id,
                          struct str property)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < drafts; i++)
        count += is_claim_about(&importer->drafts[i], id, property);
    return count;
}

/* The drafts of the row at hand that speak of the entity, against what was said. */
static enum err_code pair_drafts(struct comparison *c, struct err *err)
{
    struct importer *importer = c->importer;
    uint32_t drafts = importer->draft_count;

    for (uint32_t i = 0; i < drafts; i++) {
        struct draft *draft = &importer->drafts[i];
        struct str property = value_get_string(&draft->value, STR("property"));
        struct said_claim *gone;

        if (!is_claim_about(draft, c->entity->id, STR("")))
            continue;
        gone = only_gone(c, property);
        if (!gone || count_new(importer, drafts, c->entity->id, property) != 1)
            continue;
        if (supersede(&draft->value, c, gone, &importer->row, err) != ERR_OK)
            return err->code;
        draft->is_superseding = true;
    }
    return c->is_all_there ? withdraw_rest(c, err) : ERR_OK;
}

/* A change that the table does not have is one of how it is read. */
static struct str reason_of(const struct importer *importer)
{
    const struct release_plan *plan = &importer->plan;
    int64_t at = importer->table_row->number - 1;
    bool is_same = at < (int64_t)plan->row_count && plan->matches &&
                   plan->matches[at].partner != MATCH_NOTHING &&
                   plan->matches[at].is_same;

    return is_same ? STR("misread_source") : STR("source_corrected");
}

static void mark_outdated(struct importer *importer)
{
    for (uint32_t i = 0; i < importer->draft_count; i++) {
        struct draft *draft = &importer->drafts[i];
        struct str about = value_get_string(&draft->value, STR("about"));
        struct known_entity *entity = NULL;

        if (about.len == 0)
            continue;
        HASH_FIND(hh_id, importer->entities_by_id, about.ptr, about.len, entity);
        draft->is_outdated = entity && entity->is_old;
    }
}

enum err_code compare_row(struct importer *importer, struct err *err)
{
    if (importer->is_new_list)
        return ERR_OK;
    if (importer->plan.is_outdated) {
        mark_outdated(importer);
        return ERR_OK;
    }
    for (uint32_t i = 0; i < importer->instance_count; i++) {
        const struct instance *instance = &importer->instances[i];
        struct comparison c = {.importer = importer,
                               .definition =
                                   &importer->mapping->entities[instance->entity],
                               .entity = instance->known,
                               .row = (uint32_t)importer->table_row->number,
                               .is_all_there = true};

        if (!c.entity || !c.entity->is_old || c.definition->key_count > 0 ||
            !has_gone(&c))
            continue;
        c.reason = reason_of(importer);
        if (pair_drafts(&c, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static void take_pending(struct importer *importer, struct known_entity *entity)
{
    /* Put in front when they came, so taken from behind. */
    struct pending_claim *in_order = NULL;

    while (entity->pending) {
        struct pending_claim *pending = entity->pending;

        entity->pending = pending->next;
        pending->next = in_order;
        in_order = pending;
    }
    for (; in_order; in_order = in_order->next)
        row_add_draft(importer)->value = in_order->value;
}

static enum err_code compare_entity(struct importer *importer,
                                    struct known_entity *entity, struct err *err)
{
    struct comparison c = {
        .importer = importer,
        .definition = &importer->mapping->entities[entity->definition],
        .entity = entity,
        .reason = importer->plan.is_same_mapping ? STR("source_corrected")
                                                 : STR("misread_source"),
        .is_all_there = importer->plan.is_whole && importer->result->rejected == 0};

    if (!entity->pending && !(c.is_all_there && has_gone(&c)))
        return ERR_OK;
    arena_reset(&importer->row);
    importer->draft_count = 0;
    take_pending(importer, entity);
    if (importer->plan.is_outdated)
        mark_outdated(importer);
    else if (c.is_all_there && pair_drafts(&c, err) != ERR_OK)
        return err->code;
    if (importer_check_drafts(importer, err) != ERR_OK)
        return err_context(err, "what several rows say of one thing: ");
    if (importer->is_writing && importer_write_drafts(importer, err) != ERR_OK)
        return err->code;
    row_accept(importer);
    return ERR_OK;
}

enum err_code compare_shared(struct importer *importer, struct err *err)
{
    struct known_entity *entity;
    struct known_entity *next;

    importer->instance_count = 0;
    HASH_ITER(hh, importer->entities, entity, next)
    {
        if (entity->is_old && entity->is_mentioned &&
            compare_entity(importer, entity, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}
