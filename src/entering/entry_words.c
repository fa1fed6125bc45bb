/* A claim of a page in a few words, for the echo beside what was typed. */

#include "base/message.h"
#include "entering/entry_inside.h"
#include "format/edtf.h"

static void term_append(struct buf *out, struct str vocabulary, struct str key)
{
    const struct schema_vocabulary *words = schema_vocabulary(vocabulary);
    const struct schema_term *term = words ? schema_term(words, key) : NULL;

    buf_append(out, term ? schema_label(term->label) : key);
}

static void thing_append(struct buf *out, const struct entry *entry, struct str local)
{
    for (size_t i = 0; i < entry->thing_count; i++) {
        const struct entry_thing *thing = &entry->things[i];
        const struct schema_kind *kind = schema_kind(thing->kind);

        if (!str_equal(thing->local, local))
            continue;
        if (thing->name.len > 0)
            buf_printf(out, "“" STR_FMT "”", STR_ARG(thing->name));
        else if (kind && thing->class_.len > 0)
            term_append(out, kind->classes->key, thing->class_);
        else
            buf_append(out, kind ? schema_label(kind->label) : local);
        return;
    }
    buf_append(out,
               str_equal(local, STR("not_stated")) ? str_from_c(_("not stated")) : local);
}

static void date_append(struct buf *out, struct str text)
{
    struct edtf date;
    struct err ignored = {0};

    if (edtf_parse(&date, text, &ignored) == ERR_OK)
        edtf_describe(out, &date, edtf_user_language());
    else
        buf_append(out, text);
}

static void number_append(struct buf *out, const struct value *v)
{
    int64_t n = 0;
    int64_t upper = 0;
    const bool has_upper = value_get_integer(&upper, v, STR("upper"));

    if (value_get_integer(&n, v, STR("exact")))
        buf_i64(out, n);
    else if (value_get_integer(&n, v, STR("about")))
        buf_printf(out, _("about %lld"), (long long)n);
    else if (value_get_integer(&n, v, STR("lower")) && has_upper)
        buf_printf(out, _("%lld to %lld"), (long long)n, (long long)upper);
    else if (value_get_integer(&n, v, STR("lower")))
        buf_printf(out, _("at least %lld"), (long long)n);
    else if (has_upper)
        buf_printf(out, _("at most %lld"), (long long)upper);
}

/* "back of the head", "person", "per cell" behind what they belong to. */
static void terms_append(struct buf *out, const struct value *v)
{
    static const char *const keys[] = {"region", "side", "timing", "unit", "per", "at"};
    static const char *const vocabularies[] = {"body_region",   "side", "trauma_timing",
                                               "counting_unit", "per",  "at"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct str text = value_get_string(v, str_from_c(keys[i]));

        if (text.len == 0)
            continue;
        buf_append(out, out->len > 0 && i < 3 ? STR(", ") : STR(" "));
        term_append(out, str_from_c(vocabularies[i]), text);
    }
}

static void places_append(struct buf *out, const struct entry *entry,
                          const struct value *v)
{
    static const struct str keys[] = {STR_INIT("anchor"), STR_INIT("place")};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (value_get_string(v, keys[i]).len > 0) {
            buf_char(out, ' ');
            thing_append(out, entry, value_get_string(v, keys[i]));
        }
}

/* Members of a value in the order in which they are read. */
static void object_append(struct buf *out, const struct entry *entry,
                          const struct schema_property *property, const struct value *v)
{
    const struct str term = value_get_string(v, STR("term"));
    const struct str relation = value_get_string(v, STR("relation"));
    const struct str words = value_get_string(v, STR("words"));

    if (term.len > 0 && property && property->vocabulary)
        term_append(out, property->vocabulary->key, term);
    if (relation.len > 0)
        term_append(out, STR("place_relation"), relation);
    number_append(out, v);
    if (value_get_string(v, STR("edtf")).len > 0)
        date_append(out, value_get_string(v, STR("edtf")));
    buf_append(out, value_get_string(v, STR("written")));
    terms_append(out, v);
    places_append(out, entry, v);
    if (words.len > 0)
        buf_printf(out, " “" STR_FMT "”", STR_ARG(words));
}

/* As written where the source did not say: "declined: by “a resident”". */
static void qualifiers_append(struct buf *out, const struct entry *entry,
                              const struct value *qualifiers)
{
    for (uint32_t i = 0; qualifiers && i < qualifiers->count; i++) {
        const struct member *m = &qualifiers->members[i];
        const struct schema_field *field = schema_field(m->key);

        if (m->value.type != VALUE_STRING)
            continue;
        buf_append(out, STR(", "));
        if (field && field->type == SCHEMA_FIELD_TERM)
            term_append(out, field->vocabulary->key, m->value.string);
        else if (field && field->type == SCHEMA_FIELD_REFERENCE) {
            buf_printf(out, STR_FMT " ", STR_ARG(schema_label(field->label)));
            thing_append(out, entry, m->value.string);
        } else
            buf_append(out, m->value.string);
    }
}

static void about_append(struct buf *out, const struct entry *entry,
                         const struct value *claim)
{
    const struct str about = value_get_string(claim, STR("about"));

    for (size_t i = 0; i < entry->thing_count; i++)
        if (str_equal(entry->things[i].local, about)) {
            thing_append(out, entry, about);
            buf_append(out, STR(" · "));
            return;
        }
}

struct str entry_claim_words(struct arena *arena, const struct entry *entry,
                             const struct value *claim)
{
    const struct schema_property *property =
        schema_property(value_get_string(claim, STR("property")));
    const struct value *value = value_get(claim, STR("value"));
    const struct str mode = value_get_string(claim, STR("mode"));
    const struct str quantifier = value_get_string(claim, STR("quantifier"));
    struct buf out = {0};
    struct buf said = {0};
    struct str kept;

    about_append(&out, entry, claim);
    if (mode.len > 0) {
        term_append(&out, STR("mode"), mode);
        buf_append(&out, STR(" · "));
    }
    buf_append(&out, property ? schema_label(property->label)
                              : value_get_string(claim, STR("property")));
    buf_append(&out, STR(": "));
    if (value && value->type == VALUE_OBJECT)
        object_append(&said, entry, property, value);
    else if (value && value->type == VALUE_STRING && property &&
             (property->values & SCHEMA_REFERENCE))
        thing_append(&said, entry, value->string);
    else if (value && value->type == VALUE_STRING)
        buf_append(&said, value->string);
    buf_append(&out, buf_str(&said));
    qualifiers_append(&out, entry, value_get(claim, STR("qualifiers")));
    if (quantifier.len > 0) {
        buf_append(&out, STR(", "));
        term_append(&out, STR("quantifier"), quantifier);
    }
    kept = arena_str(arena, str_trim(buf_str(&out)));
    buf_release(&said);
    buf_release(&out);
    return kept;
}
