#include "analysis/contradiction.h"

#include "analysis/value_words.h"
#include "base/message.h"
#include "record/schema.h"

/* More claims of one property about one entity are a list, not a disagreement. */
enum { COMPARED_MAX = 200, ENTITIES_A_PAGE = 500 };

struct finder {
    size_t compared; /* of one property, at most */
    const struct record_view *in;
    struct contradiction_list *list;
    size_t cap;
};

static struct contradiction *add(struct finder *f)
{
    struct contradiction_list *list = f->list;

    if (list->count == f->cap) {
        size_t cap = f->cap > 0 ? 2 * f->cap : 8;
        struct contradiction *more = ARENA_ARRAY(f->in->arena, struct contradiction, cap);

        if (list->count > 0)
            memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
        f->cap = cap;
    }
    return &list->items[list->count++];
}

/* An assessment "conflict" or a decision counts for the pair when it names both. */
static enum err_code review_pair(struct contradiction *c, const struct record_view *in,
                                 struct err *err)
{
    struct review_list left;
    struct review_list right;
    enum err_code code =
        query_reviews(&left, in->arena, in->index, in->view, c->left.ref, err);

    if (code == ERR_OK)
        code = query_reviews(&right, in->arena, in->index, in->view, c->right.ref, err);
    if (code != ERR_OK)
        return code;
    for (size_t i = 0; i < left.count; i++)
        for (size_t k = 0; k < right.count; k++) {
            const struct review_row *review = &left.items[i];

            if (review->ref.n != right.items[k].ref.n || review->is_undone)
                continue;
            if (str_equal(review->status, STR("conflict")))
                c->assessed = review->ref;
            if (str_equal(review->kind, STR("decide")))
                c->decided = review->ref;
        }
    return ERR_OK;
}

static enum err_code find_preferred(struct contradiction *c, const struct record_view *in,
                                    struct err *err)
{
    struct claim_state left;
    struct claim_state right;
    enum err_code code;

    if (ref_is_none(c->decided))
        return ERR_OK;
    code = query_claim_state(&left, in->index, in->view, c->left.ref, err);
    if (code == ERR_OK)
        code = query_claim_state(&right, in->index, in->view, c->right.ref, err);
    if (code != ERR_OK)
        return code;
    if (left.decision == DECISION_PREFERRED)
        c->preferred = c->left.ref;
    else if (right.decision == DECISION_PREFERRED)
        c->preferred = c->right.ref;
    return ERR_OK;
}

static enum err_code add_pair(struct finder *f, enum contradiction_kind kind,
                              const struct claim_row *left, const struct claim_row *right,
                              const struct comparison *comparison, struct err *err)
{
    struct contradiction c = {.kind = kind,
                              .left = *left,
                              .right = *right,
                              .comparison = *comparison,
                              .assessed = REF_NONE,
                              .decided = REF_NONE,
                              .preferred = REF_NONE};
    enum err_code code = review_pair(&c, f->in, err);

    if (code == ERR_OK)
        code = find_preferred(&c, f->in, err);
    if (code == ERR_OK)
        *add(f) = c;
    return code;
}

static enum err_code looks_so(bool *out, const struct record_view *in,
                              const struct claim_row *a, const struct claim_row *b,
                              struct err *err)
{
    const struct schema_property *property = schema_property(a->property);
    struct str left = {0};
    struct str right = {0};
    enum err_code code = claim_words(&left, in, a, err);

    if (code == ERR_OK)
        code = claim_words(&right, in, b, err);
    if (code != ERR_OK)
        return code;
    *out = ((property && property->is_single) || a->form == FORM_COUNT) &&
           !str_equal(left, right);
    return ERR_OK;
}

static enum err_code compare_pair(struct finder *f, const struct claim_row *a,
                                  const struct claim_row *b, struct err *err)
{
    struct comparison comparison;
    bool is_worth_saying = true;
    enum err_code code = contradiction_compare(&comparison, f->in, a, b, err);

    if (code != ERR_OK || comparison.verdict == VERDICT_COMPATIBLE)
        return code;
    /* Two roles of one event do not even look like a contradiction. */
    if (comparison.verdict == VERDICT_NOT_COMPARABLE)
        code = looks_so(&is_worth_saying, f->in, a, b, err);
    if (code != ERR_OK || !is_worth_saying)
        return code;
    return add_pair(f, CONTRADICTION_VALUES, a, b, &comparison, err);
}

