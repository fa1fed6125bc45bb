#ifndef INTAKE_MAPPING_H
#define INTAKE_MAPPING_H

/*
 * A mapping says what the columns of somebody's table mean: which entities a row is
 * about, which properties it states of them, how its words become values. It is a text
 * file that a documentation officer writes (docs/mapping.md); it is read once into the
 * arrays below, against the schema, so that a row costs no look-ups by name.
 *
 * Columns are known by the names in the header; mapping_bind() gives them their places
 * in one table.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "format/charset.h"
#include "intake/table.h"
#include "record/schema.h"

enum {
    MAPPING_MAX_BYTES = 1 << 20,
    MAPPING_MAX_COLUMNS = 1024,
    MAPPING_MAX_ENTITIES = 32,
    MAPPING_MAX_HEADER = 16, /* rows */
    MAPPING_MAX_TOKENS = 256 /* of one line */
};

#define MAPPING_NO_COLUMN UINT32_MAX

enum mapping_format {
    MAPPING_ANY, /* nothing is said: the content tells */
    MAPPING_CSV,
    MAPPING_JSON,
    MAPPING_XLSX, /* either kind of workbook, and CSV made of one */
    MAPPING_ODS
};

struct mapping_words {
    const struct str *items;
    uint32_t count;
};

/* A column the mapping names, and where it does so first. */
struct mapping_column {
    struct str name;
    uint32_t line; /* counted from 1, like place (in characters) */
    uint32_t place;
    uint32_t at; /* in the table's rows, after mapping_bind(); or MAPPING_NO_COLUMN */
    bool is_optional; /* a release may lack it: then nothing is said in it */
};

/* "{town}, {date}": text and columns by turns. A plain column is one piece. */
struct mapping_piece {
    struct str text;
    uint32_t column; /* in mapping.columns, or MAPPING_NO_COLUMN: text */
};

struct mapping_template {
    const struct mapping_piece *pieces;
    uint32_t count;
};

enum mapping_test { MAPPING_IS, MAPPING_CONTAINS, MAPPING_BEGINS };

/* One "COLUMN is "a" "b"". No words: the cell is empty. */
struct mapping_condition {
    uint32_t column;
    enum mapping_test test;
    bool is_negated;
    struct mapping_words words;
};

/* All of them must hold; none always holds. */
struct mapping_conditions {
    struct mapping_condition *items;
    uint32_t count;
};

enum mapping_otherwise {
    MAPPING_REJECT, /* the row, with the reason */
    MAPPING_KEEP_WORDS,
    MAPPING_LEAVE_OUT, /* no claim; the value is named in the summary */
    MAPPING_USE_TERM
};

struct mapping_pair {
    struct str from;
    struct str to;
};

struct mapping_translation {
    struct str name;
    struct mapping_pair *pairs; /* sorted by from */
    uint32_t count;
    enum mapping_otherwise otherwise;
    struct str term; /* of MAPPING_USE_TERM */
    uint32_t line;
};

enum mapping_step_kind {
    MAPPING_SPLIT, /* at each `text`; one claim for each part */
    MAPPING_EMPTY, /* words that mean: nothing is said */
    MAPPING_UPPER,
    MAPPING_LOWER,
    MAPPING_PREFIX,         /* put before */
    MAPPING_SUFFIX,         /* put behind */
    MAPPING_WITHOUT_PREFIX, /* taken away where it is there */
    MAPPING_WITHOUT_SUFFIX,
    MAPPING_DECIMAL_COMMA,
    MAPPING_TRANSLATE,
    MAPPING_DATE /* patterns, tried in their order */
};

struct mapping_step {
    enum mapping_step_kind kind;
    struct str text;
    struct mapping_words words;
    uint32_t translation; /* in mapping.translations */
};

enum mapping_from {
    MAPPING_FROM_TEXT,   /* the template */
    MAPPING_FROM_PAIR,   /* the template and column `second` */
    MAPPING_FROM_ENTITY, /* another entity of the row */
    MAPPING_FROM_LIST    /* the rows of another list whose key is the template */
};

