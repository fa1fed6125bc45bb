#ifndef GEO_PARSE_AXIS_H
#define GEO_PARSE_AXIS_H

/* One coordinate, a latitude or a longitude, between its words and its value. */

#include "geo/parse_inside.h"

enum { GEO_AXIS_NUMBERS = 6 };

/* One coordinate as it is gathered; numbers without any letter or mark all gather in the
 * first and are divided at the end. */
struct geo_axis {
    struct geo_token numbers[GEO_AXIS_NUMBERS];
    unsigned count;
    unsigned marked;     /* numbers that carry a mark */
    enum geo_sign half;  /* north, south, east, west, or SIGN_END */
    enum geo_sign label; /* latitude, longitude, or SIGN_END */
    enum geo_sign sign;  /* plus, minus, or SIGN_END */
    bool is_closed;
};

struct geo_degrees {
    double value;
    double unit;       /* of the last digit, in degrees */
    unsigned parts;    /* 1: degrees, 2: and minutes, 3: and seconds */
    unsigned decimals; /* of the last part */
};

/* ERR_INVALID for minutes of 60, a fraction that is not last, a sign and a letter. axis
 * is changed where its number was written together (491137). */
MUST_USE enum err_code geo_axis_value(struct geo_degrees *out, struct geo_axis *axis,
                                      struct err *err);

#endif
