#ifndef PLACES_CANDIDATES_INSIDE_H
#define PLACES_CANDIDATES_INSIDE_H

/* What the files of candidates.h share. */

#include "places/candidates.h"

enum {
    COST_OUTSIDE = 300,
    COST_OUTSIDE_DISTRICT = 100,
    COST_FAR = 250,        /* at most, of a distance */
    COST_NEAR_ENOUGH = 150 /* area and near together: no further effort */
};

enum place_effort { EFFORT_SPELLING, EFFORT_EDITS, EFFORT_SOUND, EFFORTS };

/* A place that a name may stand for. */
struct place_hit {
    const struct gazetteer_place *place;
    enum place_step step;
    struct str name;
    unsigned cost; /* of the name alone */
    bool is_stem;  /* of an area's name without its ending */
};

struct place_hits {
    struct place_hit *items;
    size_t count;
    size_t capacity;
};

void place_hits_add(struct place_hits *hits, struct arena *arena,
                    const struct place_hit *hit);

/* Adds what is found with this effort to what was found with lesser ones. */
MUST_USE enum err_code place_names_find(struct place_hits *hits, struct arena *arena,
                                        struct place_finder *finder, struct str name,
                                        enum place_effort effort, struct err *err);

/* The same among the places of an archive. */
void place_names_known(struct place_hits *hits, struct arena *arena,
                       const struct archive_places *archive, struct str name,
                       enum place_effort effort);

/* A region that no gazetteer has under this name is that of its largest town: "Belgorod
 * Oblast", "Zaporizhia Oblast". */
void place_names_add_seat(struct place_hits *hits, struct arena *arena);

/* Kinds that lie around a point: country, region, district, community. */
bool place_is_area(const struct gazetteer_place *place);

/* Its own point, or that of the settlement that it is a part of. */
bool place_point_of(struct geo_point *point, const struct gazetteer_place *place);

/* What a name in the text, or another place of the record, may be. */
struct place_guess {
    const struct gazetteer_place *place; /* NULL: a point alone */
    bool has_point;
    struct geo_point point;
    unsigned cost;         /* beyond that of the likeliest */
    unsigned outside_cost; /* of what does not lie in it, when it is an area */
    double reach_m;        /* so far from the point nothing speaks against it */
};

struct place_context {
    struct str what;
    bool is_near;     /* another place of the record; else named in the text */
    size_t near_at;   /* which */
    bool is_required; /* without it the candidate would be no reading of the text */
    struct str also;  /* "(…)" may be another name of it: that agrees too */
    const struct place_guess *guesses;
    size_t guess_count;
};

/* The points, and the reason for them. False when nothing can be said. */
bool place_context_rate(unsigned *cost, struct place_reason *reason,
                        const struct place_context *context,
                        const struct gazetteer_place *place);

/* Is the kind as the word says? */
unsigned place_kind_cost(enum place_sort sort, const struct gazetteer_place *place);

/* More for an oblast whose name is that of its town with an ending: with no kind asked
 * the town is meant. */
unsigned place_stem_cost(enum place_sort sort, const struct place_hit *hit);

/* Places that differ by name and are one for a reader: each once. items are sorted. */
size_t place_unite(struct place_candidate *items, size_t count);

int place_candidate_compare(const void *a, const void *b);

struct place_finder {
    struct arena arena;
    struct gazetteers *gazetteers;
    const struct archive_places *archive; /* NULL: none */
    bool has_own;                         /* gazetteers that were not shipped */
    struct place_kept *kept;
};

/* This machine has gazetteers of its own, and none of them has the place. */
bool place_is_foreign(const struct place_finder *finder,
                      const struct gazetteer_place *place);

/* The guesses for a text of its own, from those kept where it was asked before. */
MUST_USE enum err_code place_guess_text(const struct place_guess **out, size_t *count,
                                        struct place_finder *finder, struct str text,
                                        struct err *err);

/* The same for a name of a text. */
MUST_USE enum err_code place_guess_name(const struct place_guess **out, size_t *count,
                                        struct arena *arena, struct place_finder *finder,
                                        const struct place_name *name, struct err *err);

/* The place that a text names to say where another lies: how far from it that may be.
 * With metres and a direction the point moves there. */
void place_relation_apply(struct place_candidate *candidate,
                          const struct place_words *words);

#endif