struct mapping_source {
    enum mapping_from from;
    struct mapping_template text;
    uint32_t second;
    uint32_t entity; /* in mapping.entities */
    struct str list; /* name of the other list */
    struct mapping_step *steps;
    uint32_t step_count;
};

struct mapping_qualifier {
    const struct schema_field *field;
    struct mapping_source source;
};

struct mapping_claim {
    const struct schema_property *property;
    struct mapping_source source;
    enum schema_value form; /* the one shape that is made */
    enum mapping_otherwise otherwise;
    struct str lang;   /* of text and names */
    struct str script; /* of names */
    struct str unit;   /* of counts and quantities */
    struct str scheme; /* of identifiers */
    struct str mode;
    struct str quantifier;
    int64_t precision_m; /* of coordinates; -1 when nobody says */
    struct mapping_qualifier *qualifiers;
    uint32_t qualifier_count;
    struct mapping_conditions conditions;
    uint32_t line;
};

/* The first whose conditions hold; `column` with a translation, or a constant. */
struct mapping_class {
    struct str term;
    uint32_t column; /* MAPPING_NO_COLUMN for a constant */
    uint32_t translation;
    struct mapping_conditions conditions;
};

struct mapping_entity {
    struct str name;
    const struct schema_kind *kind;
    struct mapping_words key_names; /* for messages */
    const uint32_t *key;            /* columns; none: the key of the list */
    uint32_t key_count;
    struct str split; /* one entity for each part of its only key column */
    struct mapping_class *classes;
    uint32_t class_count;
    struct mapping_template label;
    struct mapping_conditions conditions; /* "only if" */
    struct mapping_claim *claims;
    uint32_t claim_count;
    uint32_t line;
};

struct mapping {
    struct str list;
    struct str list_class;
    struct str version;
    enum mapping_format format;
    char separator; /* 0: as found */
    enum charset charset;
    struct str sheet;      /* of a workbook; empty: the only visible one */
    uint32_t header_first; /* the sheet's rows of names; 0: nothing is said */
    uint32_t header_last;
    const uint32_t *key;
    uint32_t key_count;
    uint32_t source; /* the column that names where a row comes from */
    struct mapping_words withheld;
    struct mapping_words empty;
    const uint32_t *ignored;
    uint32_t ignored_count;
    const uint32_t *optional;
    uint32_t optional_count;
    const uint32_t *constant; /* one value in every row is what is meant there */
    uint32_t constant_count;
    struct mapping_column *columns;
    uint32_t column_count;
    struct mapping_entity *entities;
    uint32_t entity_count;
    struct mapping_translation *translations;
    uint32_t translation_count;
};

/*
 * Read a mapping. Everything lives in arena and in text. ERR_INVALID begins with
 * "line 7, column 3: " and says what is expected there; ERR_LIMIT as the enum above.
 */
MUST_USE enum err_code mapping_parse(struct mapping *out, struct arena *arena,
                                     struct str text, struct err *err);

/* The normal form: the same mapping in one way of writing, which mapping_parse() reads.
 */
void mapping_write(struct buf *out, const struct mapping *mapping);

/*
 * Give each column its place among the names of a table's header. ERR_INVALID for a
 * name that is not there, unless it is optional (the message lists those that are), or
 * is there twice.
 */
MUST_USE enum err_code mapping_bind(struct mapping *mapping, const struct str *names,
                                    size_t name_count, struct err *err);

/* Whether a line needs a column that this table lacks, so that it can say nothing. */
bool mapping_claim_is_mute(const struct mapping *mapping,
                           const struct mapping_claim *claim);

/* The columns of the table that the mapping neither uses nor ignores. */
size_t mapping_unused(uint32_t *out, const struct mapping *mapping,
                      const struct str *names, size_t name_count);

/* What a cell becomes, or NULL when the translation has no word for it. */
const struct mapping_pair *mapping_translate(const struct mapping_translation *table,
                                             struct str word);

/* How the mapping says that its table is to be read. */
struct table_options mapping_table_options(const struct mapping *mapping);

#endif
