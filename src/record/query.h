#ifndef RECORD_QUERY_H
#define RECORD_QUERY_H

/*
 * The questions that pages and commands ask, answered from the index alone and as of a
 * frontier. Rows are values; what they point to lives in the arena given. Everything
 * comes in the order of reference: feed by feed, as it was said.
 *
 * Lists are asked for in pages: `after` is the last reference of the page before, and
 * one row more than fits is looked for, to say whether there are more.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "format/value.h"
#include "record/claim.h"
#include "record/frontier.h"
#include "record/index.h"
#include "record/ref.h"

/*
 * Zeroed is "any" everywhere below: statement 0 of the founding feed is the archive
 * itself, so 0 never names a claim, a passage or a page's end.
 */
static inline bool ref_is_asked(struct ref ref)
{
    return ref.n > 0;
}

enum { QUERY_LIMIT = 1000 }; /* rows in a page whose limit is 0 */

/*
 * Everything asked until query_done() is of one state of the index, and its lock is taken
 * once instead of with every question. Nothing may be recorded meanwhile. Where somebody
 * does so already, nothing happens.
 */
MUST_USE enum err_code query_begin(bool *begun, struct index *index, struct err *err);
void query_done(struct index *index, bool begun);

/* Statements: any kind. */

struct statement_row {
    struct ref ref;
    struct str kind; /* empty: sealed or erased */
    bool has_time;
    int64_t at_s; /* the device's clock, seconds since 1970 */
    struct str by;
    uint32_t frame_at; /* for feed_read_at() */
    uint32_t frame_len;
    int64_t commitment; /* its first 64 bits, as in memory */
};

MUST_USE enum err_code query_statement(struct statement_row *out, struct arena *arena,
                                       struct index *index, struct ref ref,
                                       struct err *err);

/* True when the row's commitment is the beginning of this one. */
bool statement_is_of(const struct statement_row *row, const struct digest *commitment);

struct statement_list {
    struct statement_row *items;
    size_t count;
    bool has_more;
};

/* Of one kind; of kinds that are not claims, entities or passages in O(log n). */
MUST_USE enum err_code query_statements(struct statement_list *out, struct arena *arena,
                                        struct index *index, struct view view,
                                        struct str kind, struct ref after, uint32_t limit,
                                        struct err *err);

struct kind_count {
    struct str kind;
    uint64_t count;
};

/* How many statements of each kind, by name; sealed and erased ones under "". */
MUST_USE enum err_code query_kind_counts(struct kind_count **out, size_t *count,
                                         struct arena *arena, struct index *index,
                                         struct view view, struct err *err);

/*
 * Every statement that touches an entity: its own, claims about it or with it as value or
 * anchor, passages of it or through its hands, every other mention, and what was said
 * about those later (assessed, decided, withdrawn, superseded, same, distinct, undone).
 */
MUST_USE enum err_code query_history(struct statement_list *out, struct arena *arena,
                                     struct index *index, struct view view, struct str id,
                                     struct ref after, uint32_t limit, struct err *err);

/* From statement to statement. role is the member's name: of, among, supersedes, … */
struct edge_row {
    struct ref source;
    struct ref target;
    struct str role;
    struct str source_kind;
};
struct edge_list {
    struct edge_row *items;
    size_t count;
};
MUST_USE enum err_code query_edges_to(struct edge_list *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct ref target, struct err *err);
MUST_USE enum err_code query_edges_from(struct edge_list *out, struct arena *arena,
                                        struct index *index, struct view view,
                                        struct ref source, struct err *err);

/* Entities. */

struct entity_row {
    struct ref ref; /* REF_NONE: mentioned, but no statement makes it (yet) */
    struct str id;
    struct str kind;
    struct str class_;
    struct str label;
    bool is_several;
    struct str seal;
    struct str list; /* the table's list, and the identity of its row there */
    struct str row;
};

/* By its id as stored. ERR_NOT_FOUND when nothing in the view names it. */
MUST_USE enum err_code query_entity(struct entity_row *out, struct arena *arena,
                                    struct index *index, struct view view, struct str id,
                                    struct err *err);

/* By the beginning of its id. ERR_CONFLICT when several begin so. */
MUST_USE enum err_code query_entity_prefix(struct entity_row *out, struct arena *arena,
                                           struct index *index, struct view view,
                                           struct str prefix, struct err *err);

/* By the row of a table that made it. ERR_NOT_FOUND when none did. */
MUST_USE enum err_code query_entity_of_row(struct entity_row *out, struct arena *arena,
                                           struct index *index, struct view view,
                                           struct str list, struct str row,
                                           struct err *err);

