#include "entering/entry.h"

#include "base/fold.h"
#include "base/message.h"
#include "base/text.h"
#include "entering/entry_inside.h"
#include "entering/words.h"
#include "format/canon.h"
#include "record/id.h"

static void add_error(struct entry_work *work, struct str field, size_t line,
                      struct str text)
{
    struct entry *out = work->out;

    if (out->error_count < ENTRY_NOTES_MAX)
        out->errors[out->error_count++] =
            (struct entry_error){.field = field, .line = line, .text = text};
}

void entry_complain(struct entry_work *work, struct str text)
{
    add_error(work, work->field, work->line, text);
}

void entry_complain_of(struct entry_work *work, struct str field, struct str text)
{
    add_error(work, field, 0, text);
}

void entry_say(struct entry_work *work, struct str text)
{
    struct entry *out = work->out;

    if (out->echo_count < ENTRY_NOTES_MAX)
        out->echoes[out->echo_count++] =
            (struct entry_echo){.field = work->field, .line = work->line, .text = text};
}

void entry_set(struct entry_work *work, struct value *object, const char *key,
               struct str text)
{
    if (text.len > 0)
        value_set(object, work->arena, str_from_c(key), value_string(text));
}

uint32_t entry_kind_bit(struct str kind)
{
    const struct schema_kind *known = schema_kind(kind);

    return known ? known->bit : 0;
}

/* What a statement says of somebody private is sealed where its passage is. */
static struct str seal_of(const struct entry_work *work, const struct entry_said *said)
{
    const struct entry_thing *things[] = {said->about, said->mentions};

    for (size_t i = 0; work->passage && i < 2; i++)
        if (things[i] && things[i]->seal.len > 0)
            return work->passage->seal;
    return STR("");
}

void entry_claim(struct entry_work *work, const struct entry_said *said)
{
    struct value claim = value_object();
    const struct str quantifier =
        said->quantifier.len > 0 ? said->quantifier : work->quantifier;

    work->last_claim = arena_printf(work->arena, "c%zu", ++work->out->claims);
    entry_set(work, &claim, "kind", STR("claim"));
    entry_set(work, &claim, "id", work->last_claim);
    entry_set(work, &claim, "about",
              said->about ? said->about->local : said->about_claim);
    entry_set(work, &claim, "property", said->property);
    if (!said->has_no_value)
        value_set(&claim, work->arena, STR("value"), said->value);
    entry_set(work, &claim, "mode", work->mode);
    entry_set(work, &claim, "quantifier", quantifier);
    if (said->qualifiers.count > 0)
        value_set(&claim, work->arena, STR("qualifiers"), said->qualifiers);
    if (said->is_inferred)
        entry_set(work, &claim, "basis", STR("inferred"));
    if (work->passage)
        entry_set(work, &claim, "passage", work->passage->local);
    entry_set(work, &claim, "note", work->note);
    entry_set(work, &claim, "seal", seal_of(work, said));
    value_add(&work->out->drafts, work->arena, claim);
    entry_say(work, entry_claim_words(work->arena, work->out, &claim));
}

/* ---- who is meant ---- */

/* "resident" and "a resident" are one on a page. */
static struct str without_article(struct str name)
{
    static const struct str articles[] = {STR_INIT("a "), STR_INIT("an "),
                                          STR_INIT("the ")};

    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++)
        if (words_begins(name, articles[i]))
            return str_trim(str_after(name, articles[i].len));
    return name;
}

struct entry_thing *entry_thing_named(struct entry_work *work, struct str name)
{
    for (size_t i = 0; name.len > 0 && i < work->out->thing_count; i++)
        if (words_same(without_article(work->out->things[i].name), without_article(name)))
            return &work->out->things[i];
    return NULL;
}

void entry_thing_touch(struct entry_work *work, struct entry_thing *thing)
{
    thing->turn = ++work->turn;
}

/* What somebody chose for a name: an id, "new", or nothing yet. */
static struct str choice_of(const struct entry_work *work, struct str name)
{
    const size_t count = entry_parts(work->form, 'w');

    for (size_t n = 1; n <= count; n++)
        if (words_same(entry_get_part(work->form, 'w', n, "name"), name))
            return entry_get_part(work->form, 'w', n, "is");
    return STR("");
}

