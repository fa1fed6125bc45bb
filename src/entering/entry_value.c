/* The value of a property as it is typed, and what stands behind a term. */

#include "base/message.h"
#include "entering/amount.h"
#include "entering/entry_inside.h"
#include "entering/when.h"
#include "entering/words.h"
#include "record/claim_value.h"

enum { FINDING_LEAST = 2 };

/* What may be found on somebody or on a body, in the order in which a word is looked for:
 * a finding before an opinion. */
static const struct str findings[] = {
    STR_INIT("wound"),          STR_INIT("restraint"), STR_INIT("head_covering"),
    STR_INIT("injury_opinion"), STR_INIT("cause"),     STR_INIT("sex"),
    STR_INIT("age_band"),       STR_INIT("status"),    STR_INIT("fate"),
};

struct str entry_quantifier_cut(struct str *text)
{
    const struct schema_term *term = NULL;
    size_t comma = text->len;

    for (size_t i = 0; i < text->len; i++)
        if (text->ptr[i] == ',')
            comma = i;
    if (comma == text->len ||
        words_term(&term, schema_vocabulary(STR("quantifier")),
                   str_trim(str_after(*text, comma + 1))) < WORD_BEGINS)
        return STR("");
    *text = str_trim(str_prefix(*text, comma));
    return term->key;
}

static bool takes(const struct schema_field *const *fields, size_t count, struct str key)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(fields[i]->key, key))
            return true;
    return false;
}

/* One of the members a term may have, or of the claim's qualifiers. */
static bool extra_take(struct entry_work *work, const struct schema_property *property,
                       struct entry_said *said, struct str *rest)
{
    static const struct str keys[] = {STR_INIT("region"), STR_INIT("side"),
                                      STR_INIT("timing")};
    const struct schema_term *term = NULL;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct schema_field *field = schema_field(keys[i]);
        const bool is_extra = takes(property->extras, property->extra_count, keys[i]);
        const bool is_allowed =
            takes(property->allowed, property->allowed_count, keys[i]);
        struct value *object = is_extra ? &said->value : &said->qualifiers;

        if ((!is_extra && !is_allowed) || value_get(object, keys[i]) ||
            words_take(&term, field->vocabulary, rest) < WORD_BEGINS)
            continue;
        value_set(object, work->arena, keys[i], value_string(term->key));
        return true;
    }
    return false;
}

/* Small words between: "gunshot wound to the back of the head". */
static void filler_skip(struct str *rest)
{
    static const struct str fillers[] = {STR_INIT("to"), STR_INIT("the"), STR_INIT("on"),
                                         STR_INIT("in"), STR_INIT("of"),  STR_INIT("at"),
                                         STR_INIT("на"), STR_INIT("у"),   STR_INIT("в")};

    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0];) {
        struct str after = *rest;

        if (words_same(fillers[i], words_next(&after))) {
            *rest = after;
            i = 0;
        } else {
            i++;
        }
    }
}

void entry_extras(struct entry_work *work, const struct schema_property *property,
                  struct entry_said *said, struct str rest)
{
    const struct schema_vocabulary *quantifiers = schema_vocabulary(STR("quantifier"));
    const struct schema_term *quantifier = NULL;

    while (str_trim(rest).len > 0) {
        struct str kept = rest;

        if (words_take(&quantifier, quantifiers, &rest) >= WORD_BEGINS) {
            said->quantifier = quantifier->key;
            continue;
        }
        filler_skip(&rest);
        if (extra_take(work, property, said, &rest))
            continue;
        entry_complain(work, arena_printf(work->arena,
                                          _("“" STR_FMT "” is not understood here: it is "
                                            "no region of the body, no side, and not one "
                                            "of all, most, some, none, at least one."),
                                          STR_ARG(str_trim(kept))));
        return;
    }
}

static bool subject_of(struct entry_work *work, struct entry_said *said,
                       const struct schema_property *property)
{
    said->about = entry_thing_last(work, property->about);
    if (!said->about)
        entry_complain(work, str_from_c(_("A finding on whom? Name the people or the "
                                          "bodies in a line before.")));
    return said->about != NULL;
}

static void term_claim(struct entry_work *work, const struct schema_property *property,
                       const struct schema_term *term, struct str rest)
{
    struct entry_said said = {
        .property = property->key, .value = value_object(), .qualifiers = value_object()};
    const size_t errors = work->out->error_count;

    if (!subject_of(work, &said, property))
        return;
    entry_set(work, &said.value, "term", term->key);
    entry_extras(work, property, &said, rest);
    entry_set(work, &said.value, "words", work->words);
    if (work->out->error_count == errors)
        entry_claim(work, &said);
}

