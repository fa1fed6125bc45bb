#ifndef SHARE_PROOF_CHECK_H
#define SHARE_PROOF_CHECK_H

/*
 * Check a proof's folder (prove.h) from its files alone: the same steps as verify.sh,
 * with our own code, so that the two can be held against each other. No archive is
 * needed. A step that fails does not stop the others.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct check_step {
    struct str what;
    struct str why; /* empty: it holds */
};

struct proof_check {
    struct check_step *steps;
    size_t count;
    size_t failed;
    size_t statements;  /* without statement 0 in archive/ */
    struct str archive; /* the id that follows from statement 0; empty when there is none
                         */
    uint64_t size;      /* of the log, 0 when the checkpoint cannot be read */
    bool is_synthetic;
};

/*
 * told is the archive's id as somebody told it, or empty. ERR_OK also when steps
 * fail: see failed. ERR_NOT_FOUND when the folder holds no proof. Results live in arena.
 */
MUST_USE enum err_code proof_check(struct proof_check *out, struct arena *arena,
                                   const char *folder, struct str told, struct err *err);

#endif
