#include "analysis/count_scope.h"

#include "format/edtf.h"

struct day_range day_range_of(const struct value *date)
{
    struct day_range range = {0};
    struct edtf_bounds bounds;
    struct edtf edtf;
    struct err ignored;

    range.text = date && date->type == VALUE_STRING ? date->string
                                                    : value_get_string(date, STR("edtf"));
    if (range.text.len == 0 || edtf_parse(&edtf, range.text, &ignored) != ERR_OK)
        return (struct day_range){0};
    bounds = edtf_bounds(&edtf);
    range.is_known = true;
    range.first = bounds.first;
    range.last = bounds.last;
    return range;
}

bool days_may_meet(const struct day_range *a, const struct day_range *b)
{
    return !a->is_known || !b->is_known || (a->first <= b->last && b->first <= a->last);
}

static void take_text(struct str *out, const struct value *v, struct str key)
{
    if (out->len == 0)
        *out = value_get_string(v, key);
}

static void take_days(struct day_range *out, const struct value *v, struct str key)
{
    if (!out->is_known)
        *out = day_range_of(value_get(v, key));
}

/* What was said first stays: the claim's own words before the definition of its subject.
 */
static void take(struct count_scope *scope, const struct value *v)
{
    take_text(&scope->unit, v, STR("unit"));
    take_text(&scope->per, v, STR("per"));
    take_text(&scope->at, v, STR("at"));
    take_text(&scope->territory, v, STR("territory"));
    take_text(&scope->criterion, v, STR("criterion"));
    take_text(&scope->status, v, STR("status"));
    take_days(&scope->period, v, STR("period"));
    take_days(&scope->as_of, v, STR("as_of"));
}

static bool is_figure(const struct claim_row *claim)
{
    return claim->form == FORM_COUNT || claim->form == FORM_NUMBER ||
           claim->form == FORM_NONE;
}

enum err_code count_scope_of(struct count_scope *out, const struct record_view *in,
                             const struct claim_row *claim, struct err *err)
{
    struct claim_filter filter = {.about = claim->about, .property = STR("counted")};
    struct count_scope scope = {0};
    struct claim_list definitions = {0};
    enum err_code code = ERR_OK;

    take(&scope, &claim->value);
    take(&scope, claim->qualifiers);
    if (claim->about.len > 0 && is_figure(claim))
        code = query_claims(&definitions, in->arena, in->index, in->view, &filter, err);
    for (size_t i = 0; i < definitions.count && code == ERR_OK; i++) {
        struct claim_state state;

        code =
            query_claim_state(&state, in->index, in->view, definitions.items[i].ref, err);
        if (code == ERR_OK && claim_is_current(&state) &&
            definitions.items[i].mode == CLAIM_ASSERTED)
            take(&scope, &definitions.items[i].value);
    }
    if (code == ERR_OK)
        *out = scope;
    return code;
}

static enum err_code lies_in(bool *out, const struct record_view *in, struct str inner,
                             struct str outer, struct err *err)
{
    struct str *places = NULL;
    size_t count = 0;
    enum err_code code =
        query_places_within(&places, &count, in->arena, in->index, in->view, outer, err);

    for (size_t i = 0; i < count && code == ERR_OK && !*out; i++)
        *out = str_equal(places[i], inner);
    return code;
}

enum err_code places_meet(bool *out, const struct record_view *in, struct str a,
                          struct str b, struct err *err)
{
    bool meet = str_equal(a, b);
    enum err_code code = ERR_OK;

    if (!meet)
        code = lies_in(&meet, in, a, b, err);
    if (code == ERR_OK && !meet)
        code = lies_in(&meet, in, b, a, err);
    if (code == ERR_OK)
        *out = meet;
    return code;
}
