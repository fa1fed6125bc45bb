#ifndef SHEET_FIND_H
#define SHEET_FIND_H

/*
 * Looking for something: words wherever text stands, upper and lower case alike, and
 * filters that all must hold. An entity passes a filter on claims when some claim
 * about it does; a passage then stands for the claims that rest on it.
 */

#include "sheet/claim_text.h"

enum { FIND_LIMIT = 50, FIND_WORDS_MAX = 16 };

struct find_request {
    struct str words[FIND_WORDS_MAX]; /* every one must be there */
    size_t word_count;
    struct str kind;
    struct str class_;
    struct str property;
    struct str place;  /* an entity's id: it, and what lies in it */
    struct str source; /* an entity's id */
    bool has_days;
    int64_t first_day;
    int64_t last_day;
    size_t limit; /* 0: FIND_LIMIT */
};

enum find_kind { FIND_ENTITY, FIND_CLAIM, FIND_PASSAGE, FIND_OBJECT };

struct find_hit {
    enum find_kind kind;
    struct ref ref;
    struct str id;      /* of the entity, of what the claim is about, of the source */
    struct str text;    /* where the words stand; empty when none were asked for */
    struct ref text_in; /* of a claim: the passage that has them, or the claim itself */
    struct claim_row claim; /* of FIND_CLAIM */
};

struct find_result {
    struct sheet *sheet;
    struct find_hit *items;
    size_t count;
    bool has_more;
};

/* ERR_INVALID when nothing is asked for, or a word is too long. */
MUST_USE enum err_code find_run(struct find_result *out, struct sheet *sheet,
                                const struct find_request *request, struct err *err);

/* One line: id or reference, kind, what it is called, and the text around the words. */
void find_text(struct buf *out, const struct sheet_writer *w, const struct find_hit *hit,
               const struct find_request *request);

#endif