struct entity_list {
    struct entity_row *items;
    size_t count;
    bool has_more;
};

/* Of a kind and class; either may be empty. */
MUST_USE enum err_code query_entities(struct entity_list *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct str kind, struct str class_,
                                      struct ref after, uint32_t limit, struct err *err);
MUST_USE enum err_code query_entity_count(uint64_t *out, struct index *index,
                                          struct view view, struct str kind,
                                          struct str class_, struct err *err);

/* What was decided about an entity being, or not being, another. */
struct identity_row {
    struct ref ref; /* the statement of kind same or distinct */
    bool is_same;
    bool is_undone;
    struct str other;
};
struct identity_list {
    struct identity_row *items;
    size_t count;
};
MUST_USE enum err_code query_identities(struct identity_list *out, struct arena *arena,
                                        struct index *index, struct view view,
                                        struct str id, struct err *err);

/* The place and every place that lies in it, by located_in claims that stand. */
MUST_USE enum err_code query_places_within(struct str **out, size_t *count,
                                           struct arena *arena, struct index *index,
                                           struct view view, struct str place,
                                           struct err *err);

/* Claims. */

struct claim_row {
    struct ref ref;
    struct str about;       /* an entity; empty when about a claim */
    struct ref about_claim; /* REF_NONE when about an entity */
    struct str property;
    enum claim_mode mode;
    struct str quantifier;
    enum value_form form;
    struct value value;             /* as it was said */
    const struct value *qualifiers; /* NULL when there are none */
    struct str note;
    struct str entity; /* the reference, anchor or territory */
    struct str term;   /* the term, or the relation of a place */
    struct str text;   /* the text, the words, the EDTF */
    struct str unit;
    bool has_lower;
    bool has_upper;
    int64_t lower;
    int64_t upper;
    bool
        has_days; /* of a date, a period or the qualifiers; INT32_MIN and _MAX are open */
    int64_t first_day;
    int64_t last_day;
    struct ref basis; /* the passage or the import; REF_NONE: premises */
    int64_t row;      /* of the import; 0: basis is a passage */
    bool is_inferred;
    struct str seal;
};

/* What is set must hold; all together. At least one of those marked * makes it fast. */
struct claim_filter {
    struct str about;       /* * */
    struct ref about_claim; /* * */
    struct str entity;      /* * as value, anchor or territory */
    struct str property;    /* * */
    struct str term;
    struct str text;  /* the exact text */
    struct ref basis; /* * a passage or an import */
    int64_t row;
    int64_t first_day; /* with has_days */
    int64_t last_day;
    struct ref after;
    uint32_t limit;
    bool has_days;    /* * overlaps first_day to last_day */
    bool by_property; /* there are fewer of the property than of the entity */
};

struct claim_list {
    struct claim_row *items;
    size_t count;
    bool has_more;
};

MUST_USE enum err_code query_claim(struct claim_row *out, struct arena *arena,
                                   struct index *index, struct ref ref, struct err *err);
MUST_USE enum err_code query_claims(struct claim_list *out, struct arena *arena,
                                    struct index *index, struct view view,
                                    const struct claim_filter *filter, struct err *err);

/* The same one by one, without a limit; the row lives until visit returns. */
typedef enum err_code (*claim_visitor)(void *context, const struct claim_row *claim,
                                       struct err *err);
MUST_USE enum err_code query_claims_each(struct index *index, struct view view,
                                         const struct claim_filter *filter,
                                         claim_visitor visit, void *context,
                                         struct err *err);

/* How many; fast when only one of about, entity, property, basis is set. */
MUST_USE enum err_code query_claim_count(uint64_t *out, struct index *index,
                                         struct view view,
                                         const struct claim_filter *filter,
                                         struct err *err);

/* Those with this place, or one that lies in it, as value or anchor. */
MUST_USE enum err_code query_claims_of_place(struct claim_list *out, struct arena *arena,
                                             struct index *index, struct view view,
                                             struct str place, uint32_t limit,
                                             struct err *err);

/* Those that rest on a source: on its passages, and on tables imported from its objects.
 */
MUST_USE enum err_code query_claims_of_source(struct claim_list *out, struct arena *arena,
                                              struct index *index, struct view view,
                                              struct str source, uint32_t limit,
                                              struct err *err);

/* What claims rest on that rest on a source: its passages, and the imports of its tables.
 * In no order; one may come twice. */
MUST_USE enum err_code query_bases_of_source(struct ref **out, size_t *count,
                                             struct arena *arena, struct index *index,
                                             struct view view, struct str source,
                                             struct err *err);

