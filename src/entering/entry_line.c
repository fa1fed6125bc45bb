/* What a passage says, one thing a line. */

#include "base/message.h"
#include "entering/amount.h"
#include "entering/entry_inside.h"
#include "entering/when.h"
#include "entering/words.h"

enum { HEAD_MAX = 40, PREFIX_LEAST = 3 };

/* How a claim is meant: the first word of a line, with a colon. */
static const struct {
    struct str word;
    struct str mode;
} modes[] = {
    {STR_INIT("not"), STR_INIT("negated")},
    {STR_INIT("not so"), STR_INIT("negated")},
    {STR_INIT("не"), STR_INIT("negated")},
    {STR_INIT("looked for"), STR_INIT("looked_for_not_found")},
    {STR_INIT("not found"), STR_INIT("looked_for_not_found")},
    {STR_INIT("не знайдено"), STR_INIT("looked_for_not_found")},
    {STR_INIT("said unknown"), STR_INIT("said_unknown")},
    {STR_INIT("unknown"), STR_INIT("said_unknown")},
    {STR_INIT("невідомо"), STR_INIT("said_unknown")},
};

/* Which event a part in it belongs to, where none of the kind is spoken of. */
static const struct {
    struct str role;
    struct str event;
} events[] = {
    {STR_INIT("informant"), STR_INIT("discovery")},
    {STR_INIT("recipient"), STR_INIT("notification")},
    {STR_INIT("remover"), STR_INIT("removal_of_remains")},
    {STR_INIT("buried"), STR_INIT("burial")},
    {STR_INIT("found"), STR_INIT("discovery")},
    {STR_INIT("arrested"), STR_INIT("arrest")},
    {STR_INIT("arresting"), STR_INIT("arrest")},
    {STR_INIT("searched"), STR_INIT("house_search")},
    {STR_INIT("searching"), STR_INIT("house_search")},
    {STR_INIT("interrogator"), STR_INIT("interrogation")},
    {STR_INIT("interrogated"), STR_INIT("interrogation")},
    {STR_INIT("attacker"), STR_INIT("attack")},
    {STR_INIT("target"), STR_INIT("attack")},
    {STR_INIT("fled"), STR_INIT("flight")},
    {STR_INIT("transported"), STR_INIT("transfer")},
    {STR_INIT("transported_person"), STR_INIT("transfer")},
    {STR_INIT("exhumed"), STR_INIT("exhumation")},
    {STR_INIT("examined"), STR_INIT("examination")},
    {STR_INIT("released"), STR_INIT("release")},
    {STR_INIT("guarded"), STR_INIT("detention")},
    {STR_INIT("ordered"), STR_INIT("order")},
};

static const struct str bodies[] = {STR_INIT("bodies"),  STR_INIT("body"),
                                    STR_INIT("remains"), STR_INIT("тіла"),
                                    STR_INIT("тіло"),    STR_INIT("останки")};

static struct str not_understood(struct entry_work *work, struct str text)
{
    return arena_printf(work->arena,
                        _("“" STR_FMT "” is not understood. Write for example: 2 people, "
                          "the two of the village · gunshot back of the head, all · "
                          "buried: soldiers · age: 9 years."),
                        STR_ARG(str_prefix(text, 80)));
}

/* ---- parts in an event ---- */

static struct entry_thing *event_of(struct entry_work *work,
                                    const struct schema_term *role)
{
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++)
        if (str_equal(events[i].role, role->key))
            return entry_thing_of_class(work, STR("event"), events[i].event);
    {
        struct entry_thing *last = entry_thing_last(work, entry_kind_bit(STR("event")));

        return last ? last : entry_thing_of_class(work, STR("event"), STR("incident"));
    }
}

/* Behind who: under what circumstance; anything else is the post. */
static void part_qualifiers(struct entry_work *work, struct entry_said *said,
                            struct str rest)
{
    while (rest.len > 0) {
        const struct str part = str_trim(str_cut(&rest, ','));
        const struct schema_term *under = NULL;

        if (part.len == 0)
            continue;
        if (words_term(&under, schema_vocabulary(STR("duress")), part) >= WORD_BEGINS)
            entry_set(work, &said->qualifiers, "under", under->key);
        else
            entry_set(work, &said->qualifiers, "post", part);
    }
}

static void part(struct entry_work *work, const struct schema_term *role, struct str text)
{
    struct entry_said said = {.property = STR("participant"),
                              .qualifiers = value_object()};
    struct str rest = text;
    const struct str who = str_trim(str_cut(&rest, ','));
    bool is_stated = true;

    said.mentions = entry_thing_meant(work, who, &is_stated);
    if (!said.mentions && is_stated)
        return;
    said.about = event_of(work, role);
    if (!said.about)
        return;
    entry_set(work, &said.qualifiers, "role", role->key);
    part_qualifiers(work, &said, rest);
    said.value = value_string(said.mentions ? said.mentions->local : STR("not_stated"));
    entry_claim(work, &said);
}

