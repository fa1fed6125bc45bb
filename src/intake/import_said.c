/*
 * What the imports of a list have said and still say: read once, in order, before the
 * first row of a later release is looked at.
 */

#include <string.h>

#include "format/canon.h"
#include "intake/import_inside.h"
#include "record/index.h"
#include "record/query_list.h"

static void key_of(uint64_t out[2], struct said *said, struct str text)
{
    struct digest digest;

    if (!said->sha256)
        said->sha256 = sha256_new();
    digest = sha256_of(said->sha256, text);
    memcpy(out, digest.bytes, 2 * sizeof *out);
}

static uint32_t property_of(struct importer *importer, struct str property)
{
    struct said *said = &importer->said;

    for (uint32_t i = 0; i < said->property_count; i++)
        if (str_equal(said->properties[i], property))
            return i;
    said->properties = mapping_room(importer->arena, said->properties,
                                    said->property_count, sizeof *said->properties);
    said->properties[said->property_count] = arena_str(importer->arena, property);
    return said->property_count++;
}

static struct said_claim *add_said(struct importer *importer)
{
    struct said *said = &importer->said;

    if (said->count == said->cap) {
        uint32_t cap = said->cap > 0 ? 2 * said->cap : 1024;
        struct said_claim *items = ARENA_ARRAY(importer->arena, struct said_claim, cap);

        if (said->count > 0)
            memcpy(items, said->items, said->count * sizeof *items);
        said->items = items;
        said->cap = cap;
    }
    said->items[said->count] = (struct said_claim){0};
    return &said->items[said->count++];
}

static struct str mode_word(enum claim_mode mode)
{
    switch (mode) {
    case CLAIM_ASSERTED:
        break;
    case CLAIM_NEGATED:
        return STR("negated");
    case CLAIM_LOOKED_FOR_NOT_FOUND:
        return STR("looked_for_not_found");
    case CLAIM_SAID_UNKNOWN:
        return STR("said_unknown");
    }
    return STR("");
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

/* The claim as its draft was: for the key that both share. */
static enum err_code text_of(struct str *out, struct importer *importer,
                             const struct claim_row *row, struct err *err)
{
    struct value draft = value_object();

    set_text(&draft, &importer->row, STR("about"), row->about);
    set_text(&draft, &importer->row, STR("mode"), mode_word(row->mode));
    set_text(&draft, &importer->row, STR("property"), row->property);
    set_text(&draft, &importer->row, STR("quantifier"), row->quantifier);
    if (row->qualifiers)
        value_set(&draft, &importer->row, STR("qualifiers"), *row->qualifiers);
    value_set(&draft, &importer->row, STR("value"), row->value);
    return known_claim_key(out, importer, &draft, err);
}

static enum err_code load_claim(void *context, const struct claim_row *row,
                                struct err *err)
{
    struct importer *importer = context;
    struct known_entity *entity = NULL;
    struct said_claim *claim;
    struct str text = {0};

    HASH_FIND(hh_id, importer->entities_by_id, row->about.ptr, row->about.len, entity);
    if (!entity)
        return ERR_OK; /* of a list by that name that was imported otherwise */
    arena_reset(&importer->row);
    if (text_of(&text, importer, row, err) != ERR_OK)
        return err->code;
    claim = add_said(importer);
    key_of(claim->key, &importer->said, text);
    claim->ref = row->ref;
    claim->property = property_of(importer, row->property);
    claim->about = entity;
    return ERR_OK;
}

/* The claims of an import lie between its two statements. */
static struct ref end_of(const struct importer *importer, const struct import_row *import)
{
    if (!ref_is_none(import->closing))
        return import->closing;
    return ref_of(ref_feed(import->ref), importer->view.sizes[ref_feed(import->ref)]);
}

static enum err_code load_import(struct importer *importer,
                                 const struct import_row *import, struct err *err)
{
    struct claim_filter filter = {.basis = import->ref};
    uint64_t *sizes = ARENA_ARRAY(importer->arena, uint64_t, importer->view.count);
    struct view until = {sizes, importer->view.count};

    sizes[ref_feed(import->ref)] = ref_index(end_of(importer, import));
    return query_claims_each(importer->index, until, &filter, load_claim, importer, err);
}

static int by_ref(const void *a, const void *b)
{
    const struct said_claim *x = a;
    const struct said_claim *y = b;

    return (x->ref.n > y->ref.n) - (x->ref.n < y->ref.n);
}

static struct said_claim *said_at(const struct said *said, struct ref ref)
{
    struct said_claim wanted = {.ref = ref};

    if (said->count == 0)
        return NULL;
    return bsearch(&wanted, said->items, said->count, sizeof wanted, by_ref);
}

struct touches {
    struct importer *importer;
    struct touch {
        uint32_t claim;
        struct ref by;
    } * items;
    uint32_t count;
    uint32_t cap;
    struct import_list imports;
};

static enum err_code add_touch(void *context, struct ref claim, struct ref by,
                               struct err *err)
{
    struct touches *touches = context;
    struct said *said = &touches->importer->said;
    const struct said_claim *at = said_at(said, claim);

    (void)err;
    if (!at)
        return ERR_OK;
    touches->items = mapping_room(touches->importer->arena, touches->items,
                                  touches->count, sizeof *touches->items);
    touches->items[touches->count++] = (struct touch){(uint32_t)(at - said->items), by};
    return ERR_OK;
}

static bool is_import_of_list(const struct touches *touches, struct ref ref)
{
    for (size_t i = 0; i < touches->imports.count; i++)
        if (touches->imports.items[i].ref.n == ref.n)
            return true;
    return false;
}

/* A withdrawal that a later release of the list brought. */
static enum err_code is_by_release(bool *out, const struct touches *touches,
                                   struct ref withdrawal, struct err *err)
{
    struct importer *importer = touches->importer;
    struct statement said = {0};
    struct ref import = REF_NONE;

