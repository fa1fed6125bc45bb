#ifndef PLACES_GAZETTEER_H
#define PLACES_GAZETTEER_H

/*
 * Gazetteers: who says that a place of this name lies there. They are reference data of
 * this machine and not of an archive, one file each (gazetteer_file.h), made by
 * gazetteer_import() and then only read. All of them are asked together, and a place
 * that several of them have is given once, with all its sources named: places are one
 * when they share a code of a publisher, or a name's key within GAZETTEER_SAME_METRES and
 * one kind; two places of one gazetteer are two.
 *
 * What is found is a candidate and never an answer: names repeat (names.md). The names of
 * a place are as its publisher has them.
 *
 * One thread owns a struct gazetteers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "geo/point.h"

enum {
    GAZETTEER_SAME_METRES = 3000,
    /* Of a city of so many people, whose middle may be said to be elsewhere. */
    GAZETTEER_CITY_PEOPLE = 100000,
    GAZETTEER_SAME_CITY_METRES = 10000
};

/* From the largest to the smallest, as administrations are nested. */
enum gazetteer_kind {
    GAZETTEER_COUNTRY,
    GAZETTEER_REGION,     /* oblast; first level of any country */
    GAZETTEER_DISTRICT,   /* raion; second level */
    GAZETTEER_COMMUNITY,  /* hromada; third level and below */
    GAZETTEER_SETTLEMENT, /* city, town, village */
    GAZETTEER_QUARTER,    /* part of a settlement */
    GAZETTEER_OTHER,      /* river, forest, what a user's own table has */
    GAZETTEER_KINDS
};

/* "settlement": as --json, mappings and requests write it. */
const char *gazetteer_kind_word(enum gazetteer_kind kind);
/* False when the word is none of them. */
bool gazetteer_kind_of(enum gazetteer_kind *out, struct str word);

enum gazetteer_name_kind {
    GAZETTEER_MAIN,  /* the first that its source gives, in that language */
    GAZETTEER_ALIAS, /* other names and spellings */
    GAZETTEER_OLD,   /* said to be no longer in use */
    GAZETTEER_SHORT  /* abbreviated */
};

struct gazetteer_name {
    struct str text;
    struct str lang; /* as its source says ("uk", "en"); empty where it does not */
    enum gazetteer_name_kind kind;
};

struct gazetteer_info {
    struct str name;        /* short, of [a-z0-9-]: the first part of ids */
    struct str title;       /* for people */
    struct str format;      /* "geonames" "katottg" "pcode" "table" */
    struct str licence;     /* empty where nobody said */
    struct str attribution; /* whom to name beside what comes from it */
    struct str file;        /* name of the file that was read */
    struct str sha256;      /* its hash, in hex */
    int64_t file_bytes;
    int64_t read_at_s; /* when, seconds since 1970 */
    int64_t place_count;
    int64_t name_count;
    int64_t rejected_rows;
    int64_t size_bytes; /* of the gazetteer on disk */
    struct str path;
    bool is_shipped;    /* came with the program */
    struct str problem; /* empty, or why it cannot be used and what to do */
};

/* Which place of which gazetteer; valid as long as the struct gazetteers is open. */
struct gazetteer_ref {
    uint32_t gazetteer; /* counted as in gazetteers_info() */
    uint32_t place;
};

struct gazetteer_source {
    struct str id; /* "ua-pcode:UA6314015004": gazetteer's name, code */
    struct gazetteer_ref ref;
};

struct gazetteer_place {
    struct str id; /* of its first source: unchanged by importing the gazetteer again */
    enum gazetteer_kind kind;
    struct str class_; /* as its source has it: "PPLA2", "C" */
    bool has_point;
    struct geo_point point;
    int64_t population; /* 0: not said */
    const struct gazetteer_name *names;
    size_t name_count;
    const struct str *codes; /* by which publishers know it; the id's is the first */
    size_t code_count;
    const struct gazetteer_source *sources; /* all gazetteers that have it */
    size_t source_count;
    /* What it lies in: hromada, raion, oblast, country. NULL at the top, or where no
     * gazetteer says. */
    const struct gazetteer_place *parent;
};

struct gazetteers;

