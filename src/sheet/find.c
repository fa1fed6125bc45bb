#include "sheet/find.h"

#include "sheet/find_filter.h"

enum {
    CLAIMS_MAX = 20000,
    CLAIMS_RESTING_MAX = 2000,
    LOOKED_AT = 500,           /* rows of one kind of match, at least */
    LOOKED_AT_FILTERED = 20000 /* where most of them may be left out */
};

struct finder {
    struct sheet *sheet;
    const struct query *query;
    struct find_filter filter;
    struct search search;
    struct find_result result;
    size_t limit;
};

/* --- hits --- */

static struct find_hit *same_hit(struct finder *f, const struct find_hit *hit)
{
    for (size_t i = 0; i < f->result.count; i++)
        if (f->result.items[i].ref.n == hit->ref.n &&
            f->result.items[i].kind == hit->kind)
            return &f->result.items[i];
    return NULL;
}

static enum err_code add_hit(struct finder *f, const struct find_hit *hit,
                             struct err *err)
{
    struct find_result *result = &f->result;
    struct find_hit *same = same_hit(f, hit);

    if (same) {
        same->more_pages += hit->kind == FIND_PAGE ? 1U : 0U;
        return ERR_OK;
    }
    if (result->count == f->limit) {
        result->has_more = true;
        return ERR_OK;
    }
    result->items[result->count++] = *hit;
    if (labels_add(&f->sheet->labels, hit->id, err) != ERR_OK)
        return err->code;
    if (hit->kind != FIND_CLAIM)
        return ERR_OK;
    return labels_add_all(&f->sheet->labels, &hit->claim.value, err) == ERR_OK
               ? labels_add_all(&f->sheet->labels, hit->claim.qualifiers, err)
               : err->code;
}

static enum err_code try_claim(struct finder *f, struct find_hit hit,
                               const struct claim_row *claim, struct err *err)
{
    bool passes = false;
    enum err_code code = find_claim_passes(&passes, &f->filter, claim, err);

    if (code == ERR_OK && passes)
        code = find_kind_passes(&passes, &f->filter, claim->about, err);
    if (code != ERR_OK || !passes)
        return code;
    hit.kind = FIND_CLAIM;
    hit.text_in = hit.ref;
    hit.ref = claim->ref;
    hit.id = claim->about;
    hit.claim = *claim;
    return add_hit(f, &hit, err);
}

static enum err_code try_entity(struct finder *f, struct find_hit hit, struct err *err)
{
    bool passes = false;
    enum err_code code = find_entity_passes(&passes, &f->filter, hit.id, err);

    hit.kind = FIND_ENTITY;
    hit.text_in = hit.ref;
    return code == ERR_OK && passes ? add_hit(f, &hit, err) : code;
}

static bool is_shown(const struct finder *f, struct str id)
{
    for (size_t i = 0; i < f->result.count; i++)
        if (f->result.items[i].kind == FIND_ENTITY &&
            str_equal(f->result.items[i].id, id))
            return true;
    return false;
}

/* A name claim stands for the entity that is called so; where no statement made that, the
 * claim stands for itself. */
static enum err_code try_name(struct finder *f, struct find_hit hit,
                              const struct claim_row *claim, struct err *err)
{
    struct entity_row entity = {.ref = REF_NONE};
    struct sheet *sheet = f->sheet;
    size_t count = f->result.count;
    enum err_code code = ERR_NOT_FOUND;

    if (claim->about.len > 0 && is_shown(f, claim->about))
        return ERR_OK;
    if (claim->about.len > 0)
        code = query_entity(&entity, sheet->arena, sheet->index, sheet->as_of.view,
                            claim->about, err);
    if (code != ERR_OK && code != ERR_NOT_FOUND)
        return code;
    if (code == ERR_NOT_FOUND || ref_is_none(entity.ref))
        return try_claim(f, hit, claim, err);
    hit.ref = entity.ref;
    hit.id = entity.id;
    code = try_entity(f, hit, err);
    if (f->result.count > count)
        f->result.items[count].text_in = claim->ref;
    return code;
}