/* "declines: a resident" is said of the claim of the line before. */
static void stance(struct entry_work *work, const struct schema_term *term,
                   struct str text)
{
    struct entry_said said = {.property = STR("stance"),
                              .about_claim = work->last_claim,
                              .value = value_object(),
                              .qualifiers = value_object()};
    bool is_stated = true;

    if (work->last_claim.len == 0) {
        entry_complain(work,
                       str_from_c(_("A yes, a no or a refusal is said of something: "
                                    "write it in the line before.")));
        return;
    }
    said.mentions = entry_thing_meant(work, text, &is_stated);
    if (!said.mentions && is_stated)
        return;
    entry_set(work, &said.value, "term", term->key);
    entry_set(work, &said.qualifiers, "by",
              said.mentions ? said.mentions->local : STR("not_stated"));
    entry_claim(work, &said);
}

/* ---- a word and a colon ---- */

static void property_line(struct entry_work *work, const struct schema_property *property,
                          struct str rest)
{
    struct entry_said said = {.property = property->key, .qualifiers = value_object()};

    if (property->about == SCHEMA_CLAIM) {
        said.about_claim = work->last_claim;
        if (said.about_claim.len == 0) {
            entry_complain(work, str_from_c(_("This is said of a claim: write it in the "
                                              "line before.")));
            return;
        }
    } else {
        said.about = entry_thing_last(work, property->about);
        if (!said.about) {
            entry_complain(
                work, arena_printf(work->arena,
                                   _("“" STR_FMT "” of whom or of what? Name it in a "
                                     "line before."),
                                   STR_ARG(schema_label(property->label))));
            return;
        }
    }
    said.quantifier = entry_quantifier_cut(&rest);
    if (entry_value(work, property, &said, rest))
        entry_claim(work, &said);
}

static bool keyword(struct entry_work *work, struct str head, struct str rest)
{
    if (words_same(STR("act"), head) || words_same(STR("діяння"), head))
        entry_act(work, rest);
    else if (words_same(STR("by"), head) || words_same(STR("ким"), head))
        entry_by(work, rest);
    else if (words_same(STR("victim"), head) || words_same(STR("victims"), head) ||
             words_same(STR("постраждалі"), head))
        entry_victim(work, rest);
    else if (words_same(STR("at"), head) || words_same(STR("place"), head) ||
             words_same(STR("місце"), head))
        entry_place(work, rest, STR(""), STR(""));
    else
        return false;
    return true;
}

/* The property that is meant: of what is spoken of last, before any other. */
static enum words_match property_of(const struct schema_property **out,
                                    const struct entry_work *work, struct str head)
{
    uint32_t kinds = SCHEMA_CLAIM;
    enum words_match found;

    for (size_t i = 0; i < work->out->thing_count; i++)
        kinds |= entry_kind_bit(work->out->things[i].kind);
    found = words_property(out, head, kinds);
    return found >= WORD_BEGINS ? found : words_property(out, head, 0);
}

void entry_line_keyed(struct entry_work *work, struct str head, struct str rest)
{
    const struct schema_term *role = NULL;
    const struct schema_term *term = NULL;
    const struct schema_property *property = NULL;
    const struct schema_vocabulary *roles = schema_vocabulary(STR("participant_role"));
    enum words_match as_role;
    enum words_match as_stance;
    enum words_match as_property;

    if (keyword(work, head, rest))
        return;
    as_role = words_term(&role, roles, head);
    as_stance = words_term(&term, schema_vocabulary(STR("stance")), head);
    as_property = property_of(&property, work, head);
    if (as_role == WORD_EXACT || (as_role == WORD_BEGINS && as_property != WORD_EXACT))
        part(work, role, rest);
    else if (as_stance >= WORD_BEGINS && as_property != WORD_EXACT)
        stance(work, term, rest);
    else if (as_property >= WORD_BEGINS)
        property_line(work, property, rest);
    else if (as_role == WORD_SEVERAL || as_stance == WORD_SEVERAL) {
        struct buf list = {0};

        words_terms_append(
            &list, as_role == WORD_SEVERAL ? roles : schema_vocabulary(STR("stance")),
            head);
        entry_complain(work, arena_printf(work->arena,
                                          _("“" STR_FMT "” may be several: " STR_FMT "."),
                                          STR_ARG(head), STR_ARG(buf_str(&list))));
        buf_release(&list);
    } else {
        entry_complain(work, not_understood(work, head));
    }
}

/* ---- a line without a colon ---- */

static bool bodies_line(struct entry_work *work, struct str text)
{
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        if (text.len < PREFIX_LEAST || !words_begins(bodies[i], text))
            continue;
        struct entry_thing *thing =
            entry_thing_last(work, entry_kind_bit(STR("remains")));

        if (!thing)
            thing = entry_thing_of_class(work, STR("remains"), STR(""));
        if (thing) {
            entry_thing_touch(work, thing);
            thing->is_several = thing->is_several || (i == 0 && thing->is_new);
            entry_say(work, str_from_c(_("The lines below are about the bodies.")));
        }
        return true;
    }
    return false;
}