/*
 * Open for reading whatever lies in the two folders, either of which may be empty text or
 * missing. A gazetteer that cannot be read stands in gazetteers_info() with its problem;
 * one of home takes the place of a shipped one of the same name. No files, no places:
 * that is not a failure.
 */
MUST_USE enum err_code gazetteers_open(struct gazetteers **out, struct str home,
                                       struct str shipped, struct err *err);
void gazetteers_close(struct gazetteers *gazetteers);

/* $XDG_DATA_HOME/stele/gazetteers, in arena and ended by NUL; empty when the environment
 * names no place. */
struct str gazetteers_home(struct arena *arena);

/* Sorted by name. Borrowed. */
const struct gazetteer_info *gazetteers_info(const struct gazetteers *gazetteers,
                                             size_t *count);

/* How a place's name meets what was asked for, the surest first. */
enum gazetteer_step {
    GAZETTEER_SAME_KEY, /* name_fold2 of the whole name */
    GAZETTEER_STEM, /* of an area's name without its ending: Ізюм, Ізюмський */
    GAZETTEER_WORD, /* of one word of the name: Новосілка, Велика Новосілка */
    GAZETTEER_EDIT_1, /* the keys are one edit apart (keys of 4 letters and more) */
    GAZETTEER_EDIT_2, /* two (9 letters and more) */
    GAZETTEER_SOUND,  /* a Daitch-Mokotoff code in common: a last resort */
    GAZETTEER_STEPS
};

struct gazetteer_hit {
    const struct gazetteer_place *place;
    enum gazetteer_step step; /* of a name; 0 otherwise */
    struct str name;          /* the name that met; empty when not found by name */
    double metres;            /* from the point asked for; 0 when none was */
};

struct gazetteer_hits {
    const struct gazetteer_hit *items;
    size_t count;
    bool is_cut; /* there were more than the limit */
};

/* What is wanted; {0} is everything, at most GAZETTEER_LIMIT of each step. */
enum { GAZETTEER_LIMIT = 100 };
struct gazetteer_wanted {
    unsigned steps; /* bits 1U << GAZETTEER_WORD; 0: all but GAZETTEER_WORD */
    unsigned kinds; /* bits 1U << GAZETTEER_REGION; 0: all */
    size_t limit;   /* of each step; 0: GAZETTEER_LIMIT */
    bool is_enough; /* leave out the steps behind the first that found something */
};

/*
 * Places of which a name is spelt like text, in any script: by step, and within a step by
 * kind and population, the most first. Each place once, with its surest step. A text
 * without letters finds nothing.
 */
MUST_USE enum err_code gazetteer_find(struct gazetteer_hits *out, struct arena *arena,
                                      struct gazetteers *gazetteers, struct str text,
                                      const struct gazetteer_wanted *wanted,
                                      struct err *err);

/* Places within radius_m of a valid point, the nearest first; wanted->steps is not used.
 */
MUST_USE enum err_code gazetteer_near(struct gazetteer_hits *out, struct arena *arena,
                                      struct gazetteers *gazetteers,
                                      struct geo_point point, double radius_m,
                                      const struct gazetteer_wanted *wanted,
                                      struct err *err);

/* The place of an id ("ua-pcode:UA6314015004"), or of a code alone in any gazetteer.
 * ERR_NOT_FOUND. */
MUST_USE enum err_code gazetteer_place(const struct gazetteer_place **out,
                                       struct arena *arena, struct gazetteers *gazetteers,
                                       struct str id, struct err *err);

/* What lies directly in a place, by name. */
MUST_USE enum err_code gazetteer_children(struct gazetteer_hits *out, struct arena *arena,
                                          struct gazetteers *gazetteers,
                                          const struct gazetteer_place *place,
                                          const struct gazetteer_wanted *wanted,
                                          struct err *err);

/* They have a source in common. */
bool gazetteer_is_same(const struct gazetteer_place *a, const struct gazetteer_place *b);

/* area is place itself or one of what it lies in. */
bool gazetteer_is_in(const struct gazetteer_place *place,
                     const struct gazetteer_place *area);

/*
 * The name to show in a language: its main name there, any name there, else (for "en")
 * the Ukrainian one in Latin letters by KMU 2010, else its first name. In arena where it
 * had to be made.
 */
struct str gazetteer_label(struct arena *arena, const struct gazetteer_place *place,
                           struct str lang);

#endif
