#ifndef WEB_ENTER_DRAFT_H
#define WEB_ENTER_DRAFT_H

/*
 * What is being typed and is no part of the record yet, kept with the server at every
 * post: notes of this machine, sealed to the member's key where the member has one, for a
 * draft may name a witness. A draft has a number that grows with every change, so that
 * two windows do not overwrite each other without saying so.
 */

#include "entering/form.h"
#include "web/request.h"

enum { DRAFTS_OF_MEMBER_MAX = 40, DRAFT_ID_LEN = 12, DRAFT_BYTES_MAX = 200000 };

struct enter_draft {
    struct str id;
    struct str page;  /* "violation", "passage" */
    struct str first; /* its first words */
    int64_t at_s;
    int64_t rev;
};

struct enter_draft_list {
    struct enter_draft *items;
    size_t count;
};

/* The visitor's own, the newest first. */
MUST_USE enum err_code enter_drafts(struct enter_draft_list *out, struct request *r,
                                    struct err *err);

/*
 * Keep a form. draft->id empty: a new one. ERR_CONFLICT: it was changed elsewhere since
 * draft->rev was read; *draft is then what there is. On success id and rev are those to
 * go on with.
 */
MUST_USE enum err_code enter_draft_keep(struct enter_draft *draft, struct request *r,
                                        const struct entry_form *form, struct err *err);
MUST_USE enum err_code enter_draft_read(struct enter_draft *draft,
                                        struct entry_form *form, struct request *r,
                                        struct str id, struct err *err);

/* None is no failure. */
MUST_USE enum err_code enter_draft_remove(struct request *r, struct str id,
                                          struct err *err);

#endif
