#ifndef INTAKE_IMPORT_INSIDE_H
#define INTAKE_IMPORT_INSIDE_H

/* What the import_*.c files share; nobody else includes this. */

#include "base/map.h"

#include "intake/import.h"
#include "intake/mapping_line.h"
#include "intake/transform.h"
#include "record/check.h"
#include "record/query.h"

/* An entity that several rows may speak of, or that another list has. */
struct known_entity {
    UT_hash_handle hh;    /* by list and identity */
    UT_hash_handle hh_id; /* by id */
    struct str key;
    struct str id;
    struct str kind;
    struct str class_;
    bool is_old;    /* it was in the archive before this run */
    bool is_loaded; /* what was said of it then is among the claims */
};

struct known_key {
    UT_hash_handle hh;
    struct str text;
    int64_t row; /* that had it first */
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

struct draft {
    struct value value;
    struct str claim_key; /* empty: not remembered */
};

struct column_constant {
    struct str text;
    bool is_broken;
};

struct importer {
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
    struct str import_text; /* reference of the opening statement */
    struct known_entity *entities;
    struct known_entity *entities_by_id;
    struct known_key *keys;
    struct known_key *claims;
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

/* import_open.c */

/* A finished import of the same file and mapping, or one to go on with: in the result. */
MUST_USE enum err_code importer_find_earlier(struct importer *importer, struct err *err);

/* The lists that the mapping points to; ERR_NOT_FOUND when the archive has one not. */
MUST_USE enum err_code importer_find_lists(struct importer *importer, struct err *err);

/* The file, the mapping, the list where it is new, the opening statement; begins a batch.
 */
MUST_USE enum err_code importer_open_import(struct importer *importer, struct err *err);
MUST_USE enum err_code importer_close_import(struct importer *importer, struct err *err);

/* import_known.c */

/* The id of the list of that name; empty when the archive has none. */
MUST_USE enum err_code known_list(struct str *out, struct importer *importer,
                                  struct str name, struct err *err);

/* The entity of a row of a list: in memory or in the index. NULL when there is none. */
MUST_USE enum err_code known_find(struct known_entity **out, struct importer *importer,
                                  struct str list, struct str identity, struct err *err);
struct known_entity *known_add(struct importer *importer, struct str list,
                               struct str identity, struct str id, struct str kind,
                               struct str class_);

/* True when the key was seen; then *first is the row that had it. */
bool known_key_again(int64_t *first, struct importer *importer, struct str key);

/* What was said of an entity before this run, once. */
MUST_USE enum err_code known_load_claims(struct importer *importer, struct str id,
                                         struct err *err);

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
