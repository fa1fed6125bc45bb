#include "analysis/contradiction.h"
#include "base/buf.h"
#include "base/message.h"
#include "record/schema.h"

/* How each reason is said; the two sides are put behind it. */
static const char *words_of(enum reason reason)
{
    static const struct {
        enum reason reason;
        const char *words;
    } table[] = {
        {REASON_SAME_VALUE, N_("both say the same")},
        {REASON_BOUNDS_MEET, N_("the bounds meet")},
        {REASON_NO_NUMBER, N_("one gives no number")},
        {REASON_MANY_VALUES, N_("one does not exclude the other")},
        {REASON_PART_OF_WHOLE, N_("one place lies in the other")},
        {REASON_OTHER_MEMBERS, N_("said of some, not of all")},
        {REASON_BOTH_RELATIONS, N_("described from different points")},
        {REASON_NOTHING_SAID, N_("one says that it is not known")},
        {REASON_POINTS_MEET, N_("as well as they are known, the points may be one")},
        {REASON_OTHER_SUBJECT, N_("subject")},
        {REASON_OTHER_PROPERTY, N_("property")},
        {REASON_OTHER_TERRITORY, N_("territory")},
        {REASON_OTHER_UNIT, N_("unit")},
        {REASON_OTHER_PER, N_("counted per")},
        {REASON_OTHER_TIME, N_("time")},
        {REASON_OTHER_DAY, N_("as of")},
        {REASON_OTHER_CRITERION, N_("criterion")},
        {REASON_OTHER_STATUS, N_("status")},
        {REASON_OTHER_QUALIFIER, N_("qualifier")},
        {REASON_OTHER_FORM, N_("kind of value")},
        {REASON_BOUNDS_APART, N_("the numbers have nothing in common")},
        {REASON_MAXIMA_DIFFER, N_("both give the most there were")},
        {REASON_DATES_APART, N_("the dates have no day in common")},
        {REASON_VALUES_DIFFER, N_("only one of them can be so")},
        {REASON_PLACES_DIFFER, N_("neither place lies in the other")},
        {REASON_POINTS_APART, N_("the points are farther apart than they may be off")},
        {REASON_ASSERTED_AND_NEGATED, N_("one says that it was so, one that it was not")},
        {REASON_LOOKED_FOR, N_("one says that it was so, one that it was not found")},
        {REASON_DENIED, N_("it is denied")},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].reason == reason)
            return _(table[i].words);
    return "";
}

static struct str in_vocabulary(const char *vocabulary, struct str key)
{
    const struct schema_vocabulary *terms = schema_vocabulary(str_from_c(vocabulary));
    const struct schema_term *term = terms ? schema_term(terms, key) : NULL;

    return term ? schema_label(term->label) : STR("");
}

/* English names what differs by its key, which says enough; other languages by its label.
 */
static struct str side(enum reason reason, struct str key)
{
    static const struct {
        enum reason reason;
        const char *vocabulary;
    } table[] = {{REASON_OTHER_UNIT, "counting_unit"},
                 {REASON_OTHER_UNIT, "unit"},
                 {REASON_OTHER_PER, "per"},
                 {REASON_OTHER_PER, "at"},
                 {REASON_OTHER_STATUS, "military_status"}};
    const struct schema_property *property =
        reason == REASON_OTHER_PROPERTY ? schema_property(key) : NULL;

    if (message_is_english())
        return key;
    if (property)
        return schema_label(property->label);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].reason == reason && in_vocabulary(table[i].vocabulary, key).len > 0)
            return in_vocabulary(table[i].vocabulary, key);
    return key;
}

static void put_sides(struct buf *out, const struct difference *d)
{
    struct str left = side(d->reason, d->left);
    struct str right = side(d->reason, d->right);

    buf_puts(out, words_of(d->reason));
    if (str_equal(d->left, d->right))
        buf_printf(out, " (" STR_FMT ")", STR_ARG(left));
    else
        buf_printf(out, " (" STR_FMT " / " STR_FMT ")", STR_ARG(left), STR_ARG(right));
}

struct str contradiction_explain(struct arena *arena, const struct comparison *comparison)
{
    static const char *const openings[] = {
        [VERDICT_COMPATIBLE] = N_("both can be true: "),
        [VERDICT_NOT_COMPARABLE] = N_("not the same thing: "),
        [VERDICT_MAY_CONFLICT] = N_("may conflict: "),
    };
    struct buf out = {0};
    struct str text;

    buf_puts(&out, _(openings[comparison->verdict]));
    for (size_t i = 0; i < comparison->count; i++) {
        if (i > 0)
            buf_append(&out, STR("; "));
        put_sides(&out, &comparison->items[i]);
    }
    text = arena_str(arena, buf_str(&out));
    buf_release(&out);
    return text;
}
