#ifndef SHEET_ENTITY_SHEET_H
#define SHEET_ENTITY_SHEET_H

/*
 * Everything an entity's sheet shows, in its order: what is said of it, by property;
 * where else it is named; what denies it; how its sources hang together; what is missing.
 */

#include "analysis/contradiction.h"
#include "geo/polygon.h"
#include "record/list_versions.h"
#include "sheet/sheet.h"

/* More are counted and not shown: a page has an end. */
struct entity_limits {
    uint32_t claims;
    uint32_t incoming;
    uint32_t passages; /* of a source */
    uint32_t within;   /* 0: not looked for, which costs a look at all coordinates */
    uint32_t sources;
    struct contradiction_bounds contradictions;
    size_t shown;     /* of the contradictions that are found; 0: all */
    struct ref after; /* claims behind this one: the page before ended there */
};
extern const struct entity_limits entity_limits_paper; /* what a command shows */
extern const struct entity_limits entity_limits_page;  /* about 100 kB of HTML */

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

/* The four dates, which are never one: what a source's words are of, when it was
 * published, obtained, and first entered here. */
enum source_date { SOURCE_SHOT, SOURCE_PUBLISHED, SOURCE_OBTAINED, SOURCE_DATES };

struct sheet_source {
    struct str id;
    struct claim_row dates[SOURCE_DATES]; /* claims that stand; REF_NONE: nobody says */
    size_t passages;                      /* of it on this sheet */
    const struct value *uttered;          /* of the first of them that says so */
    struct statement_row entered;         /* the first of them to be recorded */
};

/* A claim whose coordinates lie within the place's boundary, or perhaps do. */
struct sheet_within {
    struct sheet_claim claim;
    bool is_sure;
};

struct entity_sheet {
    struct sheet *sheet;
    const struct entity_limits *limits;
    struct entity_row entity;
    struct statement_row said;     /* by whom it was made; kind empty: by nobody */
    struct list_row_state row;     /* of one that a row of a list made */
    struct property_group *groups; /* what is said of it */
    size_t group_count;
    uint64_t claim_total;            /* those on other pages too */
    struct property_group *incoming; /* where it is the value, by property */
    size_t incoming_count;
    uint64_t incoming_total;
    const struct geo_area *boundary; /* of a place that has one; or NULL */
    struct sheet_within *within;     /* of a place with a boundary; the sure ones first */
    size_t within_count;
    struct contradiction_list contradictions; /* without denials: those are stances */
    size_t conflict_count; /* that may conflict, those that are not shown too */
    struct sheet_allegation *allegations;
    size_t allegation_count;
    struct sheet_dependence *dependences;
    size_t dependence_count;
    struct sheet_source *sources; /* of the sheet's passages, in their order */
    size_t source_count;
    struct ref last; /* of the claims that are shown: where the next page begins */
    struct identity_list identities;
    struct review_list reviews; /* of the entity's own statement, or of it as a source */
    const struct schema_property **missing; /* a standard asks for them, nobody says */
    size_t missing_count;
    size_t own_passages; /* of a source: those numbers of the sheet's passages are its */
    bool has_more;
    bool has_more_within;
    bool has_more_contradictions;
    bool has_more_sources;
    bool has_more_passages;
};

/* ERR_NOT_FOUND when nothing in the view names it. */
MUST_USE enum err_code entity_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                         struct str id, struct err *err);

/* The same within other limits than a paper's. */
MUST_USE enum err_code entity_sheet_read_some(struct entity_sheet *out,
                                              struct sheet *sheet, struct str id,
                                              const struct entity_limits *limits,
                                              struct err *err);

/* Claims that name an entity, a page of them. */
struct entity_named {
    struct sheet_claim *claims;
    size_t count;
    bool has_more;
};
MUST_USE enum err_code entity_named_read(struct entity_named *out, struct sheet *sheet,
                                         struct str id, struct ref after, uint32_t limit,
                                         struct err *err);

/* The parts of it that other files read. */
MUST_USE enum err_code within_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                         struct err *err);
MUST_USE enum err_code sources_sheet_read(struct entity_sheet *out, struct sheet *sheet,
                                          struct err *err);

#endif
