#include "sheet/entity_sheet.h"

#include "record/schema.h"
#include "sheet/statement_sheet.h"

enum { STANCES_MAX = 50, MANY_INCOMING = 1000 };

const struct entity_limits entity_limits_paper = {
    .claims = 1000,
    .incoming = 100,
    .passages = 100,
    .within = 100,
    .sources = 1000,
    .contradictions = {.without_denials = true}};
const struct entity_limits entity_limits_page = {
    .claims = 50,
    .incoming = 20,
    .passages = 30,
    .sources = 12,
    .contradictions = {.claims = 500, .compared = 40, .without_denials = true},
    .shown = 60};

/* Gathered claims, before they are put in order. */
struct pile {
    struct sheet_claim *items;
    size_t count;
};

static enum err_code gather(struct pile *out, bool *has_more, struct sheet *sheet,
                            const struct claim_filter *filter, struct err *err)
{
    struct claim_list list = {0};
    struct pile pile = {0};
    enum err_code code =
        query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, filter, err);

    pile.items = ARENA_ARRAY(sheet->arena, struct sheet_claim, list.count + 1);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = sheet_claim_read(&pile.items[pile.count++], sheet, &list.items[i], err);
    *out = pile;
    *has_more = list.has_more;
    return code;
}

static struct str label_of(struct str property)
{
    const struct schema_property *known = schema_property(property);

    return known ? schema_label(known->label) : property;
}

/* Names first, then by what people read; a claim that no longer stands comes last. */
static int by_property(const void *a, const void *b)
{
    const struct sheet_claim *x = *(struct sheet_claim *const *)a;
    const struct sheet_claim *y = *(struct sheet_claim *const *)b;
    bool x_is_name = str_equal(x->claim.property, STR("name"));
    bool y_is_name = str_equal(y->claim.property, STR("name"));
    int order;

    if (x_is_name != y_is_name)
        return x_is_name ? -1 : 1;
    order = str_compare(label_of(x->claim.property), label_of(y->claim.property));
    if (order == 0)
        order = str_compare(x->claim.property, y->claim.property);
    if (order == 0)
        order = (int)sheet_claim_stands(y) - (int)sheet_claim_stands(x);
    if (order != 0)
        return order;
    return (x->claim.ref.n > y->claim.ref.n) - (x->claim.ref.n < y->claim.ref.n);
}

static void group(struct property_group **out, size_t *count, struct arena *arena,
                  const struct pile *pile)
{
    struct sheet_claim **sorted =
        ARENA_ARRAY(arena, struct sheet_claim *, pile->count + 1);
    struct property_group *groups =
        ARENA_ARRAY(arena, struct property_group, pile->count + 1);
    size_t used = 0;

    for (size_t i = 0; i < pile->count; i++)
        sorted[i] = &pile->items[i];
    qsort(sorted, pile->count, sizeof(struct sheet_claim *), by_property);
    for (size_t i = 0; i < pile->count; i++) {
        struct str property = sorted[i]->claim.property;

        if (used == 0 || !str_equal(groups[used - 1].property, property))
            groups[used++] = (struct property_group){property, &sorted[i], 0};
        groups[used - 1].count++;
    }
    *out = groups;
    *count = used;
}

static enum err_code read_claims(struct entity_sheet *out, struct sheet *sheet,
                                 struct err *err)
{
    struct claim_filter filter = {.about = out->entity.id,
                                  .after = out->limits->after,
                                  .limit = out->limits->claims};
    struct pile pile;
    enum err_code code = gather(&pile, &out->has_more, sheet, &filter, err);

    if (code != ERR_OK)
        return code;
    if (pile.count > 0)
        out->last = pile.items[pile.count - 1].claim.ref;
    group(&out->groups, &out->group_count, sheet->arena, &pile);
    out->claim_total = pile.count;
    if (!out->has_more && !ref_is_asked(out->limits->after))
        return ERR_OK;
    filter = (struct claim_filter){.about = out->entity.id};
    return query_claim_count(&out->claim_total, sheet->index, sheet->as_of.view, &filter,
                             err);
}

/* covers is shown with the denial, and relations of its sources by themselves. */
static enum err_code read_incoming(struct entity_sheet *out, struct sheet *sheet,
                                   struct err *err)
{
    struct claim_filter filter = {.entity = out->entity.id,
                                  .limit = out->limits->incoming};
    struct claim_filter all = {.entity = out->entity.id};
    struct pile pile;
    struct pile kept = {0};
    bool has_more;
    enum err_code code = gather(&pile, &has_more, sheet, &filter, err);

    if (code == ERR_OK)
        code = query_claim_count(&out->incoming_total, sheet->index, sheet->as_of.view,
                                 &all, err);
    if (code != ERR_OK)
        return code;
    kept.items = ARENA_ARRAY(sheet->arena, struct sheet_claim, pile.count + 1);
    for (size_t i = 0; i < pile.count; i++) {
        if (str_equal(pile.items[i].claim.property, STR("covers")))
            out->incoming_total--;
        else
            kept.items[kept.count++] = pile.items[i];
    }
    group(&out->incoming, &out->incoming_count, sheet->arena, &kept);
    return ERR_OK;
}

