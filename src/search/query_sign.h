#ifndef SEARCH_QUERY_SIGN_H
#define SEARCH_QUERY_SIGN_H

/*
 * The signs of the query language: fields and words by table, quotation marks, blanks.
 * Internal to query.c.
 */

#include <stdbool.h>
#include <stddef.h>

#include "search/query.h"

enum query_sign {
    SIGN_NAME, /* name:word */
    SIGN_FILTER,
    SIGN_IN,
    SIGN_MACHINE
};

struct query_field_name {
    const char *name;
    enum query_sign sign;
    enum query_field field; /* of SIGN_FILTER */
};

/* The field at the start of s with its colon, whose length is *len; NULL where there is
 * none. Capital letters and forms of the apostrophe do not matter. */
const struct query_field_name *query_field_at(size_t *len, struct str s);

/* The length of the blank (any that Unicode calls White_Space) at the start of s, or 0.
 */
size_t query_blank_at(struct str s);

/* The length of the quotation mark that opens at the start of s, or 0. */
size_t query_opening_at(struct str s);

/* Where a phrase that opened with `opening` ends in s, and the length of the closing
 * mark; false when it does not. A mark before a letter closes nothing: Куп"янськ. */
bool query_closing_in(size_t *at, size_t *len, struct str opening, struct str s);

bool query_is_or(struct str token);
bool query_is_and(struct str token);

/* Values of in: and machine:; 0 or false for anything else. */
unsigned query_in_of(struct str value);
bool query_is_no(struct str value);

#endif
