/* Places by the name in a text: three efforts, the surest first. */

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "names/key.h"
#include "names/known.h"
#include "names/letters.h"
#include "names/meet.h"
#include "places/candidates_inside.h"
#include "places/place_variants.h"

enum {
    COST_FOLD1 = 20,
    COST_FOLD2 = 50,
    COST_KNOWN_SAME = 40,
    COST_KNOWN = 60,
    COST_STEM = 60,
    COST_CASE = 20,     /* an ending was taken off: Ізюмом */
    COST_RESPELT = 100, /* as another language would write it */
    COST_PART = 180,
    COST_ONE_EDIT = 230,
    COST_TWO_EDITS = 400,
    COST_SOUND = 600,
    COST_SEAT = 30, /* a region by the name of its town */
    SEAT_PEOPLE = 50000,
    KNOWN_EDITS_MAX = 5000, /* more of the archive are not tried with edits */
    SPELLING_LIMIT = 300,   /* there are 180 Oleksandrivka */
    LESS_SURE_LIMIT = 400,
    VARIANTS_MAX = 4,
    TEXT_MAX = 4 * NAME_POINTS_MAX
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

static void grade_known(struct place_hit *hit, struct str text, struct str name,
                        enum place_effort effort)
{
    static const struct {
        enum place_step step;
        unsigned cost;
    } grades[] = {
        [NAME_SAME] = {PLACE_SAME, 0},
        [NAME_FOLDED] = {PLACE_FOLDED, COST_FOLD1},
        [NAME_KNOWN] = {PLACE_KNOWN, COST_KNOWN},
        [NAME_EDIT] = {PLACE_ONE_EDIT, COST_ONE_EDIT},
        [NAME_SOUNDS] = {PLACE_SOUNDS, COST_SOUND},
        [NAME_APART] = {PLACE_SOUNDS, COST_SOUND},
    };
    enum name_step step = name_meet(text, name);

    if (grades[step].cost >= hit->cost ||
        (effort == EFFORT_SPELLING && step > NAME_KNOWN))
        return;
    hit->step = grades[step].step;
    hit->cost = grades[step].cost;
    hit->name = name;
}

void place_names_known(struct place_hits *hits, struct arena *arena,
                       const struct archive_places *archive, struct str name,
                       enum place_effort effort)
{
    size_t count;
    const struct archive_place *places = archive_places_all(archive, &count);

    if (effort == EFFORT_SOUND || (effort == EFFORT_EDITS && count > KNOWN_EDITS_MAX))
        return;
    for (size_t i = 0; i < count; i++) {
        struct place_hit hit = {.place = &places[i].place, .cost = COST_TWO_EDITS};

        for (size_t k = 0; k < hit.place->name_count; k++)
            grade_known(&hit, name, hit.place->names[k].text, effort);
        if (hit.cost < (unsigned)COST_TWO_EDITS)
            place_hits_add(hits, arena, &hit);
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
        hit->is_stem = true;
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
        if (more_cost > 0 && hit.step == PLACE_SAME)
            hit.step = PLACE_FOLDED; /* it is the variant that is spelt so */
        place_hits_add(a->hits, a->arena, &hit);
    }
    *count = found.count;
    return ERR_OK;
}

static enum err_code ask_as(struct asked *a, struct str text,
                            const struct gazetteer_wanted *wanted, enum place_step step,
                            unsigned cost, struct err *err)
{
    struct gazetteer_hits found;

    if (gazetteer_find(&found, a->arena, a->gazetteers, text, wanted, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found.count; i++) {
        struct place_hit hit = {.place = found.items[i].place,
                                .step = step,
                                .name = found.items[i].name,
                                .cost = cost};

        place_hits_add(a->hits, a->arena, &hit);
    }
    return ERR_OK;
}

#define STEP(step) (1U << (unsigned)(step))

/* All of these are one step that costs so much more. */
static enum err_code ask_all(struct asked *a, const struct str *variants, size_t count,
                             unsigned more_cost, struct err *err)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (ask(&found, a, variants[i], STEP(GAZETTEER_SAME_KEY) | STEP(GAZETTEER_STEM),
                LESS_SURE_LIMIT, more_cost, err) != ERR_OK)
            return err->code;
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
    struct str *variants = ARENA_ARRAY(a->arena, struct str, PLACE_VARIANTS_MAX);
    size_t count =
        place_variants_of_language(variants, PLACE_VARIANTS_MAX, a->arena, text);
    size_t before;

    if (ask_all(a, variants, count, COST_RESPELT, err) != ERR_OK)
        return err->code;
    before = a->hits->count;
    count = place_variants_exchanged(variants, PLACE_VARIANTS_MAX, a->arena, text);
    if (ask_all(a, variants, count, COST_ONE_EDIT, err) != ERR_OK)
        return err->code;
    mark_edited(a->hits, before);
    return ask(&count, a, text,
               STEP(GAZETTEER_EDIT_1) | STEP(GAZETTEER_EDIT_2) | STEP(GAZETTEER_WORD),
               LESS_SURE_LIMIT, 0, err);
}

static enum err_code ask_without_case(struct asked *a, struct str text, struct err *err)
{
    struct str *variants = ARENA_ARRAY(a->arena, struct str, PLACE_VARIANTS_MAX);
    size_t count = place_variants_of_case(variants, PLACE_VARIANTS_MAX, a->arena, text);

