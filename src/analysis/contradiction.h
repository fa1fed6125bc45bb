#ifndef ANALYSIS_CONTRADICTION_H
#define ANALYSIS_CONTRADICTION_H

/*
 * Contradictions, computed and never stored. Two claims may conflict when they say the
 * same property of the same subject, about the same time, place, unit and measure, and
 * what they say cannot both be true. What only looks like a conflict (another territory,
 * another unit, another day, another subject) is told apart, with the reason. Nothing
 * here calls a claim false: that is for somebody's assessment.
 *
 * Numbers conflict only when their bounds do not meet: "at least 1,000" and "458" do,
 * "at least 1,000" and "1,200" do not. "About ten" is taken to reach a fifth to either
 * side. Two figures "per cell" are maxima, so 8 and 10 may conflict. A quantifier
 * matters: "some" of a group may be one thing and "some" another.
 */

#include "analysis/count_scope.h"

enum verdict {
    VERDICT_COMPATIBLE,     /* both can be true */
    VERDICT_NOT_COMPARABLE, /* they do not speak of the same thing */
    VERDICT_MAY_CONFLICT
};

enum reason {
    /* compatible */
    REASON_SAME_VALUE,
    REASON_BOUNDS_MEET,    /* numbers or dates with something in common */
    REASON_NO_NUMBER,      /* one gives words only */
    REASON_MANY_VALUES,    /* the property may have several values */
    REASON_PART_OF_WHOLE,  /* one place lies in the other */
    REASON_OTHER_MEMBERS,  /* some are said to be this, some that */
    REASON_BOTH_RELATIONS, /* near one thing and beside another */
    REASON_NOTHING_SAID,   /* one says that it is not known */
    REASON_POINTS_MEET,    /* coordinates no farther apart than they may be off */
    /* not comparable */
    REASON_OTHER_SUBJECT,
    REASON_OTHER_PROPERTY,
    REASON_OTHER_TERRITORY,
    REASON_OTHER_UNIT,
    REASON_OTHER_PER,
    REASON_OTHER_TIME,
    REASON_OTHER_DAY, /* counted as of another day */
    REASON_OTHER_CRITERION,
    REASON_OTHER_STATUS,
    REASON_OTHER_QUALIFIER,
    REASON_OTHER_FORM, /* a number and a word: nothing to compare */
    /* may conflict */
    REASON_BOUNDS_APART,
    REASON_MAXIMA_DIFFER,
    REASON_DATES_APART,
    REASON_VALUES_DIFFER,
    REASON_PLACES_DIFFER,
    REASON_POINTS_APART,
    REASON_ASSERTED_AND_NEGATED,
    REASON_LOOKED_FOR,
    REASON_DENIED
};

/* In what two claims differ, as people read it: labels, terms, dates, numbers. */
struct difference {
    enum reason reason;
    struct str left;
    struct str right;
};

enum { COMPARISON_MAX = 12 };

struct comparison {
    enum verdict verdict;
    struct difference items[COMPARISON_MAX]; /* the verdict's reasons, at least one */
    size_t count;
};

/* Any two claims, also of different subjects. What is returned lives in in->arena. */
MUST_USE enum err_code contradiction_compare(struct comparison *out,
                                             const struct record_view *in,
                                             const struct claim_row *a,
                                             const struct claim_row *b, struct err *err);

/* Two figures' subjects: why "1,000 in Izium" and "six in the area" are not one count. */
MUST_USE enum err_code contradiction_compare_counts(struct comparison *out,
                                                    const struct record_view *in,
                                                    struct str left, struct str right,
                                                    struct err *err);

/* One sentence, lower case, without full stop, in arena. */
struct str contradiction_explain(struct arena *arena,
                                 const struct comparison *comparison);

enum contradiction_kind {
    CONTRADICTION_VALUES, /* two claims */
    CONTRADICTION_DENIAL  /* right is a stance against left, or against what covers it */
};

struct contradiction {
    enum contradiction_kind kind;
    struct claim_row left;
    struct claim_row right;
    struct comparison comparison;
    struct ref assessed;  /* an assessment of both as in conflict; REF_NONE: nobody's */
    struct ref decided;   /* a decision that prefers one; REF_NONE: none */
    struct ref preferred; /* the claim it prefers */
};

struct contradiction_list {
    struct contradiction *items;
    size_t count;
    bool is_cut; /* a property with more claims than are compared with each other */
};

/*
 * Among the current claims about an entity: pairs that may conflict, pairs that only look
 * so, and denials that stand beside what they deny. Pairs that are compatible are left
 * out.
 */
MUST_USE enum err_code contradictions_of(struct contradiction_list *out,
                                         const struct record_view *in, struct str entity,
                                         struct err *err);

/* Less of it, for a page: 0 is no bound. */
struct contradiction_bounds {
    uint32_t claims; /* of the entity, the first of them; else is_cut */
    size_t compared; /* of one property, with each other; else is_cut */
    bool without_denials;
};
MUST_USE enum err_code contradictions_within(struct contradiction_list *out,
                                             const struct record_view *in,
                                             struct str entity,
                                             const struct contradiction_bounds *bounds,
                                             struct err *err);

/* The pairs that one claim is a side of, with the others of its property and subject; a
 * bounded number of them, else is_cut. */
MUST_USE enum err_code contradictions_with(struct contradiction_list *out,
                                           const struct record_view *in,
                                           const struct claim_row *claim,
                                           struct err *err);

/* Those of every entity in turn. Each call's list lives until visit returns. */
typedef enum err_code (*contradiction_visitor)(void *context, struct str entity,
                                               const struct contradiction_list *list,
                                               struct err *err);
MUST_USE enum err_code contradictions_each(const struct record_view *in,
                                           contradiction_visitor visit, void *context,
                                           struct err *err);

#endif
