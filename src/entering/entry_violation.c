/* A violation: what was done, to whom, by whom, where and when; and claims one by one. */

#include "base/message.h"
#include "entering/amount.h"
#include "entering/entry_inside.h"
#include "entering/when.h"
#include "entering/words.h"

static void term_of_act(struct entry_work *work, struct entry_thing *act,
                        const char *property, const struct schema_term *term)
{
    struct entry_said said = {
        .about = act, .property = str_from_c(property), .value = value_object()};

    entry_set(work, &said.value, "term", term->key);
    entry_claim(work, &said);
}

/* A method, an instrument or a purpose of the act. */
static void detail_of_act(struct entry_work *work, struct entry_thing *act,
                          struct str text)
{
    static const char *const properties[] = {"method", "instrument", "purpose"};

    for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++) {
        const struct schema_term *term = NULL;

        if (words_term(&term, schema_property(str_from_c(properties[i]))->vocabulary,
                       text) >= WORD_BEGINS) {
            term_of_act(work, act, properties[i], term);
            return;
        }
    }
    entry_complain(work,
                   arena_printf(work->arena,
                                _("“" STR_FMT "” is no method, no instrument and no "
                                  "purpose that the schema has."),
                                STR_ARG(text)));
}

void entry_act(struct entry_work *work, struct str text)
{
    const struct schema_term *term = NULL;
    struct str rest = text;
    const struct str name = str_trim(str_cut(&rest, ','));
    struct who who = {.kind = STR("act")};
    struct entry_thing *act;

    if (words_term(&term, schema_vocabulary(STR("act_class")), name) < WORD_BEGINS) {
        struct buf list = {0};

        words_terms_append(&list, schema_vocabulary(STR("act_class")), name);
        entry_complain(
            work, list.len > 0
                      ? arena_printf(work->arena,
                                     _("“" STR_FMT "” may be several: " STR_FMT "."),
                                     STR_ARG(name), STR_ARG(buf_str(&list)))
                      : arena_printf(work->arena,
                                     _("“" STR_FMT "” is no act that the schema has."),
                                     STR_ARG(name)));
        buf_release(&list);
        return;
    }
    who.class_ = term->key;
    act = entry_thing_add(work, &who);
    while (act && rest.len > 0) {
        const struct str detail = str_trim(str_cut(&rest, ','));

        if (detail.len > 0)
            detail_of_act(work, act, detail);
    }
    if (act)
        entry_say(work, arena_printf(work->arena, _("An act: " STR_FMT "."),
                                     STR_ARG(schema_label(term->label))));
}

void entry_victim(struct entry_work *work, struct str text)
{
    struct entry_said said = {.property = STR("victim")};
    struct str who = text;
    struct str rest = text;
    struct value amount;
    bool is_stated = true;

    said.about = entry_thing_last(work, entry_kind_bit(STR("act")));
    said.quantifier = entry_quantifier_cut(&who);
    if (amount_take(&amount, work->arena, &rest)) {
        entry_line_plain(work, text);
        said.mentions = entry_thing_last(work, entry_kind_bit(STR("people")) |
                                                   entry_kind_bit(STR("person")));
    } else if (entry_thing_known(work, who)) {
        said.mentions = entry_thing_meant(work, who, &is_stated);
    } else {
        entry_line_plain(work, who);
        said.mentions = entry_thing_named(work, who);
        if (!said.mentions)
            said.mentions = entry_thing_last(work, entry_kind_bit(STR("people")) |
                                                       entry_kind_bit(STR("person")));
    }
    if (!said.about || !said.mentions)
        return;
    said.value = value_string(said.mentions->local);
    entry_claim(work, &said);
}

/* WHO, DEGREE: being there, commanding and doing are different claims. */
void entry_by(struct entry_work *work, struct str text)
{
    struct entry_said said = {.property = STR("involvement"),
                              .qualifiers = value_object()};
    const struct schema_term *degree = NULL;
    struct str rest = text;
    const struct str who = str_trim(str_cut(&rest, ','));
    bool is_stated = true;

    said.about = entry_thing_last(work, entry_kind_bit(STR("act")));
    if (!said.about) {
        entry_complain(work, str_from_c(_("By whom what? Choose the act first.")));
        return;
    }
    said.mentions = entry_thing_meant(work, who, &is_stated);
    if (!said.mentions && is_stated)
        return;
    if (words_term(&degree, schema_vocabulary(STR("involvement_degree")),
                   str_trim(rest)) < WORD_BEGINS) {
        entry_complain(work,
                       str_from_c(_("Say what part: “direct”, “ordered”, “present”, "
                                    "“commanded”, “attributed to a group” … Being "
                                    "there, commanding and doing are different "
                                    "claims.")));
        return;
    }
    entry_set(work, &said.qualifiers, "degree", degree->key);
    said.value = value_string(said.mentions ? said.mentions->local : STR("not_stated"));
    entry_claim(work, &said);
}

