#ifndef RECORD_ADDITIONS_BUILD_H
#define RECORD_ADDITIONS_BUILD_H

/* One `schema` statement as what it adds; additions.c only. */

#include "record/additions.h"

enum addition_what { ADDITION_TERM, ADDITION_PROPERTY, ADDITION_KIND };

struct addition {
    enum addition_what what;
    /*
     * Of a term: where it belongs. Of a property or kind that has no vocabulary yet (its
     * member is NULL): the key of the one that comes with it.
     */
    struct str vocabulary;
    struct schema_term term;
    struct schema_property property;
    struct schema_kind kind;
};

/* Codes as of additions_check(). What it points at lives in arena, in statement, and in
 * what was added before. */
MUST_USE enum err_code addition_build(struct addition *out, struct arena *arena,
                                      const struct additions *additions,
                                      const struct value *statement, struct err *err);

#endif
