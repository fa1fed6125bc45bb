#ifndef PLACES_GAZETTEER_BUILD_H
#define PLACES_GAZETTEER_BUILD_H

/*
 * A gazetteer in the making, in memory: readers add places, names and codes in any order,
 * gazetteer_build_write() puts them into a file that can be searched. Texts are borrowed
 * from what was read, which must outlive the build.
 *
 * A code is a place's own within its gazetteer, or shared by publishers: then it begins
 * with whose it is ("geonames:" "katottg:" "pcode:" "iso:"), and places that share one
 * are the same. A place names what it lies in by such a code, which need not be in
 * this gazetteer.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "places/gazetteer.h"
#include "store/db.h"

enum {
    GAZETTEER_PLACES_MAX = 1 << 26,
    GAZETTEER_CODES_OF_PLACE = 3,
    GAZETTEER_CODE_MAX = 64,
    GAZETTEER_NAME_BYTES = 500
};

/* No place has this number. */
#define GAZETTEER_NO_PLACE UINT32_MAX

struct build_place {
    struct str code;                             /* its own, unique here */
    struct str shared[GAZETTEER_CODES_OF_PLACE]; /* those that are not empty */
    struct str parent;                           /* code; empty: at the top */
    struct str class_;
    int64_t population;
    struct geo_point point;
    bool has_point;
    uint8_t kind; /* enum gazetteer_kind */
};

struct build_name {
    struct str text;
    struct str lang;
    uint32_t place;
    uint8_t kind; /* enum gazetteer_name_kind */
};

struct build_slots; /* which place has a code */

struct gazetteer_build {
    struct arena arena; /* for texts that had to be made */
    struct build_place *places;
    size_t place_count;
    size_t place_room;
    struct build_name *names;
    size_t name_count;
    size_t name_room;
    struct build_slots *slots;
    bool quiet; /* no progress while it is written */
};

void gazetteer_build_free(struct gazetteer_build *build);

/* Its number, counted from 0; GAZETTEER_NO_PLACE where its code is another's already. */
uint32_t gazetteer_build_place(struct gazetteer_build *build,
                               const struct build_place *place);

/* The place that has the code, its own or shared; or GAZETTEER_NO_PLACE. */
uint32_t gazetteer_build_find(const struct gazetteer_build *build, struct str code);

/* Names that are empty or longer than GAZETTEER_NAME_BYTES are passed over. */
void gazetteer_build_name(struct gazetteer_build *build, uint32_t place, struct str text,
                          struct str lang, enum gazetteer_name_kind kind);

/* The country of a code in capitals ("UA"), with its names, unless it is there already;
 * returns its shared code, or empty text where there is no such country. */
struct str gazetteer_build_country(struct gazetteer_build *build, struct str code);

/*
 * When all are there: a parent that is a Ukrainian code without saying whose, and no own
 * code of this gazetteer, is said to be its publisher's; what would lie in itself, at
 * however many removes, lies in nothing.
 */
void gazetteer_build_tidy(struct gazetteer_build *build);

/* What the file says of itself; counts are filled in. */
MUST_USE enum err_code gazetteer_build_write(struct gazetteer_info *info,
                                             struct gazetteer_build *build, struct db *db,
                                             struct err *err);

#endif