/* ---- where ---- */

/* The claim that says where: of an act or event, else of a body. */
static const struct schema_property *place_property(const struct entry_work *work,
                                                    struct entry_thing **about)
{
    static const struct str keys[] = {STR_INIT("happened_at"), STR_INIT("found_at"),
                                      STR_INIT("held_at")};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const struct schema_property *property = schema_property(keys[i]);

        *about = entry_thing_last(work, property->about);
        if (*about)
            return property;
    }
    return NULL;
}

/* The place that was chosen: of the archive, of a gazetteer, or a new one. */
static struct str chosen_place(struct entry_work *work, struct str is, struct str words)
{
    struct who who = {.kind = STR("place"), .name = words};
    struct entry_thing *thing = NULL;
    struct str local = STR("");
    bool is_stated;

    if (is.len == 0 || str_equal(is, STR("none")))
        return STR("");
    if (str_starts_with(is, STR("gazetteer:"))) {
        if (work->err->code == ERR_OK && work->world->place)
            (void)work->world->place(&local, &work->out->drafts, work->world->data,
                                     str_after(is, STR("gazetteer:").len), work->err);
        return local;
    }
    if (str_equal(is, STR("new")))
        thing = entry_thing_add(work, &who);
    else
        thing = entry_thing_meant(work, is, &is_stated);
    return thing ? thing->local : STR("");
}

static struct value place_value(struct entry_work *work, struct str words, struct str at,
                                struct str relation)
{
    struct value value = value_object();
    const struct schema_term *term = NULL;

    if (at.len > 0 && relation.len == 0) {
        entry_set(work, &value, "place", at);
        entry_set(work, &value, "words", words);
        return value;
    }
    if (words_term(&term, schema_vocabulary(STR("place_relation")), relation) >=
        WORD_BEGINS)
        entry_set(work, &value, "relation", term->key);
    else
        entry_set(work, &value, "relation", STR("at"));
    entry_set(work, &value, "anchor", at);
    entry_set(work, &value, "words", words);
    return value;
}

void entry_place(struct entry_work *work, struct str words, struct str is,
                 struct str relation)
{
    struct entry_said said = {0};
    const struct schema_property *property = place_property(work, &said.about);
    struct str rest = words;
    const struct schema_term *term = NULL;

    if (!property) {
        entry_complain(work, str_from_c(_("What is there, or happened there? Name it "
                                          "first.")));
        return;
    }
    if (relation.len == 0 && is.len == 0 &&
        words_take(&term, schema_vocabulary(STR("place_relation")), &rest) == WORD_EXACT)
        relation = term->key;
    said.property = property->key;
    said.mentions = is.len == 0 ? entry_thing_named(work, str_trim(rest)) : NULL;
    said.value = place_value(
        work, words, said.mentions ? said.mentions->local : chosen_place(work, is, words),
        relation);
    entry_claim(work, &said);
}

/* ---- the violation ---- */

static struct str at_field(struct entry_work *work, const char *field)
{
    work->field = str_from_c(field);
    work->line = 0;
    return entry_get(work->form, work->field);
}

static void read_act(struct entry_work *work)
{
    static const char *const details[] = {"method", "instrument", "purpose"};
    const struct str name = at_field(work, "act");
    struct entry_thing *act;

    if (name.len > 0)
        entry_act(work, name);
    act = entry_thing_last(work, entry_kind_bit(STR("act")));
    for (size_t i = 0; i < sizeof details / sizeof details[0]; i++) {
        struct str rest = at_field(work, details[i]);

        while (act && rest.len > 0) {
            const struct str text = str_trim(str_cut(&rest, ','));
            const struct schema_term *term = NULL;

            if (text.len == 0)
                continue;
            if (words_term(&term, schema_vocabulary(str_from_c(details[i])), text) >=
                WORD_BEGINS)
                term_of_act(work, act, details[i], term);
            else
                entry_complain(work,
                               arena_printf(work->arena,
                                            _("“" STR_FMT "” is not among the words that "
                                              "the schema has for it."),
                                            STR_ARG(text)));
        }
    }
}

typedef void (*line_reader)(struct entry_work *work, struct str text);

static void read_each(struct entry_work *work, const char *field, line_reader read)
{
    struct str rest = at_field(work, field);

    while (rest.len > 0 && work->line < ENTRY_LINES_MAX) {
        const struct str line = str_trim(str_cut(&rest, '\n'));

        work->line++;
        if (line.len > 0)
            read(work, line);
    }
}