static bool find_by_id(struct entry_work *work, struct entry_thing *thing, struct str id)
{
    struct entry_found found = {0};

    if (work->err->code == ERR_OK && work->world->by_id)
        (void)work->world->by_id(&found, work->world->data, id, work->err);
    if (found.id.len == 0)
        return false;
    thing->local = found.id;
    thing->kind = found.kind;
    thing->class_ = found.class_;
    if (thing->name.len == 0)
        thing->name = found.label;
    thing->is_new = false;
    thing->is_chosen = true;
    return true;
}

/* Which one it is: chosen by somebody, found as the only one, or new. */
static void settle(struct entry_work *work, struct entry_thing *thing)
{
    const struct str choice = choice_of(work, thing->name);
    struct entry_found found = {0};

    if (choice.len > 0 && !str_equal(choice, STR("new"))) {
        if (!find_by_id(work, thing, choice))
            entry_complain(work, arena_printf(work->arena,
                                              _("“" STR_FMT "”: what was chosen is not "
                                                "in this archive."),
                                              STR_ARG(thing->name)));
        return;
    }
    if (work->err->code == ERR_OK && work->world->by_name && thing->name.len > 0)
        (void)work->world->by_name(&found, work->world->data, thing->kind, thing->name,
                                   work->err);
    thing->found = found.count;
    thing->is_chosen = choice.len > 0;
    if (found.id.len > 0 && !thing->is_chosen && str_equal(thing->kind, STR("source")))
        (void)find_by_id(work, thing, found.id);
    if (thing->is_named && thing->found > 0 && !thing->is_chosen)
        entry_complain(
            work, arena_printf(work->arena,
                               _("“" STR_FMT "”: choose who is meant, or say that it is "
                                 "somebody new. A name is never an identity."),
                               STR_ARG(thing->name)));
}

struct entry_thing *entry_thing_add(struct entry_work *work, const struct who *who)
{
    struct entry *out = work->out;
    struct entry_thing *thing;

    if (out->thing_count == ENTRY_THINGS_MAX) {
        entry_complain(work, str_from_c(_("There are too many people and things on this "
                                          "page: record what there is first.")));
        return NULL;
    }
    thing = &out->things[out->thing_count++];
    *thing = (struct entry_thing){.name = who->name,
                                  .kind = who->kind,
                                  .class_ = who->class_,
                                  .field = work->field,
                                  .is_named = who->is_named,
                                  .is_new = true};
    thing->local = arena_printf(work->arena, "t%zu", out->thing_count);
    settle(work, thing);
    if (thing->is_new && str_equal(thing->kind, STR("person")) &&
        !str_equal(thing->class_, STR("public_official")) && work->passage)
        thing->seal = work->passage->seal;
    entry_thing_touch(work, thing);
    return thing;
}

static struct entry_thing *thing_by_id(struct entry_work *work, struct str text)
{
    struct entry_thing thing = {.field = work->field};
    struct id id;
    struct err ignored = {0};

    if (id_parse(&id, text, &ignored) != ERR_OK || !find_by_id(work, &thing, text))
        return NULL;
    for (size_t i = 0; i < work->out->thing_count; i++)
        if (str_equal(work->out->things[i].local, thing.local))
            return &work->out->things[i];
    if (work->out->thing_count == ENTRY_THINGS_MAX)
        return NULL;
    work->out->things[work->out->thing_count] = thing;
    return &work->out->things[work->out->thing_count++];
}

struct entry_thing *entry_thing_known(struct entry_work *work, struct str text)
{
    struct entry_thing *thing = entry_thing_named(work, text);

    return thing ? thing : thing_by_id(work, text);
}

struct entry_thing *entry_thing_meant(struct entry_work *work, struct str text,
                                      bool *is_stated)
{
    struct entry_thing *thing = entry_thing_known(work, text);
    struct who who;

    *is_stated = true;
    if (!thing && !who_read(&who, text)) {
        entry_complain(work, str_from_c(_("Say who.")));
        return NULL;
    }
    if (!thing && who.kind.len == 0) {
        *is_stated = false;
        return NULL;
    }
    if (!thing)
        thing = entry_thing_named(work, who.name);
    if (thing)
        entry_thing_touch(work, thing);
    return thing ? thing : entry_thing_add(work, &who);
}