static enum err_code read_allegation(struct sheet_allegation *out, struct sheet *sheet,
                                     const struct sheet_claim *covers, struct err *err)
{
    struct claim_filter filter = {
        .about = covers->claim.about, .property = STR("stance"), .limit = STANCES_MAX};
    struct pile pile;
    bool has_more;
    enum err_code code = gather(&pile, &has_more, sheet, &filter, err);

    *out = (struct sheet_allegation){*covers, pile.items, pile.count};
    return code;
}

/* Where very many claims name it, those of one property are found among that property's.
 */
static enum err_code is_rarer(bool *out, const struct entity_sheet *e,
                              struct sheet *sheet, struct str property, struct err *err)
{
    struct claim_filter filter = {.property = property};
    uint64_t count = 0;

    *out = false;
    if (e->incoming_total < MANY_INCOMING)
        return ERR_OK;
    if (query_claim_count(&count, sheet->index, sheet->as_of.view, &filter, err) !=
        ERR_OK)
        return err->code;
    *out = count < e->incoming_total;
    return ERR_OK;
}

static enum err_code read_allegations(struct entity_sheet *out, struct sheet *sheet,
                                      struct err *err)
{
    struct claim_filter filter = {
        .entity = out->entity.id, .property = STR("covers"), .limit = STANCES_MAX};
    struct pile pile = {0};
    bool has_more;
    enum err_code code = is_rarer(&filter.by_property, out, sheet, filter.property, err);

    if (code == ERR_OK)
        code = gather(&pile, &has_more, sheet, &filter, err);

    out->allegations = ARENA_ARRAY(sheet->arena, struct sheet_allegation, pile.count + 1);
    for (size_t i = 0; i < pile.count && code == ERR_OK; i++)
        if (sheet_claim_stands(&pile.items[i]))
            code = read_allegation(&out->allegations[out->allegation_count++], sheet,
                                   &pile.items[i], err);
    return code;
}

