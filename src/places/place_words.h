#ifndef PLACES_PLACE_WORDS_H
#define PLACES_PLACE_WORDS_H

/*
 * What somebody wrote about a place, taken apart: names, the words around them that say
 * what kind of place it is ("village", "р-н"), how it lies to another one ("near",
 * "на північ від") and what it lies in ("Hrakove, Chuhuiv raion"; "Balakliia (Kharkiv)";
 * "village in the Y region"). Ukrainian, Russian and English, and what real tables have
 * in other languages. Nothing is looked up and nothing is changed: every name is a piece
 * of the text as it was written, inflected as it was written.
 *
 * The words are rows of a table (place_phrases.c). A text of which nothing is understood
 * is one name.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { PLACE_NAMES_MAX = 12 };

/* The kind that a word asks for; from the largest to the smallest. */
enum place_sort {
    PLACE_SORT_COUNTRY,
    PLACE_SORT_REGION,     /* oblast, krai, republic */
    PLACE_SORT_DISTRICT,   /* raion; of a city too: texts do not tell them apart */
    PLACE_SORT_COMMUNITY,  /* hromada */
    PLACE_SORT_ANY,        /* no word said what it is */
    PLACE_SORT_TOWN,       /* місто, город, city, town */
    PLACE_SORT_SETTLEMENT, /* селище, смт, посёлок, settlement */
    PLACE_SORT_VILLAGE,    /* село, хутір, деревня, village */
    PLACE_SORT_QUARTER,    /* мікрорайон, quarter */
    PLACE_SORT_STREET,     /* вулиця, шоссе, street */
    PLACE_SORT_SITE        /* a thing with a name: station, airbase, reservoir, island */
};

enum place_role {
    PLACE_ITSELF,  /* what is meant: one, and the first of the list */
    PLACE_ALSO,    /* another name of it: "Snake Island/Bile" */
    PLACE_WITHIN,  /* what it lies in */
    PLACE_BRACKET, /* behind it in brackets: what it lies in, or another name of it */
    PLACE_ANCHOR   /* what the relation leads from */
};

enum place_relation {
    PLACE_AT,      /* none: the place itself */
    PLACE_NEAR,    /* near, close to, біля, під, the area of; "-ish" */
    PLACE_OUTSIDE, /* outside, за межами */
    PLACE_TOWARDS, /* north of, на північ від: direction_deg */
    PLACE_AWAY,    /* 5 km from: metres, and a direction where it is said */
    PLACE_BETWEEN, /* between A and B */
    PLACE_ON_ROAD  /* on the road from A to B */
};

struct place_name {
    enum place_role role;
    enum place_sort sort;
    struct str text;  /* borrowed; empty where only a kind was said: "village in …" */
    struct str whole; /* with the word of its kind: "Snake Island" */
};

struct place_words {
    struct place_name names[PLACE_NAMES_MAX];
    size_t count; /* 1 and more, unless the text has no word */
    enum place_relation relation;
    struct str relation_words; /* as written, borrowed; empty: none */
    bool has_direction;
    double direction_deg; /* from the anchor, clockwise from north */
    bool has_metres;
    double metres;
};

/* text should be valid UTF-8. Names beyond PLACE_NAMES_MAX are left out. */
void place_words_of(struct place_words *out, struct str text);

/* Country, region, district or community: not a single spot. */
bool place_sort_is_area(enum place_sort sort);

/* "village": as --json writes it. */
const char *place_sort_word(enum place_sort sort);
const char *place_relation_word(enum place_relation relation);

#endif