/* The claims of one property, each pair once. */
static enum err_code compare_group(struct finder *f, const struct claim_row *claims,
                                   size_t count, struct err *err)
{
    enum err_code code = ERR_OK;

    if (count > f->compared) {
        f->list->is_cut = true;
        count = f->compared;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && code == ERR_OK; k++)
            code = compare_pair(f, &claims[i], &claims[k], err);
    return code;
}

static int by_property(const void *a, const void *b)
{
    const struct claim_row *x = a;
    const struct claim_row *y = b;
    int order = str_compare(x->property, y->property);

    return order != 0 ? order : (x->ref.n > y->ref.n) - (x->ref.n < y->ref.n);
}

static enum err_code compare_groups(struct finder *f, struct claim_list *claims,
                                    struct err *err)
{
    enum err_code code = ERR_OK;
    size_t start = 0;

    if (claims->count > 0)
        qsort(claims->items, claims->count, sizeof *claims->items, by_property);
    for (size_t i = 1; i <= claims->count && code == ERR_OK; i++) {
        if (i < claims->count &&
            str_equal(claims->items[i].property, claims->items[start].property))
            continue;
        code = compare_group(f, &claims->items[start], i - start, err);
        start = i;
    }
    return code;
}

/* Keeps those that stand; order is unchanged. */
static enum err_code drop_past(struct claim_list *claims, const struct record_view *in,
                               struct err *err)
{
    size_t kept = 0;

    for (size_t i = 0; i < claims->count; i++) {
        struct claim_state state;
        enum err_code code =
            query_claim_state(&state, in->index, in->view, claims->items[i].ref, err);

        if (code != ERR_OK)
            return code;
        if (claim_is_current(&state))
            claims->items[kept++] = claims->items[i];
    }
    claims->count = kept;
    return ERR_OK;
}

static enum err_code current_claims(struct claim_list *out, const struct record_view *in,
                                    struct claim_filter filter, struct err *err)
{
    enum err_code code;

    if (filter.limit == 0)
        filter.limit = UINT32_MAX - 1;
    code = query_claims(out, in->arena, in->index, in->view, &filter, err);
    return code == ERR_OK ? drop_past(out, in, err) : code;
}

static bool is_against(const struct claim_row *stance)
{
    static const struct str terms[] = {STR_INIT("denies"), STR_INIT("retracts"),
                                       STR_INIT("corrects")};

    if (!str_equal(stance->property, STR("stance")) || stance->mode != CLAIM_ASSERTED)
        return false;
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        if (str_equal(stance->term, terms[i]))
            return true;
    return false;
}

static enum err_code say_denial(struct difference *out, const struct record_view *in,
                                const struct claim_row *denied,
                                const struct claim_row *stance, struct err *err)
{
    struct str by = value_get_string(stance->qualifiers, STR("by"));
    enum err_code code = claim_words(&out->left, in, denied, err);

    out->reason = REASON_DENIED;
    out->right = str_from_c(_("not stated by whom"));
    return code == ERR_OK && by.len > 0 ? label_of(&out->right, in, by, err) : code;
}

static enum err_code add_denials(struct finder *f, const struct claim_row *denied,
                                 const struct claim_list *stances, struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < stances->count && code == ERR_OK; i++) {
        const struct claim_row *stance = &stances->items[i];
        struct comparison comparison = {.verdict = VERDICT_MAY_CONFLICT, .count = 1};

        if (!is_against(stance))
            continue;
        code = say_denial(&comparison.items[0], f->in, denied, stance, err);
        if (code == ERR_OK)
            code = add_pair(f, CONTRADICTION_DENIAL, denied, stance, &comparison, err);
    }
    return code;
}

static enum err_code deny_claims(struct finder *f, const struct claim_list *claims,
                                 struct err *err)
{
    enum err_code code = ERR_OK;

    for (size_t i = 0; i < claims->count && code == ERR_OK; i++) {
        struct claim_list stances;
        struct claim_filter about = {.about_claim = claims->items[i].ref};

        code = current_claims(&stances, f->in, about, err);
        if (code == ERR_OK)
            code = add_denials(f, &claims->items[i], &stances, err);
    }
    return code;
}

