#ifndef PLACES_CANDIDATES_H
#define PLACES_CANDIDATES_H

/*
 * Which places may be meant by a text, the likeliest first, each with the reasons why.
 * Names repeat more than they are misspelt: of 5,847 real texts 97 in 100 have the right
 * place among the candidates and 28 in 100 have one candidate only. So nothing is ever
 * chosen here: a person chooses.
 *
 * The order is that of a cost in points, the least first; what only sounds alike comes
 * after everything else, whatever its points.
 *
 * name: same spelling 0; folded 20 or 50 (names/key.h); another name that a gazetteer
 *     or names/known.txt knows 40 or 60; an area without its ending 60; respelt from
 *     another language 100; one word of the name 180; one edit 230; two 400; sound 600
 * named area: 0 inside, 300 outside, 100 outside a district, for towns have those too;
 *     from a settlement that is named 5 a kilometre, 250 at most
 * near: each of the other places of the record: 2.5 a kilometre, 250 at most, from the
 *     likeliest of the places that it may be, so that texts make each other clear
 * kind: 0 as asked; 10 to 150 for another (a village for a town 10, a raion for a
 *     settlement 100); with no kind asked an area 60 to 150
 * gazetteer: 100 for what only the gazetteers shipped with the program have, when this
 *     machine has others: whoever imported one works there
 * archive: less 20 for a place that the archive has already
 * size: 0 to 50, less for a town than for a village, less with more people: only ever
 *     a tie-break
 *
 * Names are asked for in three efforts, and the next is made only when none of the places
 * found agrees with what else the text and the record say (less than 150 points for area
 * and near together): the name as it is spelt; one and two edits, neighbours changed,
 * single words of longer names; what sounds alike, in the gazetteers of this machine if
 * it has any.
 *
 * Where the thing itself is in no gazetteer ("5 km south of Izium", "Novokuybyshevskoye
 * Shosse, Samara") the places that the text names beside it are candidates, said to be
 * no more than that, with a precision that admits it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "places/archive_places.h"
#include "places/gazetteer.h"
#include "places/place_words.h"

enum { PLACE_NEAR_MAX = 16, PLACE_REASONS_MAX = 24, PLACE_CANDIDATES_LIMIT = 20 };

/* How the name meets, the surest first. */
enum place_step {
    PLACE_SAME,      /* the same letters, but for case, marks and apostrophes */
    PLACE_FOLDED,    /* one key: the same name in another spelling or script */
    PLACE_KNOWN,     /* another name that a gazetteer or the archive knows */
    PLACE_PART,      /* one word of a longer name */
    PLACE_ONE_EDIT,  /* a letter more, less, other, or two that changed places */
    PLACE_TWO_EDITS, /* two */
    PLACE_SOUNDS     /* no more than a sound in common */
};

enum place_reason_kind {
    PLACE_REASON_NAME,     /* by step; what: the name that met */
    PLACE_REASON_INSIDE,   /* what: the area that was named */
    PLACE_REASON_OUTSIDE,  /* of it */
    PLACE_REASON_HOLDS,    /* what was named lies in this one */
    PLACE_REASON_UNPLACED, /* nobody says where this one lies; what: the other */
    PLACE_REASON_NEAR,     /* what: the other place; metres from it */
    PLACE_REASON_KIND,     /* of the kind asked for; what: its word in the text */
    PLACE_REASON_NO_KIND,  /* of another */
    PLACE_REASON_RELATION, /* the text names it to say where something else is; what: the
                              words of the relation */
    PLACE_REASON_AROUND,   /* the thing itself was not found; this is what it lies in */
    PLACE_REASON_ARCHIVE,  /* the archive has it; what: its label there */
    PLACE_REASON_SIZE      /* larger than the next one, which is as good in all else */
};

struct place_reason {
    enum place_reason_kind kind;
    struct str what;
    double metres;
};

struct place_candidate {
    const struct gazetteer_place *place;
    const struct archive_place *known; /* the archive has it; NULL: it has not */
    enum place_step step;
    struct str name; /* that met */
    bool is_refused; /* while candidates are gathered */
    bool is_itself;  /* false: no more than beside or around what is meant */
    bool has_point;
    struct geo_point point;
    double precision_m; /* how far what is meant may be from the point, roughly */
    unsigned cost;
    unsigned size_cost;            /* its part for size */
    double near_m[PLACE_NEAR_MAX]; /* to each of the other places; below 0: not known */
    struct place_reason reasons[PLACE_REASONS_MAX];
    size_t reason_count;
};

struct place_candidates {
    struct place_words words; /* what was understood */
    struct place_candidate *items;
    size_t count;
    bool is_cut;              /* there are more than the limit */
    enum place_step last_try; /* the last step that was tried */
};

/* Another place of the same record: one of them is enough. */
struct place_near {
    struct str text;
    const struct gazetteer_place *place;
    bool has_point;
    struct geo_point point;
};

struct place_request {
    struct str text;
    const struct place_near *near;
    size_t near_count; /* at most PLACE_NEAR_MAX */
    /* Only what lies in one of these; NULL: anywhere. */
    const struct gazetteer_place *const *within;
    size_t within_count;
    size_t limit; /* 0: PLACE_CANDIDATES_LIMIT */
};

/* What is found of the other places of records is kept for the next record. One thread
 * owns it. The gazetteers are borrowed. */
struct place_finder;

struct place_finder *place_finder_new(struct gazetteers *gazetteers);
/* The places of an archive are candidates too from now on. Borrowed. */
void place_finder_add(struct place_finder *finder, const struct archive_places *archive);
void place_finder_free(struct place_finder *finder);

/* None is no failure. What is found lives in arena, and names that were kept in finder.
 */
MUST_USE enum err_code place_candidates_find(struct place_candidates *out,
                                             struct arena *arena,
                                             struct place_finder *finder,
                                             const struct place_request *request,
                                             struct err *err);

/* How far a place of this kind and size usually reaches from its point. */
double place_precision_m(const struct gazetteer_place *place);

/* "same": as --json writes it. */
const char *place_step_word(enum place_step step);
const char *place_reason_word(enum place_reason_kind kind);

#endif