static void read_by(struct entry_work *work)
{
    const struct str known = entry_get(work->form, STR("by.known"));
    const bool has_act = entry_thing_last(work, entry_kind_bit(STR("act"))) != NULL;

    if (!has_act)
        return;
    if (entry_get(work->form, STR("by")).len == 0 && known.len == 0)
        entry_complain_of(
            work, STR("by.known"),
            str_from_c(_("“By whom”: choose how the perpetrator is known, or "
                         "say that it is not known.")));
    else if (entry_get(work->form, STR("by")).len == 0 &&
             !str_equal(known, STR("not_known")))
        entry_complain_of(work, STR("by"),
                          str_from_c(_("“By whom”: say who, as the source does.")));
    else
        read_each(work, "by", entry_by);
}

static void read_when(struct entry_work *work)
{
    const struct str text = at_field(work, "when");
    const struct schema_property *when = schema_property(STR("when"));
    struct entry_said said = {.property = when->key, .qualifiers = value_object()};
    struct str rest = text;

    if (text.len == 0)
        return;
    said.about = entry_thing_last(work, when->about);
    if (!said.about) {
        entry_complain(work, str_from_c(_("When what? Choose the act, or name the "
                                          "event.")));
        return;
    }
    work->words = when_words_take(work->arena, &rest);
    if (entry_value(work, when, &said, rest))
        entry_claim(work, &said);
    work->words = STR("");
}

void entry_read_violation(struct entry_work *work)
{
    struct str place;

    read_act(work);
    read_each(work, "victims", entry_victim);
    read_each(work, "findings", entry_read_line);
    read_by(work);
    read_each(work, "events", entry_read_line);
    place = at_field(work, "place");
    if (place.len > 0)
        entry_place(work, place, entry_get(work->form, STR("place.is")),
                    entry_get(work->form, STR("place.relation")));
    read_when(work);
}

/* ---- claims one by one ---- */

static bool row_at(struct entry_work *work, size_t n)
{
    const struct str passage = entry_get_part(work->form, 'r', n, "passage");
    uint64_t number = 1;

    if (passage.len > 0 &&
        (!str_to_u64(&number, passage) || number == 0 || number > ENTRY_PARTS_MAX))
        number = ENTRY_PARTS_MAX;
    if (work->passages[number].local.len == 0) {
        work->field = entry_part_name(work->arena, 'r', n, "passage");
        entry_complain(work, str_from_c(_("There is no such passage on this page.")));
        return false;
    }
    work->passage = &work->passages[number];
    return true;
}

static const struct schema_property *row_property(struct entry_work *work, size_t n,
                                                  struct entry_said *said)
{
    const struct schema_property *property = NULL;
    const struct str key = entry_get_part(work->form, 'r', n, "property");
    const struct str about = entry_get_part(work->form, 'r', n, "about");
    bool is_stated = true;

    work->field = entry_part_name(work->arena, 'r', n, "property");
    if (words_property(&property, key, 0) < WORD_BEGINS) {
        entry_complain(work, str_from_c(_("Choose what is said.")));
        return NULL;
    }
    said->property = property->key;
    work->field = entry_part_name(work->arena, 'r', n, "about");
    said->about = about.len > 0 ? entry_thing_meant(work, about, &is_stated)
                                : entry_thing_last(work, property->about);
    if (said->about && !(entry_kind_bit(said->about->kind) & property->about)) {
        entry_complain(work, arena_printf(work->arena,
                                          _("“" STR_FMT "” is not said of this kind of "
                                            "thing."),
                                          STR_ARG(schema_label(property->label))));
        return NULL;
    }
    if (!said->about)
        entry_complain(work, str_from_c(_("Say of whom or of what.")));
    return said->about ? property : NULL;
}

static void row_claim(struct entry_work *work, size_t n)
{
    struct entry_said said = {.qualifiers = value_object()};
    const struct schema_property *property;
    struct str value = entry_get_part(work->form, 'r', n, "value");

    if (value.len == 0 && entry_get_part(work->form, 'r', n, "words").len == 0 &&
        entry_get_part(work->form, 'r', n, "property").len == 0)
        return;
    if (!row_at(work, n))
        return;
    property = row_property(work, n, &said);
    if (!property)
        return;
    work->field = entry_part_name(work->arena, 'r', n, "value");
    work->note = entry_get_part(work->form, 'r', n, "note");
    work->words = entry_get_part(work->form, 'r', n, "words");
    work->mode = entry_get_part(work->form, 'r', n, "mode");
    if (str_equal(work->mode, STR("asserted")))
        work->mode = STR("");
    work->quantifier = entry_get_part(work->form, 'r', n, "quantifier");
    if (entry_value(work, property, &said, value))
        entry_claim(work, &said);
    work->note = work->words = work->mode = work->quantifier = STR("");
}

void entry_read_rows(struct entry_work *work)
{
    const size_t count = entry_parts(work->form, 'r');

    work->line = 0;
    for (size_t n = 1; n <= count; n++)
        row_claim(work, n);
}
