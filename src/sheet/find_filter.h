#ifndef SHEET_FIND_FILTER_H
#define SHEET_FIND_FILTER_H

/*
 * What a search is limited to, beside its words. An entity passes a filter on claims when
 * some claim about it does; a passage then stands for the claims that rest on it.
 */

#include "search/query.h"
#include "sheet/sheet.h"

enum { FIND_SET_MAX = 64 };

/* Of one field: one of the first, none of the others. */
struct find_set {
    struct str in[FIND_SET_MAX];
    size_t in_count;
    struct str out[FIND_SET_MAX];
    size_t out_count;
};

struct find_filter {
    struct sheet *sheet;
    struct find_set kinds;
    struct find_set classes;
    struct find_set properties;
    struct find_set places;  /* entities' ids */
    struct find_set sources; /* entities' ids */
    struct str *within;      /* the places and all that lies in them, sorted */
    size_t within_count;
    struct str *not_within;
    size_t not_within_count;
    bool has_days;
    int64_t first_day;
    int64_t last_day;
    struct labels looked_at; /* of whoever may turn out not to be shown */
    struct arena scratch;
    struct ref passage; /* the last one whose source was asked for */
    struct str passage_source;
};

/* ERR_INVALID or ERR_NOT_FOUND: a place or source that there is none of. End it with
 * find_filter_end(). */
MUST_USE enum err_code find_filter_start(struct find_filter *out, struct sheet *sheet,
                                         const struct query *query, struct err *err);
void find_filter_end(struct find_filter *filter);

/* Whether anything is asked that only claims have; whether anything at all. */
bool find_filters_claims(const struct find_filter *filter);
bool find_filters(const struct find_filter *filter);

MUST_USE enum err_code find_kind_passes(bool *out, struct find_filter *filter,
                                        struct str id, struct err *err);
MUST_USE enum err_code find_claim_passes(bool *out, struct find_filter *filter,
                                         const struct claim_row *claim, struct err *err);

/* Some claim about the entity passes, where claims are asked for; and its kind. */
MUST_USE enum err_code find_entity_passes(bool *out, struct find_filter *filter,
                                          struct str id, struct err *err);

#endif
