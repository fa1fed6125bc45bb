/* What else the text and the record say about where a place lies. */

#include "base/map.h"
#include "geo/distance.h"
#include "names/key.h"
#include "places/candidates_inside.h"

enum {
    GUESSES_MAX = 16,
    COST_STEM_REGION = 60,
    TOWN_PEOPLE = 50000,
    SEAT_PEOPLE = 100000,
    GUESS_RANGE = 100,     /* points behind the likeliest guess */
    COST_AROUND = 150,     /* an area that has the other place in it, among much else */
    COST_AREA_AS_NEAR = 60 /* "near Kharkiv" is rather the town than the oblast */
};

bool place_is_area(const struct gazetteer_place *place)
{
    return place && place->kind <= GAZETTEER_COMMUNITY;
}

bool place_point_of(struct geo_point *point, const struct gazetteer_place *place)
{
    if (!place->has_point && place->kind == GAZETTEER_QUARTER && place->parent)
        place = place->parent;
    *point = place->point;
    return place->has_point;
}

/* What lies in a settlement is not far from its middle; what is named in the same record
 * may be. */
static unsigned distance_cost(double metres, bool is_near)
{
    double points = metres / (is_near ? 400.0 : 200.0); /* 2.5 or 5 a kilometre */

    return points >= (double)COST_FAR ? (unsigned)COST_FAR : (unsigned)points;
}

/* Somebody says where it is: a point, or what it lies in. */
static bool is_placed(const struct gazetteer_place *place)
{
    return place->has_point || place->parent || place_is_area(place);
}

/* Of one guess: the points, and how the place lies to it. False: nothing can be said. */
static bool rate_guess(unsigned *cost, struct place_reason *reason,
                       const struct place_guess *guess, bool is_near,
                       const struct gazetteer_place *place)
{
    struct geo_point point;

    *cost = guess->cost;
    *reason = (struct place_reason){.kind = PLACE_REASON_INSIDE, .metres = -1.0};
    if (guess->place && gazetteer_is_in(place, guess->place))
        return true;
    if (guess->place && gazetteer_is_in(guess->place, place)) {
        reason->kind = PLACE_REASON_HOLDS;
        *cost += place_is_area(place) ? (unsigned)COST_AROUND : 0U;
        return true;
    }
    reason->kind = PLACE_REASON_UNPLACED;
    if (!is_placed(place))
        return true;
    if (place_is_area(guess->place)) {
        reason->kind = PLACE_REASON_OUTSIDE;
        *cost += guess->outside_cost;
        return true;
    }
    if (!guess->has_point)
        return false;
    if (!place_point_of(&point, place)) {
        *cost += COST_AROUND;
        return true;
    }
    reason->kind = PLACE_REASON_NEAR;
    reason->metres = geo_distance_m(guess->point, point);
    *cost += distance_cost(
        reason->metres > guess->reach_m ? reason->metres - guess->reach_m : 0.0, is_near);
    return true;
}

/* "Nikolske (Mykilske)" */
static bool is_also_named(const struct gazetteer_place *place, struct str also)
{
    struct name_key asked;
    struct name_key key;

    name_fold2(&asked, also);
    for (size_t i = 0; asked.len > 0 && i < place->name_count; i++) {
        name_fold2(&key, place->names[i].text);
        if (str_equal(name_key_str(&key), name_key_str(&asked)))
            return true;
    }
    return false;
}

static struct str guess_label(const struct place_context *context,
                              const struct place_guess *guess)
{
    return guess->place && guess->place->name_count > 0 ? guess->place->names[0].text
                                                        : context->what;
}

bool place_context_rate(unsigned *cost, struct place_reason *reason,
                        const struct place_context *context,
                        const struct gazetteer_place *place)
{
    bool is_known = false;

    if (context->also.len > 0 && is_also_named(place, context->also)) {
        *cost = 0;
        *reason = (struct place_reason){PLACE_REASON_INSIDE, context->also, 0.0};
        return true;
    }
    for (size_t i = 0; i < context->guess_count; i++) {
        const struct place_guess *guess = &context->guesses[i];
        struct place_reason found;
        unsigned points;

        if (!rate_guess(&points, &found, guess, context->is_near, place) ||
            (is_known && points >= *cost))
            continue;
        is_known = true;
        *cost = points;
        *reason = found;
        reason->what = found.kind == PLACE_REASON_UNPLACED && context->what.len > 0
                           ? context->what
                           : guess_label(context, guess);
    }
    return is_known;
}

