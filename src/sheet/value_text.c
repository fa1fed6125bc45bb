#include "sheet/value_text.h"

#include "base/message.h"
#include "format/canon.h"
#include "sheet/place_text.h"
#include "sheet/plain.h"

static void put_raw(struct buf *out, const struct value *v)
{
    struct buf json = {0};
    struct err ignored;

    if (canon_write(&json, v, &ignored) == ERR_OK)
        plain_append(out, buf_str(&json));
    buf_release(&json);
}

/* One member of a term value or of the qualifiers, by the schema's field. */
static void put_field(struct buf *out, const struct phrase *p, const struct member *m)
{
    const struct schema_field *field = schema_field(m->key);
    bool is_date = field && field->type == SCHEMA_FIELD_DATE;

    plain_append(out, field ? schema_label(field->label) : m->key);
    buf_append(out, STR(": "));
    if (is_date)
        phrase_date(out, p, &m->value, DATE_MOMENT);
    else if (m->value.type == VALUE_INTEGER)
        plain_number(out, m->value.integer);
    else if (m->value.type == VALUE_TRUE || m->value.type == VALUE_FALSE)
        buf_puts(out, m->value.type == VALUE_TRUE ? _("yes") : _("no"));
    else if (m->value.type != VALUE_STRING)
        put_raw(out, &m->value);
    else if (field && field->type == SCHEMA_FIELD_REFERENCE)
        phrase_entity(out, p, m->value.string);
    else if (field && field->type == SCHEMA_FIELD_TERM)
        phrase_term(out, p, field->vocabulary, m->value.string);
    else
        plain_isolated(out, m->value.string, p->isolates);
}

static bool is_named(struct str key, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(key, names[i]))
            return true;
    return false;
}

/* Members that the line has not said yet, behind semicolons. */
static void put_fields(struct buf *out, const struct phrase *p, const struct value *v,
                       const struct str *said, size_t said_count)
{
    if (!v || v->type != VALUE_OBJECT)
        return;
    for (uint32_t i = 0; i < v->count; i++) {
        if (is_named(v->members[i].key, said, said_count))
            continue;
        buf_append(out, STR("; "));
        put_field(out, p, &v->members[i]);
    }
}

static void put_term(struct buf *out, const struct phrase *p,
                     const struct claim_row *claim)
{
    static const struct str said[] = {STR_INIT("term"), STR_INIT("words"),
                                      STR_INIT("lang")};
    const struct schema_property *property =
        additions_property(p->labels->additions, claim->property);

    phrase_term(out, p, property ? property->vocabulary : NULL, claim->term);
    phrase_words_beside(out, p, &claim->value);
    put_fields(out, p, &claim->value, said, 3);
}

/* Measures and counts have the same members; the property tells them apart, or the unit.
 */
static bool is_quantity(const struct phrase *p, const struct claim_row *claim)
{
    const struct schema_property *property =
        additions_property(p->labels->additions, claim->property);
    const struct schema_vocabulary *units = schema_vocabulary(STR("unit"));
    uint32_t values = property ? property->values : 0;

    if (!(values & SCHEMA_COUNT) != !(values & SCHEMA_QUANTITY))
        return (values & SCHEMA_QUANTITY) != 0;
    return units && additions_term(p->labels->additions, units,
                                   value_get_string(&claim->value, STR("unit")));
}

static void put_count(struct buf *out, const struct phrase *p,
                      const struct claim_row *claim)
{
    const struct schema_property *property =
        additions_property(p->labels->additions, claim->property);

    if ((property && (property->values & SCHEMA_DEFINITION)) ||
        value_get(&claim->value, STR("criterion")))
        phrase_definition(out, p, &claim->value);
    else if (is_quantity(p, claim))
        phrase_quantity(out, p, &claim->value);
    else
        phrase_count(out, p, &claim->value);
}