static bool absent_line(struct entry_work *work, struct str text)
{
    static const struct str before[] = {STR_INIT("-"), STR_INIT("no "),
                                        STR_INIT("without "), STR_INIT("без "),
                                        STR_INIT("немає ")};

    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        if (words_begins(text, before[i]))
            return entry_absent(work, str_trim(str_after(text, before[i].len)));
    return false;
}

static void declare_person(struct entry_work *work, struct entry_thing *thing)
{
    struct entry_said said = {
        .about = thing, .property = STR("name"), .value = value_object()};

    if (!thing->is_named || !thing->is_new)
        return;
    entry_set(work, &said.value, "written", thing->name);
    entry_claim(work, &said);
}

static bool who_line(struct entry_work *work, struct str text)
{
    struct entry_thing *thing = entry_thing_known(work, text);
    struct who who;
    bool is_stated;
    bool is_new;

    if (!thing && (!who_read(&who, text) || who.kind.len == 0 ||
                   str_equal(who.kind, STR("source"))))
        return false;
    if (!thing && !who.is_kind_said && !who.is_named && who.class_.len == 0 &&
        str_equal(who.kind, STR("people")))
        return false;
    is_new = !thing;
    thing = entry_thing_meant(work, text, &is_stated);
    if (!thing)
        return true;
    if (is_new)
        declare_person(work, thing);
    entry_say(work,
              arena_printf(work->arena,
                           _("The lines below are about “" STR_FMT "” (" STR_FMT ")."),
                           STR_ARG(thing->name), STR_ARG(thing->kind)));
    return true;
}

static bool event_line(struct entry_work *work, struct str text)
{
    const struct schema_term *term = NULL;

    if (text.len < PREFIX_LEAST ||
        words_term(&term, schema_vocabulary(STR("event_class")), text) < WORD_BEGINS ||
        !entry_thing_of_class(work, STR("event"), term->key))
        return false;
    entry_say(work, arena_printf(work->arena,
                                 _("The lines below are about an event: " STR_FMT "."),
                                 STR_ARG(schema_label(term->label))));
    return true;
}

void entry_line_plain(struct entry_work *work, struct str text)
{
    struct str rest = text;
    struct value amount;
    struct entry_thing *known = entry_thing_known(work, text);

    if (known && who_line(work, text))
        return;
    if (amount_take(&amount, work->arena, &rest)) {
        entry_count(work, amount, rest);
        return;
    }
    if (bodies_line(work, text) || absent_line(work, text) || entry_finding(work, text) ||
        event_line(work, text) || who_line(work, text))
        return;
    entry_complain(work, not_understood(work, text));
}

/* ---- one line ---- */

/* Where a word and a colon stand at the beginning; text.len: they do not. */
static size_t colon_of(struct str text)
{
    const size_t colon = str_find(text, ':', 0);
    const bool is_time = colon > 0 && colon < text.len && text.ptr[colon - 1] >= '0' &&
                         text.ptr[colon - 1] <= '9';

    return colon > 0 && colon <= HEAD_MAX && !is_time ? colon : text.len;
}

static bool mode_take(struct entry_work *work, struct str *text)
{
    const size_t colon = colon_of(*text);
    const struct str head = str_trim(str_prefix(*text, colon));

    for (size_t i = 0; colon < text->len && i < sizeof modes / sizeof modes[0]; i++)
        if (words_same(modes[i].word, head)) {
            work->mode = modes[i].mode;
            *text = str_trim(str_after(*text, colon + 1));
            return true;
        }
    return false;
}

void entry_read_line(struct entry_work *work, struct str text)
{
    struct str rest = text;
    struct str said = str_trim(str_cut(&rest, ';'));
    size_t colon;

    work->note = str_trim(rest);
    work->mode = STR("");
    work->quantifier = STR("");
    (void)mode_take(work, &said);
    work->words = when_words_take(work->arena, &said);
    colon = colon_of(said);
    if (colon < said.len)
        entry_line_keyed(work, str_trim(str_prefix(said, colon)),
                         str_trim(str_after(said, colon + 1)));
    else if (said.len > 0)
        entry_line_plain(work, said);
    else
        entry_complain(work, not_understood(work, text));
    work->note = work->mode = work->words = work->quantifier = STR("");
}

void entry_read_lines(struct entry_work *work, struct str field, struct str text)
{
    struct str rest = text;

    work->field = field;
    work->line = 0;
    while (rest.len > 0 && work->err->code == ERR_OK) {
        const struct str line = str_trim(str_cut(&rest, '\n'));

        work->line++;
        if (work->line > ENTRY_LINES_MAX) {
            entry_complain(work, str_from_c(_("There are too many lines: record what "
                                              "there is first.")));
            return;
        }
        if (line.len > 0)
            entry_read_line(work, line);
    }
    work->line = 0;
}
