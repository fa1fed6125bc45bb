#ifndef RECORD_CONSENT_HOLDERS_H
#define RECORD_CONSENT_HOLDERS_H

/*
 * Who is known to have what a person said: from the access log (statements of kind
 * `access`), as far as it is kept and can be read here.
 */

#include "record/archive.h"
#include "record/query.h"

struct consent_holder {
    struct ref ref;       /* the access statement */
    struct str did;       /* exported, unsealed */
    struct str recipient; /* empty: not said */
    struct str why;
};

struct consent_holders {
    struct consent_holder *items;
    size_t count;
    bool has_more; /* more was said of the person than was looked through */
};

MUST_USE enum err_code consent_holders_find(struct consent_holders *out,
                                            struct arena *arena, struct archive *archive,
                                            struct view view, struct str person,
                                            struct err *err);

#endif
