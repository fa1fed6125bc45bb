/* The order of candidates, and which of them are one for a reader. */

#include <math.h>

#include "geo/distance.h"
#include "names/key.h"
#include "places/candidates_inside.h"

/* Two gazetteers may put one village so far apart; the next of its name is farther. */
#define UNITE_METRES 6000.0

double place_precision_m(const struct gazetteer_place *place)
{
    static const double metres[GAZETTEER_KINDS] = {
        [GAZETTEER_COUNTRY] = 500e3,  [GAZETTEER_REGION] = 100e3,
        [GAZETTEER_DISTRICT] = 40e3,  [GAZETTEER_COMMUNITY] = 15e3,
        [GAZETTEER_SETTLEMENT] = 3e3, [GAZETTEER_QUARTER] = 2e3,
        [GAZETTEER_OTHER] = 10e3,
    };

    if (place->kind == GAZETTEER_SETTLEMENT && place->population >= 100000)
        return 10e3;
    return metres[place->kind];
}

int place_candidate_compare(const void *a, const void *b)
{
    const struct place_candidate *x = a;
    const struct place_candidate *y = b;
    bool x_sounds = x->step == PLACE_SOUNDS;
    bool y_sounds = y->step == PLACE_SOUNDS;

    if (x_sounds != y_sounds)
        return x_sounds ? 1 : -1;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return str_compare(x->place->id, y->place->id);
}

static bool share_gazetteer(const struct gazetteer_place *a,
                            const struct gazetteer_place *b)
{
    for (size_t i = 0; i < a->source_count; i++)
        for (size_t k = 0; k < b->source_count; k++)
            if (a->sources[i].ref.gazetteer == b->sources[k].ref.gazetteer)
                return true;
    return false;
}

static bool have_one_key(struct str a, struct str b)
{
    struct name_key ka;
    struct name_key kb;

    name_fold2(&ka, a);
    name_fold2(&kb, b);
    return str_equal(name_key_str(&ka), name_key_str(&kb));
}

static bool are_one(const struct place_candidate *a, const struct place_candidate *b)
{
    if (a->known && b->known)
        return a->known == b->known; /* whether two entities are one, people say */
    /* Nearly all pairs are far apart: see so before it is measured. */
    if (fabs(a->point.lat - b->point.lat) * GEO_METRES_IN_DEGREE > 2.0 * UNITE_METRES)
        return false;
    return a->place->kind == b->place->kind && a->has_point && b->has_point &&
           geo_distance_m(a->point, b->point) < UNITE_METRES &&
           !share_gazetteer(a->place, b->place) && have_one_key(a->name, b->name);
}

/* The entity of the archive may lie beside the place of a gazetteer that nobody has said
 * it to be: what the gazetteer knows is shown, with the entity. */
static void unite(struct place_candidate *kept, const struct place_candidate *other)
{
    const struct archive_place *known = kept->known ? kept->known : other->known;

    if (kept->place->source_count == 0 && other->place->source_count > 0) {
        unsigned cost = kept->cost;

        *kept = *other;
        kept->cost = cost;
    }
    if (known && !kept->known && kept->reason_count < PLACE_REASONS_MAX)
        kept->reasons[kept->reason_count++] =
            (struct place_reason){PLACE_REASON_ARCHIVE, known->label, 0.0};
    kept->known = known;
}

size_t place_unite(struct place_candidate *items, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        size_t same = 0;

        while (same < kept && !are_one(&items[same], &items[i]))
            same++;
        if (same < kept) {
            unite(&items[same], &items[i]);
            continue;
        }
        if (kept < i)
            items[kept] = items[i];
        kept++;
    }
    return kept;
}

const char *place_step_word(enum place_step step)
{
    static const char *const words[] = {
        [PLACE_SAME] = "same",         [PLACE_FOLDED] = "folded",
        [PLACE_KNOWN] = "known",       [PLACE_PART] = "part",
        [PLACE_ONE_EDIT] = "one_edit", [PLACE_TWO_EDITS] = "two_edits",
        [PLACE_SOUNDS] = "sounds",
    };

    return words[step];
}

const char *place_reason_word(enum place_reason_kind kind)
{
    static const char *const words[] = {
        [PLACE_REASON_NAME] = "name",         [PLACE_REASON_INSIDE] = "inside",
        [PLACE_REASON_OUTSIDE] = "outside",   [PLACE_REASON_HOLDS] = "holds",
        [PLACE_REASON_UNPLACED] = "unplaced", [PLACE_REASON_NEAR] = "near",
        [PLACE_REASON_KIND] = "kind",         [PLACE_REASON_NO_KIND] = "other_kind",
        [PLACE_REASON_RELATION] = "relation", [PLACE_REASON_AROUND] = "around",
        [PLACE_REASON_ARCHIVE] = "archive",   [PLACE_REASON_SIZE] = "size",
    };

    return words[kind];
}

/* On a sphere: "5 km south" is not said to the metre. */
static struct geo_point point_towards(struct geo_point from, double degrees,
                                      double metres)
{
    double angle = metres / GEO_WGS84_A;
    double bearing = degrees * GEO_DEGREE;
    double lat = from.lat * GEO_DEGREE;
    double to_lat = asin(sin(lat) * cos(angle) + cos(lat) * sin(angle) * cos(bearing));
    double by_lon =
        atan2(sin(bearing) * sin(angle) * cos(lat), cos(angle) - sin(lat) * sin(to_lat));
    double lon = from.lon + by_lon / GEO_DEGREE;

    if (lon > 180.0)
        lon -= 360.0;
    else if (lon < -180.0)
        lon += 360.0;
    return (struct geo_point){to_lat / GEO_DEGREE, lon};
}

void place_relation_apply(struct place_candidate *candidate,
                          const struct place_words *words)
{
    double reach = 10e3;

    if (words->relation == PLACE_AT || words->relation == PLACE_NEAR)
        reach = words->relation == PLACE_AT ? 0.0 : 10e3;
    else if (words->relation == PLACE_AWAY && !words->has_direction)
        reach = words->metres;
    else if (words->relation == PLACE_AWAY)
        reach = words->metres / 4.0;
    else if (words->relation != PLACE_OUTSIDE)
        reach = 20e3;
    candidate->precision_m += reach;
    if (candidate->has_point && words->has_metres && words->has_direction &&
        words->metres < 1000e3)
        candidate->point =
            point_towards(candidate->point, words->direction_deg, words->metres);
}
