#include "sheet/find.h"

#include "base/fold.h"

enum {
    CANDIDATES_MAX = 20000,
    CLAIMS_ABOUT_MAX = 2000,
    SNIPPET_BEFORE = 30,
    SNIPPET = 90
};

struct finder {
    struct sheet *sheet;
    const struct find_request *request;
    struct fold_needle needles[FIND_WORDS_MAX];
    struct str *places; /* sorted */
    size_t place_count;
    struct ref passage; /* the last one whose source was asked for */
    struct str passage_source;
    struct arena scratch;
    struct labels looked_at; /* of whoever may turn out not to be shown */
    struct find_result result;
    size_t limit;
};

static int by_str(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static bool filters_claims(const struct find_request *r)
{
    return r->property.len > 0 || r->place.len > 0 || r->source.len > 0 || r->has_days;
}

static bool has_words(const struct finder *f, struct str text)
{
    for (size_t i = 0; i < f->request->word_count; i++)
        if (!fold_contains(text, &f->needles[i]))
            return false;
    return true;
}

static enum err_code add_hit(struct finder *f, const struct find_hit *hit,
                             struct err *err)
{
    struct find_result *result = &f->result;

    for (size_t i = 0; i < result->count; i++)
        if (result->items[i].ref.n == hit->ref.n && result->items[i].kind == hit->kind)
            return ERR_OK;
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

static enum err_code kind_passes(bool *out, struct finder *f, struct str id,
                                 struct err *err)
{
    const struct find_request *r = f->request;
    const struct label *label;

    *out = true;
    if (r->kind.len == 0 && r->class_.len == 0)
        return ERR_OK;
    if (labels_add(&f->looked_at, id, err) != ERR_OK)
        return err->code;
    label = labels_find(&f->looked_at, id);
    *out = label && (r->kind.len == 0 || str_equal(label->entity.kind, r->kind)) &&
           (r->class_.len == 0 || str_equal(label->entity.class_, r->class_));
    return ERR_OK;
}

static enum err_code source_passes(bool *out, struct finder *f,
                                   const struct claim_row *claim, struct err *err)
{
    struct passage_row row = {0};
    struct sheet *sheet = f->sheet;

    *out = false;
    if (ref_is_none(claim->basis) || claim->row > 0)
        return ERR_OK;
    if (f->passage.n != claim->basis.n) {
        if (query_passage(&row, sheet->arena, sheet->index, claim->basis, err) !=
                ERR_OK &&
            err->code != ERR_NOT_FOUND)
            return err->code;
        f->passage = claim->basis;
        f->passage_source = row.source;
    }
    *out = str_equal(f->passage_source, f->request->source);
    return ERR_OK;
}

static bool place_passes(const struct finder *f, const struct claim_row *claim)
{
    return bsearch(&claim->entity, f->places, f->place_count, sizeof *f->places,
                   by_str) ||
           bsearch(&claim->about, f->places, f->place_count, sizeof *f->places, by_str);
}

static enum err_code claim_passes(bool *out, struct finder *f,
                                  const struct claim_row *claim, struct err *err)
{
    const struct find_request *r = f->request;

    *out = (r->property.len == 0 || str_equal(claim->property, r->property)) &&
           (!r->has_days || (claim->has_days && claim->first_day <= r->last_day &&
                             claim->last_day >= r->first_day)) &&
           (r->place.len == 0 || place_passes(f, claim));
    if (*out && r->source.len > 0)
        return source_passes(out, f, claim, err);
    return ERR_OK;
}

static enum err_code try_claim(struct finder *f, const struct claim_row *claim,
                               struct str text, struct ref text_in, struct err *err)
{
    struct find_hit hit = {.kind = FIND_CLAIM,
                           .ref = claim->ref,
                           .id = claim->about,
                           .text = text,
                           .text_in = text_in,
                           .claim = *claim};
    bool passes = false;
    enum err_code code = claim_passes(&passes, f, claim, err);

    if (code == ERR_OK && passes)
        code = kind_passes(&passes, f, claim->about, err);
    return code == ERR_OK && passes ? add_hit(f, &hit, err) : code;
}

/* Some claim about the entity passes. */
static enum err_code entity_passes(bool *out, struct finder *f, struct str id,
                                   struct err *err)
{
    struct claim_filter filter = {
        .about = id, .property = f->request->property, .limit = CLAIMS_ABOUT_MAX};
    struct claim_list list = {0};
    struct sheet *sheet = f->sheet;
    enum err_code code = kind_passes(out, f, id, err);

    if (code != ERR_OK || !*out || !filters_claims(f->request))
        return code;
    *out = false;
    arena_reset(&f->scratch);
    code =
        query_claims(&list, &f->scratch, sheet->index, sheet->as_of.view, &filter, err);
    for (size_t i = 0; i < list.count && code == ERR_OK && !*out; i++)
        code = claim_passes(out, f, &list.items[i], err);
    return code;
}

static enum err_code try_entity(struct finder *f, struct ref ref, struct str id,
                                struct str text, struct err *err)
{
    struct find_hit hit = {.kind = FIND_ENTITY, .ref = ref, .id = id, .text = text};
    bool passes = false;
    enum err_code code = entity_passes(&passes, f, id, err);

    return code == ERR_OK && passes ? add_hit(f, &hit, err) : code;
}

/* With a filter that only claims can pass, a passage stands for those that rest on it. */
static enum err_code try_passage(struct finder *f, const struct text_hit *found,
                                 struct err *err)
{
    struct find_hit hit = {
        .kind = FIND_PASSAGE, .ref = found->ref, .id = found->id, .text = found->text};
    const struct find_request *r = f->request;
    struct claim_filter resting = {.basis = found->ref, .limit = CLAIMS_ABOUT_MAX};
    struct claim_list list = {0};
    struct sheet *sheet = f->sheet;
    bool is_plain = r->property.len == 0 && r->place.len == 0 && !r->has_days &&
                    r->kind.len == 0 && r->class_.len == 0;
    enum err_code code;

    if (is_plain)
        return r->source.len == 0 || str_equal(r->source, found->id)
                   ? add_hit(f, &hit, err)
                   : ERR_OK;
    code =
        query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &resting, err);
    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = try_claim(f, &list.items[i], found->text, found->ref, err);
    return code;
}

static enum err_code try_text(struct finder *f, const struct text_hit *found,
                              struct err *err)
{
    const struct find_request *r = f->request;
    struct find_hit hit = {.kind = FIND_OBJECT, .ref = found->ref, .text = found->text};
    struct claim_row claim = {0};

    switch (found->place) {
    case TEXT_LABEL:
        return try_entity(f, found->ref, found->id, found->text, err);
    case TEXT_WORDS:
        return try_passage(f, found, err);
    case TEXT_VALUE:
        if (query_claim(&claim, f->sheet->arena, f->sheet->index, found->ref, err) !=
            ERR_OK)
            return err->code;
        return try_claim(f, &claim, found->text, found->ref, err);
    case TEXT_OBJECT:
        break;
    }
    return filters_claims(r) || r->kind.len > 0 || r->class_.len > 0
               ? ERR_OK
               : add_hit(f, &hit, err);
}

static enum err_code find_words(struct finder *f, struct err *err)
{
    const struct find_request *r = f->request;
    struct sheet *sheet = f->sheet;
    struct text_list list = {0};
    struct str longest = r->words[0];
    enum err_code code;

    for (size_t i = 1; i < r->word_count; i++)
        if (r->words[i].len > longest.len)
            longest = r->words[i];
    code = query_text(&list, sheet->arena, sheet->index, sheet->as_of.view, longest,
                      TEXT_LABEL | TEXT_WORDS | TEXT_VALUE | TEXT_OBJECT, CANDIDATES_MAX,
                      err);
    for (size_t i = 0; i < list.count && code == ERR_OK && !f->result.has_more; i++)
        if (has_words(f, list.items[i].text))
            code = try_text(f, &list.items[i], err);
    f->result.has_more = f->result.has_more || list.has_more;
    return code;
}

static enum err_code find_claims(struct finder *f, struct err *err)
{
    const struct find_request *r = f->request;
    struct sheet *sheet = f->sheet;
    struct claim_filter filter = {.property = r->property,
                                  .has_days = r->has_days,
                                  .first_day = r->first_day,
                                  .last_day = r->last_day,
                                  .limit = CANDIDATES_MAX};
    struct claim_list list = {0};
    enum err_code code;

    if (r->place.len > 0)
        code = query_claims_of_place(&list, sheet->arena, sheet->index, sheet->as_of.view,
                                     r->place, CANDIDATES_MAX, err);
    else if (r->source.len > 0)
        code = query_claims_of_source(&list, sheet->arena, sheet->index,
                                      sheet->as_of.view, r->source, CANDIDATES_MAX, err);
    else
        code = query_claims(&list, sheet->arena, sheet->index, sheet->as_of.view, &filter,
                            err);
    for (size_t i = 0; i < list.count && code == ERR_OK && !f->result.has_more; i++)
        code = try_claim(f, &list.items[i], STR(""), REF_NONE, err);
    f->result.has_more = f->result.has_more || list.has_more;
    return code;
}

static enum err_code find_entities(struct finder *f, struct err *err)
{
    const struct find_request *r = f->request;
    struct sheet *sheet = f->sheet;
    struct entity_list list = {0};
    enum err_code code =
        query_entities(&list, sheet->arena, sheet->index, sheet->as_of.view, r->kind,
                       r->class_, (struct ref){0}, (uint32_t)f->limit, err);

    for (size_t i = 0; i < list.count && code == ERR_OK; i++)
        code = try_entity(f, list.items[i].ref, list.items[i].id, STR(""), err);
    f->result.has_more = list.has_more;
    return code;
}

static enum err_code prepare(struct finder *f, struct err *err)
{
    const struct find_request *r = f->request;
    struct sheet *sheet = f->sheet;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < r->word_count; i++)
        if (!fold_needle_of(&f->needles[i], r->words[i]))
            return err_set(err, ERR_INVALID,
                           "cannot search for more than %d characters, or for what is "
                           "not text",
                           FOLD_NEEDLE_MAX);
    if (r->place.len > 0)
        code = query_places_within(&f->places, &f->place_count, sheet->arena,
                                   sheet->index, sheet->as_of.view, r->place, err);
    if (code == ERR_OK && f->place_count > 0)
        qsort(f->places, f->place_count, sizeof *f->places, by_str);
    return code;
}

