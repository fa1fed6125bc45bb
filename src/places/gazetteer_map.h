#ifndef PLACES_GAZETTEER_MAP_H
#define PLACES_GAZETTEER_MAP_H

/*
 * Which column of a table is what: "name=Назва,name:en=Title,lat=Y,lon=X". A column is
 * named by its header, or by its number from 1 where no header reads so. Without a
 * mapping, columns are taken whose headers are these words.
 *
 *   name name:LANG   main names, in a language
 *   other            more names, parted by ; or |
 *   old              names no longer in use, in the same way
 *   code parent      own code, and that of what it lies in
 *   kind             country region district community settlement quarter other
 *   class            what its source calls it
 *   lat lon          decimal degrees
 *   population
 *   pcode katottg geonames   codes of publishers: the place is one with theirs
 */

#include "base/err.h"
#include "base/str.h"

enum gazetteer_column {
    COLUMN_NAME,
    COLUMN_OTHER,
    COLUMN_OLD,
    COLUMN_CODE,
    COLUMN_PARENT,
    COLUMN_KIND,
    COLUMN_CLASS,
    COLUMN_LAT,
    COLUMN_LON,
    COLUMN_POPULATION,
    COLUMN_PCODE,
    COLUMN_KATOTTG,
    COLUMN_GEONAMES,
    COLUMN_WORDS
};

enum { GAZETTEER_MAP_MAX = 32 };

struct gazetteer_map {
    struct {
        enum gazetteer_column is;
        struct str lang; /* of a name */
        size_t column;
    } items[GAZETTEER_MAP_MAX];
    size_t count;
};

/* ERR_INVALID: a word or a column that is not there, no name. Borrows from map. */
MUST_USE enum err_code gazetteer_map_parse(struct gazetteer_map *out, struct str map,
                                           const struct str *headers, size_t header_count,
                                           struct err *err);

#endif