/* KATOTTG: M is a town, C a village, X and T are settlements. */
static bool has_class(const struct gazetteer_place *place, struct str classes)
{
    return place->class_.len == 1 &&
           str_find(classes, place->class_.ptr[0], 0) < classes.len;
}

static unsigned settlement_cost(enum place_sort sort, const struct gazetteer_place *place)
{
    if (sort == PLACE_SORT_TOWN)
        return has_class(place, STR("CXT")) ? 10 : 0;
    return sort == PLACE_SORT_VILLAGE && has_class(place, STR("M")) ? 10 : 0;
}

static enum gazetteer_kind kind_wanted(enum place_sort sort)
{
    switch (sort) {
    case PLACE_SORT_COUNTRY:
        return GAZETTEER_COUNTRY;
    case PLACE_SORT_REGION:
        return GAZETTEER_REGION;
    case PLACE_SORT_DISTRICT:
        return GAZETTEER_DISTRICT;
    case PLACE_SORT_COMMUNITY:
        return GAZETTEER_COMMUNITY;
    case PLACE_SORT_QUARTER:
        return GAZETTEER_QUARTER;
    case PLACE_SORT_STREET:
    case PLACE_SORT_SITE:
        return GAZETTEER_OTHER;
    case PLACE_SORT_ANY:
    case PLACE_SORT_TOWN:
    case PLACE_SORT_SETTLEMENT:
    case PLACE_SORT_VILLAGE:
        break;
    }
    return GAZETTEER_SETTLEMENT;
}

static unsigned area_cost(enum place_sort sort, enum gazetteer_kind kind)
{
    if (kind_wanted(sort) == kind)
        return 0;
    /* Raions of before 2020 live on as communities, and a town has districts too. */
    if (sort == PLACE_SORT_DISTRICT &&
        (kind == GAZETTEER_COMMUNITY || kind == GAZETTEER_QUARTER))
        return 20;
    return sort == PLACE_SORT_REGION || sort == PLACE_SORT_COUNTRY ? 150 : 100;
}

/* With no kind asked a settlement is meant more often than an area of that name. */
static unsigned any_cost(enum gazetteer_kind kind)
{
    switch (kind) {
    case GAZETTEER_COUNTRY:
    case GAZETTEER_REGION:
        return 60;
    case GAZETTEER_DISTRICT:
        return 120;
    case GAZETTEER_COMMUNITY:
        return 150;
    case GAZETTEER_QUARTER:
    case GAZETTEER_OTHER:
        return 20;
    case GAZETTEER_SETTLEMENT:
    case GAZETTEER_KINDS:
        break;
    }
    return 0;
}

unsigned place_kind_cost(enum place_sort sort, const struct gazetteer_place *place)
{
    enum gazetteer_kind kind = place->kind;

    if (place_sort_is_area(sort))
        return area_cost(sort, kind);
    if (sort == PLACE_SORT_ANY)
        return any_cost(kind);
    if (kind <= GAZETTEER_COMMUNITY)
        return 100;
    if (sort == PLACE_SORT_QUARTER)
        return kind == GAZETTEER_QUARTER ? 0 : 30;
    if (sort == PLACE_SORT_STREET || sort == PLACE_SORT_SITE)
        return kind == GAZETTEER_OTHER ? 0 : 60;
    return kind == GAZETTEER_SETTLEMENT ? settlement_cost(sort, place) : 30;
}

unsigned place_stem_cost(enum place_sort sort, const struct place_hit *hit)
{
    return hit->is_stem && sort == PLACE_SORT_ANY && hit->place->kind == GAZETTEER_REGION
               ? COST_STEM_REGION
               : 0;
}

/* ---- guesses ---- */