/* An allegation that covers the entity, and what was said against the allegation. */
static enum err_code deny_allegations(struct finder *f, struct str entity,
                                      struct err *err)
{
    struct claim_filter covering = {.entity = entity, .property = STR("covers")};
    struct claim_list covers;
    enum err_code code = current_claims(&covers, f->in, covering, err);

    for (size_t i = 0; code == ERR_OK && i < covers.count; i++) {
        struct claim_list stances;
        struct claim_filter about = {.about = covers.items[i].about,
                                     .property = STR("stance")};

        code = current_claims(&stances, f->in, about, err);
        if (code == ERR_OK)
            code = add_denials(f, &covers.items[i], &stances, err);
    }
    return code;
}

enum err_code contradictions_within(struct contradiction_list *out,
                                    const struct record_view *in, struct str entity,
                                    const struct contradiction_bounds *bounds,
                                    struct err *err)
{
    struct contradiction_list list = {0};
    struct finder finder = {.in = in,
                            .list = &list,
                            .compared =
                                bounds->compared > 0 && bounds->compared < COMPARED_MAX
                                    ? bounds->compared
                                    : COMPARED_MAX};
    struct claim_filter about = {.about = entity, .limit = bounds->claims};
    struct claim_list claims;
    enum err_code code = current_claims(&claims, in, about, err);

    if (code != ERR_OK)
        return code;
    list.is_cut = claims.has_more;
    code = compare_groups(&finder, &claims, err);
    if (code == ERR_OK && !bounds->without_denials)
        code = deny_claims(&finder, &claims, err);
    if (code == ERR_OK && !bounds->without_denials)
        code = deny_allegations(&finder, entity, err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

/* Both in the order in which they were recorded. */
static enum err_code compare_in_order(struct finder *f, const struct claim_row *a,
                                      const struct claim_row *b, struct err *err)
{
    return a->ref.n < b->ref.n ? compare_pair(f, a, b, err) : compare_pair(f, b, a, err);
}

enum err_code contradictions_with(struct contradiction_list *out,
                                  const struct record_view *in,
                                  const struct claim_row *claim, struct err *err)
{
    struct contradiction_list list = {0};
    struct finder finder = {.in = in, .list = &list};
    struct claim_filter others = {
        .about = claim->about, .property = claim->property, .limit = COMPARED_MAX};
    struct claim_state state;
    struct claim_list claims;
    enum err_code code = query_claim_state(&state, in->index, in->view, claim->ref, err);

    *out = list;
    if (code != ERR_OK || !claim_is_current(&state) || claim->about.len == 0)
        return code;
    code = current_claims(&claims, in, others, err);
    if (code != ERR_OK)
        return code;
    list.is_cut = claims.has_more;
    for (size_t i = 0; i < claims.count && code == ERR_OK; i++)
        if (claims.items[i].ref.n != claim->ref.n)
            code = compare_in_order(&finder, claim, &claims.items[i], err);
    if (code == ERR_OK)
        *out = list;
    return code;
}

enum err_code contradictions_of(struct contradiction_list *out,
                                const struct record_view *in, struct str entity,
                                struct err *err)
{
    static const struct contradiction_bounds none = {0};

    return contradictions_within(out, in, entity, &none, err);
}

static enum err_code visit_entity(const struct record_view *in, struct str entity,
                                  contradiction_visitor visit, void *context,
                                  struct err *err)
{
    struct arena arena = {0};
    struct record_view inside = {&arena, in->index, in->view};
    struct contradiction_list list;
    enum err_code code = contradictions_of(&list, &inside, entity, err);

    if (code == ERR_OK && list.count > 0)
        code = visit(context, entity, &list, err);
    arena_free(&arena);
    return code;
}

enum err_code contradictions_each(const struct record_view *in,
                                  contradiction_visitor visit, void *context,
                                  struct err *err)
{
    struct ref after = {0};
    enum err_code code = ERR_OK;
    bool has_more = true;

    while (has_more && code == ERR_OK) {
        struct arena arena = {0};
        struct entity_list page = {0};

        code = query_entities(&page, &arena, in->index, in->view, STR(""), STR(""), after,
                              ENTITIES_A_PAGE, err);
        for (size_t i = 0; i < page.count && code == ERR_OK; i++)
            code = visit_entity(in, page.items[i].id, visit, context, err);
        has_more = page.has_more;
        if (page.count > 0)
            after = page.items[page.count - 1].ref;
        arena_free(&arena);
    }
    return code;
}
