#include "format/edtf.h"

#include <assert.h>

/*
 * A span is reduced to four numbers: where it may begin and where it may end, in
 * days or seconds. Before and overlap follow from these by interval arithmetic
 * (Allen 1983, on bounds instead of points); sets by and/or over their members.
 */

/* UTC+14 and UTC-12, in seconds. */
enum { EAST_MOST_S = 50400, WEST_MOST_S = 43200 };

struct reach {
    int64_t start_min;
    int64_t start_max;
    int64_t end_min;
    int64_t end_max;
};

/* How both sides are measured in one comparison. */
struct scale {
    bool in_seconds;
    bool is_widened; /* this side's times have no offset, the other's have */
};

/* One state or several of the world: spans that all hold together. */
struct group {
    const struct edtf_span *spans;
    size_t count;
    bool is_moment; /* a range means one moment within it, not all of it */
    struct scale scale;
};

static enum truth both(enum truth a, enum truth b)
{
    return a < b ? a : b;
}

static enum truth either(enum truth a, enum truth b)
{
    return a > b ? a : b;
}

static enum truth negate(enum truth t)
{
    return t == TRUTH_YES ? TRUTH_NO : t == TRUTH_NO ? TRUTH_YES : TRUTH_MAYBE;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void date_limits(const struct edtf_date *date, struct scale scale, int64_t *min,
                        int64_t *max)
{
    struct edtf_bounds bounds = {0};
    bool exists = edtf_date_bounds(&bounds, date);

    assert(exists); /* parsing lets no impossible day through */
    *min = scale.in_seconds ? bounds.first_s : bounds.first;
    *max = scale.in_seconds ? bounds.last_s : bounds.last;
    if (scale.is_widened) {
        *min -= EAST_MOST_S;
        *max += WEST_MOST_S;
    }
}

static struct reach range_reach(const struct edtf_span *span, struct scale scale)
{
    struct reach r = {INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX};

    if (span->start == EDTF_KNOWN)
        date_limits(&span->first, scale, &r.start_min, &r.start_max);
    if (span->end == EDTF_KNOWN)
        date_limits(&span->last, scale, &r.end_min, &r.end_max);
    if (span->start == EDTF_UNKNOWN)
        r.start_max = r.end_max;
    if (span->end == EDTF_UNKNOWN)
        r.end_min = r.start_min;
    /* It begins before it ends, whatever the precision of both. */
    r.end_min = larger(r.end_min, r.start_min);
    r.start_max = smaller(r.start_max, r.end_max);
    return r;
}

static struct reach span_reach(const struct group *g, size_t i)
{
    const struct edtf_span *span = &g->spans[i];
    struct reach r;

    if (span->is_range) {
        r = range_reach(span, g->scale);
        if (g->is_moment) {
            r.start_max = r.end_max;
            r.end_min = r.start_min;
        }
        return r;
    }
    date_limits(&span->first, g->scale, &r.start_min, &r.start_max);
    r.end_min = r.start_min;
    r.end_max = r.start_max;
    return r;
}

static enum truth reach_before(struct reach a, struct reach b)
{
    if (a.end_max < b.start_min)
        return TRUTH_YES;
    return a.end_min >= b.start_max ? TRUTH_NO : TRUTH_MAYBE;
}

static enum truth reach_overlaps(struct reach a, struct reach b)
{
    return both(negate(reach_before(a, b)), negate(reach_before(b, a)));
}

static enum truth same(int64_t a_min, int64_t a_max, int64_t b_min, int64_t b_max)
{
    if (a_max < b_min || b_max < a_min)
        return TRUTH_NO;
    return a_min == a_max && b_min == b_max ? TRUTH_YES : TRUTH_MAYBE;
}

static enum truth reach_equals(struct reach a, struct reach b)
{
    return both(same(a.start_min, a.start_max, b.start_min, b.start_max),
                same(a.end_min, a.end_max, b.end_min, b.end_max));
}

static enum truth group_before(const struct group *a, const struct group *b)
{
    enum truth all = TRUTH_YES;

    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            all = both(all, reach_before(span_reach(a, i), span_reach(b, j)));
    return all;
}

static enum truth group_overlaps(const struct group *a, const struct group *b)
{
    enum truth any = TRUTH_NO;

    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            any = either(any, reach_overlaps(span_reach(a, i), span_reach(b, j)));
    return any;
}

/* Whether every span of a can share a moment with something in b. */
static bool may_be_covered(const struct group *a, const struct group *b)
{
    for (size_t i = 0; i < a->count; i++) {
        struct group one = *a;

        one.spans = &a->spans[i];
        one.count = 1;
        if (group_overlaps(&one, b) == TRUTH_NO)
            return false;
    }
    return true;
}

static enum truth group_equals(const struct group *a, const struct group *b)
{
    enum truth all = TRUTH_YES;

