#ifndef RECORD_QUERY_NEWEST_H
#define RECORD_QUERY_NEWEST_H

/*
 * What came last, and what waits for somebody: questions that every visit to an archive
 * begins with. Each of them looks at no more than a bounded number of rows of each feed,
 * the last ones, so that a large archive answers as fast as a small one.
 */

#include "record/query.h"

enum {
    NEWEST_LOOKED_AT = 200, /* rows of each feed */
    COUNT_UP_TO = 10000
};

/* The newest statements of all feeds by the devices' clocks, the newest first; entries of
 * the access log are left out. kind: of that kind only, which is none of claim, entity
 * and passage; empty: of all. */
MUST_USE enum err_code query_newest(struct statement_list *out, struct arena *arena,
                                    struct index *index, struct view view,
                                    struct str kind, uint32_t limit, struct err *err);

/* An assessment that says that something is in conflict, or needs work, while neither a
 * later assessment nor a decision is about the same statement. */
struct open_assessment {
    struct statement_row said;
    struct ref of;
    struct str status; /* "conflict" or "work_needed" */
    struct str note;
};
struct open_assessments {
    struct open_assessment *items;
    size_t count;
};

/* Of the last assessments of each feed, the newest first. */
MUST_USE enum err_code query_open_assessments(struct open_assessments *out,
                                              struct arena *arena, struct index *index,
                                              struct view view, uint32_t limit,
                                              struct err *err);

/* How many entities there are of a kind, counted no further than COUNT_UP_TO a feed. */
MUST_USE enum err_code query_entity_count_bounded(uint64_t *out, bool *is_more,
                                                  struct index *index, struct view view,
                                                  struct str kind, struct err *err);

/* How many of the last texts of documents (page_text.h) a machine made and nobody
 * checked, looked at no further back than COUNT_UP_TO texts of a feed. */
MUST_USE enum err_code query_unchecked_texts(uint64_t *out, struct index *index,
                                             struct view view, struct err *err);

#endif