static void put_name(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str written = value_get_string(v, STR("written"));
    struct str script = value_get_string(v, STR("script"));
    const struct value *parts = value_get(v, STR("parts"));

    if (written.len > 0)
        plain_quoted(out, written, value_get_string(v, STR("lang")), p->isolates);
    for (uint32_t i = 0; parts && parts->type == VALUE_OBJECT && i < parts->count; i++) {
        buf_append(out, STR("; "));
        phrase_term_of(out, p, STR("name_part"), parts->members[i].key);
        buf_append(out, STR(": "));
        if (parts->members[i].value.type == VALUE_STRING)
            plain_isolated(out, parts->members[i].value.string, p->isolates);
        else
            put_raw(out, &parts->members[i].value);
    }
    if (script.len > 0) {
        buf_puts(out, _(", script: "));
        phrase_term_of(out, p, STR("script"), script);
    }
}

static void put_other(struct buf *out, const struct phrase *p, const struct value *v)
{
    struct str scheme = value_get_string(v, STR("scheme"));

    if (scheme.len > 0) {
        phrase_term_of(out, p, STR("identifier_scheme"), scheme);
        buf_append(out, STR(": "));
        plain_append(out, value_get_string(v, STR("value")));
    } else if (!place_text_area(out, p, v)) {
        put_raw(out, v);
    }
}

/* The only dates that last are those that say so by their property. */
static enum date_sense sense_of(struct str property)
{
    return str_equal(property, STR("period_covered")) ? DATE_PERIOD : DATE_MOMENT;
}

void value_text(struct buf *out, const struct phrase *p, const struct claim_row *claim)
{
    const struct value *v = &claim->value;

    switch (claim->form) {
    case FORM_NONE:
        buf_puts(out, _("no value"));
        break;
    case FORM_TEXT:
        plain_isolated(out, claim->text, p->isolates);
        break;
    case FORM_REFERENCE:
        phrase_entity(out, p, claim->entity);
        break;
    case FORM_NUMBER:
        plain_number(out, v->integer);
        break;
    case FORM_TRUE:
    case FORM_FALSE:
        buf_puts(out, claim->form == FORM_TRUE ? _("yes") : _("no"));
        break;
    case FORM_TERM:
        put_term(out, p, claim);
        break;
    case FORM_DATE:
    case FORM_DATE_TEXT:
        phrase_date(out, p, v, sense_of(claim->property));
        break;
    case FORM_PLACE:
        phrase_place(out, p, v);
        break;
    case FORM_POINT:
        place_text_point(out, p, v);
        break;
    case FORM_COUNT:
    case FORM_QUANTITY:
        put_count(out, p, claim);
        break;
    case FORM_NAME:
        put_name(out, p, v);
        break;
    case FORM_WORDS:
        plain_quoted(out, claim->text, value_get_string(v, STR("lang")), p->isolates);
        break;
    case FORM_OTHER:
        put_other(out, p, v);
        break;
    }
}

static void put_quantifier(struct buf *out, const struct phrase *p,
                           const struct claim_row *claim)
{
    struct buf term = {0};
    int64_t number = 0;

    if (claim->quantifier.len == 0)
        return;
    phrase_term_of(&term, p, STR("quantifier"), claim->quantifier);
    buf_printf(out, _(" – said of %s of them"), buf_text(&term));
    buf_release(&term);
    if (value_get_integer(&number, claim->qualifiers, STR("number"))) {
        buf_append(out, STR(", "));
        plain_number(out, number);
    }
}

static void put_mode(struct buf *out, enum claim_mode mode)
{
    switch (mode) {
    case CLAIM_ASSERTED:
        break;
    case CLAIM_NEGATED:
        buf_puts(out, _("SAID NOT TO BE SO: "));
        break;
    case CLAIM_LOOKED_FOR_NOT_FOUND:
        buf_puts(out, _("LOOKED FOR AND NOT FOUND: "));
        break;
    case CLAIM_SAID_UNKNOWN:
        buf_puts(out, _("SAID TO BE UNKNOWN"));
        break;
    }
}

void value_text_whole(struct buf *out, const struct phrase *p,
                      const struct claim_row *claim)
{
    static const struct str said[] = {STR_INIT("number")};

    put_mode(out, claim->mode);
    if (claim->mode == CLAIM_SAID_UNKNOWN)
        phrase_words_beside(out, p, &claim->value);
    else
        value_text(out, p, claim);
    put_quantifier(out, p, claim);
    put_fields(out, p, claim->qualifiers, said, claim->quantifier.len > 0 ? 1 : 0);
}
