#include "analysis/contradiction.h"
#include "analysis/points.h"
#include "analysis/value_words.h"

#include "base/fold.h"
#include "base/message.h"
#include "record/schema.h"

static void say(struct comparison *out, enum verdict verdict, enum reason reason,
                struct str left, struct str right)
{
    if (verdict != out->verdict)
        out->count = 0;
    out->verdict = verdict;
    if (out->count < COMPARISON_MAX)
        out->items[out->count++] = (struct difference){reason, left, right};
}

static void differ(struct comparison *out, enum reason reason, struct str left,
                   struct str right)
{
    say(out, VERDICT_NOT_COMPARABLE, reason, left, right);
}

static bool both_differ(struct str a, struct str b)
{
    return a.len > 0 && b.len > 0 && !str_equal(a, b);
}

static void compare_words(struct comparison *out, enum reason reason, struct str a,
                          struct str b)
{
    if (both_differ(a, b))
        differ(out, reason, a, b);
}

static enum err_code compare_territory(struct comparison *out,
                                       const struct record_view *in, struct str a,
                                       struct str b, struct err *err)
{
    struct str left = {0};
    struct str right = {0};
    enum err_code code;

    /* A figure for a town and one for its region are two figures, though they overlap. */
    if (!both_differ(a, b))
        return ERR_OK;
    code = label_of(&left, in, a, err);
    if (code == ERR_OK)
        code = label_of(&right, in, b, err);
    if (code == ERR_OK)
        differ(out, REASON_OTHER_TERRITORY, left, right);
    return code;
}

static enum err_code compare_scopes(struct comparison *out, const struct record_view *in,
                                    const struct count_scope *a,
                                    const struct count_scope *b, struct err *err)
{
    enum err_code code = compare_territory(out, in, a->territory, b->territory, err);

    if (code != ERR_OK)
        return code;
    compare_words(out, REASON_OTHER_UNIT, a->unit, b->unit);
    compare_words(out, REASON_OTHER_PER, a->per, b->per);
    compare_words(out, REASON_OTHER_PER, a->at, b->at);
    compare_words(out, REASON_OTHER_CRITERION, a->criterion, b->criterion);
    compare_words(out, REASON_OTHER_STATUS, a->status, b->status);
    if (!days_may_meet(&a->period, &b->period))
        differ(out, REASON_OTHER_TIME, day_range_words(in->arena, &a->period),
               day_range_words(in->arena, &b->period));
    if (!days_may_meet(&a->as_of, &b->as_of))
        differ(out, REASON_OTHER_DAY, day_range_words(in->arena, &a->as_of),
               day_range_words(in->arena, &b->as_of));
    return ERR_OK;
}

/* Qualifiers that say who says so, how surely or when; the rest say of what. */
static bool is_about_saying(struct str key)
{
    static const struct str keys[] = {
        STR_INIT("by"),    STR_INIT("certainty"),  STR_INIT("when"),
        STR_INIT("from"),  STR_INIT("until"),      STR_INIT("as_of"),
        STR_INIT("pages"), STR_INIT("paragraphs"), STR_INIT("territory")};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (str_equal(keys[i], key))
            return true;
    return false;
}

static void compare_qualifiers(struct comparison *out, const struct value *a,
                               const struct value *b)
{
    for (uint32_t i = 0; a && a->type == VALUE_OBJECT && i < a->count; i++) {
        const struct member *m = &a->members[i];
        struct str left = m->value.type == VALUE_STRING ? m->value.string : STR("");

        if (!is_about_saying(m->key) && m->value.type == VALUE_STRING)
            compare_words(out, REASON_OTHER_QUALIFIER, left, value_get_string(b, m->key));
    }
}

/* Two claims with what each says, in words. */
struct pair {
    const struct record_view *in;
    const struct claim_row *a;
    const struct claim_row *b;
    struct str left;
    struct str right;
};

static void say_pair(struct comparison *out, const struct pair *p, enum verdict verdict,
                     enum reason reason)
{
    say(out, verdict, reason, p->left, p->right);
}

