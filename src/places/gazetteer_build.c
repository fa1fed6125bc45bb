#include "places/gazetteer_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "places/countries.h"

/* Open addressing: a number and half a pointer a code, where a general map takes ten
 * times that. */
struct slot {
    struct str code;
    uint32_t place;
};

struct build_slots {
    struct slot *at;
    size_t room; /* a power of two */
    size_t used;
};

static void *grown(void *old, size_t count, size_t size)
{
    void *more = reallocarray(old, count, size);

    if (!more)
        out_of_memory(count * size);
    return more;
}

static struct slot *slot_of(const struct build_slots *slots, struct str code)
{
    size_t at = map_hash(code.ptr, code.len) & (slots->room - 1);

    while (slots->at[at].code.len > 0 && !str_equal(slots->at[at].code, code))
        at = (at + 1) & (slots->room - 1);
    return &slots->at[at];
}

static void slots_grow(struct build_slots *slots)
{
    struct build_slots more = {.room = slots->room > 0 ? 2 * slots->room : 1024};

    more.at = calloc(more.room, sizeof *more.at);
    if (!more.at)
        out_of_memory(more.room * sizeof *more.at);
    for (size_t i = 0; i < slots->room; i++)
        if (slots->at[i].code.len > 0)
            *slot_of(&more, slots->at[i].code) = slots->at[i];
    more.used = slots->used;
    free(slots->at);
    *slots = more;
}

static void remember(struct gazetteer_build *build, struct str code, uint32_t place)
{
    struct build_slots *slots = build->slots;
    struct slot *slot;

    if (code.len == 0)
        return;
    if (2 * slots->used >= slots->room)
        slots_grow(slots);
    slot = slot_of(slots, code);
    if (slot->code.len > 0) /* the first that said it keeps it */
        return;
    *slot = (struct slot){code, place};
    slots->used++;
}

uint32_t gazetteer_build_find(const struct gazetteer_build *build, struct str code)
{
    const struct slot *slot;

    if (!build->slots || code.len == 0)
        return GAZETTEER_NO_PLACE;
    slot = slot_of(build->slots, code);
    return slot->code.len > 0 ? slot->place : GAZETTEER_NO_PLACE;
}

uint32_t gazetteer_build_place(struct gazetteer_build *build,
                               const struct build_place *place)
{
    uint32_t number = (uint32_t)build->place_count;

    if (!build->slots) {
        build->slots = grown(NULL, 1, sizeof *build->slots);
        *build->slots = (struct build_slots){0};
        slots_grow(build->slots);
    }
    if (build->place_count == GAZETTEER_PLACES_MAX ||
        gazetteer_build_find(build, place->code) != GAZETTEER_NO_PLACE)
        return GAZETTEER_NO_PLACE;
    if (build->place_count == build->place_room) {
        build->place_room = 2 * build->place_room + 1024;
        build->places = grown(build->places, build->place_room, sizeof *build->places);
    }
    build->places[build->place_count++] = *place;
    remember(build, place->code, number);
    for (size_t i = 0; i < GAZETTEER_CODES_OF_PLACE; i++)
        remember(build, place->shared[i], number);
    return number;
}

void gazetteer_build_name(struct gazetteer_build *build, uint32_t place, struct str text,
                          struct str lang, enum gazetteer_name_kind kind)
{
    text = str_trim(text);
    if (text.len == 0 || text.len > GAZETTEER_NAME_BYTES)
        return;
    if (build->name_count == build->name_room) {
        build->name_room = 2 * build->name_room + 1024;
        build->names = grown(build->names, build->name_room, sizeof *build->names);
    }
    build->names[build->name_count++] =
        (struct build_name){text, lang, place, (uint8_t)kind};
}

struct str gazetteer_build_country(struct gazetteer_build *build, struct str code)
{
    static const struct str langs[] = {STR_INIT("en"), STR_INIT("uk"), STR_INIT("ru"),
                                       STR_INIT("ar")};
    struct str names[COUNTRY_LANGUAGES];
    struct str shared;
    struct build_place place = {.kind = GAZETTEER_COUNTRY, .class_ = STR("country")};
    uint32_t number;

    if (!country_names(names, code))
        return STR("");
    shared = arena_printf(&build->arena, "iso:" STR_FMT, STR_ARG(code));
    if (gazetteer_build_find(build, shared) != GAZETTEER_NO_PLACE)
        return shared;
    place.code = code;
    place.shared[0] = shared;
    number = gazetteer_build_place(build, &place);
    for (size_t i = 0; i < COUNTRY_LANGUAGES && number != GAZETTEER_NO_PLACE; i++)
        gazetteer_build_name(build, number, names[i], langs[i], GAZETTEER_MAIN);
    return shared;
}

static void name_publisher(struct gazetteer_build *build, struct build_place *place)
{
    enum { KATOTTG_CHARS = 19, PCODE_CHARS_MAX = 12 };
    struct str parent = place->parent;

    if (!str_starts_with(parent, STR("UA")) ||
        gazetteer_build_find(build, parent) != GAZETTEER_NO_PLACE)
        return;
    if (parent.len == KATOTTG_CHARS)
        place->parent = arena_printf(&build->arena, "katottg:" STR_FMT, STR_ARG(parent));
    else if (parent.len >= 4 && parent.len <= PCODE_CHARS_MAX)
        place->parent = arena_printf(&build->arena, "pcode:" STR_FMT, STR_ARG(parent));
}

/* Whoever is not at the top after so many steps goes round in a ring. */
static bool is_in_ring(const struct gazetteer_build *build, uint32_t start)
{
    enum { STEPS_MAX = 32 };
    uint32_t at = start;

    for (size_t i = 0; i < STEPS_MAX; i++) {
        at = gazetteer_build_find(build, build->places[at].parent);
        if (at == GAZETTEER_NO_PLACE)
            return false;
        if (at == start)
            return true;
    }
    return false;
}

void gazetteer_build_tidy(struct gazetteer_build *build)
{
    for (size_t i = 0; i < build->place_count; i++)
        name_publisher(build, &build->places[i]);
    for (size_t i = 0; i < build->place_count; i++)
        if (is_in_ring(build, (uint32_t)i))
            build->places[i].parent = STR("");
}

void gazetteer_build_free(struct gazetteer_build *build)
{
    if (build->slots)
        free(build->slots->at);
    free(build->slots);
    free(build->places);
    free(build->names);
    arena_free(&build->arena);
    *build = (struct gazetteer_build){0};
}
