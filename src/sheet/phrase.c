#include "sheet/phrase.h"

#include "base/clock.h"
#include "format/edtf.h"
#include "record/id.h"
#include "sheet/plain.h"

enum { ID_SHORT = 8, ID_GROUP = 4 };

void phrase_term(struct buf *out, const struct schema_vocabulary *vocabulary,
                 struct str key)
{
    const struct schema_term *term = vocabulary ? schema_term(vocabulary, key) : NULL;

    plain_append(out, term ? term->label[SCHEMA_ENGLISH] : key);
}

void phrase_term_of(struct buf *out, struct str vocabulary, struct str key)
{
    phrase_term(out, schema_vocabulary(vocabulary), key);
}

void phrase_property(struct buf *out, struct str key)
{
    const struct schema_property *property = schema_property(key);

    plain_append(out, property ? property->label[SCHEMA_ENGLISH] : key);
}

void phrase_kind(struct buf *out, const struct entity_row *entity)
{
    const struct schema_kind *kind = schema_kind(entity->kind);

    if (entity->kind.len == 0)
        buf_append(out, STR("named here, but no statement says what it is"));
    else
        plain_append(out, kind ? kind->label[SCHEMA_ENGLISH] : entity->kind);
    if (entity->class_.len > 0) {
        buf_append(out, STR(", "));
        phrase_term(out, kind ? kind->classes : NULL, entity->class_);
    }
    if (entity->is_several)
        buf_append(out, STR(" (several)"));
}

void phrase_id(struct buf *out, struct str id)
{
    if (id.len < ID_SHORT) {
        plain_append(out, id);
        return;
    }
    buf_append(out, str_prefix(id, ID_GROUP));
    buf_char(out, '-');
    buf_append(out, str_prefix(str_after(id, ID_GROUP), ID_SHORT - ID_GROUP));
}

void phrase_entity(struct buf *out, const struct phrase *p, struct str id)
{
    const struct label *label = labels_find(p->labels, id);

    if (str_equal(id, STR("not_stated"))) {
        buf_append(out, STR("not stated"));
        return;
    }
    if (label && label->is_alleged)
        buf_append(out, STR("alleged: "));
    if (label && label->name.len > 0) {
        plain_quoted(out, label->name, STR(""), p->isolates);
        buf_char(out, ' ');
    } else if (label) {
        buf_append(out, STR("unnamed "));
        phrase_kind(out, &label->entity);
        buf_char(out, ' ');
    }
    buf_char(out, '(');
    phrase_id(out, id);
    buf_char(out, ')');
}

void phrase_member(struct buf *out, const struct phrase *p, struct str id)
{
    const struct label *label = labels_find(p->labels, id);

    if (label && label->name.len > 0) {
        phrase_entity(out, p, id);
        return;
    }
    buf_append(out, STR("member "));
    phrase_id(out, id);
}

void phrase_words_beside(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str words = value_get_string(v, STR("words"));

    if (words.len == 0)
        return;
    buf_append(out, STR(" ("));
    plain_quoted(out, words, value_get_string(v, STR("lang")), p->isolates);
    buf_char(out, ')');
}

void phrase_date(struct buf *out, const struct phrase *p, const struct value *date,
                 enum date_sense sense)
{
    struct str text = date && date->type == VALUE_STRING
                          ? date->string
                          : value_get_string(date, STR("edtf"));
    struct str words = value_get_string(date, STR("words"));
    struct edtf read;
    struct edtf meant;
    struct err ignored;

    if (text.len == 0) {
        plain_quoted(out, words, value_get_string(date, STR("lang")), p->isolates);
        return;
    }
    if (edtf_parse(&read, text, &ignored) != ERR_OK) {
        plain_append(out, text);
    } else if (sense == DATE_MOMENT) {
        edtf_within(&meant, &read);
        edtf_describe(out, &meant, EDTF_ENGLISH);
    } else {
        edtf_describe(out, &read, EDTF_ENGLISH);
    }
    if (str_equal(words, STR("not stated")))
        buf_append(out, STR(" (the source does not say)"));
    else
        phrase_words_beside(out, p, date);
    if (value_is_string(value_get(date, STR("relative_to")), STR("uttered")))
        buf_append(out, STR(", reckoned from when it was said"));
}

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
    if (lower && upper) {
        put_amount(out, lower);
        buf_append(out, STR(" to "));
        put_amount(out, upper);
    } else {
        buf_append(out, lower ? STR("at least ") : STR("at most "));
        put_amount(out, lower ? lower : upper);
    }
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
            buf_append(out, STR("about "));
        put_amount(out, exact ? exact : about);
        if (lower || upper)
            buf_append(out, STR(", bounds: "));
    }
    if (lower || upper)
        put_range(out, lower, upper);
    return true;
}

static void put_unit(struct buf *out, const struct value *v, struct str vocabulary)
{
    struct str key = value_get_string(v, STR("unit"));
    const struct schema_vocabulary *units = schema_vocabulary(vocabulary);
    const struct schema_term *unit = units ? schema_term(units, key) : NULL;
    struct str noun = unit ? unit->label[SCHEMA_ENGLISH] : key;

    if (key.len == 0)
        return;
    buf_char(out, ' ');
    if (is_exactly_one(v))
        plain_append(out, noun);
    else
        plain_plural(out, noun);
}