/* With a filter that only claims can pass, a passage stands for those that rest on it. */
static enum err_code try_passage(struct finder *f, struct find_hit hit, struct err *err)
{
    struct claim_filter resting = {.basis = hit.ref, .limit = CLAIMS_RESTING_MAX};
    struct claim_list list = {0};
    struct sheet *sheet = f->sheet;
    enum err_code code;

    hit.kind = FIND_PASSAGE;
    if (!find_filters(&f->filter))
        return add_hit(f, &hit, err);
    code =
        query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &resting, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = try_claim(f, hit, &list.items[i], err);
    return code;
}

/* Texts of documents: which are not asked for when the kind of a thing is. */
static enum err_code try_page(struct finder *f, struct find_hit hit, struct err *err)
{
    struct sheet *sheet = f->sheet;
    enum err_code code;

    hit.kind = FIND_PAGE;
    if (find_filters(&f->filter))
        return ERR_OK;
    code = page_text_find(&hit.page_text, sheet->arena, sheet->index, sheet->as_of.view,
                          hit.ref, err);
    if (code == ERR_NOT_FOUND)
        return ERR_OK;
    if (code != ERR_OK || (f->query->without_machine_text && hit.page_text.tool.len > 0))
        return code;
    return add_hit(f, &hit, err);
}

static enum err_code try_statement(struct finder *f, struct find_hit hit,
                                   enum find_kind kind, struct err *err)
{
    hit.kind = kind;
    return find_filters(&f->filter) ? ERR_OK : add_hit(f, &hit, err);
}

static enum err_code try_found(struct finder *f, const struct search_hit *found,
                               struct err *err)
{
    struct find_hit hit = {.ref = found->found.row.ref,
                           .id = found->found.id,
                           .text = found->found.text,
                           .text_in = found->found.row.ref,
                           .place = found->found.row.place,
                           .page = found->found.row.page,
                           .level = found->level,
                           .has_why = true};

    switch (found->found.row.place) {
    case SEARCH_LABEL:
    case SEARCH_ROW:
        return try_entity(f, hit, err);
    case SEARCH_NAME:
    case SEARCH_NAME_PARTS:
    case SEARCH_IDENTIFIER:
        return try_name(f, hit, &found->found.claim, err);
    case SEARCH_WORDS:
    case SEARCH_TRANSLATION:
        return try_passage(f, hit, err);
    case SEARCH_FILE:
        return try_statement(f, hit, FIND_OBJECT, err);
    case SEARCH_PAGE:
        return try_page(f, hit, err);
    case SEARCH_VALUE:
    case SEARCH_NOTE:
    case SEARCH_REASON:
    case SEARCH_PLACES:
        break;
    }
    if (found->found.is_claim)
        return try_claim(f, hit, &found->found.claim, err);
    return found->found.row.place == SEARCH_NOTE && found->found.id.len > 0
               ? try_passage(f, hit, err)
               : try_statement(f, hit, FIND_STATEMENT, err);
}

/* --- words --- */

static enum err_code find_level(struct finder *f, enum search_level level,
                                struct err *err)
{
    size_t most = find_filters(&f->filter)   ? LOOKED_AT_FILTERED
                  : 2 * f->limit > LOOKED_AT ? 2 * f->limit
                                             : LOOKED_AT;
    enum err_code code = ERR_OK;

    for (int t = TEXT_NAMES; t < TEXT_TABLES && code == ERR_OK && !f->result.has_more;
         t++) {
        struct search_hits hits = {0};

        code = search_stage(&hits, &f->search, level, (enum text_table)t, most, err);
        for (size_t i = 0; i < hits.count && code == ERR_OK && !f->result.has_more; i++)
            code = try_found(f, &hits.items[i], err);
        f->result.has_more = f->result.has_more || hits.is_cut;
    }
    return code;
}

/* What only sounds like it is looked for when there is nothing nearer: it is mostly
 * something else. */
