#include "sheet/find_filter.h"

#include <stdlib.h>

#include "format/edtf.h"
#include "search/stage.h"
#include "sheet/subject.h"

enum { CLAIMS_ABOUT_MAX = 2000, NAMED_MAX = 200 };

static int by_str(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* More than there is room for is left out: as many places of one name are not told apart
 * by it. */
static void add(struct find_set *set, struct str value, bool is_excluded)
{
    if ((is_excluded ? set->out_count : set->in_count) == FIND_SET_MAX)
        return;
    if (is_excluded)
        set->out[set->out_count++] = value;
    else
        set->in[set->in_count++] = value;
}

static bool has(const struct str *values, size_t count, struct str value)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(values[i], value))
            return true;
    return false;
}

static bool passes(const struct find_set *set, struct str value)
{
    return (set->in_count == 0 || has(set->in, set->in_count, value)) &&
           !has(set->out, set->out_count, value);
}

static bool is_asked(const struct find_set *set)
{
    return set->in_count + set->out_count > 0;
}

/* --- from what was typed --- */

/* By the names of places that are these words and nothing more. */
static enum err_code add_named(struct find_filter *filter, struct find_set *set,
                               const struct query_filter *asked, struct err *err)
{
    struct sheet *sheet = filter->sheet;
    struct search_hits hits = {0};
    struct search search;
    struct query words = {0};
    size_t before = set->in_count + set->out_count;
    enum err_code code = query_parse(&words, sheet->arena, asked->value, err);

    if (code != ERR_OK)
        return code;
    search_start(&search, sheet->arena, sheet->index, sheet->as_of.view, &words);
    code = search_stage(&hits, &search, LEVEL_SPELLINGS, TEXT_NAMES, NAMED_MAX, err);
    search_end(&search);
    for (size_t i = 0; i < hits.count && code == ERR_OK; i++) {
        const struct search_found *found = &hits.items[i].found;
        const struct label *label;

        code = labels_add(&filter->looked_at, found->id, err);
        label = labels_find(&filter->looked_at, found->id);
        if (code == ERR_OK && hits.items[i].others == 0 && label &&
            str_equal(label->entity.kind, STR("place")))
            add(set, found->id, asked->is_excluded);
    }
    if (code == ERR_OK && set->in_count + set->out_count == before)
        return err_set(err, ERR_NOT_FOUND, "no place here is called \"" STR_FMT "\"",
                       STR_ARG(asked->value));
    return code;
}

static enum err_code add_entity(struct find_filter *filter, struct find_set *set,
                                const struct query_filter *asked, const char *name,
                                struct err *err)
{
    struct subject subject = {0};
    enum err_code code = subject_find(&subject, filter->sheet, asked->value, err);

    if (code == ERR_OK && subject.kind == SUBJECT_ENTITY) {
        add(set, subject.id, asked->is_excluded);
        return ERR_OK;
    }
    if (code == ERR_NOT_FOUND && asked->field == QUERY_PLACE)
        return add_named(filter, set, asked, err) == ERR_OK
                   ? ERR_OK
                   : err_context(err, "%s: ", name);
    if (code != ERR_OK)
        return err_context(err, "%s: ", name);
    return err_set(err, ERR_INVALID, "%s: \"" STR_FMT "\" is no entity", name,
                   STR_ARG(asked->value));
}

static enum err_code add_day(struct find_filter *filter, const struct query_filter *asked,
                             struct err *err)
{
    const char *name = asked->field == QUERY_FROM ? "from" : "until";
    struct edtf_bounds bounds;
    struct edtf edtf;

    if (asked->is_excluded)
        return err_set(err, ERR_INVALID,
                       "%s cannot be excluded: write the other end of the time instead",
                       name);
    if (edtf_parse(&edtf, asked->value, err) != ERR_OK)
        return err_context(err, "%s: ", name);
    bounds = edtf_bounds(&edtf);
    filter->has_days = true;
    if (asked->field == QUERY_FROM && bounds.first > filter->first_day)
        filter->first_day = bounds.first;
    if (asked->field == QUERY_UNTIL && bounds.last < filter->last_day)
        filter->last_day = bounds.last;
    return ERR_OK;
}

static enum err_code add_filter(struct find_filter *filter,
                                const struct query_filter *asked, struct err *err)
{
    switch (asked->field) {
    case QUERY_KIND:
        add(&filter->kinds, asked->value, asked->is_excluded);
        return ERR_OK;
    case QUERY_CLASS:
        add(&filter->classes, asked->value, asked->is_excluded);
        return ERR_OK;
    case QUERY_PROPERTY:
        add(&filter->properties, asked->value, asked->is_excluded);
        return ERR_OK;
    case QUERY_PLACE:
        return add_entity(filter, &filter->places, asked, "place", err);
    case QUERY_SOURCE:
        return add_entity(filter, &filter->sources, asked, "source", err);
    case QUERY_FROM:
    case QUERY_UNTIL:
        break;
    }
    return add_day(filter, asked, err);
}

