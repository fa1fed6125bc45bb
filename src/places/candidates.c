#include "places/candidates.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "geo/distance.h"
#include "places/candidates_inside.h"

enum {
    CONTEXTS_MAX = PLACE_NEAR_MAX + PLACE_NAMES_MAX,
    COST_SHIPPED = 100,
    LESS_KNOWN = 20,   /* what the archive has is first among equals */
    COST_ALSO = 10,    /* by its second name */
    COST_ORDER = 20,   /* the larger place was named first: "Kyiv, Borodyanka" */
    COST_INSTEAD = 250 /* only what it lies in or beside, while others bear the name */
};

/* One way of reading the text: which of its names is looked for, and as what. */
struct target {
    size_t name;
    unsigned cost;
    bool is_itself;
    enum place_reason_kind instead; /* when it is not */
    bool is_reversed;               /* the name before it is what it lies in */
};

struct search {
    struct arena *arena;
    struct place_finder *finder;
    const struct place_request *request;
    struct place_words words;
    struct place_context contexts[CONTEXTS_MAX];
    size_t context_count;
    struct place_candidate *items;
    size_t count;
    size_t capacity;
    bool is_agreed; /* one of them agrees with what else is said */
    enum place_step last_try;
};

/* ---- what else is said ---- */

static enum err_code add_name_context(struct search *s, size_t at, bool is_near,
                                      struct err *err)
{
    const struct place_name *name = &s->words.names[at];
    struct place_context *context = &s->contexts[s->context_count];

    if (name->text.len == 0)
        return ERR_OK;
    *context = (struct place_context){.what = name->whole, .is_near = is_near};
    if (name->role == PLACE_BRACKET)
        context->also = name->text;
    context->is_required = name->role == PLACE_ITSELF;
    context->near_at = PLACE_NEAR_MAX;
    if (place_guess_name(&context->guesses, &context->guess_count, s->arena, s->finder,
                         name, err) != ERR_OK)
        return err->code;
    s->context_count++;
    return ERR_OK;
}

/* The names of the text beside the one that is looked for. */
static enum err_code add_name_contexts(struct search *s, const struct target *target,
                                       struct err *err)
{
    for (size_t i = 0; i < s->words.count; i++) {
        enum place_role role = s->words.names[i].role;
        bool is_beside = role == PLACE_ANCHOR;

        if (i == target->name || role == PLACE_ALSO)
            continue;
        if (role == PLACE_ITSELF && !target->is_reversed)
            continue;
        if (add_name_context(s, i, is_beside, err) != ERR_OK)
            return err->code;
    }
    return ERR_OK;
}

static enum err_code add_near_context(struct search *s, size_t at, struct err *err)
{
    const struct place_near *near = &s->request->near[at];
    struct place_context *context = &s->contexts[s->context_count];
    struct place_guess *one = ARENA_NEW(s->arena, struct place_guess);

    *context = (struct place_context){.what = near->text, .is_near = true, .near_at = at};
    context->guesses = one;
    context->guess_count = 1;
    if (near->place)
        *one = (struct place_guess){.place = near->place,
                                    .outside_cost = COST_OUTSIDE,
                                    .has_point = near->place->has_point,
                                    .point = near->place->point};
    else if (near->has_point)
        *one = (struct place_guess){.has_point = true, .point = near->point};
    else if (place_guess_text(&context->guesses, &context->guess_count, s->finder,
                              near->text, err) != ERR_OK)
        return err->code;
    s->context_count++;
    return ERR_OK;
}

static enum err_code make_contexts(struct search *s, const struct target *target,
                                   struct err *err)
{
    s->context_count = 0;
    if (add_name_contexts(s, target, err) != ERR_OK)
        return err->code;
    for (size_t i = 0; i < s->request->near_count && i < PLACE_NEAR_MAX; i++)
        if (add_near_context(s, i, err) != ERR_OK)
            return err->code;
    return ERR_OK;
}

/* ---- points ---- */