static void add_guess(struct place_guess *guesses, size_t *count,
                      const struct place_guess *guess)
{
    size_t at = *count < GUESSES_MAX ? (*count)++ : GUESSES_MAX - 1;

    if (*count == GUESSES_MAX && at == GUESSES_MAX - 1 && guesses[at].place &&
        guesses[at].cost <= guess->cost)
        return;
    for (; at > 0 && guesses[at - 1].cost > guess->cost; at--)
        guesses[at] = guesses[at - 1];
    guesses[at] = *guess;
}

static bool has_region(const struct gazetteer_place *place)
{
    while (place && place->kind != GAZETTEER_REGION)
        place = place->parent;
    return place != NULL;
}

/* Of an area that is known by the town in its midst only: "Klimovo, Bryansk", where the
 * gazetteers have no regions. */
static double reach_of(enum place_sort sort, const struct gazetteer_place *place)
{
    bool is_seat = sort == PLACE_SORT_ANY && place->kind == GAZETTEER_SETTLEMENT &&
                   place->population >= SEAT_PEOPLE && !has_region(place);

    if (sort == PLACE_SORT_REGION || is_seat)
        return 120e3;
    return sort == PLACE_SORT_DISTRICT || sort == PLACE_SORT_COMMUNITY ? 25e3 : 0.0;
}

/* "Kirov district" may be one of any town. */
static unsigned outside_cost_of(enum place_sort sort)
{
    return sort == PLACE_SORT_DISTRICT || sort == PLACE_SORT_QUARTER
               ? COST_OUTSIDE_DISTRICT
               : COST_OUTSIDE;
}

static unsigned guess_kind_cost(enum place_sort sort, const struct gazetteer_place *place)
{
    return sort == PLACE_SORT_ANY ? 0 : place_kind_cost(sort, place);
}

static bool is_region(const struct place_guess *guess)
{
    return guess->place && guess->place->kind == GAZETTEER_REGION;
}

static bool lies_in_a_region(const struct place_guess *guess,
                             const struct place_guess *guesses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_region(&guesses[i]) && gazetteer_is_in(guess->place, guesses[i].place))
            return true;
    return false;
}

/* Where there is the region that was asked for, its town is not meant; but Kyiv, after
 * which a region is called, does not lie in it. */
static size_t keep_regions(struct place_guess *guesses, size_t count)
{
    struct place_guess kept[GUESSES_MAX];
    size_t kept_count = 0;
    size_t regions = 0;

    for (size_t i = 0; i < count; i++) {
        const struct place_guess *guess = &guesses[i];
        bool is_town = guess->place && guess->place->population >= TOWN_PEOPLE &&
                       !lies_in_a_region(guess, guesses, count);

        regions += is_region(guess);
        if (!is_region(guess) && !is_town)
            continue;
        kept[kept_count] = *guess;
        if (is_town)
            kept[kept_count].reach_m = 0.0;
        kept_count++;
    }
    if (regions == 0)
        return count;
    for (size_t i = 0; i < kept_count; i++)
        guesses[i] = kept[i];
    return kept_count;
}

static size_t keep_likely(struct place_guess *guesses, size_t count, enum place_sort sort)
{
    size_t kept = 0;

    if (sort == PLACE_SORT_REGION)
        count = keep_regions(guesses, count);

    while (kept < count && guesses[kept].cost <= guesses[0].cost + GUESS_RANGE)
        kept++;
    for (size_t i = kept; i > 0; i--)
        guesses[i - 1].cost -= guesses[0].cost;
    return kept;
}