/* The places, and every place that lies in one of them. */
static enum err_code widen(struct str **out, size_t *count, struct find_filter *filter,
                           const struct str *places, size_t place_count, struct err *err)
{
    struct sheet *sheet = filter->sheet;
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < place_count && code == ERR_OK; i++) {
        struct str *within = NULL;
        struct str *both;
        size_t more = 0;

        code = query_places_within(&within, &more, sheet->arena, sheet->index,
                                   sheet->as_of.view, places[i], err);
        if (code != ERR_OK || more == 0)
            continue;
        both = ARENA_ARRAY(sheet->arena, struct str, *count + more);
        if (*count > 0)
            memcpy(both, *out, *count * sizeof *both);
        memcpy(both + *count, within, more * sizeof *both);
        *out = both;
        *count += more;
    }
    if (code == ERR_OK && *count > 1)
        qsort(*out, *count, sizeof **out, by_str);
    return code;
}

enum err_code find_filter_start(struct find_filter *out, struct sheet *sheet,
                                const struct query *query, struct err *err)
{
    enum err_code code = ERR_OK;

    *out = (struct find_filter){.sheet = sheet,
                                .first_day = INT64_MIN,
                                .last_day = INT64_MAX,
                                .passage = REF_NONE};
    out->looked_at = (struct labels){.arena = sheet->arena,
                                     .index = sheet->index,
                                     .view = sheet->as_of.view,
                                     .additions = sheet->labels.additions};
    for (size_t i = 0; i < query->filter_count && code == ERR_OK; i++)
        code = add_filter(out, &query->filters[i], err);
    if (code == ERR_OK)
        code = widen(&out->within, &out->within_count, out, out->places.in,
                     out->places.in_count, err);
    if (code == ERR_OK)
        code = widen(&out->not_within, &out->not_within_count, out, out->places.out,
                     out->places.out_count, err);
    if (code != ERR_OK)
        find_filter_end(out);
    return code;
}

void find_filter_end(struct find_filter *filter)
{
    arena_free(&filter->scratch);
    labels_release(&filter->looked_at);
}

bool find_filters_claims(const struct find_filter *filter)
{
    return is_asked(&filter->properties) || is_asked(&filter->places) ||
           is_asked(&filter->sources) || filter->has_days;
}

bool find_filters(const struct find_filter *filter)
{
    return find_filters_claims(filter) || is_asked(&filter->kinds) ||
           is_asked(&filter->classes);
}

/* --- what passes --- */

enum err_code find_kind_passes(bool *out, struct find_filter *filter, struct str id,
                               struct err *err)
{
    const struct label *label;

    *out = true;
    if (!is_asked(&filter->kinds) && !is_asked(&filter->classes))
        return ERR_OK;
    if (labels_add(&filter->looked_at, id, err) != ERR_OK)
        return err->code;
    label = labels_find(&filter->looked_at, id);
    *out = label && passes(&filter->kinds, label->entity.kind) &&
           passes(&filter->classes, label->entity.class_);
    return ERR_OK;
}

static enum err_code source_passes(bool *out, struct find_filter *filter,
                                   const struct claim_row *claim, struct err *err)
{
    struct passage_row row = {0};
    struct sheet *sheet = filter->sheet;

    *out = filter->sources.in_count == 0;
    if (ref_is_none(claim->basis) || claim->row > 0)
        return ERR_OK;
    if (filter->passage.n != claim->basis.n) {
        if (query_passage(&row, sheet->arena, sheet->index, claim->basis, err) !=
                ERR_OK &&
            err->code != ERR_NOT_FOUND)
            return err->code;
        filter->passage = claim->basis;
        filter->passage_source = row.source;
    }
    *out = passes(&filter->sources, filter->passage_source);
    return ERR_OK;
}

static bool is_there(const struct str *places, size_t count,
                     const struct claim_row *claim)
{
    return count > 0 && (bsearch(&claim->entity, places, count, sizeof *places, by_str) ||
                         bsearch(&claim->about, places, count, sizeof *places, by_str));
}

static bool place_passes(const struct find_filter *filter, const struct claim_row *claim)
{
    if (filter->places.in_count > 0 &&
        !is_there(filter->within, filter->within_count, claim))
        return false;
    return !is_there(filter->not_within, filter->not_within_count, claim);
}

enum err_code find_claim_passes(bool *out, struct find_filter *filter,
                                const struct claim_row *claim, struct err *err)
{
    *out =
        passes(&filter->properties, claim->property) &&
        (!filter->has_days || (claim->has_days && claim->first_day <= filter->last_day &&
                               claim->last_day >= filter->first_day)) &&
        place_passes(filter, claim);
    if (*out && is_asked(&filter->sources))
        return source_passes(out, filter, claim, err);
    return ERR_OK;
}

enum err_code find_entity_passes(bool *out, struct find_filter *filter, struct str id,
                                 struct err *err)
{
    struct claim_filter about = {.about = id, .limit = CLAIMS_ABOUT_MAX};
    struct claim_list list = {0};
    struct sheet *sheet = filter->sheet;
    enum err_code code = find_kind_passes(out, filter, id, err);

    if (code != ERR_OK || !*out || !find_filters_claims(filter))
        return code;
    *out = false;
    arena_reset(&filter->scratch);
    code = query_claims(&list, &filter->scratch, sheet->index, sheet->as_of.view, &about,
                        err);
    for (size_t i = 0; i < list.count && code == ERR_OK && !*out; i++)
        code = find_claim_passes(out, filter, &list.items[i], err);
    /* What was read of the passages lies in the sheet's arena, the claims do not. */
    return code;
}
