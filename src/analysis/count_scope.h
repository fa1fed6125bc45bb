#ifndef ANALYSIS_COUNT_SCOPE_H
#define ANALYSIS_COUNT_SCOPE_H

/*
 * What a figure is about: of what, where, when, by which measure. Part of it stands in
 * the figure's own claim, part in what else is said of the same subject (`counted`).
 * Two figures can only contradict each other where their scopes may be one.
 */

#include <stdbool.h>
#include <stdint.h>

#include "record/query.h"

/* Where a question is asked: the index as of a view, with an arena for what is returned.
 */
struct record_view {
    struct arena *arena;
    struct index *index;
    struct view view;
};

struct day_range {
    bool is_known;
    int64_t first; /* days since 1970 */
    int64_t last;
    struct str text; /* EDTF */
};

struct count_scope {
    struct str unit;
    struct str per;
    struct str at;
    struct str territory; /* a place's id */
    struct str criterion;
    struct str status;
    struct day_range period;
    struct day_range as_of;
};

/* Of a claim: its value, its qualifiers, then the current `counted` of its subject. */
MUST_USE enum err_code count_scope_of(struct count_scope *out,
                                      const struct record_view *in,
                                      const struct claim_row *claim, struct err *err);

/* The days an EDTF text, or an {edtf} object, can mean. */
struct day_range day_range_of(const struct value *date);

/* True unless both are known and have no day in common. */
bool days_may_meet(const struct day_range *a, const struct day_range *b);

/* One place lies in the other, or they are one. */
MUST_USE enum err_code places_meet(bool *out, const struct record_view *in, struct str a,
                                   struct str b, struct err *err);

#endif
