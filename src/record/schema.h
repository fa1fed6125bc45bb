#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

/*
 * What the record knows how to say: entity kinds and their classes, properties,
 * the fields their values and qualifiers are made of, vocabularies with labels in
 * English and Ukrainian. It is data, in schema/ (docs/schema.md), checked and
 * turned into constant tables when the program is built: nothing is read or
 * allocated when it starts, and everything returned here lives for ever.
 *
 * KEYS are what is stored and exchanged. The ids are positions in the tables:
 * fit as columns of an index that is rebuilt when schema_digest() changes, and
 * meaningless outside this build.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/str.h"

enum schema_language { SCHEMA_ENGLISH, SCHEMA_UKRAINIAN, SCHEMA_LANGUAGES };

/* Which of the two labels the user reads. */
struct str schema_label(const struct str label[SCHEMA_LANGUAGES]);

struct schema_term {
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    struct str
        mark; /* what the program must know of a term: "public", "role", "unpublished" */
    uint16_t id; /* within its vocabulary */
};

struct schema_vocabulary {
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    const struct schema_term *terms; /* sorted by key */
    uint16_t count;
    uint16_t id;
    uint16_t huridocs; /* number of the micro-thesaurus whose scope it has, or 0 */
};

struct schema_kind {
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    const struct schema_vocabulary *classes;
    uint16_t id;
    uint32_t bit; /* in schema_property.about and .refers */
};

/* The bit of a claim as the thing a claim is about. No entity kind has it. */
#define SCHEMA_CLAIM (UINT32_C(1) << 31)

enum schema_field_type {
    SCHEMA_FIELD_TEXT,
    SCHEMA_FIELD_TERM,
    SCHEMA_FIELD_INTEGER,
    SCHEMA_FIELD_DECIMAL, /* a decimal string */
    SCHEMA_FIELD_BOOLEAN,
    SCHEMA_FIELD_DATE,      /* EDTF text, or {"edtf", "words"} */
    SCHEMA_FIELD_REFERENCE, /* an entity id or "not_stated" */
    SCHEMA_FIELD_LANG
};

/* A qualifier of a claim, or a further member of a term value. */
struct schema_field {
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    const struct schema_vocabulary *vocabulary; /* of SCHEMA_FIELD_TERM */
    uint32_t refers;                            /* kinds, of SCHEMA_FIELD_REFERENCE */
    uint16_t id;
    enum schema_field_type type;
    bool is_common; /* allowed as a qualifier of every property */
};

/* The shapes of a value (docs/schema.md draws them); a property accepts several. */
enum schema_value {
    SCHEMA_TEXT = 1 << 0,
    SCHEMA_NAME = 1 << 1,
    SCHEMA_DATE = 1 << 2,
    SCHEMA_PLACE_RELATION = 1 << 3,
    SCHEMA_PLACE = 1 << 4, /* {"place", "words"}: a place and how the source wrote it */
    SCHEMA_COORDINATES = 1 << 5,
    SCHEMA_COUNT = 1 << 6,
    SCHEMA_QUANTITY = 1 << 7,
    SCHEMA_TERM = 1 << 8,
    SCHEMA_REFERENCE = 1 << 9,
    SCHEMA_DEFINITION = 1 << 10, /* what a number counts */
    SCHEMA_IDENTIFIER = 1 << 11,
    SCHEMA_URL = 1 << 12,
    SCHEMA_AREA = 1 << 13
};

enum schema_sensitivity {
    SCHEMA_OPEN,
    SCHEMA_RESTRICTED, /* for members; left out of what is published */
    SCHEMA_WITNESS     /* sealed, and not taken in at all where sealing is not possible */
};

struct schema_standard {
    struct str key;
    struct str name;
};

/*
 * That a standard asks for the property. Where is_checked is false nobody has
 * compared it with the standard's text: no page and no document may then print it.
 */
struct schema_demand {
    const struct schema_standard *standard;
    bool is_checked;
};

struct schema_property {
    struct str key;
    struct str label[SCHEMA_LANGUAGES];
    const struct schema_vocabulary *vocabulary; /* of SCHEMA_TERM, else NULL */
    const struct schema_field *const *required; /* qualifiers that must be there */
    const struct schema_field *const *allowed;  /* and that may, beside the common ones */
    const struct schema_field *const *extras;   /* members a term value may have */
    const struct schema_demand *demands;
    struct str replaced_by; /* key of the property to use instead, or empty */
    uint32_t about;         /* bits of the kinds it applies to, and SCHEMA_CLAIM */
    uint32_t refers;        /* bits of the kinds a reference may point to */
    uint32_t values;        /* bits of enum schema_value */
    uint32_t sensitive_for; /* bits of the kinds for which the sensitivity holds */
    uint16_t id;
    uint8_t required_count;
    uint8_t allowed_count;
    uint8_t extra_count;
    uint8_t demand_count;
    enum schema_sensitivity sensitivity;
    bool is_single;           /* two claims with different values may conflict */
    bool needs_time;          /* one of from, until, when is required */
    bool is_unit_optional;    /* a count says its unit elsewhere (`counted`) */
    bool is_always_protected; /* of persons in public office too: home, contact */
};

/* By key, in O(log n); NULL when the schema has none of that name. */
const struct schema_kind *schema_kind(struct str key);
const struct schema_property *schema_property(struct str key);
const struct schema_field *schema_field(struct str key);
const struct schema_vocabulary *schema_vocabulary(struct str key);
const struct schema_term *schema_term(const struct schema_vocabulary *vocabulary,
                                      struct str key);

/* Everything, sorted by key; the id is the position. */
const struct schema_kind *schema_kinds(size_t *count);
const struct schema_property *schema_properties(size_t *count);
const struct schema_field *schema_fields(size_t *count);
const struct schema_vocabulary *schema_vocabularies(size_t *count);

/* What a property says of an entity kind: its sensitivity there. */
enum schema_sensitivity schema_sensitivity(const struct schema_property *property,
                                           const struct schema_kind *kind);

/* SHA-256 of the schema's canonical text: an index made under another one is rebuilt. */
const struct digest *schema_digest(void);

#endif