static void compare_times(struct comparison *out, const struct pair *p)
{
    struct day_range left = {p->a->has_days, p->a->first_day, p->a->last_day, {0}};
    struct day_range right = {p->b->has_days, p->b->first_day, p->b->last_day, {0}};

    /* The days of a date are its value, not the time for which it is said. */
    if (p->a->form == FORM_DATE || p->b->form == FORM_DATE ||
        days_may_meet(&left, &right))
        return;
    differ(out, REASON_OTHER_TIME, day_range_words(p->in->arena, &left),
           day_range_words(p->in->arena, &right));
}

static bool is_number(const struct claim_row *claim)
{
    return claim->form == FORM_COUNT || claim->form == FORM_NUMBER ||
           claim->form == FORM_QUANTITY;
}

/* Two figures per cell, room or day give the most there were: only one can be it. */
static bool are_maxima(const struct pair *p)
{
    return value_get_string(&p->a->value, STR("per")).len > 0 &&
           value_get_string(&p->b->value, STR("per")).len > 0 &&
           value_get(&p->a->value, STR("upper")) && value_get(&p->b->value, STR("upper"));
}

static bool are_apart(const struct bounds *x, const struct bounds *y)
{
    return (x->has_upper && y->has_lower && x->upper < y->lower) ||
           (y->has_upper && x->has_lower && y->upper < x->lower);
}

static void compare_bounds(struct comparison *out, const struct pair *p)
{
    struct bounds x = bounds_of(&p->a->value);
    struct bounds y = bounds_of(&p->b->value);

    if ((!x.has_lower && !x.has_upper) || (!y.has_lower && !y.has_upper))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_NO_NUMBER);
    else if (are_apart(&x, &y))
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_BOUNDS_APART);
    else if (are_maxima(p) && x.upper != y.upper)
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_MAXIMA_DIFFER);
    else
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_BOUNDS_MEET);
}

static void compare_dates(struct comparison *out, const struct pair *p)
{
    struct day_range x = {p->a->has_days, p->a->first_day, p->a->last_day, {0}};
    struct day_range y = {p->b->has_days, p->b->first_day, p->b->last_day, {0}};

    if (days_may_meet(&x, &y))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_BOUNDS_MEET);
    else
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_DATES_APART);
}

static bool says_where_inside(const struct claim_row *claim)
{
    static const struct str relations[] = {STR_INIT(""), STR_INIT("in"),
                                           STR_INIT("inside"), STR_INIT("at")};

    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++)
        if (str_equal(claim->term, relations[i]))
            return claim->entity.len > 0;
    return false;
}

/* Near one thing and opposite another can both be so; inside two places only if they
 * meet. */
static enum err_code compare_places(struct comparison *out, const struct pair *p,
                                    struct err *err)
{
    bool meet = false;
    enum err_code code;

    if (!says_where_inside(p->a) || !says_where_inside(p->b)) {
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_BOTH_RELATIONS);
        return ERR_OK;
    }
    code = places_meet(&meet, p->in, p->a->entity, p->b->entity, err);
    if (code != ERR_OK)
        return code;
    if (meet)
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_PART_OF_WHOLE);
    else
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_PLACES_DIFFER);
    return ERR_OK;
}

static enum err_code are_same_entity(bool *out, const struct pair *p, struct err *err)
{
    struct identity_list list;
    enum err_code code = query_identities(&list, p->in->arena, p->in->index, p->in->view,
                                          p->a->entity, err);

    *out = false;
    for (size_t i = 0; code == ERR_OK && i < list.count; i++)
        if (list.items[i].is_same && !list.items[i].is_undone &&
            str_equal(list.items[i].other, p->b->entity))
            *out = true;
    return code;
}

static enum err_code compare_references(struct comparison *out, const struct pair *p,
                                        struct err *err)
{
    bool are_same = false;
    bool meet = false;
    enum err_code code = are_same_entity(&are_same, p, err);

    if (code == ERR_OK)
        code = places_meet(&meet, p->in, p->a->entity, p->b->entity, err);
    if (code != ERR_OK)
        return code;
    if (are_same)
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_SAME_VALUE);
    else if (meet)
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_PART_OF_WHOLE);
    else
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_VALUES_DIFFER);
    return ERR_OK;
}

static bool is_place(const struct claim_row *claim)
{
    return claim->form == FORM_PLACE || claim->form == FORM_REFERENCE;
}