/* A name that nobody knows as it is spelt is tried with edits, never by sound. */
enum err_code place_guess_name(const struct place_guess **out, size_t *count,
                               struct arena *arena, struct place_finder *finder,
                               const struct place_name *name, struct err *err)
{
    struct place_guess *guesses = ARENA_ARRAY(arena, struct place_guess, GUESSES_MAX);
    struct place_hits hits = {0};

    *count = 0;
    *out = guesses;
    for (int effort = EFFORT_SPELLING; effort < EFFORT_SOUND && hits.count == 0; effort++)
        if (place_names_find(&hits, arena, finder, name->text, (enum place_effort)effort,
                             err) != ERR_OK)
            return err->code;
    if (name->sort == PLACE_SORT_REGION)
        place_names_add_seat(&hits, arena);
    for (size_t i = 0; i < hits.count; i++) {
        const struct gazetteer_place *place = hits.items[i].place;
        struct place_guess guess = {.place = place, .cost = hits.items[i].cost};

        guess.has_point = place_point_of(&guess.point, place);
        guess.cost += guess_kind_cost(name->sort, place);
        guess.reach_m = reach_of(name->sort, place);
        guess.outside_cost = outside_cost_of(name->sort);
        add_guess(guesses, count, &guess);
    }
    *count = keep_likely(guesses, *count, name->sort);
    return ERR_OK;
}

/* ---- other places of the record ---- */

struct place_kept {
    struct str text;
    const struct place_guess *guesses;
    size_t count;
    UT_hash_handle hh;
};

static enum err_code guess_candidates(struct place_kept *kept,
                                      struct place_finder *finder, struct str text,
                                      struct err *err)
{
    struct place_request request = {.text = text, .limit = GUESSES_MAX};
    struct place_guess *guesses =
        ARENA_ARRAY(&finder->arena, struct place_guess, GUESSES_MAX);
    struct place_candidates found;

    if (place_candidates_find(&found, &finder->arena, finder, &request, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < found.count; i++) {
        const struct place_candidate *candidate = &found.items[i];
        enum place_sort sort = found.words.names[0].sort;
        struct place_guess guess = {.place = candidate->place,
                                    .has_point = candidate->has_point,
                                    .point = candidate->point,
                                    .cost = candidate->cost,
                                    .reach_m = reach_of(sort, candidate->place),
                                    .outside_cost = outside_cost_of(sort)};

        if (place_is_area(candidate->place) && sort == PLACE_SORT_ANY)
            guess.cost -= COST_AREA_AS_NEAR; /* of what it has for being an area */
        if (candidate->step != PLACE_SOUNDS)
            add_guess(guesses, &kept->count, &guess);
    }
    kept->guesses = guesses;
    kept->count = keep_likely(guesses, kept->count, found.words.names[0].sort);
    return ERR_OK;
}

enum err_code place_guess_text(const struct place_guess **out, size_t *count,
                               struct place_finder *finder, struct str text,
                               struct err *err)
{
    struct place_kept *kept;

    HASH_FIND(hh, finder->kept, text.ptr, text.len, kept);
    if (!kept) {
        kept = ARENA_NEW(&finder->arena, struct place_kept);
        kept->text = arena_str(&finder->arena, text);
        if (guess_candidates(kept, finder, kept->text, err) != ERR_OK)
            return err->code;
        HASH_ADD_KEYPTR(hh, finder->kept, kept->text.ptr, kept->text.len, kept);
    }
    *out = kept->guesses;
    *count = kept->count;
    return ERR_OK;
}

struct place_finder *place_finder_new(struct gazetteers *gazetteers)
{
    struct arena arena = {0};
    struct place_finder *finder = ARENA_NEW(&arena, struct place_finder);
    size_t count = 0;
    const struct gazetteer_info *info = gazetteers_info(gazetteers, &count);

    for (size_t i = 0; i < count; i++)
        if (!info[i].is_shipped && info[i].problem.len == 0)
            finder->has_own = true;
    finder->gazetteers = gazetteers;
    finder->arena = arena;
    return finder;
}

bool place_is_foreign(const struct place_finder *finder,
                      const struct gazetteer_place *place)
{
    size_t count = 0;
    const struct gazetteer_info *info = gazetteers_info(finder->gazetteers, &count);

    if (!finder->has_own || place->source_count == 0)
        return false;
    for (size_t i = 0; i < place->source_count; i++)
        if (!info[place->sources[i].ref.gazetteer].is_shipped)
            return false;
    return true;
}

void place_finder_add(struct place_finder *finder, const struct archive_places *archive)
{
    finder->archive = archive;
}

void place_finder_free(struct place_finder *finder)
{
    struct arena arena = finder->arena;

    HASH_CLEAR(hh, finder->kept);
    arena_free(&arena);
}