static void add_reason(struct place_candidate *candidate, enum place_reason_kind kind,
                       struct str what, double metres)
{
    if (candidate->reason_count < PLACE_REASONS_MAX)
        candidate->reasons[candidate->reason_count++] =
            (struct place_reason){kind, what, metres};
}

static unsigned size_cost(const struct gazetteer_place *place)
{
    double people = place->population > 0 ? 3.0 * log10((double)place->population) : 0.0;
    unsigned less = people > 20.0 ? 20U : (unsigned)people;

    /* KATOTTG: M is a town, C a village. */
    if (place->kind == GAZETTEER_SETTLEMENT && str_equal(place->class_, STR("M")))
        return 20 - less;
    return (str_equal(place->class_, STR("C")) ? 50U : 40U) - less;
}

static unsigned rate_contexts(struct place_candidate *candidate, const struct search *s)
{
    unsigned total = 0;

    for (size_t i = 0; i < PLACE_NEAR_MAX; i++)
        candidate->near_m[i] = -1.0;
    for (size_t i = 0; i < s->context_count; i++) {
        const struct place_context *context = &s->contexts[i];
        struct place_reason reason;
        unsigned cost;

        if (!place_context_rate(&cost, &reason, context, candidate->place)) {
            candidate->is_refused = candidate->is_refused || context->is_required;
            continue;
        }
        if (context->is_required && cost >= (unsigned)COST_NEAR_ENOUGH)
            candidate->is_refused = true;
        total += cost;
        add_reason(candidate, reason.kind, reason.what, reason.metres);
        if (context->near_at < PLACE_NEAR_MAX && reason.kind == PLACE_REASON_NEAR)
            candidate->near_m[context->near_at] = reason.metres;
    }
    return total;
}

static unsigned rate_kind(struct place_candidate *candidate,
                          const struct place_name *name)
{
    unsigned cost = place_kind_cost(name->sort, candidate->place);

    candidate->cost += cost;
    if (name->sort != PLACE_SORT_ANY)
        add_reason(candidate, cost == 0 ? PLACE_REASON_KIND : PLACE_REASON_NO_KIND,
                   name->whole, 0.0);
    return place_sort_is_area(name->sort) || place_is_area(candidate->place) ? 2 * cost
                                                                             : 0;
}

/* "Voznesensk airbase": the town is not the airbase. */
static bool is_only_namesake(const struct place_name *name,
                             const struct gazetteer_place *place)
{
    return name->sort >= PLACE_SORT_STREET && place->kind != GAZETTEER_OTHER;
}

static void mark_known(struct place_candidate *candidate,
                       const struct archive_places *archive)
{
    if (archive)
        candidate->known = archive_place_same(archive, candidate->place);
    if (!candidate->known)
        return;
    candidate->cost -=
        candidate->cost > (unsigned)LESS_KNOWN ? (unsigned)LESS_KNOWN : candidate->cost;
    if (candidate->place->source_count == 0 && candidate->known->precision_m > 0)
        candidate->precision_m = (double)candidate->known->precision_m;
    add_reason(candidate, PLACE_REASON_ARCHIVE, candidate->known->label, 0.0);
}

static void rate(struct search *s, const struct target *target,
                 const struct place_hit *hit)
{
    const struct place_name *name = &s->words.names[target->name];
    struct place_candidate *candidate = &s->items[s->count++];
    unsigned contexts;

    *candidate = (struct place_candidate){
        .place = hit->place,
        .step = hit->step,
        .name = hit->name,
        .precision_m = place_precision_m(hit->place),
        .size_cost = size_cost(hit->place),
        .is_itself = target->is_itself && !is_only_namesake(name, hit->place),
    };
    candidate->has_point = place_point_of(&candidate->point, hit->place);
    if (candidate->has_point && !hit->place->has_point)
        candidate->precision_m = place_precision_m(hit->place->parent);
    add_reason(candidate, PLACE_REASON_NAME, hit->name, 0.0);
    contexts = rate_contexts(candidate, s);
    candidate->cost =
        hit->cost + target->cost + candidate->size_cost + contexts +
        (place_is_foreign(s->finder, hit->place) ? (unsigned)COST_SHIPPED : 0U) +
        place_stem_cost(name->sort, hit);
    if (rate_kind(candidate, name) + contexts < (unsigned)COST_NEAR_ENOUGH &&
        !candidate->is_refused)
        s->is_agreed = true;
    mark_known(candidate, s->finder->archive);
    if (!target->is_itself) {
        add_reason(candidate, target->instead, s->words.relation_words, 0.0);
        place_relation_apply(candidate, &s->words);
    } else if (!candidate->is_itself) {
        add_reason(candidate, PLACE_REASON_AROUND, name->whole, 0.0);
    }
}

