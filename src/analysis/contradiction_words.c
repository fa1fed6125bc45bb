#include "analysis/contradiction.h"
#include "base/buf.h"

/* How each reason is said; the two sides are put behind it. */
static struct str words_of(enum reason reason)
{
    static const struct {
        enum reason reason;
        struct str words;
    } table[] = {
        {REASON_SAME_VALUE, STR_INIT("both say the same")},
        {REASON_BOUNDS_MEET, STR_INIT("the bounds meet")},
        {REASON_NO_NUMBER, STR_INIT("one gives no number")},
        {REASON_MANY_VALUES, STR_INIT("one does not exclude the other")},
        {REASON_PART_OF_WHOLE, STR_INIT("one place lies in the other")},
        {REASON_OTHER_MEMBERS, STR_INIT("said of some, not of all")},
        {REASON_BOTH_RELATIONS, STR_INIT("described from different points")},
        {REASON_NOTHING_SAID, STR_INIT("one says that it is not known")},
        {REASON_OTHER_SUBJECT, STR_INIT("subject")},
        {REASON_OTHER_PROPERTY, STR_INIT("property")},
        {REASON_OTHER_TERRITORY, STR_INIT("territory")},
        {REASON_OTHER_UNIT, STR_INIT("unit")},
        {REASON_OTHER_PER, STR_INIT("counted per")},
        {REASON_OTHER_TIME, STR_INIT("time")},
        {REASON_OTHER_DAY, STR_INIT("as of")},
        {REASON_OTHER_CRITERION, STR_INIT("criterion")},
        {REASON_OTHER_STATUS, STR_INIT("status")},
        {REASON_OTHER_QUALIFIER, STR_INIT("qualifier")},
        {REASON_OTHER_FORM, STR_INIT("kind of value")},
        {REASON_BOUNDS_APART, STR_INIT("the numbers have nothing in common")},
        {REASON_MAXIMA_DIFFER, STR_INIT("both give the most there were")},
        {REASON_DATES_APART, STR_INIT("the dates have no day in common")},
        {REASON_VALUES_DIFFER, STR_INIT("only one of them can be so")},
        {REASON_PLACES_DIFFER, STR_INIT("neither place lies in the other")},
        {REASON_ASSERTED_AND_NEGATED,
         STR_INIT("one says that it was so, one that it was not")},
        {REASON_LOOKED_FOR,
         STR_INIT("one says that it was so, one that it was not found")},
        {REASON_DENIED, STR_INIT("it is denied")},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].reason == reason)
            return table[i].words;
    return STR("");
}

static void put_sides(struct buf *out, const struct difference *d)
{
    struct str words = words_of(d->reason);

    buf_append(out, words);
    if (str_equal(d->left, d->right))
        buf_printf(out, " (" STR_FMT ")", STR_ARG(d->left));
    else
        buf_printf(out, " (" STR_FMT " / " STR_FMT ")", STR_ARG(d->left),
                   STR_ARG(d->right));
}

struct str contradiction_explain(struct arena *arena, const struct comparison *comparison)
{
    static const struct str openings[] = {
        [VERDICT_COMPATIBLE] = STR_INIT("both can be true: "),
        [VERDICT_NOT_COMPARABLE] = STR_INIT("not the same thing: "),
        [VERDICT_MAY_CONFLICT] = STR_INIT("may conflict: "),
    };
    struct buf out = {0};
    struct str text;

    buf_append(&out, openings[comparison->verdict]);
    for (size_t i = 0; i < comparison->count; i++) {
        if (i > 0)
            buf_append(&out, STR("; "));
        put_sides(&out, &comparison->items[i]);
    }
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}
