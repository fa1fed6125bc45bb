/* "2 people, the two of the village": how many, and who. */

#include "base/message.h"
#include "entering/amount.h"
#include "entering/entry_inside.h"
#include "entering/words.h"

static const struct str unnamed[] = {
    STR_INIT("unnamed"),  STR_INIT("names not stated"), STR_INIT("not named"),
    STR_INIT("невідомі"), STR_INIT("без імен"),
};

static struct entry_thing *counted_before(struct entry_work *work, struct str kind)
{
    struct entry_thing *found = NULL;

    for (size_t i = 0; i < work->out->thing_count; i++)
        if (work->out->things[i].is_counted && str_equal(work->out->things[i].kind, kind))
            found = &work->out->things[i];
    return found;
}

/* "the two of the village" in what stands behind the number. */
static struct str label_of(struct str rest)
{
    struct str label = str_trim(rest);

    if (label.len > 0 && (label.ptr[0] == ',' || label.ptr[0] == ':'))
        label = str_trim(str_after(label, 1));
    for (size_t i = 0; i < sizeof unnamed / sizeof unnamed[0]; i++)
        if (words_begins(label, unnamed[i])) {
            label = str_trim(str_after(label, unnamed[i].len));
            break;
        }
    if (label.len > 0 && (label.ptr[0] == ',' || label.ptr[0] == ':'))
        label = str_trim(str_after(label, 1));
    return label;
}

/* "men" is a number and a sex. */
static void also(struct entry_work *work, struct entry_thing *thing, struct str word)
{
    static const struct {
        struct str word;
        struct str property;
        struct str term;
    } known[] = {
        {STR_INIT("men"), STR_INIT("sex"), STR_INIT("male")},
        {STR_INIT("women"), STR_INIT("sex"), STR_INIT("female")},
        {STR_INIT("children"), STR_INIT("age_band"), STR_INIT("child")},
        {STR_INIT("civilians"), STR_INIT("status"), STR_INIT("civilian")},
        {STR_INIT("чоловіки"), STR_INIT("sex"), STR_INIT("male")},
        {STR_INIT("чоловіків"), STR_INIT("sex"), STR_INIT("male")},
        {STR_INIT("жінки"), STR_INIT("sex"), STR_INIT("female")},
        {STR_INIT("жінок"), STR_INIT("sex"), STR_INIT("female")},
        {STR_INIT("дітей"), STR_INIT("age_band"), STR_INIT("child")},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct entry_said said = {.about = thing,
                                  .property = known[i].property,
                                  .value = value_object(),
                                  .quantifier = STR("all")};

        if (!words_same(known[i].word, word))
            continue;
        entry_set(work, &said.value, "term", known[i].term);
        entry_claim(work, &said);
    }
}

static struct who counted_who(struct str unit, struct str label)
{
    struct who who = {.name = label, .kind = STR("people")};

    if (str_equal(unit, STR("body"))) {
        who.kind = STR("remains");
        who.class_ = STR("body");
    } else if (str_equal(unit, STR("grave"))) {
        who.kind = STR("place");
        who.class_ = STR("burial_site");
    }
    return who;
}

static bool is_exactly_one(const struct value *amount)
{
    int64_t n = 0;

    return value_get_integer(&n, amount, STR("exact")) && n == 1;
}

static void count_claim(struct entry_work *work, struct entry_thing *thing,
                        struct value amount, struct str unit)
{
    struct entry_said said = {
        .about = thing,
        .property = str_equal(thing->kind, STR("people")) ? STR("number") : STR("count")};

    if (str_equal(thing->kind, STR("person")))
        return;
    entry_set(work, &amount, "words", work->words);
    entry_set(work, &amount, "unit", unit);
    said.value = amount;
    entry_claim(work, &said);
}

void entry_count(struct entry_work *work, struct value amount, struct str rest)
{
    struct str behind = rest;
    const struct str word = words_next(&behind);
    struct str unit = STR("");
    struct who who;
    struct entry_thing *thing;

    if (!amount_unit_take(&unit, &rest))
        unit = STR("person");
    if (!str_equal(unit, STR("person")) && !str_equal(unit, STR("body")) &&
        !str_equal(unit, STR("grave"))) {
        entry_complain(work,
                       str_from_c(_("Say of what this is the number: “count: 3 houses” "
                                    "behind the line that names them.")));
        return;
    }
    who = counted_who(unit, label_of(rest));
    if (is_exactly_one(&amount) && str_equal(unit, STR("person"))) {
        who.kind = STR("person");
        who.class_ = STR("role");
    }
    thing = who.name.len > 0 ? entry_thing_named(work, who.name)
                             : counted_before(work, who.kind);
    if (!thing)
        thing = entry_thing_add(work, &who);
    if (!thing)
        return;
    entry_thing_touch(work, thing);
    thing->is_counted = true;
    thing->is_several = !str_equal(thing->kind, STR("people")) &&
                        !str_equal(thing->kind, STR("person")) &&
                        !is_exactly_one(&amount);
    count_claim(work, thing, amount, unit);
    also(work, thing, word);
}