/* ---- looking ---- */

static bool is_wanted(const struct search *s, const struct gazetteer_place *place)
{
    if (s->request->within_count == 0)
        return true;
    for (size_t i = 0; i < s->request->within_count; i++)
        if (gazetteer_is_in(place, s->request->within[i]))
            return true;
    return false;
}

/* A place that two readings of the text find stays with the better one. */
static bool replaces(struct search *s, const struct place_candidate *candidate)
{
    for (size_t i = 0; i + 1 < s->count; i++)
        if (str_equal(s->items[i].place->id, candidate->place->id)) {
            if (candidate->cost < s->items[i].cost)
                s->items[i] = *candidate;
            return true;
        }
    return false;
}

static void make_room(struct search *s, size_t more)
{
    struct place_candidate *items;

    if (s->count + more <= s->capacity)
        return;
    s->capacity = 2 * (s->count + more);
    items = ARENA_ARRAY(s->arena, struct place_candidate, s->capacity);
    for (size_t i = 0; i < s->count; i++)
        items[i] = s->items[i];
    s->items = items;
}

static void rate_hits(struct search *s, const struct target *target,
                      const struct place_hits *hits, size_t from)
{
    make_room(s, hits->count - from);
    for (size_t i = from; i < hits->count; i++) {
        if (!is_wanted(s, hits->items[i].place))
            continue;
        rate(s, target, &hits->items[i]);
        if (s->items[s->count - 1].is_refused || replaces(s, &s->items[s->count - 1]))
            s->count--;
    }
}

static enum err_code names_of(struct place_hits *hits, const struct search *s,
                              const struct place_name *name, enum place_effort effort,
                              struct err *err)
{
    bool is_street = name->sort == PLACE_SORT_STREET;

    /* A street is called after anything: its bare name would be a place by accident. */
    if (!is_street &&
        place_names_find(hits, s->arena, s->finder, name->text, effort, err) != ERR_OK)
        return err->code;
    if (effort == EFFORT_SPELLING && !str_equal(name->text, name->whole) &&
        (is_street || hits->count == 0 || name->sort == PLACE_SORT_SITE) &&
        place_names_find(hits, s->arena, s->finder, name->whole, effort, err) != ERR_OK)
        return err->code;
    if (name->sort == PLACE_SORT_REGION)
        place_names_add_seat(hits, s->arena);
    return ERR_OK;
}

static enum place_step step_of_effort(enum place_effort effort)
{
    return effort == EFFORT_SPELLING ? PLACE_KNOWN
           : effort == EFFORT_EDITS  ? PLACE_TWO_EDITS
                                     : PLACE_SOUNDS;
}

static enum err_code look_for(struct search *s, const struct target *target,
                              enum place_effort last, struct err *err)
{
    const struct place_name *name = &s->words.names[target->name];
    struct place_hits hits = {0};

    if (name->text.len == 0)
        return ERR_OK;
    if (make_contexts(s, target, err) != ERR_OK)
        return err->code;
    for (int i = EFFORT_SPELLING; i <= (int)last && !s->is_agreed; i++) {
        enum place_effort effort = (enum place_effort)i;
        size_t before = hits.count;

        if (effort == EFFORT_SOUND && s->count > 0)
            break;
        if (effort == EFFORT_SPELLING && target->name == 0 && s->finder->archive)
            place_names_known(&hits, s->arena, s->finder->archive, s->request->text,
                              effort); /* "the old mill" is its name there */
        if (names_of(&hits, s, name, effort, err) != ERR_OK)
            return err->code;
        rate_hits(s, target, &hits, before);
        if (step_of_effort(effort) > s->last_try)
            s->last_try = step_of_effort(effort);
    }
    return ERR_OK;
}

