#ifndef GEO_PARSE_H
#define GEO_PARSE_H

/*
 * Coordinates as investigators write them:
 *   49.1937, 37.2762   49,1937; 37,2762   N49.1937 E37.2762   49.1937°N 37.2762°E
 *   49°11'37.3"N 37°16'34"E   49 11.622 N 37 16.567 E   491137N 0371634E
 *   49°11′37″ пн.ш. 37°16′34″ сх.д.   49°11' с.ш., 37°16' в.д.   lat 49.2 lon 37.3
 *   37U 374351 5450123   37 north 374351 5450123   37U DQ 74351 50123   37UDQ7450
 *   geo:49.1937,37.2762;u=35   links to maps, of which only the text is read
 * Latitude comes first unless letters say otherwise or it cannot be one. What can be read
 * in two ways is refused, and the sentence says how to write it.
 */

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "geo/point.h"

enum geo_notation {
    GEO_DECIMAL, /* degrees with a fraction */
    GEO_DM,      /* degrees and minutes */
    GEO_DMS,     /* degrees, minutes and seconds */
    GEO_UTM,
    GEO_MGRS,
    GEO_URI, /* RFC 5870 */
    GEO_LINK /* the mark of a link to a map, or else the middle of what it shows */
};

enum { GEO_DEGREES_TEXT = 16 }; /* "-179.123456789" */

struct geo_reading {
    struct geo_point point;
    enum geo_notation notation;
    /* What the notation can tell apart: one unit of its last digit on the ground, the
     * side of the square, or what a geo: URI says. Whoever wrote seven digits did not
     * therefore know the place so well. */
    double precision_m;
    /* Decimal degrees for the record: the digits as written where they were decimal
     * degrees, otherwise so many that the reference can be made again from them. */
    char lat[GEO_DEGREES_TEXT];
    char lon[GEO_DEGREES_TEXT];
    bool is_lon_first; /* without a letter that says so: the first could be no latitude */
    bool is_view;      /* of a link: the middle of a map, nothing was marked */
};

/* The whole of text, UTF-8. ERR_INVALID says what cannot be read and how to write it. */
MUST_USE enum err_code geo_parse(struct geo_reading *out, struct str text,
                                 struct err *err);

/* The whole of s as a plain decimal: -49.25. */
bool geo_read_decimal(double *out, struct str s);

#endif