bool entry_finding(struct entry_work *work, struct str text)
{
    struct str behind = text;

    if (words_next(&behind).len < FINDING_LEAST)
        return false; /* "a resident" is no beginning of "alive" */
    for (size_t i = 0; i < sizeof findings / sizeof findings[0]; i++) {
        const struct schema_property *property = schema_property(findings[i]);
        const struct schema_term *term = NULL;
        struct str rest = text;

        if (!property || words_take(&term, property->vocabulary, &rest) < WORD_BEGINS)
            continue;
        term_claim(work, property, term, rest);
        return true;
    }
    return false;
}

bool entry_absent(struct entry_work *work, struct str part)
{
    const struct schema_property *property = schema_property(STR("part_absent"));
    const struct schema_term *term = NULL;
    struct str rest = part;

    if (words_take(&term, property->vocabulary, &rest) >= WORD_BEGINS) {
        term_claim(work, property, term, rest);
        return true;
    }
    property = schema_property(STR("clothing_absent"));
    if (words_take(&term, property->vocabulary, &rest) < WORD_BEGINS)
        return false;
    term_claim(work, property, term, rest);
    return true;
}

/* ---- values by their form ---- */

static bool as_thing(struct entry_work *work, const struct schema_property *property,
                     struct entry_said *said, struct str text)
{
    struct entry_thing *thing = entry_thing_named(work, text);
    const uint32_t place = entry_kind_bit(STR("place"));
    bool is_stated = true;

    if (!thing && property->refers == place) {
        const struct who who = {.kind = STR("place"), .name = text};

        thing = entry_thing_add(work, &who);
    }
    if (!thing)
        thing = entry_thing_meant(work, text, &is_stated);
    if (!thing && is_stated)
        return false;
    if (thing && !(entry_kind_bit(thing->kind) & property->refers)) {
        entry_complain(
            work, arena_printf(work->arena,
                               _("“" STR_FMT "” cannot be " STR_FMT ": it is another "
                                 "kind of thing."),
                               STR_ARG(text), STR_ARG(schema_label(property->label))));
        return false;
    }
    said->mentions = thing;
    said->value = value_string(thing ? thing->local : STR("not_stated"));
    return true;
}

/* "opposite the station" */
static bool as_relation(struct entry_work *work, struct entry_said *said, struct str text)
{
    const struct schema_term *relation = NULL;
    struct str rest = text;
    struct entry_thing *anchor;
    struct value value = value_object();

    if (words_take(&relation, schema_vocabulary(STR("place_relation")), &rest) !=
        WORD_EXACT)
        return false;
    rest = str_trim(rest);
    anchor = entry_thing_named(work, rest);
    entry_set(work, &value, "relation", relation->key);
    if (anchor)
        entry_set(work, &value, "anchor", anchor->local);
    else
        entry_set(work, &value, "words", text);
    if (work->words.len > 0)
        entry_set(work, &value, "words", work->words);
    said->value = value;
    return true;
}

static bool as_date(struct entry_work *work, struct entry_said *said, struct str text)
{
    static const struct str relative[] = {
        STR_INIT("last"),  STR_INIT("this"),  STR_INIT("yesterday"), STR_INIT("today"),
        STR_INIT("минул"), STR_INIT("вчора"), STR_INIT("сьогодні")};
    struct err err = {0};

    if (text.len > 0 && when_read(&said->value, work->arena, text, &err) != ERR_OK) {
        entry_complain(work, arena_str(work->arena, str_from_c(err.message)));
        return false;
    }
    if (text.len == 0)
        said->value = value_object();
    entry_set(work, &said->value, "words", work->words);
    for (size_t i = 0; i < sizeof relative / sizeof relative[0]; i++)
        if (work->passage && work->passage->has_uttered &&
            words_begins(work->words, relative[i])) {
            entry_set(work, &said->value, "relative_to", STR("uttered"));
            said->is_inferred = text.len > 0;
        }
    return true;
}

static bool as_number(struct entry_work *work, const struct schema_property *property,
                      struct entry_said *said, struct str text)
{
    const struct schema_vocabulary *units = schema_vocabulary(
        property->values & SCHEMA_COUNT ? STR("counting_unit") : STR("unit"));

    if (text.len == 0 && work->words.len > 0)
        said->value = value_object();
    else if (!amount_read(&said->value, work->arena, text, units)) {
        entry_complain(work,
                       arena_printf(work->arena,
                                    _("“" STR_FMT "” is not understood as a number: "
                                      "write 2, 8-15, about ten, at least 1,000, up "
                                      "to 8 persons per cell, 9 years."),
                                    STR_ARG(text)));
        return false;
    }
    if (!value_get(&said->value, STR("unit")) && (property->values & SCHEMA_COUNT) &&
        !property->is_unit_optional)
        entry_set(work, &said->value, "unit", STR("person"));
    entry_set(work, &said->value, "words", work->words);
    return true;
}