/* Where a claim stands. All of it may be undone later: ask again for another view. */
enum claim_decision {
    DECISION_NONE,
    DECISION_PREFERRED,
    DECISION_OTHER, /* another of those it competes with is preferred */
    DECISION_OPEN   /* decisions contradict each other, and neither names the other */
};

struct claim_state {
    struct ref superseded_by; /* REF_NONE: by nothing */
    struct ref withdrawn_by;
    enum claim_decision decision;
    struct ref decided_by;
};
MUST_USE enum err_code query_claim_state(struct claim_state *out, struct index *index,
                                         struct view view, struct ref claim,
                                         struct err *err);

/* Neither superseded nor withdrawn. A claim that is not preferred still stands. */
bool claim_is_current(const struct claim_state *state);

/* Assessments, decisions, withdrawals, same, distinct, undo. */
struct review_row {
    struct ref ref;
    struct str kind;
    bool has_time;
    int64_t at_s;
    struct str by;
    struct str status;
    struct str rule;
    struct str reason;
    struct str note;          /* public */
    const struct value *more; /* its other members, NULL when there are none */
    bool is_undone;           /* undone, withdrawn or superseded in this view */
};
struct review_list {
    struct review_row *items;
    size_t count;
};

/* Every one that names the statement as what it is of, or among. */
MUST_USE enum err_code query_reviews(struct review_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct ref target, struct err *err);

/* Passages. */

struct hand_row {
    struct str who; /* empty: not stated */
    struct str knows;
    struct str link;
    const struct value *more;
};

struct passage_row {
    struct ref ref;
    struct str source;
    struct str lang;
    struct str words;
    const struct value *locator;
    bool has_days; /* when uttered */
    int64_t first_day;
    int64_t last_day;
    struct str seal;
    struct ref chain_as; /* its chain is that passage's */
    const struct value *more;
    struct hand_row
        *chain; /* from the first who knows to the last hand; chain_as followed */
    size_t chain_count;
};

MUST_USE enum err_code query_passage(struct passage_row *out, struct arena *arena,
                                     struct index *index, struct ref ref,
                                     struct err *err);

struct passage_list {
    struct passage_row *items;
    size_t count;
    bool has_more;
};
MUST_USE enum err_code query_passages(struct passage_list *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      struct str source, struct ref after, uint32_t limit,
                                      struct err *err);

/* Objects and imports. */

struct object_row {
    struct ref ref;
    bool is_derived;
    struct str sha256; /* hex */
    bool has_size;
    int64_t size;
    struct str type;
    struct str name; /* one of name and name_hex is empty */
    struct str name_hex;
    struct str path;
    struct str path_hex;
    struct str stored;
    struct str run;
    struct str stat;
};
struct object_list {
    struct object_row *items;
    size_t count;
    bool has_more;
};
struct object_filter {
    struct str sha256; /* the first that is set finds, the rest must hold too */
    struct str run;    /* with path or path_hex */
    struct str path;
    struct str path_hex;
    struct str name;
    struct str stored; /* alone: all of them are looked at */
    struct ref after;
    uint32_t limit;
};
MUST_USE enum err_code query_objects(struct object_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     const struct object_filter *filter, struct err *err);

struct import_row {
    struct ref ref;
    struct ref opening; /* of a closing one; REF_NONE for an opening one */
    struct ref source;
    struct str list;
    struct str version;
    bool is_closed;     /* an opening one: a closing one names it */
    struct ref closing; /* that one; REF_NONE when there is none */
    int64_t row_count;
    int64_t accepted;
    int64_t rejected;
};
struct import_list {
    struct import_row *items;
    size_t count;
};
/* Opening imports, those of a list when it is given, with the figures of their closing.
 */
MUST_USE enum err_code query_imports(struct import_list *out, struct arena *arena,
                                     struct index *index, struct view view,
                                     struct str list, struct err *err);

/* Text. */

enum text_place { TEXT_LABEL = 1, TEXT_WORDS = 2, TEXT_VALUE = 4, TEXT_OBJECT = 8 };

struct text_hit {
    enum text_place place;
    struct ref ref;
    struct str id;   /* the entity that is labelled, or that the claim is about */
    struct str text; /* all of it */
};
struct text_list {
    struct text_hit *items;
    size_t count;
    bool has_more;
};

/* Where a text stands, upper and lower case alike in Latin, Cyrillic and Greek. */
MUST_USE enum err_code query_text(struct text_list *out, struct arena *arena,
                                  struct index *index, struct view view, struct str text,
                                  unsigned places, uint32_t limit, struct err *err);

#endif