    *out = false;
    if (archive_statement(&said, &importer->row, importer->archive, withdrawal, err) !=
        ERR_OK)
        return err->code;
    if (said.is_readable && index_parse_ref(&import, importer->index,
                                            value_get_string(&said.value, STR("import"))))
        *out = is_import_of_list(touches, import);
    return ERR_OK;
}

static bool is_judged(const struct review_list *reviews)
{
    for (size_t i = 0; i < reviews->count; i++)
        if (!reviews->items[i].is_undone &&
            !str_equal(reviews->items[i].kind, STR("withdraw")))
            return true;
    return false;
}

/* Where a claim stands of which something was said: by the list, or by a person. */
static enum err_code look_closely(struct said_claim *claim, struct touches *touches,
                                  struct err *err)
{
    struct importer *importer = touches->importer;
    struct claim_state state = {0};
    struct review_list reviews = {0};
    bool is_release = false;

    arena_reset(&importer->row);
    if (query_claim_state(&state, importer->index, importer->view, claim->ref, err) !=
            ERR_OK ||
        query_reviews(&reviews, &importer->row, importer->index, importer->view,
                      claim->ref, err) != ERR_OK)
        return err->code;
    if (!ref_is_none(state.superseded_by)) {
        if (said_at(&importer->said, state.superseded_by))
            claim->is_ended = true;
        else
            claim->is_held = true;
    }
    if (!ref_is_none(state.withdrawn_by)) {
        if (is_by_release(&is_release, touches, state.withdrawn_by, err) != ERR_OK)
            return err->code;
        if (is_release)
            claim->is_ended = true;
        else
            claim->is_held = true;
    }
    claim->is_held = claim->is_held || is_judged(&reviews);
    return ERR_OK;
}

/* Most are superseded once, by the release after; only the others are looked at. */
static enum err_code settle_touched(struct touches *touches, struct err *err)
{
    struct said *said = &touches->importer->said;
    bool *is_touched = ARENA_ARRAY(touches->importer->arena, bool, said->count + 1);

    for (uint32_t i = 0; i < touches->count; i++)
        is_touched[touches->items[i].claim] = true;
    for (uint32_t i = 0; i < touches->count; i++) {
        const struct touch *touch = &touches->items[i];
        struct said_claim *claim = &said->items[touch->claim];
        const struct said_claim *by = said_at(said, touch->by);
        bool is_only =
            (i == 0 || touches->items[i - 1].claim != touch->claim) &&
            (i + 1 == touches->count || touches->items[i + 1].claim != touch->claim);

        if (is_only && by && !is_touched[by - said->items])
            claim->is_ended = true;
        else if (look_closely(claim, touches, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static void fill_slots(struct importer *importer)
{
    struct said *said = &importer->said;

    said->slot_count = 1024;
    while (said->slot_count < 2 * said->count)
        said->slot_count *= 2;
    said->slots = ARENA_ARRAY(importer->arena, uint32_t, said->slot_count);
    for (uint32_t i = 0; i < said->count; i++) {
        struct said_claim *claim = &said->items[i];
        uint32_t at = (uint32_t)claim->key[0] & (said->slot_count - 1);

        if (claim->is_ended)
            continue;
        claim->next = claim->about->said;
        claim->about->said = i + 1;
        while (said->slots[at] != 0)
            at = (at + 1) & (said->slot_count - 1);
        said->slots[at] = i + 1;
    }
}

enum err_code said_load(struct importer *importer, struct err *err)
{
    struct said *said = &importer->said;
    struct touches touches = {.importer = importer};

    if (importer->is_new_list)
        return ERR_OK;
    if (query_imports(&touches.imports, importer->arena, importer->index, importer->view,
                      importer->list, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < touches.imports.count; i++)
        if (load_import(importer, &touches.imports.items[i], err) != ERR_OK)
            return err->code;
    if (said->count > 0)
        qsort(said->items, said->count, sizeof *said->items, by_ref);
    for (size_t i = 0; i < touches.imports.count; i++)
        if (query_claims_touched(importer->index, importer->view,
                                 touches.imports.items[i].ref,
                                 end_of(importer, &touches.imports.items[i]), add_touch,
                                 &touches, err) != ERR_OK)
            return err->code;
    if (settle_touched(&touches, err) != ERR_OK)
        return err->code;
    fill_slots(importer);
    return ERR_OK;
}

bool said_again(struct importer *importer, struct str claim_key, uint32_t row)
{
    struct said *said = &importer->said;
    uint64_t key[2];
    bool is_said = false;

    if (said->slot_count == 0)
        return false;
    key_of(key, said, claim_key);
    /* A row that says one thing twice made two claims: both are said again. */
    for (uint32_t at = (uint32_t)key[0] & (said->slot_count - 1); said->slots[at] != 0;
         at = (at + 1) & (said->slot_count - 1)) {
        struct said_claim *claim = &said->items[said->slots[at] - 1];

        if (memcmp(claim->key, key, sizeof key) != 0)
            continue;
        claim->seen_row = row;
        is_said = true;
    }
    return is_said;
}

void said_forget_rows(struct importer *importer)
{
    for (uint32_t i = 0; i < importer->said.count; i++)
        importer->said.items[i].seen_row = 0;
}

void said_clear(struct importer *importer)
{
    if (importer->said.sha256)
        sha256_free(importer->said.sha256);
    importer->said.sha256 = NULL;
}
