#ifndef PLACES_PLACE_DRAFTS_H
#define PLACES_PLACE_DRAFTS_H

/*
 * The place that a person chose becomes an entity of the archive, with what the
 * gazetteers say of it: each thing said rests on a passage of the gazetteer that says it.
 */

#include "format/value.h"
#include "places/archive_places.h"

enum { PLACE_DRAFTS_GAZETTEERS = 64 };

/* Set the first five; drafts begins as value_array(). */
struct place_drafts {
    struct arena *arena;
    struct index *index;
    struct view view;
    struct gazetteers *gazetteers;
    const struct archive_places *archive;
    struct value drafts;
    /* by gazetteer: its source, or empty so far */
    struct str sources[PLACE_DRAFTS_GAZETTEERS];
    bool has_point; /* of the place that is being written */
    bool has_parent;
    const struct gazetteer_place *place;
    struct str about;
    struct str parent;
};

/* The place and what it lies in, the largest first. *out: its id, among the drafts or in
 * the archive, which has it already. */
MUST_USE enum err_code place_drafts_add(struct str *out, struct place_drafts *r,
                                        const struct gazetteer_place *place,
                                        struct err *err);

/* One more claim about the place added last. */
void place_drafts_claim(struct place_drafts *r, struct str passage, const char *property,
                        struct value value, struct str note);

#endif