    if (a->count == 1 && b->count == 1)
        return reach_equals(span_reach(a, 0), span_reach(b, 0));
    if (!may_be_covered(a, b) || !may_be_covered(b, a))
        return TRUTH_NO;
    if (a->count != b->count)
        return TRUTH_MAYBE;
    for (size_t i = 0; i < a->count; i++)
        all = both(all, reach_equals(span_reach(a, i), span_reach(b, i)));
    /* The same members in another order are not worth telling apart here. */
    return all == TRUTH_YES ? TRUTH_YES : TRUTH_MAYBE;
}

static uint32_t choices(const struct edtf *e)
{
    return e->kind == EDTF_ONE_OF ? e->span_count : 1;
}

static struct group choice(const struct edtf *e, uint32_t i, struct scale scale)
{
    bool is_one = e->kind == EDTF_ONE_OF;

    return (struct group){&e->spans[is_one ? i : 0], is_one ? 1 : e->span_count, is_one,
                          scale};
}

static bool is_doubtful(const struct edtf *e)
{
    return edtf_is_uncertain(e) || edtf_is_approximate(e);
}

static enum truth ask(const struct edtf *a, const struct edtf *b,
                      enum truth (*question)(const struct group *, const struct group *))
{
    struct edtf_bounds of_a = edtf_bounds(a);
    struct edtf_bounds of_b = edtf_bounds(b);
    bool in_seconds = of_a.has_time && of_b.has_time;
    struct scale scale_a = {in_seconds, in_seconds && of_a.is_local && !of_b.is_local};
    struct scale scale_b = {in_seconds, in_seconds && of_b.is_local && !of_a.is_local};
    enum truth all = TRUTH_YES;
    enum truth any = TRUTH_NO;

    for (uint32_t i = 0; i < choices(a); i++)
        for (uint32_t j = 0; j < choices(b); j++) {
            struct group of_choice_a = choice(a, i, scale_a);
            struct group of_choice_b = choice(b, j, scale_b);
            enum truth t = question(&of_choice_a, &of_choice_b);

            all = both(all, t);
            any = either(any, t);
        }
    if (all == TRUTH_YES)
        return is_doubtful(a) || is_doubtful(b) ? TRUTH_MAYBE : TRUTH_YES;
    return any == TRUTH_NO ? TRUTH_NO : TRUTH_MAYBE;
}

enum truth edtf_overlaps(const struct edtf *a, const struct edtf *b)
{
    return ask(a, b, group_overlaps);
}

enum truth edtf_is_before(const struct edtf *a, const struct edtf *b)
{
    return ask(a, b, group_before);
}

enum truth edtf_equals(const struct edtf *a, const struct edtf *b)
{
    enum truth t = ask(a, b, group_equals);

    if (t == TRUTH_YES && edtf_bounds(a).has_time != edtf_bounds(b).has_time)
        return TRUTH_MAYBE;
    return t;
}

enum edtf_order edtf_compare(const struct edtf *a, const struct edtf *b)
{
    if (edtf_is_before(a, b) == TRUTH_YES)
        return EDTF_BEFORE;
    if (edtf_is_before(b, a) == TRUTH_YES)
        return EDTF_AFTER;
    return edtf_equals(a, b) == TRUTH_YES ? EDTF_SAME : EDTF_OVERLAP;
}

bool edtf_is_uncertain(const struct edtf *e)
{
    unsigned parts = 0;

    for (uint32_t i = 0; i < e->span_count; i++)
        parts |= (unsigned)e->spans[i].first.uncertain | e->spans[i].last.uncertain;
    return parts != 0;
}

bool edtf_is_approximate(const struct edtf *e)
{
    unsigned parts = 0;

    for (uint32_t i = 0; i < e->span_count; i++)
        parts |= (unsigned)e->spans[i].first.approximate | e->spans[i].last.approximate;
    return parts != 0;
}

void edtf_within(struct edtf *out, const struct edtf *e)
{
    out->span_count = e->span_count;
    for (uint32_t i = 0; i < e->span_count; i++)
        out->spans[i] = e->spans[i];
    out->kind = e->kind == EDTF_INTERVAL ? EDTF_ONE_OF : e->kind;
}