enum err_code find_run(struct find_result *out, struct sheet *sheet,
                       const struct find_request *request, struct err *err)
{
    struct finder *f = ARENA_NEW(sheet->arena, struct finder);
    enum err_code code;

    if (request->word_count == 0 && !filters_claims(request) && request->kind.len == 0 &&
        request->class_.len == 0)
        return err_set(err, ERR_INVALID, "say what to find: words, or a filter");
    f->sheet = sheet;
    f->request = request;
    f->passage = REF_NONE;
    f->limit = request->limit > 0 ? request->limit : FIND_LIMIT;
    f->result.sheet = sheet;
    f->looked_at = (struct labels){.arena = sheet->arena,
                                   .index = sheet->index,
                                   .view = sheet->as_of.view,
                                   .additions = sheet->labels.additions};
    f->result.items = ARENA_ARRAY(sheet->arena, struct find_hit, f->limit);
    code = prepare(f, err);
    if (code == ERR_OK && request->word_count > 0)
        code = find_words(f, err);
    else if (code == ERR_OK && filters_claims(request))
        code = find_claims(f, err);
    else if (code == ERR_OK)
        code = find_entities(f, err);
    arena_free(&f->scratch);
    labels_release(&f->looked_at);
    if (code == ERR_OK)
        *out = f->result;
    return code;
}
