#ifndef INTAKE_IMPORT_INSIDE_H
#define INTAKE_IMPORT_INSIDE_H

/* What the import_*.c files share; nobody else includes this. */

#include "base/map.h"

#include "crypto/sha256.h"
#include "intake/identity.h"
#include "intake/import.h"
#include "intake/mapping_line.h"
#include "intake/match.h"
#include "intake/release.h"
#include "intake/transform.h"
#include "record/check.h"
#include "record/query.h"

/* A claim of a shared entity that waits until every row has been read. */
struct pending_claim {
    struct pending_claim *next;
    struct value value;
};

/* An entity that several rows may speak of, or that another list has. */
struct known_entity {
    UT_hash_handle hh;    /* by list and identity */
    UT_hash_handle hh_id; /* by id */
    struct str key;
    struct str id;
    struct str kind;
    struct str class_;
    struct ref ref;      /* its statement, of one that was there before */
    bool is_old;         /* it was in the archive before this run */
    bool is_mentioned;   /* by a row that was taken in this run */
    uint32_t said;       /* the first of the list's claims about it, from 1; 0: none */
    uint32_t definition; /* in mapping.entities, once a row spoke of it */
    struct pending_claim *pending;
};

struct known_key {
    UT_hash_handle hh;
    struct str text;
};

/*
 * A claim that the list's imports made. They are found by a hash of all they say; 56
 * bytes each with its slot, so that 90,000 rows of nine claims need 45 MB.
 */
struct said_claim {
    uint64_t key[2];
    struct ref ref;
    struct known_entity *about;
    uint32_t next;     /* about the same entity, from 1; 0: the last */
    uint32_t seen_row; /* of this run: it is said again there */
    uint32_t property; /* in said.properties */
    bool is_held;      /* a person has judged it: the list leaves it alone */
    bool is_ended;     /* the list itself says it no longer */
};

struct said {
    struct said_claim *items; /* in order of reference */
    uint32_t count;
    uint32_t cap;
    uint32_t *slots; /* items from 1, by key; 0 is empty; a power of two of them */
    uint32_t slot_count;
    struct str *properties;
    uint32_t property_count;
    struct sha256 *sha256;
};

/* How this table stands to the versions of its list. */
struct release_plan {
    enum import_release kind;
    struct list_versions versions;
    const struct list_version *with; /* what it is compared with, completes or precedes */
    const struct list_version *newest;
    bool is_outdated; /* a later release than this one is in the record */
    bool is_whole;    /* every row of the release is in this table */
    bool is_same_mapping;
    struct release earlier;
    struct release table;
    struct match *matches;  /* of the table's rows to rows of earlier */
    struct str *identities; /* of the table's rows; NULL: as they come */
    uint32_t row_count;
    struct buf differences; /* its lines, once they are known */
    struct buf rejected;    /* lines of the rows handed back */
};

/* One entity of the row at hand. */
struct instance {
    uint32_t entity; /* in mapping.entities */
    struct str identity;
    struct str id;
    struct str class_;
    struct str split_part;
    struct known_entity *known; /* of an entity with a key of its own, once it is there */
    bool is_new;                /* this row makes it */
    bool is_compared;           /* claims are looked up before they are written */
};

struct added_row {
    struct str identity;
    struct str id;
};

struct draft {
    struct value value;
    struct str claim_key;          /* empty: not remembered */
    struct known_entity *deferred; /* it waits: several rows speak of this entity */
    bool is_superseding;
    bool is_outdated; /* a later release says otherwise: it is withdrawn at once */
    bool must_seal;
};

struct column_constant {
    struct str text;
    bool is_broken;
    bool is_asked; /* the mapping must say what it means */
};

struct importer {
    bool must_seal;   /* what the last check said */
    bool has_secrets; /* some row must be sealed: then the table must be too */
    struct archive *archive;
    struct index *index;
    const struct import_job *job;
    const struct mapping *mapping;
    struct import_result *result;
    struct arena *arena; /* as long as the run */
    struct arena row;    /* one row */
    struct arena lookup; /* one answer of the index */
    struct view view;    /* the archive as it stood */
    struct buf bytes;
    struct str list;
    bool is_new_list;
    bool is_writing;
    struct str import_text; /* references of the opening statement and of the table's */
    struct str source_text;
    struct added_row *added; /* rows that made an entity, when a later release has not */
    uint32_t added_count;
    struct known_entity *entities;
    struct known_entity *entities_by_id;
    struct identities identities; /* of a table that is compared with nothing */
    struct identities keys_seen;
    struct known_key *claims;
    struct said said;
    struct release_plan plan;
    uint32_t main; /* the entity that stands for the row */
    struct column_constant *constants;

    /* The row at hand. */
    const struct table_row *table_row;
    struct instance *instances;
    uint32_t instance_count;
    struct draft *drafts;
    uint32_t draft_count;
    uint32_t draft_cap;
    struct check_context check;
    struct str fresh_id; /* of the entity whose statement is being checked */
};