    return ask_all(a, variants, count, COST_CASE, err);
}

static bool has_key(struct str name, const struct name_key *key)
{
    struct name_key own;

    name_known_key(&own, name);
    return str_equal(name_key_str(&own), name_key_str(key));
}

/* The other names of a line of names/known.txt that has this one. A region is found by
 * a word of its name too: Крим stands for "Автономна Республіка Крим". */
static enum err_code ask_known_line(struct asked *a, struct str line,
                                    const struct name_key *key, struct err *err)
{
    while (line.len > 0) {
        struct str name = str_trim(str_cut(&line, ';'));
        struct gazetteer_wanted wanted = {.steps = STEP(GAZETTEER_SAME_KEY) |
                                                   STEP(GAZETTEER_STEM),
                                          .limit = SPELLING_LIMIT};

        if (!has_key(name, key) &&
            ask_as(a, name, &wanted, PLACE_KNOWN, COST_KNOWN_SAME, err) != ERR_OK)
            return err->code;
        wanted.steps = STEP(GAZETTEER_WORD);
        wanted.kinds = STEP(GAZETTEER_REGION);
        if (ask_as(a, name, &wanted, PLACE_KNOWN, COST_KNOWN_SAME, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static bool line_has_key(struct str line, const struct name_key *key)
{
    while (line.len > 0)
        if (has_key(str_trim(str_cut(&line, ';')), key))
            return true;
    return false;
}

static enum err_code ask_known(struct asked *a, struct str text, struct err *err)
{
    struct str rest = {(const char *)known_names_bytes, known_names_bytes_len};
    struct name_key key;
    struct name_key one;

    name_known_key(&key, text);
    if (key.len == 0 || name_known_others(&one, 1, &key) == 0)
        return ERR_OK;
    while (rest.len > 0) {
        struct str line = str_cut(&rest, '\n');

        if (line.len > 0 && line.ptr[0] != '#' && line_has_key(line, &key) &&
            ask_known_line(a, line, &key, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

/* In the whole world something sounds like anything. */
static enum err_code ask_sound(struct asked *a, const struct place_finder *finder,
                               struct str name, struct err *err)
{
    struct place_hits *hits = a->hits;
    size_t before = hits->count;
    size_t kept = before;
    size_t count = 0;

    if (ask(&count, a, name, STEP(GAZETTEER_SOUND), LESS_SURE_LIMIT, 0, err) != ERR_OK)
        return err->code;
    for (size_t i = before; i < hits->count; i++)
        if (!place_is_foreign(finder, hits->items[i].place))
            hits->items[kept++] = hits->items[i];
    hits->count = kept;
    return ERR_OK;
}

enum err_code place_names_find(struct place_hits *hits, struct arena *arena,
                               struct place_finder *finder, struct str name,
                               enum place_effort effort, struct err *err)
{
    struct asked a = {hits, arena, finder->gazetteers};
    size_t count = 0;

    if (name.len == 0 || name.len > TEXT_MAX)
        return ERR_OK;
    if (finder->archive)
        place_names_known(hits, arena, finder->archive, name, effort);
    switch (effort) {
    case EFFORT_SPELLING:
        if (ask(&count, &a, name, STEP(GAZETTEER_SAME_KEY) | STEP(GAZETTEER_STEM),
                SPELLING_LIMIT, 0, err) != ERR_OK)
            return err->code;
        if (ask_known(&a, name, err) != ERR_OK)
            return err->code;
        return hits->count == 0 ? ask_without_case(&a, name, err) : ERR_OK;
    case EFFORT_EDITS:
        return ask_edited(&a, name, err);
    case EFFORT_SOUND:
    case EFFORTS:
        break;
    }
    return ask_sound(&a, finder, name, err);
}

void place_names_add_seat(struct place_hits *hits, struct arena *arena)
{
    const struct place_hit *seat = NULL;
    const struct gazetteer_place *region;
    struct place_hit hit;

    for (size_t i = 0; i < hits->count; i++) {
        const struct gazetteer_place *place = hits->items[i].place;

        if (place->kind == GAZETTEER_REGION)
            return;
        if (place->kind == GAZETTEER_SETTLEMENT && place->population >= SEAT_PEOPLE &&
            (!seat || place->population > seat->place->population))
            seat = &hits->items[i];
    }
    if (!seat)
        return;
    for (region = seat->place; region && region->kind != GAZETTEER_REGION;)
        region = region->parent;
    if (!region)
        return;
    hit = *seat;
    hit.place = region;
    hit.cost += COST_SEAT;
    place_hits_add(hits, arena, &hit);
}