/* Number and unit; or the words, and what they would count. */
static void put_size(struct buf *out, const struct phrase *p, const struct value *v,
                     struct str vocabulary)
{
    bool has_number = put_bounds(out, v);

    if (has_number) {
        put_unit(out, v, vocabulary);
        return;
    }
    if (value_get(v, STR("words")))
        plain_quoted(out, value_get_string(v, STR("words")),
                     value_get_string(v, STR("lang")), p->isolates);
    else
        buf_append(out, STR("a number"));
    if (value_get_string(v, STR("unit")).len > 0) {
        buf_append(out, STR(" (no number given; of"));
        put_unit(out, v, vocabulary);
        buf_char(out, ')');
    }
}

static void put_per_and_at(struct buf *out, const struct value *v)
{
    struct str per = value_get_string(v, STR("per"));
    struct str at = value_get_string(v, STR("at"));

    if (per.len > 0) {
        buf_append(out, STR(" per "));
        phrase_term_of(out, STR("per"), per);
    }
    if (at.len > 0) {
        buf_char(out, ' ');
        phrase_term_of(out, STR("at"), at);
    }
}

static void put_as_of(struct buf *out, const struct phrase *p, const struct value *v)
{
    const struct value *as_of = value_get(v, STR("as_of"));

    if (!as_of)
        return;
    buf_append(out, STR(", as of "));
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
        struct str words;
    } compared[] = {{STR_INIT("more_than"), STR_INIT(", more than of ")},
                    {STR_INIT("fewer_than"), STR_INIT(", fewer than of ")}};

    put_size(out, p, count, STR("counting_unit"));
    put_per_and_at(out, count);
    for (size_t i = 0; i < 2; i++) {
        struct str other = value_get_string(count, compared[i].key);

        if (other.len == 0)
            continue;
        buf_append(out, compared[i].words);
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
        buf_append(out, id_is_valid(on) ? STR(" at the time of ") : STR(" on "));
        if (id_is_valid(on))
            phrase_entity(out, p, on);
        else
            phrase_date(out, p, value_get(v, STR("on")), DATE_MOMENT);
    }
    put_as_of(out, p, v);
    if (has_number(v))
        phrase_words_beside(out, p, v);
}

static void put_part(struct buf *out, struct str before, struct str text)
{
    if (text.len == 0)
        return;
    buf_append(out, before);
    plain_append(out, text);
}

void phrase_definition(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str status = value_get_string(v, STR("status"));
    struct str territory = value_get_string(v, STR("territory"));
    const struct value *period = value_get(v, STR("period"));
    size_t start = out->len;

    if (value_get_string(v, STR("unit")).len > 0) {
        buf_append(out, STR("counted:"));
        put_unit(out, v, STR("counting_unit"));
    }
    if (status.len > 0) {
        buf_append(out, out->len > start ? STR(", ") : STR(""));
        phrase_term_of(out, STR("military_status"), status);
    }
    put_part(out, out->len > start ? STR("; criterion: ") : STR("criterion: "),
             value_get_string(v, STR("criterion")));
    if (territory.len > 0) {
        buf_append(out, STR("; territory: "));
        phrase_entity(out, p, territory);
    }
    if (period) {
        buf_append(out, STR("; period: "));
        phrase_date(out, p, period, DATE_PERIOD);
    }
    if (value_get(v, STR("as_of"))) {
        buf_append(out, STR("; as of "));
        phrase_date(out, p, value_get(v, STR("as_of")), DATE_MOMENT);
    }
    put_part(out, STR("; left out: "), value_get_string(v, STR("excluding")));
}

/* How near the place is known: said where the record says it, and where it says nobody
 * knows. */
static void put_precision(struct buf *out, const struct value *v)
{
    const struct value *precision = value_get(v, STR("precision_m"));
    int64_t m = 0;

    if (value_get_integer(&m, v, STR("distance_m"))) {
        buf_append(out, STR(", at "));
        plain_counted(out, m, STR("metre"));
    }
    if (precision && precision->type == VALUE_NULL)
        buf_append(out, STR(", nobody knows how precisely"));
    if (value_get_integer(&m, v, STR("precision_m"))) {
        buf_append(out, STR(", to within "));
        plain_counted(out, m, STR("metre"));
    }
}

void phrase_place(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str relation = value_get_string(v, STR("relation"));
    struct str anchor = value_get_string(v, STR("anchor"));
    bool has_anchor = anchor.len > 0 && !str_equal(anchor, STR("not_stated"));

    if (relation.len == 0) {
        phrase_entity(out, p, value_get_string(v, STR("place")));
        phrase_words_beside(out, p, v);
        return;
    }
    phrase_term_of(out, STR("place_relation"), relation);
    buf_char(out, ' ');
    if (has_anchor) {
        phrase_entity(out, p, anchor);
        phrase_words_beside(out, p, v);
    } else {
        plain_quoted(out, value_get_string(v, STR("words")),
                     value_get_string(v, STR("lang")), p->isolates);
        buf_append(out, STR(" (of which place is not stated)"));
    }
    put_precision(out, v);
}

void phrase_time(struct buf *out, int64_t at_s)
{
    struct clock_text clock = clock_write(at_s);

    buf_append(out, (struct str){clock.text, 10});
    buf_char(out, ' ');
    buf_append(out, (struct str){clock.text + 11, 5});
    buf_append(out, STR(" UTC"));
}
