#ifndef SHEET_ENTITY_SHEET_H
#define SHEET_ENTITY_SHEET_H

/*
 * Everything an entity's sheet shows, in its order: what is said of it, by property;
 * where else it is named; what denies it; how its sources hang together; what is missing.
 */

#include "analysis/contradiction.h"
#include "record/list_versions.h"
#include "sheet/sheet.h"

/* More are counted and not shown: a page has an end. */
enum {
    ENTITY_CLAIMS_MAX = 1000,
    ENTITY_INCOMING_MAX = 100,
    ENTITY_PASSAGES_MAX = 100,
    ENTITY_WITHIN_MAX = 100
};

struct property_group {
    struct str property;
    struct sheet_claim **claims; /* those that stand, then those that do not */
    size_t count;
};

/* An allegation that covers the entity, and who takes what stance towards it. */
struct sheet_allegation {
    struct sheet_claim covers;
    struct sheet_claim *stances;
    size_t stance_count;
};

/* A relation between two sources because of which they do not count as two. */
struct sheet_dependence {
    struct claim_row claim;
};

/* A claim whose coordinates lie within the place's boundary, or perhaps do. */
struct sheet_within {
    struct sheet_claim claim;
    bool is_sure;
};

struct entity_sheet {
    struct sheet *sheet;
    struct entity_row entity;
    struct statement_row said;     /* by whom it was made; kind empty: by nobody */
    struct list_row_state row;     /* of one that a row of a list made */
    struct property_group *groups; /* what is said of it */
    size_t group_count;
    bool has_more;
    struct property_group *incoming; /* where it is the value, by property */
    size_t incoming_count;
    uint64_t incoming_total;
    struct sheet_within *within; /* of a place with a boundary; the sure ones first */
    size_t within_count;
    bool has_more_within;
    struct contradiction_list contradictions; /* without denials: those are stances */
    struct sheet_allegation *allegations;
    size_t allegation_count;
    struct sheet_dependence *dependences;
    size_t dependence_count;
    struct identity_list identities;
    struct review_list reviews; /* of the entity's own statement, or of it as a source */
    const struct schema_property **missing; /* a standard asks for them, nobody says */
    size_t missing_count;
    size_t own_passages; /* of a source: those numbers of the sheet's passages are its */
    bool has_more_passages;
};

/* ERR_NOT_FOUND when nothing in the view names it. */
MUST_USE enum err_code entity_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                         struct str id, struct err *err);

/* The part of it that within_sheet.c reads. */
MUST_USE enum err_code within_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                         struct err *err);

#endif
