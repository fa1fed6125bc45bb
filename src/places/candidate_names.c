/* Places by the name in a text: three efforts, the surest first. */

#include "base/text.h"
#include "names/key.h"
#include "names/letters.h"
#include "names/meet.h"
#include "places/candidates_inside.h"

enum {
    COST_FOLD1 = 20,
    COST_FOLD2 = 50,
    COST_KNOWN_SAME = 40,
    COST_KNOWN = 60,
    COST_STEM = 60,
    COST_CASE = 20, /* an ending was taken off: Ізюмом */
    COST_PART = 180,
    COST_ONE_EDIT = 230,
    COST_TWO_EDITS = 400,
    COST_SOUND = 600,
    SPELLING_LIMIT = 300, /* there are 180 Oleksandrivka */
    LESS_SURE_LIMIT = 60,
    VARIANTS_MAX = 4,
    TEXT_MAX = 4 * NAME_MAX
};

static void grow(struct place_hits *hits, struct arena *arena)
{
    size_t capacity = hits->capacity ? 2 * hits->capacity : 64;
    struct place_hit *items = ARENA_ARRAY(arena, struct place_hit, capacity);

    for (size_t i = 0; i < hits->count; i++)
        items[i] = hits->items[i];
    hits->items = items;
    hits->capacity = capacity;
}

void place_hits_add(struct place_hits *hits, struct arena *arena,
                    const struct place_hit *hit)
{
    for (size_t i = 0; i < hits->count; i++)
        if (str_equal(hits->items[i].place->id, hit->place->id)) {
            if (hit->cost < hits->items[i].cost)
                hits->items[i] = *hit;
            return;
        }
    if (hits->count == hits->capacity)
        grow(hits, arena);
    hits->items[hits->count++] = *hit;
}

static bool have_one_fold1(struct str a, struct str b)
{
    struct name_key ka;
    struct name_key kb;

    name_fold1(&ka, a);
    name_fold1(&kb, b);
    return ka.len > 0 && str_equal(name_key_str(&ka), name_key_str(&kb));
}

static bool have_one_fold2(struct str a, struct str b)
{
    struct name_key ka;
    struct name_key kb;

    name_fold2(&ka, a);
    name_fold2(&kb, b);
    return ka.len > 0 && str_equal(name_key_str(&ka), name_key_str(&kb));
}

/* A main name that is spelt so is more than another name that is. */
static void grade_name(struct place_hit *hit, struct str text,
                       const struct gazetteer_name *name)
{
    struct place_hit found = *hit;

    if (name->kind == GAZETTEER_MAIN && name_meet(text, name->text) == NAME_SAME) {
        found.step = PLACE_SAME;
        found.cost = 0;
    } else if (name->kind == GAZETTEER_MAIN && have_one_fold2(text, name->text)) {
        found.step = PLACE_FOLDED;
        found.cost = have_one_fold1(text, name->text) ? COST_FOLD1 : COST_FOLD2;
    } else {
        return;
    }
    if (found.cost < hit->cost) {
        *hit = found;
        hit->name = name->text;
    }
}

static void grade_spelling(struct place_hit *hit, struct str text)
{
    const struct gazetteer_place *place = hit->place;

    hit->step = PLACE_KNOWN;
    hit->cost = name_meet(text, hit->name) == NAME_SAME ? COST_KNOWN_SAME : COST_KNOWN;
    for (size_t i = 0; i < place->name_count && hit->cost > 0; i++)
        grade_name(hit, text, &place->names[i]);
}

static void grade(struct place_hit *hit, const struct gazetteer_hit *found,
                  struct str text)
{
    *hit = (struct place_hit){.place = found->place, .name = found->name};
    switch (found->step) {
    case GAZETTEER_SAME_KEY:
        grade_spelling(hit, text);
        return;
    case GAZETTEER_STEM:
        hit->step = PLACE_FOLDED;
        hit->cost = COST_STEM;
        return;
    case GAZETTEER_WORD:
        hit->step = PLACE_PART;
        hit->cost = COST_PART;
        return;
    case GAZETTEER_EDIT_1:
        hit->step = PLACE_ONE_EDIT;
        hit->cost = COST_ONE_EDIT;
        return;
    case GAZETTEER_EDIT_2:
        hit->step = PLACE_TWO_EDITS;
        hit->cost = COST_TWO_EDITS;
        return;
    case GAZETTEER_SOUND:
    case GAZETTEER_STEPS:
        break;
    }
    hit->step = PLACE_SOUNDS;
    hit->cost = COST_SOUND;
}

struct asked {
    struct place_hits *hits;
    struct arena *arena;
    struct gazetteers *gazetteers;
};