struct entry_thing *entry_thing_last(const struct entry_work *work, uint32_t kinds)
{
    struct entry_thing *last = NULL;

    for (size_t i = 0; i < work->out->thing_count; i++) {
        struct entry_thing *thing = &work->out->things[i];

        if ((entry_kind_bit(thing->kind) & kinds) && (!last || thing->turn > last->turn))
            last = thing;
    }
    return last;
}

struct entry_thing *entry_thing_of_class(struct entry_work *work, struct str kind,
                                         struct str class_)
{
    const struct who who = {.kind = kind, .class_ = class_};

    for (size_t i = 0; i < work->out->thing_count; i++) {
        struct entry_thing *thing = &work->out->things[i];

        if (thing->name.len == 0 && str_equal(thing->kind, kind) &&
            str_equal(thing->class_, class_)) {
            entry_thing_touch(work, thing);
            return thing;
        }
    }
    return entry_thing_add(work, &who);
}

/* ---- the whole ---- */

static void add_thing_draft(struct entry_work *work, const struct entry_thing *thing)
{
    struct value draft = value_object();

    entry_set(work, &draft, "kind", STR("entity"));
    entry_set(work, &draft, "id", thing->local);
    entry_set(work, &draft, "entity", thing->kind);
    entry_set(work, &draft, "class", thing->class_);
    if (thing->is_several)
        value_set(&draft, work->arena, STR("several"), value_bool(true));
    if (!thing->is_named)
        entry_set(work, &draft, "label", thing->name);
    entry_set(work, &draft, "seal", thing->seal);
    value_add(&work->out->drafts, work->arena, draft);
}

void entry_add_things(struct entry_work *work)
{
    for (size_t i = 0; i < work->out->thing_count; i++)
        if (work->out->things[i].is_new)
            add_thing_draft(work, &work->out->things[i]);
}

static bool is_claim_of(const struct value *draft, const struct value *other)
{
    static const struct str members[] = {STR_INIT("about"), STR_INIT("property")};

    if (!value_is_string(value_get(draft, STR("kind")), STR("claim")) ||
        !value_is_string(value_get(other, STR("kind")), STR("claim")) ||
        str_equal(value_get_string(draft, STR("passage")),
                  value_get_string(other, STR("passage"))))
        return false;
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (!str_equal(value_get_string(draft, members[i]),
                       value_get_string(other, members[i])))
            return false;
    return true;
}

/* Claims of two passages that say one property of one thing: side by side before they are
 * recorded. Nobody says here that one is wrong. */
static void find_besides(struct entry *out, struct arena *arena)
{
    out->besides = ARENA_ARRAY(arena, struct entry_beside, ENTRY_NOTES_MAX);
    for (uint32_t i = 0; i < out->drafts.count; i++)
        for (uint32_t j = i + 1; j < out->drafts.count; j++)
            if (out->beside_count < ENTRY_NOTES_MAX &&
                is_claim_of(&out->drafts.items[i], &out->drafts.items[j]))
                out->besides[out->beside_count++] =
                    (struct entry_beside){&out->drafts.items[i], &out->drafts.items[j]};
}

enum err_code entry_read(struct entry *out, struct arena *arena,
                         const struct entry_form *form, const struct entry_world *world,
                         struct err *err)
{
    struct entry_work work = {
        .arena = arena, .form = form, .world = world, .out = out, .err = err};

    err->code = ERR_OK;
    *out = (struct entry){.drafts = value_array()};
    out->errors = ARENA_ARRAY(arena, struct entry_error, ENTRY_NOTES_MAX);
    out->echoes = ARENA_ARRAY(arena, struct entry_echo, ENTRY_NOTES_MAX);
    out->things = ARENA_ARRAY(arena, struct entry_thing, ENTRY_THINGS_MAX);
    if (entry_read_passages(&work) != ERR_OK)
        return err->code;
    entry_read_rows(&work);
    entry_add_things(&work);
    if (out->error_count == 0 && out->drafts.count == 0)
        entry_complain_of(&work, STR("p1.words"),
                          str_from_c(_("There is nothing to record yet.")));
    find_besides(out, arena);
    return err->code;
}
