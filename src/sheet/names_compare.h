#ifndef SHEET_NAMES_COMPARE_H
#define SHEET_NAMES_COMPARE_H

/*
 * How the names of two persons compare (names/person.h): of all that are recorded of
 * each, the two that are likest. It tells nothing of who is who.
 */

#include "names/person.h"
#include "sheet/sheet.h"

struct names_compared {
    bool has_names; /* false: one of them has none here, and the rest is empty */
    struct str left;
    struct str right;
    struct person_likeness likeness;
};

/* left and right are ids of persons. What it may rest on is noted in reading. */
MUST_USE enum err_code names_compare(struct names_compared *out, struct sheet *sheet,
                                     struct access *reading, struct str left,
                                     struct str right, struct err *err);

/* The names, the score, a line for each reason, and what it does not say. */
void names_compare_text(struct buf *out, const struct names_compared *compared);

/* Members names, score and reasons of a JSON object. */
void names_compare_json(struct value *line, struct arena *arena,
                        const struct names_compared *compared);

#endif
