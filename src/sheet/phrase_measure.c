#include "base/message.h"
#include "record/id.h"
#include "sheet/phrase.h"
#include "sheet/plain.h"

/* Counts, quantities and what is counted: the number as it was given, never more. */

/*
 * Numbers that choose the form of a noun where none stands before it, or where one does
 * that is not counted with: English has the plural in both, Ukrainian "осіб" behind a
 * range or "about", and "особа" where only the unit is named, or behind "at least 1".
 */
enum { COUNTED_AS_MANY = 5, COUNTED_AS_ONE = 21 };

static void put_amount(struct buf *out, const struct value *v)
{
    if (v->type == VALUE_INTEGER)
        plain_number(out, v->integer);
    else if (v->type == VALUE_STRING)
        plain_append(out, v->string);
}

static bool is_exactly_one(const struct value *v)
{
    const struct value *n = value_get(v, STR("exact"));
    bool has_bounds = value_get(v, STR("lower")) || value_get(v, STR("upper"));

    return n && !has_bounds &&
           ((n->type == VALUE_INTEGER && n->integer == 1) ||
            value_is_string(n, STR("1")));
}

static void put_range(struct buf *out, const struct value *lower,
                      const struct value *upper)
{
    struct buf first = {0};
    struct buf last = {0};

    if (lower)
        put_amount(&first, lower);
    if (upper)
        put_amount(&last, upper);
    if (lower && upper)
        buf_printf(out, _("%s to %s"), buf_text(&first), buf_text(&last));
    else
        buf_printf(out, lower ? _("at least %s") : _("at most %s"),
                   buf_text(lower ? &first : &last));
    buf_release(&first);
    buf_release(&last);
}

/* The number as far as one was given; false when none was. */
static bool put_bounds(struct buf *out, const struct value *v)
{
    const struct value *exact = value_get(v, STR("exact"));
    const struct value *about = value_get(v, STR("about"));
    const struct value *lower = value_get(v, STR("lower"));
    const struct value *upper = value_get(v, STR("upper"));

    if (!exact && !about && !lower && !upper)
        return false;
    if (exact || about) {
        if (about)
            buf_puts(out, _("about "));
        put_amount(out, exact ? exact : about);
        if (lower || upper)
            buf_puts(out, _(", bounds: "));
    }
    if (lower || upper)
        put_range(out, lower, upper);
    return true;
}

/* The number that a unit goes with. */
static unsigned long number_of(const struct value *v)
{
    static const struct str names[] = {STR_INIT("exact"), STR_INIT("lower"),
                                       STR_INIT("upper"), STR_INIT("about")};
    const struct value *found = NULL;
    int64_t n = COUNTED_AS_MANY;

    if (is_exactly_one(v))
        return 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++)
        found = value_get(v, names[i]);
    if (!found)
        return COUNTED_AS_ONE;
    if (value_get(v, STR("about")) ||
        (value_get(v, STR("lower")) && value_get(v, STR("upper"))))
        return COUNTED_AS_MANY;
    if (found->type == VALUE_INTEGER)
        n = found->integer;
    else if (found->type == VALUE_STRING && !str_to_i64(&n, found->string))
        n = COUNTED_AS_MANY;
    if (n == 1)
        return COUNTED_AS_ONE;
    return n < 0 ? COUNTED_AS_MANY : (unsigned long)n;
}

static void put_unit(struct buf *out, const struct phrase *p, const struct value *v,
                     struct str vocabulary)
{
    struct str key = value_get_string(v, STR("unit"));
    const struct schema_vocabulary *units = schema_vocabulary(vocabulary);
    const struct schema_term *unit =
        units ? additions_term(p->labels->additions, units, key) : NULL;
    struct str noun = unit ? unit->label[SCHEMA_ENGLISH] : key;
    struct buf one = {0};
    struct buf many = {0};
    const char *said;

    if (key.len == 0)
        return;
    plain_append(&one, noun);
    plain_plural(&many, noun);
    /* The catalogue has the units of the schema with the plurals of each language. */
    said = message_counted(buf_text(&one), buf_text(&many), number_of(v));
    if (unit && message_is_ukrainian() && (said == one.ptr || said == many.ptr))
        plain_append(out, unit->label[SCHEMA_UKRAINIAN]); /* one that an archive added */
    else
        buf_puts(out, said);
    buf_release(&one);
    buf_release(&many);
}