/* Every name of this role, with the whole effort or only by its spelling. */
static enum err_code look_for_role(struct search *s, enum place_role role,
                                   struct target target, enum place_effort last,
                                   struct err *err)
{
    bool was_agreed = s->is_agreed;
    bool is_agreed = was_agreed;

    for (size_t i = 0; i < s->words.count; i++) {
        if (s->words.names[i].role != role)
            continue;
        target.name = i;
        s->is_agreed = false;
        if (look_for(s, &target, last, err) != ERR_OK)
            return err->code;
        is_agreed = is_agreed || s->is_agreed;
    }
    s->is_agreed = is_agreed;
    return ERR_OK;
}

static bool has_role(const struct search *s, enum place_role role)
{
    for (size_t i = 0; i < s->words.count; i++)
        if (s->words.names[i].role == role && s->words.names[i].text.len > 0)
            return true;
    return false;
}

/* What the text names beside the place, where the place is not found or has no name. */
static enum err_code look_beside(struct search *s, struct err *err)
{
    bool is_named = s->words.names[0].text.len > 0;
    unsigned cost = is_named ? COST_INSTEAD : 0;
    struct target beside = {0, cost, false, PLACE_REASON_RELATION, false};
    struct target around = {0, cost, false, PLACE_REASON_AROUND, false};

    if (is_named && s->is_agreed)
        return ERR_OK;
    if (has_role(s, PLACE_ANCHOR))
        return look_for_role(s, PLACE_ANCHOR, beside, EFFORT_EDITS, err);
    if (look_for_role(s, PLACE_WITHIN, around, EFFORT_SPELLING, err) != ERR_OK)
        return err->code;
    return look_for_role(s, PLACE_BRACKET, around, EFFORT_SPELLING, err);
}

static enum err_code look(struct search *s, struct err *err)
{
    static const struct target itself = {0, 0, true, PLACE_REASON_NAME, false};
    static const struct target also = {0, COST_ALSO, true, PLACE_REASON_NAME, false};
    static const struct target reversed = {0, COST_ORDER, true, PLACE_REASON_NAME, true};

    if (look_for_role(s, PLACE_ITSELF, itself, EFFORT_SOUND, err) != ERR_OK ||
        look_for_role(s, PLACE_ALSO, also, EFFORT_EDITS, err) != ERR_OK)
        return err->code;
    if (!s->is_agreed && s->words.names[0].text.len > 0 &&
        look_for_role(s, PLACE_WITHIN, reversed, EFFORT_SPELLING, err) != ERR_OK)
        return err->code;
    return look_beside(s, err);
}

/* ---- the whole ---- */

static void mark_larger(struct place_candidate *items, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        struct place_candidate *a = &items[i];
        const struct place_candidate *b = &items[i + 1];

        if (a->step == b->step && a->size_cost < b->size_cost &&
            a->cost - a->size_cost == b->cost - b->size_cost)
            add_reason(a, PLACE_REASON_SIZE, (struct str){0}, 0.0);
    }
}

enum err_code place_candidates_find(struct place_candidates *out, struct arena *arena,
                                    struct place_finder *finder,
                                    const struct place_request *request, struct err *err)
{
    struct search s = {.arena = arena, .finder = finder, .request = request};
    size_t limit = request->limit ? request->limit : (size_t)PLACE_CANDIDATES_LIMIT;
    size_t count;

    place_words_of(&s.words, request->text);
    if (s.words.count > 0 && look(&s, err) != ERR_OK)
        return err->code;
    if (s.count > 0)
        qsort(s.items, s.count, sizeof s.items[0], place_candidate_compare);
    count = place_unite(s.items, s.count);
    mark_larger(s.items, count);
    *out = (struct place_candidates){
        .words = s.words,
        .items = s.items,
        .count = count < limit ? count : limit,
        .is_cut = count > limit,
        .last_try = s.last_try,
    };
    return ERR_OK;
}