static void compare_points(struct comparison *out, const struct pair *p)
{
    double metres = points_apart_m(p->a, p->b);

    if (points_meet(p->a, p->b))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_POINTS_MEET);
    else if (metres < 0)
        differ(out, REASON_OTHER_FORM, p->left, p->right);
    else
        say(out, VERDICT_MAY_CONFLICT, REASON_POINTS_APART, p->left,
            arena_printf(p->in->arena, _(STR_FMT ", %s away"), STR_ARG(p->right),
                         points_distance_words(p->in->arena, metres).ptr));
}

static enum err_code compare_values(struct comparison *out, const struct pair *p,
                                    struct err *err)
{
    if (p->a->form == FORM_REFERENCE && p->b->form == FORM_REFERENCE)
        return compare_references(out, p, err);
    if (is_place(p->a) && is_place(p->b))
        return compare_places(out, p, err);
    if (is_number(p->a) && is_number(p->b))
        compare_bounds(out, p);
    else if (p->a->form == FORM_POINT && p->b->form == FORM_POINT)
        compare_points(out, p);
    else if (p->a->form == FORM_DATE && p->b->form == FORM_DATE)
        compare_dates(out, p);
    else if (p->a->form != p->b->form)
        differ(out, REASON_OTHER_FORM, p->left, p->right);
    else
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_VALUES_DIFFER);
    return ERR_OK;
}

static bool is_same_text(struct str a, struct str b)
{
    struct fold_needle needle;

    return a.len == b.len && fold_needle_of(&needle, a) && fold_contains(b, &needle);
}

static bool is_same_number(const struct claim_row *a, const struct claim_row *b)
{
    struct bounds x = bounds_of(&a->value);
    struct bounds y = bounds_of(&b->value);

    return x.has_lower == y.has_lower && x.has_upper == y.has_upper &&
           x.lower == y.lower && x.upper == y.upper && is_same_text(a->text, b->text);
}

static bool says_same(const struct claim_row *a, const struct claim_row *b)
{
    if (a->form != b->form)
        return false;
    if (is_number(a))
        return is_same_number(a, b);
    if (a->form == FORM_DATE)
        return a->has_days && b->has_days && a->first_day == b->first_day &&
               a->last_day == b->last_day;
    if (a->form == FORM_TERM)
        return str_equal(a->term, b->term);
    if (a->form == FORM_POINT)
        return points_apart_m(a, b) >= 0 && points_apart_m(a, b) < 1;
    /* A place is the same when it is so described; everything else when it reads so. */
    return str_equal(a->entity, b->entity) && str_equal(a->term, b->term) &&
           is_same_text(a->text, b->text);
}

static bool is_partial(struct str quantifier)
{
    return str_equal(quantifier, STR("some")) ||
           str_equal(quantifier, STR("at_least_one"));
}

/* True when the modes alone decide. */
static bool compare_modes(struct comparison *out, const struct pair *p)
{
    const struct claim_row *a = p->a;
    const struct claim_row *b = p->b;
    bool is_none =
        str_equal(a->quantifier, STR("none")) != str_equal(b->quantifier, STR("none"));

    if (a->mode == CLAIM_SAID_UNKNOWN || b->mode == CLAIM_SAID_UNKNOWN) {
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_NOTHING_SAID);
        return true;
    }
    if (a->mode == b->mode && !is_none)
        return false;
    if (!says_same(a, b))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_MANY_VALUES);
    else if (a->mode == CLAIM_LOOKED_FOR_NOT_FOUND ||
             b->mode == CLAIM_LOOKED_FOR_NOT_FOUND)
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_LOOKED_FOR);
    else
        say_pair(out, p, VERDICT_MAY_CONFLICT, REASON_ASSERTED_AND_NEGATED);
    return true;
}

static bool excludes_others(const struct pair *p)
{
    const struct schema_property *property = schema_property(p->a->property);

    return p->a->mode == CLAIM_ASSERTED &&
           ((property && property->is_single) || are_maxima(p));
}

/* Two claims of one property and subject whose scopes may be one. */
static enum err_code compare_alike(struct comparison *out, const struct pair *p,
                                   struct err *err)
{
    if (compare_modes(out, p))
        return ERR_OK;
    if (says_same(p->a, p->b))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_SAME_VALUE);
    else if (!excludes_others(p))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_MANY_VALUES);
    else if (is_partial(p->a->quantifier) || is_partial(p->b->quantifier))
        say_pair(out, p, VERDICT_COMPATIBLE, REASON_OTHER_MEMBERS);
    else
        return compare_values(out, p, err);
    return ERR_OK;
}