/* Those that may conflict come before those that only look so, where not all fit. */
static void keep_some(struct contradiction_list *list, size_t max)
{
    size_t room = max;
    size_t kept = 0;

    for (size_t i = 0; i < list->count && room > 0; i++)
        room -= list->items[i].comparison.verdict == VERDICT_MAY_CONFLICT;
    for (size_t i = 0; i < list->count && kept < max; i++) {
        bool is_conflict = list->items[i].comparison.verdict == VERDICT_MAY_CONFLICT;

        if (!is_conflict && room == 0)
            continue;
        room -= !is_conflict;
        list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

/* Denials are left out: they stand with the claim, or with the allegation, they deny. */
static enum err_code read_contradictions(struct entity_sheet *out, struct sheet *sheet,
                                         struct err *err)
{
    struct record_view in = {sheet->arena, sheet->index, sheet->as_of.view};
    struct contradiction_list *list = &out->contradictions;
    enum err_code code = contradictions_within(list, &in, out->entity.id,
                                               &out->limits->contradictions, err);

    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < list->count; i++)
        out->conflict_count += list->items[i].comparison.verdict == VERDICT_MAY_CONFLICT;
    if (out->limits->shown > 0 && list->count > out->limits->shown) {
        keep_some(list, out->limits->shown);
        out->has_more_contradictions = true;
    }
    sheet_note_contradictions(sheet, list);
    return ERR_OK;
}

/* A source's own passages get numbers, so that its sheet shows them all. */
static enum err_code read_own_passages(struct entity_sheet *out, struct sheet *sheet,
                                       struct err *err)
{
    struct passage_list list = {0};
    enum err_code code;

    if (!str_equal(out->entity.kind, STR("source")))
        return ERR_OK;
    code = query_passages(&list, sheet->arena, sheet->index, sheet->as_of.view,
                          out->entity.id, (struct ref){0}, out->limits->passages, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        size_t number;

        code = sheet_passage_number(&number, sheet, list.items[i].ref, err);
    }
    out->own_passages = list.count;
    out->has_more_passages = list.has_more;
    return code;
}

static bool is_said(const struct entity_sheet *e, struct str property)
{
    for (size_t i = 0; i < e->group_count; i++)
        if (str_equal(e->groups[i].property, property))
            return true;
    return false;
}

static size_t checked_demands(const struct schema_property *property)
{
    size_t count = 0;

    for (uint8_t i = 0; i < property->demand_count; i++)
        count += property->demands[i].is_checked;
    return count;
}

static const struct schema_standard *first_demand(const struct schema_property *property)
{
    for (uint8_t i = 0; i < property->demand_count; i++)
        if (property->demands[i].is_checked)
            return property->demands[i].standard;
    return NULL;
}

/* What most standards ask for comes first; then what one of them asks for together. */
static int by_demand(const void *a, const void *b)
{
    const struct schema_property *x = *(const struct schema_property *const *)a;
    const struct schema_property *y = *(const struct schema_property *const *)b;
    size_t x_count = checked_demands(x);
    size_t y_count = checked_demands(y);

    if (x_count != y_count)
        return x_count > y_count ? -1 : 1;
    if (x_count > 0 && first_demand(x) != first_demand(y))
        return str_compare(first_demand(x)->name, first_demand(y)->name);
    return str_compare(schema_label(x->label), schema_label(y->label));
}

static void find_missing(struct entity_sheet *out, struct arena *arena)
{
    const struct schema_kind *kind = schema_kind(out->entity.kind);
    size_t count = 0;
    const struct schema_property *all = schema_properties(&count);

    out->missing = ARENA_ARRAY(arena, const struct schema_property *, count + 1);
    for (size_t i = 0; kind && i < count; i++)
        if ((all[i].about & kind->bit) && all[i].replaced_by.len == 0 &&
            checked_demands(&all[i]) > 0 && !is_said(out, all[i].key))
            out->missing[out->missing_count++] = &all[i];
    qsort(out->missing, out->missing_count, sizeof(struct schema_property *), by_demand);
}

static enum err_code read_head(struct entity_sheet *out, struct sheet *sheet,
                               struct str id, struct err *err)
{
    enum err_code code = labels_add(&sheet->labels, id, err);
    const struct label *label = labels_find(&sheet->labels, id);

    if (code == ERR_OK && label)
        out->entity = label->entity;
    else if (code == ERR_OK) /* no id at all, or nothing names it: that says which */
        code = query_entity(&out->entity, sheet->arena, sheet->index, sheet->as_of.view,
                            id, err);
    if (code == ERR_OK && !ref_is_none(out->entity.ref))
        code =
            query_statement(&out->said, sheet->arena, sheet->index, out->entity.ref, err);
    if (code == ERR_OK)
        code = labels_add(&sheet->labels, out->said.by, err);
    if (code == ERR_OK)
        code = list_row_state_read(&out->row, sheet->arena, sheet->archive,
                                   sheet->as_of.view, &out->entity, err);
    if (code == ERR_OK)
        code = query_identities(&out->identities, sheet->arena, sheet->index,
                                sheet->as_of.view, id, err);
    for (size_t i = 0; i < out->identities.count && code == ERR_OK; i++) {
        access_note(sheet->access, out->identities.items[i].ref);
        code = labels_add(&sheet->labels, out->identities.items[i].other, err);
    }
    return code;
}

enum err_code entity_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                struct str id, struct err *err)
{
    return entity_sheet_read_some(out, sheet, id, &entity_limits_paper, err);
}

static enum err_code read_all(struct entity_sheet *out, struct sheet *sheet,
                              struct str id, struct err *err)
{
    enum err_code code;

    access_note_entity(sheet->access, id);
    code = read_head(out, sheet, id, err);
    if (code == ERR_OK)
        code = read_claims(out, sheet, err);
    if (code == ERR_OK)
        code = read_incoming(out, sheet, err);
    if (code == ERR_OK)
        code = within_sheet_read(out, sheet, err);
    if (code == ERR_OK)
        code = read_allegations(out, sheet, err);
    if (code == ERR_OK)
        code = read_contradictions(out, sheet, err);
    if (code == ERR_OK)
        code = sources_sheet_read(out, sheet, err);
    if (code == ERR_OK)
        code = read_own_passages(out, sheet, err);
    if (code == ERR_OK)
        find_missing(out, sheet->arena);
    return code;
}

enum err_code entity_sheet_read_some(struct entity_sheet *out, struct sheet *sheet,
                                     struct str id, const struct entity_limits *limits,
                                     struct err *err)
{
    bool begun = false;
    enum err_code code = query_begin(&begun, sheet->index, err);

    *out = (struct entity_sheet){.sheet = sheet, .limits = limits};
    if (code == ERR_OK)
        code = read_all(out, sheet, id, err);
    query_done(sheet->index, begun);
    return code;
}

enum err_code entity_named_read(struct entity_named *out, struct sheet *sheet,
                                struct str id, struct ref after, uint32_t limit,
                                struct err *err)
{
    struct claim_filter filter = {.entity = id, .after = after, .limit = limit};
    struct pile pile;
    enum err_code code = labels_add(&sheet->labels, id, err);

    *out = (struct entity_named){0};
    access_note_entity(sheet->access, id);
    if (code == ERR_OK)
        code = gather(&pile, &out->has_more, sheet, &filter, err);
    if (code != ERR_OK)
        return code;
    out->claims = pile.items;
    out->count = pile.count;
    return ERR_OK;
}