static enum err_code find_words(struct finder *f, struct err *err)
{
    struct sheet *sheet = f->sheet;
    enum err_code code = ERR_OK;

    search_start(&f->search, sheet->arena, sheet->index, sheet->as_of.view, f->query);
    for (int level = 0; level < LEVELS && code == ERR_OK; level++) {
        if (f->result.has_more || f->result.count == f->limit ||
            (level == LEVEL_SOUNDS && f->result.count > 0))
            break;
        code = find_level(f, (enum search_level)level, err);
    }
    return code;
}

static enum err_code name_file(struct find_hit *hit, struct finder *f, struct err *err)
{
    struct object_row object = {0};
    struct ref of = ref_is_none(hit->page_text.of) ? hit->ref : hit->page_text.of;
    enum err_code code = sheet_object(&object, f->sheet, of, err);

    hit->file = object.name;
    hit->is_past = hit->page_text.is_withdrawn;
    return code;
}

/* A page that cannot be read just now was found all the same. */
static enum err_code read_page(struct find_hit *hit, struct finder *f, struct err *err)
{
    struct sheet *sheet = f->sheet;
    enum err_code code = page_text_read(&hit->text, sheet->arena, sheet->archive,
                                        hit->ref, hit->page, err);

    if (code == ERR_NOT_FOUND || code == ERR_DENIED || code == ERR_CORRUPT) {
        hit->text = STR("");
        code = ERR_OK;
    }
    return code == ERR_OK ? name_file(hit, f, err) : code;
}

/* Whether what was said so stands no longer. */
static enum err_code look_back(struct find_hit *hit, struct finder *f, struct err *err)
{
    bool is_name = hit->kind == FIND_ENTITY && hit->text_in.n != hit->ref.n;
    struct claim_state state = {0};
    enum err_code code;

    if (hit->kind != FIND_CLAIM && !is_name)
        return ERR_OK;
    code = query_claim_state(&state, f->sheet->index, f->sheet->as_of.view,
                             is_name ? hit->text_in : hit->ref, err);
    hit->is_past = code == ERR_OK && !claim_is_current(&state);
    return code;
}

static enum err_code explain(struct finder *f, struct err *err)
{
    struct sheet *sheet = f->sheet;
    struct explainer explainer;
    enum err_code code = ERR_OK;

    explainer_start(&explainer, sheet->arena, &f->search.expanded);
    for (size_t i = 0; i < f->result.count && code == ERR_OK; i++) {
        struct find_hit *hit = &f->result.items[i];

        if (!hit->has_why)
            continue;
        code = hit->kind == FIND_PAGE ? read_page(hit, f, err) : look_back(hit, f, err);
        search_explain(&hit->why, &explainer, hit->text);
        hit->snippet = snippet_around(sheet->arena, hit->text, hit->why.hits,
                                      hit->why.hit_count, SNIPPET_LENGTH);
    }
    explainer_end(&explainer);
    return code;
}

/* --- filters alone --- */

static enum err_code take_claims(struct finder *f, const struct claim_list *list,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < list->count && code == ERR_OK && !f->result.has_more; i++)
        code = try_claim(f, (struct find_hit){.ref = REF_NONE}, &list->items[i], err);
    f->result.has_more = f->result.has_more || list->has_more;
    return code;
}

/* By the filter that finds fastest; the others are held against what it finds. */
static enum err_code find_claims_by(struct finder *f, const struct find_set *set,
                                    struct err *err)
{
    struct sheet *sheet = f->sheet;
    struct view view = sheet->as_of.view;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < set->in_count && code == ERR_OK; i++) {
        struct claim_filter filter = {.property = set->in[i], .limit = CLAIMS_MAX};
        struct claim_list list = {0};

        if (set == &f->filter.places)
            code = query_claims_of_place(&list, sheet->arena, sheet->index, view,
                                         set->in[i], CLAIMS_MAX, err);
        else if (set == &f->filter.sources)
            code = query_claims_of_source(&list, sheet->arena, sheet->index, view,
                                          set->in[i], CLAIMS_MAX, err);
        else
            code = query_claims(&list, sheet->arena, sheet->index, view, &filter, err);
        if (code == ERR_OK)
            code = take_claims(f, &list, err);
    }
    return code;
}

