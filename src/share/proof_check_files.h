#ifndef SHARE_PROOF_CHECK_FILES_H
#define SHARE_PROOF_CHECK_FILES_H

/* The files of a proof's folder, for proof_check.c: read, hashed and listed. */

#include "base/arena.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/str.h"

/* SHA-256 of a file of any size. */
MUST_USE enum err_code check_hash_file(struct digest *out, int dir, const char *path,
                                       struct err *err);

/* Every line of SHA256SUMS holds. */
MUST_USE enum err_code check_sums(int dir, struct err *err);

/* The folders in which a statement lies: "." first, then the others by name. */
MUST_USE enum err_code check_folders(struct str **out, size_t *count, struct arena *arena,
                                     int dir, struct err *err);

#endif
