#ifndef RECORD_QUERY_TABLE_H
#define RECORD_QUERY_TABLE_H

/*
 * The rows of a table, a page at a time, as of a view: entities of a kind, claims, or
 * preserved files, those that pass every filter. A page is found again by the row before
 * it and never by a number of rows, so it stays as it was when rows are added.
 *
 * Where a filter leaves few rows an index finds them. Otherwise rows are looked at in
 * their order, and no more than TABLE_WORK of them for one page: a page can end before
 * its limit and still have more behind it.
 */

#include "record/query.h"

enum table_of { TABLE_ENTITIES, TABLE_CLAIMS, TABLE_OBJECTS };

/* Rows and their claims looked at for a page; candidates that an index may give. */
enum { TABLE_WORK = 60000, TABLE_NEAR_MAX = 2000 };

/* What is set must hold; all together. A claim that was corrected or withdrawn makes no
 * entity pass. */
struct table_filter {
    enum table_of of;
    struct str kind;   /* of entities */
    struct str class_; /* of entities; of objects the beginning of the media type */
    struct str property;
    struct str term;
    const struct str *places; /* a place and all that lies in it (query_places_within) */
    size_t place_count;
    struct str source; /* an entity's id */
    int64_t first_day;
    int64_t last_day;
    bool has_days; /* possibly between first_day and last_day */
    bool has_no_place;
    bool has_no_days;
    struct str status;       /* some claim was assessed so: a term of status */
    struct str text;         /* of objects: in the file's name */
    const struct ref *among; /* only these, sorted; of entities, what makes them */
    size_t among_count;
    bool is_among;
};

struct table_page {
    struct ref after; /* the last row of the page before; 0: from the beginning */
    uint32_t limit;
    bool is_newest_first;
};

struct table_rows {
    struct ref *items;
    size_t count;
    bool has_more;
    bool is_cut; /* the page ended because much was looked at, not because it was full */
    struct ref next; /* `after` of the next page */
};

MUST_USE enum err_code query_table(struct table_rows *out, struct arena *arena,
                                   struct index *index, struct view view,
                                   const struct table_filter *filter,
                                   const struct table_page *page, struct err *err);

/* How many there are, where an index can be counted: up to `enough`, and not where every
 * row would have to be looked at (then at_least is 0, and not all). */
struct table_count {
    uint64_t at_least;
    bool is_all;
};
MUST_USE enum err_code query_table_count(struct table_count *out, struct arena *arena,
                                         struct index *index, struct view view,
                                         const struct table_filter *filter,
                                         uint64_t enough, struct err *err);

/* What a reference of a row stands for. */
MUST_USE enum err_code query_table_entity(struct entity_row *out, struct arena *arena,
                                          struct index *index, struct ref ref,
                                          struct err *err);
MUST_USE enum err_code query_table_object(struct object_row *out, struct arena *arena,
                                          struct index *index, struct ref ref,
                                          struct err *err);

/*
 * What a row's cells are read from, each in one look.
 */

/* Claims about an entity that anything was said of later: corrected, withdrawn, assessed,
 * decided, denied. In no order; one may come twice. */
struct table_touched {
    struct ref claim;
    bool is_about; /* by a claim about it */
};
struct table_touched_list {
    struct table_touched *items;
    size_t count;
};
MUST_USE enum err_code query_table_touched(struct table_touched_list *out,
                                           struct arena *arena, struct index *index,
                                           struct view view, struct str about,
                                           struct err *err);

/* What a claim rests on: the source of the passage and the first hand of its chain, or
 * the list whose row it is. */
struct table_basis {
    struct str source;
    struct str list;
    struct str who; /* who knows; empty where nobody is named */
};
MUST_USE enum err_code query_table_basis(struct table_basis *out, struct arena *arena,
                                         struct index *index, struct ref basis,
                                         bool is_import, struct err *err);

/* How many passages of a source there are. */
MUST_USE enum err_code query_table_passages(uint64_t *out, struct index *index,
                                            struct view view, struct str source,
                                            struct err *err);

#endif
