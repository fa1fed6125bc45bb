#ifndef SHEET_CONSENT_TEXT_H
#define SHEET_CONSENT_TEXT_H

/*
 * What somebody agreed to, in plain words: for a member who reads it. How the person can
 * be reached is left out unless it is asked for.
 */

#include "record/consent.h"
#include "sheet/claim_text.h"

struct consent_shown {
    const struct consent *consent;
    int64_t today;
    bool with_contact;
};

enum consent_standing {
    CONSENT_CURRENT,
    CONSENT_RENEWED,
    CONSENT_WITHDRAWN,
    CONSENT_EXPIRED
};
enum consent_standing consent_standing_of(const struct consent *consent, int64_t today);
struct str consent_standing_key(enum consent_standing standing);

/* The labels of all ids in it must be known to w's labels. */
void consent_text(struct sheet_writer *w, const struct consent_shown *shown);

/* Terms of a list in words: "words; name". Recipients: terms, names and labels. */
void consent_terms(struct buf *out, const struct phrase *p, const struct value *list,
                   struct str vocabulary);
void consent_recipients(struct buf *out, const struct phrase *p,
                        const struct value *list);

/* The promise of that place (the first is 1), or NULL when it was not kept yet. */
const struct consent_kept *consent_kept_promise(const struct consent *consent,
                                                int64_t promise);

#endif
