#ifndef SHEET_LABELS_H
#define SHEET_LABELS_H

/*
 * What the things on a sheet are called. Gathered first, from the index; what is
 * written afterwards only looks up and cannot fail. A label is a working name and never
 * evidence: no sheet may let it stand for a claim.
 */

#include <stdbool.h>

#include "format/value.h"
#include "record/access.h"
#include "record/additions.h"
#include "record/query.h"

struct label {
    struct entity_row entity;
    struct str name; /* its label, or the first name recorded; may be empty */
    /*
     * Somebody asserts a part in a deed, or a command over those who did it, and no
     * conviction is recorded: the word "alleged" belongs to every mention.
     */
    bool is_alleged;
};

struct label_entry;

/* Set the first four members, and access where labels will be shown; labels_release()
 * ends it. */
struct labels {
    struct arena *arena;
    struct index *index;
    struct view view;
    const struct additions *additions; /* to the schema; NULL: none */
    struct access *access;             /* notes whose labels are asked for; or NULL */
    struct label_entry *known;
};

/* An id that nothing names is no error: labels_find() then has nothing either. */
MUST_USE enum err_code labels_add(struct labels *labels, struct str id, struct err *err);

/* Every id that stands anywhere in v; NULL adds nothing. */
MUST_USE enum err_code labels_add_all(struct labels *labels, const struct value *v,
                                      struct err *err);

/* Borrowed, or NULL. */
const struct label *labels_find(const struct labels *labels, struct str id);

void labels_release(struct labels *labels);

#endif
