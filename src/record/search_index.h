#ifndef RECORD_SEARCH_INDEX_H
#define RECORD_SEARCH_INDEX_H

/*
 * Asking the text index as of a view: in which texts words stand, and those texts read
 * back from where they are kept. How a query becomes words, in which order its answers
 * come and why is the business of search/.
 */

#include "record/query.h"
#include "record/search_keys.h"
#include "record/search_texts.h"

/* One state of the index for a whole search. */
MUST_USE enum err_code search_begin(bool *begun, struct index *index, struct err *err);
void search_done(struct index *index, bool begun);

/* Keys near a word and the like are asked for here (search_keys.h). */
MUST_USE enum err_code search_keys_of(struct text_index **out, struct index *index,
                                      struct err *err);

/* A text in which the words stand: how often, and the fewest places that hold them all.
 */
struct search_seen {
    struct search_row row;
    uint32_t count;
    uint32_t span;
};

typedef enum err_code (*search_visitor)(void *context, const struct search_seen *seen,
                                        bool *is_enough, struct err *err);

/* Rows of the view that the query finds, in order of reference. */
MUST_USE enum err_code search_rows(struct index *index, struct view view,
                                   enum text_table table, const struct text_query *query,
                                   search_visitor visit, void *context, struct err *err);

struct search_found {
    struct search_row row;
    struct str text;
    struct str id; /* of the entity; of what the claim is about; of the source */
    bool is_claim;
    struct claim_row claim; /* of is_claim */
    int64_t kind;           /* of the statement: an enum statement_kind */
};

/* Pages are read by page_text.h. *is_there is false where the index has no such text. */
MUST_USE enum err_code search_read(struct search_found *out, bool *is_there,
                                   struct arena *arena, struct index *index,
                                   struct search_row row, struct err *err);

/* Whether the view holds statements that cannot be read here: sealed to somebody else, or
 * while nobody is signed in. */
MUST_USE enum err_code search_has_sealed(bool *out, struct index *index, struct view view,
                                         struct err *err);

#endif
