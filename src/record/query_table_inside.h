#ifndef RECORD_QUERY_TABLE_INSIDE_H
#define RECORD_QUERY_TABLE_INSIDE_H

/* What the query_table*.c files share. */

#include "record/query_scan.h"
#include "record/query_table.h"

/* A filter with its texts as numbers. */
struct table_wanted {
    const struct table_filter *filter;
    struct arena *arena;
    struct index *index;
    struct view view;
    int64_t kind;
    int64_t class_;
    int64_t property;
    int64_t term;
    int64_t source;
    int64_t status;
    int64_t *places; /* sorted */
    size_t place_count;
    int64_t *place_properties; /* whose value is a place; sorted */
    size_t place_property_count;
    int64_t *bases; /* of the source; sorted */
    size_t base_count;
    uint32_t needs; /* enum table_need */
    bool is_nothing;
    uint64_t work; /* looked at so far */
};

enum table_need {
    NEED_PROPERTY = 1 << 0,
    NEED_PLACE = 1 << 1,
    NEED_SOURCE = 1 << 2,
    NEED_DAYS = 1 << 3,
    NEED_STATUS = 1 << 4,
    NEED_NO_PLACE = 1 << 5,
    NEED_NO_DAYS = 1 << 6
};

MUST_USE enum err_code table_want(struct table_wanted *out, struct arena *arena,
                                  struct index *index, struct view view,
                                  const struct table_filter *filter, struct err *err);

/* Whether a row passes. number: an entity's; claims and objects are read by ref. */
MUST_USE enum err_code table_passes(bool *out, struct table_wanted *w, struct ref ref,
                                    int64_t number, struct err *err);

/* Rows that an index finds, sorted, which may pass; *is_few is false where there are too
 * many, or no filter that an index carries. */
MUST_USE enum err_code table_near(struct ref **out, size_t *count, bool *is_few,
                                  struct table_wanted *w, struct err *err);

bool number_is_in(int64_t number, const int64_t *sorted, size_t count);

#endif