static bool as_term(struct entry_work *work, const struct schema_property *property,
                    struct entry_said *said, struct str text)
{
    const struct schema_term *term = NULL;
    struct str rest = text;
    const size_t errors = work->out->error_count;

    if (words_take(&term, property->vocabulary, &rest) < WORD_BEGINS)
        return false;
    said->value = value_object();
    entry_set(work, &said->value, "term", term->key);
    entry_extras(work, property, said, rest);
    entry_set(work, &said->value, "words", work->words);
    return work->out->error_count == errors;
}

static void as_name(struct entry_work *work, struct entry_said *said, struct str text)
{
    said->value = value_object();
    entry_set(work, &said->value, "written", text);
}

/* Words alone: "sought: “flags”". */
static bool as_words(struct entry_work *work, struct entry_said *said)
{
    said->value = value_object();
    entry_set(work, &said->value, "words", work->words);
    return true;
}

/* The readings of record/claim_value.h, for what has no shorter way here. */
static bool as_any(struct entry_work *work, const struct schema_property *property,
                   struct entry_said *said, struct str text)
{
    struct err err = {0};

    if (claim_value_read(&said->value, work->arena, property->key, text, work->words,
                         &err) == ERR_OK)
        return true;
    entry_complain(work, arena_str(work->arena, str_from_c(err.message)));
    return false;
}

/* What says by itself which form it has. */
static bool as_written(struct entry_work *work, const struct schema_property *property,
                       struct entry_said *said, struct str text, bool *is_done)
{
    const size_t errors = work->out->error_count;

    *is_done = true;
    if ((property->values & SCHEMA_TERM) && as_term(work, property, said, text))
        return true;
    if (work->out->error_count > errors)
        return false;
    if ((property->values & SCHEMA_PLACE_RELATION) && as_relation(work, said, text))
        return true;
    *is_done = false;
    return false;
}

static bool no_such_term(struct entry_work *work, const struct schema_property *property,
                         struct str text)
{
    struct buf list = {0};

    words_terms_append(&list, property->vocabulary, text);
    entry_complain(
        work,
        list.len > 0
            ? arena_printf(work->arena, _("“" STR_FMT "” may be several: " STR_FMT "."),
                           STR_ARG(text), STR_ARG(buf_str(&list)))
            : arena_printf(work->arena,
                           _("“" STR_FMT "” is none of the words for “" STR_FMT "”."),
                           STR_ARG(text), STR_ARG(schema_label(property->label))));
    buf_release(&list);
    return false;
}

/* Values that are entities, terms or texts and nothing else. */
static bool as_plain(struct entry_work *work, const struct schema_property *property,
                     struct entry_said *said, struct str text)
{
    const bool is_reference = (property->values & SCHEMA_REFERENCE) != 0;

    if (property->values == SCHEMA_NAME) {
        as_name(work, said, text);
        return true;
    }
    if (property->values == SCHEMA_TERM)
        return no_such_term(work, property, text);
    if (is_reference &&
        (!(property->values & SCHEMA_TEXT) || entry_thing_named(work, text)))
        return as_thing(work, property, said, text);
    return as_any(work, property, said, text);
}

/* Nothing but the source's words, or nothing at all. */
static bool as_silence(struct entry_work *work, struct entry_said *said)
{
    if (work->words.len > 0)
        return as_words(work, said);
    entry_complain(work, str_from_c(_("Say what it is.")));
    return false;
}

bool entry_value(struct entry_work *work, const struct schema_property *property,
                 struct entry_said *said, struct str text)
{
    bool is_done = false;
    bool is_good;

    if (str_equal(work->mode, STR("said_unknown"))) {
        said->has_no_value = work->words.len == 0;
        return as_words(work, said);
    }
    if (text.len > 0 && text.ptr[0] == '{')
        return as_any(work, property, said, text);
    is_good = text.len > 0 && as_written(work, property, said, text, &is_done);
    if (is_done && text.len > 0)
        return is_good;
    if ((property->values & SCHEMA_DATE) && text.len + work->words.len > 0)
        return as_date(work, said, text);
    if (property->values & (SCHEMA_COUNT | SCHEMA_QUANTITY))
        return as_number(work, property, said, text);
    return text.len > 0 ? as_plain(work, property, said, text) : as_silence(work, said);
}
