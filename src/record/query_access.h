#ifndef RECORD_QUERY_ACCESS_H
#define RECORD_QUERY_ACCESS_H

/*
 * The access log: who looked at what, when and why (record/access.h writes it). Nothing
 * in it ever expires. Where it is sealed, only what this machine can open is found.
 */

#include "record/query.h"

struct access_row {
    struct ref ref;
    bool has_time;
    int64_t at_s;
    struct str by;
    struct str did; /* a term of access_act */
    struct str command;
    struct str words;     /* searched for */
    struct str why;       /* empty: nobody said */
    struct str recipient; /* of an export */
    struct ref *of;
    size_t of_count;
    struct str *entities;
    size_t entity_count;
};

struct access_list {
    struct access_row *items;
    size_t count;
    bool has_more;
};

/* What is set must hold; all together. */
struct access_filter {
    struct ref item;   /* this statement was looked at */
    struct str entity; /* named itself, or by a statement that is about it or its words */
    struct str member; /* who looked */
    bool has_since;
    int64_t since_s;
    struct ref after;
    uint32_t limit;
};

MUST_USE enum err_code query_accesses(struct access_list *out, struct arena *arena,
                                      struct index *index, struct view view,
                                      const struct access_filter *filter,
                                      struct err *err);

#endif