static enum err_code find_claims(struct finder *f, struct err *err)
{
    struct find_filter *filter = &f->filter;
    struct sheet *sheet = f->sheet;
    struct claim_filter days = {.has_days = filter->has_days,
                                .first_day = filter->first_day,
                                .last_day = filter->last_day,
                                .limit = CLAIMS_MAX};
    struct claim_list list = {0};

    if (filter->places.in_count > 0)
        return find_claims_by(f, &filter->places, err);
    if (filter->sources.in_count > 0)
        return find_claims_by(f, &filter->sources, err);
    if (filter->properties.in_count > 0)
        return find_claims_by(f, &filter->properties, err);
    if (!filter->has_days)
        return err_set(err, ERR_INVALID,
                       "say what to find: what is left out only makes it less");
    if (query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &days, err) !=
        ERR_OK)
        return err->code;
    return take_claims(f, &list, err);
}

static enum err_code find_entities_of(struct finder *f, struct str kind,
                                      struct str class_, struct err *err)
{
    struct sheet *sheet = f->sheet;
    struct entity_list list = {0};
    uint32_t most = (uint32_t)(f->filter.kinds.out_count + f->filter.classes.out_count > 0
                                   ? CLAIMS_MAX
                                   : f->limit);
    enum err_code code =
        query_entities(&list, sheet->arena, sheet->index, sheet->as_of.view, kind, class_,
                       (struct ref){0}, most, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++) {
        const struct find_hit hit = {.ref = list.items[i].ref, .id = list.items[i].id};

        code = try_entity(f, hit, err);
    }
    f->result.has_more = f->result.has_more || list.has_more;
    return code;
}

static enum err_code find_entities(struct finder *f, struct err *err)
{
    const struct find_set *kinds = &f->filter.kinds;
    const struct find_set *classes = &f->filter.classes;
    size_t kind_count = kinds->in_count > 0 ? kinds->in_count : 1;
    size_t class_count = classes->in_count > 0 ? classes->in_count : 1;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < kind_count; i++)
        for (size_t k = 0; k < class_count && code == ERR_OK; k++)
            code =
                find_entities_of(f, kinds->in_count > 0 ? kinds->in[i] : STR(""),
                                 classes->in_count > 0 ? classes->in[k] : STR(""), err);
    return code;
}

enum err_code find_run(struct find_result *out, struct sheet *sheet,
                       const struct query *query, size_t limit, struct err *err)
{
    struct finder *f = ARENA_NEW(sheet->arena, struct finder);
    bool begun = false;
    enum err_code code;

    if (query->clause_count == 0 && query->filter_count == 0)
        return err_set(err, ERR_INVALID, "say what to find: words, or a filter");
    f->sheet = sheet;
    f->query = query;
    f->limit = limit > 0 ? limit : FIND_LIMIT;
    f->result.sheet = sheet;
    f->result.items = ARENA_ARRAY(sheet->arena, struct find_hit, f->limit);
    code = find_filter_start(&f->filter, sheet, query, err);
    if (code != ERR_OK)
        return code;
    code = search_begin(&begun, sheet->index, err);
    if (code != ERR_OK) {
        find_filter_end(&f->filter);
        return code;
    }
    if (query->clause_count > 0)
        code = find_words(f, err);
    else if (find_filters_claims(&f->filter))
        code = find_claims(f, err);
    else
        code = find_entities(f, err);
    if (code == ERR_OK)
        code = explain(f, err);
    if (code == ERR_OK && query->clause_count > 0)
        code = search_has_sealed(&f->result.has_sealed, sheet->index, sheet->as_of.view,
                                 err);
    search_done(sheet->index, begun);
    if (f->search.arena)
        search_end(&f->search);
    find_filter_end(&f->filter);
    if (code == ERR_OK)
        *out = f->result;
    return code;
}
