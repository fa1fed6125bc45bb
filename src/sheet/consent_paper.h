#ifndef SHEET_CONSENT_PAPER_H
#define SHEET_CONSENT_PAPER_H

/*
 * The paper that a person takes home: what they agreed to, in English and in Ukrainian,
 * how to take it back, and by what number we find it again. Neither their name nor their
 * id stands on it, nor who else was there, nor how they can be reached.
 */

#include "record/consent.h"
#include "sheet/labels.h"
#include "sheet/paper.h"

struct consent_paper {
    struct str archive; /* its id */
    bool is_synthetic;
    struct str number; /* the consent's reference, as people see it */
    struct str code;   /* of its commitment, in four groups */
    struct str text;   /* what the QR code holds */
    const struct consent *consent;
    const struct labels *labels; /* of recipients that the archive knows */
};

/* One page, behind those that are there. */
void consent_paper_add(struct paper *paper, const struct consent_paper *facts);

#endif