static enum err_code subject_of(struct str *out, const struct record_view *in,
                                const struct claim_row *claim, struct err *err)
{
    if (claim->about.len > 0)
        return label_of(out, in, claim->about, err);
    *out = index_ref_text(in->arena, in->index, claim->about_claim);
    return ERR_OK;
}

static bool is_same_subject(const struct claim_row *a, const struct claim_row *b)
{
    return str_equal(a->about, b->about) && a->about_claim.n == b->about_claim.n;
}

static enum err_code compare_subjects(struct comparison *out,
                                      const struct record_view *in,
                                      const struct claim_row *a,
                                      const struct claim_row *b, struct err *err)
{
    struct str left = {0};
    struct str right = {0};
    enum err_code code;

    if (is_same_subject(a, b))
        return ERR_OK;
    code = subject_of(&left, in, a, err);
    if (code == ERR_OK)
        code = subject_of(&right, in, b, err);
    if (code == ERR_OK)
        differ(out, REASON_OTHER_SUBJECT, left, right);
    return code;
}

static enum err_code compare_about_what(struct comparison *out, const struct pair *p,
                                        struct err *err)
{
    struct count_scope left;
    struct count_scope right;
    enum err_code code = compare_subjects(out, p->in, p->a, p->b, err);

    if (code == ERR_OK)
        code = count_scope_of(&left, p->in, p->a, err);
    if (code == ERR_OK)
        code = count_scope_of(&right, p->in, p->b, err);
    if (code != ERR_OK)
        return code;
    compare_words(out, REASON_OTHER_PROPERTY, p->a->property, p->b->property);
    code = compare_scopes(out, p->in, &left, &right, err);
    compare_qualifiers(out, p->a->qualifiers, p->b->qualifiers);
    if (!left.period.is_known || !right.period.is_known)
        compare_times(out, p);
    return code;
}

enum err_code contradiction_compare(struct comparison *out, const struct record_view *in,
                                    const struct claim_row *a, const struct claim_row *b,
                                    struct err *err)
{
    struct pair p = {.in = in, .a = a, .b = b};
    struct comparison found = {0};
    enum err_code code = claim_words(&p.left, in, a, err);

    if (code == ERR_OK)
        code = claim_words(&p.right, in, b, err);
    if (code == ERR_OK)
        code = compare_about_what(&found, &p, err);
    if (code == ERR_OK && found.count == 0)
        code = compare_alike(&found, &p, err);
    if (code == ERR_OK)
        *out = found;
    return code;
}

/* A claim that stands for a subject: its number, or what is counted, or nothing. */
static enum err_code figure_of(struct claim_row *out, const struct record_view *in,
                               struct str subject, struct err *err)
{
    static const struct str properties[] = {STR_INIT("number"), STR_INIT("count"),
                                            STR_INIT("counted")};

    *out = (struct claim_row){.about = subject,
                              .about_claim = REF_NONE,
                              .property = STR("number"),
                              .ref = REF_NONE};
    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        struct claim_filter filter = {.about = subject, .property = properties[i]};
        struct claim_list list;
        enum err_code code =
            query_claims(&list, in->arena, in->index, in->view, &filter, err);

        for (size_t k = 0; code == ERR_OK && k < list.count; k++) {
            struct claim_state state;

            code = query_claim_state(&state, in->index, in->view, list.items[k].ref, err);
            if (code == ERR_OK && claim_is_current(&state)) {
                *out = list.items[k];
                out->property = STR("number");
                return ERR_OK;
            }
        }
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

enum err_code contradiction_compare_counts(struct comparison *out,
                                           const struct record_view *in, struct str left,
                                           struct str right, struct err *err)
{
    struct claim_row a;
    struct claim_row b;
    enum err_code code = figure_of(&a, in, left, err);

    if (code == ERR_OK)
        code = figure_of(&b, in, right, err);
    if (code != ERR_OK)
        return code;
    return contradiction_compare(out, in, &a, &b, err);
}
