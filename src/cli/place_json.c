#include "cli/place.h"
#include "format/foreign.h"

static struct value degrees(struct arena *arena, double value)
{
    return value_string(arena_printf(arena, "%.6f", value));
}

static struct value metres(double value)
{
    return value_integer((int64_t)(value + 0.5));
}

static void set_text(struct value *object, struct arena *arena, struct str key,
                     struct str text)
{
    if (text.len > 0)
        value_set(object, arena, key, value_string(text));
}

static struct value json_words(struct arena *arena, const struct place_words *words)
{
    static const struct str roles[] = {
        [PLACE_ITSELF] = STR_INIT("itself"), [PLACE_ALSO] = STR_INIT("also"),
        [PLACE_WITHIN] = STR_INIT("within"), [PLACE_BRACKET] = STR_INIT("bracket"),
        [PLACE_ANCHOR] = STR_INIT("anchor"),
    };
    struct value out = value_object();
    struct value names = value_array();

    for (size_t i = 0; i < words->count; i++) {
        const struct place_name *name = &words->names[i];
        struct value one = value_object();

        value_set(&one, arena, STR("role"), value_string(roles[name->role]));
        value_set(&one, arena, STR("sort"),
                  value_string(str_from_c(place_sort_word(name->sort))));
        set_text(&one, arena, STR("text"), name->text);
        value_add(&names, arena, one);
    }
    value_set(&out, arena, STR("names"), names);
    if (words->relation != PLACE_AT)
        value_set(&out, arena, STR("relation"),
                  value_string(str_from_c(place_relation_word(words->relation))));
    set_text(&out, arena, STR("relation_words"), words->relation_words);
    if (words->has_metres)
        value_set(&out, arena, STR("metres"), metres(words->metres));
    if (words->has_direction)
        value_set(&out, arena, STR("degrees"),
                  value_integer((int64_t)words->direction_deg));
    return out;
}

static struct value json_reasons(struct arena *arena,
                                 const struct place_candidate *candidate)
{
    struct value reasons = value_array();

    for (size_t i = 0; i < candidate->reason_count; i++) {
        const struct place_reason *reason = &candidate->reasons[i];
        struct value one = value_object();

        value_set(&one, arena, STR("reason"),
                  value_string(str_from_c(place_reason_word(reason->kind))));
        set_text(&one, arena, STR("what"), reason->what);
        if (reason->kind == PLACE_REASON_NEAR)
            value_set(&one, arena, STR("metres"), metres(reason->metres));
        value_add(&reasons, arena, one);
    }
    return reasons;
}

static void set_above(struct value *one, struct arena *arena,
                      const struct gazetteer_place *place)
{
    for (const struct gazetteer_place *up = place->parent; up; up = up->parent) {
        struct str key = str_from_c(gazetteer_kind_word(up->kind));

        if (!value_get(one, key))
            value_set(one, arena, key,
                      value_string(gazetteer_label(arena, up, STR("en"))));
    }
}

static struct value json_near(struct arena *arena, const struct place_request *request,
                              const struct place_candidate *candidate)
{
    struct value near = value_array();

    for (size_t i = 0; i < request->near_count; i++)
        value_add(&near, arena,
                  candidate->near_m[i] < 0.0 ? value_null()
                                             : metres(candidate->near_m[i]));
    return near;
}

static struct value json_candidate(struct arena *arena,
                                   const struct place_request *request,
                                   const struct place_candidate *candidate)
{
    const struct gazetteer_place *place = candidate->place;
    struct value one = value_object();
    struct value sources = value_array();

    for (size_t i = 0; i < place->source_count; i++)
        value_add(&sources, arena, value_string(place->sources[i].id));
    value_set(&one, arena, STR("id"), value_string(place->id));
    value_set(&one, arena, STR("sources"), sources);
    if (candidate->known)
        value_set(&one, arena, STR("entity"), value_string(candidate->known->id));
    value_set(&one, arena, STR("place_kind"),
              value_string(str_from_c(gazetteer_kind_word(place->kind))));
    set_text(&one, arena, STR("class"), place->class_);
    set_text(&one, arena, STR("name_uk"), gazetteer_label(arena, place, STR("uk")));
    set_text(&one, arena, STR("name_en"), gazetteer_label(arena, place, STR("en")));
    set_above(&one, arena, place);
    if (candidate->has_point) {
        value_set(&one, arena, STR("lat"), degrees(arena, candidate->point.lat));
        value_set(&one, arena, STR("lon"), degrees(arena, candidate->point.lon));
        value_set(&one, arena, STR("precision_m"), metres(candidate->precision_m));
    }
    if (place->population > 0)
        value_set(&one, arena, STR("population"), value_integer(place->population));
    value_set(&one, arena, STR("itself"), value_bool(candidate->is_itself));
    value_set(&one, arena, STR("step"),
              value_string(str_from_c(place_step_word(candidate->step))));
    value_set(&one, arena, STR("cost"), value_integer((int64_t)candidate->cost));
    if (request->near_count > 0)
        value_set(&one, arena, STR("near_m"), json_near(arena, request, candidate));
    value_set(&one, arena, STR("why"), json_reasons(arena, candidate));
    return one;
}

void place_print_json(struct place_command *command, uint64_t line,
                      const struct place_request *request,
                      const struct place_candidates *found)
{
    struct arena arena = {0};
    struct value out = value_object();
    struct value items = value_array();

    if (line > 0)
        value_set(&out, &arena, STR("line"), value_integer((int64_t)line));
    value_set(&out, &arena, STR("text"), value_string(request->text));
    value_set(&out, &arena, STR("understood"), json_words(&arena, &found->words));
    for (size_t i = 0; i < found->count; i++)
        value_add(&items, &arena, json_candidate(&arena, request, &found->items[i]));
    value_set(&out, &arena, STR("candidates"), items);
    value_set(&out, &arena, STR("more"), value_bool(found->is_cut));
    foreign_write(&command->out, &out);
    buf_char(&command->out, '\n');
    arena_free(&arena);
}
