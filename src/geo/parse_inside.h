#ifndef GEO_PARSE_INSIDE_H
#define GEO_PARSE_INSIDE_H

/* What the files of the reader of coordinates share; nobody else includes it. */

#include <stdbool.h>
#include <stddef.h>

#include "geo/parse.h"

enum { GEO_TEXT_MAX = 4096, GEO_DECIMALS_MAX = 9 };

enum geo_sign {
    SIGN_END,
    SIGN_NUMBER,
    SIGN_DEGREE,
    SIGN_MINUTE,
    SIGN_SECOND,
    SIGN_NORTH,
    SIGN_SOUTH,
    SIGN_EAST,
    SIGN_WEST,
    SIGN_LAT, /* the word, of a label or behind north and south */
    SIGN_LON,
    SIGN_SEPARATOR,
    SIGN_PLUS,
    SIGN_MINUS,
    SIGN_UNKNOWN
};

struct geo_token {
    enum geo_sign sign;
    struct str text;   /* as written */
    double number;     /* of a number */
    unsigned whole;    /* its digits before the point */
    unsigned decimals; /* and behind it */
};

struct geo_tokens {
    struct str text;
    size_t at;
    bool is_comma_decimal; /* a comma between two digits belongs to the number */
    bool has_comma_pair; /* then a comma between digits separated two numbers all the same
                          */
    bool has_short_decimals; /* and a number had fewer than three decimals */
};

struct geo_token geo_token_next(struct geo_tokens *tokens);

/* Degrees in any form with letters, marks or neither. */
MUST_USE enum err_code geo_parse_degrees(struct geo_reading *out, struct str text,
                                         struct err *err);

/* True when text has the form of a UTM or MGRS reference; *code is then how reading it
 * went. */
bool geo_parse_grid(enum err_code *code, struct geo_reading *out, struct str text,
                    struct err *err);

/* The same of a geo: URI and of a link. */
bool geo_parse_uri(enum err_code *code, struct geo_reading *out, struct str text,
                   struct err *err);
bool geo_parse_link(enum err_code *code, struct geo_reading *out, struct str text,
                    struct err *err);

/* Two decimal degrees without anything else, latitude first; false for anything else. */
bool geo_parse_pair(struct geo_reading *out, struct str lat, struct str lon);

/* Fills lat and lon of a reading from its point and precision. */
void geo_write_degrees(struct geo_reading *out);

/* One decimal as in the record: no sign +, no leading zeros, at most nine decimals. */
void geo_write_decimal(char out[GEO_DEGREES_TEXT], double degrees, unsigned decimals);

char geo_small(char c); /* ASCII */

#endif