/* Number and unit; or the words, and what they would count. */
static void put_size(struct buf *out, const struct phrase *p, const struct value *v,
                     struct str vocabulary)
{
    bool has_number = put_bounds(out, v);
    struct buf unit = {0};

    if (has_number) {
        buf_append(out, value_get(v, STR("unit")) ? STR(" ") : STR(""));
        put_unit(out, p, v, vocabulary);
        return;
    }
    if (value_get(v, STR("words")))
        plain_quoted(out, value_get_string(v, STR("words")),
                     value_get_string(v, STR("lang")), p->isolates);
    else
        buf_puts(out, _("a number"));
    if (value_get_string(v, STR("unit")).len > 0) {
        put_unit(&unit, p, v, vocabulary);
        buf_printf(out, _(" (no number given; of %s)"), buf_text(&unit));
        buf_release(&unit);
    }
}

static void put_per_and_at(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str per = value_get_string(v, STR("per"));
    struct str at = value_get_string(v, STR("at"));

    if (per.len > 0) {
        buf_puts(out, _(" per "));
        phrase_term_of(out, p, STR("per"), per);
    }
    if (at.len > 0) {
        buf_char(out, ' ');
        phrase_term_of(out, p, STR("at"), at);
    }
}

static void put_as_of(struct buf *out, const struct phrase *p, const struct value *v)
{
    const struct value *as_of = value_get(v, STR("as_of"));

    if (!as_of)
        return;
    buf_puts(out, _(", as of "));
    phrase_date(out, p, as_of, DATE_MOMENT);
}

static bool has_number(const struct value *v)
{
    return value_get(v, STR("exact")) || value_get(v, STR("about")) ||
           value_get(v, STR("lower")) || value_get(v, STR("upper"));
}

void phrase_count(struct buf *out, const struct phrase *p, const struct value *count)
{
    static const struct {
        struct str key;
        const char *words;
    } compared[] = {{STR_INIT("more_than"), N_(", more than of ")},
                    {STR_INIT("fewer_than"), N_(", fewer than of ")}};

    put_size(out, p, count, STR("counting_unit"));
    put_per_and_at(out, p, count);
    for (size_t i = 0; i < 2; i++) {
        struct str other = value_get_string(count, compared[i].key);

        if (other.len == 0)
            continue;
        buf_puts(out, _(compared[i].words));
        phrase_entity(out, p, other);
    }
    put_as_of(out, p, count);
    if (has_number(count))
        phrase_words_beside(out, p, count);
}

void phrase_quantity(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str on = value_get_string(v, STR("on"));

    put_size(out, p, v, STR("unit"));
    if (on.len > 0) {
        buf_puts(out, id_is_valid(on) ? _(" at the time of ") : _(" on "));
        if (id_is_valid(on))
            phrase_entity(out, p, on);
        else
            phrase_date(out, p, value_get(v, STR("on")), DATE_MOMENT);
    }
    put_as_of(out, p, v);
    if (has_number(v))
        phrase_words_beside(out, p, v);
}

static void put_part(struct buf *out, const char *before, struct str text)
{
    if (text.len == 0)
        return;
    buf_puts(out, before);
    plain_append(out, text);
}

void phrase_definition(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str status = value_get_string(v, STR("status"));
    struct str territory = value_get_string(v, STR("territory"));
    const struct value *period = value_get(v, STR("period"));
    size_t start = out->len;

    put_unit(out, p, v, STR("counting_unit"));
    if (status.len > 0) {
        buf_append(out, out->len > start ? STR(", ") : STR(""));
        phrase_term_of(out, p, STR("military_status"), status);
    }
    put_part(out, out->len > start ? _("; criterion: ") : _("criterion: "),
             value_get_string(v, STR("criterion")));
    if (territory.len > 0) {
        buf_puts(out, _("; territory: "));
        phrase_entity(out, p, territory);
    }
    if (period) {
        buf_puts(out, _("; period: "));
        phrase_date(out, p, period, DATE_PERIOD);
    }
    if (value_get(v, STR("as_of"))) {
        buf_puts(out, _("; as of "));
        phrase_date(out, p, value_get(v, STR("as_of")), DATE_MOMENT);
    }
    put_part(out, _("; left out: "), value_get_string(v, STR("excluding")));
}
