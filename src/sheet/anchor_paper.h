#ifndef SHEET_ANCHOR_PAPER_H
#define SHEET_ANCHOR_PAPER_H

/* The sheet of paper that fixes one feed up to a size, once two people have signed it and
 * the one who does not hold the record keeps it. */

#include "sheet/paper.h"

#include <stdint.h>

#include "base/digest.h"

struct anchor_paper {
    struct str archive; /* its id */
    struct str name;
    bool is_synthetic;
    struct str feed;
    uint64_t size;
    struct digest root;
    struct str code; /* as people see it */
    struct str text; /* the checkpoint's three lines: the QR code holds them */
};

/* One page, behind those that are there. */
void anchor_paper_add(struct paper *paper, const struct anchor_paper *facts);

#endif