void importer_find(struct importer *importer, enum import_oddity oddity, int64_t row,
                   int64_t other_row, struct str column, struct str text);

/* import.c: a batch with room for so many statements more. */
MUST_USE enum err_code importer_make_room(struct importer *importer, uint32_t count,
                                          struct err *err);

/* import_sheet.c: what is odd about a workbook, and about a row of one. */
void importer_look_at_workbook(struct importer *importer);
void importer_look_at_cells(struct importer *importer);

/* ERR_INVALID: a cell that the mapping uses has an error, or no computed value. */
MUST_USE enum err_code importer_check_cells(const struct importer *importer,
                                            struct err *err);
/* import_write.c: the drafts of the row at hand, checked; then written. */
MUST_USE enum err_code importer_check_drafts(struct importer *importer, struct err *err);
MUST_USE enum err_code importer_write_drafts(struct importer *importer, struct err *err);

/* import_open.c */

/* A finished import of the same file and mapping, or one to go on with: in the result. */
MUST_USE enum err_code importer_find_earlier(struct importer *importer, struct err *err);

/* The lists that the mapping points to; ERR_NOT_FOUND when the archive has one not. */
MUST_USE enum err_code importer_find_lists(struct importer *importer, struct err *err);

/* The file, the mapping, the list where it is new, the opening statement; begins a batch.
 */
MUST_USE enum err_code importer_open_import(struct importer *importer, struct err *err);

/* The bytes as an object. *seal is the compartment it was sealed to, because some row
 * must be sealed or this device seals all; else empty. */
MUST_USE enum err_code importer_store(struct digest *stored, struct str *seal,
                                      struct importer *importer, struct str text,
                                      struct err *err);

/* import_close.c: the differences and the closing statement. */
MUST_USE enum err_code importer_close_import(struct importer *importer, struct err *err);

/* import_ask.c: columns of which only the mapping can say what they mean. */
MUST_USE enum err_code importer_ask(bool *has_question, struct importer *importer,
                                    struct err *err);
void importer_find_columns(struct importer *importer);

/* import_known.c */

/* The id of the list of that name; empty when the archive has none. */
MUST_USE enum err_code known_list(struct str *out, struct importer *importer,
                                  struct str name, struct err *err);

/* Every entity of the list, in one pass. */
MUST_USE enum err_code known_load(struct importer *importer, struct err *err);

/* The entity of a row of a list: in memory or in the index. NULL when there is none. */
MUST_USE enum err_code known_find(struct known_entity **out, struct importer *importer,
                                  struct str list, struct str identity, struct err *err);
struct known_entity *known_add(struct importer *importer, struct str list,
                               struct str identity, struct str id, struct str kind,
                               struct str class_);

/* The claim as text that two equal claims share, in the row's arena. */
MUST_USE enum err_code known_claim_key(struct str *out, struct importer *importer,
                                       const struct value *claim, struct err *err);
bool known_has_claim(const struct importer *importer, struct str key);
void known_add_claim(struct importer *importer, struct str key);
void known_clear(struct importer *importer);

/* For check_statement(): the row's entities, those known, those in the archive. */
MUST_USE enum err_code known_check_entity(struct check_entity *out, void *data,
                                          struct str id, struct err *err);
MUST_USE enum err_code known_check_statement(struct check_target *out, void *data,
                                             struct str ref, struct err *err);

/* import_said.c: what the list's imports said and still say, in two passes. */
MUST_USE enum err_code said_load(struct importer *importer, struct err *err);

/* True when the list said this before; the row is then remembered as saying it again. */
bool said_again(struct importer *importer, struct str claim_key, uint32_t row);
void said_forget_rows(struct importer *importer);
void said_clear(struct importer *importer);

/* import_compare.c */

/* What the row's own entities no longer say, or say otherwise: into its drafts. */
MUST_USE enum err_code compare_row(struct importer *importer, struct err *err);

/* The same for entities that several rows speak of, when every row has been read. */
MUST_USE enum err_code compare_shared(struct importer *importer, struct err *err);

/* import_release.c: which release this is, and which row of it was which before. */
MUST_USE enum err_code release_plan_make(struct importer *importer, struct err *err);
void release_plan_clear(struct importer *importer);

/* import_differences.c */

/* The differences, counted and told in the result. */
void release_plan_report(struct importer *importer);
void release_plan_rejected(struct importer *importer, int64_t row);

/* The object that the closing statement names. */
void release_differences(struct buf *out, struct importer *importer);

/* import_row.c: the drafts of the row at hand. ERR_INVALID and its like: reject it. */
MUST_USE enum err_code row_instances(struct importer *importer, struct err *err);
MUST_USE enum err_code row_drafts(struct importer *importer, struct err *err);

/* Remember what the row made, once it is written. */
void row_accept(struct importer *importer);

/* import_claim.c */
MUST_USE enum err_code row_claims(struct importer *importer,
                                  const struct instance *instance, struct err *err);
struct transform_view row_view(struct importer *importer,
                               const struct instance *instance);
struct draft *row_add_draft(struct importer *importer);

#endif
