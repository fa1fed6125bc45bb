#ifndef PLACES_ARCHIVE_PLACES_H
#define PLACES_ARCHIVE_PLACES_H

/*
 * The places of an archive as candidates: entities of kind place with the names, points,
 * codes and parents that claims of the view say and that still stand. Read once and then
 * only asked. What is sealed and cannot be read here is not among them.
 */

#include "base/arena.h"
#include "base/err.h"
#include "places/gazetteer.h"
#include "record/frontier.h"
#include "record/index.h"
#include "record/ref.h"

enum {
    ARCHIVE_PLACES_MAX = 100000, /* of a larger archive the first so many are read */
    ARCHIVE_CODES_MAX = 8
};

struct archive_place {
    struct str id;
    struct ref ref;
    struct str label;
    /* As if a gazetteer had it: without sources, its id the entity's. */
    struct gazetteer_place place;
    struct str codes[ARCHIVE_CODES_MAX]; /* "katottg:UA…": scheme and value */
    size_t code_count;
    struct str located_in; /* an entity */
    int64_t precision_m;   /* of its point, as it was said; 0: it was not */
};

struct archive_places;

/* Codes and what lies around a place are looked up in the gazetteers. In arena. */
MUST_USE enum err_code
archive_places_read(struct archive_places **out, struct arena *arena, struct index *index,
                    struct view view, struct gazetteers *gazetteers, struct err *err);

/* All of them. */
const struct archive_place *archive_places_all(const struct archive_places *places,
                                               size_t *count);

/* The one that has a code of this place, or is it; NULL: none. */
const struct archive_place *archive_place_same(const struct archive_places *places,
                                               const struct gazetteer_place *place);

/* By its id, or the first six characters and more; NULL: none, or several. */
const struct archive_place *archive_place_of(const struct archive_places *places,
                                             struct str id);

#endif