static enum err_code ask(size_t *count, struct asked *a, struct str text, unsigned steps,
                         size_t limit, unsigned more_cost, struct err *err)
{
    struct gazetteer_wanted wanted = {.steps = steps, .limit = limit};
    struct gazetteer_hits found;

    if (gazetteer_find(&found, a->arena, a->gazetteers, text, &wanted, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found.count; i++) {
        struct place_hit hit;

        grade(&hit, &found.items[i], text);
        hit.cost += more_cost;
        place_hits_add(a->hits, a->arena, &hit);
    }
    *count = found.count;
    return ERR_OK;
}

#define STEP(step) (1U << (unsigned)(step))

/* Endings of Ukrainian and Russian cases that fold2 does not drop, with what the name may
 * end in without them: "під Ізюмом", "біля Гракового", "між Лиманом і Торським". */
static const struct {
    const char *ending;
    const char *instead;
} cases[] = {
    {"ого", "е"}, {"ому", "е"}, {"ими", "і"}, {"ами", "и"}, {"ями", "і"}, {"ах", "и"},
    {"ях", "і"},  {"ом", ""},   {"ем", ""},   {"єм", "й"},  {"им", "е"},  {"ым", "ое"},
    {"ою", "а"},  {"ею", "я"},  {"єю", "я"},  {"ой", "а"},  {"ей", "я"},  {"ої", "а"},
};

static enum err_code ask_without_case(struct asked *a, struct str text, struct err *err)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str ending = str_from_c(cases[i].ending);
        struct str stem = str_prefix(text, text.len - ending.len);
        size_t count = 0;

        if (text.len < ending.len + 6 || !str_ends_with(text, ending))
            continue;
        stem = arena_printf(a->arena, STR_FMT "%s", STR_ARG(stem), cases[i].instead);
        if (ask(&count, a, stem, STEP(GAZETTEER_SAME_KEY) | STEP(GAZETTEER_STEM),
                SPELLING_LIMIT, COST_CASE, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* Rubzihne for Rubizhne, Donestk for Donetsk: neighbours that changed places before what
 * they spell was folded. */
static enum err_code ask_exchanged(struct asked *a, struct str text, struct err *err)
{
    size_t at = 0;
    size_t first = 0;

    while (at < text.len) {
        size_t second = at;
        size_t end = at;
        size_t count = 0;
        struct str variant;

        (void)utf8_next(text, &end);
        at = end;
        if (second == first)
            continue;
        variant =
            arena_printf(a->arena, STR_FMT STR_FMT STR_FMT STR_FMT, (int)first, text.ptr,
                         (int)(end - second), text.ptr + second, (int)(second - first),
                         text.ptr + first, (int)(text.len - end), text.ptr + end);
        first = second;
        if (ask(&count, a, variant, STEP(GAZETTEER_SAME_KEY), LESS_SURE_LIMIT,
                COST_ONE_EDIT, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* What was found by a changed spelling is one edit away, however well that met. */
static void mark_edited(struct place_hits *hits, size_t from)
{
    for (size_t i = from; i < hits->count; i++)
        if (hits->items[i].step < PLACE_ONE_EDIT && hits->items[i].cost >= COST_ONE_EDIT)
            hits->items[i].step = PLACE_ONE_EDIT;
}

static enum err_code ask_edited(struct asked *a, struct str text, struct err *err)
{
    size_t before = a->hits->count;
    size_t count = 0;

    if (ask_exchanged(a, text, err) != ERR_OK)
        return err->code;
    mark_edited(a->hits, before);
    return ask(&count, a, text,
               STEP(GAZETTEER_EDIT_1) | STEP(GAZETTEER_EDIT_2) | STEP(GAZETTEER_WORD),
               LESS_SURE_LIMIT, 0, err);
}

enum err_code place_names_find(struct place_hits *hits, struct arena *arena,
                               struct gazetteers *gazetteers, struct str name,
                               enum place_effort effort, struct err *err)
{
    struct asked a = {hits, arena, gazetteers};
    size_t count = 0;

    if (name.len == 0 || name.len > TEXT_MAX)
        return ERR_OK;
    switch (effort) {
    case EFFORT_SPELLING:
        if (ask(&count, &a, name, STEP(GAZETTEER_SAME_KEY) | STEP(GAZETTEER_STEM),
                SPELLING_LIMIT, 0, err) != ERR_OK)
            return err->code;
        return count == 0 ? ask_without_case(&a, name, err) : ERR_OK;
    case EFFORT_EDITS:
        return ask_edited(&a, name, err);
    case EFFORT_SOUND:
    case EFFORTS:
        break;
    }
    return ask(&count, &a, name, STEP(GAZETTEER_SOUND), LESS_SURE_LIMIT, 0, err);
}
