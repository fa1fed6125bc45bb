#ifndef RECORD_CONSENT_H
#define RECORD_CONSENT_H

/*
 * What people agreed to, as of a frontier: every consent of a person with what was said
 * of it later. Sealed consent that was not opened is not there: who cannot read it must
 * take it for missing.
 *
 * A renewal supersedes the consent it names. A withdrawal of a consent also ends those
 * that superseded it and were not given on a later day: a renewal written elsewhere at
 * the same time must not outlive it. A withdrawal is never taken back; whoever agrees
 * again gives a new consent.
 */

#include "record/query.h"

enum consent_scope { CONSENT_ALL, CONSENT_PURPOSES, CONSENT_RECIPIENTS };

struct consent_withdrawal {
    struct ref ref;
    enum consent_scope scope;
    const struct value *said;
    int64_t first_day; /* of "on" */
    int64_t last_day;
};

struct consent_kept {
    struct ref ref;
    int64_t promise; /* the first is 1; 0: to be in touch */
    const struct value *said;
};

struct consent {
    struct ref ref;
    struct str person;
    struct str interview; /* empty: of nothing else than the person */
    const struct value *said;
    int64_t on_first; /* days since 1970 */
    int64_t on_last;
    bool has_until;
    int64_t until;            /* its last day */
    struct ref superseded_by; /* REF_NONE: by nothing */
    struct consent_withdrawal *withdrawals;
    size_t withdrawal_count;
    struct consent_kept *kept;
    size_t kept_count;
};

struct consent_list {
    struct consent *items; /* in the order of reference */
    size_t count;
};

/* Of a person; of everybody when person is empty. Everything lives in arena. */
MUST_USE enum err_code consent_find(struct consent_list *out, struct arena *arena,
                                    struct index *index, struct view view,
                                    struct str person, struct err *err);

/* The withdrawal that ends the whole of it, or NULL. */
const struct consent_withdrawal *consent_ended_by(const struct consent *consent);

/* The withdrawal that ends it wholly, for this purpose, or for this recipient, or NULL.
 */
const struct consent_withdrawal *consent_taken_back(const struct consent *consent,
                                                    struct str purpose,
                                                    struct str recipient);

/* Neither superseded nor wholly withdrawn, and not past its day. */
bool consent_is_current(const struct consent *consent, int64_t today);

bool consent_has_purpose(const struct consent *consent, struct str purpose);

/*
 * A recipient as people name one: a term of consent_recipient, an entity's id, or words;
 * "TERM=WORDS" is somebody of that kind. Agreed recipients that are a term cover whoever
 * is named with it; "public" covers everybody; words must be the same but for case.
 */
bool consent_has_recipient(const struct consent *consent, struct str recipient);

/* The member "may_use" names it: words, name, voice, image, contact. */
bool consent_may_use(const struct consent *consent, struct str part);

bool consent_lists(const struct value *list, struct str term);

/* First and last day that a date member means; false when it says none. */
bool consent_days(int64_t *first, int64_t *last, const struct value *said,
                  struct str member);

#endif
